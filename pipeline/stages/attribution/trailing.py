"""Reports whose verb follows a whole sentence: "The road will open in May, assured the mayor."

So do those whose source is an agent: "…, as announced by the mayor".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from ...lexicons import load_terms
from ...spans import Offsets, merge, overlap, touches, trim
from ..annotations import Attribution, Quotation
from ..grammar import ANY_SUBJECT, AUXILIARIES, FINITE, FINITE_OR_PARTICIPLE
from .content_spans import content_type
from .coordinated import can_speak
from .cues import cue_lemma, find_mode, noun_phrase
from .line_starts import without_dateline

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

TRAILING_CERTAINTY: Final = 0.7
"""The confidence (0 to 1) of what is found here."""
_SPEAKER: Final = frozenset({"nsubj", "dobj", "attr", "npadvmod", "oprd", "dep"})
_BEHIND_SPEAKER: Final = frozenset({"prep", "npadvmod", "punct", "advmod", "dobj", "nsubj", "attr"})
_BEFORE_VERB: Final = frozenset({",", "as"})


class _Report(NamedTuple):
    cue: Token
    source: Token
    content: Offsets


def find_trailing(
    doc: Doc, text: str, marks: Sequence[Quotation], found: Sequence[Attribution]
) -> list[Attribution]:
    """``found`` with the reports whose verb stands behind a whole sentence.

    What the network took for the content of such a verb, which is who speaks, is left out. Nothing
    is added that has words of another content.
    """
    result = list(found)
    spans = [(mark["start"], mark["end"]) for mark in marks]
    for report in _reports(doc):
        cue = (report.cue.idx, report.cue.idx + len(report.cue))
        content = trim(text, without_dateline(text, report.content), ",;: ")
        content = next((m for m in spans if m[0] < content[1] <= m[1]), content)
        source = noun_phrase(doc, report.source)
        rest = [one for one in result if not _mistakes(one, cue, source)]
        claimed = merge(span for one in rest for span in one["content"])
        if any(one["cue"] and overlap(one["cue"], cue) for one in rest):
            continue
        if touches(claimed, content) or touches(claimed, cue):
            continue
        lemma = cue_lemma(report.cue)
        result = [
            *rest,
            Attribution(
                content=[content],
                cue=cue,
                cue_lemma=lemma,
                source=source,
                addressee=None,
                type=content_type(text, [content], marks),
                mode=find_mode(lemma, report.source, report.cue),
                confidence=TRAILING_CERTAINTY,
                rule="cue-after",
            ),
        ]
    return result


def _mistakes(one: Attribution, cue: Offsets, source: Offsets) -> bool:
    """Whether an attribution takes who speaks for what is said."""
    has_cue = one["cue"] is not None and overlap(one["cue"], cue) > 0
    return has_cue and all(overlap(span, source) for span in one["content"])


def _reports(doc: Doc) -> Iterator[_Report]:
    known = (load_terms("cues_speech") | load_terms("cues_writing")) - load_terms("cues_naming")
    for before in doc[:-2]:
        if before.lower_ not in _BEFORE_VERB:
            continue
        verb = before.nbor()
        if verb.tag_ not in FINITE_OR_PARTICIPLE or verb.is_title or cue_lemma(verb) not in known:
            continue
        report = _inverted(verb) if before.text == "," else _by_agent(verb)
        if report is not None:
            yield report


def _inverted(verb: Token) -> _Report | None:
    """The clause before "…, assured the mayor.", which ends its sentence."""
    source = next((child for child in verb.rights if child.dep_ in _SPEAKER), None)
    if source is None or source.left_edge.i != verb.i + 1 or not can_speak(source):
        return None
    if any(child.dep_ not in _BEHIND_SPEAKER for child in verb.rights if child.i > source.i):
        return None
    if verb.sent[-1].i > max(verb.right_edge.i, source.right_edge.i) + 1:
        return None
    if verb.dep_ == "conj" and verb.tag_ == verb.head.tag_:
        return None  # "left the hall, praised the crew"
    clause = _clause_before(verb, verb.i - 1)
    return None if clause is None else _Report(verb, source, clause)


def _by_agent(verb: Token) -> _Report | None:
    """The clause before "…, as announced by the mayor"."""
    by = verb.nbor()
    source = next((child for child in by.rights if child.dep_ == "pobj"), None)
    comma = verb.i - 2
    if by.lower_ != "by" or source is None or comma < 1 or verb.doc[comma].text != ",":
        return None
    clause = _clause_before(verb, comma)
    return None if clause is None else _Report(verb, source, clause)


def _clause_before(verb: Token, comma: int) -> Offsets | None:
    """The sentence up to a comma, if it has a finite verb of its own there, with a subject."""
    doc, sentence = verb.doc, verb.sent
    first = sentence.start
    while first < comma and (doc[first].tag_ == "CC" or doc[first].is_space):
        first += 1
    for word in doc[first:comma]:
        if word.tag_ not in FINITE:
            continue
        main = word.head if word.dep_ in AUXILIARIES else word
        apart = main.dep_ == "ROOT" or main.head.i >= comma
        if apart and any(child.dep_ in ANY_SUBJECT for child in main.lefts):
            return doc[first].idx, doc[comma].idx
    return None
