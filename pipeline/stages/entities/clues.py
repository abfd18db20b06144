"""What the words of a name, and the words beside it, say about whether it is a person's.

A clue is a weight for PERSON, PLACE or ORG. The weights were set by hand; what matters is their
order: a title or "the town of" settles the matter, a preposition merely leans to one side.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from ...lexicons import load_terms
from ...lexicons.gazetteer import find_places, place_key
from ...lexicons.personal_names import gender_of_first_name, is_first_name
from ..token_columns import Words

PERSON, PLACE, ORG = range(3)

type Weights = tuple[float, float, float]

SURE = 2.0  # a clue stronger than that the name is said to say something
NO_CLUE: Weights = (0.0, 0.0, 0.0)
_LARGE, _KNOWN = 1_000_000, 100_000  # inhabitants
_PLACE_PREPOSITIONS = (
    dict.fromkeys(("near", "northern", "southern", "eastern", "western"), 2.0)
    | dict.fromkeys(("in", "outside", "across", "throughout", "central"), 1.5)
    | dict.fromkeys(("around", "north", "south", "east", "west"), 1.0)
    | {"into": 0.8, "from": 0.5, "toward": 0.5, "towards": 0.5, "to": 0.3}
)
_SAYING = load_terms("verbs_of_people")
_INITIALS = re.compile(r"[A-Z]|([A-Z]\.){1,3}")  # M, M., O.J.
_POSSESSIVES = frozenset({"'s", "’s", "'", "’"})
_LOOKED_BEYOND = frozenset({",", "of", "("}) | _POSSESSIVES
_DETERMINERS = load_terms("name_determiners")
_OF_A_COUNTRY = load_terms("nouns_after_countries")
_OF_PLACES = load_terms("nouns_before_places")
_PEOPLE = load_terms("nouns_of_natives")


def clues_of_name(words: Sequence[str]) -> Weights:
    """What the name itself says, wherever it stands."""
    return _clues_of_name(tuple(words))


@lru_cache(maxsize=20_000)
def _clues_of_name(words: tuple[str, ...]) -> Weights:
    person = place = org = 0.0
    lower = [word.lower() for word in words]
    org_words = _organization_words()
    head = lower.index("of") - 1 if "of" in lower[1:] else -1
    if " ".join(lower) in load_terms("known_organizations"):
        org += 3.0
    if len(words) > 1:
        if lower[head] in org_words:
            org += 4.0
        elif lower[-1] in org_words or not org_words.isdisjoint(lower[1:]):
            org += 1.5
        if {"&", "/", "and"} & set(lower):
            org += 1.5
        if len(words[0]) > 2 and words[0].isupper() and not words[-1].isupper():
            org += 2.0  # "SBC Warburg"
        if lower[-1] in load_terms("place_nouns"):
            place += 2.5
        initial = any(_INITIALS.fullmatch(word) for word in words[:-1])
        if is_first_name(lower[0]) and len(words) <= 5:
            person += 2.5 if gender_of_first_name(lower[0]) else 2.0
        if initial and len(lower[-1]) > 1:
            person += 1.5
    elif _is_acronym(words[0]):
        org += 1.5
    elif is_first_name(lower[0]):
        person += 0.5
    place += _fame(" ".join(words))
    return person, place, org


@cache
def _organization_words() -> frozenset[str]:
    return load_terms("organization_words") | load_terms("industries")


def _is_acronym(word: str) -> bool:
    letters = word.replace(".", "").replace("-", "")
    return 2 <= len(letters) <= 6 and letters.isupper() and letters.isalpha()


def place_fame(words: Sequence[str]) -> float:
    """How strongly a name is a place's: countries and large cities above all; 0 if it is none's."""
    return _fame(" ".join(words))


def is_country(words: Sequence[str]) -> bool:
    """Whether a country has this name: no firm or person is called so for short."""
    return any(place.kind == "country" for place in find_places(place_key(" ".join(words))))


@lru_cache(maxsize=20_000)
def _fame(name: str) -> float:
    places = find_places(place_key(name))
    if not places:
        return 0.0
    best = 0.0
    for place in places:
        if place.kind == "country":
            weight = 4.0
        elif place.geonames_id is None:
            weight = 4.0 if place.kind == "facility" else 3.0
        elif place.kind == "region":
            weight = 2.0
        elif place.population >= _LARGE:
            weight = 3.0
        else:
            weight = 2.0 if place.population >= _KNOWN else 1.0
        best = max(best, weight * 0.6 if place.alias else weight)
    return best if " " not in name else best + 1.0


def clues_beside(words: Words, start: int, end: int) -> Weights:
    """What stands before and after the name in tokens ``start`` to ``end`` (exclusive)."""
    lower = words.lower
    person = place = org = 0.0
    if start:
        before = lower[start - 1]
        further = lower[start - 2] if start > 1 and before in _LOOKED_BEYOND else ""
        person, place, org = _clues_before(further, before, words.text[start - 1][0].isupper())
    if end < len(lower):
        after = lower[end]
        further = lower[end + 1] if end + 1 < len(lower) and after in _LOOKED_BEYOND else ""
        if after == "," and further:
            if _is_age(further) and (end + 2 >= len(lower) or lower[end + 2] in {",", "."}):
                person += 4.0
            elif further == "who":
                person += 3.0
            else:
                person += 2.0 * _role_follows(lower, end + 1)
                place += 1.0 * _place_follows(words, end + 1)
        else:
            more_person, more_place, more_org = _clues_after(after, further)
            person, place, org = person + more_person, place + more_place, org + more_org
    return person, place, org


@lru_cache(maxsize=20_000)
def _clues_before(further: str, before: str, capital: bool) -> Weights:
    """What the word before a name says; ``further`` is the one before that, if it matters."""
    roles, place_nouns = load_terms("roles"), load_terms("place_nouns")
    org_nouns = load_terms("organization_nouns")
    if before == "," and further:
        return (
            2.0 * (further in roles),
            2.0 * (further in place_nouns or further == "capital"),
            2.0 * (further in org_nouns),
        )
    if before == "surnamed":
        return 6.0, 0.0, 0.0
    if before in load_terms("titles") and capital:
        return 3.0, 0.0, 0.0
    if before in org_nouns:
        return 0.0, 0.0, 3.0
    if before in roles:
        return 3.0, 0.0, 0.0
    if before in place_nouns or before == "capital":
        return 0.0, 2.5, 0.0
    if before == "of":
        if further in place_nouns or further in {"capital", "people", "government"}:
            return 0.0, 4.0, 0.0
        if further in _OF_PLACES:
            return 0.0, 3.0, 0.0
        if further == "out":
            return 0.0, 1.5, 0.0
        return (0.0, 0.5, 1.0) if further in roles else NO_CLUE
    if before == "the":
        return -2.5, 0.0, 0.5
    return 0.0, _PLACE_PREPOSITIONS.get(before, 0.0), 0.7 * (before == "at")


@lru_cache(maxsize=20_000)
def _clues_after(after: str, further: str) -> Weights:
    """What the word after a name says; ``further`` is the one after that, if it matters."""
    if after in _POSSESSIVES:
        if further in load_terms("person_nouns"):
            return 2.5, 0.0, 0.0
        return 0.0, 2.0 * (further in _OF_A_COUNTRY), 0.0
    if after in load_terms("organization_nouns") or after in load_terms("organization_contexts"):
        return 0.0, 0.0, 2.0
    if after in load_terms("place_nouns"):
        return 0.0, 2.0, 0.0
    if after in _SAYING:
        return 1.0, -1.0, 0.3
    if after == "who":
        return 3.0, 0.0, 0.0
    return 2.0 * (after == "(" and _is_age(further)), 0.0, 0.0


def _is_age(word: str) -> bool:
    return word.isdigit() and 5 <= int(word) <= 110 if len(word) <= 3 else False


def _role_follows(lower: Sequence[str], index: int) -> bool:
    """Whether an apposition with a role word begins here: "the party's former treasurer"."""
    roles = load_terms("roles")
    if index >= len(lower) or (lower[index] not in _DETERMINERS and lower[index] not in roles):
        return False
    for word in lower[index : index + 5]:
        if word in {",", ".", "and"}:
            return False
        if word in roles or word in _PEOPLE:
            return True
    return False


def _place_follows(words: Words, index: int) -> bool:
    """Whether a country or state follows, as in "Worthing, England"."""
    word = words.text[index]
    if not word[0].isupper():
        return False
    return any(place.kind != "city" for place in find_places(place_key(word)))
