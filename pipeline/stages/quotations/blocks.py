"""Paragraphs and pairs on their way through the pairing of quotation marks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ...spans import Offsets
from .marks import Family, Mark

# Deeper than anybody nests; bounds the work on a text of nothing but marks.
DEEPEST = 8


class MarkPair(NamedTuple):
    """``open`` is None if an earlier paragraph opened it, ``close`` if a later one closes it."""

    start: int
    end: int
    open: Mark | None
    close: Mark | None


class Paired(NamedTuple):
    """What pairing the double marks of a paragraph comes to.

    ``left_open`` may run on into the next paragraph; ``dropped`` were opened inside a quotation
    that is closed since. ``strays`` close, with nothing open before them.
    """

    pairs: list[MarkPair]
    left_open: list[Mark]
    dropped: list[Mark]
    strays: list[Mark]


@dataclass(slots=True)
class Block:
    """A paragraph on its way through the passes."""

    span: Offsets
    is_body: bool
    doubles: list[Mark] = field(default_factory=list)
    singles: list[Mark] = field(default_factory=list)
    pairs: list[MarkPair] = field(default_factory=list)
    ignored: list[Mark] = field(default_factory=list)
    supplied: list[Mark] = field(default_factory=list)
    strays: list[Mark] = field(default_factory=list)
    continued: set[Family] = field(default_factory=set)

    @property
    def leading(self) -> list[Mark]:
        """The marks that the paragraph begins with."""
        position = self.span[0]
        run: list[Mark] = []
        for mark in sorted([*self.doubles[:DEEPEST], *self.singles[:DEEPEST]]):
            if mark.start != position or not mark.opens:
                break
            run.append(mark)
            position = mark.end
        return run


def pair(opening: Mark, closing: Mark) -> MarkPair:
    return MarkPair(opening.start, closing.end, opening, closing)


def crosses(pairs: Sequence[MarkPair], opening: Mark, closing: Mark) -> bool:
    """Whether a pair of these would hold one end alone of another pair."""
    start, end = opening.start, closing.end
    return any((start < one.start < end) != (start < one.end <= end) for one in pairs)


def outer_first(pair: MarkPair) -> tuple[int, int]:
    return pair.start, -pair.end
