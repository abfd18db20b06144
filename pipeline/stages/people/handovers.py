"""Who the new minister is, and who the former one, where the article tells who followed whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Token

from ...lexicons import load_terms
from ...lexicons.inflections import find_lemma
from ..grammar import SUBJECTS
from .context import Context
from .descriptions import Description
from .discourse import Discourse
from .kinship import Kinship
from .named_people import Person
from .said import SaidOf

_SUCCESSOR, _PREDECESSOR = "successor", "predecessor"


class Handovers:
    """The handovers that an article tells: "his successor, Ada Quist", "Quist beat Jon Lind".

    Args:
        doc: the article.
        context: its context.
        people: the people with their names.
        kinship: who is whose successor.
        said: what each person is said to be.
    """

    def __init__(
        self,
        doc: Doc,
        context: Context,
        people: Sequence[Person],
        kinship: Kinship,
        said: SaidOf,
    ) -> None:
        self._doc = doc
        self._said = said
        self._ties = [t for t in kinship.ties if t.noun in {_SUCCESSOR, _PREDECESSOR}]
        at = {
            context.head_of(name.start, name.end): person
            for person in people
            for name in person.names
        }
        self._told = [(t, a, b) for t in at for a, b in self._followed(doc[t], at)]

    @staticmethod
    def _followed(name: Token, at: dict[int, Person]) -> Iterator[tuple[Person, Person]]:
        """Who followed whom: the subject of "beat" and its object, or the other way round."""
        verb = name.head
        if name.dep_ not in SUBJECTS or verb.pos_ not in {"VERB", ""}:
            return
        if find_lemma(verb.lower_, load_terms("handover_verbs")) is None:
            return
        for child in verb.children:
            others = [child] if child.dep_ == "dobj" else []
            if child.dep_ == "agent":
                others = [one for one in child.children if one.dep_ == "pobj"]
            for other in others:
                if other.i in at and at[other.i] is not at[name.i]:
                    pair = at[name.i], at[other.i]
                    yield pair if name.dep_ == "nsubj" else pair[::-1]

    def holder(self, discourse: Discourse, description: Description) -> Person | None:
        """The only person meant by "the new minister" or "the former minister"."""
        words = {t.lower_ for t in self._doc[description.start : description.head]}
        is_new = not words.isdisjoint(load_terms("modifiers_of_arrival"))
        if is_new == (not words.isdisjoint(load_terms("modifiers_of_past"))):
            return None
        found = {
            new if is_new else old
            for new, old in self._before(discourse, description.start)
            if description.noun in self._said[new] or description.noun in self._said[old]
        }
        return found.pop() if len(found) == 1 else None

    def _before(self, discourse: Discourse, start: int) -> Iterator[tuple[Person, Person]]:
        """Pairs of who came and who went, told before the token ``start``."""
        for tie in self._ties:
            owner = discourse.at(tie.owner)
            if owner is not None and owner is not tie.person and tie.owner < start:
                yield (tie.person, owner) if tie.noun == _SUCCESSOR else (owner, tie.person)
        for token, new, old in self._told:
            if token < start:
                yield new, old
