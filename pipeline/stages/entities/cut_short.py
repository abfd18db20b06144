"""Names of which the tagger has only the first part or the last."""

from __future__ import annotations

from collections.abc import Sequence

from ...lexicons import load_terms
from ..token_columns import Words
from .boundaries import PLACE_LABELS, Candidate


def made_whole(words: Words, found: Sequence[Candidate]) -> list[Candidate]:
    """``found``, in order, with "Dhaka airport" for Dhaka and "Avon and Somerset Police"."""
    result: list[Candidate] = []
    for c in found:
        if c.label in PLACE_LABELS and words.text[c.end : c.end + 1] == ["airport"]:
            c = Candidate(c.start, c.end + 1, "FAC")
        elif result and _is_shared(words, result[-1], c):
            c = Candidate(result.pop().start, c.end, "ORG")
        result.append(c)
    return result


def _is_shared(words: Words, before: Candidate, c: Candidate) -> bool:
    """Whether a body of two counties is named: "Avon" and "Somerset Police"."""
    return (
        c.label == "ORG"
        and c.end - c.start == 2
        and words.lower[c.end - 1] in load_terms("bodies_of_counties")
        and before.end - before.start == 1
        and words.lower[before.end : c.start] == ["and"]
    )
