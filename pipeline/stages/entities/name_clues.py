"""Clues to the kind of a name in its own words, wherever it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from ...lexicons import load_terms
from ...lexicons.first_names import gender_of_first_name, is_first_name
from ...lexicons.gazetteer import Place, find_places, place_key

_LARGE, _KNOWN = 1_000_000, 100_000  # inhabitants
_INITIALS = re.compile(r"[A-Z]|([A-Z]\.){1,3}")  # M, M., O.J.
_INITIAL_AND_NAME = re.compile(r"(?:[A-Z]{1,2}\.)+[A-Z][a-z]+")  # "D.Amarsana"
_TWO_INITIALS = re.compile(r"[A-Z]{2}")  # "TN Prathapan"
_HYPHENATED = re.compile(r"[A-Z][a-z]+-[a-z]+$")
_MANY = 5  # words
_JOINED = frozenset({"&", "/", "and"})
_SMALL = frozenset({"-", "of", "and", "for", "the"})
_RANKS = ("city", "known", "region", "large", "thing", "country")


@lru_cache(maxsize=10_000)
def clues_of_name(words: tuple[str, ...]) -> tuple[str, ...]:
    """The clues in a name of these tokens, such as ``"name:acronym"``, ``"name:place=country"``."""
    lower = tuple(word.lower() for word in words)
    found = [f"{min(len(words), _MANY)} words"]
    if place := kind_of_place(" ".join(words)):
        found += (f"place={place}", "one is a place" if len(words) == 1 else "several are a place")
    if " ".join(lower) in load_terms("known_organizations"):
        found.append("known organization")
    if any(any(c.isdigit() for c in word) for word in words):
        found.append("digit")
    found += _of_one_word(words[0], lower[0]) if len(words) == 1 else _of_several(words, lower)
    return tuple(f"name:{clue}" for clue in found)


def _of_one_word(word: str, lower: str) -> Iterator[str]:
    letters = word.replace(".", "").replace("-", "")
    if letters.isupper():
        yield "acronym" if 2 <= len(letters) <= 6 and letters.isalpha() else "capitals"
    elif _INITIAL_AND_NAME.fullmatch(word):
        yield "initial and name"
    elif any(c.isupper() for c in word[1:]):
        yield "capital inside"
    if is_first_name(lower):
        yield f"first={gender_of_first_name(lower) is not None}"
    if lower in organization_words():
        yield "organization word"
    if lower in load_terms("place_nouns"):
        yield "place noun"
    if lower in load_terms("not_names") or lower in load_terms("roles"):
        yield "common word"


def _of_several(words: tuple[str, ...], lower: tuple[str, ...]) -> Iterator[str]:
    bodies, places = organization_words(), load_terms("place_nouns")
    of = lower.index("of") if "of" in lower[1:] else 0
    head = lower[of - 1] if of else lower[-1]
    yield f"head={head}"
    if of:
        yield "of"
    kinds = [kind for kind, terms in (("body", bodies), ("place", places)) if head in terms]
    if head in load_terms("place_facilities"):
        kinds.append("building")
    if kinds:
        yield f"head {' or '.join(kinds)}{' of' if of else ''}"
    if of and lower[-1] in bodies:
        yield "ends organization"
    if not bodies.isdisjoint(lower[1:-1]):
        yield "inside organization"
    if _HYPHENATED.search(" ".join(words).replace(" - ", "-")):
        yield "hyphen and small letter"  # "Park Ji-won"
    if lower[0] in bodies:
        yield "begins organization"
    if lower[0] in places:
        yield "begins place noun"
    if lower[0] in load_terms("demonyms"):
        yield "begins demonym"
    if lower[0] in load_terms("titles"):
        yield "begins title"
    if not _JOINED.isdisjoint(lower):
        yield "joined"
    if "for" in lower or "the" in lower:
        yield "for"
    if len(words[0]) > 2 and words[0].isupper() and not words[-1].isupper():
        yield "begins in capitals"  # "SBC Warburg"
    if any(_INITIALS.fullmatch(word) for word in words[:-1]):
        yield "initial"
    elif _TWO_INITIALS.fullmatch(words[0]) and words[-1].istitle():
        yield "two initials"
    gender = gender_of_first_name(lower[0])
    yield f"begins first={gender is not None if gender or is_first_name(lower[0]) else 'no'}"
    if is_first_name(lower[-1]):
        yield "ends first"
    particles = load_terms("name_particles")
    if lower[0] in particles:
        yield "begins particle"
    if not particles.isdisjoint(lower[1:-1]):
        yield "particle"
    if place := kind_of_place(words[-1]):
        yield f"ends place={place}"
    if place := kind_of_place(words[0]):
        yield f"begins place={place}"
    if any(not w[0].isupper() and w not in _SMALL and w not in particles for w in words):
        yield "small word"


@cache
def organization_words() -> frozenset[str]:
    """Words that the names of organisations end in, or that are their heads, in lower case."""
    lists = ("organization_words", "organization_heads", "industries", "legal_forms")
    return frozenset[str]().union(*map(load_terms, lists))


@lru_cache(maxsize=10_000)
def kind_of_place(name: str) -> str:
    """The kind of the best known place of this name; empty if the gazetteer has none.

    It is followed by "~" if the name is not the usual one of that place.
    """
    best, rank = "", -1.0
    for place in find_places(place_key(name)):
        kind = _kind(place)
        own = _RANKS.index(kind) - 3 * place.alias
        if own > rank or not best:
            best, rank = kind + "~" * place.alias, own
    return best


@lru_cache(maxsize=10_000)
def is_country(name: str) -> bool:
    """Whether this is the full or a short name of a country."""
    return any(place.kind == "country" for place in find_places(place_key(name)))


def _kind(place: Place) -> str:
    if place.kind == "country":
        return "country"
    if place.geonames_id is None:
        return "thing"
    if place.kind == "region":
        return "region"
    if place.population >= _LARGE:
        return "large"
    return "known" if place.population >= _KNOWN else "city"
