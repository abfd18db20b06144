"""Settle what an annotation leaves open, in favour of the predictions, before anything is counted.

Careful readers may accept two boundaries of a content, or consider a report optional. Gold contents
and predictions are paired one to one by their letters and digits, ignoring a leading "that". A pair
needs an intersection over union of at least 0.5; the closest pairs are made first, and required
quotes before optional ones. Then:

- if the gold annotation has alternatives, the one closest to the prediction is used;
- an optional quote is left out, together with its prediction, or with the closest prediction that
  has no partner.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from ..spans import Offsets, overlap
from .attribution import MIN_IOU, QuoteSpans
from .gold import GoldQuote
from .matching import overlapping

_THAT: Final = re.compile(r"\W*(that)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Settled:
    """The gold quotes and predictions that count, and the pairs of them, as positions."""

    gold: list[QuoteSpans]
    predicted: list[QuoteSpans]
    pairs: dict[int, int]


class _Near(NamedTuple):
    optional: bool
    distance: float
    gold: int
    predicted: int


def settle(text: str, gold: Sequence[GoldQuote], predicted: Sequence[QuoteSpans]) -> Settled:
    """Settle what ``gold`` leaves open; see the module's docstring."""
    near = sorted(_near(text, gold, predicted))
    pairs: dict[int, int] = {}
    for one in near:
        taken = one.gold in pairs or one.predicted in pairs.values()
        if 1 - one.distance >= MIN_IOU and not taken:
            pairs[one.gold] = one.predicted
    by_distance = sorted(near, key=lambda n: (n.distance, n.optional, n.gold), reverse=True)
    closest = {one.predicted: one.gold for one in by_distance}
    closest |= {j: i for i, j in pairs.items()}
    kept_gold = [i for i, quote in enumerate(gold) if not quote.optional]
    kept = [j for j in range(len(predicted)) if j not in closest or not gold[closest[j]].optional]
    return Settled(
        [_chosen(text, gold[i], predicted[pairs[i]] if i in pairs else None) for i in kept_gold],
        [predicted[j] for j in kept],
        {kept_gold.index(i): kept.index(j) for i, j in pairs.items() if not gold[i].optional},
    )


def _near(text: str, gold: Sequence[GoldQuote], predicted: Sequence[QuoteSpans]) -> list[_Near]:
    """All pairs of a gold quote and a prediction that overlap, each with its best alternative."""
    readings = [
        (i, _letters(text, content)) for i, quote in enumerate(gold) for content in _contents(quote)
    ]
    found = [_letters(text, quote.content) for quote in predicted]
    best: dict[tuple[int, int], float] = {}
    for pair in overlapping([letters for _, letters in readings], found):
        key = readings[pair.gold][0], pair.predicted
        best[key] = max(best.get(key, 0.0), pair.iou)
    return [_Near(gold[i].optional, 1 - iou, i, j) for (i, j), iou in best.items()]


def _contents(quote: GoldQuote) -> list[tuple[Offsets, ...]]:
    return [
        tuple((span.start, span.end) for span in spans)
        for spans in (quote.content, *quote.content_also)
    ]


def _letters(text: str, content: Sequence[Offsets]) -> frozenset[int]:
    """Positions of the letters and digits of a content, without a leading "that"."""
    first = min(content)
    that = _THAT.match(text, *first)
    start = that.end() if that else first[0]
    return frozenset(
        i for begin, end in content for i in range(max(begin, start), end) if text[i].isalnum()
    )


def _chosen(text: str, quote: GoldQuote, predicted: QuoteSpans | None) -> QuoteSpans:
    """The gold quote with the alternatives that are closest to the prediction."""
    spans = quote.spans()
    if predicted is None:
        return spans
    found = _letters(text, predicted.content)
    contents = _contents(quote)
    letters = [_letters(text, content) for content in contents]
    closest = max(
        range(len(contents)), key=lambda i: len(letters[i] & found) / len(letters[i] | found)
    )
    sources = [spans.source, *(tuple((s.start, s.end) for s in also) for also in quote.source_also)]
    return replace(
        spans,
        content=contents[closest],
        source=next((one for one in sources if _touch(one, predicted.source)), spans.source),
        type=predicted.type if predicted.type in quote.type_also else spans.type,
        mode=predicted.mode if predicted.mode in quote.mode_also else spans.mode,
    )


def _touch(one: Sequence[Offsets], other: Sequence[Offsets]) -> bool:
    return any(overlap(a, b) for a in one for b in other)
