"""The speaker of a report without a source is that of an earlier one in its sentence."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc

from ..annotations import AttributedQuote, Attribution
from ..grammar import ANY_SUBJECT

_ACTIVE = frozenset({"VBG", "VBD", "VBZ", "VBP"})
_HAS_SUBJECT = ANY_SUBJECT | {"agent", "auxpass"}
_MOST = 6


def said_before(
    doc: Doc, attribution: Attribution, quotes: Sequence[AttributedQuote]
) -> AttributedQuote | None:
    """The report of the same sentence whose subject a cue without a source shares.

    Args:
        doc: the Doc.
        attribution: a report without a source.
        quotes: the reports before it.
    """
    if attribution["cue"] is None:
        return None
    cue = doc.char_span(*attribution["cue"], alignment_mode="expand")
    if cue is None or cue.root.tag_ not in _ACTIVE:
        return None
    if cue[0].tag_ == "TO" or any(child.dep_ in _HAS_SUBJECT for child in cue.root.children):
        return None
    sentence = cue.root.sent.start_char
    for quote in reversed(quotes[-_MOST:]):
        source, said = quote["source"], quote["cue"]
        if source is None or said is None:
            continue
        if sentence <= source[0] < cue.start_char and sentence <= said[0] < cue.start_char:
            return quote
    return None
