"""Possible attributions, as indices of words."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

import numpy as np

from .word_features import DEP_ROW, FLAGS, LOWER_ROW, TAG_ROW, Words

WHOLE_FROM: Final = 0.5
LONG_QUOTATION: Final = 12
"""A quotation is the candidate's if half its words are, or so many."""
CLAUSES_UP: Final = 2
"""How far above the cue its subject may be."""
FEWEST_WORDS: Final = 3
"""Of a clause that is supplied as content."""
SURE_CUE: Final = 1.0
"""The least ``cue_logit`` with which a content is supplied."""
SUPPLIED: Final = -1.5
"""The least ``log_probability`` then, as the network's is that of no content."""
_CONTINUES: Final = FLAGS.index("continues_quotation")
_SPEECH: Final = FLAGS.index("speech_cue")


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


class ClauseKinds(NamedTuple):
    """What clauses are told by: the numbers of "that", of two tags of marks, and of ``ccomp``."""

    that: int
    comma: int
    stop: int
    complement: int


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


def supply_content(words: Words, candidate: Candidate, kinds: ClauseKinds) -> Candidate:
    """The candidate with the clause that its cue has by the parse, where the network saw none.

    Only where it saw a verb of speech and its source: in long sentences, and beside words that it
    does not know. The clause is what "that" opens, the complement of the cue, or else all of the
    sentence before "…, she said".
    """
    cue = candidate.head
    known = words.flags[cue, _SPEECH] and candidate.cue_logit >= SURE_CUE
    if candidate.content or not candidate.source or not known:
        return candidate
    frame = {*candidate.source, *candidate.cue, cue}
    first, last = min(frame), max(frame)
    start, end = np.searchsorted(words.sentence, words.sentence[cue] + np.arange(2)).tolist()
    end -= int(words.symbols[TAG_ROW, end - 1] == kinds.stop)
    commas = np.flatnonzero(words.symbols[TAG_ROW, last + 1 : end] == kinds.comma)
    near = last + 1 + int(commas[0]) if len(commas) else end
    opens = np.flatnonzero(words.symbols[LOWER_ROW, last + 1 : near] == kinds.that)
    below = np.flatnonzero((words.head == cue) & (words.symbols[DEP_ROW] == kinds.complement))
    clauses = [clause for clause in below.tolist() if clause not in frame]
    if len(opens):
        span = range(last + 1 + int(opens[0]), end)
    elif clauses:
        low, high = int(words.first[clauses[-1]]), int(words.last[clauses[-1]])
        before = clauses[-1] < cue
        span = range(low, first) if before else range(max(low, last + 1), high + 1)
    else:
        comma = first > start and words.symbols[TAG_ROW, first - 1] == kinds.comma
        span = range(start, first - 1) if comma else range(0)
    if len(span) < FEWEST_WORDS:
        return candidate
    likely = max(candidate.log_probability, SUPPLIED)
    return replace(candidate, content=list(span), log_probability=likely)


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
