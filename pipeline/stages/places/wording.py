"""Read what the words around the name of a place say about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from spacy.tokens import Doc, Span

from ...lexicons import load_terms
from ...lexicons.gazetteer import Place, PlaceKind, find_places, place_key

_REGIONS = load_terms("place_regions")
_CITIES = load_terms("place_settlements")
_FORMS = load_terms("country_forms")
_COMPASS = load_terms("place_commonplaces")

_LINKS = frozenset({
    (), ("(",), ("in",), ("'s",), ("of",), ("in", "state", "of"), ("in", "province", "of"),
})  # fmt: skip
"""Words between a place and what it is in, besides commas, articles and directions."""
_LONGEST_LINK = 6
_LONGEST_APPOSITION = 5  # words: "Kenya's southern port city of"


def full_key(doc: Doc, entity: Span) -> str:
    """The gazetteer's key for a name; "Ill." after a town is Illinois."""
    if named_within(entity):
        return place_key(_inner_and_outer(entity)[0])
    key = place_key(entity.text)
    if len(key) <= 5 and entity.start and doc[entity.start - 1].text == ",":
        return _abbreviations().get(key, key)
    if len(key) > 2 and entity.text.endswith("."):
        return _abbreviations().get(key, key)
    if not find_places(key):
        first, _, rest = key.partition(" of ")
        if first in _FORMS and any(place.kind == "country" for place in find_places(rest)):
            return rest
    return key


def named_within(entity: Span) -> list[Place]:
    """The countries or divisions in a name itself: "Accra, Ghana" taken for one name."""
    town, rest = _inner_and_outer(entity)
    if not rest or not (inner := find_places(place_key(town))):
        return []
    key = place_key(rest)
    around = [p for p in find_places(_abbreviations().get(key, key)) if p.kind != "city"]
    return [outer for outer in around if any(p.country_code == outer.country_code for p in inner)]


def _inner_and_outer(entity: Span) -> tuple[str, str]:
    """The two names in "Accra, Ghana" and "Ghana's Volta"; the second is empty if there is one."""
    outer, _, inner = entity.text.replace("’", "'").partition("'s ")
    if inner:
        return inner, outer
    town, _, rest = entity.text.partition(",")
    return town, rest


@cache
def _abbreviations() -> dict[str, str]:
    return dict(term.split("=", 1) for term in load_terms("region_abbreviations"))


def without_compass(key: str) -> str:
    """``key`` without leading directions: "northern pakistan"."""
    words = key.split()
    while len(words) > 1 and words[0] in _COMPASS:
        words = words[1:]
    return " ".join(words)


def named_behind(doc: Doc, entities: Sequence[Span], index: int) -> list[Place]:
    """The countries or divisions right after a name: "Paris, Texas", "Hyderabad in Sindh"."""
    if index + 1 == len(entities):
        return []
    end, following = entities[index].end, entities[index + 1]
    between = [doc[i].lower_ for i in range(end, min(following.start, end + _LONGEST_LINK + 1))]
    words = tuple(word for word in between if word not in {",", "the"} and word not in _COMPASS)
    if words not in _LINKS or not (words or ("," in between and "the" not in between)):
        return []  # "Islamabad, the US and others" is a list.
    key = full_key(doc, following)
    places = find_places(key) or find_places(without_compass(key))
    outers = [place for place in places if place.kind in {"country", "region"}]
    if doc[following.end : following.end + 1].text in {"'s", "’s"} and not words:
        own = find_places(full_key(doc, entities[index]))
        # "In Berlin, Ghana's envoy"
        return [outer for outer in outers if any(p.country_code == outer.country_code for p in own)]
    return outers


def named_before(
    doc: Doc, entities: Sequence[Span], index: int, demonyms: Mapping[int, str]
) -> list[Place]:
    """The country right before a name: "Mexico's Veracruz", "the Mexican port of Veracruz".

    ``demonyms`` are codes of countries by the offset at which a demonym ends.
    """
    first = entities[index].start
    called = False
    for i in range(first - 1, max(first - 1 - _LONGEST_APPOSITION, -1), -1):
        token = doc[i]
        if token.lower_ in {"'s", "’s"}:
            owner = next((one for one in entities[:index] if one.end == i), None)
            places = find_places(full_key(doc, owner)) if owner is not None else ()
            return [place for place in places if place.kind == "country"]
        code = demonyms.get(token.idx + len(token))
        if code is not None:
            # Only the country matters.
            return [Place(None, "country", code, "", 0, 0.0, 0.0)] if called else []
        called = called or token.lower_ in _CITIES or token.lower_ in _REGIONS
        if token.lower_ != "of" and not (token.is_alpha and token.is_lower):
            return []
    return []


def said_to_be(doc: Doc, entity: Span) -> list[PlaceKind]:
    """The kind of place that the words beside a name give."""
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
