"""Who is whose son, wife or lawyer, as names and their neighbours tell it: "his son Erik"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Final, Literal, NamedTuple

from spacy.tokens import Doc

from ...lexicons import load_terms
from .context import Context
from .descriptions import gender_of_noun
from .discourse import Discourse
from .named_people import NameMention, Person

type Generation = Literal["elder", "younger", "same"]

CONFIDENCE: Final = 0.85
"""How sure it is who is meant, where the article says who is whose son."""

_MODIFIERS: Final = frozenset({"JJ", "JJR", "JJS", "CD", "HYPH", "NN", "VBN", "RB"})
_LONGEST: Final = 7  # words


class Kind(NamedTuple):
    """What a noun for a relative tells: her generation as seen by him, and what he is to her."""

    generation: Generation
    inverses: frozenset[str]


class Tie(NamedTuple):
    """``person`` is the ``noun`` of whoever is mentioned at the token ``owner``."""

    owner: int
    noun: str
    person: Person


@cache
def kinds() -> Mapping[str, Kind]:
    """The nouns for relatives and the like."""
    found: dict[str, Kind] = {}
    for term in load_terms("kin_inverses"):
        noun, generation, inverses = term.split("=")
        found[noun] = Kind(_generation(generation), frozenset(inverses.split()))
    return found


def _generation(word: str) -> Generation:
    return "elder" if word == "elder" else "younger" if word == "younger" else "same"


class Kinship:
    """The ties that an article names.

    Args:
        doc: the Doc.
        context: its context.
        people: the people with their names.
    """

    def __init__(self, doc: Doc, context: Context, people: Sequence[Person]) -> None:
        self._doc = doc
        self._context = context
        self.ties = [
            tie for person in people for name in person.names for tie in self._of(person, name)
        ]
        for tie in self.ties:
            tie.person.gender = tie.person.gender or gender_of_noun(tie.noun)
        self._by_noun: defaultdict[str, list[Tie]] = defaultdict(list)
        for tie in self.ties:
            self._by_noun[tie.noun].append(tie)
        nouns = set(self._by_noun)
        self.nouns = nouns | {noun for noun, kind in kinds().items() if kind.inverses & nouns}
        """The nouns by which somebody who is named can be meant."""

    def _of(self, person: Person, name: NameMention) -> Iterator[Tie]:
        """The ties beside a name."""
        doc = self._doc
        before = name.start - 1
        if before > 0 and doc[before].text == ",":
            before -= 1
        if before > 0 and doc[before].lower_ in kinds():
            owner = self.owner(before)
            if owner is not None:
                yield Tie(owner, doc[before].lower_, person)
        if name.end + 2 >= len(doc) or doc[name.end].text != ",":
            return
        # "Erik Lind, his son", "Erik Lind, Jon's 23-year-old son", "Erik, a son of Jon Lind"
        for index in range(name.end + 1, min(len(doc), name.end + _LONGEST)):
            token = doc[index]
            if token.lower_ in kinds() and token.tag_ == "NN":
                owner = self.owner(index)
                if owner is not None and owner > name.end:
                    yield Tie(owner, token.lower_, person)
                elif index + 2 < len(doc) and doc[index + 1].lower_ == "of":
                    yield Tie(self._name_at(index + 2), token.lower_, person)
                return
            if token.is_punct or token.tag_[:2] in {"VB", "IN"}:
                return

    def _name_at(self, start: int) -> int:
        """The head of the name that begins at ``start``."""
        doc, end = self._doc, start + 1
        while end < len(doc) and doc[end].ent_type_ == "PERSON" and doc[end].ent_iob_ == "I":
            end += 1
        return self._context.head_of(start, end)

    def owner(self, noun: int) -> int | None:
        """The token that says whose son the noun is: "his", or "Lind" in "Lind's"."""
        doc = self._doc
        index = noun - 1
        while index > 0 and noun - index < _LONGEST and doc[index].tag_ in _MODIFIERS:
            index -= 1
        if index < 0:
            return None
        if doc[index].tag_ == "PRP$":
            return index
        return index - 1 if doc[index].tag_ == "POS" and index else None

    def resolve(self, noun: int, discourse: Discourse) -> Person | None:
        """The person meant by a noun with an owner, if the article names exactly one."""
        at = self.owner(noun)
        whose = None if at is None else discourse.at(at)
        if whose is None:
            return None
        word = self._doc[noun].lower_
        gender = gender_of_noun(word)
        found: set[Person] = set()
        for tie in self._by_noun.get(word, ()):
            if tie.person is not whose and discourse.at(tie.owner) is whose:
                found.add(tie.person)
        for inverse in kinds()[word].inverses if not found else ():
            for tie in self._by_noun.get(inverse, ()):
                owner = discourse.at(tie.owner)
                fits = tie.person is whose and owner is not None and owner is not whose
                if owner and fits and (gender is None or discourse.may_be(owner, gender)):
                    found.add(owner)
        return found.pop() if len(found) == 1 else None
