"""Pairs of quotation marks, paragraph by paragraph.

Three passes. Double marks and guillemets of each paragraph are paired on a stack. A paragraph that
leaves one open runs to its end, if the next paragraph opens it again or closes it. Single marks are
paired last, within what encloses them, since most of them are apostrophes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from spacy.language import Language
from spacy.tokens import Doc

from ...spans import Offsets
from ..annotations import Paragraph, Quotation, add_note, text_of
from ..contract import check_read
from .marks import (
    Family,
    Mark,
    Single,
    Turn,
    classify_single,
    find_marks,
    halved,
    may_begin_speech,
    measures,
    measures_inches,
)

# Deeper than anybody nests; bounds the work on a text of nothing but marks.
_DEEPEST = 8
# A possessive closes a quotation only if it is a short one: the 'Three Amigos' yes, a sentence no.
_LONGEST_BEFORE_POSSESSIVE = 60
# "Jane Roe, chief economist of the Institute for the Study of Small Islands"
_LONGEST_BYLINE = 80


class Found(NamedTuple):
    """The quotations of a text in order, and the opening marks that nothing closes."""

    quotations: list[Quotation]
    ignored: list[Offsets]


class _Pair(NamedTuple):
    """``open`` is None if an earlier paragraph opened it, ``close`` if a later one closes it."""

    start: int
    end: int
    open: Mark | None
    close: Mark | None


class _Paired(NamedTuple):
    """What pairing the double marks of a paragraph comes to.

    ``left_open`` may run on into the next paragraph; ``dropped`` were opened inside a quotation
    that is closed since. ``strays`` close, with nothing open before them.
    """

    pairs: list[_Pair]
    left_open: list[Mark]
    dropped: list[Mark]
    strays: list[Mark]


@dataclass(slots=True)
class _Block:
    """A paragraph on its way through the passes."""

    span: Offsets
    is_body: bool
    doubles: list[Mark] = field(default_factory=list)
    singles: list[Mark] = field(default_factory=list)
    pairs: list[_Pair] = field(default_factory=list)
    ignored: list[Mark] = field(default_factory=list)
    continued: set[Family] = field(default_factory=set)

    @property
    def leading(self) -> list[Mark]:
        """The marks that the paragraph begins with."""
        position = self.span[0]
        run: list[Mark] = []
        for mark in sorted([*self.doubles[:_DEEPEST], *self.singles[:_DEEPEST]]):
            if mark.start != position or not mark.opens:
                break
            run.append(mark)
            position = mark.end
        return run


def find_quotations(text: str, paragraphs: Sequence[Paragraph]) -> Found:
    """Pair the quotation marks of each paragraph.

    Quotations are in order, outer before inner, and nested or disjoint. An opening mark that is
    never closed counts, up to its paragraph's end, only if the next paragraph opens again (the
    press convention for quotations of several paragraphs) or closes it.
    """
    blocks = _blocks(text, paragraphs)
    left_open: list[Mark] = []
    before: _Block | None = None
    for block in blocks:
        paired = _pair_doubles(text, block.span[0], block.doubles)
        block.pairs.extend(paired.pairs)
        block.ignored.extend(paired.dropped)
        strays = paired.strays
        if before is not None:
            _join(text, before, left_open, block, strays)
        if strays:
            halves = [h for m in strays if len(m.text) == 2 for h in halved(text, m)]
            block.singles = sorted(block.singles + halves)
        left_open, before = paired.left_open, block
    if before is not None:
        before.ignored.extend(left_open)
    for i, block in enumerate(blocks):
        if block.singles:
            _pair_singles(text, block, blocks[i + 1] if i + 1 < len(blocks) else None)
    quotations = [quotation for block in blocks for quotation in _quotations(block)]
    ignored = [(mark.start, mark.end) for block in blocks for mark in sorted(block.ignored)]
    return Found(quotations, ignored)


def _blocks(text: str, paragraphs: Sequence[Paragraph]) -> list[_Block]:
    blocks = [_Block((p["start"], p["end"]), p["kind"] == "body") for p in paragraphs]
    i = 0
    for mark in find_marks(text):
        while i < len(blocks) and blocks[i].span[1] <= mark.start:
            i += 1
        if i < len(blocks) and blocks[i].span[0] <= mark.start and mark.end <= blocks[i].span[1]:
            singles = mark.family is Family.SINGLE
            (blocks[i].singles if singles else blocks[i].doubles).append(mark)
    return blocks


def _pair_doubles(text: str, start: int, marks: list[Mark]) -> _Paired:
    """Pair the double marks of a paragraph.

    Marks pair by the way they face, so that quotations nest. If that leaves some over and all are
    straight and even in number, somebody misplaced a space, and they pair in turn instead.
    """
    if not marks:
        return _Paired([], [], [], [])
    paired = _pair_by_facing(text, start, marks)
    if not (paired.left_open or paired.dropped or paired.strays) or len(marks) % 2:
        return paired
    if any(mark.turn is not Turn.STRAIGHT or measures(text, mark) for mark in marks):
        return paired
    in_turn = [_pair(a, b) for a, b in zip(marks[::2], marks[1::2], strict=True)]
    return _Paired(in_turn, [], [], [])


def _pair_by_facing(text: str, start: int, marks: list[Mark]) -> _Paired:
    stack: list[Mark] = []
    held = dict.fromkeys(Family, 0)
    pairs: list[_Pair] = []
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
                pairs.append(_pair(stack[partner], mark))
                for gone in stack[partner:]:
                    held[gone.family] -= 1
                dropped += stack[partner + 1 :]
                del stack[partner:]
            continue
        stack.append(mark)
        held[mark.family] += 1
    return _Paired(pairs, stack, dropped, strays)


def _closes(text: str, mark: Mark, innermost: Mark) -> bool:
    """Whether a mark closes, while one of its family is open."""
    if mark.turn is Turn.CLOSING:
        return True
    if mark.turn is Turn.STRAIGHT:
        return not mark.only_opens
    # An opening mark by its shape: German „…“, or turned the wrong way.
    if mark.only_closes or (innermost.text == "„" and not mark.only_opens):
        return True
    if mark.closes and not text[mark.end : mark.end + 1].strip():  # white space at either side
        return True
    return not mark.opens and text[mark.start - 1] in ",.!?…"


def _partner(stack: list[Mark], mark: Mark) -> int | None:
    """Index in the stack of the mark that this one closes: of the same make, or the innermost."""
    reachable = range(len(stack) - 1, max(-1, len(stack) - 1 - _DEEPEST), -1)
    family = [i for i in reachable if stack[i].family is mark.family]
    straight = mark.turn is Turn.STRAIGHT
    same_make = [i for i in family if (stack[i].turn is Turn.STRAIGHT) == straight]
    return next(iter(same_make or family), None)


def _is_measure(text: str, mark: Mark, following: Mark | None, *, is_open: bool) -> bool:
    """Whether a double mark after a digit means inches or seconds, not the end of a quotation."""
    if mark.turn is Turn.OPENING or mark.family is not Family.DOUBLE or not measures(text, mark):
        return False
    if not is_open:
        return True
    closed_later = following is not None and (
        following.only_closes or following.turn is Turn.CLOSING
    )
    return closed_later and (mark.turn is Turn.STRAIGHT or measures_inches(text, mark))


def _pair(opening: Mark, closing: Mark) -> _Pair:
    return _Pair(opening.start, closing.end, opening, closing)


def _join(
    text: str, block: _Block, left_open: list[Mark], following: _Block, strays: list[Mark]
) -> None:
    """Run the mark that a paragraph leaves open on to its end, if the next one goes on with it."""
    block.ignored.extend(left_open)
    if not (left_open and block.is_body and following.is_body):
        return
    last = left_open[-1]
    reopens = any(mark.family is last.family for mark in following.leading)
    closes = bool(strays) and strays[0] is following.doubles[0] and strays[0].family is last.family
    if not (reopens or closes):
        return
    block.ignored.remove(last)
    block.pairs.append(_Pair(last.start, block.span[1], last, None))
    following.continued.add(last.family)
    if closes:
        closing = strays.pop(0)
        if not _is_byline(text, following.span, closing):
            following.pairs.append(_Pair(following.span[0], closing.end, None, closing))


def _is_byline(text: str, paragraph: Offsets, closing: Mark) -> bool:
    """Whether a line reads like the name under a quotation set off from the text."""
    start, end = paragraph
    return closing.end == end and end - start <= _LONGEST_BYLINE and not text[start].islower()


def _pair_singles(text: str, block: _Block, following: _Block | None) -> None:
    """Pair the single marks of a paragraph among those with the same innermost double pair."""
    levels: dict[_Pair | None, list[tuple[Mark, Single]]] = {}
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
            block.pairs.append(_Pair(last.start, block.span[1], last, None))
        block.ignored.extend(left_open)


def _reopens_single(block: _Block, following: _Block | None) -> bool:
    if following is None or not (block.is_body and following.is_body):
        return False
    if all(mark.family is not Family.SINGLE for mark in following.leading):
        return False
    following.continued.add(Family.SINGLE)
    return True


def _pair_level(
    text: str, marks: list[tuple[Mark, Single]], paragraph: Offsets
) -> tuple[list[_Pair], list[Mark]]:
    """Pairs of single marks, and those left open."""
    pairs: list[_Pair] = []
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
            pairs.append(_pair(opening, mark))
            if may_open is not None and opening.start <= may_open.start:
                may_open = None
    return pairs, stack


def _closed_next(marks: list[tuple[Mark, Single]]) -> list[bool]:
    """For each mark, whether the next certain one after it closes."""
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


def _levels(marks: list[Mark], pairs: list[_Pair]) -> Iterator[tuple[Mark, _Pair | None]]:
    """Each mark with the innermost of the nested ``pairs`` around it."""
    waiting = sorted(pairs, key=_outer_first, reverse=True)
    around: list[_Pair] = []
    for mark in marks:
        while waiting and waiting[-1].start < mark.start:
            around.append(waiting.pop())
            while len(around) > 1 and around[-2].end <= around[-1].start:
                del around[-2]
        while around and around[-1].end <= mark.start:
            around.pop()
        yield mark, around[-1] if around else None


def _outer_first(pair: _Pair) -> tuple[int, int]:
    return pair.start, -pair.end


def _quotations(block: _Block) -> Iterator[Quotation]:
    leading = block.leading if block.continued else []
    around: list[int] = []
    for pair in sorted(block.pairs, key=_outer_first):
        while around and around[-1] <= pair.start:
            around.pop()
        continues = pair.open is None or (
            pair.open in leading and pair.open.family in block.continued
        )
        yield Quotation(
            start=pair.start,
            end=pair.end,
            open=pair.open.text if pair.open else "",
            close=pair.close.text if pair.close else "",
            closed=pair.close is not None,
            continues=continues,
            depth=len(around),
        )
        around.append(pair.end)


NAME: Final = "newsquotes_quotations"
READS: Final = ("doc._.paragraphs",)


class Quotations:
    """Writes ``doc._.quotations``, and a note on each opening mark that is never closed."""

    def __call__(self, doc: Doc) -> Doc:
        check_read(doc, NAME, READS)
        self.set_annotations(doc, find_quotations(text_of(doc), doc._.paragraphs))
        return doc

    def set_annotations(self, doc: Doc, found: Found) -> None:
        doc._.quotations = found.quotations
        for start, end in found.ignored:
            message = "A quotation mark is opened here and never closed; it was ignored."
            add_note(doc, code="unclosed-mark", message=message, start=start, end=end)


@Language.factory(
    NAME,
    requires=list(READS),
    assigns=["doc._.quotations"],
    retokenizes=False,
)
def make_quotations(nlp: Language, name: str) -> Quotations:
    """Registers :class:`Quotations`."""
    return Quotations()
