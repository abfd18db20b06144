"""Quoted segments of a text, as the attribution measure defines them.

This is part of the measure, not of the pipeline: what counts as "between quotation marks" must not
change with the extractor under test. The pipeline's own pairing of marks
(``stages/quotations.py``) knows more, single British marks for one.

Counted are straight (``"``), curly (``“ ”``, ``„``) and doubled marks (``''``, two backticks),
mixed and nested, one line at a time. A line that leaves a quotation open counts up to its end if
the next line opens again; a mark left open otherwise counts for nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from ..spans import Offsets

_LINE = re.compile(r"[^\n]*\S[^\n]*")
_MARK = re.compile(r"''|``|[\"“„”]")
_OPENING = "“„"
_CLOSING = "”"
_BEFORE_AN_OPENING = "([{—–-―‘'/:"
_AFTER_NO_OPENING = ".,;:!?)"
_AFTER_A_CLOSING = ".,;:!?)—–"
_EDGE = "\n"  # stands for what lies beyond the text
_MARK_HALF = "x"  # stands for the other half of a doubled mark: no blank, no digit, no punctuation


class _Mark(NamedTuple):
    """A quotation mark and the characters either side of it."""

    start: int
    end: int
    kind: str
    before: str
    after: str

    @property
    def straight(self) -> bool:
        """Whether it does not show its direction; doubled marks do not either."""
        return self.kind not in _OPENING + _CLOSING

    @property
    def may_open(self) -> bool:
        led_in = self.before.isspace() or self.before in _BEFORE_AN_OPENING
        return led_in and not self.after.isspace() and self.after not in _AFTER_NO_OPENING

    @property
    def may_close(self) -> bool:
        led_out = self.after.isspace() or self.after in _AFTER_A_CLOSING
        return self.start > 0 and not self.before.isspace() and led_out


def _marks(text: str) -> Iterator[_Mark]:
    doubled_until = -1
    for found in _MARK.finditer(text):
        start, end = found.span()
        before = text[start - 1] if start else _EDGE
        after = text[end] if end < len(text) else _EDGE
        doubled = end - start > 1
        yield _Mark(
            start,
            end,
            found[0],
            _MARK_HALF if start == doubled_until else before,
            _MARK_HALF if doubled else after,
        )
        if doubled:
            doubled_until = end


@dataclass
class _Line:
    """Reads the marks of one line from left to right."""

    start: int
    closed: list[Offsets] = field(default_factory=list)
    waiting: list[_Mark] = field(default_factory=list)

    def read(self, mark: _Mark) -> None:
        if mark.straight:
            self._read_straight(mark)
        elif mark.kind in _OPENING:
            if self.waiting and mark.may_close:  # turned the wrong way
                self._close(-1, mark)
            else:
                self.waiting.append(mark)
        elif self.waiting:
            self._close(-1, mark)
        elif mark.start == self.start or mark.may_open:  # turned the wrong way
            self.waiting.append(mark)

    def _read_straight(self, mark: _Mark) -> None:
        partners = [k for k, other in enumerate(self.waiting) if other.straight]
        if partners:
            self._close(partners[-1], mark)
        elif self.waiting and not mark.may_open:
            self._close(-1, mark)
        elif self.waiting or not mark.before.isdigit():  # after a digit: inches
            self.waiting.append(mark)

    def _close(self, partner: int, mark: _Mark) -> None:
        self.closed.append((self.waiting[partner].start, mark.end))
        del self.waiting[partner:]


def quoted_segments(text: str) -> list[Offsets]:
    """The longest stretches of ``text`` between quotation marks, marks included, in order."""
    lines = [match.span() for match in _LINE.finditer(text)]
    marks = list(_marks(text))
    found: list[Offsets] = []
    position = 0
    for (start, end), following in zip(lines, [*lines, None][1:], strict=True):
        line = _Line(start)
        while position < len(marks) and marks[position].start < end:
            line.read(marks[position])
            position += 1
        found += line.closed
        if line.waiting and following is not None and _reopens(text[slice(*following)]):
            found.append((line.waiting[0].start, start + len(text[start:end].rstrip())))
    return _outermost(found)


def _reopens(line: str) -> bool:
    mark = _MARK.match(line.lstrip())
    return mark is not None and mark[0] not in _CLOSING


def _outermost(segments: list[Offsets]) -> list[Offsets]:
    outermost: list[Offsets] = []
    for segment in sorted(segments, key=lambda s: (s[0], -s[1])):
        if not outermost or segment[1] > outermost[-1][1]:
            outermost.append(segment)
    return outermost
