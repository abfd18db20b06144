"""Decide whether all that follows a quotation mark that is never closed is quoted."""

from __future__ import annotations

import re
from functools import cache

from ...lexicons import load_terms
from ...lexicons.inflections import inflect
from .marks import Mark

_FEWEST_WORDS = 3
# Words after a comma in which a cue verb may come: ", the ministry's press office said".
# A new sentence begins with it, or with its subject: ". Ana said".
_WORDS_OF_A_CUE = {",": 5, "?": 5, "!": 5, ".": 2}
_REACH = 60
_BREAK = re.compile(r"([,?!.])\s+")


def runs_to_end(text: str, mark: Mark, end: int) -> bool:
    """Whether an opening mark quotes the rest of its paragraph, which ends at ``end``.

    It does not if a cue follows ("“We won, Ana said."), because the quotation ends before it.
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
