"""Who the new minister is, and who the former one, where one is the other's successor."""

from __future__ import annotations

from spacy.tokens import Doc

from ...lexicons import load_terms
from .descriptions import Description
from .discourse import Discourse
from .kinship import Kinship
from .named_people import Person
from .said import SaidOf

_SUCCESSOR, _PREDECESSOR = "successor", "predecessor"


def by_handover(
    doc: Doc, discourse: Discourse, kinship: Kinship, said: SaidOf, description: Description
) -> Person | None:
    """The only person meant by "the new minister", once the minister's successor is named.

    Args:
        doc: the article.
        discourse: what has been decided so far.
        kinship: who is whose successor.
        said: what each person is said to be.
        description: the phrase.
    """
    words = {token.lower_ for token in doc[description.start : description.head]}
    is_new = not words.isdisjoint(load_terms("modifiers_of_arrival"))
    if is_new == (not words.isdisjoint(load_terms("modifiers_of_past"))):
        return None
    found: set[Person] = set()
    for tie in kinship.ties:
        owner = discourse.at(tie.owner)
        if tie.noun not in {_SUCCESSOR, _PREDECESSOR} or tie.owner > description.start:
            continue
        if owner is None or owner is tie.person:
            continue
        holds = description.noun in said[owner] or description.noun in said[tie.person]
        if holds:
            found.add(tie.person if is_new == (tie.noun == _SUCCESSOR) else owner)
    return found.pop() if len(found) == 1 else None
