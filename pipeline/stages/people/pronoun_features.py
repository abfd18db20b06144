"""Features of the candidates that "he" or "she" may refer to."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from ...lexicons.first_names import Gender
from .context import APPOSITION, CONJUNCT, OBJECTS, POSSESSIVE, ROOT, SUBJECTS, Report, Spot
from .discourse import Discourse, Near, Seen, bucket
from .named_people import Person
from .ranking import Option

_SENTENCES = (0, 1, 2, 3, 5, 8)
_WORDS = (4, 8, 16, 32, 64, 128, 256)
_PARAGRAPHS = (0, 1, 2, 4)
_RECENT = 4  # sentences
_CHAIN = 40  # mentions
_REPORTS = 2
_REPORT_REACH = 3  # paragraphs

type Speaker = Person | Literal["unnamed"] | None


class PronounFeatures:
    """The options of one pronoun.

    Args:
        discourse: what has been decided so far.
        token: the pronoun.
        gender: the gender of the pronoun.
        reflexive: whether it is reflexive, such as "himself".
    """

    def __init__(
        self,
        discourse: Discourse,
        token: int,
        gender: Gender,
        *,
        reflexive: bool,
    ) -> None:
        self._discourse = discourse
        self._context = context = discourse.context
        self._token = token
        self._gender: Gender = gender
        self._reflexive = reflexive
        self._spot = spot = context.spot(token)
        # In a direct quotation the speaker is "I", not "he".
        barred = {discourse.speaker(context.reports[n]) for n in spot.inside if self._is_said_in(n)}
        self._own = context.source_of.get(token)
        near = discourse.near(token)
        before = ((q, self._not_said(m)) for q, m in near.before.items() if q not in barred)
        self._near = Near(
            {q: m for q, m in before if m and self._may_be(q)},
            {q: m for q, m in near.ahead.items() if q not in barred and self._may_be(q)},
        )
        everybody = {*self._near.before, *self._near.ahead}
        self._known = sum(person.gender == gender for person in everybody)
        self._order = {person: at for at, person in enumerate(self._near.before)}
        mentioned = self._near.before
        self._most_mentioned = max(mentioned, key=lambda q: len(mentioned[q]), default=None)
        self._kind = (
            "source"
            if self._own is not None
            else "quoted"
            if spot.quoted
            else "held"
            if spot.inside
            else "plain"
        )
        self._last = self._last_reports()
        speakers = [discourse.speaker(report) for report in self._last]
        self._reported = [*self._recent_reports(speakers)]
        self._chain = self._last_pronoun()

    def _not_said(self, mentions: list[Seen]) -> list[Seen]:
        """The mentions that do not stand in what the pronoun itself says, where they would be I."""
        own = self._own
        if own is None or not self._context.reports[own].is_direct:
            return mentions
        return [m for m in mentions if not (m.spot.quoted and own in m.spot.inside)]

    def _is_said_in(self, report: int) -> bool:
        return self._spot.quoted and self._context.reports[report].is_direct

    def _may_be(self, person: Person) -> bool:
        return self._discourse.may_be(person, self._gender)

    def _last_reports(self) -> list[Report]:
        found: list[Report] = []
        for report in self._context.reports_before(self._token):
            if report.number != self._own and self._token not in (report.source or ()):
                found.append(report)
                if len(found) == _REPORTS:
                    break
        return found

    def _last_pronoun(self) -> Seen | None:
        at = self._discourse.place(self._token)
        for one in reversed(self._discourse.seen[max(0, at - _CHAIN) : at]):
            if one.form == "pronoun" and one.gender == self._gender:
                return one
        return None

    def options(self) -> list[Option]:
        """Everybody who can be meant, last mentioned first; the last option is nobody."""
        before, ahead = self._near
        here = {
            person
            for person, mentions in before.items()
            if mentions[0].spot.paragraph == self._spot.paragraph
        }
        found = []
        for person in dict.fromkeys([*before, *ahead]):
            mentions = before.get(person, [])
            if mentions and self._is_another(mentions[0].spot):
                continue
            features = list(self._by_gender(person))
            features += self._by_ahead(person, known=bool(mentions))
            if mentions:
                features += self._by_distance(person, mentions[0])
                features += self._by_role(mentions)
                features += self._by_paragraph(person, here)
                features += self._by_chain(person)
                features += self._by_reports(person)
                features += self._by_contents(person, mentions)
                features += self._by_number(person, mentions)
            else:
                features += ["before=none", f"before=none:{self._kind}"]
            found.append(Option(person, features))
        return [*found, Option(None, list(self._for_nobody()))]

    def _is_another(self, other: Spot) -> bool:
        """Whether grammar rules out that both are one person: "Mary saw her"."""
        spot = self._spot
        if self._reflexive:
            return False
        if spot.dep == POSSESSIVE:
            # "Mary Lee, her deputy"
            apposed = self._context.dep[spot.head] == APPOSITION
            return other.token in ({self._context.head[spot.head]} if apposed else {spot.head})
        apart = spot.dep in OBJECTS or (spot.dep in SUBJECTS and other.dep in OBJECTS)
        return other.head == spot.head and apart

    def _by_gender(self, person: Person) -> Iterator[str]:
        gender, discourse = self._gender, self._discourse
        known = "same" if person.gender == gender else "unknown" if not person.gender else "other"
        yield f"gender={known}"
        others_known = self._known > (person.gender == gender)
        if known == "unknown" and others_known:
            yield "gender:others-known"
        if known == "same" and not others_known:
            yield "gender:only-known"
        evidence = discourse.evidence(person, gender)
        if evidence != "none":
            total = sum(discourse.called[person].values())
            yield f"gender:called={evidence}:{bucket(total, (1, 3))}"
        else:
            full = any(name.full for name in person.forms)
            by = "titled" if person.is_titled else "first-name" if full else "surname"
            yield f"gender={known}:{by}"

    def _by_ahead(self, person: Person, *, known: bool) -> Iterator[str]:
        one = self._near.ahead.get(person)
        if one is None:
            return
        spot, other = self._spot, one.spot
        same = other.sentence == spot.sentence
        role = "subject" if other.main else "no"
        yield f"ahead:{role}:{same}:{'known' if known else 'first'}"
        if same and spot.role == "subject" and self._context.dep[spot.head] == ROOT:
            yield "ahead:of-main-subject"
        if other.head == spot.head:
            yield "ahead:same-head"
        if self._own is not None:
            yield "ahead:source"
            if self._own in other.inside:
                yield "ahead:in-own-content"

    def _by_distance(self, person: Person, last: Seen) -> Iterator[str]:
        kind, spot, other = self._kind, self._spot, last.spot
        sentences = bucket(spot.sentence - other.sentence, _SENTENCES)
        paragraphs = bucket(spot.paragraph - other.paragraph, _PARAGRAPHS)
        order = bucket(self._order[person], (0, 1, 2, 3))
        yield f"sentences={sentences}"
        yield f"sentences={sentences}:{last.form}"
        yield f"sentences={sentences}:{kind}"
        yield f"paragraphs={paragraphs}"
        yield f"paragraphs={paragraphs}:{kind}"
        yield f"words={bucket(self._token - last.token, _WORDS)}"
        yield f"order={order}"
        yield f"order={order}:{kind}"
        yield f"order={order}:of{bucket(len(self._order), (1, 2, 3))}"

    def _by_role(self, mentions: Sequence[Seen]) -> Iterator[str]:
        spot, other = self._spot, mentions[0].spot
        near = _nearness(spot, other)
        yield f"role={other.role}:{near}"
        yield f"roles={spot.role}:{other.role}:{near}"
        if other.main:
            yield f"main:{near}"
        if other.dep == CONJUNCT:
            yield "conjunct"
        if any(m.spot.sentence == spot.sentence and m.spot.role == "subject" for m in mentions):
            yield "subject-here"
        if any(m.spot.sentence == spot.sentence - 1 and m.spot.main for m in mentions):
            yield "main-subject-before"

    def _by_paragraph(self, person: Person, here: set[Person]) -> Iterator[str]:
        if person not in here:
            yield f"in-paragraph:{'others' if here else 'nobody'}"
            return
        yield f"in-paragraph:{'only' if len(here) == 1 else 'several'}"
        if person is self._first_here(here):
            yield "in-paragraph:first"

    def _first_here(self, here: set[Person]) -> Person:
        paragraph = self._spot.paragraph

        def first(person: Person) -> int:
            mentions = self._near.before[person]
            return min(m.token for m in mentions if m.spot.paragraph == paragraph)

        return min(here, key=first)

    def _by_chain(self, person: Person) -> Iterator[str]:
        chain = self._chain
        if chain is None:
            return
        far = bucket(self._spot.paragraph - chain.spot.paragraph, (0, 1, 2))
        if chain.person is person:
            sentences = bucket(self._spot.sentence - chain.spot.sentence, (0, 1, 2))
            yield f"chain={far}:{sentences}"
            yield f"chain:{self._kind}"
        else:
            yield f"chain:other={far}"

    def _by_reports(self, person: Person) -> Iterator[str]:
        for number, (far, who) in enumerate(self._reported):
            if who is person:
                yield f"speaker{number}={far}:{self._kind}"
                yield f"speaker{number}"
            elif who is not None:
                other = "other" if who == "unnamed" else "another"
                yield f"speaker{number}:{other}={far}"

    def _recent_reports(self, speakers: Sequence[Speaker]) -> Iterator[tuple[str, Speaker]]:
        """The last two speakers, and how many paragraphs ago they spoke."""
        for report, who in zip(self._last, speakers, strict=True):
            paragraphs = self._spot.paragraph - self._context.paragraph[report.start]
            if paragraphs > _REPORT_REACH:
                break
            yield bucket(paragraphs, (0, 1, 2)), who

    def _by_contents(self, person: Person, mentions: Sequence[Seen]) -> Iterator[str]:
        spot, other, reports = self._spot, mentions[0].spot, self._context.reports
        own = self._own
        if own is not None and own in other.inside:
            yield "in-own-content:direct" if reports[own].is_direct else "in-own-content"
            if all(own in mention.spot.inside for mention in mentions):
                yield "only-in-own-content"
        if spot.inside:
            report = reports[spot.inside[0]]
            who = self._discourse.speaker(report)
            kind = "direct" if report.is_direct and spot.quoted else "indirect"
            if report.number in other.inside:
                yield f"held-together:{kind}"
            if who is person:
                yield f"holder:{kind}"
            elif who not in {None, "unnamed"}:
                yield f"holder-other:{kind}"
        if other.inside and not set(spot.inside) & set(other.inside):
            who = self._discourse.speaker(reports[other.inside[0]])
            yield f"mention-held:{'own' if who is person else 'other'}"
            if all(mention.spot.inside for mention in mentions):
                yield "always-held"
        if other.quoted != spot.quoted:
            yield f"quoted:{other.quoted}:{spot.quoted}"

    def _by_number(self, person: Person, mentions: Sequence[Seen]) -> Iterator[str]:
        spot, before = self._spot, self._near.before
        yield f"mentions={bucket(len(mentions), (1, 2, 4, 8, 16))}"
        if len(before) > 1 and person is self._most_mentioned:
            yield "most-mentioned"
        recent = [m for m in mentions if spot.sentence - m.spot.sentence <= _RECENT]
        yield f"recent={bucket(len(recent), (0, 1, 2, 4))}"
        subjects = sum(m.spot.role == "subject" for m in recent)
        yield f"recent-subject={bucket(subjects, (0, 1, 2))}"
        if len(mentions) == 1:
            yield f"new:{_nearness(spot, mentions[0].spot)}:{mentions[0].form}"
        if person in self._discourse.in_title:
            yield "in-title"

    def _for_nobody(self) -> Iterator[str]:
        before = self._near.before
        yield "nobody"
        yield f"nobody:{self._kind}"
        yield f"nobody:of{bucket(len(before), (0, 1, 2))}"
        closest = max((m[0] for m in before.values()), key=lambda m: m.token, default=None)
        yield from self._unnamed_before(closest)
        for number, (far, who) in enumerate(self._reported):
            if who == "unnamed":
                yield f"nobody:speaker{number}={far}:{self._kind}"
        if self._chain is not None and self._chain.person is None:
            paragraphs = self._spot.paragraph - self._chain.spot.paragraph
            yield f"nobody:chain={bucket(paragraphs, (0, 1, 2))}"
        if closest is None:
            yield "nobody:closest=none"
        else:
            far = bucket(self._spot.sentence - closest.spot.sentence, _SENTENCES)
            yield f"nobody:closest={far}"
        if not any(q.gender == self._gender for q in before):
            yield "nobody:none-known"

    def _unnamed_before(self, closest: Seen | None) -> Iterator[str]:
        """Whether a noun for an unnamed person is near: "a witness"."""
        unnamed = self._discourse.unnamed
        at = bisect_left(unnamed, self._token) - 1
        if at < 0:
            return
        noun = unnamed[at]
        sentences = self._spot.sentence - self._context.sentence[noun]
        if sentences <= _REPORT_REACH:
            nearer = closest is None or noun > closest.token
            far = bucket(sentences, (0, 1, 2))
            yield f"nobody:unnamed={far}:{nearer}:{self._context.role(noun)}"
            yield f"nobody:unnamed={far}:{nearer}"


def _nearness(spot: Spot, other: Spot) -> str:
    return {0: "same", 1: "last"}.get(spot.sentence - other.sentence, "far")


GENDERS: Mapping[str, Gender] = {
    **dict.fromkeys(("he", "him", "his", "himself"), "male"),
    **dict.fromkeys(("she", "her", "hers", "herself"), "female"),
}
"""The gender of each pronoun."""

_SUBJECT_FORM: Mapping[Gender, str] = {"male": "he", "female": "she"}


def third_person(word: str) -> str | None:
    """The pronoun he, she or they for any of its forms; None for other words."""
    word = word.lower()
    gender = GENDERS.get(word)
    if gender is not None:
        return _SUBJECT_FORM[gender]
    return "they" if word.startswith("the") else None
