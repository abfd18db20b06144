"""People called by initials or a pet name that the tagger takes for something else: AMLO."""

from __future__ import annotations

from collections.abc import Sequence

from ...lexicons.known_people import are_short_names, full_name_of
from ..token_columns import TokenColumns
from .boundaries import EntityCandidate


def with_short_names(
    words: TokenColumns, found: Sequence[EntityCandidate]
) -> list[EntityCandidate]:
    """``found``, in order, with such names as people where the article has the family name, too."""
    lower = set(words.lower)
    if not are_short_names(lower):
        return [*found]
    people = [
        EntityCandidate(index, index + 1, "PERSON")
        for index, word in enumerate(words.text)
        if full_name_of(word, lower) is not None
    ]
    inside = {index for c in found if c.end - c.start > 1 for index in range(c.start, c.end)}
    people = [c for c in people if c.start not in inside]
    places = {(c.start, c.end) for c in people}
    return sorted([*people, *(c for c in found if (c.start, c.end) not in places)])
