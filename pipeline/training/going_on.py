"""Training that goes on from earlier weights, for few articles or another annotation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from ..stages.attribution.network import CONTENT, CUE, OUTSIDE, SOURCE
from ..stages.attribution.pair_features import BEFORE
from ..stages.attribution.predictor import Finder
from .calibration import Case, calibrate, cases
from .examples import Example
from .fit import Hyperparameters, fit

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from ..stages.attribution.weights import Trained
    from ..stages.attribution.word_features import Floats, Ints

FOLDS: Final = 4
"""The number of parts of the cross-validation that the confidence is fitted on."""
SAME_CONTENT: Final = 0.7
"""The least intersection over union, in words, of contents that count as the same."""


def sized(settings: Hyperparameters, start: Trained) -> Hyperparameters:
    """The settings with the sizes of the earlier weights."""
    weights = start.weights
    width, layer_width = weights["layer0_out"].shape[::-1]
    return replace(
        settings,
        width=width,
        layer_width=layer_width,
        layers=sum(name.endswith("_scale") for name in weights),
        hidden=len(weights["pair_b"]),
        cue_hidden=len(weights["cue_b"]),
    )


def keep_known(example: Example, finder: Finder) -> Example:
    """The example with the labels of earlier weights where they agree with the annotators.

    Annotations differ in where exactly a content begins, and in how much of a description belongs
    to a source. With the labels of the earlier weights, only their mistakes are left to learn, and
    they forget less.

    Args:
        example: an article with the annotators' labels.
        finder: runs the earlier weights.
    """
    if not len(example.cues):
        return example
    words = example.words
    known, _ = finder.label(words, finder.encode(words), example.cues)
    pairs = zip(example.labels, known, strict=True)
    return replace(example, labels=np.stack([_with_known(gold, own) for gold, own in pairs]))


def _with_known(gold: Ints, own: np.ndarray[tuple[int], np.dtype[np.int8]]) -> Ints:
    """The labels around one cue, shape (WINDOW,)."""
    either = (gold == CONTENT) | (own == CONTENT)
    both = (gold == CONTENT) & (own == CONTENT)
    content = own if both.sum() >= SAME_CONTENT * either.sum() else gold
    touching = ((gold == SOURCE) & (own == SOURCE)).any()
    none = not ((gold == SOURCE) | (own == SOURCE)).any()
    source = own if touching or none else gold
    labels = np.where(own == CUE, CUE, OUTSIDE).astype(np.int32)
    labels[source == SOURCE] = SOURCE
    labels[content == CONTENT] = CONTENT
    labels[BEFORE] = CUE
    return labels


def go_on(
    examples: Sequence[Example],
    docs: Sequence[Doc],
    beside: Sequence[Example],
    start: Trained,
    settings: Hyperparameters,
    note: Callable[[str, int, float, float], None],
) -> Trained:
    """The weights after further training, with a confidence fitted by cross-validation.

    Args:
        examples: the articles to train on, made with the reader of ``start``.
        docs: the same articles.
        beside: examples of another annotation, mixed in so that it is not forgotten.
        start: the weights to go on from.
        settings: the rates and the seed, with the sizes of ``start`` (:func:`sized`).
        note: called after each epoch with the held-out part, the epoch and its two losses.

    Raises:
        UsageError: nothing was found in the articles.
    """
    finder = Finder(start, use_tensor=True)
    known = [keep_known(example, finder) for example in examples]

    def train(held_out: int | None) -> Trained:
        name = "" if held_out is None else f"Part {held_out + 1} of {FOLDS} held out: "
        chosen = [one for i, one in enumerate(known) if i % FOLDS != held_out]
        weights = fit(chosen, start.weights, settings, lambda *told: note(name, *told), beside)
        return replace(start, weights=halved(weights))

    found: list[Case] = []
    for part in range(FOLDS):
        own = docs[part::FOLDS]
        read = Finder(train(part), use_tensor=True).find(own)
        for doc, (words, candidates), gold in zip(own, read, examples[part::FOLDS], strict=True):
            found += cases(doc, words, candidates, gold)
    confidence, forms = calibrate(found)
    return replace(train(None), confidence=confidence, forms=forms)


def halved(weights: dict[str, Floats]) -> dict[str, Floats]:
    """The weights rounded to half precision, in which they are stored and so used."""
    return {k: v.astype(np.float16).astype(np.float32) for k, v in weights.items()}
