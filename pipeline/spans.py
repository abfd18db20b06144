"""Half-open character ranges: the one way this package points into a text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import Final

_UNSEEN: Final = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")

type Offsets = tuple[int, int]
"""``(start, end)`` in Unicode code points of the article's text, ``end`` exclusive."""


def plain_words(text: str) -> list[str]:
    """The words of ``text`` without characters that nobody sees."""
    return without_unseen(text).split()


def without_unseen(text: str) -> str:
    """``text`` without characters that nobody sees: soft hyphens, zero widths."""
    return text if text.isascii() else _UNSEEN.sub("", text)


def covers(outer: Offsets, inner: Offsets) -> bool:
    """Whether ``outer`` holds every character of ``inner``."""
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def overlap(a: Offsets, b: Offsets) -> int:
    """How many characters the two ranges share (0 when they only touch)."""
    return max(0, min(a[1], b[1]) - max(a[0], b[0]))


def touches(ranges: Sequence[Offsets], span: Offsets) -> bool:
    """Whether ``span`` shares a character with one of ``ranges``, which are sorted and disjoint."""
    place = bisect_left(ranges, span[1], key=itemgetter(0))
    return place > 0 and overlap(ranges[place - 1], span) > 0


def merge(ranges: Iterable[Offsets]) -> list[Offsets]:
    """The same characters as sorted, disjoint ranges; ranges that touch become one."""
    merged: list[Offsets] = []
    for start, end in sorted(r for r in ranges if r[0] < r[1]):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def trim(text: str, span: Offsets, unwanted: str = "") -> Offsets:
    """The range without white space, or characters of ``unwanted``, at either edge.

    A range of nothing else collapses to an empty one at its start.
    """
    start, end = span
    while end > start and (text[end - 1].isspace() or text[end - 1] in unwanted):
        end -= 1
    while start < end and (text[start].isspace() or text[start] in unwanted):
        start += 1
    return start, end
