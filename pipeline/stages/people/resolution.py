"""Resolve pronouns and descriptions to people, from left to right.

Mentions outside quotation marks come first, because the speaker of a quotation is known only after
"he said" is resolved. Later decisions take earlier ones into account.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Final, Literal, NamedTuple, Protocol

from spacy.strings import get_string_id
from spacy.tokens import Doc

from ...lexicons import load_terms
from ...lexicons.first_names import Gender
from ..annotations import text_of
from .context import Context
from .description_features import Again, DescriptionFeatures
from .descriptions import (
    Description,
    find_descriptions,
    find_introduced,
    find_unnamed,
    gender_of_noun,
)
from .discourse import Discourse, Seen
from .first_person import find_speakers, find_voices
from .generations import Generations
from .handovers import Handovers
from .kinship import CONFIDENCE, Kinship
from .named_people import ByGeneration, Person, by_generation
from .passing import PASSING, find_passing, find_self_named, whom
from .pronoun_features import GENDERS, PronounFeatures
from .ranking import Choice, Option
from .roles import Role
from .said import find_said
from .unnamed_reporters import goes_on_from_unnamed

Reason = Literal["nobody-fits", "several-fit", "speaker-unknown", "uncertain"]

_GENDER: Mapping[int, Gender] = {get_string_id(word): gender for word, gender in GENDERS.items()}
_THEY = frozenset(map(get_string_id, ("they", "them", "their", "theirs", "themself")))
_GOES_BY_THEY = re.compile(r"\bthey/them\b|\bnon-?binary\b", re.IGNORECASE)
_SPEAKER = frozenset(map(get_string_id, ("i", "me", "my", "mine", "myself")))
_REFLEXIVE = frozenset(map(get_string_id, ("himself", "herself")))
_NEAR = 150  # characters
_CERTAIN = 0.7  # if two people have a role, the least confidence to choose one of them
_SURE = 0.85  # if all that a phrase says is only said of somebody named later
_NO_PRONOUNS = frozenset({"PERSON", "ORG", "NORP", "GPE", "LOC", "FAC"})

_LONGEST_ADDRESS: Final = 5  # tokens: "Her Most Gracious Majesty"

PRONOUN: Final = "pronoun"
DESCRIPTION: Final = "nominal"


class Resolved(NamedTuple):
    """Tokens ``start`` to ``end`` (exclusive), and the person or why there is none."""

    start: int
    end: int
    form: Literal["pronoun", "nominal"]
    person: Person | None
    confidence: float
    reason: Reason | None


class Chooser(Protocol):
    """Chooses among the options at a token: a model, or the gold annotation in training."""

    def __call__(
        self, token: int, form: Literal["pronoun", "nominal"], options: Sequence[Option], /
    ) -> Choice: ...


def resolve(
    doc: Doc,
    people: Sequence[Person],
    roles: Mapping[Person, Sequence[Role]],
    lower: Sequence[int],
    choose: Chooser,
    threshold: float,
) -> list[Resolved]:
    """All pronouns and descriptions in ``doc`` for one person, in text order.

    Args:
        doc: with quotations and attributions.
        people: the people with their names.
        roles: the roles given beside their names.
        lower: the ``LOWER`` ids of all tokens.
        choose: chooses among the options.
        threshold: the confidence below which a mention is left unresolved.
    """
    genders = _GENDER
    if _mark_neutral(text_of(doc), people):
        genders = {**_GENDER, **dict.fromkeys(_THEY, "neutral")}
    forms = _SPEAKER.union(genders)
    pronouns = [
        i
        for i, word in enumerate(lower)
        if word in forms
        and doc[i].ent_type_ not in _NO_PRONOUNS
        and (word in genders or _form_of_address(doc, i) is None)
    ]
    if not pronouns and not people:
        return []
    found = _Resolver(doc, people, roles, lower, choose, threshold).run(pronouns, genders)
    return without_own_possessor(sorted(found))


def without_own_possessor(found: Sequence[Resolved]) -> list[Resolved]:
    """``found`` without descriptions that contain a shorter mention of the same person.

    Nobody is her own "my mother", nor the candidate "the candidate's doctor": the i-within-i filter
    of Chomsky (1981).
    """
    ends: dict[tuple[int, Person | None], int] = {}
    for one in found:
        key = one.start, one.person
        ends[key] = min(one.end, ends.get(key, one.end))

    def contains_itself(one: Resolved) -> bool:
        insides = ((start, ends.get((start, one.person))) for start in range(one.start, one.end))
        return any(
            end is not None and end <= one.end and (start, end) != (one.start, one.end)
            for start, end in insides
        )

    return [
        one
        for one in found
        if one.form == PRONOUN or one.person is None or not contains_itself(one)
    ]


def _form_of_address(doc: Doc, index: int) -> int | None:
    """The noun of the title that the pronoun at ``index`` begins: "His Royal Highness"."""
    for token in doc[index + 1 : index + _LONGEST_ADDRESS]:
        if not token.text[0].isupper():
            return None
        if token.lower_ in load_terms("forms_of_address"):
            return token.i
    return None


class _Resolver:
    def __init__(
        self,
        doc: Doc,
        people: Sequence[Person],
        roles: Mapping[Person, Sequence[Role]],
        lower: Sequence[int],
        choose: Chooser,
        threshold: float,
    ) -> None:
        self._doc = doc
        self._people = people
        self._lower = lower
        self._choose = choose
        self._threshold = threshold
        self._context = context = Context(doc)
        self._said = said = find_said(doc, context, roles)
        self._kinship = Kinship(doc, context, people)
        self._handovers = Handovers(doc, context, people, self._kinship, said)
        self._descriptions = {
            d.head: d for d in find_descriptions(doc, context, said, self._kinship.nouns)
        }
        self._passing = {one.head: one for one in find_passing(doc, context, lower)}
        self._passing |= {d.head: d for d in self._descriptions.values() if d.is_age}
        self._generations = Generations(doc, people, self._kinship)
        self._by_generation = {one.name: one for one in by_generation(doc)}
        self._nouns_said = {noun for nouns in said.values() for noun in nouns}
        self._holders: dict[str, list[Person]] = {}
        for person in people:
            for noun in said[person]:
                self._holders.setdefault(noun, []).append(person)
        nouns = {doc[head].lower_ for head in self._descriptions}
        self._introduced = find_introduced(doc, nouns, lower)
        self._again: dict[str, Again] = {}
        title_end = context.tokens(0, doc._.body_start)[1]
        self._discourse = Discourse(context, people, find_unnamed(doc, lower), title_end)

    def run(self, pronouns: Sequence[int], genders: Mapping[int, Gender]) -> Iterator[Resolved]:
        quoted = self._context.quoted
        yield from self._self_named()
        third = [index for index in pronouns if self._lower[index] in genders]
        mentions = sorted({*third, *self._descriptions, *self._by_generation, *self._passing})
        for is_quoted in (False, True):
            for index in mentions:
                if quoted[index] != is_quoted:
                    continue
                gender = genders.get(self._lower[index])
                if index in self._by_generation:
                    yield self._of_generation(self._by_generation[index])
                elif gender is not None:
                    yield self._pronoun(index, gender)
                elif found := self._in_passing(index) or self._in_full(index):
                    yield found
        first = [index for index in pronouns if self._lower[index] in _SPEAKER]
        voices = find_voices(self._doc, self._context, self._discourse)
        speakers = find_speakers(first, voices)
        for index in first:
            person = speakers.get(index)
            if person is not None or quoted[index]:
                reason: Reason | None = None if person else "speaker-unknown"
                yield Resolved(index, index + 1, PRONOUN, person, 1.0 if person else 0.0, reason)

    def _pronoun(self, index: int, gender: Gender) -> Resolved:
        reflexive = self._lower[index] in _REFLEXIVE
        address = _form_of_address(self._doc, index)
        token = index if address is None else address
        features = PronounFeatures(self._discourse, token, gender, reflexive=reflexive)
        options = features.options()
        if address is None and goes_on_from_unnamed(self._doc, self._discourse, index, gender):
            options = options[-1:]  # nobody
        person, confidence = self._choose(token, PRONOUN, options)
        spot = self._context.spot(token)
        self._discourse.add(Seen(token, spot, person, PRONOUN, gender))
        reason: Reason | None = None if person else "nobody-fits"
        if person is not None and confidence < self._threshold:
            person, reason = None, "uncertain"
        if address is not None:
            return Resolved(index, address + 1, DESCRIPTION, person, confidence, reason)
        return Resolved(index, index + 1, PRONOUN, person, confidence, reason)

    def _self_named(self) -> Iterator[Resolved]:
        for noun, person in find_self_named(self._doc, self._people):
            self._discourse.add(Seen(noun.i, self._context.spot(noun.i), person, DESCRIPTION))
            self._descriptions.pop(noun.i, None)
            start = noun.left_edge.i
            yield Resolved(start, noun.i + 1, DESCRIPTION, person, CONFIDENCE, None)

    def _in_passing(self, index: int) -> Resolved | None:
        one = self._passing.get(index)
        person = one and whom(self._doc, self._discourse, self._said, one)
        if one is None or person is None:
            return None
        self._discourse.add(Seen(index, self._context.spot(index), person, DESCRIPTION))
        return Resolved(one.start, index + 1, DESCRIPTION, person, PASSING, None)

    def _in_full(self, index: int) -> Resolved | None:
        one = self._descriptions.get(index)
        return None if one is None else self._description(one)

    def _of_generation(self, one: ByGeneration) -> Resolved:
        person = self._generations.resolve(one, self._discourse)
        confidence = CONFIDENCE if person else 0.0
        if person is not None:
            spot = self._context.spot(one.name)
            self._discourse.add(Seen(one.name, spot, person, DESCRIPTION))
        reason: Reason | None = None if person else "several-fit"
        return Resolved(one.start, one.name + 1, DESCRIPTION, person, confidence, reason)

    def _description(self, description: Description) -> Resolved | None:
        head = description.head
        word = description.noun
        if word in self._kinship.nouns:
            kin = self._kinship.resolve(head, self._discourse)
            if kin is not None:
                self._discourse.add(Seen(head, self._context.spot(head), kin, DESCRIPTION))
                return Resolved(description.start, head + 1, DESCRIPTION, kin, CONFIDENCE, None)
            if word not in self._nouns_said:
                return None
        taken = self._handovers.holder(self._discourse, description)
        if taken is not None:
            self._discourse.add(Seen(head, self._context.spot(head), taken, DESCRIPTION))
            return Resolved(description.start, head + 1, DESCRIPTION, taken, CONFIDENCE, None)
        holders = self._holders.get(word, ())
        introduced = self._introduced.get(word)
        features = DescriptionFeatures(
            self._doc,
            self._discourse,
            self._said,
            holders,
            description,
            again=self._again.get(word),
            is_introduced=introduced is not None and introduced < head,
        )
        person, confidence = features.only_fit() or features.surely_later(), _SURE
        if person is None:
            options = features.options()
            gender = gender_of_noun(word)
            is_generic = (gender is not None and word in load_terms("nouns_generic")) or (
                features.is_said_of_nobody and word in load_terms("nouns_of_anybody")
            )
            if is_generic and goes_on_from_unnamed(self._doc, self._discourse, head, gender):
                options = options[-1:]  # nobody: "A resident … . The man said"
            person, confidence = self._choose(head, DESCRIPTION, options)
        self._again[word] = person or "nobody"
        reason: Reason | None = None
        if person is not None and confidence < _CERTAIN and features.several_fit:
            person, reason = None, "several-fit"
        elif person is not None:
            spot = self._context.spot(head)
            self._discourse.add(Seen(head, spot, person, DESCRIPTION))
            if confidence < self._threshold:
                person, reason = None, "uncertain"
        elif features.several_fit:
            reason = "several-fit"
        else:
            return None
        return Resolved(description.start, head + 1, DESCRIPTION, person, confidence, reason)


def _mark_neutral(text: str, people: Sequence[Person]) -> bool:
    """Mark who is said to use the pronoun they: the last person named before these words."""
    # Few articles say so, and a case-insensitive expression is slow.
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
