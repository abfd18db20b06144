"""Pair quotation marks, paragraph by paragraph.

The double marks and guillemets of each paragraph are paired with a stack; unpaired marks are then
paired across styles. A mark left open runs to the end of its paragraph if the next paragraph
reopens or closes it. Single marks are paired last, within the pairs that enclose them, because most
of them are apostrophes. A mark that is never closed runs to the end of its paragraph if all that
follows can be quoted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ...spans import Offsets
from ..annotations import Paragraph, Quotation
from .blocks import Block, MarkPair, outer_first
from .doubles import pair_doubles, pair_mixed
from .marks import Family, Mark, find_marks, halved
from .singles import pair_singles
from .unclosed import runs_to_end

# "Jane Roe, chief economist of the Institute for the Study of Small Islands"
_LONGEST_BYLINE = 80


class FoundQuotations(NamedTuple):
    """The quotations of a text in order, and the opening marks that are never closed.

    Of these, ``supplied`` are read up to the end of their paragraph, and ``ignored`` are not read.
    """

    quotations: list[Quotation]
    ignored: list[Offsets]
    supplied: list[Offsets]


def find_quotations(text: str, paragraphs: Sequence[Paragraph]) -> FoundQuotations:
    """Pair the quotation marks of each paragraph.

    Quotations are in order, outer before inner, and nested or disjoint. An opening mark that is
    never closed counts, up to the end of its paragraph, only if the next paragraph opens again (the
    press convention for quotations of several paragraphs) or closes it, or if all that follows it
    can be quoted.
    """
    blocks = _blocks(text, paragraphs)
    left_open: list[Mark] = []
    before: Block | None = None
    for block in blocks:
        paired = pair_doubles(text, block.span[0], block.doubles)
        block.pairs.extend(paired.pairs)
        block.ignored.extend(paired.dropped)
        strays = paired.strays
        block.pairs.extend(pair_mixed(paired))
        if before is not None:
            _join(text, before, left_open, block, strays)
        if strays:
            halves = [h for m in strays if len(m.text) == 2 for h in halved(text, m)]
            block.singles = sorted(block.singles + halves)
        block.strays = strays
        left_open, before = paired.left_open, block
    if before is not None:
        before.ignored.extend(left_open)
    for i, block in enumerate(blocks):
        if block.singles:
            pair_singles(text, block, blocks[i + 1] if i + 1 < len(blocks) else None)
        _supply_end(text, block)
    quotations = [quotation for block in blocks for quotation in _quotations(block)]
    ignored = [(mark.start, mark.end) for block in blocks for mark in sorted(block.ignored)]
    supplied = [(mark.start, mark.end) for block in blocks for mark in block.supplied]
    return FoundQuotations(quotations, ignored, supplied)


def _blocks(text: str, paragraphs: Sequence[Paragraph]) -> list[Block]:
    blocks = [Block((p["start"], p["end"]), p["kind"] == "body") for p in paragraphs]
    i = 0
    for mark in find_marks(text):
        while i < len(blocks) and blocks[i].span[1] <= mark.start:
            i += 1
        if i < len(blocks) and blocks[i].span[0] <= mark.start and mark.end <= blocks[i].span[1]:
            singles = mark.family is Family.SINGLE
            (blocks[i].singles if singles else blocks[i].doubles).append(mark)
    return blocks


def _join(
    text: str, block: Block, left_open: list[Mark], following: Block, strays: list[Mark]
) -> None:
    """Extend an open quotation to the end of its paragraph if the next one continues it."""
    block.ignored.extend(left_open)
    if not (left_open and block.is_body and following.is_body):
        return
    last = left_open[-1]
    reopens = any(mark.family is last.family for mark in following.leading)
    closes = bool(strays) and strays[0] is following.doubles[0] and strays[0].family is last.family
    if not (reopens or closes):
        return
    block.ignored.remove(last)
    block.pairs.append(MarkPair(last.start, block.span[1], last, None))
    following.continued.add(last.family)
    if closes:
        closing = strays.pop(0)
        if not _is_byline(text, following.span, closing):
            following.pairs.append(MarkPair(following.span[0], closing.end, None, closing))


def _is_byline(text: str, paragraph: Offsets, closing: Mark) -> bool:
    """Whether a line looks like the name below a pull quote."""
    start, end = paragraph
    return closing.end == end and end - start <= _LONGEST_BYLINE and not text[start].islower()


def _supply_end(text: str, block: Block) -> None:
    """Extend the last unclosed double mark of a paragraph to its end."""
    if not (block.is_body and block.ignored and block.doubles):
        return
    last = block.doubles[-1]
    if last in block.ignored and runs_to_end(text, last, block.span[1]):
        block.ignored.remove(last)
        block.supplied.append(last)
        block.pairs.append(MarkPair(last.start, block.span[1], last, None))


def _quotations(block: Block) -> Iterator[Quotation]:
    leading = block.leading if block.continued else []
    around: list[int] = []
    for pair in sorted(block.pairs, key=outer_first):
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
