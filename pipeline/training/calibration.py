"""Calibrate the confidence on articles held out of training, by logistic regression."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from ..errors import UsageError
from ..stages.attribution.candidates import Candidate
from ..stages.attribution.selection import TRAITS, choose, traits
from ..stages.attribution.word_features import Floats, Words
from .examples import Example, gold_attributions

_RIDGE: Final = 1.0
_ROUNDS: Final = 50
THRESHOLD: Final = 0.27
"""The least confidence of an attribution that is reported.

It is fixed, because F1 on so few held-out articles says little: on PolNeAR's dev part it is flat
from 0.27 to 0.4 and falls on either side. The lowest value finds most, and users can raise it.
"""

type Found = Sequence[tuple[Words, Sequence[Candidate]]]


def calibrate(found: Found, examples: Sequence[Example]) -> Floats:
    """The weights of the logistic regression that rates attributions.

    An attribution is right if its content overlaps that of a gold attribution with an intersection
    over union of at least 0.5 (in words), and their sources share a word. What annotators left
    open is not counted.

    Args:
        found: the words and candidates of the held-out articles.
        examples: the same articles with their gold attributions.

    Raises:
        UsageError: nothing was found in the articles.
    """
    rows: list[Floats] = []
    right: list[bool] = []
    for (words, candidates), example in zip(found, examples, strict=True):
        rated = choose(words, ((candidate, candidate.cue_logit) for candidate in candidates))
        chosen = [candidate for candidate, _ in rated if not example.ignored[candidate.head]]
        if chosen:
            rows.append(traits(words, chosen))
        right += [is_right(candidate, example) for candidate in chosen]
    if not rows:
        raise UsageError(
            f"Nothing was found in the {len(examples)} articles that are held out to calibrate the "
            "confidence; train on more articles or for more epochs."
        )
    return _logistic(np.concatenate(rows), np.array(right))


def is_right(candidate: Candidate, example: Example) -> bool:
    """Whether a gold attribution has about this content and an overlapping source."""
    content, source = set(candidate.content), set(candidate.source)
    for gold_content, gold_source in gold_attributions(example):
        common = len(content & gold_content)
        if common >= 0.5 * len(content | gold_content):
            return bool(source & gold_source) or not (source or gold_source)
    return False


def _logistic(rows: Floats, right: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Floats:
    """Logistic regression by Newton's method, with a small L2 penalty on all but the bias."""
    x, y = rows.astype(np.float64), right.astype(np.float64)
    ridge = np.diag([_RIDGE] * (len(TRAITS) - 1) + [0.0])
    weights = np.zeros(len(TRAITS))
    for _ in range(_ROUNDS):
        p = 1 / (1 + np.exp(-(x @ weights)))
        slope = x.T @ (y - p) - ridge @ weights
        curve = (x * (p * (1 - p))[:, None]).T @ x + ridge + 1e-6 * np.eye(len(TRAITS))
        weights += np.linalg.solve(curve, slope)
    return weights.astype(np.float32)
