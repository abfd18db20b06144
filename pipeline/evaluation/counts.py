"""Counts of correct, predicted and gold items, and the figures computed from them.

All figures are micro-averages: counts are summed over the articles, then divided. A figure is 0 if
nothing was predicted or there was nothing to find.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

DIGITS: Final = 4

type Figures = dict[str, Any]
"""Figures nested by the parts of their dotted names; the leaves are numbers."""


def ratio(part: float, whole: float) -> float:
    """``part / whole``, or 0 if ``whole`` is 0."""
    return part / whole if whole else 0.0


@dataclass(slots=True)
class Tally:
    """The numbers of predicted and of gold items, and how many of each are right."""

    predicted: int = 0
    gold: int = 0
    right_predicted: float = 0
    right_gold: float = 0

    @property
    def precision(self) -> float:
        return ratio(self.right_predicted, self.predicted)

    @property
    def recall(self) -> float:
        return ratio(self.right_gold, self.gold)

    @property
    def f1(self) -> float:
        return ratio(2 * self.precision * self.recall, self.precision + self.recall)

    def add(self, other: Tally) -> None:
        self.predicted += other.predicted
        self.gold += other.gold
        self.right_predicted += other.right_predicted
        self.right_gold += other.right_gold

    def figures(self) -> Figures:
        return {
            "p": round(self.precision, DIGITS),
            "r": round(self.recall, DIGITS),
            "f1": round(self.f1, DIGITS),
            "pred": self.predicted,
            "gold": self.gold,
        }


@dataclass(slots=True)
class Share:
    """The number of correct items out of a total."""

    right: float = 0
    of: int = 0

    @property
    def value(self) -> float:
        return ratio(self.right, self.of)

    def add(self, other: Share) -> None:
        self.right += other.right
        self.of += other.of

    def figures(self) -> Figures:
        return {"accuracy": round(self.value, DIGITS), "n": self.of}


@dataclass(slots=True)
class Sheet:
    """All counts of one article, or the sum of several. Names are dotted paths."""

    tallies: defaultdict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    shares: defaultdict[str, Share] = field(default_factory=lambda: defaultdict(Share))
    numbers: Counter[str] = field(default_factory=Counter)

    def tally(self, name: str, *, right: int, predicted: int, gold: int) -> None:
        """Count items that were matched one to one, so that as many are right on both sides."""
        self.tallies[name].add(Tally(predicted, gold, right, right))

    def share(self, name: str, right: bool) -> None:
        """Count one item as right or wrong."""
        self.shares[name].add(Share(int(right), 1))

    def add(self, other: Sheet) -> None:
        for name, tally in other.tallies.items():
            self.tallies[name].add(tally)
        for name, share in other.shares.items():
            self.shares[name].add(share)
        self.numbers.update(other.numbers)

    def figures(self) -> Figures:
        """Rounded figures, nested by their names, sorted within each kind."""
        nested: Figures = {name: self.numbers[name] for name in sorted(self.numbers)}
        for name, tally in sorted(self.tallies.items()):
            _put(nested, name, tally.figures())
        for name, share in sorted(self.shares.items()):
            _put(nested, name, share.figures())
        return nested


def _put(nested: Figures, name: str, value: Figures) -> None:
    *parents, leaf = name.split(".")
    for parent in parents:
        nested = nested.setdefault(parent, {})
    nested[leaf] = value


def total(sheets: Iterable[Sheet]) -> Sheet:
    """The counts of all articles together."""
    everything = Sheet()
    for sheet in sheets:
        everything.add(sheet)
    return everything


def bootstrap(
    sheets: Sequence[Sheet], names: Sequence[str], resamples: int, seed: int = 0
) -> dict[str, tuple[float, float]]:
    """95 % intervals of F1 figures and of shares, by resampling articles with replacement.

    Percentile bootstrap (Efron 1979). Articles are resampled rather than quotes, because the quotes
    of one article are not independent.

    Args:
        sheets: the counts of each article.
        names: the tallies and shares to compute intervals for.
        resamples: the number of resamples.
        seed: seed of the random generator; the same seed gives the same intervals.

    Returns:
        ``{name: (lower, upper)}``, rounded; empty if there are no articles.
    """
    if not sheets or resamples < 1:
        return {}
    counts = np.array([[_three(sheet, name) for name in names] for sheet in sheets])
    draw = random.Random(seed)  # noqa: S311
    values: list[list[float]] = [[] for _ in names]
    for _ in range(resamples):
        drawn = draw.choices(range(len(sheets)), k=len(sheets))
        sums = counts[drawn].sum(axis=0).tolist()
        for column, (right, predicted, gold) in zip(values, sums, strict=True):
            if predicted + gold:  # articles without a case of it say nothing
                column.append(2 * right / (predicted + gold))
    return {name: middle(column) for name, column in zip(names, values, strict=True)}


def middle(values: Iterable[float]) -> tuple[float, float]:
    """The bounds of the middle 95 % of ``values``, rounded; zeros if there are none."""
    ordered = sorted(values) or [0.0]
    low, high = int(0.025 * len(ordered)), min(len(ordered) - 1, int(0.975 * len(ordered)))
    return round(ordered[low], DIGITS), round(ordered[high], DIGITS)


def _three(sheet: Sheet, name: str) -> tuple[float, int, int]:
    """The counts whose F1 is the figure; for a share, all items count as predicted."""
    if name in sheet.shares:
        return sheet.shares[name].right, sheet.shares[name].of, sheet.shares[name].of
    tally = sheet.tallies.get(name, Tally())
    return tally.right_predicted, tally.predicted, tally.gold
