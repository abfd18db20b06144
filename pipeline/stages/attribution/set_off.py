"""Words without quotation marks that the layout sets off: "Ruiz wrote:" above lines with `>`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...lexicons import load_terms
from ...spans import Offsets, covers, merge, overlap
from ..annotations import Attribution, Paragraph, Quotation
from .content_spans import content_type
from .introduced import by_verb
from .word_features import Words

if TYPE_CHECKING:
    from spacy.tokens import Doc


def find_set_off(
    doc: Doc, text: str, words: Words, marks: Sequence[Quotation], found: Sequence[Attribution]
) -> list[Attribution]:
    """Indented paragraphs below one that is not, and that ends in a verb of saying and a colon.

    The marks of a quoted mail are blanks by now, so that its lines are indented, too.
    """
    result: list[Attribution] = []
    paragraphs: list[Paragraph] = doc._.paragraphs
    at = 0
    while at + 1 < len(paragraphs):
        above = paragraphs[at]
        at += 1
        until = at
        while until < len(paragraphs) and _is_indented(text, paragraphs[until]):
            until += 1
        end = above["end"]
        if until == at or text[end - 1] != ":" or _is_indented(text, above):
            continue
        block = [(one["start"], one["end"]) for one in paragraphs[at:until]]
        by = by_verb(doc, words, text, end)
        if by is None or by.lemma not in load_terms("cues_speech") | load_terms("cues_writing"):
            continue
        if any(_claims(one, block) for one in found):
            continue
        result.append(by.attribution(block, content_type(text, block, marks)))
        at = until
    return result


def _is_indented(text: str, paragraph: Paragraph) -> bool:
    start = paragraph["start"]
    return paragraph["kind"] == "body" and text[start - 1 : start] in {" ", "\t"}


def _claims(one: Attribution, block: Sequence[Offsets]) -> bool:
    """Whether an attribution has words of a block, and its cue elsewhere."""
    inside = merge(block)
    cue = one["cue"]
    if cue is not None and any(covers(span, cue) for span in inside):
        return False
    return any(overlap(span, content) for span in inside for content in one["content"])
