"""What rules find without a network, and what they share."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from operator import itemgetter
from typing import Final, NamedTuple

from ...spans import Offsets
from ..annotations import Paragraph

SENTENCE_END: Final = (".", "?", "!", "…")


class Certain(NamedTuple):
    """An attribution as spans; ``rule`` as in the record."""

    content: list[Offsets]
    source: Offsets
    cue: Offsets
    rule: str


def paragraph_at(paragraphs: Sequence[Paragraph], position: int) -> int | None:
    """The index of the paragraph that a character is in."""
    at = bisect_right(paragraphs, position, key=itemgetter("start")) - 1
    return at if at >= 0 and position < paragraphs[at]["end"] else None


def has_letter(text: str, start: int, end: int) -> bool:
    return any(character.isalpha() for character in text[start:end])
