"""Who has been mentioned where, in text order, as far as mentions have been resolved."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import islice
from operator import attrgetter
from typing import Final, Literal, NamedTuple

from ...lexicons.first_names import Gender
from .context import APPOSITION, POSSESSIVE, Context, Report, Spot
from .named_people import Person

MOST_PEOPLE: Final = 8
"""The number of most recently mentioned people who can be meant."""

MOST_MENTIONS: Final = 80
"""The number of earlier, or later, mentions that are looked at."""

_FAR = 25  # sentences
_AHEAD = 6  # mentions
_SHORT_SOURCE = 4  # words

_TOKEN = attrgetter("token")


class Seen(NamedTuple):
    """A mention of a known person: a name, or a mention that has been resolved."""

    token: int
    spot: Spot
    person: Person | None
    form: Literal["name", "pronoun", "nominal"]
    gender: Gender | None = None


class Near(NamedTuple):
    """The people near a token: their mentions before it, latest first, and the next one after."""

    before: dict[Person, list[Seen]]
    ahead: dict[Person, Seen]


@lru_cache(maxsize=10_000)
def bucket(number: int, steps: tuple[int, ...]) -> str:
    """The first of ``steps`` that is at least ``number``."""
    for step in steps:
        if number <= step:
            return str(step)
    return "more"


class Discourse:
    """The mentions of one Doc.

    Args:
        context: the context of the Doc.
        people: all its people, with names.
        unnamed: tokens of nouns for unnamed people ("a witness").
        title_end: the first token after the title.
    """

    def __init__(
        self, context: Context, people: Iterable[Person], unnamed: Iterable[int], title_end: int
    ) -> None:
        self.context = context
        self.unnamed = sorted(unnamed)
        self.called: defaultdict[Person, dict[Gender, int]] = defaultdict(dict)
        self.seen: list[Seen] = []
        self._by_person: defaultdict[Person, list[Seen]] = defaultdict(list)
        for person in people:
            for mention in person.names:
                token = context.head_of(mention.start, mention.end)
                self.seen.append(Seen(token, context.spot(token), person, "name"))
        self.seen.sort(key=_TOKEN)
        for one in self.seen:
            assert one.person is not None
            self._by_person[one.person].append(one)
        self.in_title = {one.person for one in self.seen if one.token < title_end}

    def add(self, one: Seen) -> None:
        """Add a mention that has been resolved."""
        insort(self.seen, one, key=_TOKEN)
        person = one.person
        if person is None:
            return
        insort(self._by_person[person], one, key=_TOKEN)
        if one.gender is not None:
            counts = self.called[person]
            counts[one.gender] = counts.get(one.gender, 0) + 1
            person.gender = person.gender or one.gender
        if one.form == "nominal":
            at = bisect_left(self.unnamed, one.token)
            if at < len(self.unnamed) and self.unnamed[at] == one.token:
                del self.unnamed[at]

    def place(self, token: int) -> int:
        """The number of mentions before ``token``."""
        return bisect_left(self.seen, token, key=_TOKEN)

    def at(self, token: int) -> Person | None:
        """The person mentioned at ``token``."""
        place = self.place(token)
        found = place < len(self.seen) and self.seen[place].token == token
        return self.seen[place].person if found else None

    def owner(self, start: int, end: int) -> Person | None:
        """The possessor in tokens ``start`` to ``end``: "his wife" is not he."""
        for index in range(start, end):
            if self.context.dep[index] == POSSESSIVE and (one := self.at(index)):
                return one
        return None

    def near(self, token: int) -> Near:
        """The people who may be meant at ``token``."""
        at, sentence = self.place(token), self.context.sentence[token]
        before: dict[Person, list[Seen]] = {}
        for one in reversed(self.seen[max(0, at - MOST_MENTIONS) : at]):
            person = one.person
            if person is None:
                continue
            if before and sentence - one.spot.sentence > _FAR:
                break
            if person in before or len(before) < MOST_PEOPLE:
                before.setdefault(person, []).append(one)
        # A headline may come before the name with which the story begins.
        reach = sentence if before or self.context.paragraph[token] > 1 else sentence + 2
        ahead: dict[Person, Seen] = {}
        for one in islice(self.seen, at, at + _AHEAD):
            if one.spot.sentence > reach:
                break
            if one.person is not None and one.form == "name":
                ahead.setdefault(one.person, one)
        return Near(before, ahead)

    def names_from(self, token: int) -> Iterator[Seen]:
        """The next names behind ``token``, in order."""
        at = self.place(token)
        for one in self.seen[at : at + MOST_MENTIONS]:
            if one.form == "name":
                yield one

    def before(self, person: Person, token: int) -> list[Seen]:
        """The most recent mentions of ``person`` before ``token``, latest first."""
        seen = self._by_person[person]
        at = bisect_left(seen, token, key=_TOKEN)
        return seen[max(0, at - MOST_MENTIONS) : at][::-1]

    def evidence(self, person: Person, gender: Gender) -> Literal["none", "same", "other", "mixed"]:
        """The gender of ``person`` according to the pronouns resolved so far."""
        counts: Mapping[Gender, int] = self.called.get(person, {})
        total = sum(counts.values())
        same = counts.get(gender, 0)
        if not total:
            return "none"
        return "same" if same == total else "mixed" if same else "other"

    def may_be(self, person: Person, gender: Gender) -> bool:
        """Whether the person may be of that gender as far as is known."""
        if gender == "neutral" or person.gender in {None, gender}:
            return person.gender == gender or gender != "neutral"
        return self.evidence(person, gender) in {"same", "mixed"}

    def speaker(self, report: Report) -> Person | Literal["unnamed"] | None:
        """The speaker of a report: one of the people, somebody else, or None if not given."""
        if report.source is None:
            return None
        only: Person | None = None
        for at in range(self.place(report.source.start), len(self.seen)):
            one = self.seen[at]
            if one.token >= report.source.stop:
                break
            if one.person is None:
                continue
            if one.spot.dep == POSSESSIVE and one.spot.head in report.source:
                continue  # "his lawyer"
            outermost = one.spot.head not in report.source or one.spot.dep == APPOSITION
            if one.form == "name":
                outermost |= self.context.ends_with_own_name(report.source, one.token)
            if outermost or (only is None and one.spot.role == "subject"):
                return one.person
            only = only or one.person
        return only if only is not None and len(report.source) < _SHORT_SOURCE else "unnamed"
