"""Find phrases for one person, such as "the minister", and what people are said to be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from functools import cache, lru_cache
from typing import Final, NamedTuple

import numpy as np
from spacy.strings import get_string_id
from spacy.tokens import Doc, Token

from ...lexicons import load_terms
from ...lexicons.first_names import Gender
from ...lexicons.gazetteer import find_places, place_key
from .context import Context
from .said import SaidOf, person_nouns

STEM: Final = 5
"""Letters at the start by which words are compared: Uruguay, Uruguayan."""

AGE: Final = 4
"""The words before "old" in "50-year-old"."""

_MODIFIERS = frozenset(
    {"JJ", "JJR", "JJS", "NN", "NNS", "NNP", "NNPS", "VBN", "VBG", "HYPH", "POS", "CD", "RB"}
)
_NO_PHRASE_OF_ITS_OWN = frozenset({"attr", "compound", "appos", "oprd", "amod"})
_NO_NAMES = np.array([*map(get_string_id, ("", "NORP", "DATE"))], np.uint64)
_INDEFINITE = frozenset({"a", "an", "another", "one"})
_INDEFINITE_IDS = frozenset(map(get_string_id, _INDEFINITE))
_NOUN_TAGS = tuple(map(get_string_id, ("NN", "NNP")))
_ADJECTIVE = get_string_id("JJ")
_PARTICIPLE = get_string_id("VBN")
_OLD, _ACCUSED = map(get_string_id, ("old", "accused"))
_FOR_PERSONS = ("ist", "ician", "woman", "man", "person")
_LONGEST = 8  # words


class Description(NamedTuple):
    """Tokens ``start`` to ``head`` (inclusive) that may refer to one person.

    ``determiner`` is the first word ("the", "his"), "'s" after a name, or "none". ``is_age`` is
    true for "the 50-year-old". ``noun`` is the head in lower case, but "MCE" is the initials of an
    office.
    """

    start: int
    head: int
    determiner: str
    is_age: bool
    noun: str


def stems(words: frozenset[str] | set[str]) -> set[str]:
    """The words in the form in which they are compared."""
    return {word[:STEM] for word in words}


@cache
def alike() -> Mapping[str, frozenset[str]]:
    """What somebody who is called by each noun may be said to be: a lawmaker is a senator."""
    terms = (term.partition("=") for term in load_terms("nouns_alike"))
    return {called: frozenset(said.split()) for called, _, said in terms}


def share(some: Set[str], others: Set[str]) -> str:
    """Whether the words of one are all in the other: "in", "some" or "out"."""
    return "in" if some <= others else "some" if some & others else "out"


def find_descriptions(
    doc: Doc, context: Context, said: SaidOf, kin: Set[str] = frozenset()
) -> list[Description]:
    """The phrases of ``doc`` that may refer to one of the people.

    ``kin`` are nouns for relatives by which somebody who is named can be meant.
    """
    known = {noun for nouns in said.values() for noun in nouns}
    found = []
    tags, lower, kinds = doc.to_array(["TAG", "LOWER", "ENT_TYPE"]).T
    nouns = (tags == _NOUN_TAGS[0]) | (tags == _NOUN_TAGS[1])
    is_old = (tags == _ADJECTIVE) & (lower == _OLD)
    is_done_to = (tags == _PARTICIPLE) & (lower == _ACCUSED)
    is_name = np.isin(kinds, _NO_NAMES, invert=True)
    for index in np.flatnonzero(nouns | is_old | is_done_to).tolist():
        token = doc[index]
        if is_name[index] and token.text not in known:
            continue
        if is_done_to[index] and not (index and doc[index - 1].lower_ == "the"):
            continue
        is_age = token.lower == _OLD and index >= AGE and doc[index - 2].lower_ == "year"
        if not is_age and (is_old[index] or not _is_for_person(token, context, known)):
            continue
        if _is_body(token):
            continue
        # For kin, somebody must be said to be it: "the father" is not just anybody named.
        if token.lower_ in _relatives() and token.lower_ not in known | kin:
            continue
        noun = token.text if token.text in known else token.lower_
        description = _phrase(doc, context, token, noun, is_age=is_age)
        if description is not None:
            found.append(description)
    return found


def complement_names(doc: Doc, head: int) -> set[str]:
    """The names in what a noun is of: "irgc", "navy" in "the commander of the IRGC Navy"."""
    return {
        token.lower_
        for child in doc[head].rights
        if child.dep_ == "prep" and child.lower_ in load_terms("role_prepositions")
        for token in child.subtree
        if token.text[0].isupper() and token.lower_ not in load_terms("determiners")
    }


def countries_in(words: Iterable[str]) -> set[str]:
    """The codes of the countries that are named, or of which something is, in lower-case words."""
    return {code for word in words if (code := _country_of(word))}


@lru_cache(maxsize=5_000)
def _country_of(word: str) -> str | None:
    if (code := _demonyms().get(word)) is not None:
        return code
    places = find_places(place_key(word))
    is_country = bool(places) and places[0].kind == "country"
    return (places[0].country_code or "").lower() if is_country else None


@cache
def _demonyms() -> Mapping[str, str]:
    return dict(term.split("=") for term in load_terms("demonym_countries"))


@cache
def _relatives() -> frozenset[str]:
    return load_terms("kin") & load_terms("relations")


def _is_for_person(noun: Token, context: Context, known: set[str]) -> bool:
    word = noun.lower_
    return (
        _is_person_noun(word)
        or word in known
        or noun.text in known
        # Who speaks is a person, unless something else speaks.
        or (noun.i in context.source_of and noun.tag_ == "NN" and word not in _impersonal())
    )


def _is_body(noun: Token) -> bool:
    """Whether a noun for a person or a body is that of a place, so a body: "the coast guard"."""
    before = noun.nbor(-1).lower_ if noun.i else ""
    return noun.lower_ in load_terms("organization_words") and before in load_terms("place_nouns")


@lru_cache(maxsize=10_000)
def _is_person_noun(word: str) -> bool:
    return word in person_nouns() or (word.endswith(_FOR_PERSONS) and len(word) > STEM)


@cache
def _impersonal() -> frozenset[str]:
    """Nouns for sources that are not people."""
    bodies = ("organization_nouns", "organization_words", "bodies_of_people", "place_nouns")
    names = (*bodies, "document_nouns", "publication_nouns")
    return frozenset().union(*map(load_terms, names))


def _phrase(
    doc: Doc, context: Context, token: Token, noun: str, *, is_age: bool
) -> Description | None:
    """The phrase that ends in ``token``, or None if it is part of another phrase or a name."""
    head = token.i
    is_source = head in context.source_of
    if token.dep_ in _NO_PHRASE_OF_ITS_OWN and not is_source:
        return None
    if head + 1 < len(doc):
        after = doc[head + 1]
        # "the minister Ishaq Dar", "the minister, Ishaq Dar", "the minister-designate"
        if after.ent_type_ == "PERSON" or after.tag_ in {"NN", "NNS", "NNP", "HYPH"}:
            return None
        if after.text == "," and _is_name(doc, head + 2):
            return None
    start = head
    while start and head - start < _LONGEST and doc[start - 1].tag_ in _MODIFIERS:
        if doc[start - 1].ent_type_ == "PERSON":
            break
        start -= 1
    before = doc[start - 1].lower_ if start else ""
    if before == "another":
        return None
    if before in load_terms("determiners"):
        determiner, start = before, start - 1
    elif doc[start].tag_ == "POS" or (start and doc[start - 1].tag_ == "POS"):
        determiner = "'s"
    elif before in _INDEFINITE:
        determiner = "a"
    else:
        determiner = "none"
    # Headlines and some publishers leave out the article.
    is_headline = token.idx < doc._.body_start
    if (determiner == "a" or (determiner == "none" and not is_headline)) and not is_source:
        return None
    # ", the minister," after a name, or a name on social media, describes that person.
    if start >= 2 and doc[start - 1].text == ",":
        name = doc[start - 2]
        if name.ent_type_ == "PERSON" or name.text.startswith("@"):
            return None
    return Description(start, head, determiner, is_age, noun)


def _is_name(doc: Doc, start: int) -> bool:
    """Whether a name stands at ``start``, behind titles: "the priest, Father Luc Moran"."""
    for token in doc[start : start + _LONGEST]:
        if token.ent_type_ == "PERSON":
            return True
        if token.lower_ not in load_terms("titles") and token.text != ".":
            return False
    return False


def find_unnamed(doc: Doc, lower: Sequence[int]) -> list[int]:
    """The tokens of nouns for an unnamed person; ``lower`` are the ``LOWER`` ids of all tokens."""
    nouns = _noun_ids()
    return [
        index
        for index in (i for i, word in enumerate(lower) if word in nouns)
        if doc[index].tag_ == "NN"
        and not doc[index].ent_type_
        and doc[index].dep_ not in {"compound", "attr", "appos"}
    ]


def find_introduced(doc: Doc, nouns: set[str], lower: Sequence[int]) -> dict[str, int]:
    """The first token at which each noun introduces somebody: "a witness"."""
    found: dict[str, int] = {}
    ids = {get_string_id(noun): noun for noun in nouns}
    for article in (i for i, word in enumerate(lower) if word in _INDEFINITE_IDS):
        for index in range(article + 1, min(article + 1 + _LONGEST // 2, len(lower))):
            if (noun := ids.get(lower[index])) is not None:
                found.setdefault(noun, index)
    return found


@cache
def _noun_ids() -> frozenset[int]:
    return frozenset(map(get_string_id, person_nouns()))


def gender_of_noun(word: str) -> Gender | None:
    """The gender that a noun implies: "mother", "actress"."""
    for gender, names in _GENDERED:
        if any(word in load_terms(name) for name in names):
            return gender
    return None


_GENDERED: Sequence[tuple[Gender, tuple[str, ...]]] = (
    ("female", ("nouns_female", "roles_female", "titles_female")),
    ("male", ("nouns_male", "roles_male", "titles_male")),
)
