"""Names of people grouped: every name of one person in one group, never two people in one."""

from __future__ import annotations

from bisect import insort
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from spacy.tokens import Doc

from pipeline.lexicons import load_terms
from pipeline.spans import Offsets
from pipeline.stages.annotations import text_of
from pipeline.stages.entity_words import read_entities
from pipeline.stages.names import (
    Gender,
    PersonName,
    load_nicknames,
    nearly_same,
    parse_name,
    same_person,
)

_BORN = frozenset({"née", "nee", "né", "born", "formerly", "aka"})
_USED_BEFORE = 4.0  # how much nearer the bearer of a short name is who was called by it before


class NameMention(NamedTuple):
    """One occurrence of a name: tokens ``start`` to ``end`` (exclusive) of the Doc.

    ``offsets`` are its characters; ``text`` has single blanks for white space; ``titles`` are the
    words of the titles before it. ``renames`` is true for another name of whoever is named right
    before it: "Anna Kowalska (née Lewandowska)".
    """

    start: int
    end: int
    name: PersonName
    text: str
    offsets: Offsets
    titles: tuple[str, ...] = ()
    renames: bool = False


@dataclass(eq=False, slots=True)
class Person:
    """The names of one person in order of appearance, and what is known about them.

    ``forms`` are the different ones; ``families`` are the family names, with and without
    particles; ``words`` all that may stand for the person alone; ``titles`` the person's titles.
    """

    names: list[NameMention] = field(default_factory=list)
    gender: Gender | None = None
    forms: set[PersonName] = field(default_factory=set)
    families: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)
    titles: set[str] = field(default_factory=set)
    _titled: bool = False

    @property
    def fullest(self) -> NameMention:
        """The name with the most words (then characters), the earliest of those."""
        return max(self.names, key=lambda m: (len(m.text.split()), len(m.text)))

    def add(self, mention: NameMention) -> None:
        """Take ``mention`` in; a title's gender outdoes a first name's."""
        insort(self.names, mention, key=lambda m: m.start)
        self.titles.update(mention.titles)
        name = mention.name
        if name in self.forms:
            return
        self.forms.add(name)
        self.families |= {name.family, name.family.split()[-1]}
        self.words |= name.words
        news = name.gender and (self.gender is None or (name.titled and not self._titled))
        # A family name may be a first name too ("Mr Kelly"); it says nothing of its bearer.
        if news and (name.titled or name.full or len(self.names) == 1):
            self.gender, self._titled = name.gender, name.titled

    def may_be(self, name: PersonName) -> bool:
        """Whether nothing is known that speaks against the gender of ``name``."""
        return (
            not (name.titled or name.full)
            or None in {self.gender, name.gender}
            or (self.gender == name.gender)
        )


type Referent = Person | Literal["nobody-fits", "several-fit", "speaker-unknown"]
"""Whom a mention stands for, or why nobody can be told."""


def read_names(doc: Doc) -> list[NameMention]:
    """The PERSON entities of ``doc`` with their names taken apart."""
    found: list[NameMention] = []
    for start, end, _ in read_entities(doc, ["PERSON"]):
        found.append(_read(doc, start, end, found[-1].end if found else 0))
    return found


def _read(doc: Doc, start: int, end: int, end_before: int) -> NameMention:
    titles: list[str] = []
    index = start - 1
    known = load_terms("titles")
    word = ""
    while index >= 0 and (word := doc[index].lower_) in known:
        titles.append(word)
        index -= 1
    between = index - end_before
    renames = word in _BORN and (
        between == 0 or (between == 1 and doc[end_before].text in {"(", ","})
    )
    token = doc[start]
    offsets = token.idx, token.idx + len(token)
    if end - start > 1:
        last = doc[end - 1]
        offsets = token.idx, last.idx + len(last)
    words = text_of(doc)[slice(*offsets)].split()
    name = parse_name(words, titles)
    return NameMention(start, end, name, " ".join(words), offsets, tuple(titles), renames)


def group_names(mentions: Sequence[NameMention]) -> list[Person]:
    """One :class:`Person` for each person named, in order of first appearance.

    Full names come first: a short one may stand before them, in a headline. Two full names are
    one person's only if every name that person has allows it.
    """
    people: list[Person] = []
    bearers: dict[int, Person] = {}
    for full in (True, False):
        for at, mention in enumerate(mentions):
            if mention.name.full is not full:
                continue
            find = _bearer_of_full if full else _bearer_of_short
            person = bearers.get(at - 1) if mention.renames else None
            person = person or find(mention, people)
            if person is None:
                person = Person()
                people.append(person)
            person.add(mention)
            bearers[at] = person
    return sorted(people, key=lambda person: person.names[0].start)


def _bearer_of_full(mention: NameMention, people: Sequence[Person]) -> Person | None:
    name, words = mention.name, mention.name.words
    for person in reversed(people):
        # Two names without a word in common are never one person's.
        if person.words.isdisjoint(words) or not person.may_be(name):
            continue
        if name in person.forms or all(same_person(name, other) for other in person.forms):
            return person
    return None


def _bearer_of_short(mention: NameMention, people: Sequence[Person]) -> Person | None:
    """The person whose family name (or else any other name) this is.

    Of several, one who has been given the title that stands before it; of those, the one whom
    the short name was used for before, and lately.
    """
    word = mention.name.family
    fitting = [person for person in people if word in person.words]
    if not fitting:
        fitting = _called_otherwise(word, people)
    fitting = [person for person in fitting if person.may_be(mention.name)]
    bearers = [person for person in fitting if word in person.families] or fitting
    if len(bearers) > 1 and mention.titles:
        bearers = [p for p in bearers if not p.titles.isdisjoint(mention.titles)] or bearers
    if len(bearers) < 2:
        return bearers[0] if bearers else None
    return min(bearers, key=lambda person: _distance(person, mention))


def _called_otherwise(word: str, people: Sequence[Person]) -> list[Person]:
    """Those who may be meant by what is none of their names as they stand.

    Part of a hyphenated family name ("Hassan" for Kamr-ul-Hassan), one after a particle, one
    misspelt, or another short form of the first name ("Billy" for William).
    """
    *particles, bare = word.split()
    if particles:
        return [person for person in people if bare in person.words]
    nicknames = load_nicknames()
    # The short form is the one used alone: Daniel is not Dan Gross.
    first = nicknames.get(word)
    fitting = [
        person
        for person in people
        if any(name.given and nicknames.get(name.given[0], name.given[0]) == first
               for name in person.forms)
    ]  # fmt: skip
    if fitting:
        return fitting
    parts = [p for p in people if any(word in name.split("-") for name in p.families)]
    return parts or [p for p in people if any(nearly_same(word, name) for name in p.families)]


def _distance(person: Person, mention: NameMention) -> tuple[bool, float]:
    before = [m for m in person.names if m.start < mention.start]
    if not before:
        return True, person.names[0].start - mention.start
    distance = float(mention.start - before[-1].start)
    used = any(m.name.family == mention.name.family and not m.name.full for m in before)
    return False, distance / _USED_BEFORE if used else distance
