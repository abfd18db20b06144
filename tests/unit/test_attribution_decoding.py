"""The best labelling of windows, against all labellings there are."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from newsquotes.stages.attribution.crf import best_labels
from newsquotes.stages.attribution.word_features import Floats

LABELS = 3


def arrays(*shape: int, low: float = -6, high: float = 6) -> st.SearchStrategy[Floats]:
    """Arrays of numbers of about the size that scores have."""
    numbers = st.floats(low, high, width=32)
    size = int(np.prod(shape))
    return st.lists(numbers, min_size=size, max_size=size).map(
        lambda found: np.array(found, np.float32).reshape(shape)
    )


def score(scores: Floats, transitions: Floats, labels: tuple[int, ...]) -> float:
    """Of one labelling of one window."""
    own = sum(float(scores[place, label]) for place, label in enumerate(labels))
    return own + sum(float(transitions[a, b]) for a, b in pairwise(labels))


@given(st.integers(1, 5).flatmap(lambda n: arrays(2, n, LABELS)), arrays(LABELS, LABELS))
def test_against_all_labellings(scores: Floats, transitions: Floats) -> None:
    labels, log_probability = best_labels(scores, transitions)
    assert labels.shape == scores.shape[:2]
    for window, found, log in zip(scores, labels, log_probability, strict=True):
        every = [score(window, transitions, p) for p in product(range(LABELS), repeat=len(window))]
        best = score(window, transitions, tuple(found.tolist()))
        np.testing.assert_allclose(best, max(every), atol=1e-4)
        total = np.logaddexp.reduce(every)
        np.testing.assert_allclose(log, best - total, atol=1e-4)


def test_impossible_labels_are_never_chosen() -> None:
    scores = np.zeros((1, 3, LABELS), np.float32)
    scores[0, 1] = [-1e4, 0, -1e4]
    transitions = np.full((LABELS, LABELS), -5, np.float32)
    np.fill_diagonal(transitions, 1)
    labels, log_probability = best_labels(scores, transitions)
    assert labels.tolist() == [[1, 1, 1]]
    assert -0.1 < log_probability[0] < 0


def test_a_transition_outweighs_a_word() -> None:
    scores = np.array([[[2, 0], [0, 1], [2, 0]]], np.float32)
    free = np.zeros((2, 2), np.float32)
    sticky = np.array([[0, -3], [-3, 0]], np.float32)
    assert best_labels(scores, free)[0].tolist() == [[0, 1, 0]]
    assert best_labels(scores, sticky)[0].tolist() == [[0, 0, 0]]


def test_windows_do_not_touch_one_another() -> None:
    random = np.random.default_rng(0)
    scores = random.normal(size=(5, 20, 4)).astype(np.float32)
    transitions = random.normal(size=(4, 4)).astype(np.float32)
    labels, log_probability = best_labels(scores, transitions)
    for row in range(5):
        alone, certainty = best_labels(scores[row : row + 1], transitions)
        assert np.array_equal(alone[0], labels[row])
        np.testing.assert_allclose(certainty[0], log_probability[row], atol=1e-5)


def test_no_windows() -> None:
    labels, log_probability = best_labels(
        np.zeros((0, 4, LABELS), np.float32), np.zeros((LABELS, LABELS), np.float32)
    )
    assert labels.shape == (0, 4)
    assert log_probability.shape == (0,)
