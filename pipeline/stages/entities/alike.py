"""Correct the kinds of names by the names beside them, or by the same name elsewhere."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator, Sequence

from ...lexicons import load_terms
from ...lexicons.first_names import gender_of_first_name, is_first_name
from ...lexicons.gazetteer import find_places, place_key
from ...lexicons.personal_names import gender_of_titles
from ..token_columns import TokenColumns
from .boundaries import (
    PLACE_LABELS,
    EntityCandidate,
    are_listed,
    initials_of_offices,
    tidied,
)
from .name_clues import kind_of_place, organization_words
from .unclaimed import NAMING

_NO_PLACES = frozenset({"PERSON", "MISC"})
_INITIALS = re.compile(r"(?:[A-Z]\.){2,}")
_INITIAL_AND_NAME = re.compile(r"[A-Z][a-z]?\.[A-Z][a-z]{3,}")  # "D.Quill"
_WELL_KNOWN = frozenset({"country", "large", "region"})
_LONGEST = 3  # words
_SHORT = 3  # letters: "San", "Al"
_OF_PLACES = (
    "directions",
    "name_particles",
    "organization_words",
    "place_commonplaces",
    "place_facilities",
    "place_landforms",
    "place_nouns",
    "place_regions",
    "place_settlements",
)
"""Lexicons of words in names of places."""
_OF_PEOPLE = (
    "kin",
    "nouns_female",
    "nouns_male",
    "nouns_person",
    "relations",
    "roles",
    "roles_female",
    "roles_male",
    "titles",
)
"""Lexicons of nouns for people."""


def made_alike(words: TokenColumns, found: Sequence[EntityCandidate]) -> list[EntityCandidate]:
    """``found``, in order, with some kinds of labels corrected.

    A first name in a list of people is a person. A name after "Mr", "Mrs" or "surnamed" is a
    person, whatever else it may mean. So is a first name before what is a person's name elsewhere
    in the article, and a name after initials that is no place. A name that is a people elsewhere
    in the article is not a place. A town is one whose country is named behind it, or behind
    somebody's name and "of". What follows a rank is a person, if the tagger takes both for
    something else, and if its first word is a first name or the rest ends somebody's name.
    """
    families = {
        words.lower[c.end - 1] for c in found if c.label == "PERSON" and c.end - c.start > 1
    }
    found = [
        one
        for c in found
        if not _is_office(words, c) and not _is_gloss(words, c)
        for one in _behind_rank(
            words, c._replace(label="GPE") if _is_region(words, c) else c, families
        )
    ]
    towns = {
        name_of(words, c)
        for number, c in enumerate(found)
        if c.label in _NO_PLACES and _is_town(words, c, found, number)
    }
    found = [
        c._replace(label="GPE") if c.label in _NO_PLACES and name_of(words, c) in towns else c
        for c in found
    ]
    lone = (c for c in found if c.label == "PERSON" and c.end - c.start == 1)
    people = Counter(words.lower[c.start] for c in lone)
    result = [
        c._replace(label="PERSON")
        if c.label != "PERSON"
        and (_is_courteous(words, c) or _is_in_full(words, c, people) or _has_initials(words, c))
        else c
        for c in found
    ]
    numbers = range(len(result) - 1)
    for order in (numbers, reversed(numbers)):
        for number in order:
            one, other = result[number : number + 2]
            if are_listed(words, one, other):
                for at, (c, beside) in enumerate(((one, other), (other, one)), number):
                    if beside.label == "PERSON" and _is_first_name(words, beside, c):
                        result[at] = c._replace(label="PERSON")
    peoples = {name_of(words, c) for c in result if c.label == "NORP"}
    return [
        c._replace(label="NORP")
        if c.label in PLACE_LABELS
        and (name := name_of(words, c)) in peoples
        and not find_places(place_key(name))
        else c
        for c in _with_peoples(words, result)
    ]


def _is_office(words: TokenColumns, c: EntityCandidate) -> bool:
    """Whether a candidate that is no person ends in the initials of an office: "Roads CS"."""
    last = words.text[c.end - 1]
    is_short = last.isupper() and last.lower() in initials_of_offices()
    return c.label != "PERSON" and c.end - c.start > 1 and is_short


def _is_region(words: TokenColumns, c: EntityCandidate) -> bool:
    """Whether what the tagger takes for a person is a region by its last word: "Assin District"."""
    is_long = c.label == "PERSON" and c.end - c.start > 1
    return is_long and words.lower[c.end - 1] in load_terms("place_regions")


def _is_gloss(words: TokenColumns, c: EntityCandidate) -> bool:
    """Whether brackets translate the thing before them: "black soap (Alata Simo)"."""
    if c.label != "PERSON" or is_first_name(words.lower[c.start]) or c.start < 2:
        return False
    thing = words.text[c.start - 2]
    is_thing = thing.islower() and not any(thing in load_terms(name) for name in _OF_PEOPLE)
    return is_thing and words.text[c.start - 1] == "(" and words.text[c.end : c.end + 1] == [")"]


def _behind_rank(
    words: TokenColumns, c: EntityCandidate, families: Container[str]
) -> list[EntityCandidate]:
    """The person behind a rank in what is taken for something else: "Colonel Ostap Quist".

    A single name has to be one of ``families``, the last words of people's names: "DSP Quist".
    """
    name = words.lower[c.start + 1 : c.end]
    ranks = load_terms("rank_titles") - load_terms("rank_modifiers")
    is_ranked = c.label in {"MISC", "ORG"} and words.lower[c.start] in ranks
    if not is_ranked or len(name) > _LONGEST or not all(words.named[c.start : c.end]):
        return [c]
    if not organization_words().isdisjoint(name):
        return [c]  # "First World War"
    alone = len(name) == 1 and name[0] in families
    in_full = len(name) > 1 and c.label == "MISC" and is_first_name(name[0])
    return (tidied(words, c._replace(label="PERSON")) or [c]) if alone or in_full else [c]


def _with_peoples(
    words: TokenColumns, found: Sequence[EntityCandidate]
) -> Iterator[EntityCandidate]:
    """``found``, in order, with peoples beside others: "the Wayuu and the Arhuaco"."""
    before: EntityCandidate | None = None
    for c in found:
        if (
            before is not None
            and before.label == "NORP"
            and c.label in {"PERSON", *PLACE_LABELS}
            and c.end - c.start == 1
            and words.lower[before.end : c.start] in (["and", "the"], [",", "the"])
            and words.lower[before.start - 1 : before.start] == ["the"]
            and not find_places(place_key(name_of(words, c)))
        ):
            c = c._replace(label="NORP")
        before = c
        yield c


def _is_courteous(words: TokenColumns, c: EntityCandidate) -> bool:
    """Whether a courtesy title precedes a name that is not a country's ("Miss Marnia")."""
    title = words.lower[c.start - 1] if c.start else ""
    if title in NAMING:
        return True
    if title not in load_terms("courtesy_titles") or gender_of_titles([title]) is None:
        return False
    return kind_of_place(name_of(words, c)) != "country"


