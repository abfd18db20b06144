"""Which place of its name is meant: chosen by the article's other places and by size."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Container, Iterable, Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple

from spacy.tokens import Doc, Span

from ...lexicons import load_terms
from ...lexicons.gazetteer import Place, PlaceKind, find_places, place_key
from ..annotations import Demonym

_SAME_COUNTRY = 2.0  # log10 of inhabitants that another place of the country is worth
_SAME_DIVISION = 1.0
_NAMED_BESIDE = 8.0  # "Paris, Texas"
_COUNTRY, _REGION, _ALIAS = 3.0, -1.0, -1.5
_EPONYMOUS = -3.0  # instead of _REGION where the division is named after a town in it
_RIVALLED = -0.2  # instead of _COUNTRY where a division elsewhere has the name: Georgia
_SAID_TO_BE = 4.0  # "the city of", "X province"
_SMALL, _TOWN = 100_000, 50_000  # inhabitants; below, something else has to speak for a place
_SMALL_PART = 5  # times as many live in a division as in the city that has its name
_TOO_NEAR = 0.2  # two towns of a country that are so near to equal cannot be told apart
_FAR_LARGER = 8  # times the inhabitants of the next of its name
_FACILITIES = load_terms("place_facilities")
_NATURE = load_terms("place_landforms")
_REGIONS = load_terms("place_regions")
_CITIES = load_terms("place_settlements")

_LINKS = frozenset(
    tuple(words.split())
    for words in (
        ",", "(", "in", ", in", "'s", "of", "in the", "in the state of", "in the province of"
    )
)  # fmt: skip
_LONGEST_LINK = max(map(len, _LINKS))


class Spot(NamedTuple):
    """A place as the record wants it. Spots of equal ``identity`` are one place."""

    place: dict[str, Any]
    identity: object | None


def locate(doc: Doc, entities: Sequence[Span], demonyms: Iterable[Demonym] = ()) -> list[Spot]:
    """Where each of the places ``entities`` is; entries are null where it would be a guess.

    One name means one place throughout an article, unless the name of a country or division
    stands beside a mention. ``demonyms`` are those of the article: they, too, say where it is.
    """
    if not entities:
        return []
    keys = [_full_key(doc, entity) for entity in entities]
    # "The West" and "the Gulf" are no region of that name.
    nowhere = load_terms("directions")
    found = {key: () if key in nowhere else find_places(key) for key in dict.fromkeys(keys)}
    beside = [_named_beside(doc, entities, i) for i in range(len(entities))]
    countries, divisions = _surroundings(found, demonyms)
    of_key: dict[str, list[int]] = {}
    for index, key in enumerate(keys):
        of_key.setdefault(key, []).append(index)
    chosen: dict[str, Place | None] = {}
    holding = _holding(keys, found, beside)
    for key, candidates in found.items():
        mentions = of_key[key]
        hints = Counter(kind for i in mentions for kind in _said_to_be(doc, entities[i]))
        near = {where for i in mentions for where in beside[i]}
        chosen[key] = _choose(
            key, candidates, countries, divisions, near, hints, holding.get(key, frozenset())
        )
    pairs = zip(entities, keys, strict=True)
    return [_spot(doc, entity, chosen[key], key) for entity, key in pairs]


def _holding(
    keys: Sequence[str], found: dict[str, tuple[Place, ...]], beside: Sequence[Sequence[Place]]
) -> dict[str, set[Place]]:
    """By key, the places that hold one of the name right before: Ontario in "London, Ontario".

    Not where the name stands by itself more often, nor where it may be that place's own: "D.C.".
    """
    times: Counter[tuple[str, Place]] = Counter()
    for key, following, outers in zip(keys, keys[1:], beside, strict=False):
        own = {place.geonames_id for place in found[following]}
        inner = [place for place in found[key] if place.geonames_id not in own]
        times.update(
            (following, outer) for outer in outers if any(_inside(p, outer) for p in inner)
        )
    holding: dict[str, set[Place]] = {}
    mentions = Counter(keys) if times else {}
    for (key, outer), count in times.items():
        if 2 * count >= mentions[key]:
            holding.setdefault(key, set()).add(outer)
    return holding


def _full_key(doc: Doc, entity: Span) -> str:
    """The gazetteer's key of a name; "Ill." after a town is Illinois."""
    key = place_key(entity.text)
    if len(key) <= 5 and entity.start and doc[entity.start - 1].text == ",":
        return _abbreviations().get(key, key)
    if len(key) > 2 and entity.text.endswith("."):
        return _abbreviations().get(key, key)
    return key


