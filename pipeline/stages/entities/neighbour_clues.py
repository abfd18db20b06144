"""Clues to the kind of a name in the words beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Final

from ...lexicons import load_terms
from ..token_columns import TokenColumns
from .name_clues import kind_of_place

SORTS: Final = (
    "titles",
    "roles",
    "place_nouns",
    "organization_nouns",
    "organization_words",
    "organization_contexts",
    "person_nouns",
    "nouns_after_countries",
    "nouns_after_people",
    "nouns_before_places",
    "verbs_of_people",
    "cues_speech",
    "demonyms",
    "nouns_of_natives",
)
"""Lexicons in which the words beside a name are looked up."""

_BREAK: Final = "¶"
"""Stands for a line break in the names of clues."""

_ACCORDING: Final = (["according", "to", "the"],)
_POSSESSIVES: Final = frozenset({"'s", "’s", "'", "’"})
_BEYOND: Final = frozenset({",", "of", "(", "the", "to", "and"}) | _POSSESSIVES
_OPENING: Final = frozenset({'"', "“", "'", "``", "‘"})
_APPOSED: Final = {"roles": "person", "nouns_of_natives": "person"} | {
    "place_nouns": "place",
    "organization_nouns": "organization",
}
_LONGEST_APPOSITION: Final = 5  # words

_NEAR: Final = 12
"""A pronoun within this many words after a name may mean it."""


def clues_beside(words: TokenColumns, start: int, end: int, *, opens: bool) -> list[str]:
    """The clues in the words before and after a name.

    A clue with "=" is about one word (``before=said``). One with ":" is about a class of words,
    such as a lexicon (``before:titles``).

    Args:
        words: the words of the article.
        start: the first token of the name.
        end: the token after the name.
        opens: whether the name is at the start of a sentence.
    """
    lower = words.lower
    found: list[str] = []
    if start:
        before = lower[start - 1]
        further = lower[start - 2] if start > 1 and before in _BEYOND else ""
        is_capital = words.text[start - 1][0].isupper()
        found += _before(further, before, is_capital, words.named[start - 1])
        if lower[max(0, start - 3) : start] in _ACCORDING or further == "according":
            found.append("before:according to")
    if opens:
        found.append("opens")
    if end == len(lower):
        found.append("ends")
        return found
    pronouns = map(_pronouns().get, lower[end : end + _NEAR])
    if pronoun := next(filter(None, pronouns), None):
        found.append(f"soon:{pronoun}")
    after = lower[end]
    looks_beyond = after in {",", "(", "-"} or after in _POSSESSIVES
    further = lower[end + 1] if looks_beyond and end + 1 < len(lower) else ""
    found += _after(after, further, words.text[end][0].isupper(), words.named[end])
    if start and lower[start - 1] == "the" and after in load_terms("nouns_after_people"):
        found.append("beside:the nouns_after_people")  # "the Okoro years"
    if after == "," and further:
        found += _apposed(lower, end + 1)
        if words.text[end + 1][0].isupper() and (place := kind_of_place(words.text[end + 1])):
            found.append(f"after:, place={place}")
    return found


@cache
def _pronouns() -> Mapping[str, str]:
    """For each pronoun, what it can mean: "he" a person, "it" a thing, and so on."""
    return dict(term.split("=") for term in load_terms("pronoun_sorts"))


@lru_cache(maxsize=10_000)
def _sorts(word: str) -> tuple[str, ...]:
    return tuple(name for name in SORTS if word in load_terms(name))


@lru_cache(maxsize=10_000)
def _before(further: str, before: str, is_capital: bool, is_named: bool) -> tuple[str, ...]:
    found = [f"before={before.strip() or _BREAK}"]
    if before in _OPENING:
        found.append("before:quotation")
    found += (f"before:{sort}{'^' * is_capital}" for sort in _sorts(before))
    link = "'s" if before in _POSSESSIVES else before
    found += (f"before:{sort} {link}" for sort in _sorts(further))
    if before in {"the", "to"}:
        found.append(f"before={further} {before}")  # "at the", "according to"
    if is_named and not (before in load_terms("titles") or before in load_terms("roles")):
        found.append("before:name")
    return tuple(found)


@lru_cache(maxsize=10_000)
def _after(after: str, further: str, is_capital: bool, is_named: bool) -> tuple[str, ...]:
    found = [f"after={after.strip() or _BREAK}"]
    found += (f"after:{sort}{'^' * is_capital}" for sort in _sorts(after))
    if is_named:
        found.append("after:name")
    link = "'s" if after in _POSSESSIVES else after
    if is_age(further):
        found.append(f"after:{link} age")
    found += (f"after:{link} {sort}" for sort in _sorts(further))
    if further == "who":
        found.append(f"after:{link} who")
    return tuple(found)


def is_age(word: str) -> bool:
    """Whether ``word`` is a number that can be somebody's age (5 to 110 years)."""
    return word.isdigit() and 5 <= int(word) <= 110 if len(word) <= 3 else False


def _apposed(lower: Sequence[str], index: int) -> Iterator[str]:
    """The clue in an apposition that begins at ``index``: "the party's former treasurer"."""
    if lower[index] not in load_terms("name_determiners"):
        return
    for word in lower[index : index + _LONGEST_APPOSITION]:
        if word in {",", ".", "and"}:
            return
        for sort, kind in _APPOSED.items():
            if word in load_terms(sort):
                yield f"after:the {kind}"
                return
