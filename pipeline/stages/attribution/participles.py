"""Sources that a report shares with the clause it hangs from: "Ruiz left, saying that …"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from ...lexicons import load_terms
from .candidates import Candidate
from .cues import cue_lemma
from .word_features import Words, token_of

if TYPE_CHECKING:
    from spacy.tokens import Doc

_LOOSE: Final = frozenset({"advcl", "conj", "dep", "acl", "ccomp", "xcomp"})
_STEPS_UP: Final = 3


def share_sources(doc: Doc, words: Words, candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates, participles of saying behind a comma with the source of what is before them.

    Of "Ruiz said it rained, adding that it would stop" and "Ruiz left, saying it rained", "adding"
    and "saying" are hers. The clause may be another report, whose source is known, or tell a deed,
    whose subject it is.
    """
    by_head = {one.head: one for one in candidates}
    for one in sorted(by_head.values(), key=lambda one: one.head):
        by_head[one.head] = _with_source(doc, words, one, by_head)
    return list(by_head.values())


def _with_source(
    doc: Doc, words: Words, one: Candidate, others: Mapping[int, Candidate]
) -> Candidate:
    cue = token_of(doc, words, one.head)
    first = min([one.head, *one.cue])
    if one.source or cue.tag_ != "VBG" or not first or one.content[0] < one.head:
        return one
    if token_of(doc, words, first - 1).text != "," or words.quotation[one.head] >= 0:
        return one
    if cue_lemma(cue) not in load_terms("cues_speech"):
        return one
    above = _above(words, one, others)
    own = {*one.content, *one.cue, one.head}
    source = [word for word in others[above].source if word not in own] if above else []
    if not source:
        source = _subject(doc, words, one, own)
    return replace(one, source=source) if source else one


def _above(words: Words, one: Candidate, others: Mapping[int, Candidate]) -> int:
    """The nearest cue before it in its sentence that has a source outside of quotations."""
    for head in sorted(others, reverse=True):
        if head >= one.head or words.sentence[head] != words.sentence[one.head]:
            continue
        if others[head].source:
            return head
    return 0


def _subject(doc: Doc, words: Words, one: Candidate, own: set[int]) -> list[int]:
    verb = one.head
    for _ in range(_STEPS_UP):
        if token_of(doc, words, verb).dep_ not in _LOOSE:
            return []
        verb = int(words.head[verb])
        subject = int(words.subject[verb])
        if subject != verb and subject < one.head and subject not in own:
            span = range(int(words.first[subject]), int(words.last[subject]) + 1)
            return [word for word in span if word not in own and word < one.head]
    return []
