"""Correct the kinds of names by the names beside them, or by the same name elsewhere."""

from __future__ import annotations

from collections.abc import Container, Sequence

from ...lexicons import load_terms
from ...lexicons.first_names import gender_of_first_name
from ...lexicons.gazetteer import find_places, place_key
from ...lexicons.personal_names import gender_of_titles
from ..token_columns import TokenColumns
from .boundaries import PLACE_LABELS, EntityCandidate, are_listed
from .name_clues import kind_of_place

_WELL_KNOWN = frozenset({"country", "large", "region"})


def made_alike(words: TokenColumns, found: Sequence[EntityCandidate]) -> list[EntityCandidate]:
    """``found``, in order, with four kinds of labels corrected.

    A first name in a list of people is a person. A name after "Mr" or "Mrs" is a person, whatever
    else it may mean. So is a first name before what is a person's name elsewhere in the article. A
    name that is a people elsewhere in the article is not a place.
    """
    people = {words.lower[c.start] for c in found if c.label == "PERSON" and c.end - c.start == 1}
    result = [
        c._replace(label="PERSON")
        if c.label != "PERSON" and (_is_courteous(words, c) or _is_in_full(words, c, people))
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
    peoples = {_name(words, c) for c in result if c.label == "NORP"}
    return [
        c._replace(label="NORP")
        if c.label in PLACE_LABELS
        and (name := _name(words, c)) in peoples
        and not find_places(place_key(name))
        else c
        for c in result
    ]


def _is_courteous(words: TokenColumns, c: EntityCandidate) -> bool:
    """Whether a courtesy title precedes a name that is not a country's ("Miss Marnia")."""
    title = words.lower[c.start - 1] if c.start else ""
    if title not in load_terms("courtesy_titles") or gender_of_titles([title]) is None:
        return False
    return kind_of_place(_name(words, c)) != "country"


def _is_in_full(words: TokenColumns, c: EntityCandidate, people: Container[str]) -> bool:
    """Whether a place of two words is somebody of ``people``, with a first name: Israel Quist."""
    first, last = words.lower[c.start], words.lower[c.end - 1]
    return (
        c.label in PLACE_LABELS
        and c.end - c.start == 2
        and last in people
        and gender_of_first_name(first) is not None
        and not find_places(place_key(_name(words, c)))
    )


def _name(words: TokenColumns, c: EntityCandidate) -> str:
    return " ".join(words.lower[c.start : c.end])


def _is_first_name(words: TokenColumns, person: EntityCandidate, c: EntityCandidate) -> bool:
    """Whether ``c`` is only a first name, like the name of the ``person`` beside it."""
    if c.label == "PERSON" or c.end - c.start != 1 or person.end - person.start != 1:
        return False
    name = words.lower[c.start]
    return gender_of_first_name(name) is not None and kind_of_place(name) not in _WELL_KNOWN