@cache
def _abbreviations() -> dict[str, str]:
    return dict(term.split("=", 1) for term in load_terms("region_abbreviations"))


def _named_beside(doc: Doc, entities: Sequence[Span], index: int) -> list[Place]:
    """The countries or divisions right behind a name: "Paris, Texas", "Hyderabad in Sindh"."""
    if index + 1 == len(entities):
        return []
    end, following = entities[index].end, entities[index + 1]
    if not 0 < following.start - end <= _LONGEST_LINK:
        return []
    if tuple(doc[i].lower_ for i in range(end, following.start)) not in _LINKS:
        return []
    return [p for p in find_places(_full_key(doc, following)) if p.kind in {"country", "region"}]


def _surroundings(
    found: dict[str, tuple[Place, ...]], demonyms: Iterable[Demonym]
) -> tuple[Counter[str], Counter[tuple[str, str]]]:
    """How much of the article is in which country, and division, as far as that is plain."""
    countries: Counter[str] = Counter()
    divisions: Counter[tuple[str, str]] = Counter()
    for candidates in found.values():
        country, division = _plain_location(candidates)
        if country is not None:
            countries[country] += 1
        if division is not None:
            divisions[division] += 1
    countries.update(demonym["country_code"] for demonym in demonyms)
    return countries, divisions


@lru_cache(maxsize=5_000)
def _plain_location(
    candidates: tuple[Place, ...],
) -> tuple[str | None, tuple[str, str] | None]:
    """The country, and the country and division, that places of one name are in if in any one."""
    usual = [place for place in candidates if not place.alias] or list(candidates)
    country: str | None = None
    nations = {place.country_code for place in usual if place.country_code}
    if len(nations) == 1:
        country = nations.pop()
    elif len(usual) > 1:
        # Of several, the largest is what it is by far the likeliest to be.
        ranked = sorted(usual, key=lambda place: place.population, reverse=True)
        if ranked[0].population > _FAR_LARGER * ranked[1].population:
            country = ranked[0].country_code
    where = {(p.country_code, p.division) for p in usual if p.country_code and p.division}
    return country, where.pop() if len(where) == 1 else None


def _said_to_be(doc: Doc, entity: Span) -> list[PlaceKind]:
    """What the words beside a name call it."""
    before = doc[entity.start - 1].lower_ if entity.start else ""
    if before == "of" and entity.start > 1:
        before = doc[entity.start - 2].lower_
    after = doc[entity.end].lower_ if entity.end < len(doc) else ""
    kinds: list[PlaceKind] = []
    if before in _CITIES or after == "city":
        kinds.append("city")
    if before in _REGIONS or after in _REGIONS:
        kinds.append("region")
    return kinds


