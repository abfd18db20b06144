"""Turn the words of a content into spans that fit quotation marks and paragraphs; its type."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import Final, Literal

import numpy as np

from ...spans import Offsets, merge, trim
from ..annotations import Quotation
from .candidates import runs
from .line_starts import without_dateline, without_list_mark
from .word_features import Words

type Type = Literal["direct", "indirect", "mixed"]

_LIST_LETTER: Final = re.compile(r"\b\w$")
_EDGES = ",;:"
"""Punctuation between a content and its frame that belongs to neither."""


def content_spans(
    text: str, words: Words, content: Sequence[int], marks: Sequence[Quotation]
) -> list[Offsets]:
    """Words as spans, with quotation marks paired where possible, and split at paragraph ends.

    Args:
        text: the text of the article.
        words: its words.
        content: sorted indices of the content's words.
        marks: the outermost quotations of the article, in order.
    """
    spans: list[Offsets] = []
    for first, last in runs(content):
        ends: list[int] = []
        if words.paragraph[first] != words.paragraph[last]:
            ends = (np.flatnonzero(np.diff(words.paragraph[first : last + 1])) + first).tolist()
        for end in [*ends, last]:
            spans.append((int(words.start[first]), int(words.end[end])))
            first = end + 1
    spans = [without_list_mark(text, without_dateline(text, span)) for span in spans]
    spans = _within_bracket(text, spans)
    found = merge(with_marks(text, trim(text, span, _EDGES), marks) for span in spans)
    # A comma between two parts can be all that the network left of a word it was unsure of.
    return [span for span in found if _has_word(text, *span)] or found


def _within_bracket(text: str, spans: Sequence[Offsets]) -> list[Offsets]:
    """Spans without what is outside of the bracket around: "The fee (which, she says, is hers)"."""
    for start, end in spans:
        closing = text.find(")", start, end)
        if closing < 0 or "(" in text[start:closing] or _LIST_LETTER.search(text[start:closing]):
            continue
        opening = text.rfind("(", text.rfind("\n", 0, start) + 1, start)
        if opening >= 0 and ")" not in text[opening:start]:
            clipped = [(max(low, opening + 1), min(high, closing)) for low, high in spans]
            return [(low, high) for low, high in clipped if low < high]
    return list(spans)


def with_marks(text: str, span: Offsets, marks: Sequence[Quotation]) -> Offsets:
    """A span with the quotation marks right outside of it."""
    start, end = span
    # The first mark that can overlap the span; outermost quotations are sorted and disjoint.
    first = bisect_right(marks, start, key=lambda mark: mark["end"])
    for mark in marks[first:]:
        if mark["start"] >= span[1]:
            break
        inner = (mark["start"] + len(mark["open"]), mark["end"] - len(mark["close"]))
        if start in range(mark["start"], trim(text, inner)[0] + 1):
            start = mark["start"]
        if end in range(trim(text, inner, ",.;:!?")[1], mark["end"] + 1):
            end = mark["end"]
    return trim(text, (start, end))


def content_type(text: str, spans: Sequence[Offsets], marks: Sequence[Quotation]) -> Type:
    """Direct if all words are between quotation marks, indirect if none are, else mixed."""
    quoted = plain = False
    for start, end in spans:
        position = start
        for mark in marks[bisect_right(marks, start, key=lambda mark: mark["end"]) :]:
            low, high = max(mark["start"], start), min(mark["end"], end)
            if low >= high:
                break
            plain = plain or _has_word(text, position, low)
            quoted = quoted or _has_word(text, low, high)
            position = max(position, high)
        plain = plain or _has_word(text, position, end)
    return "mixed" if quoted and plain else "direct" if quoted else "indirect"


def _has_word(text: str, start: int, end: int) -> bool:
    return any(character.isalnum() for character in text[start:end])
