"""Pronouns tied to the people they stand for: he and she by salience, I by who speaks."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from operator import attrgetter, itemgetter
from typing import NamedTuple

from spacy.strings import get_string_id
from spacy.tokens import Doc

from ...lexicons.personal_names import Gender
from ...spans import Offsets
from ..annotations import text_of
from ..entities.boundaries import LABELS
from .named_people import Person, Referent

_GENDER: dict[int, Gender] = {
    **{get_string_id(word): "male" for word in ("he", "him", "his", "himself")},
    **{get_string_id(word): "female" for word in ("she", "her", "hers", "herself")},
}
_THEY = frozenset(map(get_string_id, ("they", "them", "their", "theirs", "themself", "themselves")))
_GOES_BY_THEY = re.compile(r"\bthey/them\b|\bnon-?binary\b", re.IGNORECASE)
_SPEAKER = frozenset(map(get_string_id, ("i", "me", "my", "mine", "myself")))
_PRONOUNS = _GENDER.keys() | _THEY | _SPEAKER
_REFLEXIVE = frozenset(map(get_string_id, ("himself", "herself")))
_SUBJECTS = frozenset(map(get_string_id, ("nsubj", "nsubjpass")))
_OBJECTS = frozenset(map(get_string_id, ("dobj", "pobj", "dative")))
_POSSESSIVE = get_string_id("poss")
_APPOSITION = get_string_id("appos")
_ROOT = get_string_id("ROOT")

_NEAR = 150  # characters
_REACH = 4  # sentences
_DECAYED = tuple(0.55**sentences for sentences in range(_REACH + 1))
_WEIGHT_SUBJECT = 1.8
_WEIGHT_OTHER_SIDE = 0.6  # the pronoun is quoted and the name is not, or the other way round
_WEIGHT_KNOWN_GENDER = 1.5
_WEIGHT_AHEAD = 2.5  # "In his speech, Mr Khan said": the subject that the pronoun runs ahead of


class Pronoun(NamedTuple):
    """A pronoun's token and the person it stands for, if one can be told."""

    token: int
    referent: Referent


class _Mention(NamedTuple):
    token: int
    sentence: int
    head: int
    dep: int
    quoted: bool
    person: Person | None


def resolve_pronouns(doc: Doc, people: Sequence[Person], lower: Sequence[int]) -> list[Pronoun]:
    """The pronouns of ``doc`` that stand for one person, and for which of ``people``.

    He and she stand for the most salient person who can be meant. Salience after Lappin and Leass
    (1994): every earlier mention counts, less with each sentence in between, more as a subject.
    Inside a direct quotation I is its source, and he or she is not; I elsewhere is left out.
    ``lower`` are the ``LOWER`` ids of all tokens.
    """
    genders = _GENDER
    if _find_neutral(text_of(doc), people):
        genders = _GENDER | dict.fromkeys(_THEY, "neutral")
    pronouns = [
        i for i, word in enumerate(lower) if word in _PRONOUNS and doc[i].ent_type_ not in LABELS
    ]
    third = [i for i in pronouns if lower[i] in genders]
    first = [i for i in pronouns if lower[i] in _SPEAKER]
    if not third and not first:
        return []
    context = _Context(doc)
    seen = sorted(
        (
            context.mention(context.head_of(m.start, m.end), person)
            for person in people
            for m in person.names
        ),
        key=_TOKEN,
    )
    resolved: list[Pronoun] = []

    def resolve(tokens: Sequence[int], speakers: Mapping[int, Sequence[Person]]) -> None:
        for index in tokens:
            pronoun = context.mention(index, None)
            barred = speakers.get(index, ())
            gender = genders[lower[index]]
            at = bisect_left(seen, index, key=_TOKEN)
            reflexive = lower[index] in _REFLEXIVE
            salience = _salience(context, pronoun, gender, seen, at, reflexive=reflexive)
            ahead = _subject_ahead(context, pronoun, gender, seen, at)
            if ahead is not None:
                salience[ahead] = salience.get(ahead, 0.0) + _WEIGHT_AHEAD
            fit = [person for person in salience if person not in barred]
            person = max(fit, key=lambda p: salience[p], default=None)
            resolved.append(Pronoun(index, person or "nobody-fits"))
            if person is not None:
                person.gender = person.gender or gender
                seen.insert(at, pronoun._replace(person=person))

    # Who speaks is known only after "he said" is; what is quoted comes second.
    resolve([index for index in third if not context.quoted[index]], {})
    speakers = _speakers_of(pronouns, _speakers(doc, context, seen))
    resolve([index for index in third if context.quoted[index]], speakers)
    for index in first:
        speaking = speakers.get(index, ())
        if speaking or context.quoted[index]:
            resolved.append(Pronoun(index, speaking[-1] if speaking else "speaker-unknown"))
    return sorted(resolved, key=lambda pronoun: pronoun.token)


