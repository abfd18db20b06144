"""Reading a linear-chain conditional random field: its best labelling, and how likely that is."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pipeline.attribution.features import Floats


def best_labels(scores: Floats, transitions: Floats) -> tuple[NDArray[np.int8], Floats]:
    """The most likely labelling of each window, and the logarithm of its probability.

    Args:
        scores: of each label at each place, shape (windows, places, labels).
        transitions: ``[a, b]`` is the score of label ``b`` right after ``a``.

    Returns:
        labels of shape (windows, places); log probabilities of shape (windows,).
    """
    windows, places, _ = scores.shape
    rows = np.arange(windows)
    came_from = np.zeros((places, *scores[:, 0].shape), np.int8)
    best = scores[:, 0]
    every = scores[:, 0]
    for place in range(1, places):
        reached = best[:, :, None] + transitions
        came_from[place] = reached.argmax(1)
        best = reached.max(1) + scores[:, place]
        summed = every[:, :, None] + transitions
        peak = summed.max(1)
        every = peak + np.log(np.exp(summed - peak[:, None]).sum(1)) + scores[:, place]
    labels = np.zeros((windows, places), np.int8)
    labels[:, -1] = best.argmax(1)
    for place in range(places - 1, 0, -1):
        labels[:, place - 1] = came_from[place, rows, labels[:, place]]
    peak = every.max(1)
    total = peak + np.log(np.exp(every - peak[:, None]).sum(1))
    return labels, (best.max(1) - total).astype(np.float32)
