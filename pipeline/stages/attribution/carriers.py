"""News media that carry a quote: in "“We won,” Ruiz said, the Marn Herald reported" Ruiz speaks."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc

from ...lexicons import load_terms
from ...spans import Offsets, covers
from ..annotations import Attribution


def without_carriers(doc: Doc, found: Sequence[Attribution]) -> list[Attribution]:
    """``found`` without reports by media whose content is itself a report."""
    return [one for one in found if not _is_carrier(doc, one, found)]


def _is_carrier(doc: Doc, one: Attribution, found: Sequence[Attribution]) -> bool:
    source, content = one["source"], one["content"]
    if source is None or one["cue"] is None or one["cue"][0] < content[-1][1]:
        return False
    # A paper that reports what somebody else stressed has not said it.
    if one["cue_lemma"] != "report" and not _is_medium(doc, source):
        return False
    return any(
        other is not one
        and other["cue"] is not None
        and other["source"] is not None
        and any(covers(span, other["cue"]) for span in content)
        and any(covers(span, other["source"]) for span in content)
        for other in found
    )


def _is_medium(doc: Doc, source: Offsets) -> bool:
    span = doc.char_span(*source, alignment_mode="expand")
    if span is None:
        return False
    nouns = load_terms("publication_nouns") | load_terms("organization_words")
    return any(token.lower_ in nouns or token.ent_type_ == "ORG" for token in span)
