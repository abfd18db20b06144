"""Quoted segments of a text, as the attribution measure defines them.

This is part of the measure, not of the pipeline, because what counts as "between quotation marks"
must not depend on the extractor under test. The pipeline pairs marks itself
(``stages/quotations``) and knows more cases, such as single British marks.

Straight (``"``), curly (``“ ”``, ``„``) and doubled marks (``''``, two backticks) are recognised,
mixed and nested, line by line. If a quotation is still open at the end of a line and the next line
opens one again, the segment runs to the end of the line; other unclosed marks are ignored.
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
_EDGE = "\n"  # in place of a character beyond the ends of the text
_MARK_HALF = "x"  # in place of the other half of a doubled mark


class _Mark(NamedTuple):
    """A quotation mark and the characters on either side of it."""

    start: int
    end: int
    kind: str
    before: str
    after: str

    @property
    def straight(self) -> bool:
        """Whether it has no direction; doubled marks have none either."""
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
    """The longest spans of ``text`` between quotation marks, including the marks, in order."""
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
