"""Group the names of people: all names of one person in one group, never two people in one.

An article may name tens of thousands of people, so bearers are looked up in indexes, never searched
for among all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Reversible, Sequence
from operator import attrgetter

from ...lexicons.first_names import load_nicknames
from ...lexicons.name_spellings import NameKey, keys_like_spelling, keys_of_spelling, nearly_same
from ...lexicons.personal_names import (
    keys_like_name,
    keys_of_name,
    same_person,
    split_particles,
)
from .named_people import NameMention, Person

# How much nearer the bearer of a short name is who was called by it before; who has spoken, where
# the name's bearer speaks; and who has been the subject of a verb, as those are not who are named
# for the sake of others ("Ada Quist, a daughter of Tom Quist, left"; Grosz, Joshi and Weinstein
# 1995).
_USED_BEFORE, _HAS_SPOKEN, _HAS_ACTED = 4.0, 16.0, 4.0
_MOST = _USED_BEFORE * _HAS_SPOKEN * _HAS_ACTED
_NUMBER = attrgetter("number")
_FEWEST_INITIALS = 3


def group_names(mentions: Sequence[NameMention]) -> list[Person]:
    """One :class:`Person` for each person named, in order of first appearance.

    Full names are grouped first, because a short name may come before them, in a headline. Two full
    names belong to one person only if they are compatible with all other names of the person.
    """
    people: list[Person] = []
    bearers: dict[int, Person] = {}

    def bearer(at: int, names: _FullNames | _ShortNames) -> Person:
        before = bearers.get(at - 1)
        person = before if mentions[at].renames else None
        barred = before if mentions[at].differs else None
        person = person or names.bearer(mentions[at], barred)
        if person is None:
            person = Person(len(people))
            people.append(person)
        bearers[at] = person
        return person

    full = _FullNames()
    for at, mention in enumerate(mentions):
        if mention.name.full:
            full.add(mention, bearer(at, full))
    short = _ShortNames(people)
    for at, mention in enumerate(mentions):
        if mention.name.full:
            short.pass_by(mention, bearers[at])
        else:
            short.add(mention, bearer(at, short))
    return sorted(people, key=_first_start)


def _first_start(person: Person) -> int:
    return person.names[0].start


class _FullNames:
    """The bearers of names of more than one word, which may come in any order."""

    def __init__(self) -> None:
        self._people: defaultdict[NameKey, list[Person]] = defaultdict(list)

    def bearer(self, mention: NameMention, barred: Person | None = None) -> Person | None:
        """The person, other than ``barred``, who can have this name; of several, the last found."""
        name = mention.name
        found: set[Person] = set()
        for key in keys_like_name(name):
            found.update(self._people.get(key, ()))
        for person in sorted(found, key=_NUMBER, reverse=True):
            if (
                person is not barred
                and person.may_be(name)
                and (
                    name in person.forms or all(same_person(name, other) for other in person.forms)
                )
            ):
                return person
        return None

    def add(self, mention: NameMention, person: Person) -> None:
        if person.add(mention):
            for key in keys_of_name(mention.name):
                self._people[key].append(person)


class _ShortNames:
    """The bearers of names of one word, which come in text order.

    For each word, people are kept in order of increasing salience: first those named later in the
    text, the next one last, then those named so far, the latest last.
    """

    def __init__(self, people: Sequence[Person]) -> None:
        """``people`` are those with full names, in order of appearance."""
        self._by_word: defaultdict[str, dict[Person, None]] = defaultdict(dict)
        self._latest: dict[Person, int] = {}
        self._spoke: set[Person] = set()
        self._acted: set[Person] = set()
        self._called: defaultdict[str, set[Person]] = defaultdict(set)
        self._introduced: set[tuple[Person, str]] = set()
        self._others: defaultdict[NameKey, list[Person]] = defaultdict(list)
        self._not_in_others = [(person, name) for person in people for name in person.forms]
        for person in reversed(people):
            self._bring_to_mind(person)

    def pass_by(self, mention: NameMention, person: Person) -> None:
        """Move on to ``mention``, which is known to be of this person."""
        self._latest[person] = mention.start
        if mention.name.given and " " not in mention.text:  # "Tom and Ada Quist"
            self._called[mention.name.given[0]].add(person)
        self._introduced.update((person, word) for word in mention.name.words)
        if mention.acts and (shared := mention.name.family_first):
            # Of several people called Kim, it is the one whose full name came last.
            self._called.pop(shared, None)
        if mention.speaks:
            self._spoke.add(person)
        if mention.acts:
            self._acted.add(person)
        self._bring_to_mind(person)

    def add(self, mention: NameMention, person: Person) -> None:
        if person.add(mention):
            self._not_in_others.append((person, mention.name))
        self._called[mention.name.family].add(person)
        self.pass_by(mention, person)

    def _bring_to_mind(self, person: Person) -> None:
        for word in person.words:
            people = self._by_word[word]
            people.pop(person, None)
            people[person] = None

    def bearer(self, mention: NameMention, barred: Person | None = None) -> Person | None:
        """The person, other than ``barred``, with this family name, or else any other name.

        Of several, people with the title before the name come first. Among those, it depends on who
        has been called by the short name before, and how recently; on who has been a subject; and,
        if the name is a source, on who has spoken.
        """
        name, titles = mention.name, mention.titles
        people = self._by_word.get(name.family) or self._called_otherwise(name.family, mention)
        if (person := self._by_first_of_two(mention, people)) and person is not barred:
            return person
        for by_family in (True, False):
            for wanted in self._wanted(titles):
                fitting = (
                    person
                    for person in reversed(people)
                    if person is not barred
                    and (not by_family or name.family in person.families)
                    and (not wanted or not person.titles.isdisjoint(wanted))
                    and person.may_be(name)
                )
                if person := self._first_to_mind(mention, fitting):
                    return person
        return None

    def _by_first_of_two(self, mention: NameMention, people: Iterable[Person]) -> Person | None:
        """Who has been named with this as the first of two family names: "Ibáñez Quiroga".

        None if somebody with it as the family name has been named, too.
        """
        word = mention.name.family
        named = [person for person in people if person in self._latest]
        if any(word in person.families for person in named):
            return None
        for person in reversed(named):
            if any(form.given[1:] and form.given[-1] == word for form in person.forms):
                return person if person.may_be(mention.name) else None
        return None

    @staticmethod
    def _wanted(titles: Sequence[str]) -> Iterator[Collection[str]]:
        """The titles of which the bearer must have one: first the longest, finally any."""
        if longer := [title for title in titles if " " in title]:
            yield longer
        if titles:
            yield titles
        yield ()

    def _first_to_mind(self, mention: NameMention, people: Iterable[Person]) -> Person | None:
        """The most salient of ``people``, who are sorted by distance.

        People who have not been called by that word come after all who have: "Tom" alone is no
        reason to choose him for "Quist".
        """
        word = mention.name.family
        best: tuple[float, int, Person] | None = None
        unknown: Person | None = None
        for person in people:
            latest = self._latest.get(person)
            if latest is None:  # and likewise all that follow
                return best[2] if best else unknown or person
            distance = mention.start - latest
            if best is not None and distance / _MOST > best[0]:
                break
            if word in person.words and (person, word) not in self._introduced:
                unknown = unknown or person
                continue
            nearer = _USED_BEFORE if person in self._called.get(word, ()) else 1.0
            nearer *= _HAS_SPOKEN if mention.speaks and person in self._spoke else 1.0
            nearer *= _HAS_ACTED if person in self._acted else 1.0
            rank = distance / nearer, person.number, person
            best = rank if best is None else min(best, rank)
        return best[2] if best else unknown

    def _called_otherwise(self, word: str, mention: NameMention) -> Reversible[Person]:
        """The people who may be meant by a word that is not one of their names as written.

        It may be part of a hyphenated family name ("Hassan" for Kamr-ul-Hassan), a name after a
        particle, a misspelling, a short form of the first name ("Billy" for William), or the
        initials of three names or more, if nobody else has them.
        """
        *particles, bare = split_particles(word)
        if particles and (bearers := self._by_word.get(bare)):
            return bearers
        self._fill_others()
        initials = self._others.get(("initials", word), []) if mention.text.isupper() else []
        if len(set(initials)) == 1:
            return initials
        # Only the short form is used alone: Daniel is not Dan Gross.
        first = load_nicknames().get(word)
        people = (first and self._others.get(("first", first))) or self._others.get(("part", word))
        if people:
            return self._in_order(people)
        alike = {p for key in keys_like_spelling(word) for p in self._others.get(key, ())}
        return self._in_order(
            p for p in alike if any(nearly_same(word, family) for family in p.families)
        )

    def _fill_others(self) -> None:
        """Build the indexes that only few names need, when one does."""
        nicknames = load_nicknames()
        for person, name in self._not_in_others:
            keys: set[NameKey] = set()
            if name.given:
                keys.add(("first", nicknames.get(name.given[0], name.given[0])))
            # A nickname in marks may leave a part without letters: "Ana “Bolt ” Quist".
            parts = [part for part in (*name.given, *name.family.split()) if part]
            if len(parts) >= _FEWEST_INITIALS:
                keys.add(("initials", "".join(part[0] for part in parts)))
            for family in {name.family, name.family.split()[-1]}:
                keys |= keys_of_spelling(family)
                if "-" in family:
                    keys.update(("part", part) for part in family.split("-"))
            for key in keys:
                self._others[key].append(person)
        self._not_in_others.clear()

    def _in_order(self, people: Iterable[Person]) -> list[Person]:
        """``people`` in order of increasing salience."""

        def distance(person: Person) -> tuple[bool, int]:
            latest = self._latest.get(person)
            return (True, _first_start(person)) if latest is None else (False, -latest)

        return sorted(set(people), key=distance, reverse=True)
