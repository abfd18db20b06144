"""Pairs of double quotation marks and guillemets within one paragraph."""

from __future__ import annotations

from .blocks import DEEPEST, MarkPair, Paired, crosses, pair
from .marks import Family, Mark, Turn, measures, measures_inches


def pair_doubles(text: str, start: int, marks: list[Mark]) -> Paired:
    """Pair the double marks of a paragraph.

    Marks are paired by their direction, so that quotations nest. If some are left and all marks are
    straight and even in number, a space was misplaced, and they are paired alternately instead.
    """
    if not marks:
        return Paired([], [], [], [])
    paired = _pair_by_facing(text, start, marks)
    if not (paired.left_open or paired.dropped or paired.strays) or len(marks) % 2:
        return paired
    if any(mark.turn is not Turn.STRAIGHT or measures(text, mark) for mark in marks):
        return paired
    in_turn = [pair(a, b) for a, b in zip(marks[::2], marks[1::2], strict=True)]
    return Paired(in_turn, [], [], [])


def _pair_by_facing(text: str, start: int, marks: list[Mark]) -> Paired:
    stack: list[Mark] = []
    held = dict.fromkeys(Family, 0)
    pairs: list[MarkPair] = []
    dropped: list[Mark] = []
    strays: list[Mark] = []
    for i, mark in enumerate(marks):
        following = marks[i + 1] if i + 1 < len(marks) else None
        if _is_measure(text, mark, following, is_open=held[mark.family] > 0):
            continue
        if not held[mark.family]:
            begins = mark is marks[0] and mark.start == start
            if mark.only_closes or (mark.turn is Turn.CLOSING and not (mark.only_opens or begins)):
                strays.append(mark)
                continue
        elif _closes(text, mark, stack[-1]):
            partner = _partner(stack, mark)
            if partner is not None:
                pairs.append(pair(stack[partner], mark))
                for gone in stack[partner:]:
                    held[gone.family] -= 1
                dropped += stack[partner + 1 :]
                del stack[partner:]
            continue
        stack.append(mark)
        held[mark.family] += 1
    return Paired(pairs, stack, dropped, strays)


def pair_mixed(paired: Paired) -> list[MarkPair]:
    """Pairs of marks of two families, as in “…», among unpaired marks on both sides."""
    if len(paired.strays) > DEEPEST:
        return []
    pairs: list[MarkPair] = []
    for closing in [*paired.strays]:
        before = [mark for mark in paired.left_open[-DEEPEST:] if mark.end <= closing.start]
        if not before or crosses(paired.pairs, before[-1], closing):
            continue
        pairs.append(pair(before[-1], closing))
        paired.left_open.remove(before[-1])
        paired.strays.remove(closing)
    return pairs


def _closes(text: str, mark: Mark, innermost: Mark) -> bool:
    """Whether a mark closes, given that one of its family is open."""
    if mark.turn is Turn.CLOSING:
        return True
    if mark.turn is Turn.STRAIGHT:
        return not mark.only_opens
    # It has the shape of an opening mark: German „…“, or turned the wrong way.
    if mark.only_closes or (innermost.text == "„" and not mark.only_opens):
        return True
    if mark.closes and not text[mark.end : mark.end + 1].strip():  # white space on both sides
        return True
    return not mark.opens and text[mark.start - 1] in ",.!?…"


def _partner(stack: list[Mark], mark: Mark) -> int | None:
    """Stack index of the mark that this one closes: one of the same style, or the innermost."""
    reachable = range(len(stack) - 1, max(-1, len(stack) - 1 - DEEPEST), -1)
    family = [i for i in reachable if stack[i].family is mark.family]
    straight = mark.turn is Turn.STRAIGHT
    same_make = [i for i in family if (stack[i].turn is Turn.STRAIGHT) == straight]
    return next(iter(same_make or family), None)


def _is_measure(text: str, mark: Mark, following: Mark | None, *, is_open: bool) -> bool:
    """Whether a double mark after a digit is for inches or seconds and closes no quotation."""
    if mark.turn is Turn.OPENING or mark.family is not Family.DOUBLE or not measures(text, mark):
        return False
    if not is_open:
        return True
    closed_later = following is not None and (
        following.only_closes or following.turn is Turn.CLOSING
    )
    return closed_later and (mark.turn is Turn.STRAIGHT or measures_inches(text, mark))
