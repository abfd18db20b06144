"""Train the tagger that finds names, on texts with labelled names.

The network has the layers of the model's own ``ner`` and starts from its weights; those of its
additional inputs, which come from word lists, start at zero. The optimiser is Adam (Kingma & Ba
2015), with a rate that falls to a twentieth in each phase; the result is the moving average of the
weights.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, cast

import numpy as np
from numpy.typing import NDArray
from spacy.pipeline import EntityRecognizer
from thinc.api import Adam, fix_random_seed

from ..errors import UsageError
from ..stages.names.weights import Actions, build, fill, learned
from .name_examples import MISC

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.training import Example

LAST_RATE: Final = 0.05
"""The final rate of a phase, as a share of its initial rate."""
WORDS_AT_ONCE: Final = 2_000


@dataclass(frozen=True, slots=True)
class Phase:
    """A phase of the training: passes over the texts, initial rate, and dropout."""

    epochs: int
    rate: float
    dropout: float


PHASES: Final = (Phase(6, 1e-3, 0.2), Phase(3, 6e-4, 0.25))


def train_names(
    nlp: Language,
    examples: Sequence[Example],
    phases: Sequence[Phase],
    seed: int,
    report: Callable[[str], None],
) -> tuple[EntityRecognizer, Actions]:
    """A tagger trained on ``examples``, and the actions that it may take.

    Args:
        nlp: a model with word vectors and an ``ner`` of its own to start from.
        examples: made by :mod:`newsquotes.training.name_examples`.
        phases: the phases, in order.
        seed: the seed of all random choices.
        report: called with a line of progress after each epoch.

    Raises:
        UsageError: the model's ``ner`` is not of the network's shape.
    """
    fix_random_seed(seed)
    tagger, actions = start(nlp)
    order = random.Random(seed)  # noqa: S311
    for phase in phases:
        rule = Adam(phase.rate)
        for epoch in range(phase.epochs):
            losses: dict[str, float] = {}
            batches = list(_batches(examples, order))
            for number, batch in enumerate(batches):
                done = (epoch + number / len(batches)) / phase.epochs
                rule.learn_rate = phase.rate * (1 - (1 - LAST_RATE) * done)
                tagger.update(batch, drop=phase.dropout, sgd=rule, losses=losses)
            report(f"Epoch {epoch + 1} of {phase.epochs}: loss {losses[tagger.name]:,.0f}")
        with tagger.model.use_params(rule.averages):
            averages = {name: array.copy() for name, array in learned(tagger.model).items()}
        fill(tagger.model, averages)
    return tagger, actions


def _batches(examples: Sequence[Example], order: random.Random) -> Iterator[list[Example]]:
    """All examples in a new order, in batches of some thousand words."""
    batch: list[Example] = []
    words = 0
    for example in order.sample(examples, len(examples)):
        batch.append(example)
        words += len(example.reference)
        if words >= WORDS_AT_ONCE:
            yield batch
            batch, words = [], 0
    if batch:
        yield batch


def start(nlp: Language) -> tuple[EntityRecognizer, Actions]:
    """A tagger with the weights of the ``ner`` of ``nlp``, and the actions that it may take.

    Raises:
        UsageError: the model has no word vectors, or its ``ner`` is not of the network's shape.
    """
    own = nlp.get_pipe("ner")
    actions: Actions = {
        str(action): dict(labels) for action, labels in cast("Any", own).moves.labels.items()
    }
    for labels in actions.values():
        if len(labels) > 1:
            labels[MISC] = min(labels.values()) - 1
    try:
        tagger = build(nlp.vocab, "newsquotes_names", actions)
        given = learned(cast("Any", own).model)
        fill(tagger.model, _widened(given, tagger, _moves(own)))
    except (ValueError, KeyError) as error:
        raise UsageError(
            f"The tagger of names cannot be built on this model ({error}); train from "
            "en_core_web_md or en_core_web_lg."
        ) from error
    return tagger, actions


def _moves(tagger: Any) -> list[str]:
    """The actions of the transition system, in the order of the last layer's rows."""
    return [tagger.moves.get_class_name(number) for number in range(tagger.moves.n_moves)]


def _widened(
    given: dict[str, NDArray[Any]], tagger: EntityRecognizer, moves: Sequence[str]
) -> dict[str, NDArray[Any]]:
    """The arrays of a model's ``ner`` in the tagger's shapes; new weights are zero."""
    shapes = {name: array.shape for name, array in learned(tagger.model).items()}
    rows = [moves.index(move) if move in moves else None for move in _moves(tagger)]
    widened = {}
    for name, array in given.items():
        wanted = np.zeros(shapes[name], np.float32)
        if len(array) == len(moves) and len(wanted) == len(rows):
            for row, old in enumerate(rows):
                if old is not None:
                    wanted[row] = array[old]
        else:
            wanted[..., : array.shape[-1]] = array
        widened[name] = wanted
    return widened
