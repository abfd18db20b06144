"""The courtesy titles and ranks before names, and offices that look like ranks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from spacy.strings import get_string_id
from spacy.tokens import Doc

from ...lexicons import load_terms
from .named_people import NameMention

_LONGEST_BRACKET: Final = 6  # tokens
_NOUNS: Final = frozenset(map(get_string_id, ("NN", "NNP", "NNS")))
_PERSON: Final = get_string_id("PERSON")


def titles_before(doc: Doc, mention: NameMention) -> list[str]:
    """The courtesy titles and ranks right before a name, as written: "Lt. Gen.", "Sir"."""
    start = name = mention.start - bracketed(doc, mention.start)
    while start and (is_rank(doc, start - 1) or (start > 1 and is_inside_rank(doc, start - 1))):
        start -= 1
    found: list[str] = []
    first = start
    for index in range(start, name):
        word = index - (doc[index].text == ".")
        is_whole = not (
            doc[word].lower_ in load_terms("rank_modifiers")
            or doc[word].text == "-"
            or is_pair(doc, word)
        )
        is_last = index + 1 == name
        if is_last or (is_whole and not is_inside_rank(doc, index + 1)):
            found.append(doc[first : index + 1].text)
            first = index + 1
    if name < mention.start and is_rank(doc, name + 1):
        found.append(doc[name + 1 : mention.start - 1].text)
    return found


def bracketed(doc: Doc, name: int) -> int:
    """How many tokens stand in brackets between a title and a name: "Major (rtd) Ada Quill"."""
    for opening in range(name - 3, max(0, name - _LONGEST_BRACKET), -1):
        if doc[opening].text == "(" and doc[name - 1].text == ")":
            word = doc[opening + 1].lower_
            known = word in load_terms("title_brackets") or is_rank(doc, opening + 1)
            return name - opening if known else 0
    return 0


def is_inside_rank(doc: Doc, index: int) -> bool:
    """Whether this is punctuation of "Lt." or "Lieutenant-General" that was split off."""
    return doc[index].text in {"-", "."} and is_rank(doc, index - 1)


def is_rank(doc: Doc, index: int) -> bool:
    """Whether a capitalised word is a title of courtesy or rank here."""
    token = doc[index]
    if not token.text[0].isupper():
        return False
    if is_pair(doc, index) or is_pair(doc, index - 1):
        return True
    if token.lower_ not in load_terms("rank_titles"):
        return False
    return not (is_office_of_general(doc, index) or ends_office(doc, index))


def is_pair(doc: Doc, index: int) -> bool:
    """Whether a word and the next one are a title of two words: "Tan Sri"."""
    if not 0 <= index < len(doc) - 1:
        return False
    pair = f"{doc[index].lower_} {doc[index + 1].lower_}"
    return pair in load_terms("titles_of_two_words")


def ends_office(doc: Doc, index: int) -> bool:
    """Whether a word is an office by the noun before it: "harbour master", "Ring Mistress"."""
    if not index or doc[index].lower_ not in load_terms("offices_behind_nouns"):
        return False
    before = doc[index - 1]
    return (
        before.tag in _NOUNS
        and before.text.isalpha()
        and before.ent_type != _PERSON
        and before.lower_ not in load_terms("rank_titles") | load_terms("not_names")
    )


def is_office_of_general(doc: Doc, index: int) -> bool:
    """Whether "General" is not a rank here: "Attorney General", "Secretary-General"."""
    if doc[index].lower_ != "general":
        return False
    index -= 1 + (index > 1 and doc[index - 1].text == "-")
    return index >= 0 and doc[index].lower_ in load_terms("offices_before_general")


def unique_titles(titles: Iterable[str]) -> list[str]:
    """``titles`` in order, without duplicates, ignoring full stops."""
    texts: dict[str, str] = {}
    for title in titles:
        texts.setdefault(title.casefold().rstrip("."), title)
    return list(texts.values())
