"""Pair single quotation marks within one paragraph; most of them are apostrophes."""

from __future__ import annotations

from collections.abc import Iterator

from ...spans import Offsets
from .blocks import DEEPEST, Block, MarkPair, crosses, outer_first, pair
from .marks import Family, Mark, Single, classify_single, may_begin_speech

_ENDS_SPEECH = ",.!?…"
# A possessive closes only a short quotation: the 'Three Amigos', but not a sentence.
_LONGEST_BEFORE_POSSESSIVE = 60


def pair_singles(text: str, block: Block, following: Block | None) -> None:
    """Pair single marks of a paragraph that have the same innermost double pair."""
    _close_with_single(text, block)
    levels: dict[MarkPair | None, list[tuple[Mark, Single]]] = {}
    for mark, level in _levels(block.singles, block.pairs):
        kind = classify_single(text, mark, block.span)
        if kind is not Single.APOSTROPHE:
            levels.setdefault(level, []).append((mark, kind))
    runs_on = next((pair for pair in block.pairs if pair.close is None), None)
    for level, marks in levels.items():
        pairs, left_open = _pair_level(text, marks, block.span)
        block.pairs.extend(pairs)
        if left_open and level is runs_on and _reopens_single(block, following):
            last = left_open.pop()
            block.pairs.append(MarkPair(last.start, block.span[1], last, None))
        if level is None:
            _close_with_double(text, block, left_open)
        block.ignored.extend(left_open)


def _close_with_single(text: str, block: Block) -> None:
    """Close an open double mark by a single one after a comma or a full stop: “…,’."""
    opening = max(block.ignored, default=None)
    if opening is None:
        return
    for mark in block.singles:
        if mark.start < opening.end:
            continue
        kind = classify_single(text, mark, block.span)
        if kind is Single.OPENS:
            return
        if kind is Single.CLOSES and text[mark.start - 1] in _ENDS_SPEECH:
            if not crosses(block.pairs, opening, mark):
                block.pairs.append(pair(opening, mark))
                block.ignored.remove(opening)
                block.singles.remove(mark)
            return


def _close_with_double(text: str, block: Block, left_open: list[Mark]) -> None:
    """Close an open single mark by a double one: ‘…,”."""
    if not left_open:
        return
    opening = left_open[-1]
    for mark in block.strays[:DEEPEST]:
        if mark.start >= opening.end and text[mark.start - 1] in _ENDS_SPEECH:
            if not crosses(block.pairs, opening, mark):
                block.pairs.append(pair(opening, mark))
                left_open.pop()
            return


def _reopens_single(block: Block, following: Block | None) -> bool:
    if following is None or not (block.is_body and following.is_body):
        return False
    if all(mark.family is not Family.SINGLE for mark in following.leading):
        return False
    following.continued.add(Family.SINGLE)
    return True


def _pair_level(
    text: str, marks: list[tuple[Mark, Single]], paragraph: Offsets
) -> tuple[list[MarkPair], list[Mark]]:
    """Pairs of single marks, and the marks left open."""
    pairs: list[MarkPair] = []
    stack: list[Mark] = []
    may_open: Mark | None = None
    closed_next = _closed_next(marks)
    for (mark, kind), is_closed_next in zip(marks, closed_next, strict=True):
        opening: Mark | None = None
        if kind is Single.OPENS:
            stack.append(mark)
        elif kind is Single.MAY_OPEN:
            if may_begin_speech(text, mark, paragraph):
                may_open = mark
        elif stack:
            if kind is Single.CLOSES or not (is_closed_next or _is_long(text, stack[-1], mark)):
                opening = stack.pop()
        elif kind is Single.CLOSES:
            opening = may_open
        if opening is not None:
            pairs.append(pair(opening, mark))
            if may_open is not None and opening.start <= may_open.start:
                may_open = None
    return pairs, stack


def _closed_next(marks: list[tuple[Mark, Single]]) -> list[bool]:
    """For each mark, whether the next unambiguous mark after it closes."""
    closed_next: list[bool] = []
    closes = False
    for _, kind in reversed(marks):
        closed_next.append(closes)
        if kind in (Single.OPENS, Single.CLOSES):
            closes = kind is Single.CLOSES
    return closed_next[::-1]


def _is_long(text: str, opening: Mark, closing: Mark) -> bool:
    if closing.start - opening.end > _LONGEST_BEFORE_POSSESSIVE:
        return True
    return any(stop in text[opening.end : closing.start] for stop in (". ", "? ", "! "))


def _levels(marks: list[Mark], pairs: list[MarkPair]) -> Iterator[tuple[Mark, MarkPair | None]]:
    """Each mark with the innermost of the nested ``pairs`` that encloses it."""
    waiting = sorted(pairs, key=outer_first, reverse=True)
    around: list[MarkPair] = []
    for mark in marks:
        while waiting and waiting[-1].start < mark.start:
            around.append(waiting.pop())
            while len(around) > 1 and around[-2].end <= around[-1].start:
                del around[-2]
        while around and around[-1].end <= mark.start:
            around.pop()
        yield mark, around[-1] if around else None
