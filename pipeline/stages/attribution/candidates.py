"""Candidates for attributions, as indices of words, and what completes them.

The network labels a window of words around each cue. The functions here add what it could not see:
the rest of a quotation, a source, or a content that the parse shows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

import numpy as np

from .word_features import DEP_ROW, FLAGS, LOWER_ROW, TAG_ROW, Words

WHOLE_FROM: Final = 0.5
LONG_QUOTATION: Final = 12
"""A quotation belongs to a candidate if this share of its words, or this many of them, does."""
CLAUSES_UP: Final = 2
"""How many clauses above the cue its subject may be."""
FEWEST_WORDS: Final = 3
"""The least number of words in a clause that is supplied as content."""
SURE_CUE: Final = 1.0
"""The least ``cue_logit`` of a candidate to which a content is supplied."""
SUPPLIED: Final = -1.5
"""The least ``log_probability`` of such a candidate; the network's is that of having no content."""
_CONTINUES: Final = FLAGS.index("continues_quotation")
_SPEECH: Final = FLAGS.index("speech_cue")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible attribution. Words are given by their indices in the Doc, in ascending order.

    Attributes:
        head: the head of the cue, a single word.
        content: the words of the content.
        source: the words of the source; empty if there is none.
        cue: the words of the cue.
        cue_logit: the network's logit that ``head`` is a cue.
        log_probability: the log probability of the labels of the words around it.
    """

    head: int
    content: list[int]
    source: list[int]
    cue: list[int]
    cue_logit: float
    log_probability: float


class ClauseKinds(NamedTuple):
    """Numbers in the vocabularies that mark clauses.

    Those of the word "that", of the tags of commas and full stops, and of the dependency ``ccomp``.
    """

    that: int
    comma: int
    stop: int
    complement: int


def complete(words: Words, candidate: Candidate) -> Candidate:
    """The candidate with the whole of each quotation of which its content has a large part.

    Whoever says a large part of a quotation says all of it. A long quotation ends outside the
    network's window, and may go on over several paragraphs that reopen it; these are added too.
    """
    numbers = Counter(words.quotation[candidate.content].tolist())
    del numbers[-1]
    whole = set(candidate.content)
    others = {*candidate.source, *candidate.cue}
    if not numbers and others.isdisjoint(whole):
        return candidate
    for number, held in numbers.items():
        members = np.flatnonzero(words.quotation == number)
        if held >= WHOLE_FROM * len(members) or (
            held >= LONG_QUOTATION and not others.intersection(members.tolist())
        ):
            whole.update(reopened(words, int(members[0])))
    whole -= others
    return replace(candidate, content=sorted(whole))


def supply_source(words: Words, candidate: Candidate) -> Candidate:
    """The candidate with the subject of the cue's clause, or of a clause above it, as its source.

    This is done only if the candidate has no source and its content has quotation marks, as in
    "…, she wrote, adding: “…”". Without quotation marks, an article may well leave the source out.
    A source inside a quotation counts as none if the cue is outside: somebody else says it.
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
    """The candidate with the clause that belongs to its cue by the parse, as its content.

    This is done only if the network found a sure verb of speech and its source, but no content. It
    happens in long sentences and beside unknown words. The clause is what "that" opens, else the
    complement of the cue, else all of the sentence before "…, she said".
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
    """The subject of the verb's clause or of one above it; None if there is none.

    Words in ``other`` are not taken.
    """
    for _ in range(CLAUSES_UP + 1):
        subject = int(words.subject[verb])
        if subject != verb and subject not in other:
            return subject
        verb = int(words.head[verb])
    return None


def reopened(words: Words, word: int) -> range:
    """The words of the quotation around a word, in all paragraphs over which it continues.

    These paragraphs follow one another, so the words are one range.
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
    """Ascending indices as runs of neighbours: pairs of the first and the last, both inclusive."""
    if indices and indices[-1] - indices[0] + 1 == len(indices):
        return [(indices[0], indices[-1])]  # as most are
    found: list[tuple[int, int]] = []
    for index in indices:
        if found and index == found[-1][1] + 1:
            found[-1] = (found[-1][0], index)
        else:
            found.append((index, index))
    return found
