"""Runs the trained network over Docs, and makes candidates for attributions of its output."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from ...blas import multiply
from .candidates import Candidate, ClauseKinds, complete, supply_content, supply_source
from .crf import best_labels
from .network import (
    CONTENT,
    CUE,
    SOURCE,
    embed,
    encode_quickly,
    neighbours,
    project,
    score_cues,
    score_windows_quickly,
    tables,
)
from .pair_features import BEFORE, WINDOW, find_pairs
from .weights import Trained
from .word_features import DEP_ROW, Floats, Ints, Words, join

CUE_FLOOR: Final = 0.2
"""Words whose probability of being a cue is below this are not looked at further."""

_WORDS_AT_ONCE: Final = 16_384
_WINDOWS_AT_ONCE: Final = 64


class Finder:
    """Finds candidates with trained weights.

    Args:
        trained: the weights, and the vocabularies that belong to them.
        use_tensor: whether to use the token vectors of Docs; only if the Docs come from the model
            with which the weights were trained.
    """

    def __init__(self, trained: Trained, *, use_tensor: bool) -> None:
        self._reader = trained.reader()
        self._weights = trained.weights
        self._layers = sum(name.endswith("_scale") for name in trained.weights)
        self._projected = project(trained.weights)
        self._tables = tables(trained.weights, xp=np)
        self._labels = len(trained.strings["dep"]) + 1
        self._use_tensor = use_tensor
        self._clauses = ClauseKinds(
            that=_number(trained.strings["lower"], "that"),
            comma=_number(trained.strings["tag"], ","),
            stop=_number(trained.strings["tag"], "."),
            complement=_number(trained.strings["dep"], "ccomp"),
        )

    def find(self, docs: Sequence[Doc]) -> list[tuple[Words, list[Candidate]]]:
        """The words of each Doc, and its candidates, in the order of the Docs."""
        read = [self._reader.read(doc, use_tensor=self._use_tensor) for doc in docs]
        found: list[tuple[Words, list[Candidate]]] = []
        for group in _groups(read):
            found.extend(self._find(group))
        return found

    def _find(self, group: list[Words]) -> Iterator[tuple[Words, list[Candidate]]]:
        words = join(group)
        candidates: list[list[Candidate]] = [[] for _ in group]
        if len(words):
            encoded = self.encode(words)
            logits = score_cues(self._weights, encoded, xp=np)
            floor = np.log(CUE_FLOOR / (1 - CUE_FLOOR))
            cues = np.flatnonzero(logits > floor).astype(np.int32)
            labels, certainty = self.label(words, encoded, cues)
            starts = np.searchsorted(words.doc, np.arange(len(group)))
            numbers = words.doc[cues]
            heads = cues - starts[numbers]
            windows, places = np.nonzero(labels)
            kinds = labels[windows, places]
            indices = places + heads[windows] - BEFORE
            bounds = np.searchsorted(windows, np.arange(len(cues) + 1)).tolist()
            # As lists, since the windows are short.
            pairs = list(zip(kinds.tolist(), indices.tolist(), strict=True))
            for row, (low, high) in enumerate(pairwise(bounds)):
                content, source, cue = (
                    [index for kind, index in pairs[low:high] if kind == label]
                    for label in (CONTENT, SOURCE, CUE)
                )
                number = int(numbers[row])
                found = Candidate(
                    head=int(heads[row]),
                    content=content,
                    source=source,
                    cue=cue,
                    cue_logit=float(logits[cues[row]]),
                    log_probability=float(certainty[row]),
                )
                candidate = supply_content(group[number], found, self._clauses)
                if not candidate.content:
                    continue
                whole = complete(group[number], candidate)
                candidates[number].append(supply_source(group[number], whole))
        return iter(list(zip(group, candidates, strict=True)))

    def encode(self, words: Words) -> Floats:
        """The network's vector of each word, shape (n words, width)."""
        arrays = {
            "symbols": words.symbols,
            "head": words.head,
            "flags": words.flags,
            "frame": words.frame,
            "vector": words.vector,
            "tensor": words.tensor,
        }
        x = embed(self._weights, self._projected, arrays, xp=np)
        return encode_quickly(self._weights, x, neighbours(words, self._layers))

    def label(self, words: Words, encoded: Floats, cues: Ints) -> tuple[NDArray[np.int8], Floats]:
        """The best labels of the window around each cue, and their log probability.

        Args:
            words: the words of one or more Docs.
            encoded: their vectors, from :meth:`encode`.
            cues: the indices of the cues.

        Returns:
            The labels, shape (cues, ``WINDOW``), and the log probabilities, shape (cues,).
        """
        if not len(cues):
            return np.zeros((0, WINDOW), np.int8), np.zeros(0, np.float32)
        projected = multiply(encoded, self._weights["pair_word"])
        of_cues = multiply(encoded[cues], self._weights["pair_cue"])
        scores = []
        for low in range(0, len(cues), _WINDOWS_AT_ONCE):
            some = cues[low : low + _WINDOWS_AT_ONCE]
            pairs = find_pairs(words, words.symbols[DEP_ROW], self._labels, some)
            scores.append(
                score_windows_quickly(
                    self._weights,
                    self._tables,
                    projected,
                    of_cues[low : low + _WINDOWS_AT_ONCE],
                    pairs,
                )
            )
        return best_labels(np.concatenate(scores), self._weights["transitions"])


def _number(strings: Sequence[str], string: str) -> int:
    """The number of a string in a vocabulary, or -1, which no word has, if it is not there."""
    return strings.index(string) + 1 if string in strings else -1


def _groups(read: Sequence[Words]) -> Iterator[list[Words]]:
    """The Docs in groups that are processed together, since few words would be mostly overhead."""
    group: list[Words] = []
    size = 0
    for words in read:
        if group and size + len(words) > _WORDS_AT_ONCE:
            yield group
            group, size = [], 0
        group.append(words)
        size += len(words)
    if group:
        yield group
