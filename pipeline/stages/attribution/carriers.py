"""News media that carry a quote: in "“We won,” Ruiz said, the Marn Herald reported" Ruiz speaks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from spacy.tokens import Doc

from ...lexicons import load_terms
from ...spans import Offsets, covers
from ..annotations import Attribution, text_of

_LONGEST_START: Final = 4
"""In words, of what may stand before the named source: "In response, "."""


def without_carriers(doc: Doc, found: Sequence[Attribution]) -> list[Attribution]:
    """``found`` without reports by media whose content is itself a report."""
    found = _once(doc, found)
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


def _once(doc: Doc, found: Sequence[Attribution]) -> list[Attribution]:
    """``found`` without reports of a pronoun that another one names.

    "Ruiz said it rained and that it would go on, she added" is one report: hers, to its end.
    """
    again = {id(one): other for one in found if (other := _named_in(doc, one, found))}
    ends = {id(other): one["content"][-1][1] for one in found if (other := again.get(id(one)))}
    result: list[Attribution] = []
    for one in found:
        if id(one) in again:
            continue
        *spans, (start, end) = one["content"]
        content = [*spans, (start, max(end, ends.get(id(one), end)))]
        result.append(Attribution(**{**one, "content": content}))
    return result


def _named_in(doc: Doc, one: Attribution, found: Sequence[Attribution]) -> Attribution | None:
    """The report that all of another one's content is, where a pronoun says it behind it."""
    if one["source"] is None or one["cue"] is None or one["type"] == "direct":
        return None
    source = doc.char_span(*one["source"], alignment_mode="expand")
    start, end = one["content"][0][0], one["content"][-1][1]
    if source is None or len(source) != 1 or source[0].tag_ != "PRP" or one["cue"][0] < end:
        return None
    for other in found:
        if other is one or other["cue"] is None or other["source"] is None or other["addressee"]:
            continue
        if not start <= other["source"][0] < other["cue"][0] < other["content"][0][0] < end:
            continue
        opening = text_of(doc)[start : other["source"][0]].split()
        if len(opening) <= _LONGEST_START and _is_somebody(doc, other["source"]):
            return other
    return None


def _is_somebody(doc: Doc, source: Offsets) -> bool:
    """Whether a source is a person by name or office, not "her mother", who is somebody else."""
    words = doc.char_span(*source, alignment_mode="expand") or ()
    if any(word.tag_ == "PRP$" for word in words):
        return False
    return any(word.ent_type_ == "PERSON" or word.lower_ in load_terms("roles") for word in words)


def _is_medium(doc: Doc, source: Offsets) -> bool:
    span = doc.char_span(*source, alignment_mode="expand")
    if span is None:
        return False
    nouns = load_terms("publication_nouns") | load_terms("organization_words")
    return any(token.lower_ in nouns or token.ent_type_ == "ORG" for token in span)
