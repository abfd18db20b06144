"""Features of the candidates that a description ("the minister") may refer to."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from spacy.tokens import Doc

from ...lexicons import load_terms
from .descriptions import (
    AGE,
    Description,
    alike,
    complement_names,
    countries_in,
    gender_of_noun,
    share,
    stems,
)
from .discourse import MOST_PEOPLE, Discourse, Seen, bucket
from .going_on import spoken_before
from .later_names import later_options, surely_later
from .named_people import Person
from .ranking import Option
from .ruled_out import (
    fits_in_time,
    is_compatriot,
    is_for_something_else,
    is_foreign,
    is_of_the_court,
    was_formerly,
)
from .said import Said, SaidOf, person_nouns

_SENTENCES = (0, 1, 2, 4, 8)
_PARAGRAPHS = (0, 1, 2, 4)
_AROUND_NAME = 8  # words
_MOST_HOLDERS = 40
_OTHER = frozenset({"other", "second", "third"})

type Again = Person | Literal["nobody"] | None
"""Whom the same noun referred to before."""


class DescriptionFeatures:
    """The options of one description.

    Args:
        doc: the article.
        discourse: what has been decided so far.
        said: what each person is said to be.
        holders: the people who are said to be this, in order of appearance.
        description: the phrase.
        again: whom the same noun referred to before.
        is_introduced: whether the noun introduced somebody before ("a witness").
    """

    def __init__(
        self,
        doc: Doc,
        discourse: Discourse,
        said: SaidOf,
        holders: Sequence[Person],
        description: Description,
        *,
        again: Again,
        is_introduced: bool,
    ) -> None:
        self._doc = doc
        self._discourse = discourse
        self._context = context = discourse.context
        self._description = description
        self._said = said
        self._again = again
        self._is_introduced = is_introduced
        self._head = head = description.head
        self._word = description.noun
        self._spot = context.spot(head)
        self._own = context.source_of.get(head)
        self._kind = "plain" if self._own is None else "source"
        self._gender = gender_of_noun(self._word)
        self._before = discourse.near(head).before
        words = {doc[i].lower_ for i in range(description.start, head) if doc[i].tag_ != "POS"}
        self._all_words = words
        self._modifiers = words - load_terms("determiners") - load_terms("modifiers_of_time")
        self._is_relation = self._word in load_terms("relations")
        self._complement = complement_names(doc, head)
        self._wanted = self._modifiers | self._complement
        self._countries = countries_in(self._wanted)
        # An article may name thousands of farmers.
        at = bisect_left(holders, head, key=lambda person: person.names[0].start)
        recent = holders[max(0, at - _MOST_HOLDERS) : at]
        known = {person: self._fitting(said[person][self._word]) for person in recent}
        self._known: dict[Person, list[Said]] = {p: all_ for p, all_ in known.items() if all_}
        self._holders = [
            p for p, those in self._known.items() if any(one.token < head for one in those)
        ]
        for person in self._holders[-MOST_PEOPLE:]:
            if person not in self._before and (mentions := discourse.before(person, head)):
                self._before[person] = mentions
        self._order = {person: at for at, person in enumerate(self._before)}
        span = [t for t in doc[description.start : head] if t.ent_type_ == "NORP"]
        self._nations = stems({token.lower_ for token in span})
        self._is_past = not words.isdisjoint(load_terms("modifiers_of_past"))
        self._holders_then = [
            p for p in self._holders if was_formerly(self._known[p]) == self._is_past
        ]
        self._has_right = any(t.dep_ in {"prep", "relcl", "acl"} for t in doc[head].rights)
        self._last = context.last_report(head, self._own)
        self._speaker = self._last and discourse.speaker(self._last)
        fits = {p: [*self._known.get(p, ()), *self._alike(p)] for p in self._before}
        self._compatriots = [p for p in fits if is_compatriot(said[p], fits[p], self._countries)]
        self._alikes = [p for p in self._before if self._alike(p)]
        self._spoke = spoken_before(doc, discourse, self._own, head) & set(self._before)
        self._exact = {person for person in self._holders if self._is_exactly(person)}

    def _fitting(self, said: Sequence[Said]) -> list[Said]:
        """Those that can be meant: a deputy minister is not "the minister", nor she a deputy."""
        wanted = self._all_words & load_terms("lesser_offices")
        if wanted:
            return [one for one in said if one.lesser in wanted or wanted <= one.words]
        return [one for one in said if not one.lesser]

    def _is_exactly(self, person: Person) -> bool:
        """Whether the person is said to be this with all that the description says of it."""
        wanted = stems(self._wanted)
        return bool(wanted) and any(
            wanted <= stems(one.words) and not self._is_abroad(one) for one in self._known[person]
        )

    def _is_abroad(self, said: Said) -> bool:
        """Whether somebody is said to be it of a country, and the description names none."""
        return bool(countries_in(said.words)) and not self._countries

    def options(self) -> list[Option]:
        """Everybody who can be meant; the last option is nobody."""
        owner = self._discourse.owner(self._description.start, self._head)
        found = []
        for person, mentions in self._before.items():
            if person is owner or self._description.determiner == "a":
                continue
            if self._exact and person not in self._exact:
                continue  # "the trade minister" is no other minister
            if not self._may_be(person) or self._is_ruled_out(person):
                continue
            if self._spoke and person not in self._spoke:
                continue  # "the minister added"
            if self._is_relation and self._is_something_else(person):
                continue  # the farmer is not "the spokesman"
            features = [*self._by_gender(person), *self._by_what_is_said(person, mentions)]
            features += self._by_distance(person, mentions)
            features += self._by_reports(person, mentions[0])
            found.append(Option(person, features))
        if self._own is not None and not (self._exact or self._spoke or self._is_named()):
            before, phrase = set(self._before), self._description
            found += later_options(self._discourse, self._said, phrase, self._wanted, before)
        return [*found, Option(None, list(self._for_nobody()))]

    @property
    def is_said_of_nobody(self) -> bool:
        """Whether nobody named before is said to be this, or alike."""
        return not self._holders and not self._alikes

    @property
    def several_fit(self) -> bool:
        """Whether several people were said to be exactly this before."""
        known = (self._known[person] for person in self._holders)
        fits = sum(
            fits_in_time(one, self._modifiers, self._head, is_past=self._is_past) for one in known
        )
        return fits > 1 and self._description.determiner == "the"

    def _may_be(self, person: Person) -> bool:
        if self._gender is None:
            return True
        evidence = self._discourse.evidence(person, self._gender)
        return self._discourse.may_be(person, self._gender) and evidence != "other"

    def _by_gender(self, person: Person) -> Iterator[str]:
        if self._gender:
            known = "same" if person.gender == self._gender else "unknown"
            yield f"noun-gender={known}"

    def _by_what_is_said(self, person: Person, mentions: Sequence[Seen]) -> Iterator[str]:
        everything: Mapping[str, Sequence[Said]] = self._said[person]
        known = self._known.get(person, ())
        determiner = self._description.determiner
        if known:
            unique = self._uniqueness(person)
            yield f"known={unique}"
            yield f"known={unique}:{determiner}"
            yield f"known={unique}:{self._kind}"
            left = min(len(stems(self._modifiers) - stems(one.words)) for one in known)
            yield f"known:left={min(left, 2)}"
            if self._has_right and person not in self._exact:
                yield "known:right"
            if all(map(self._is_abroad, known)):
                yield "known:abroad"
                yield f"known:abroad:{unique}"
            if self._complement:
                most = max(known, key=lambda one: len(one.words & self._complement))
                yield f"complement={share(self._complement, set(most.words))}"
            if len(self._holders) > 1:
                if any(len(one.words) == 1 for one in known) and not self._wanted:
                    yield "known:plain"  # "President Roa" among "the Chilean President"
                if all(self._count(person) > self._count(p) for p in self._holders if p != person):
                    yield "known:most-mentioned"
            if not self._wanted:
                yield f"known={unique}:{determiner}:{self._kind}:bare"
            elif person in self._exact:
                yield f"known={unique}:{determiner}:{self._kind}:exact"
            was = was_formerly(known)
            if was != self._is_past:
                yield f"known:past={was}:{self._is_past}"
        else:
            yield "unknown"
            yield f"unknown:{determiner}"
            yield f"unknown:{'known-otherwise' if everything else 'nothing-known'}"
            if self._complement:
                yield "unknown:complement"
            yield f"unknown:{'noun' if self._word in person_nouns() else 'other'}"
            if self._alike(person):
                yield "alike"
                yield f"alike:{'holders' if self._holders else 'no-holders'}"
                if self._wanted:
                    wanted = stems(self._wanted)
                    fits = (wanted <= stems(one.words) for one in self._alike(person))
                    yield f"alike:{'exact' if any(fits) else 'other'}"
            elif everything:
                yield f"unknown:{determiner}:{self._kind}:another"
        words = {word for said in everything.values() for one in said for word in one.words}
        if self._word in words and not known:
            yield "in-role-words"
        yield from self._by_modifiers(words, mentions, known=bool(known))
        if self._word in load_terms("relations"):
            yield f"kin:{bool(known)}"
        if self._again is not None:
            again = "nobody" if self._again == "nobody" else "other"
            yield f"again:{'same' if self._again is person else again}"

    def _is_ruled_out(self, person: Person) -> bool:
        """Whether what the person is said to be shows that somebody else is meant."""
        said, word, then = self._said[person], self._word, self._holders_then
        # Somebody else is said to be this at the time meant; "this woman … the other woman".
        is_another = self._again is person and not self._all_words.isdisjoint(_OTHER)
        if is_another or (then and person in self._holders and person not in then):
            return True
        # "the Marnian minister" is the one who is said to be a Marnian
        if self._compatriots and person not in self._compatriots:
            return True
        if self._countries and is_foreign(said, self._countries):
            return True
        if person in self._known:
            return is_for_something_else(said[word], self._wanted)
        if self._alike(person):
            return False
        is_otherwise = bool(self._alikes) and not self._holders and any(said.values())
        return bool(said.get(word)) or is_otherwise or is_of_the_court(said, word)

    def _is_something_else(self, person: Person) -> bool:
        """Whether the person is said to be something, but nothing like this."""
        if person in self._known or self._alike(person):
            return False
        return any(self._said[person].values())

    def _alike(self, person: Person) -> list[Said]:
        """What the person is said to be, of those who may be called by the noun."""
        said = self._said[person]
        return [one for noun in alike().get(self._word, ()) for one in said.get(noun, ())]

    def _is_named(self) -> bool:
        """Whether the source names somebody: "Minister of Trade and Fishing Ada Quist"."""
        source = self._context.reports[self._own].source if self._own is not None else None
        return any(self._doc[index].ent_type_ == "PERSON" for index in source or ())

    def only_fit(self) -> Person | None:
        """The only person whose office has these initials, or who is the one of that country."""
        is_short = self._word.isupper() and not self._modifiers
        fits = self._holders if is_short else self._compatriots if not self._exact else []
        return fits[0] if len(fits) == 1 and self._description.determiner == "the" else None

    def surely_later(self) -> Person | None:
        """The only person who can be meant, where only a later sentence says who it is."""
        if self._own is None or self._spoke or self._exact or self._is_named():
            return None
        span = self._doc[self._description.start : self._head]
        names = {token.lower_: token.text for token in span if token.text[0].isupper()}
        wanted = {names.get(word, word) for word in self._modifiers}
        wanted |= {word.title() for word in self._complement}
        before = set(self._before)
        return surely_later(self._discourse, self._said, self._description, wanted, before)

    def _count(self, person: Person) -> int:
        return len(self._before.get(person, ()))

    def _uniqueness(self, person: Person) -> str:
        if len(self._holders) <= 1:
            return "only"
        order = [self._order[holder] for holder in self._holders if holder in self._order]
        return "last" if self._order[person] == min(order, default=0) else "several"

    def _by_modifiers(
        self, words: set[str], mentions: Sequence[Seen], *, known: bool
    ) -> Iterator[str]:
        if self._modifiers:
            mine = stems(self._modifiers)
            yield f"mods={min(2, len(mine))}:{share(mine, stems(words))}:{known}"
            around = self._around(mentions)
            yield f"mods-near={share(mine, around)}"
            if self._nations:
                shared = self._nations & (around | stems(words))
                yield f"nation={'in' if shared else 'out'}:{known}"
        if self._description.is_age:
            yield "old"
            # "Quist, 50, …": the number comes before "-year-old".
            age = self._doc[self._head - AGE].lower_
            if age in self._around(mentions):
                yield "old:age"

    def _around(self, mentions: Sequence[Seen]) -> set[str]:
        names = [m.token for m in mentions if m.form == "name"]
        near = (self._doc[max(0, i - _AROUND_NAME) : i + _AROUND_NAME + 1] for i in names)
        return stems({token.lower_ for words in near for token in words})

    def _by_distance(self, person: Person, mentions: Sequence[Seen]) -> Iterator[str]:
        spot, other, kind = self._spot, mentions[0].spot, self._kind
        known = person in self._known
        distance = spot.sentence - other.sentence
        sentences = bucket(distance, _SENTENCES)
        order = bucket(self._order[person], (0, 1, 2, 4))
        near = {0: "same", 1: "last"}.get(distance, "far")
        yield f"sentences={sentences}"
        yield f"sentences={sentences}:{kind}"
        yield f"sentences={sentences}:{known}"
        yield f"paragraphs={bucket(spot.paragraph - other.paragraph, _PARAGRAPHS)}"
        yield f"order={order}"
        yield f"order={order}:{known}"
        yield f"order={order}:{kind}"
        yield f"role={other.role}:{near}"
        yield f"det={self._description.determiner}:{near}"
        if other.head == spot.head:
            yield "same-head"
        if distance == 0 and other.role == "subject" and other.inside == spot.inside:
            yield "subject-here"
        yield f"mentions={bucket(len(mentions), (1, 2, 4, 8))}"
        if len(mentions) == 1:
            yield f"new:{near}"
        most = max(map(len, self._before.values()))
        if len(self._before) > 1 and len(mentions) == most:
            yield "most-mentioned"

    def _by_reports(self, person: Person, last: Seen) -> Iterator[str]:
        if self._last is not None and self._speaker is person:
            paragraphs = self._spot.paragraph - self._context.paragraph[self._last.start]
            yield f"speaker={bucket(paragraphs, (0, 1, 2))}:{self._kind}"
            yield "speaker"
        elif self._speaker not in {None, "unnamed"}:
            yield "speaker:another"
        if self._own is not None and self._own in last.spot.inside:
            yield "in-own-content"
        for number in self._spot.inside[:1]:
            report = self._context.reports[number]
            if self._discourse.speaker(report) is person:
                yield f"holder:{report.is_direct}"

    def _for_nobody(self) -> Iterator[str]:
        determiner, kind = self._description.determiner, self._kind
        holders = min(2, len(self._holders))
        related = self._word in load_terms("relations")
        yield "nobody"
        yield f"nobody:noun={self._word}"
        yield f"nobody:{kind}"
        yield f"nobody:{determiner}"
        yield f"nobody:{determiner}:{kind}"
        yield f"nobody:known={holders}"
        yield f"nobody:known={holders}:{determiner}"
        yield f"nobody:{'right' if self._has_right else 'bare'}"
        yield f"nobody:mods={min(2, len(self._modifiers))}"
        yield f"nobody:{'kin' if related else 'no-kin'}"
        yield f"nobody:quoted={self._spot.quoted}"
        yield f"nobody:role={self._spot.role}"
        if self._again is not None:
            yield f"nobody:again:{'nobody' if self._again == 'nobody' else 'other'}"
        if self._is_introduced:
            yield "nobody:introduced"
            yield f"nobody:introduced:{bool(self._holders)}"
        if self._word not in person_nouns() and not self._word.isupper():
            yield "nobody:strange"
        if self._gender:
            yield "nobody:gender"
        if self._description.is_age:
            yield "nobody:old"
        if self._word in load_terms("nouns_generic"):
            yield "nobody:generic"
        if not self._all_words.isdisjoint(_OTHER):
            yield "nobody:other"