def _has_initials(words: TokenColumns, c: EntityCandidate) -> bool:
    """Whether what is taken for a place is somebody's name: "A.R.M. Quill" (but "U.S. Quay")."""
    name = "".join(words.text[c.start : c.end])
    if c.label != "ORG" and all(words.glued[c.start + 1 : c.end]):
        is_title = words.lower[c.start] in load_terms("titles")  # "St.Lucia"
        if _INITIAL_AND_NAME.fullmatch(name) and not is_title:
            return True
    if c.label not in PLACE_LABELS or c.end - c.start != 2:
        return False
    first, last = words.text[c.start], words.lower[c.end - 1]
    return (
        _INITIALS.fullmatch(first) is not None
        and not find_places(place_key(first))
        and last not in load_terms("place_nouns") | load_terms("organization_words")
    )


def _is_town(
    words: TokenColumns, c: EntityCandidate, found: Sequence[EntityCandidate], number: int
) -> bool:
    """Whether it is a town by what stands beside it: "Hamilton, Bermuda", "Ada Quill of Jinja"."""
    known = find_places(place_key(name_of(words, c)))
    if not known:
        return False
    before = found[number - 1] if number else None
    if c.label != "PERSON":
        is_of = before is not None and words.lower[before.end : c.start] == ["of"]
        return is_of and before is not None and before.label == "PERSON"
    behind = found[number + 1] if number + 1 < len(found) else None
    if behind is None or words.lower[c.end : behind.start] != [","]:
        return False
    if before is not None and are_listed(words, before, c):
        return False
    country = {p.country_code for p in find_places(place_key(name_of(words, behind)))}
    return kind_of_place(name_of(words, behind)) == "country" and any(
        p.country_code in country for p in known
    )


def _is_in_full(words: TokenColumns, c: EntityCandidate, people: Counter[str]) -> bool:
    """Whether a place is one of ``people`` with a first name, or that first name: Israel Quist.

    A first name alone opens a sentence, and its family name stands elsewhere, too. A first name
    that no list has is one before a name that is nothing but a person's: "Ostrovan Quist".
    """
    if c.label not in PLACE_LABELS:
        return False
    if gender_of_first_name(words.lower[c.start]) is None:
        return _is_nothing_else(words, c, people)
    if c.end - c.start == 1:
        family = words.lower[c.end] if c.end < len(words.lower) else ""
        return words.begins_sentence(c.start) and people[family] > 1
    is_known = bool(find_places(place_key(name_of(words, c))))
    return c.end - c.start == 2 and people[words.lower[c.end - 1]] > 0 and not is_known


def _is_nothing_else(words: TokenColumns, c: EntityCandidate, people: Counter[str]) -> bool:
    """Whether a place of two or three words ends in the name of one of ``people`` alone.

    None of its words may be known from places: "Lake Quist", "San Quist". Towns are called after
    people, too, so it may be the name of one that is not well known.
    """
    name = words.lower[c.start : c.end]
    if not 2 <= len(name) <= _LONGEST or not people[name[-1]] or find_places(place_key(name[-1])):
        return False
    if kind_of_place(" ".join(name)) in _WELL_KNOWN or not all(words.named[c.start : c.end]):
        return False
    return all(
        len(word) > _SHORT and word.isalpha() and not any(word in load_terms(n) for n in _OF_PLACES)
        for word in name[:-1]
    )


def name_of(words: TokenColumns, c: EntityCandidate) -> str:
    """The words of a candidate in lower case."""
    return " ".join(words.lower[c.start : c.end])


def _is_first_name(words: TokenColumns, person: EntityCandidate, c: EntityCandidate) -> bool:
    """Whether ``c`` is only a first name, like the name of the ``person`` beside it."""
    if c.label == "PERSON" or c.end - c.start != 1 or person.end - person.start != 1:
        return False
    name = words.lower[c.start]
    return gender_of_first_name(name) is not None and kind_of_place(name) not in _WELL_KNOWN
