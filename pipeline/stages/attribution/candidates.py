"""Possible attributions, as indices of words."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from .word_features import FLAGS, Words

WHOLE_FROM: Final = 0.5
LONG_QUOTATION: Final = 12
"""A quotation is the candidate's if half its words are, or so many."""
CLAUSES_UP: Final = 2
"""How far above the cue its subject may be."""
_CONTINUES: Final = FLAGS.index("continues_quotation")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible attribution. All are indices of words in its Doc, ascending.

    ``head`` is the word found to be the head of the cue. ``cue_logit`` rates that, and
    ``log_probability`` the labelling of the words around it.
    """

    head: int
    content: list[int]
    source: list[int]
    cue: list[int]
    cue_logit: float
    log_probability: float


def complete(words: Words, candidate: Candidate) -> Candidate:
    """The candidate with all words of the quotations that its content holds most of, or begins.

    Whoever says a part of a quotation says all of it, and a long one reaches out of the window:
    over the paragraphs that reopen it, and those that it reopens.
    """
    content = np.array(candidate.content)
    numbers = words.quotation[content]
    whole = set(candidate.content)
    others = {*candidate.source, *candidate.cue}
    for number in np.unique(numbers[numbers >= 0]).tolist():
        members = np.flatnonzero(words.quotation == number)
        held = int((numbers == number).sum())
        if held >= WHOLE_FROM * len(members) or (
            held >= LONG_QUOTATION and not others.intersection(members.tolist())
        ):
            whole.update(reopened(words, int(members[0])))
    whole -= others
    return replace(candidate, content=sorted(whole))


def supply_source(words: Words, candidate: Candidate) -> Candidate:
    """The candidate with the subject of the cue's clause, or of the clause above, for its source.

    Only where it has none and quotes: "…, she wrote, adding: “…”". Reported without quotation
    marks, a source can well be left unsaid. A source within a quotation that the cue is not in is
    none: it is what another one is quoted to say.
    """
    if candidate.source:
        within = words.quotation[candidate.source]
        if (within < 0).any() or (within == words.quotation[candidate.head]).any():
            return candidate
    if not (words.quotation[candidate.content] >= 0).any():
        return candidate
    other = {*candidate.content, *candidate.cue}
    subject = find_subject(words, candidate.head, other)
    if subject is None:
        return candidate
    span = range(int(words.first[subject]), int(words.last[subject]) + 1)
    return replace(candidate, source=[word for word in span if word not in other])


def find_subject(words: Words, verb: int, other: Set[int] = frozenset()) -> int | None:
    """The subject of a verb's clause, or of the clauses above, that is not among ``other``."""
    for _ in range(CLAUSES_UP + 1):
        subject = int(words.subject[verb])
        if subject != verb and subject not in other:
            return subject
        verb = int(words.head[verb])
    return None


def reopened(words: Words, word: int) -> range:
    """The words of the quotation around a word, and of those that reopen it or that it reopens.

    The paragraphs of one quotation follow each other, so that all its words do.
    """
    first, last = _first_of(words, word), _last_of(words, word)
    while first > 0 and words.flags[first, _CONTINUES] and words.quotation[first - 1] >= 0:
        first = _first_of(words, first - 1)
    while last + 1 < len(words) and words.flags[last + 1, _CONTINUES]:
        last = _last_of(words, last + 1)
    return range(first, last + 1)


def _first_of(words: Words, word: int) -> int:
    number = words.quotation[word]
    while word > 0 and words.quotation[word - 1] == number:
        word -= 1
    return word


def _last_of(words: Words, word: int) -> int:
    number = words.quotation[word]
    while word + 1 < len(words) and words.quotation[word + 1] == number:
        word += 1
    return word


def runs(indices: Sequence[int]) -> list[tuple[int, int]]:
    """Ascending indices as runs, first and last inclusive."""
    found: list[tuple[int, int]] = []
    for index in indices:
        if found and index == found[-1][1] + 1:
            found[-1] = (found[-1][0], index)
        else:
            found.append((index, index))
    return found
