"""Reports inside a report: "Lind told the court that Okoro had told him that …" is two."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from ...lexicons import load_terms
from ...spans import Offsets, covers, merge, touches, trim
from ..annotations import Attribution, Quotation
from ..grammar import ANY_SUBJECT, FINITE_OR_PARTICIPLE
from .content_spans import content_type
from .cues import cue_lemma, find_addressee, find_mode, noun_phrase

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

NESTED_CERTAINTY: Final = 0.8
"""Factor on the confidence of the enclosing report."""


def find_nested(
    doc: Doc, text: str, marks: Sequence[Quotation], found: Sequence[Attribution]
) -> list[Attribution]:
    """Reports that are completely within the indirect content of another report.

    Their verb must be a verb of speech with its own subject and a clause after it, and nothing else
    may have found them.
    """
    cues = merge(one["cue"] for one in found if one["cue"])
    result: list[Attribution] = []
    for outer in found:
        if outer["type"] != "indirect" or outer["cue"] is None or outer["rule"] == "transcript":
            continue
        for span in outer["content"]:
            for verb, clause, source in _reports(doc, span):
                cue = (verb.idx, verb.idx + len(verb))
                content = trim(text, _extent(verb, clause), ",;:.")
                if touches(cues, cue) or not covers(span, content):
                    continue
                lemma = cue_lemma(verb)
                result.append(
                    Attribution(
                        content=[content],
                        cue=cue,
                        cue_lemma=lemma,
                        source=noun_phrase(doc, source),
                        addressee=find_addressee(doc, verb, lemma),
                        type=content_type(text, [content], marks),
                        mode=find_mode(lemma, source),
                        confidence=outer["confidence"] * NESTED_CERTAINTY,
                        rule="cue-before",
                    )
                )
    return result


def _reports(doc: Doc, content: Offsets) -> Iterator[tuple[Token, Token, Token]]:
    """Verbs of speech within a content, each with the verb of its clause and who says it."""
    for word in doc.char_span(*content, alignment_mode="contract") or ():
        if word.tag_ not in FINITE_OR_PARTICIPLE:
            continue
        if cue_lemma(word) not in load_terms("cues_speech"):
            continue
        clause = next((child for child in word.rights if child.dep_ == "ccomp"), None)
        speaker = _speaker(word)
        if clause is None or speaker is None or speaker.idx < content[0]:
            continue
        if speaker.tag_ in {"WP", "WDT"} or not any(c.dep_ in ANY_SUBJECT for c in clause.lefts):
            continue
        yield word, clause, speaker


def _speaker(verb: Token) -> Token | None:
    """The subject of a verb, or of "she was told by engineers" the engineers."""
    if any(child.dep_ == "auxpass" for child in verb.lefts):
        by = next((child for child in verb.rights if child.dep_ == "agent"), None)
        return next((child for child in by.rights if child.dep_ == "pobj"), None) if by else None
    return next((child for child in verb.lefts if child.dep_ == "nsubj"), None)


def _extent(verb: Token, clause: Token) -> Offsets:
    """The clause after its verb: of "which he said was lawful" only "was lawful"."""
    first, last = clause.doc[max(clause.left_edge.i, verb.i + 1)], clause.right_edge
    return first.idx, last.idx + len(last)
