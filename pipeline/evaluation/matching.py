"""Pair predicted items with gold items."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from .tokens import TokenSet


class Pair(NamedTuple):
    """The positions of a gold and a predicted item, and their intersection over union."""

    gold: int
    predicted: int
    iou: float


def overlapping(gold: Sequence[TokenSet], predicted: Sequence[TokenSet]) -> Iterator[Pair]:
    """Every pair of a gold and a predicted item that share a token."""
    holders: defaultdict[int, list[int]] = defaultdict(list)
    for j, tokens in enumerate(predicted):
        for token in tokens:
            holders[token].append(j)
    for i, tokens in enumerate(gold):
        shared = Counter(j for token in tokens for j in holders.get(token, ()))
        for j, common in shared.items():
            yield Pair(i, j, common / (len(tokens) + len(predicted[j]) - common))


def one_to_one(weights: Mapping[tuple[int, int], float]) -> dict[int, int]:
    """A matching of maximum size among weighted pairs (Kuhn's augmenting paths).

    The choice among several maximum matchings is part of the measure: left items are placed in the
    order of their heaviest pair, each tries its pairs from the heaviest down, and earlier items win
    ties.

    Args:
        weights: the pairs that may be matched, as ``{(left, right): weight}``.

    Returns:
        ``{left: right}``.
    """
    choices: defaultdict[int, list[int]] = defaultdict(list)
    for left, right in sorted(weights, key=lambda pair: (-weights[pair], pair)):
        choices[left].append(right)
    taken: dict[int, int] = {}

    def place(left: int, tried: set[int]) -> bool:
        for right in choices[left]:
            if right not in tried:
                tried.add(right)
                if right not in taken or place(taken[right], tried):
                    taken[right] = left
                    return True
        return False

    # Choices are sorted by weight, so the first of each left item is its heaviest.
    for left in sorted(choices, key=lambda item: (-weights[item, choices[item][0]], item)):
        place(left, set())
    return {left: right for right, left in taken.items()}
