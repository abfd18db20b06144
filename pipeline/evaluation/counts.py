"""Counts of right, predicted and gold items, and the figures made of them.

All figures are micro-averages: counts are summed over the articles, then divided. Nothing
predicted, or nothing to find, makes a figure 0.
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
"""Nested by the parts of a figure's dotted name; the leaves are numbers."""


def ratio(part: float, whole: float) -> float:
    """``part / whole``, and 0 where there is no whole."""
    return part / whole if whole else 0.0


@dataclass(slots=True)
class Tally:
    """How many were predicted, how many are gold, and how many of each are right."""

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
    """How many of a number of items are right."""

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
    """All counts of one article, or of several added up. Names are dotted paths."""

    tallies: defaultdict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    shares: defaultdict[str, Share] = field(default_factory=lambda: defaultdict(Share))
    numbers: Counter[str] = field(default_factory=Counter)

    def tally(self, name: str, *, right: int, predicted: int, gold: int) -> None:
        """Count items that are right on both sides alike (matched one to one)."""
        self.tallies[name].add(Tally(predicted, gold, right, right))

    def share(self, name: str, right: bool) -> None:
        """Count one item that is right or not."""
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
    """95 % intervals of F1 figures and of shares, from articles drawn again with replacement.

    Percentile bootstrap (Efron 1979); articles, not quotes, are drawn, because the quotes of an
    article are not independent of each other.

    Args:
        sheets: the counts of each article.
        names: the tallies and shares to give intervals for.
        resamples: how many times to draw.
        seed: of the generator; equal seeds give equal intervals.

    Returns:
        ``{name: (lower, upper)}``, rounded; empty where there is nothing to draw from.
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
    """What bounds the middle 95 % of values, rounded; zeros where there is none."""
    ordered = sorted(values) or [0.0]
    low, high = int(0.025 * len(ordered)), min(len(ordered) - 1, int(0.975 * len(ordered)))
    return round(ordered[low], DIGITS), round(ordered[high], DIGITS)


def _three(sheet: Sheet, name: str) -> tuple[float, int, int]:
    """Counts whose F1 is the figure; a share is one of which all are predicted."""
    if name in sheet.shares:
        return sheet.shares[name].right, sheet.shares[name].of, sheet.shares[name].of
    tally = sheet.tallies.get(name, Tally())
    return tally.right_predicted, tally.predicted, tally.gold
