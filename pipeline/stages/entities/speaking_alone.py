"""A name alone that speaks is a person's whose full name the article has: "Quist tweeted".

Firms are often called after people, and then the tagger takes both for the firm.
"""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc

from ...lexicons.first_names import is_first_name
from ...lexicons.gazetteer import find_places, place_key
from ..token_columns import TokenColumns
from .boundaries import EntityCandidate


def speaking_alone(
    words: TokenColumns, found: Sequence[EntityCandidate], doc: Doc
) -> list[EntityCandidate]:
    """``found``, in order, with such names as people.

    The last longer name before it has to be the person's, not the firm's: "Quist Cement". Without
    attributions, which another component finds, there are none.
    """
    sources = {one["source"] for one in doc._.attributions if one["source"] is not None}
    result: list[EntityCandidate] = []
    longer: dict[str, bool] = {}
    for c in found:
        name = words.lower[c.start : c.end]
        if len(name) > 1:
            is_person = c.label == "PERSON"
            if is_person and is_first_name(name[0]):
                longer[name[-1]] = True
            elif not is_person:
                longer[name[0]] = False
        elif c.label == "ORG" and longer.get(name[0]) and not find_places(place_key(name[0])):
            token = doc[c.start]
            if (token.idx, token.idx + len(token)) in sources:
                c = c._replace(label="PERSON")
        result.append(c)
    return result
