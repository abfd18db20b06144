"""Find the names in bylines in capitals, in which no word looks like a name: "BY ADA QUILL"."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from ...lexicons import load_terms
from ..token_columns import TokenColumns
from .adding import with_added
from .boundaries import EntityCandidate

_FEWEST: Final = 2
_LONGEST: Final = 4  # words


def with_bylines(words: TokenColumns, found: Iterable[EntityCandidate]) -> list[EntityCandidate]:
    """``found`` with the people in lines of their own that begin with "By", all in capitals."""
    people = [
        EntityCandidate(index + 1, end, "PERSON")
        for index, word in enumerate(words.lower)
        if word == "by" and (end := _end_of_byline(words, index))
    ]
    if not people:
        return [*found]
    return with_added(found, people)


def _end_of_byline(words: TokenColumns, by: int) -> int:
    """The end of the name behind "by" if nothing else is on the line, or 0."""
    if by and "\n" not in words.text[by - 1]:
        return 0
    end = by + 1
    while end < len(words.text) and words.text[end].isupper() and words.text[end].isalpha():
        end += 1
    known = load_terms("organization_words") | load_terms("function_words")
    is_name = known.isdisjoint(words.lower[by + 1 : end]) and _FEWEST <= end - by - 1 <= _LONGEST
    return end if is_name and (end == len(words.text) or "\n" in words.text[end]) else 0