class _Context:
    """The columns of a Doc that salience is read from, and its quotations."""

    def __init__(self, doc: Doc) -> None:
        columns = doc.to_array(["SENT_START", "HEAD", "DEP", "IDX", "LENGTH"])
        # Few of the tokens are asked for: views, which are lists only when read.
        self.sentence = memoryview((columns[:, 0] == 1).cumsum())
        self.head = memoryview(columns[:, 1].astype("int64"))
        self.dep = memoryview(columns[:, 2])
        self._begin = memoryview(columns[:, 3])
        self._end = memoryview(columns[:, 3] + columns[:, 4])
        self.quoted = [False] * len(doc)
        self._marks: list[tuple[Offsets, Offsets]] = []
        for mark in doc._.quotations:
            offsets = mark["start"], mark["end"]
            start, end = self.tokens(*offsets)
            self.quoted[start:end] = [True] * (end - start)
            self._marks.append((offsets, (start, end)))
        self._opens = [offsets[0] for offsets, _ in self._marks]
        # How far the marks up to each reach: those before may end behind the last.
        self._reach = list(accumulate((offsets[1] for offsets, _ in self._marks), max))

    def quotations(self, content: Sequence[Offsets]) -> Iterator[Offsets]:
        """The tokens between the quotation marks that some of the content stands in."""
        first = bisect_right(self._reach, content[0][0])
        last = bisect_left(self._opens, content[-1][1])
        for (opens, closes), tokens in self._marks[first:last]:
            if any(start < closes and opens < end for start, end in content):
                yield tokens

    def tokens(self, start: int, end: int) -> tuple[int, int]:
        """The tokens (end exclusive) that characters ``start`` to ``end`` touch."""
        return bisect_right(self._end, start), bisect_left(self._begin, end)

    def head_of(self, start: int, end: int) -> int:
        """The token of a span that hangs on one outside it."""
        for index in range(end - 1, start - 1, -1):
            if not start <= index + self.head[index] < end or not self.head[index]:
                return index
        return end - 1

    def mention(self, index: int, person: Person | None) -> _Mention:
        return _Mention(
            index,
            self.sentence[index],
            index + self.head[index],
            self.dep[index],
            self.quoted[index],
            person,
        )


_TOKEN = attrgetter("token")


class _Speaker(NamedTuple):
    start: int
    end: int
    person: Person


def _speakers(doc: Doc, context: _Context, seen: Sequence[_Mention]) -> Iterator[_Speaker]:
    """Quoted stretches of tokens whose source is one of the people."""
    tokens = [mention.token for mention in seen]
    for attribution in doc._.attributions:
        source = attribution["source"]
        transcribed = attribution["rule"] == "transcript"
        if source is None or (attribution["type"] == "indirect" and not transcribed):
            continue
        start, end = context.tokens(*source)
        at = bisect_left(tokens, start)
        if at == len(seen) or seen[at].token >= end:
            continue
        person = seen[at].person
        assert person is not None
        content = attribution["content"]
        if transcribed:
            # All that stands after a speaker's label is said, without marks.
            for part in content:
                yield _Speaker(*context.tokens(*part), person)
        for tokens_between in context.quotations(content):
            yield _Speaker(*tokens_between, person)


