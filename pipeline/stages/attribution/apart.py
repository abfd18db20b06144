"""Candidates that reach into each other, told apart before their clauses are read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from ...lexicons import load_terms
from ..grammar import FINITE
from .candidates import Candidate
from .cues import cue_lemma
from .word_features import Words, token_of

if TYPE_CHECKING:
    from spacy.tokens import Doc

_JOINS: Final = frozenset({"CC", ","})
_ADVERBS: Final = frozenset({"RB", "IN", "RBR"})
_TIMES: Final = frozenset({"DATE", "TIME"})
_SAYING: Final = ("cues_speech", "cues_writing")
_SHORTEST: Final = 3
"""Words of a quotation of one word, its full stop and its closing mark."""
_LONGEST_JOIN: Final = 4
"""In words, of what may stand between two coordinated reports: ", but at once"."""


def take_apart(doc: Doc, words: Words, candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates, none with what another one of them reports.

    A cue that the network gives the source of an earlier one is coordinated with it: "said it had
    rained and added that …" is two reports. A quotation with a cue right behind it belongs to that
    cue: "“Yes,” said Ruiz. “Why not?” he asked." And what follows the comma of a quotation, up to
    the source, is of the source: "“We ran,” witness Ana Ruiz said".
    """
    candidates = [_parenthetical(doc, words, one) for one in candidates]
    candidates = [_without_closed(doc, words, one) for one in candidates]
    candidates = [_with_quotation_whole(doc, words, one) for one in candidates]
    candidates = [_said_last(doc, words, one) for one in candidates]
    apart = [_until_shared(doc, words, one, candidates) for one in candidates]
    owners = _owners(words, apart)
    return [_with_whole_source(doc, words, _without_owned(words, one, owners)) for one in apart]


def _parenthetical(doc: Doc, words: Words, one: Candidate) -> Candidate:
    """A report with its cue and source between commas, right behind its first words.

    Of "Ruiz, said the statement, was late" the network takes Ruiz for the source.
    """
    first = one.head + 1
    if not one.source or one.source[-1] > one.head or one.content[0] != first:
        return one
    if token_of(doc, words, one.head).tag_ not in FINITE or one.head < 2:
        return one
    if token_of(doc, words, one.head - 1).text != "," or one.head - 2 not in one.source:
        return one
    comma = first
    while comma + 1 in one.content and token_of(doc, words, comma).text != ",":
        if token_of(doc, words, comma).tag_ in FINITE:
            return one
        comma += 1
    if not first < comma < one.content[-1] or token_of(doc, words, comma + 1).tag_ not in FINITE:
        return one
    content = [*one.source, *(word for word in one.content if word > comma)]
    return replace(one, content=content, source=list(range(first, comma)))


def _said_last(doc: Doc, words: Words, one: Candidate) -> Candidate:
    """A report whose cue and source end the sentence: "… workers from Vale, reports the Post".

    The network may take "workers from Vale" for the source.
    """
    cue = one.head
    if not one.source or one.source[-1] not in (cue - 1, cue - 2):
        return one
    if int(words.subject[cue]) in one.source:  # "the mayor, Ana Ruiz, told reporters"
        return one
    if token_of(doc, words, cue - 1).text != "," or words.quotation[one.source[0] - 1] >= 0:
        return one
    lemma = cue_lemma(token_of(doc, words, cue))
    if token_of(doc, words, cue).tag_ not in FINITE or lemma not in load_terms("cues_speech"):
        return one
    last = cue
    while last + 1 < len(words) and words.sentence[last + 1] == words.sentence[cue]:
        last += 1
    source = [w for w in range(cue + 1, last + 1) if not token_of(doc, words, w).is_punct]
    verbs = any(token_of(doc, words, word).tag_ in FINITE for word in source)
    nouns = any(token_of(doc, words, word).tag_.startswith("N") for word in source)
    dated = bool(source) and token_of(doc, words, source[0]).ent_type_ in _TIMES
    if verbs or dated or not nouns:
        return one
    if one.content[0] > cue:
        return one
    before = {*(word for word in one.content if word < cue), *one.source}
    return replace(one, content=sorted(before - {cue - 1}), source=source)


def _without_closed(doc: Doc, words: Words, one: Candidate) -> Candidate:
    """The candidate without a sentence in marks before it, if its verb does not say it.

    Of "“It was mine.” Ruiz laughed. “It was not.”" only the second is his. What he doubts is left
    out with the first: "“I will pay.” Ruiz doubted that. “We know him.”"
    """
    verb = token_of(doc, words, one.head)
    lemma = cue_lemma(verb)
    if verb.tag_ not in FINITE or any(lemma in load_terms(name) for name in _SAYING):
        return one
    first = min([*one.source, *one.cue, one.head])
    before = [word for word in one.content if word < first]
    if not before or before[-1] != first - 1 or first < _SHORTEST:
        return one
    if words.quotation[first - 1] < 0 or token_of(doc, words, first - 2).text != ".":
        return one
    content = [word for word in one.content if word > first]
    quoted = [word for word in content if words.quotation[word] >= 0]
    content = quoted or content
    return replace(one, content=content) if content else one


