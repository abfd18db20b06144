"""Choose which of the places with a name is meant."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Container, Iterable, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from ...lexicons import load_terms
from ...lexicons.gazetteer import Place, PlaceKind, find_other, find_places
from ..annotations import Demonym

_SAME_COUNTRY = 2.0  # log10 of inhabitants, for another place in the country
_SHARE = 0.3  # the same, times the share of the article's places in the country
_SUPPORT = 4  # times as many places in its country as elsewhere; one place proves nothing
_SAME_DIVISION = 1.0
_NAMED_BESIDE = 8.0  # "Paris, Texas"
_COUNTRY, _CAPITAL, _REGION, _ALIAS = 3.0, 1.0, -1.0, -1.5
_EPONYMOUS = -3.0  # instead of _REGION if the division is named after a town in it
_RIVALLED = -0.2  # instead of _COUNTRY if a division elsewhere has the name: Georgia
_SAID_TO_BE = 4.0  # "the city of", "X province"
_SMALL, _TOWN = 100_000, 50_000  # inhabitants; smaller places need other evidence
_UNMISTAKABLE = 300_000  # inhabitants of cities that are named abroad without a country
_FAMOUS = 1_000_000  # the same for unusual names
_LEAST_REGION = 300_000  # the least inhabitants that a division counts for: Yukon
_NEAR = 1_000  # kilometres between a town abroad and another place in the article
_OTHER = 1_000_000  # inhabitants assumed for places that are not in GeoNames
_SMALL_PART = 5  # times as many inhabitants in a division as in the city of its name
_TOO_NEAR = 0.2  # log10; towns of one country closer than this cannot be told apart
_FAR_LARGER = 8  # times the inhabitants of the next place of the name

type Location = tuple[str | None, tuple[str, str] | None]
"""The code of a country, and the codes of a country and a division."""


class Surroundings(NamedTuple):
    """The number of an article's names in each country and each division."""

    countries: Counter[str]
    divisions: Counter[tuple[str, str]]

    def without(self, location: Location) -> Surroundings:
        """The same without one name of this location, as a name is no evidence for itself."""
        country, division = location
        countries, divisions = self.countries.copy(), self.divisions.copy()
        if country is not None:
            countries[country] -= 1
        if division is not None:
            divisions[division] -= 1
        return Surroundings(+countries, +divisions)


def surroundings(locations: Iterable[Location], demonyms: Iterable[Demonym]) -> Surroundings:
    """Count the countries and divisions of ``locations`` and the countries of ``demonyms``."""
    countries: Counter[str] = Counter()
    divisions: Counter[tuple[str, str]] = Counter()
    for country, division in locations:
        if country is not None:
            countries[country] += 1
        if division is not None:
            divisions[division] += 1
    countries.update(demonym["country_code"] for demonym in demonyms)
    return Surroundings(countries, divisions)


class Clues(NamedTuple):
    """Evidence for one or another place of a name.

    ``around`` counts the article's other names, ``beside`` are countries and divisions named with
    it, ``said`` is what it is called ("city"), and ``holding`` are the places that contain a place
    named right before it. ``others`` are the places chosen so far.
    """

    around: Surroundings
    others: Collection[Place]
    beside: set[Place]
    said: Counter[PlaceKind]
    holding: Container[Place]


@lru_cache(maxsize=5_000)
def candidates(key: str) -> tuple[Place, ...]:
    """The places that a name may refer to; none for "the West", which is in no single country."""
    if key in load_terms("directions"):
        return ()
    listed, other = find_places(key), find_other(key)
    if other is None:
        return listed
    other = other._replace(population=_OTHER)
    if all(place.alias for place in listed) or other[1:3] == ("region", None):
        return (other,)
    if any(place.country_code == other.country_code for place in listed):
        return listed
    return (*listed, other)


def allowed(places: tuple[Place, ...], beside: Collection[Place]) -> tuple[Place, ...]:
    """The ``places`` that are in one of ``beside``; all of them if ``beside`` is empty."""
    return tuple(p for p in places if any(inside(p, one) for one in beside)) if beside else places


@lru_cache(maxsize=5_000)
def plain_location(candidates: tuple[Place, ...]) -> Location:
    """The country and the division of places of one name, if they share them."""
    usual = [place for place in candidates if not place.alias] or [
        place for place in candidates if _well_known(place)
    ]
    country: str | None = None
    nations = {place.country_code for place in usual if place.country_code}
    if len(nations) == 1:
        country = nations.pop()
    elif len(usual) > 1:
        # Of several, the largest is by far the most likely.
        ranked = sorted(usual, key=lambda place: place.population, reverse=True)
        if ranked[0].population > _FAR_LARGER * ranked[1].population:
            country = ranked[0].country_code
    where = {(p.country_code, p.division) for p in usual if p.country_code and p.division}
    return country, where.pop() if len(where) == 1 else None


def location(place: Place | None) -> Location:
    """The country and the division of a place."""
    if place is None or place.country_code is None:
        return None, None
    return place.country_code, (place.country_code, place.division) if place.division else None


