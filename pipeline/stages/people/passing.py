"""Descriptions in passing: "the 52-year-old", "the Ghanaian", "the father of two", "the latter".

They say something new of somebody who has just been named, so there is little to compare. They are
resolved only where one person can be meant.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from spacy.strings import get_string_id
from spacy.tokens import Doc, Token

from ...lexicons import load_terms
from .context import Context, Spot
from .descriptions import Description, countries_in, gender_of_noun
from .discourse import Discourse, Seen
from .kinship import kinds
from .named_people import Person
from .said import SaidOf, person_nouns

PASSING: Final = 0.8
"""How sure it is who is meant where one person can be."""

_RECENT: Final = 2  # sentences
_PLURAL_ENDINGS: Final = ("ese", "ch", "sh", "s")
_NOUNS: Final = frozenset({"NN", "NNS", "NNP", "NNPS", "HYPH", "CC"})
_LATTER: Final = "latter"
_THE: Final = get_string_id("the")
_BESIDE: Final = 4  # words
_BEFORE_NAME: Final = frozenset({"NN", "NNP", "NNPS", "JJ", "POS", "HYPH", "CD", "VBN"})
_FROM: Final = frozenset({"(", "of", "from"})


def is_of_nation(doc: Doc, token: Token) -> bool:
    """Whether a token is somebody's nationality: "The Ghanaian said" (but "the French")."""
    if token.i == 0 or token.ent_type_ not in {"NORP", ""} or not token.text[0].isupper():
        return False
    if doc[token.i - 1].lower_ != "the" or token.lower_.endswith(_PLURAL_ENDINGS):
        return False
    if token.i + 1 < len(doc) and doc[token.i + 1].tag_ in _NOUNS:
        return False
    return token.lower_ in load_terms("demonyms") and bool(countries_in([token.lower_]))


def is_parent_of_some(doc: Doc, token: Token) -> bool:
    """Whether a token is "father" in "the father of two" or "the father-of-two"."""
    if token.tag_ != "NN" or kinds().get(token.lower_, (None,))[0] != "elder":
        return False
    behind = [one for one in doc[token.i + 1 : token.i + 5] if one.text != "-"]
    return len(behind) > 1 and behind[0].lower_ == "of" and behind[1].like_num


def _is_latter(doc: Doc, token: Token) -> bool:
    """Whether a token is "latter" in "The latter said"."""
    if token.lower_ != _LATTER:
        return False
    return token.i + 1 == len(doc) or doc[token.i + 1].tag_ not in _NOUNS


def find_passing(doc: Doc, context: Context, lower: Sequence[int]) -> Iterator[Description]:
    """The descriptions, other than by age, that report or do something.

    ``lower`` are the ``LOWER`` ids of all tokens.
    """
    for index in (at for at, before in enumerate(lower[:-1], 1) if before == _THE):
        if not (index in context.source_of or context.role(index) == "subject"):
            continue
        token = doc[index]
        if is_of_nation(doc, token) or is_parent_of_some(doc, token) or _is_latter(doc, token):
            yield Description(token.i - 1, token.i, "the", is_age=False, noun=token.lower_)


def whom(doc: Doc, discourse: Discourse, said: SaidOf, description: Description) -> Person | None:
    """The only person who can be meant, if there is one.

    Args:
        doc: the article.
        discourse: what has been decided so far.
        said: what each person is said to be.
        description: one of these descriptions.
    """
    token = doc[description.head]
    spot = discourse.context.spot(token.i)
    before = discourse.near(token.i).before
    if is_of_nation(doc, token):
        wanted = countries_in([token.lower_])
        fits = [p for p in before if wanted & set(_countries(doc, said, p))]
        return fits[0] if len(fits) == 1 else None
    if token.lower_ == _LATTER:
        latest = next(iter(before), None)
        is_near = latest and spot.sentence - before[latest][0].spot.sentence <= 1
        return latest if is_near else None
    gender = gender_of_noun(description.noun)
    own = discourse.context.source_of.get(token.i)
    fits = [
        person
        for person, mentions in before.items()
        if (gender is None or discourse.may_be(person, gender)) and _is_near(spot, mentions, own)
    ]
    if len(fits) != 1:
        return None
    last = max(m.token for m in before[fits[0]])
    is_another = any(last < noun < description.start for noun in discourse.unnamed)
    return None if is_another else fits[0]


def _is_near(spot: Spot, mentions: Sequence[Seen], own: int | None) -> bool:
    """Whether somebody was mentioned not long ago, and not only in what is reported here."""
    return any(
        spot.sentence - one.spot.sentence <= _RECENT and own not in one.spot.inside
        for one in mentions
    )


def _countries(doc: Doc, said: SaidOf, person: Person) -> Iterator[str]:
    """The countries of which somebody is said to be, or which stand beside the name."""
    for each in said[person].values():
        for one in each:
            yield from countries_in(one.words)
    for name in person.names:
        start = name.start
        if start and doc[start - 1].text == ",":
            start -= 1
        first = start
        while first and start - first < _BESIDE and doc[first - 1].tag_ in _BEFORE_NAME:
            first -= 1
        words = [token.lower_ for token in doc[first:start]]
        if name.end + 1 < len(doc) and doc[name.end].lower_ in _FROM:
            words.append(doc[name.end + 1].lower_)
        yield from countries_in(words)


def find_self_named(doc: Doc, people: Sequence[Person]) -> Iterator[tuple[Token, Person]]:
    """The nouns for people who give their names: "a woman who gave her name as Pia".

    Likewise "a man called Rashid" and "a clerk who identified herself as Noor Baig".
    """
    for person in people:
        for name in person.names:
            word = doc[name.start : name.end].root
            verb = word.head
            if verb.lower_ == "as":
                verb = verb.head
                if not any(_is_self(child) for child in verb.children):
                    continue
            elif verb.lower_ not in load_terms("name_openers"):
                continue
            if verb.dep_ in {"relcl", "acl"} and verb.head.i < name.start:
                noun = verb.head
                if noun.tag_ == "NN" and not noun.ent_type_ and noun.lower_ in person_nouns():
                    yield noun, person


def _is_self(token: Token) -> bool:
    """Whether a verb's object is "her name" or "herself"."""
    is_name = token.dep_ == "dobj" and token.lower_ == "name"
    return is_name or token.lower_ in {"himself", "herself", "themselves"}
