"""Features of a word and a cue: their relation in the tree, the text and quotation marks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from .word_features import Ints, Words

BEFORE: Final = 40
AFTER: Final = 64
WINDOW: Final = BEFORE + 1 + AFTER
"""The number of words in a window. It covers 98 of 100 contents in the training data."""

LEVELS: Final = 4
"""The number of the cue's ancestors whose other children are distinguished."""

EDGES: Final = 8
SENTENCES: Final = (-2, 3)
PLACES: Final = SENTENCES[1] - SENTENCES[0] + 1
QUOTATIONS: Final = 13
_LONGEST_CLIMB: Final = 60


def _distances() -> Ints:
    """The class of each offset in the window: one per word up to 8 words, then growing steps."""
    offset = np.arange(-BEFORE, AFTER + 1)
    size = np.abs(offset)
    steps = np.where(size < 8, size, 8 + np.floor(np.log2(np.maximum(size, 1) / 8) * 3))
    classes = (np.sign(offset) * steps).astype(np.int32)
    return classes - classes.min()


DISTANCE: Final = _distances()


@dataclass(frozen=True, slots=True)
class Pairs:
    """Features of a word and a cue, each of shape (pairs,); the pairs of a cue are contiguous.

    Attributes:
        cue: index of the cue among the cues.
        column: index of the word in the window; ``BEFORE`` is the cue itself.
        word: index of the word.
        relation: the lowest ancestor of the cue, or the cue itself, that is above the word, and the
            label of the branch with the word.
        edge: whether the word is the first, the last or the head of that branch.
        place: the distance in sentences.
        quotation: which of the two are in quotation marks, and how many open in between.
    """

    cue: Ints
    column: Ints
    word: Ints
    relation: Ints
    edge: Ints
    place: Ints
    quotation: Ints


def relations(labels: int) -> int:
    """The number of relations with ``labels`` dependency labels, including 0 for unknown."""
    return LEVELS * (labels + 1) + 1


def find_pairs(words: Words, dep: Ints, labels: int, cues: Ints) -> Pairs:
    """The features of every word around every cue, within the paragraph of the cue.

    In the training data, 99 of 100 attributions are within the paragraph of their cue.

    Args:
        words: all words.
        dep: the number of each word's dependency label.
        labels: the number of dependency labels.
        cues: indices of the cues, shape (cues,).
    """
    paragraph = words.paragraph[cues]
    low = np.searchsorted(words.paragraph, paragraph)
    low = np.maximum(low, cues - BEFORE)
    high = np.searchsorted(words.paragraph, paragraph, side="right")
    size = np.minimum(high, cues + AFTER + 1) - low
    cue = np.repeat(np.arange(len(cues), dtype=np.int32), size)
    skipped = np.repeat(low - (np.cumsum(size) - size), size)
    word: Ints = (np.arange(len(cue)) + skipped).astype(np.int32)
    column = word - cues[cue] + BEFORE
    relation, edge = _tree(words, dep, labels, cues, cue, word)
    sentences = np.clip(words.sentence[word] - words.sentence[cues][cue], *SENTENCES)
    return Pairs(
        cue=cue,
        column=column,
        word=word,
        relation=relation,
        edge=edge,
        place=sentences - SENTENCES[0],
        quotation=_quotations(words, cues[cue], word),
    )


def _tree(
    words: Words, dep: Ints, labels: int, cues: Ints, cue: Ints, word: Ints
) -> tuple[Ints, Ints]:
    head = words.head
    none = relations(labels) - 1
    relation = np.full(len(word), none, np.int32)
    edge = np.zeros(len(word), np.int32)
    # Only words in the cue's sentence are related; the lowest common ancestor decides.
    pairs = np.flatnonzero(words.sentence[word] == words.sentence[cues][cue])
    ancestor = cues.copy()
    for level in range(LEVELS):
        above = ancestor[cue[pairs]]
        current = word[pairs]
        below = (current >= words.first[above]) & (current <= words.last[above])
        p, target, branch = pairs[below], above[below], current[below]
        for _ in range(_LONGEST_CLIMB):
            climbing = (branch != target) & (head[branch] != target) & (head[branch] != branch)
            if not climbing.any():
                break
            branch = np.where(climbing, head[branch], branch)
        itself = branch == target
        # In a non-projective tree, a word between the edges may be outside the branch.
        right = itself | (head[branch] == target)
        p, branch, itself = p[right], branch[right], itself[right]
        relation[p] = level * (labels + 1) + np.where(itself, 0, dep[branch] + 1)
        w = word[p]
        edges = (w == words.first[branch]) + 2 * (w == words.last[branch]) + 4 * (w == branch)
        edge[p] = np.where(itself, 0, edges)
        pairs = pairs[relation[pairs] == none]
        if not len(pairs):
            break
        ancestor = head[ancestor]
    return relation, edge


def _quotations(words: Words, cue: Ints, word: Ints) -> Ints:
    quotation = words.quotation
    opens = np.diff(quotation, prepend=-1) != 0
    opened = np.concatenate([[0], np.cumsum(opens & (quotation >= 0))])
    low, high = np.minimum(word, cue), np.maximum(word, cue)
    between = np.clip(opened[high + 1] - opened[low + 1], 0, 2)
    of_word, of_cue = quotation[word], quotation[cue]
    same = (of_word == of_cue) & (of_word >= 0)
    kind = 4 * between + 2 * (of_word >= 0) + (of_cue >= 0)
    return np.where(same, QUOTATIONS - 1, kind).astype(np.int32)