def choose(key: str, candidates: Sequence[Place], clues: Clues) -> Place | None:
    """The place that is meant, or None if it would be a guess."""
    if not candidates:
        return None
    scores = _scores(key, candidates, clues)
    best = max(scores, key=lambda place: scores[place])
    if best.country_code is None or best.kind == "country":
        return best
    if best.kind == "city" and any(
        other.kind == "city" and other.country_code == best.country_code and other != best
        for other, score in scores.items()
        if scores[best] - score < _TOO_NEAR
    ):
        return None
    beside, countries = clues.beside, clues.around.countries
    if beside and best.kind == "city" and not any(inside(best, outer) for outer in beside):
        return None
    support = countries[best.country_code]
    alone = all(place.country_code == best.country_code for place in candidates)
    if beside or (support and (alone or support > 1 or _SUPPORT * support >= countries.total())):
        return best
    return best if _speaks_for_itself(key, best, candidates, clues) else None


def _scores(key: str, candidates: Sequence[Place], clues: Clues) -> dict[Place, float]:
    """The score of each of ``candidates``."""
    countries, divisions = clues.around
    total = countries.total()
    towns = [place for place in candidates if place.kind == "city"]
    cities = find_places(f"{key} city")
    nations = {place.country_code for place in candidates if place.kind == "country"}
    rivalled = any(p.kind == "region" and p.country_code not in nations for p in candidates)
    scores: dict[Place, float] = {}
    for place in candidates:
        score = math.log10(_weight(place) + 10.0)
        if place.kind == "country":
            score += _RIVALLED if rivalled else _COUNTRY
        elif place.kind == "region":
            eponymous = any(_named_after(place, town, cities) for town in towns)
            score += _EPONYMOUS if eponymous else _REGION
        score += _ALIAS * place.alias * (0.2 if _well_known(place) else 1.0)
        score += _SAID_TO_BE * bool(clues.said[place.kind])
        code = place.country_code or ""
        score += _CAPITAL * (place.kind == "city" and code == _capitals().get(key))
        if countries[code]:
            score += _SAME_COUNTRY * min(1.0, countries[code] / 2)
            score += _SHARE * countries[code] / total
        score += _SAME_DIVISION * bool(place.division and divisions[code, place.division])
        if place in clues.holding or any(inside(place, outer) for outer in clues.beside):
            score += _NAMED_BESIDE
        scores[place] = score
    return scores


def _well_known(place: Place) -> bool:
    """Whether a city was well known before it was renamed, as Bombay and Chittagong were."""
    return place.kind == "city" and place.population > _FAMOUS


def _weight(place: Place) -> int:
    """The number of inhabitants with which a place is weighed."""
    return max(place.population, _LEAST_REGION) if place.kind == "region" else place.population


def _speaks_for_itself(key: str, best: Place, candidates: Sequence[Place], clues: Clues) -> bool:
    """Whether a place can be meant in an article that names no other place in its country.

    If the article names places in other countries, a place that is small and far from them, or that
    shares its name, may be a namesake of a place that is in no list.
    """
    if set(key.split()) <= load_terms("place_commonplaces"):
        return False
    elsewhere = bool(clues.around.countries)
    abroad = [_weight(p) for p in candidates if p.country_code != best.country_code]
    if elsewhere and abroad and _weight(best) < _FAR_LARGER * max(abroad):
        return False
    if best.country_code == _capitals().get(key):
        return True
    if best.alias and not _well_known(best) and (elsewhere or best.population < 5 * _SMALL):
        return False
    if best.kind != "city" or best.population >= _UNMISTAKABLE:
        return True
    if best.population < (_TOWN if len(candidates) == 1 else _SMALL):
        return False
    if not elsewhere:
        return True
    return best.population >= _SMALL and any(
        one not in candidates and kilometres(best, one) < _NEAR for one in clues.others
    )


def kilometres(one: Place, other: Place) -> float:
    """The great-circle distance between two places."""
    first, second = math.radians(one.latitude), math.radians(other.latitude)
    turn = math.radians(one.longitude - other.longitude)
    cosine = math.sin(first) * math.sin(second)
    cosine += math.cos(first) * math.cos(second) * math.cos(turn)
    return 6_371 * math.acos(min(1.0, max(-1.0, cosine)))


@cache
def _capitals() -> dict[str, str]:
    terms = (term.split("=", 1) for term in load_terms("capitals"))
    return {name: code.upper() for name, code in terms}


def _named_after(division: Place, town: Place, cities: Container[Place]) -> bool:
    """Whether a division is named after a town in it, and not a small town after it: Iowa City.

    ``cities`` are the cities of that name followed by "City".
    """
    if (town.country_code, town.division) != (division.country_code, division.division):
        return False
    return town not in cities or _SMALL_PART * town.population >= division.population


def inside(place: Place, outer: Place) -> bool:
    """Whether ``place`` is in ``outer``, a country or division."""
    if place.country_code != outer.country_code or place == outer:
        return False
    return outer.kind == "country" or (place.kind == "city" and place.division == outer.division)
