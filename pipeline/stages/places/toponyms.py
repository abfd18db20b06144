"""Locate places, choosing among namesakes by the article's other places and by size."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from typing import Any, NamedTuple

from spacy.tokens import Doc, Span

from ...lexicons import load_terms
from ...lexicons.gazetteer import Place, PlaceKind, find_places, place_key
from ..annotations import Demonym
from .choice import (
    Clues,
    allowed,
    candidates,
    choose,
    inside,
    location,
    plain_location,
    surroundings,
)
from .wording import (
    full_key,
    named_before,
    named_behind,
    named_within,
    said_to_be,
    without_compass,
)

_SMALL = 100_000
"""Inhabitants below which a town's name does not tell the country of a building."""
_FACILITIES = load_terms("place_facilities")
_NATURE = load_terms("place_landforms")
_REGIONS = load_terms("place_regions")


class LocatedPlace(NamedTuple):
    """A place as in the record. Located places with the same ``identity`` are one place."""

    place: dict[str, Any]
    identity: object | None


def locate(
    doc: Doc, entities: Sequence[Span], demonyms: Iterable[Demonym] = ()
) -> list[LocatedPlace]:
    """Locate each of the places ``entities``; entries are None if it would be a guess.

    A name refers to the same place throughout an article, unless a country or division is named
    beside a mention. The article's ``demonyms`` are evidence, too.
    """
    if not entities:
        return []
    keys = [full_key(doc, entity) for entity in entities]
    found = {key: candidates(key) for key in dict.fromkeys(keys)}
    found = {key: _without_fuller(key, places, found) for key, places in found.items()}
    behind = [named_behind(doc, entities, i) for i in range(len(entities))]
    demonyms = list(demonyms)
    codes = {demonym["end"]: demonym["country_code"] for demonym in demonyms}
    holding = _holding(keys, found, behind)
    near = [
        {*behind[i], *named_before(doc, entities, i, codes), *named_within(entity)}
        for i, entity in enumerate(entities)
    ]
    beside: dict[str, set[Place]] = {key: set() for key in found}
    said: dict[str, Counter[PlaceKind]] = {key: Counter() for key in found}
    for index, (key, entity) in enumerate(zip(keys, entities, strict=True)):
        beside[key].update(near[index])
        said[key].update(said_to_be(doc, entity))
    chosen = {key: places[0] if len(places) == 1 else None for key, places in found.items()}
    # First by places that are clear by themselves, then by those chosen in the first pass.
    votes = {key: plain_location(allowed(found[key], beside[key])) for key in found}
    for _ in range(2):
        around = surroundings(votes.values(), demonyms)
        rest = {vote: around.without(vote) for vote in set(votes.values())}
        others = {place for place in chosen.values() if place is not None}
        for key, places in found.items():
            clues = Clues(
                rest[votes[key]],
                others,
                beside[key],
                said[key],
                holding.get(key, frozenset()),
            )
            chosen[key] = choose(key, places, clues)
            votes[key] = location(chosen[key])
    return [
        _spot(doc, entity, _there(chosen[key], found[key], near[index]), key)
        for index, (entity, key) in enumerate(zip(entities, keys, strict=True))
    ]


def _without_fuller(
    key: str, places: tuple[Place, ...], found: Mapping[str, tuple[Place, ...]]
) -> tuple[Place, ...]:
    """``places``, without divisions that the article calls by more words than a country: Niger.

    The article that has a "Niger State" means the country by "Niger".
    """
    if not any(place.kind == "country" for place in places):
        return places
    fuller = {
        place.geonames_id
        for other, called in found.items()
        if other.startswith(f"{key} ") and other.rpartition(" ")[2] in _REGIONS
        for place in called
    }
    return tuple(p for p in places if p.kind != "region" or p.geonames_id not in fuller)


def _there(place: Place | None, candidates: tuple[Place, ...], near: Set[Place]) -> Place | None:
    """``place``, or its namesake in the country or division named beside this mention."""
    if place is None or not near or any(inside(place, one) for one in near):
        return place
    return max(allowed(candidates, near), key=lambda one: one.population, default=place)


def _holding(
    keys: Sequence[str], found: dict[str, tuple[Place, ...]], beside: Sequence[Sequence[Place]]
) -> dict[str, set[Place]]:
    """By key, the places that contain the place named right before: Ontario in "London, Ontario".

    Names that more often stand alone are left out, and those that may be part of the place's own
    name: "D.C.".
    """
    times: Counter[tuple[str, Place]] = Counter()
    for key, following, outers in zip(keys, keys[1:], beside, strict=False):
        own = {place.geonames_id for place in found[following]}
        inner = [place for place in found[key] if place.geonames_id not in own]
        times.update((following, outer) for outer in outers if any(inside(p, outer) for p in inner))
    holding: dict[str, set[Place]] = {}
    mentions = Counter(keys) if times else {}
    for (key, outer), count in times.items():
        if 2 * count >= mentions[key]:
            holding.setdefault(key, set()).add(outer)
    return holding


def _spot(doc: Doc, entity: Span, place: Place | None, key: str) -> LocatedPlace:
    if place is None:
        reason = "uncertain" if find_places(key) else "unlisted"
        return LocatedPlace(_unknown(doc, entity) | {"unlocated": reason}, None)
    fields = {
        "kind": place.kind,
        "geonames_id": place.geonames_id,
        "country_code": place.country_code,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "unlocated": None,
    }
    return LocatedPlace(fields, place.geonames_id or key)


def _unknown(doc: Doc, entity: Span) -> dict[str, Any]:
    """What is known of a place that is not in the gazetteer: its kind and perhaps its country."""
    words = [token.lower_ for token in entity]
    kind: PlaceKind = "other"
    country: str | None = None
    if entity.label_ == "FAC" or words[-1] in _FACILITIES:
        kind = "facility"
        town = place_key(" ".join(words[:-1])) if words[-1] in _FACILITIES else ""
        known = find_places(town) if town else ()
        nations = {place.country_code for place in known if place.population > _SMALL}
        country = nations.pop() if len(nations) == 1 else None
    elif whole := _part_of(place_key(entity.text)):
        kind, country = "region", whole
    elif words[-1] in _REGIONS or words[0] in _REGIONS:
        kind = "region"
    elif words[-1] not in _NATURE and words[0] not in _NATURE:
        said = said_to_be(doc, entity)
        kind = said[0] if said else "other"
    return {
        "kind": kind,
        "geonames_id": None,
        "country_code": country,
        "latitude": None,
        "longitude": None,
    }


def _part_of(key: str) -> str | None:
    """The code of the country of which a name says that it is a part: "Northern Ghana"."""
    for whole in (without_compass(key), key.rpartition(" of ")[2].removeprefix("the ")):
        if whole != key:
            for place in find_places(whole):
                if place.kind == "country":
                    return place.country_code
    return None
