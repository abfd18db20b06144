"""Third-person pronouns tied to the people named before them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from spacy.strings import get_string_id
from spacy.tokens import Doc

from pipeline.stages.name_groups import Person
from pipeline.stages.names import Gender

HE = ("he", "him", "his", "himself")
SHE = ("she", "her", "hers", "herself")
_GENDER: dict[int, Gender] = {
    **{get_string_id(word): "male" for word in HE},
    **{get_string_id(word): "female" for word in SHE},
}
_SUBJECTS = frozenset(map(get_string_id, ("nsubj", "nsubjpass")))
_OBJECTS = frozenset(map(get_string_id, ("dobj", "pobj", "dative")))
_INSIDE_NOUN = frozenset(map(get_string_id, ("poss", "compound")))
_REACH = 6  # sentences


class Pronoun(NamedTuple):
    """A pronoun's token and the person it stands for."""

    token: int
    person: Person


def resolve_pronouns(doc: Doc, people: Sequence[Person]) -> list[Pronoun]:
    """He and she: the most salient person named before who can be meant; others are left out.

    Salience after Lappin and Leass (1994): every earlier mention counts, less with each sentence
    in between, more as a subject.
    """
    pronouns = [
        (index, _GENDER[lower])
        for index, lower in enumerate(doc.to_array("LOWER").tolist())
        if lower in _GENDER
    ]
    if not pronouns or not people:
        return []
    context = _Context(doc)
    waiting = sorted(
        ((m.start, m.end, person) for person in people for m in person.names),
        key=lambda item: item[0],
        reverse=True,
    )
    seen: list[_Mention] = []
    resolved: list[Pronoun] = []
    for index, gender in pronouns:
        while waiting and waiting[-1][0] < index:
            start, end, person = waiting.pop()
            seen.append(context.mention(doc[start:end].root.i, person))
        chosen = _choose(context, context.mention(index, None), gender, seen)
        if chosen is None:
            continue
        if chosen.gender is None:
            chosen.gender = gender
        resolved.append(Pronoun(index, chosen))
        seen.append(context.mention(index, chosen))
    return resolved


class _Mention(NamedTuple):
    token: int
    sentence: int
    head: int
    dep: int
    quoted: bool
    person: Person | None


class _Context:
    """The columns of a Doc that salience is read from."""

    def __init__(self, doc: Doc) -> None:
        columns = doc.to_array(["SENT_START", "HEAD", "DEP"])
        self.sentence = (columns[:, 0].astype("int64") == 1).cumsum().tolist()
        self.head = columns[:, 1].astype("int64").tolist()
        self.dep = columns[:, 2].tolist()
        quoted = [False] * len(doc)
        for mark in doc._.marks:
            span = doc.char_span(mark["start"], mark["end"], alignment_mode="contract")
            if span is not None:
                quoted[span.start : span.end] = [True] * (span.end - span.start)
        self.quoted = quoted

    def mention(self, index: int, person: Person | None) -> _Mention:
        return _Mention(
            index,
            self.sentence[index],
            index + self.head[index],
            self.dep[index],
            self.quoted[index],
            person,
        )


def _choose(
    context: _Context, pronoun: _Mention, gender: Gender, seen: Sequence[_Mention]
) -> Person | None:
    salience: dict[Person, float] = {}
    for mention in reversed(seen):
        distance = pronoun.sentence - mention.sentence
        if distance > _REACH:
            break
        person = mention.person
        if person is None or person.gender not in (None, gender) or _barred(pronoun, mention):
            continue
        weight = 0.6**distance
        if mention.dep in _SUBJECTS:
            weight *= 1.8
        elif mention.dep in _INSIDE_NOUN:
            weight *= 0.7
        if mention.quoted != pronoun.quoted:
            weight *= 0.6
        if person.gender == gender:
            weight *= 1.2
        salience[person] = salience.get(person, 0.0) + weight
    if not salience:
        return None
    return max(salience, key=lambda person: salience[person])


def _barred(pronoun: _Mention, mention: _Mention) -> bool:
    """Subject and object of one verb are two people ("Mary saw her")."""
    if pronoun.head != mention.head:
        return False
    return (pronoun.dep in _OBJECTS) or (pronoun.dep in _SUBJECTS and mention.dep in _OBJECTS)
