"""What people are said to be: by roles, titles, appositions, offices before names and verbs."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from spacy.tokens import Doc, Token

from ...lexicons import load_terms
from .context import Context
from .courts import made_by_court
from .named_people import Person
from .offices import initials_of, lesser_before, offices_by_initials, short_titles
from .roles import Role

_INITIALS = re.compile(r"[A-Z]{2,4}")
_LONGEST_OFFICE = 14  # words
_JOINING = frozenset({"of", "for", "to", "on"})
"""What stands between an office and what it is for."""


class Said(NamedTuple):
    """What somebody is said to be: the token of the noun, and all words of the phrase.

    ``lesser`` is the word that makes the office another one: "deputy" in "deputy minister".
    """

    token: int
    words: frozenset[str]
    lesser: str = ""


type SaidOf = Mapping[Person, Mapping[str, Sequence[Said]]]
"""What each person is said to be, by the noun in lower case."""


@cache
def person_nouns() -> frozenset[str]:
    """The nouns for people."""
    names = ("roles", "roles_female", "roles_male", "nouns_female", "nouns_male")
    return frozenset().union(*(load_terms(n) for n in (*names, "relations", "nouns_person")))


def find_said(doc: Doc, context: Context, roles: Mapping[Person, Sequence[Role]]) -> SaidOf:
    """What each person is said to be, by roles, titles, appositions and "is a"."""
    found: dict[Person, defaultdict[str, list[Said]]] = {}
    heads: dict[int, Person] = {}
    short = short_titles()
    for person, known in roles.items():
        said = found[person] = defaultdict(list)
        for role in known:
            words = frozenset(role.text.lower().replace("-", " ").split())
            one = Said(role.noun, words, lesser_before(doc, role.noun))
            said[doc[role.noun].lower_].append(one)
            for initials in initials_of(doc, role):
                said[initials].append(one)
        for mention in person.names:
            for at, title in enumerate(mention.titles, 1):
                word = short.get(title, title).rstrip(".")
                lesser = lesser_before(doc, mention.start - at)
                before = doc[max(0, mention.start - at - 1)].lower_
                then = load_terms("modifiers_of_past") & {before}  # "former coach Ada Quist"
                whole = {word, *then, *mention.titles[at:]}  # "Rear Admiral"
                said[word].append(Said(mention.start, frozenset(whole), lesser))
            heads[context.head_of(mention.start, mention.end)] = person
            for office in _office_before(doc, mention.start):
                said[doc[office.token].lower_].append(office)
            for short_form, one in _initials_before(doc, mention.start):
                said[short_form].append(one)
            for made in made_by_court(doc, mention.start, mention.end):
                said[made].append(Said(mention.start, frozenset({made})))
    for index, person in heads.items():
        for noun in _predicates(doc[index]):
            phrase = frozenset(token.lower_ for token in noun.subtree)
            found[person][noun.lower_].append(Said(noun.i, phrase, lesser_before(doc, noun.i)))
    return found


def _predicates(name: Token) -> Iterator[Token]:
    """The nouns that are predicated of a name: "Quist, a farmer", "Quist is a farmer"."""
    for child in name.children:
        if child.dep_ == "appos" and _is_noun(child):
            yield child
    head = name.head
    if name.dep_ == "appos" and head.tag_ == "NN" and not head.ent_type_:
        yield head
    if name.dep_ == "nsubj":
        for child in head.children:
            if (
                child.dep_ == "attr"
                and _is_noun(child)
                and any(t.dep_ == "det" for t in child.lefts)
            ):
                yield child


def _is_noun(token: Token) -> bool:
    return token.tag_ in {"NN", "NNP"} and token.ent_type_ != "PERSON"


def _office_before(doc: Doc, start: int) -> Iterator[Said]:
    """The office right before a name: "Minister of Trade and Fishing Ada Quist"."""
    first, noun = start, None
    for index in range(start - 1, max(-1, start - _LONGEST_OFFICE), -1):
        token = doc[index]
        if not (token.tag_[:2] in {"NN", "JJ", "CC", "DT"} or token.tag_ in {"HYPH", "POS", "IN"}):
            break
        if token.ent_type_ == "PERSON" or (token.tag_ == "IN" and token.lower_ not in _JOINING):
            break
        if token.tag_ == "IN" and noun is not None and doc[index - 1].lower_ in _ties():
            break  # "a spokesman for President Quist"
        first = index
        if token.tag_ in {"NN", "NNP"} and token.lower_ in person_nouns():
            noun = index
    if noun is not None and doc[start - 1].tag_ not in {"IN", "CC", "DT"}:
        words = frozenset(token.lower_ for token in doc[first:start])
        yield Said(noun, words, lesser_before(doc, noun))
    elif start and doc[start - 1].text == ",":
        yield from _office_with_parts(doc, start - 1)


def _initials_before(doc: Doc, start: int) -> Iterator[tuple[str, Said]]:
    """Initials right before a name, which are an office whatever it is: "Roads CS Ada Quist".

    They come with the noun; if it is known what they stand for, so does that: "prosecutor".
    """
    token = doc[start - 1] if start else None
    if token is None or not _INITIALS.fullmatch(token.text):
        return
    if token.ent_type_ and token.lower_ not in offices_by_initials():
        return
    first = token.i
    while first and doc[first - 1].tag_[:2] == "NN" and doc[first - 1].ent_type_ != "PERSON":
        first -= 1
    words = frozenset(one.lower_ for one in doc[first:start])
    yield token.text, Said(token.i, words)
    if in_full := offices_by_initials().get(token.lower_, "").split():
        lesser = "".join(load_terms("lesser_offices").intersection(in_full))
        yield in_full[-1], Said(token.i, words.union(in_full), lesser)


def _office_with_parts(doc: Doc, end: int) -> Iterator[Said]:
    """The offices before a comma and a name: "the minister of trade, fishing and ports, Ada Quist".

    The parser seldom sees that the name stands for all of it; "the founder, owner and director of
    the mill, Ada Quist" is one person, too.
    """
    nouns: list[int] = []
    is_of = False
    for index in range(end - 1, max(-1, end - _LONGEST_OFFICE), -1):
        token = doc[index]
        if token.lower_ in load_terms("determiners") and nouns and is_of:
            words = frozenset(t.lower_ for t in doc[index:end] if t.is_alpha)
            for noun in nouns:
                yield Said(noun, words, lesser_before(doc, noun))
            return
        if token.ent_type_ == "PERSON" or not (
            token.tag_[:2] in {"NN", "JJ", "CC", "DT"} or token.tag_ in {"HYPH", "POS", "IN", ","}
        ):
            return
        if token.lower_ in person_nouns() and (is_of or doc[index + 1].lower_ in _JOINING):
            nouns.append(index)
            is_of = True


@cache
def _ties() -> frozenset[str]:
    return load_terms("kin") | load_terms("relations")
