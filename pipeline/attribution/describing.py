"""From candidates and certain finds to attributions in characters of the article."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from pipeline.attribution.candidates import Candidate, runs
from pipeline.attribution.certain import Certain, Voiced, find_floating, is_short
from pipeline.attribution.contents import content_spans, content_type
from pipeline.attribution.features import Words
from pipeline.attribution.wording import cue_lemma, find_addressee, find_mode
from pipeline.lexicons import load_terms
from pipeline.spans import Offsets, merge, overlap, touches, trim
from pipeline.stages.annotations import Attribution, Paragraph, Quotation

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

CERTAINTY: Final = 0.95
"""The confidence of what a rule is certain of."""
FLOATING_CERTAINTY: Final = 0.9
"""By which the confidence of a voice is multiplied where it goes on without a cue."""
INTRODUCED_CERTAINTY: Final = 0.7
"""The confidence of a quotation that only a colon introduces."""
LONGEST_NAME: Final = 8
"""In words, articles and the like included."""
_SOURCE_EDGES: Final = ',;:"“”'


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
        text: its text, which a Doc makes anew at each call.
        words: its words, which the candidate's indices are of.
        candidate: what was found.
        confidence: how likely it is right.
        marks: the outermost quotations.
    """
    cue = doc[int(words.token[candidate.head])]
    lemma = cue_lemma(cue)
    content = content_spans(text, words, candidate.content, marks)
    source = _trimmed(text, around(words, candidate.source, None))
    cue_span = around(words, candidate.cue, candidate.head)
    addressee = find_addressee(doc, cue, lemma)
    if addressee and source and overlap(addressee, source):
        addressee = None  # "according to Ana"
    return Attribution(
        content=content,
        cue=_trimmed(text, cue_span) or cue_span,
        cue_lemma=lemma,
        source=source,
        addressee=addressee,
        type=content_type(text, content, marks),
        mode=find_mode(lemma, source_head(doc, words, candidate.source), cue),
        confidence=confidence,
        rule=rule_name(candidate),
    )


def is_name(text: str, one: Attribution) -> bool:
    """Whether an attribution only gives a name: "known as “Shorty”", "a film titled “Home”"."""
    return (
        one["cue_lemma"] in load_terms("cues_naming")
        and one["source"] is None
        and one["type"] != "indirect"
        and sum(len(text[slice(*span)].split()) for span in one["content"]) <= LONGEST_NAME
    )


def describe_certain(text: str, one: Certain, marks: Sequence[Quotation]) -> Attribution:
    """What a rule is certain of, as an attribution."""
    return Attribution(
        content=[one.content],
        cue=one.cue,
        cue_lemma=text[slice(*one.cue)],
        source=one.source,
        addressee=None,
        type=content_type(text, [one.content], marks),
        mode="speech",
        confidence=CERTAINTY,
        rule=one.rule,
    )


def add_floating(
    text: str,
    paragraphs: Sequence[Paragraph],
    marks: Sequence[Quotation],
    found: Sequence[Attribution],
) -> list[Attribution]:
    """The attributions with those quotations that go on in the voice of one of them."""
    voiced = [Voiced(one["content"], _extent(one), one["type"] != "indirect") for one in found]
    result = list(found)
    for span, voice, joined in find_floating(text, paragraphs, marks, voiced):
        first = result[voice]
        if joined:
            content = merge([*first["content"], span])
            result[voice] = Attribution(
                **{**first, "content": content, "type": content_type(text, content, marks)}
            )
            continue
        if first["source"] is None:
            continue
        result.append(
            Attribution(
                content=[span],
                cue=None,
                cue_lemma=None,
                source=first["source"],
                addressee=None,
                type="direct",
                mode=first["mode"],
                confidence=first["confidence"] * FLOATING_CERTAINTY,
                rule="floating",
            )
        )
    return sorted(result, key=lambda one: one["content"][0])


def find_introduced(
    doc: Doc,
    text: str,
    words: Words,
    marks: Sequence[Quotation],
    found: Sequence[Attribution],
) -> list[Attribution]:
    """Quotations that a colon introduces: "Ruiz made one remark: “…”".

    Only those that nothing else attributes. The source is the subject of the sentence before the
    colon, in the same paragraph or at the end of the one above.
    """
    taken = merge(span for one in found for span in one["content"])
    result: list[Attribution] = []
    for mark in marks:
        span = (mark["start"], mark["end"])
        before = text[: mark["start"]].rstrip()
        if not before.endswith(":") or touches(taken, span) or is_short(text, span):
            continue
        colon = int(np.searchsorted(words.start, len(before) - 1, side="right")) - 1
        root = colon
        while int(words.head[root]) != root:
            root = int(words.head[root])
        subject = int(words.subject[root])
        first, last = int(words.first[subject]), int(words.last[subject])
        source = _trimmed(text, (int(words.start[first]), int(words.end[last])))
        if subject == root or source is None or overlap(source, span):
            continue
        verb = doc[int(words.token[root])]
        lemma = cue_lemma(verb)
        result.append(
            Attribution(
                content=[span],
                cue=(verb.idx, verb.idx + len(verb)),
                cue_lemma=lemma,
                source=source,
                addressee=find_addressee(doc, verb, lemma),
                type=content_type(text, [span], marks),
                mode=find_mode(lemma, doc[int(words.token[subject])]),
                confidence=INTRODUCED_CERTAINTY,
                rule="introduced",
            )
        )
    return result


def _extent(one: Attribution) -> Offsets:
    spans = [*one["content"], *(span for span in (one["cue"], one["source"]) if span)]
    return min(start for start, _ in spans), max(end for _, end in spans)


def outside(
    words: Words, candidates: Sequence[Candidate], taken: Sequence[Offsets]
) -> list[Candidate]:
    """The candidates of whose cue and content nothing stands in one of the spans ``taken``."""
    if not taken:
        return list(candidates)
    claimed = np.zeros(len(words), bool)
    for start, end in taken:
        low = np.searchsorted(words.end, start, side="right")
        claimed[low : np.searchsorted(words.start, end, side="left")] = True
    return [one for one in candidates if not claimed[[one.head, *one.content]].any()]


def around(words: Words, indices: Sequence[int], head: int | None) -> Offsets | None:
    """The run of words that holds ``head``, or the longest one, as characters."""
    if not indices:
        return None
    first, last = max(
        runs(indices),
        key=lambda run: (head is not None and run[0] <= head <= run[1], run[1] - run[0]),
    )
    return int(words.start[first]), int(words.end[last])


def _trimmed(text: str, span: Offsets | None) -> Offsets | None:
    if span is None:
        return None
    start, end = trim(text, span, _SOURCE_EDGES)
    return (start, end) if start < end else None


def source_head(doc: Doc, words: Words, source: Sequence[int]) -> Token | None:
    """The word that the rest of a source hangs from."""
    inside = set(source)
    for index in source:
        if int(words.head[index]) not in inside or int(words.head[index]) == index:
            return doc[int(words.token[index])]
    return None


def rule_name(candidate: Candidate) -> str:
    """Where the cue stands to the content; see the list of rules in the README."""
    if candidate.head < candidate.content[0]:
        return "cue-before"
    return "cue-after" if candidate.head > candidate.content[-1] else "cue-between"
