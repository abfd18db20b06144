"""Finds capitalised words that the tagger left out.

The rest of the article may show what they name.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from itertools import takewhile

from ...lexicons import load_terms
from ...lexicons.first_names import gender_of_first_name
from ..token_columns import TokenColumns
from .boundaries import EntityCandidate, tidied
from .name_clues import kind_of_place, organization_words

UNCLAIMED = "UNCLAIMED"
"""The label of candidates that the tagger did not find."""

NAMING = frozenset({"alias", "surnamed"})
"""Words right before the name of a person."""

_MOST_NAMES = 3  # words behind initials
_MAX_NAME = 9  # tokens; hyphens count


def find_unclaimed(
    words: TokenColumns, taken: Container[int], found: Iterable[EntityCandidate]
) -> list[EntityCandidate]:
    """Runs of proper nouns that the tagger left out, without titles and roles before them.

    Two kinds of words count as proper nouns whatever their tag: a word after a courtesy title, and
    a word that opens a sentence and is the first or last name of somebody whose full name is in
    ``found`` or elsewhere in the article.

    Args:
        words: the words of the article.
        taken: the indices of tokens that the tagger's entities cover.
        found: the candidates made of these entities.
    """
    runs = [*_runs(words, taken, words.names)]
    people = _names_of_people(words, (*found, *runs))
    known = {index for c in runs for index in range(c.start, c.end)}
    others = [index for index in words.starts if words.lower[index] in people]
    courtesies = load_terms("courtesy_titles")
    others += [
        index + 1
        for index in words.names
        if words.lower[index] in courtesies and index + 1 < len(words.text)
    ]
    others += _behind_prefixes(words)
    runs += _runs(words, taken, sorted(index for index in others if index not in known))
    ends = {c.end for c in found if c.label == "PERSON"}
    runs = [
        c._replace(label="GPE")
        if c.label == UNCLAIMED
        and words.lower[c.start - 1 : c.start] == ["of"]
        and c.start - 1 in ends
        and kind_of_place(" ".join(words.text[c.start : c.end]))
        else c
        for c in runs
    ]
    return [
        c._replace(label="PERSON")
        if " ".join(words.lower[c.start : c.end]) in people or _goes_on(words, c, ends)
        else c
        for c in runs
    ]


def _behind_prefixes(words: TokenColumns) -> Iterator[int]:
    """The names behind "ex-", "anti-" and the like: "ex-Arsenal"."""
    prefixes = load_terms("prefixes_before_names")
    for index in range(2, len(words.text)):
        if words.text[index - 1] == "-" and words.glued[index] and words.glued[index - 1]:
            is_name = words.text[index][0].isupper() and words.text[index - 2].islower()
            if is_name and words.lower[index - 2] in prefixes:
                yield index


def _goes_on(words: TokenColumns, c: EntityCandidate, ends: Container[int]) -> bool:
    """Whether this is a second family name of the person named right before: López "García"."""
    word = words.lower[c.start]
    return (
        c.start in ends
        and c.end == c.start + 1
        and words.text[c.start].istitle()
        and word not in organization_words()
        and word not in load_terms("place_nouns")
    )


def _names_of_people(words: TokenColumns, found: Iterable[EntityCandidate]) -> set[str]:
    """The first and the last words of people's full names, in lower case.

    Of two family names, the first is one, too: "Quispe" of Pedro Pablo Quispe Mamani.
    """
    people: set[str] = set()
    for c in found:
        if c.label == "PERSON" and c.end - c.start > 1:
            start = c.end - 1
            while start - 2 > c.start and words.text[start - 1] == "-":
                start -= 2  # "Fitz-Ware" is several tokens
            people |= {words.lower[c.start], " ".join(words.lower[start : c.end])}
            if c.end - c.start > 2 and words.text[c.end - 2].istitle():
                people.add(words.lower[c.end - 2])
    return people


def _runs(
    words: TokenColumns, taken: Container[int], indices: Iterable[int]
) -> Iterator[EntityCandidate]:
    """Runs of capitalised words, one from each of ``indices`` that no earlier run contains."""
    common = load_terms("titles") | load_terms("roles")
    end = 0
    for index in indices:
        if index < end or index in taken or not words.text[index][0].isupper():
            continue
        start, end = index, _name_end(words, index, taken)
        start = _behind_initials(words, start, end)
        if _are_initials(words, start, end):
            start -= words.text[start - 1 : start] == ["A"]
            yield EntityCandidate(start, end, "PERSON")
            continue
        while start < end - 1 and words.lower[start] in common:
            start += 1
        if words.lower[end - 1] in common and _is_known_body(words, start, end):
            yield EntityCandidate(start, start + 1, "ORG")
        elif words.lower[end - 1] not in common:
            yield from tidied(words, EntityCandidate(start, end, _likely(words, start, end)))


def _behind_initials(words: TokenColumns, start: int, end: int) -> int:
    """The start of a name of two words or three behind an office: "Roads CS Ostap Quill"."""
    for index in (end - 3, end - 4):
        if index > start and words.text[index].isupper():
            is_office = words.lower[index] in load_terms("titles")
            name = words.lower[index + 1 : end]
            if is_office and organization_words().isdisjoint(name):
                return index + 1
    return start


def _is_known_body(words: TokenColumns, start: int, end: int) -> bool:
    """Whether an office begins with the letters of a known body: "WHO Special Adviser"."""
    letters = words.text[start]
    is_known = letters.isupper() and letters.lower() in load_terms("known_organizations")
    return is_known and len(letters) > 1 and start + 1 < end


def _are_initials(words: TokenColumns, start: int, end: int) -> bool:
    """Whether it is a family name behind two initials or more: "A K Quill", "S M T Quill"."""
    name = words.text[start:end]
    initials = [*takewhile(lambda text: len(text) == 1 and text.isupper(), name)]
    rest = name[len(initials) :]
    has_first = words.text[start - 1 : start] == ["A"]
    is_name = 0 < len(rest) < _MOST_NAMES and all(text.istitle() for text in rest)
    return bool(initials) and len(initials) + has_first > 1 and is_name


def _likely(words: TokenColumns, start: int, end: int) -> str:
    """The label that the words suggest: PERSON, GPE for a place of several words, or none."""
    word, before = words.lower[start], words.lower[start - 1] if start else ""
    if before in load_terms("courtesy_titles") or before in NAMING:
        return "PERSON"
    if end - start > 1 and before in load_terms("titles") and words.text[start - 1].isupper():
        return "PERSON"
    if end - start == 1:
        return "ORG" if before == "-" and word in load_terms("known_organizations") else UNCLAIMED
    if kind_of_place(" ".join(words.text[start:end])):
        return "GPE"
    is_person = gender_of_first_name(word) and words.lower[end - 1] not in organization_words()
    return "PERSON" if is_person and word not in load_terms("not_names") else UNCLAIMED


def _name_end(words: TokenColumns, start: int, taken: Container[int]) -> int:
    """The end of the capitalised words from ``start`` on; parts joined by hyphens are included."""
    end = start + 1
    while end < len(words.text) and end - start < _MAX_NAME and end not in taken:
        text = words.text[end]
        if not (words.named[end] and text[0].isupper()):
            # "Kamr-ul-Hassan" is several tokens.
            joined = text == "-" or (words.text[end - 1] == "-" and text.isalpha())
            if not words.glued[end] or not joined:
                break
        end += 1
    return end