def _with_quotation_whole(doc: Doc, words: Words, one: Candidate) -> Candidate:
    """The candidate with a quotation that its source runs into given back to the content.

    Of "says the ministry: “Stocks are healthy.”" the network may take "Stocks are" for the source.
    """
    if not one.source or words.quotation[one.source[0]] >= 0:
        return one
    quoted = [word for word in one.source if words.quotation[word] >= 0]
    if not quoted or quoted[-1] != one.source[-1]:
        return one
    number = words.quotation[quoted[0]]
    whole = np.flatnonzero(words.quotation == number).tolist()
    source = [word for word in one.source if word < quoted[0]]
    while source and token_of(doc, words, source[-1]).is_punct:
        source.pop()
    content = one.content
    if not set(whole).isdisjoint(content):
        content = sorted({*content, *whole} - {*source, *one.cue, one.head})
    return replace(one, source=source, content=content) if source else one


def _until_shared(
    doc: Doc, words: Words, one: Candidate, candidates: Sequence[Candidate]
) -> Candidate:
    """The candidate up to the first cue in its content that shares its source."""
    inside, source = set(one.content), set(one.source)
    for other in candidates:
        if not one.head < other.head or other.head not in inside or not source:
            continue
        if source.isdisjoint(other.source) or not inside.isdisjoint(other.source):
            continue
        end = _joined_at(doc, words, one, min([other.head, *other.cue]))
        content = [word for word in one.content if word < end]
        if content and content[-1] > one.head:
            return replace(one, content=content)
    return one


def _joined_at(doc: Doc, words: Words, one: Candidate, cue: int) -> int:
    """Where the "and" or comma begins that joins a cue to the one before, or past all words."""
    verb = token_of(doc, words, cue)
    first = token_of(doc, words, one.head)
    alike = verb.tag_ == first.tag_ or {verb.tag_, first.tag_} <= FINITE or verb.tag_ == "VBG"
    if not alike or words.quotation[cue] >= 0:
        return len(words)
    start = cue
    while start > cue - _LONGEST_JOIN and token_of(doc, words, start - 1).tag_ in _ADVERBS:
        start -= 1
    joins = start
    while joins > start - _LONGEST_JOIN and token_of(doc, words, joins - 1).tag_ in _JOINS:
        joins -= 1
    return joins if joins < start else len(words)


def _owners(words: Words, candidates: Sequence[Candidate]) -> dict[int, int]:
    """Quotations, by number, with the head of the cue that stands right behind them."""
    owners: dict[int, int] = {}
    for one in candidates:
        last = min([*one.source, *one.cue, one.head]) - 1
        number = int(words.quotation[last]) if last >= 0 else -1
        ends = last + 1 < len(words) and words.quotation[last + 1] != number
        if number >= 0 and ends and last in one.content:
            owners[number] = one.head
    return owners


def _without_owned(words: Words, one: Candidate, owners: dict[int, int]) -> Candidate:
    """The candidate without quotations behind its cue that another cue owns, and all of its own."""
    frame = {*one.source, *one.cue, one.head}
    if not owners and frame.isdisjoint(one.content):
        return one
    numbers = words.quotation[one.content].tolist()
    lost = {number for number in set(numbers) if owners.get(number, one.head) > one.head}
    if not lost and one.head not in owners.values() and frame.isdisjoint(one.content):
        return one
    content = {word for word, at in zip(one.content, numbers, strict=True) if at not in lost}
    for number, head in owners.items():
        if head == one.head:
            content.update(np.flatnonzero(words.quotation == number).tolist())
    content -= frame
    behind = all(word > one.head for word in set(one.content) - content)
    return replace(one, content=sorted(content)) if content and behind else one


def _with_whole_source(doc: Doc, words: Words, one: Candidate) -> Candidate:
    first = min([*one.source, *one.cue, one.head])
    last = first - 1
    while last in one.content and words.quotation[last] < 0:
        last -= 1
    if last in (first - 1, 0) or last not in one.content or first not in one.source:
        return one
    if token_of(doc, words, last - 1).text != ",":
        return one
    content = [word for word in one.content if not last < word < first]
    return replace(one, content=content, source=[*range(last + 1, first), *one.source])
