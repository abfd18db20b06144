"""The tagger's scores for each capitalised word, as if a name began there.

``doc.ents`` shows only what the tagger decided. Its scores show how close the decision was: that
"Okoro" only just became a person, or that a word outside every name was nearly a place.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc
from thinc.api import Model

from ..annotations import NameScore

type Floats = NDArray[np.float32]
type Forward = Callable[[Model[Any, Any], Any, bool], Any]

GROUPS: Final = (
    ("PERSON", ("PERSON",)),
    ("PLACE", ("GPE", "LOC")),
    ("FAC", ("FAC",)),
    ("ORG", ("ORG",)),
    ("NORP", ("NORP",)),
    ("MISC", ("MISC", "WORK_OF_ART", "EVENT", "PRODUCT", "LAW")),
    ("no name", ("",)),
)
"""What a word may begin, and the labels that stand for it; what is left are dates and numbers."""

LEAST: Final = 1e-4
"""A smaller probability counts as this one."""

_BEGINS: Final = frozenset("BU")
_OUTSIDE: Final = "O"


class FirstLook:
    """A network's forward pass that also keeps the scores of all words that may begin a name."""

    def __init__(self, stock: Forward) -> None:
        self._stock = stock
        self._of_thread = threading.local()

    def __reduce__(self) -> tuple[type[FirstLook], tuple[Forward]]:
        return type(self), (self._stock,)

    def __call__(self, model: Model[Any, Any], docs: Any, is_train: bool) -> Any:
        step, finish = self._stock(model, docs, is_train)
        if not is_train:
            which = np.concatenate([_may_begin(doc) for doc in docs])
            # The word, the first word of an open name, and the word before this one.
            words = np.full((int(which.sum()), 3), -1, np.int32)
            words[:, 0] = np.flatnonzero(which)
            scores = step.vec2scores.predict(step.state2vec.predict(words)) if len(words) else None
            self._of_thread.kept = which, scores
        return step, finish

    def take(self) -> tuple[NDArray[np.bool_], Floats | None]:
        """Which words of the last Docs of this thread may begin a name, and their scores."""
        kept: tuple[NDArray[np.bool_], Floats | None] = self._of_thread.kept
        del self._of_thread.kept
        return kept


def _may_begin(doc: Doc) -> NDArray[np.bool_]:
    """Whether each word has a capital letter."""
    words = doc.to_array(["ORTH", "LOWER"])
    different: NDArray[np.bool_] = words[:, 0] != words[:, 1]
    return different


def note(docs: Sequence[Doc], look: FirstLook, moves: Sequence[str]) -> None:
    """Write ``doc._.name_scores`` of the Docs that the network has just seen.

    Args:
        docs: in their order.
        look: of the network.
        moves: what the tagger may do, "B-PERSON" or "O", in the order of the scores.
    """
    which, scores = look.take()
    rows = iter(likely(scores, moves) if scores is not None else [])
    position = 0
    for doc in docs:
        starts = doc.to_array(["IDX"]).ravel()[which[position : position + len(doc)]]
        position += len(doc)
        doc._.name_scores = [NameScore(start=start, scores=next(rows)) for start in starts.tolist()]


def likely(scores: Floats, moves: Sequence[str]) -> list[list[float]]:
    """The logarithms of how likely each of :data:`GROUPS` is, and dates and numbers last."""
    columns = np.zeros((len(moves), len(GROUPS) + 1), np.float32)
    for row, move in enumerate(moves):
        kind, _, label = move.partition("-")
        if (kind in _BEGINS and label) or move == _OUTSIDE:
            found = (at for at, (_, labels) in enumerate(GROUPS) if label in labels)
            columns[row, next(found, len(GROUPS))] = 1
    allowed = columns.any(axis=1)
    shifted = scores[:, allowed] - scores[:, allowed].max(axis=1, keepdims=True)
    chances = np.exp(shifted)
    chances /= chances.sum(axis=1, keepdims=True)
    sums = np.maximum(chances @ columns[allowed], LEAST)
    rounded: list[list[float]] = np.log(sums).astype(np.float64).round(2).tolist()
    return rounded
