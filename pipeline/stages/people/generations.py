"""Who "the elder Quist" is: a family name that two people share, and a word that tells them apart.

It is open unless the article tells who is older: by "his son Erik", by "Jr.", or by their ages.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from spacy.tokens import Doc

from .discourse import Discourse
from .kinship import Generation, Kinship, kinds
from .named_people import ByGeneration, Person

_ALSO: Final[Mapping[str, Generation]] = {"jr": "younger", "sr": "elder"}


class Generations:
    """Finds the bearers of such names.

    Args:
        doc: the Doc.
        people: the people with their names.
        kinship: the ties between them.
    """

    def __init__(self, doc: Doc, people: Sequence[Person], kinship: Kinship) -> None:
        self._doc = doc
        self._people = people
        self._kinship = kinship

    def resolve(self, one: ByGeneration, discourse: Discourse) -> Person | None:
        """The only person who is told to be of that generation, or None."""
        family = self._doc[one.name].lower_
        bearers = {p for p in self._people if family in p.families}
        known: dict[Person, set[Generation]] = {person: set() for person in bearers}
        for tie in self._kinship.ties:
            generation = kinds()[tie.noun].generation
            owner = discourse.at(tie.owner)
            related = owner in bearers or tie.person in bearers
            if generation == "same" or not related:
                continue
            if self._may_be_called(tie.person, bearers):
                known.setdefault(tie.person, set()).add(generation)
            if owner is not None and self._may_be_called(owner, bearers):
                known.setdefault(owner, set()).add(_opposite(generation))
        for person in bearers:
            known[person].update(_ALSO[f.suffix] for f in person.forms if f.suffix in _ALSO)
        if not any(known.values()) and len(bearers) == 2:
            known = self._by_age(bearers)
        other = _opposite(one.generation)
        fits = [p for p, what in known.items() if one.generation in what and other not in what]
        if not fits and len(known) == 2:
            # One of two is told to be the younger.
            fits = [p for p, what in known.items() if not what] if any(known.values()) else []
        return fits[0] if len(fits) == 1 else None

    @staticmethod
    def _may_be_called(person: Person, bearers: set[Person]) -> bool:
        """Whether somebody may have the family name: who has it, or no family name is given."""
        return person in bearers or not any(form.full for form in person.forms)

    def _by_age(self, bearers: set[Person]) -> dict[Person, set[Generation]]:
        ages = {person: self._age(person) for person in bearers}
        old = [age for age in ages.values() if age is not None]
        if len(old) < len(ages) or len(set(old)) < len(old):
            return {person: set() for person in bearers}
        oldest = max(old)
        return {p: {"elder"} if age == oldest else {"younger"} for p, age in ages.items()}

    def _age(self, person: Person) -> int | None:
        """The age behind a name: "Erik Lind, 23,"."""
        for mention in person.names:
            beside = self._doc[mention.end : mention.end + 3]
            if len(beside) == 3 and beside[0].text == "," and beside[1].text.isdigit():
                return int(beside[1].text)
        return None


def _opposite(generation: Generation) -> Generation:
    return {"elder": "younger", "younger": "elder"}[generation]  # type: ignore[return-value]
