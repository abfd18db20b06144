"""Quotations in paragraphs of their own whose speaker is named in a paragraph next to them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from ...lexicons import load_terms
from ...spans import Offsets, merge, overlap, touches
from ..annotations import Attribution, Paragraph, Quotation
from ..grammar import FINITE, SUBJECTS
from .certain import has_letter, paragraph_at
from .conversion import Introduction
from .cues import cue_lemma, noun_phrase
from .floating import is_short

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

_POINTS_BACK: Final = frozenset({"that", "those", "these", "this"})
_LONGEST_POINTER: Final = 4
"""Words of a content that only refers back: "That is what", "So"."""


class _Told(NamedTuple):
    source: Offsets
    cue: Token
    sentence: Offsets
    points: bool


def add_beside(
    doc: Doc, text: str, marks: Sequence[Quotation], found: Sequence[Attribution]
) -> list[Attribution]:
    """``found`` with unattributed quotations that fill their paragraphs.

    The next paragraph may begin by naming the speaker: "Those were the words of Ruiz", "That
    is what Ruiz told reporters", "So said Ruiz", "Ruiz was speaking after the vote". Or the
    paragraph before ends with somebody who speaks, without what is said: "Ruiz disagreed."
    """
    taken = merge(span for one in found for span in one["content"])
    result = list(found)
    for at, spans in _alone(text, doc._.paragraphs, marks, taken):
        told = _told_below(doc, at) or _told_above(doc, text, at, spans, found)
        if told is None:
            continue
        if told.points:
            result = [one for one in result if not _only_points(text, one, told.sentence)]
        cue = (told.cue.idx, told.cue.idx + len(told.cue))
        by = Introduction(told.source, cue, cue_lemma(told.cue))
        result.append(by.attribution(spans, "direct"))
    return result


def _alone(
    text: str,
    paragraphs: Sequence[Paragraph],
    marks: Sequence[Quotation],
    taken: Sequence[Offsets],
) -> list[tuple[range, list[Offsets]]]:
    """Unattributed quotations that fill their paragraphs, and the indices of the paragraphs."""
    found: list[tuple[range, list[Offsets]]] = []
    for mark in marks:
        span = (mark["start"], mark["end"])
        at = paragraph_at(paragraphs, span[0])
        if at is None or paragraphs[at]["kind"] == "title" or touches(taken, span):
            continue
        start, end = paragraphs[at]["start"], paragraphs[at]["end"]
        if has_letter(text, start, span[0]) or has_letter(text, span[1], end):
            continue
        if mark["continues"] and found and found[-1][0].stop == at:
            found[-1] = (range(found[-1][0].start, at + 1), [*found[-1][1], span])
        elif not is_short(text, span):
            found.append((range(at, at + 1), [span]))
    return found


def _told_below(doc: Doc, at: range) -> _Told | None:
    sentence = _sentence(doc, at.stop, 0)
    if sentence is None:
        return None
    root, first = sentence.root, sentence[0]
    extent = (sentence.start_char, sentence.end_char)
    if first.lower_ in {"so", "thus"} and cue_lemma(root) in {"say", "speak", "go", "run"}:
        return _of(doc, _subject(root), root, extent, points=True)
    if root.lower_ == "speaking" and any(child.dep_ == "aux" for child in root.lefts):
        return _of(doc, _subject(root), root, extent, points=False)
    if first.lower_ not in _POINTS_BACK or root.lower_ not in {"is", "are", "was", "were"}:
        return None
    said = next((word for word in root.rights if word.dep_ in {"ccomp", "attr"}), None)
    if said is None:
        return None
    if said.tag_.startswith("VB"):
        known = load_terms("cues_speech") | {"put", "see"}
        source = _subject(said) if cue_lemma(said) in known else None
        return _of(doc, source, said, extent, points=True)
    if said.lower_.removesuffix("s") in load_terms("cues_nouns") or said.lower_ == "words":
        behind = (word for word in said.rights if word.lower_ in {"of", "from", "by"})
        of = next((noun for by in behind for noun in by.rights if noun.dep_ == "pobj"), None)
        owner = next((word for word in said.lefts if word.dep_ == "poss"), None)
        return _of(doc, of or owner, said, extent, points=True)
    return None


def _told_above(
    doc: Doc, text: str, at: range, spans: Sequence[Offsets], found: Sequence[Attribution]
) -> _Told | None:
    sentence = _sentence(doc, at.start - 1, -1) if at.start else None
    if sentence is None or cue_lemma(sentence.root) not in load_terms("cues_speech"):
        return None
    extent = (sentence.start_char, sentence.end_char)
    if any(overlap(extent, span) for one in found for span in one["content"]):
        return None
    told = _of(doc, _subject(sentence.root), sentence.root, extent, points=False)
    return told if told and told.cue.tag_ in FINITE else None


def _sentence(doc: Doc, paragraph: int, which: int) -> Span | None:
    """The first or last sentence of a body paragraph."""
    paragraphs: list[Paragraph] = doc._.paragraphs
    if not paragraph < len(paragraphs) or paragraphs[paragraph]["kind"] == "title":
        return None
    start, end = paragraphs[paragraph]["start"], paragraphs[paragraph]["end"]
    span = doc.char_span(start, end, alignment_mode="expand")
    return span[which].sent if span else None


def _subject(verb: Token) -> Token | None:
    return next((word for word in verb.children if word.dep_ in SUBJECTS), None)


def _of(
    doc: Doc, source: Token | None, cue: Token, sentence: Offsets, *, points: bool
) -> _Told | None:
    if source is None or source.tag_ in {"EX", "WDT", "WP", "DT"}:
        return None
    return _Told(noun_phrase(doc, source), cue, sentence, points)


def _only_points(text: str, one: Attribution, sentence: Offsets) -> bool:
    """Whether an attribution has no content but words that refer back."""
    words = " ".join(text[slice(*span)] for span in one["content"]).split()
    return len(words) <= _LONGEST_POINTER and overlap(one["content"][0], sentence) > 0
