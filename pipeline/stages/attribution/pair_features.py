"""How each word around a cue stands to it: in the tree, in the text, in the quotation marks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from .word_features import Ints, Words

BEFORE: Final = 40
AFTER: Final = 64
WINDOW: Final = BEFORE + 1 + AFTER
"""Words looked at around a cue. Of the training contents, 98 in 100 begin and end within."""

LEVELS: Final = 4
"""How far up from the cue its ancestors' other children are still told apart."""

EDGES: Final = 8
SENTENCES: Final = (-2, 3)
PLACES: Final = SENTENCES[1] - SENTENCES[0] + 1
QUOTATIONS: Final = 13
_LONGEST_CLIMB: Final = 60


def _distances() -> Ints:
    """Every offset in the window to a class: singly up to 8 words, then in growing steps."""
    offset = np.arange(-BEFORE, AFTER + 1)
    size = np.abs(offset)
    steps = np.where(size < 8, size, 8 + np.floor(np.log2(np.maximum(size, 1) / 8) * 3))
    classes = (np.sign(offset) * steps).astype(np.int32)
    return classes - classes.min()


DISTANCE: Final = _distances()


@dataclass(frozen=True, slots=True)
class Pairs:
    """Features of a word and a cue, each of shape (pairs,); the pairs of a cue lie together.

    Attributes:
        cue: the place of the cue among the cues.
        column: the place of the word in the window: ``BEFORE`` for the cue itself.
        word: index of the word.
        relation: the ancestor of the cue (itself first) below which the word hangs, and the label
            of the branch that it hangs in.
        edge: whether the word begins, ends or heads that branch.
        place: by how many sentences the word is off.
        quotation: which of the two stand in quotation marks, and how many open in between.
    """

    cue: Ints
    column: Ints
    word: Ints
    relation: Ints
    edge: Ints
    place: Ints
    quotation: Ints


def relations(labels: int) -> int:
    """How many relations there are with ``labels`` dependency labels (0, unknown, included)."""
    return LEVELS * (labels + 1) + 1


def find_pairs(words: Words, dep: Ints, labels: int, cues: Ints) -> Pairs:
    """The features of every word around every cue, as far as the cue's paragraph goes.

    In the training data, 99 of 100 attributions lie within the paragraph of their cue.

    Args:
        words: all words.
        dep: the number of each word's dependency label.
        labels: how many such numbers there are.
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
    # Only words of the cue's sentence can be related; each is settled at the lowest ancestor.
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
        # In a tree with crossing branches a word between the edges need not hang below.
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