def _speakers_of(tokens: Sequence[int], speakers: Iterable[_Speaker]) -> dict[int, list[Person]]:
    """Those in whose words each of the tokens (in order) stands."""
    found: dict[int, list[Person]] = {}
    for speaker in speakers:
        for token in tokens[bisect_left(tokens, speaker.start) : bisect_left(tokens, speaker.end)]:
            found.setdefault(token, []).append(speaker.person)
    return found


def _salience(
    context: _Context,
    pronoun: _Mention,
    gender: Gender,
    seen: Sequence[_Mention],
    at: int,
    *,
    reflexive: bool,
) -> dict[Person, float]:
    """The people named before who can be meant, and how much they are in mind.

    ``at`` is the number of mentions in ``seen`` that stand before the pronoun.
    """
    salience: dict[Person, float] = {}
    strongest: dict[tuple[Person, int], float] = {}
    possessed = _possessed(context, pronoun)
    for index in range(at - 1, -1, -1):
        token, sentence, head, dep, quoted, person = mention = seen[index]
        distance = pronoun.sentence - sentence
        if distance > _REACH:
            break
        if person is None or not _may_be(person, gender):
            continue
        if not reflexive and (
            token == possessed
            if possessed is not None
            else head == pronoun.head and _apart(pronoun, mention)
        ):
            continue
        weight = _DECAYED[distance]
        if dep in _SUBJECTS:
            weight *= _WEIGHT_SUBJECT
        if quoted != pronoun.quoted:
            weight *= _WEIGHT_OTHER_SIDE
        if person.gender == gender:
            weight *= _WEIGHT_KNOWN_GENDER
        # Only the strongest mention in a sentence counts: named twice is not meant twice.
        key = person, distance
        before = strongest.get(key, 0.0)
        if weight > before:
            salience[person] = salience.get(person, 0.0) + weight - before
            strongest[key] = weight
    return salience


def _subject_ahead(
    context: _Context, pronoun: _Mention, gender: Gender, seen: Sequence[_Mention], at: int
) -> Person | None:
    """The subject of the sentence, if the pronoun stands in a phrase before it."""
    if at == len(seen):
        return None
    if not at and not pronoun.sentence:
        # A headline may be ahead of the name that the story begins with.
        person = seen[at].person
        assert person is not None
        return person if _may_be(person, gender) and seen[at].sentence < _REACH else None
    if pronoun.dep in _SUBJECTS and context.dep[pronoun.head] == _ROOT:
        return None
    for index in range(at, len(seen)):
        mention = seen[index]
        if mention.sentence != pronoun.sentence:
            return None
        if mention.dep in _SUBJECTS and context.dep[mention.head] == _ROOT:
            person = mention.person
            assert person is not None
            return person if _may_be(person, gender) else None
    return None


def _may_be(person: Person, gender: Gender) -> bool:
    """Whether the pronoun can be the person's; they, of one, only where the article says so."""
    return person.gender == gender or (person.gender is None and gender != "neutral")


def _find_neutral(text: str, people: Sequence[Person]) -> bool:
    """Mark who is said to go by they: the last named before the words that say so."""
    # Nearly always it says nothing of the kind, and an expression that ignores case is slow.
    lower = text.lower()
    if "they/them" not in lower and "binary" not in lower:
        return False
    named = sorted(
        ((mention.offsets[0], person) for person in people for mention in person.names),
        key=itemgetter(0),
    )
    found = False
    for match in _GOES_BY_THEY.finditer(text):
        before = bisect_left(named, match.start(), key=itemgetter(0)) - 1
        if before >= 0 and match.start() <= named[before][0] + _NEAR:
            named[before][1].gender = "neutral"
            found = True
    return found


def _possessed(context: _Context, pronoun: _Mention) -> int | None:
    """The token of whom "her" is said to have: "Mary Lee" in "Mary Lee, her deputy"."""
    if pronoun.dep == _POSSESSIVE and context.dep[pronoun.head] == _APPOSITION:
        head: int = context.head[pronoun.head]
        return pronoun.head + head
    return None


def _apart(pronoun: _Mention, mention: _Mention) -> bool:
    """Whether two words with one head cannot be one person: "Mary saw her"."""
    return pronoun.dep in _OBJECTS or (pronoun.dep in _SUBJECTS and mention.dep in _OBJECTS)
