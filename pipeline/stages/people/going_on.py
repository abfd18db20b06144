"""Who has spoken before, where a verb says that somebody goes on: "the minister added"."""

from __future__ import annotations

from itertools import islice
from typing import Final

from spacy.tokens import Doc

from ...lexicons import load_terms
from ...lexicons.inflections import find_lemma
from ..annotations import text_of
from .discourse import Discourse
from .named_people import Person

_MOST: Final = 40  # reports


def spoken_before(doc: Doc, discourse: Discourse, own: int | None, token: int) -> set[Person]:
    """The people who spoke before ``token``, if the cue of its report says that it goes on.

    Args:
        doc: the article.
        discourse: what has been decided so far.
        own: the report of which the token is in the source; None if it is in none.
        token: the token.
    """
    cue = None if own is None else doc._.attributions[own]["cue"]
    words = text_of(doc)[slice(*cue)].lower().split() if cue else []
    if not any(find_lemma(word, load_terms("cues_going_on")) for word in words):
        return set()
    reports = islice(discourse.context.reports_before(token), _MOST)
    speakers = (discourse.speaker(report) for report in reports if report.number != own)
    return {one for one in speakers if isinstance(one, Person)}
