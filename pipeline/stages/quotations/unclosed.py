"""Quotation marks that are opened and never closed: whether all that follows is quoted."""

from __future__ import annotations

import re
from functools import cache

from ...lexicons import load_terms
from ...lexicons.inflections import inflect
from .marks import Mark

_FEWEST_WORDS = 3
# How many words behind a comma may hold the verb of a cue: ", the ministry's press office said".
# A sentence of its own begins with it, or with its subject: ". Ana said".
_WORDS_OF_A_CUE = {",": 5, "?": 5, "!": 5, ".": 2}
_REACH = 60
_BREAK = re.compile(r"([,?!.])\s+")


def runs_to_end(text: str, mark: Mark, end: int) -> bool:
    """Whether an opening mark quotes the rest of its paragraph, which ends at ``end``.

    It does not where a cue follows ("“We won, Ana said."): somebody's voice has ended before.
    """
    if not mark.only_opens or not text[mark.end : mark.end + 1].isalnum():
        return False
    if len(text[mark.end : end].split()) < _FEWEST_WORDS:
        return False
    return not any(
        word.strip(",.:;!?") in _reporting_forms()
        for found in _BREAK.finditer(text, mark.end, end)
        for word in text[found.end() : min(end, found.end() + _REACH)].split()[
            : _WORDS_OF_A_CUE[found[1]]
        ]
    )


@cache
def _reporting_forms() -> frozenset[str]:
    """The forms of reporting verbs with an ending: "said" and "says", not "say"."""
    terms = load_terms("cues_speech")
    return frozenset(form for term in terms for form in inflect(term) if form != term)
