"""Decode a linear-chain conditional random field: its best labelling and its probability."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .word_features import Floats


def best_labels(scores: Floats, transitions: Floats) -> tuple[NDArray[np.int8], Floats]:
    """The most likely labelling of each window, and the logarithm of its probability.

    Args:
        scores: the score of each label at each place, shape (windows, places, labels).
        transitions: ``[a, b]`` is the score of label ``b`` right after ``a``.

    Returns:
        labels of shape (windows, places); log probabilities of shape (windows,).
    """
    # Windows last, so that each step works on long rows.
    by_place = np.ascontiguousarray(scores.transpose(1, 2, 0))
    labels, score = _best_path(by_place, transitions)
    return labels, (score - _log_sum(by_place, transitions)).astype(np.float32)


def _best_path(by_place: Floats, transitions: Floats) -> tuple[NDArray[np.int8], Floats]:
    """Viterbi's algorithm."""
    places, _, windows = by_place.shape
    step = transitions[:, :, None]
    came_from = np.zeros(by_place.shape, np.int8)
    best = by_place[0]
    for place in range(1, places):
        reached = best[:, None] + step
        came_from[place] = reached.argmax(0)
        best = reached.max(0) + by_place[place]
    labels = np.zeros((windows, places), np.int8)
    every = np.arange(windows)
    labels[:, -1] = best.argmax(0)
    for place in range(places - 1, 0, -1):
        labels[:, place - 1] = came_from[place, labels[:, place], every]
    return labels, best.max(0)


def _log_sum(by_place: Floats, transitions: Floats) -> Floats:
    """The logarithm of the sum over all labellings: the forward algorithm, scaled at each step."""
    peak = by_place.max(1)
    likely = np.exp(by_place - peak[:, None])
    step = np.ascontiguousarray(np.exp(transitions).T)
    reached = likely[0]
    scale = np.ones((len(by_place), by_place.shape[2]), np.float32)
    for place in range(1, len(by_place)):
        reached = (step[:, :, None] * reached).sum(1) * likely[place]
        scale[place] = reached.sum(0)
        reached /= scale[place]
    # Each window's numbers in one row, because adjacent numbers are added in another order.
    steps, peaks = (np.ascontiguousarray(part.T) for part in (np.log(scale), peak))
    total: Floats = np.log(reached.sum(0)) + steps.sum(1) + peaks.sum(1)
    return total
