"""Names of people grouped: every name of one person in one group, never two people in one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from spacy.tokens import Doc, Span

from pipeline.lexicons import load_terms
from pipeline.stages.names import Gender, PersonName, parse_name, same_person


class NameMention(NamedTuple):
    """One occurrence of a name: tokens ``start`` to ``end`` (exclusive) of the Doc."""

    start: int
    end: int
    name: PersonName
    text: str


@dataclass(eq=False, slots=True)
class Person:
    """The names of one person in order of appearance, and what is known about them."""

    names: list[NameMention] = field(default_factory=list)
    gender: Gender | None = None
    roles: list[str] = field(default_factory=list)

    @property
    def fullest(self) -> NameMention:
        """The name with the most words (then characters), the earliest of those."""
        return max(self.names, key=lambda m: (len(m.text.split()), len(m.text)))


def read_names(doc: Doc) -> list[NameMention]:
    """The PERSON entities of ``doc`` with their names taken apart."""
    return [_read(doc, entity) for entity in doc.ents if entity.label_ == "PERSON"]


def _read(doc: Doc, entity: Span) -> NameMention:
    titles: list[str] = []
    index = entity.start - 1
    known = load_terms("titles")
    while index >= 0 and doc[index].lower_ in known:
        titles.append(doc[index].lower_)
        index -= 1
    name = parse_name(entity.text.split(), titles)
    return NameMention(entity.start, entity.end, name, " ".join(entity.text.split()))


def group_names(mentions: Sequence[NameMention]) -> list[Person]:
    """One :class:`Person` for each person named, in order of first appearance."""
    people: list[Person] = []
    of: dict[int, Person] = {}
    for mention in mentions:
        if mention.name.full:
            person = _bearer_of_full(mention.name, people)
            if person is None:
                person = Person()
                people.append(person)
            _add(person, mention)
            of[mention.start] = person
    for mention in mentions:
        if not mention.name.full:
            person = _bearer_of_short(mention, people)
            if person is None:
                person = Person()
                people.append(person)
            _add(person, mention)
    return sorted(people, key=lambda person: person.names[0].start)


def _add(person: Person, mention: NameMention) -> None:
    person.names.append(mention)
    person.names.sort()
    person.gender = person.gender or mention.name.gender


def _bearer_of_full(name: PersonName, people: Sequence[Person]) -> Person | None:
    for person in reversed(people):
        if person.gender and name.gender and person.gender != name.gender:
            continue
        if all(same_person(name, other.name) for other in person.names):
            return person
    return None


def _bearer_of_short(mention: NameMention, people: Sequence[Person]) -> Person | None:
    """The person whose family name (or else any other name) this is; the latest one named."""
    name = mention.name
    fitting = [
        person
        for person in people
        if not (person.gender and name.gender and person.gender != name.gender)
    ]
    for test in (_has_family, _has_word):
        bearers = [person for person in fitting if test(person, name)]
        if bearers:
            return min(bearers, key=lambda person: _distance(person, mention))
    return None


def _has_family(person: Person, name: PersonName) -> bool:
    return any(name.family in {m.name.family, m.name.family.split()[-1]} for m in person.names)


def _has_word(person: Person, name: PersonName) -> bool:
    return any(name.family in m.name.words for m in person.names)


def _distance(person: Person, mention: NameMention) -> tuple[bool, int]:
    before = [m.start for m in person.names if m.start < mention.start]
    if before:
        return False, mention.start - before[-1]
    return True, person.names[0].start - mention.start
