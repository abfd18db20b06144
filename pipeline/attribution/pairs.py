"""How each word around a cue stands to it: in the tree, in the text, in the quotation marks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline.attribution.features import Ints, Words

BEFORE: Final = 40
AFTER: Final = 64
WINDOW: Final = BEFORE + 1 + AFTER
"""Words looked at around a cue. Of the training contents, 98 in 100 begin and end within."""

LEVELS: Final = 4
"""How far up from the cue its ancestors' other children are still told apart."""

EDGES: Final = 8
SENTENCES: Final = (-2, 3)
PARAGRAPHS: Final = (-1, 1)
PLACES: Final = (SENTENCES[1] - SENTENCES[0] + 1) * (PARAGRAPHS[1] - PARAGRAPHS[0] + 1)
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
    """Features of word and cue, each of shape (cues, WINDOW).

    Attributes:
        word: index of the word; clipped where ``inside`` is false.
        inside: whether the word exists and is of the cue's Doc.
        relation: the ancestor of the cue (itself first) below which the word hangs, and the label
            of the branch that it hangs in.
        edge: whether the word begins, ends or heads that branch.
        place: by how many sentences and paragraphs the word is off.
        quotation: which of the two stand in quotation marks, and how many open in between.
    """

    word: Ints
    inside: NDArray[np.bool_]
    relation: Ints
    edge: Ints
    place: Ints
    quotation: Ints


def relations(labels: int) -> int:
    """How many relations there are with ``labels`` dependency labels (0, unknown, included)."""
    return LEVELS * (labels + 1) + 1


def find_pairs(words: Words, dep: Ints, labels: int, cues: Ints) -> Pairs:
    """The features of every word around every cue.

    Args:
        words: all words.
        dep: the number of each word's dependency label.
        labels: how many such numbers there are.
        cues: indices of the cues, shape (cues,).
    """
    index = (cues[:, None] + np.arange(-BEFORE, AFTER + 1)).astype(np.int32)
    word = np.clip(index, 0, len(words) - 1).astype(np.int32)
    inside = (index == word) & (words.doc[word] == words.doc[cues][:, None])
    relation, edge = _tree(words, dep, labels, cues, word, inside)
    sentences = np.clip(words.sentence[word] - words.sentence[cues][:, None], *SENTENCES)
    paragraphs = np.clip(words.paragraph[word] - words.paragraph[cues][:, None], *PARAGRAPHS)
    width = PARAGRAPHS[1] - PARAGRAPHS[0] + 1
    place: Ints = ((sentences - SENTENCES[0]) * width + paragraphs - PARAGRAPHS[0]).astype(np.int32)
    return Pairs(word, inside, relation, edge, place, _quotations(words, cues, word))


def _tree(
    words: Words, dep: Ints, labels: int, cues: Ints, word: Ints, inside: NDArray[np.bool_]
) -> tuple[Ints, Ints]:
    head = words.head
    none = relations(labels) - 1
    relation = np.full(word.shape, none, np.int32)
    edge = np.zeros(word.shape, np.int32)
    # Only words of the cue's sentence can be related; each is settled at the lowest ancestor.
    rows, columns = np.nonzero(inside & (words.sentence[word] == words.sentence[cues][:, None]))
    ancestor = cues.copy()
    for level in range(LEVELS):
        above = ancestor[rows]
        current = word[rows, columns]
        below = (current >= words.first[above]) & (current <= words.last[above])
        r, c, target, branch = rows[below], columns[below], above[below], current[below]
        for _ in range(_LONGEST_CLIMB):
            climbing = (branch != target) & (head[branch] != target) & (head[branch] != branch)
            if not climbing.any():
                break
            branch = np.where(climbing, head[branch], branch)
        itself = branch == target
        # In a tree with crossing branches a word between the edges need not hang below.
        right = itself | (head[branch] == target)
        r, c, branch, itself = r[right], c[right], branch[right], itself[right]
        relation[r, c] = level * (labels + 1) + np.where(itself, 0, dep[branch] + 1)
        w = word[r, c]
        edges = (w == words.first[branch]) + 2 * (w == words.last[branch]) + 4 * (w == branch)
        edge[r, c] = np.where(itself, 0, edges)
        left = relation[rows, columns] == none
        rows, columns = rows[left], columns[left]
        if not len(rows):
            break
        ancestor = head[ancestor]
    return relation, edge


def _quotations(words: Words, cues: Ints, word: Ints) -> Ints:
    quotation = words.quotation
    opens = np.diff(quotation, prepend=-1) != 0
    opened = np.concatenate([[0], np.cumsum(opens & (quotation >= 0))])
    cue = cues[:, None]
    low, high = np.minimum(word, cue), np.maximum(word, cue)
    between = np.clip(opened[high + 1] - opened[low + 1], 0, 2)
    same = (quotation[word] == quotation[cue]) & (quotation[word] >= 0)
    kind = 4 * between + 2 * (quotation[word] >= 0) + (quotation[cue] >= 0)
    return np.where(same, QUOTATIONS - 1, kind).astype(np.int32)
