"""Acronyms of organisations, and the full names after which they are introduced."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import lru_cache

from ...lexicons import load_terms
from ...lexicons.known_people import full_name_of
from ..token_columns import TokenColumns
from .boundaries import PLACE_LABELS, EntityCandidate

_FACTION = re.compile(r"[A-Z]{2,6}\([A-Z]{1,3}")  # what the tokenizer leaves of "CPI(M)"
_ACRONYM = re.compile(r"[A-Z][A-Za-z.&-]{1,7}")
_SMALL_WORDS = load_terms("acronym_small_words")


def with_acronyms(words: TokenColumns, found: Sequence[EntityCandidate]) -> list[EntityCandidate]:
    """Add full names followed by their acronyms in brackets: "Tehreek-e-Insaf (PTI)".

    Initials by which newspapers call somebody are a person: "Andrés Manuel López Obrador (AMLO)".

    Acronyms that contain brackets need no full name: "CPI(M)".
    """
    text = words.text
    found = _with_factions(words, found)
    if "(" not in text:
        return sorted(found)
    introduced = [
        index
        for index, word in enumerate(text)
        if word == "("
        and index
        and text[index + 2 : index + 3] == [")"]
        and _ACRONYM.fullmatch(text[index + 1])
    ]
    if not introduced:
        return sorted(found)
    offices = {index for index in introduced if _is_office(words, index)}
    if offices:
        found = _without_offices(words, found, offices)
    owner = {index: c for c in found for index in range(c.start, c.end)}
    added: dict[int, EntityCandidate] = {}
    for index in introduced:
        if index in offices:
            continue
        acronym = words.text[index + 1]
        letters = acronym.replace(".", "").upper()
        start = _initials_start(words, index, letters)
        if start is None:
            start = _initials_start(words, index, letters, small=True)  # "Médecins du Nord (MDN)"
        before = owner.get(index - 1)
        if start is not None and full_name_of(acronym, words.lower[start:index]) is not None:
            added[start] = EntityCandidate(start, index, "PERSON")
            added[index + 1] = EntityCandidate(index + 1, index + 2, "PERSON")
        elif start is not None and not (
            before and before.label in PLACE_LABELS and before.start == start
        ):
            added[start] = EntityCandidate(start, index, "ORG")
            added[index + 1] = EntityCandidate(index + 1, index + 2, "ORG")
        elif before and before.label == "ORG":
            added[index + 1] = EntityCandidate(index + 1, index + 2, "ORG")
    covered = {i for c in added.values() for i in range(c.start, c.end)}
    kept = [c for c in found if covered.isdisjoint(range(c.start, c.end))]
    # Rules elsewhere find the initials again, unless they look like what is no name: "CFA", money.
    short = {text[c.start] for c in added.values() if c.label == "ORG" and c.end == c.start + 1}
    short = {word for word in short if word.lower() in load_terms("not_names")}
    again = [
        EntityCandidate(index, index + 1, "ORG")
        for index, word in enumerate(text)
        if word in short
        and word.isupper()
        and not (index in owner or index in covered)
        and not _is_money(text, index)
    ]
    return sorted([*kept, *again, *added.values()])


def _is_money(text: Sequence[str], index: int) -> bool:
    """Whether initials stand beside a number: "CFA 500", for all that a body is called CFA."""
    return any(
        word[:1].isdigit() for word in (*text[index - 1 : index], *text[index + 1 : index + 2])
    )


def _is_office(words: TokenColumns, bracket: int) -> bool:
    """Whether the initials in brackets stand for an office: "the Chief Executive (CE)"."""
    before, last = words.lower[bracket - 2], words.lower[bracket - 1]
    if last not in load_terms("office_nouns") or bracket < 2:
        return False
    letters = words.text[bracket + 1].upper()
    is_whole = last != "executive" or before == "chief"  # "Health and Safety Executive (HSE)"
    return is_whole and letters.endswith(f"{before[0]}{last[0]}".upper())


def _without_offices(
    words: TokenColumns, found: Sequence[EntityCandidate], brackets: Collection[int]
) -> list[EntityCandidate]:
    """``found`` without the offices before these brackets, and without their initials."""
    short = {words.text[index + 1] for index in brackets}
    ends = set(brackets)
    return [
        c
        for c in found
        if c.label == "PERSON"
        or not (c.end in ends or (c.end - c.start == 1 and words.text[c.start] in short))
    ]


def _with_factions(
    words: TokenColumns, found: Sequence[EntityCandidate]
) -> Sequence[EntityCandidate]:
    factions = [
        EntityCandidate(index, index + 2, "ORG")
        for index, word in enumerate(words.text)
        if "(" in word
        and len(word) > 1
        and _FACTION.fullmatch(word)
        and words.text[index + 1 : index + 2] == [")"]
    ]
    if not factions:
        return found
    covered = {index for c in factions for index in range(c.start, c.end)}
    return [*factions, *(c for c in found if covered.isdisjoint(range(c.start, c.end)))]


def _initials_start(
    words: TokenColumns, end: int, acronym: str, *, small: bool = False
) -> int | None:
    """The start of the words before ``end`` whose initials are ``acronym``, or None.

    With ``small``, lower-case words such as "du" may also contribute their initial.
    """
    letters = [c for c in acronym if c.isalpha()]
    index = end - 1
    while letters and index >= 0 and end - index < 14:
        word = words.text[index]
        is_small = words.lower[index] in _SMALL_WORDS
        if word[0] == letters[-1] or (small and is_small and word[0].upper() == letters[-1]):
            letters.pop()
        elif not is_small and not word[0].isupper():
            if word[0].upper() != letters[-1]:
                return None
            letters.pop()
        elif word[0].isupper():
            return None
        index -= 1
    start = index + 1
    return start if not letters and words.text[start][0].isupper() and end - start > 1 else None


@lru_cache(maxsize=5_000)
def initials(name: str) -> str:
    """The initials of the capitalised words of ``name``, in capitals."""
    words = name.replace("-", " ").split()
    return "".join(word[0] for word in words if word[0].isupper())
