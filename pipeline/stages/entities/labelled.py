"""Take the labels of a transcript for the names of the people who speak."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc

from ...lexicons.first_names import is_first_name
from ...lexicons.personal_names import split_titles
from ..token_columns import TokenColumns
from .boundaries import EntityCandidate


def labelled(
    words: TokenColumns, found: Sequence[EntityCandidate], doc: Doc
) -> list[EntityCandidate]:
    """``found``, in order, with the labels of turns as people: "MIRA SOLT:", and "SOLT:" then.

    A label in full begins with a first name; one of a single word is the last name of such a label.
    Without attributions, which another component finds, there are none.
    """
    turns = (one["source"] for one in doc._.attributions if one["rule"] == "transcript")
    spans = (doc.char_span(*turn) for turn in turns if turn is not None)
    known = {(c.start, c.end) for c in found if c.label == "PERSON"}
    labels = {(span.start, span.end) for span in spans if span is not None}
    full = {label for label in labels if label in known or _is_full_name(words, *label)}
    last = {words.lower[end - 1] for _, end in full}
    short = {
        label for label in labels if label[1] - label[0] == 1 and words.lower[label[0]] in last
    }
    people = (full | short) - known
    others = [c for c in found if not any(c.start < end and start < c.end for start, end in people)]
    return sorted([*others, *(EntityCandidate(start, end, "PERSON") for start, end in people)])


def _is_full_name(words: TokenColumns, start: int, end: int) -> bool:
    name = words.lower[start:end]
    _, titles = split_titles(name)
    return len(name) > 1 and not titles and is_first_name(name[0])
