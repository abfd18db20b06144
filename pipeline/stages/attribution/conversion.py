"""Convert candidates, certain finds and introductions to attributions in characters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from ...lexicons import load_terms
from ...spans import Offsets, covers, merge, overlap, trim
from ..annotations import Attribution, Paragraph, Quotation
from .candidates import Candidate, runs
from .certain import Certain
from .content_spans import Type, content_spans, content_type, with_marks
from .cues import Mode, cue_lemma, find_addressee, find_charge, find_mode
from .floating import Voiced, find_floating
from .line_starts import without_dateline
from .word_features import Words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

CERTAINTY: Final = 0.95
"""The confidence of an attribution by a rule that is certain."""
FLOATING_CERTAINTY: Final = 0.9
"""Factor on the confidence of an attribution for a quotation that continues it without a cue."""
INTRODUCED_CERTAINTY: Final = 0.7
"""The confidence of an attribution to whoever the words around a quotation introduce."""
_LIGHT: Final = frozenset({"be", "have", "make"})
"""Lemmas of verbs that mean little by themselves."""
_TELLS: Final = load_terms("cues_telling")
_SOURCE_EDGES: Final = ',;:"“”«»「」『』'


class Introduction(NamedTuple):
    """Who speaks in a quotation, from the words around it, and the words that report it."""

    source: Offsets
    cue: Offsets | None = None
    lemma: str | None = None
    mode: Mode = "speech"
    addressee: Offsets | None = None

    def attribution(self, content: list[Offsets], kind: Type) -> Attribution:
        """The introduced quotation as an attribution."""
        return Attribution(
            content=content,
            cue=self.cue,
            cue_lemma=self.lemma,
            source=self.source,
            addressee=self.addressee,
            type=kind,
            mode=self.mode,
            confidence=INTRODUCED_CERTAINTY,
            rule="introduced",
        )


def describe(
    doc: Doc,
    text: str,
    words: Words,
    candidate: Candidate,
    confidence: float,
    marks: Sequence[Quotation],
) -> Attribution:
    """A candidate as an attribution in characters of the Doc.

    Args:
        doc: the article.
        text: its text, because a Doc builds it at each call.
        words: its words, to which the candidate's indices refer.
        candidate: the candidate.
        confidence: its confidence, 0 to 1.
        marks: the outermost quotations.
    """
    cue = doc[int(words.token[candidate.head])]
    lemma = cue_lemma(cue)
    content = content_spans(text, words, candidate.content, marks)
    source = trimmed(text, around(words, candidate.source, None))
    if source is not None:
        source = without_dateline(text, source)
    kind = content_type(text, content, marks)
    rule = rule_name(candidate)
    if source is None and kind == "direct":
        source = named_beside(doc, cue)
    elif not candidate.source and rule == "cue-after":
        source = named_behind(doc, cue)
    cue_span = around(words, candidate.cue, candidate.head)
    addressee = find_addressee(doc, cue, lemma)
    if addressee and source and overlap(addressee, source):
        addressee = None  # "according to Ana"
    if addressee and content:
        charge = find_charge(cue, lemma)
        content = _without(text, content, addressee, lemma, charge.idx if charge else None)
        content = [with_marks(text, span, marks) for span in content]
        kind = content_type(text, content, marks)
    return Attribution(
        content=content,
        cue=trimmed(text, cue_span) or cue_span,
        cue_lemma=lemma,
        source=source,
        addressee=addressee,
        type=kind,
        mode=find_mode(
            _telling(doc, words, candidate, lemma), source_head(doc, words, candidate.source), cue
        ),
        confidence=confidence,
        rule=rule,
    )


def describe_certain(text: str, one: Certain, marks: Sequence[Quotation]) -> Attribution:
    """A certain find as an attribution."""
    return Attribution(
        content=one.content,
        cue=one.cue,
        cue_lemma=text[slice(*one.cue)] if one.cue else None,
        source=one.source,
        addressee=None,
        type=content_type(text, one.content, marks),
        mode=one.mode,
        confidence=CERTAINTY,
        rule=one.rule,
    )


def add_floating(
    text: str,
    paragraphs: Sequence[Paragraph],
    marks: Sequence[Quotation],
    found: Sequence[Attribution],
) -> list[Attribution]:
    """The attributions, with quotations that continue one of them."""
    voiced = [Voiced(one["content"], _extent(one), one["type"] != "indirect") for one in found]
    result = list(found)
    for spans, voice, joined, after_prose in find_floating(text, paragraphs, marks, voiced):
        first = result[voice]
        if joined:
            content = merge([*first["content"], *spans])
            result[voice] = Attribution(
                **{**first, "content": content, "type": content_type(text, content, marks)}
            )
            continue
        if first["source"] is None and not after_prose:
            continue
        result.append(
            Attribution(
                content=spans,
                cue=None,
                cue_lemma=None,
                source=None if after_prose else first["source"],
                addressee=None,
                type="direct",
                mode=first["mode"],
                confidence=first["confidence"] * FLOATING_CERTAINTY,
                rule="floating",
            )
        )
    return sorted(result, key=lambda one: one["content"][0])


def _extent(one: Attribution) -> Offsets:
    spans = [*one["content"], *(span for span in (one["cue"], one["source"]) if span)]
    return min(start for start, _ in spans), max(end for _, end in spans)


def outside(
    words: Words, candidates: Sequence[Candidate], taken: Sequence[Offsets]
) -> list[Candidate]:
    """The candidates whose cue and content do not overlap the spans ``taken``."""
    if not taken:
        return list(candidates)
    claimed = np.zeros(len(words), bool)
    for start, end in taken:
        low = np.searchsorted(words.end, start, side="right")
        claimed[low : np.searchsorted(words.start, end, side="left")] = True
    return [one for one in candidates if not claimed[[one.head, *one.content]].any()]


def around(words: Words, indices: Sequence[int], head: int | None) -> Offsets | None:
    """The run of words that contains ``head``, or the longest run, as characters."""
    if not indices:
        return None
    first, last = max(
        runs(indices),
        key=lambda run: (head is not None and run[0] <= head <= run[1], run[1] - run[0]),
    )
    return int(words.start[first]), int(words.end[last])


def trimmed(text: str, span: Offsets | None) -> Offsets | None:
    if span is None:
        return None
    start, end = trim(text, span, _SOURCE_EDGES)
    return (start, end) if start < end else None


def source_head(doc: Doc, words: Words, source: Sequence[int]) -> Token | None:
    """The head word of a source."""
    inside = set(source)
    for index in source:
        if int(words.head[index]) not in inside or int(words.head[index]) == index:
            return doc[int(words.token[index])]
    return None


def _without(
    text: str, content: list[Offsets], addressee: Offsets, lemma: str, charge: int | None
) -> list[Offsets]:
    """The content without the addressee: "“…?” he asked her", "urged us to go".

    Args:
        text: of the article.
        content: with the addressee at its start, or as a part of its own.
        addressee: of the cue.
        lemma: of the cue.
        charge: where it begins what the addressee is urged to do, if that is so.
    """
    (start, end), *others = [span for span in content if not covers(addressee, span)] or content
    apart = lemma in _TELLS or text[:start].rstrip().lower().endswith((" to", " with"))
    if charge is not None and start <= addressee[0] < charge < end:
        return [(charge, end), *others]
    if apart and addressee[0] == start and addressee[1] < end:
        start, end = trim(text, (addressee[1], end), ",")
    return [(start, end), *others] if start < end else content


def named_beside(doc: Doc, cue: Token) -> Offsets | None:
    """A name right beside a cue that has no subject in the parse: "Said Ruiz: “…”"."""
    behind = named_behind(doc, cue)
    first = cue.i
    while first > 0 and _is_name(doc[first - 1]):
        first -= 1
    if behind or first == cue.i:
        return behind
    return doc[first].idx, doc[cue.i - 1].idx + len(doc[cue.i - 1])


def named_behind(doc: Doc, cue: Token) -> Offsets | None:
    """A name right after a cue, as in headlines: "Toll to go, says Ruiz"."""
    last = cue.i + 1
    while last < len(doc) and _is_name(doc[last]):
        last += 1
    return (
        (doc[cue.i + 1].idx, doc[last - 1].idx + len(doc[last - 1])) if last > cue.i + 1 else None
    )


def _is_name(token: Token) -> bool:
    return token.tag_.startswith("NN") and token.text[0].isupper()


def _telling(doc: Doc, words: Words, candidate: Candidate, lemma: str) -> str:
    """The word of a cue that determines its mode: in "is hopeful", not "be"."""
    if lemma not in _LIGHT:
        return lemma
    forms = (doc[int(words.token[index])].lower_ for index in candidate.cue)
    thoughts = load_terms("thoughts") | load_terms("cues_thought")
    return next((form for form in forms if form in thoughts), lemma)


def rule_name(candidate: Candidate) -> str:
    """The position of the cue relative to the content, as in the record's field ``rule``."""
    if candidate.head < candidate.content[0]:
        return "cue-before"
    return "cue-after" if candidate.head > candidate.content[-1] else "cue-between"
