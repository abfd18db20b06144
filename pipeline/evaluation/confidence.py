"""How far the confidence can be trusted: two figures and a table.

A quote is right if it is a relaxed match and its source overlaps the gold source (the figure
``attribution.source_overlap``). For speakers, see :mod:`newsquotes.evaluation.speakers`.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from .attribution import Comparison
from .counts import DIGITS, Figures, middle, ratio

BINS: Final = 10


class Rated(NamedTuple):
    """A prediction's confidence, 0 to 1, and whether it is right."""

    confidence: float
    right: bool


class Bin(NamedTuple):
    """Predictions with ``low`` <= confidence < ``high``; the last bin includes 1."""

    low: float
    high: float
    size: int
    confidence: float
    right: float


def rated(comparison: Comparison) -> list[Rated]:
    """Every prediction of an article that has a confidence."""
    partners = {j: i for i, j in comparison.matches.items()}
    return [
        Rated(quote.spans.confidence, j in partners and comparison.right(partners[j], j))
        for j, quote in enumerate(comparison.predicted)
        if quote.spans.confidence is not None
    ]


def area_under_curve(ratings: Iterable[Rated]) -> float | None:
    """The probability that a correct prediction has a higher confidence than a wrong one.

    The area under the receiver operating characteristic, by the rank-sum statistic (Mann & Whitney
    1947); equal confidences count half. None if all are right or all are wrong.
    """
    ordered = sorted(ratings)
    right_count = sum(rating.right for rating in ordered)
    wrong_count = len(ordered) - right_count
    if not right_count or not wrong_count:
        return None
    rank_sum = 0.0
    start = 0
    while start < len(ordered):
        end = start
        while end < len(ordered) and ordered[end].confidence == ordered[start].confidence:
            end += 1
        mean_rank = (start + 1 + end) / 2
        rank_sum += mean_rank * sum(rating.right for rating in ordered[start:end])
        start = end
    return (rank_sum - right_count * (right_count + 1) / 2) / (right_count * wrong_count)


def reliability(ratings: Sequence[Rated], bins: int = BINS) -> list[Bin]:
    """Mean confidence and share of correct predictions per bin; empty bins are left out."""
    table = []
    for k in range(bins):
        inside = [r for r in ratings if min(int(r.confidence * bins), bins - 1) == k]
        if inside:
            mean = sum(r.confidence for r in inside) / len(inside)
            right = sum(r.right for r in inside) / len(inside)
            table.append(Bin(k / bins, (k + 1) / bins, len(inside), mean, right))
    return table


def calibration_error(ratings: Sequence[Rated], bins: int = BINS) -> float:
    """Expected calibration error: the mean gap between confidence and accuracy over bins.

    After Guo et al. (ICML 2017), with bins of equal width.
    """
    gaps = sum(b.size * abs(b.confidence - b.right) for b in reliability(ratings, bins))
    return ratio(gaps, len(ratings))


def confidence_figures(articles: Sequence[Sequence[Rated]], resamples: int = 0) -> Figures:
    """AUC, calibration error and the reliability table of all articles, rounded.

    With ``resamples``, also 95 % intervals of the first two, made by :func:`~.counts.bootstrap`.
    """
    ratings = [rating for article in articles for rating in article]
    area = area_under_curve(ratings)
    figures: Figures = {
        "n": len(ratings),
        "auc": None if area is None else round(area, DIGITS),
        "ece": round(calibration_error(ratings), DIGITS),
        "reliability": [
            {
                "from": b.low,
                "to": b.high,
                "n": b.size,
                "confidence": round(b.confidence, DIGITS),
                "right": round(b.right, DIGITS),
            }
            for b in reliability(ratings)
        ],
    }
    if area is not None and resamples:
        draw = random.Random(0)  # noqa: S311
        samples = [
            [rating for article in draw.choices(articles, k=len(articles)) for rating in article]
            for _ in range(resamples)
        ]
        areas = [found for found in map(area_under_curve, samples) if found is not None]
        figures["auc_95_interval"] = list(middle(areas))
        figures["ece_95_interval"] = list(middle(map(calibration_error, samples)))
    return figures
