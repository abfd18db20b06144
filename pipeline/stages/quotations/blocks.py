"""The data that the passes of pairing work on: paragraphs and pairs of marks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ...spans import Offsets
from .marks import Family, Mark

# Deeper than any real nesting; limits the work on texts that consist of marks.
DEEPEST = 8


class MarkPair(NamedTuple):
    """A pair. ``open`` is None if it is in an earlier paragraph, ``close`` if in a later one."""

    start: int
    end: int
    open: Mark | None
    close: Mark | None


class Paired(NamedTuple):
    """The result of pairing the double marks of a paragraph.

    ``left_open`` may continue in the next paragraph; ``dropped`` were opened inside a quotation
    that has been closed. ``strays`` are closing marks without an opening mark.
    """

    pairs: list[MarkPair]
    left_open: list[Mark]
    dropped: list[Mark]
    strays: list[Mark]


@dataclass(slots=True)
class Block:
    """A paragraph and the state of its pairing."""

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
        """The marks at the beginning of the paragraph."""
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
    """Whether a pair of these marks would overlap another pair without containing it."""
    start, end = opening.start, closing.end
    return any((start < one.start < end) != (start < one.end <= end) for one in pairs)


def outer_first(pair: MarkPair) -> tuple[int, int]:
    return pair.start, -pair.end