def _choose(
    key: str,
    candidates: Sequence[Place],
    countries: Counter[str],
    divisions: Counter[tuple[str, str]],
    beside: set[Place],
    said: Counter[PlaceKind],
    holding: Container[Place],
) -> Place | None:
    if not candidates:
        return None
    own = {place.country_code for place in candidates}
    parts = {(place.country_code, place.division) for place in candidates if place.division}
    towns = [place for place in candidates if place.kind == "city"]
    cities = find_places(f"{key} city")
    nations = {place.country_code for place in candidates if place.kind == "country"}
    rivalled = any(p.kind == "region" and p.country_code not in nations for p in candidates)
    scores: dict[Place, float] = {}
    for place in candidates:
        score = math.log10(place.population + 10.0)
        if place.kind == "country":
            score += _RIVALLED if rivalled else _COUNTRY
        elif place.kind == "region":
            eponymous = any(_named_after(place, town, cities) for town in towns)
            score += _EPONYMOUS if eponymous else _REGION
        # Bombay and Chittagong were large long before they were renamed.
        score += _ALIAS * place.alias * (0.2 if place.population > 10 * _SMALL else 1.0)
        score += _SAID_TO_BE * bool(said[place.kind])
        code = place.country_code or ""
        # A name vouches for no other place of its own name.
        others = countries[code] - (len(own) == 1)
        score += _SAME_COUNTRY * min(1.0, others / 2) if others > 0 else 0.0
        if place.division and divisions[code, place.division] > (len(parts) == 1):
            score += _SAME_DIVISION
        if place in holding or any(_inside(place, outer) for outer in beside):
            score += _NAMED_BESIDE
        scores[place] = score
    best = max(scores, key=lambda place: scores[place])
    if best.kind == "city" and any(
        other.kind == "city" and other.country_code == best.country_code and other != best
        for other, score in scores.items()
        if scores[best] - score < _TOO_NEAR
    ):
        return None
    if beside and best.kind == "city" and not any(_inside(best, outer) for outer in beside):
        return None
    supported = countries[best.country_code or ""] > (len(own) == 1) or bool(beside)
    if best.kind != "country" and not supported and countries and len(own) > 1:
        # A namesake: San Juan, where the article is in no country that has one.
        next_largest = max(p.population for p in candidates if p.country_code != best.country_code)
        if best.population < _FAR_LARGER * next_largest:
            return None
    enough = _TOWN if len(candidates) == 1 else _SMALL
    if best.kind == "city" and best.population < enough and not supported:
        return None
    if best.alias and best.population < 5 * _SMALL and not supported:
        return None
    return best


def _named_after(division: Place, town: Place, cities: Container[Place]) -> bool:
    """Whether a division is named after a town in it, and not a small one after it: Iowa City.

    ``cities`` are those of that name with "City" behind it.
    """
    if (town.country_code, town.division) != (division.country_code, division.division):
        return False
    return town not in cities or _SMALL_PART * town.population >= division.population


def _inside(place: Place, outer: Place) -> bool:
    if place.country_code != outer.country_code or place == outer:
        return False
    return outer.kind == "country" or (place.kind == "city" and place.division == outer.division)


def _spot(doc: Doc, entity: Span, place: Place | None, key: str) -> Spot:
    if place is None:
        reason = "uncertain" if find_places(key) else "unlisted"
        return Spot(_unknown(doc, entity) | {"unlocated": reason}, None)
    fields = {
        "kind": place.kind,
        "geonames_id": place.geonames_id,
        "country_code": place.country_code,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "unlocated": None,
    }
    return Spot(fields, place.geonames_id or key)


def _unknown(doc: Doc, entity: Span) -> dict[str, Any]:
    """What can be said of a place that is in no gazetteer: its kind, perhaps its country."""
    words = [token.lower_ for token in entity]
    kind: PlaceKind = "other"
    country: str | None = None
    if entity.label_ == "FAC" or words[-1] in _FACILITIES:
        kind = "facility"
        town = place_key(" ".join(words[:-1])) if words[-1] in _FACILITIES else ""
        known = find_places(town) if town else ()
        nations = {place.country_code for place in known if place.population > _SMALL}
        country = nations.pop() if len(nations) == 1 else None
    elif words[-1] in _REGIONS or words[0] in _REGIONS:
        kind = "region"
    elif words[-1] not in _NATURE and words[0] not in _NATURE:
        said = _said_to_be(doc, entity)
        kind = said[0] if said else "other"
    return {
        "kind": kind,
        "geonames_id": None,
        "country_code": country,
        "latitude": None,
        "longitude": None,
    }
