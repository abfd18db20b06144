"""Attributions that rules find without the network, and what the rules share."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from operator import itemgetter
from typing import Final, NamedTuple

from ...spans import Offsets
from ..annotations import Paragraph
from .cues import Mode

SENTENCE_END: Final = (".", "?", "!", "…")


class Certain(NamedTuple):
    """An attribution as spans; ``rule`` is that of the record."""

    content: list[Offsets]
    source: Offsets
    cue: Offsets | None
    rule: str
    mode: Mode = "speech"


def paragraph_at(paragraphs: Sequence[Paragraph], position: int) -> int | None:
    """The index of the paragraph that contains a character."""
    at = bisect_right(paragraphs, position, key=itemgetter("start")) - 1
    return at if at >= 0 and position < paragraphs[at]["end"] else None


def has_letter(text: str, start: int, end: int) -> bool:
    return any(character.isalpha() for character in text[start:end])
