"""The packaged gazetteer: names of places -> what GeoNames knows about them.

The data are derived from GeoNames (https://www.geonames.org, CC BY 4.0); how: see
``tools/build_gazetteer.py`` and ``SOURCES.md``. Nothing is read before the first look-up.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal, NamedTuple

from . import load_terms

_LETTERS = str.maketrans({"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ß": "ss", "æ": "ae"})

type PlaceKind = Literal["city", "country", "region", "facility", "other"]


class Place(NamedTuple):
    """A place. ``division`` is GeoNames' code of the first-order division, or empty.

    ``latitude`` and ``longitude`` are degrees (WGS 84); ``alias`` is true where the name looked
    up is not the place's usual one.
    """

    geonames_id: int | None
    kind: PlaceKind
    country_code: str | None
    division: str
    population: int
    latitude: float
    longitude: float
    alias: bool = False


@lru_cache(maxsize=10_000)
def place_key(name: str) -> str:
    """``name`` as the gazetteer writes it: lower case, no accents, no full stops, no hyphens."""
    name = name.lower().replace(".", "").replace("’", "'").replace("-", " ")
    if not name.isascii():
        decomposed = unicodedata.normalize("NFKD", name.translate(_LETTERS))
        name = "".join(c for c in decomposed if unicodedata.category(c) not in {"Mn", "Cf"})
    if name.startswith("st "):
        name = "saint " + name[3:]
    return " ".join(name.split())


@lru_cache(maxsize=5_000)
def find_places(key: str) -> tuple[Place, ...]:
    """The places of this name (see :func:`place_key`), those whose usual name it is first."""
    lines = _index().get(key)
    return tuple(_place(line, key) for line in lines) if lines else _others().get(key, ())


def find_other(key: str) -> Place | None:
    """The region, water, mountain or building of this name that GeoNames' lists leave out."""
    return next(iter(_others().get(key, ())), None)


@cache
def gazetteer_words() -> tuple[frozenset[str], frozenset[str]]:
    """The words that begin, and those that end, names of several words."""
    several = [key.split() for key in (*_index(), *_others()) if " " in key]
    return frozenset(key[0] for key in several), frozenset(key[-1] for key in several)


@cache
def _index() -> dict[str, list[str]]:
    index: dict[str, list[str]] = {}
    text = (files(__package__) / "gazetteer.tsv").read_text(encoding="utf-8")
    later: list[tuple[str, str]] = []
    for line in text.splitlines():
        own, _, others = line.rpartition("\t")[2].partition("||")
        for key in own.split("|"):
            if key in index:
                index[key].append(line)
            else:
                index[key] = [line]
        if others:
            later.append((others, line))
    for others, line in later:
        for key in others.split("|"):
            index.setdefault(key, []).append(line)
    return index


@cache
def _others() -> dict[str, tuple[Place, ...]]:
    places: dict[str, tuple[Place, ...]] = {}
    for term in load_terms("other_places"):
        name, _, rest = term.partition("=")
        kind, country, latitude, longitude = rest.split(",")
        place = Place(None, kind, country.upper() or None, "", 0, float(latitude), float(longitude))  # type: ignore[arg-type]
        places[place_key(name)] = (place,)
    return places


def _place(line: str, key: str) -> Place:
    geonames_id, kind, country, division, population, latitude, longitude, names = line.split("\t")
    return Place(
        int(geonames_id),
        kind,  # type: ignore[arg-type]
        country,
        division,
        int(population),
        float(latitude),
        float(longitude),
        key not in names.partition("||")[0].split("|"),
    )
