"""Correct the kinds of names by the names beside them, or by the same name elsewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

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
    lone = (c for c in found if c.label == "PERSON" and c.end - c.start == 1)
    people = Counter(words.lower[c.start] for c in lone)
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


def _is_in_full(words: TokenColumns, c: EntityCandidate, people: Counter[str]) -> bool:
    """Whether a place is one of ``people`` with a first name, or that first name: Israel Quist.

    A first name alone opens a sentence, and its family name stands elsewhere, too.
    """
    if c.label not in PLACE_LABELS or gender_of_first_name(words.lower[c.start]) is None:
        return False
    if c.end - c.start == 1:
        family = words.lower[c.end] if c.end < len(words.lower) else ""
        return words.begins_sentence(c.start) and people[family] > 1
    is_known = bool(find_places(place_key(_name(words, c))))
    return c.end - c.start == 2 and people[words.lower[c.end - 1]] > 0 and not is_known


def _name(words: TokenColumns, c: EntityCandidate) -> str:
    return " ".join(words.lower[c.start : c.end])


def _is_first_name(words: TokenColumns, person: EntityCandidate, c: EntityCandidate) -> bool:
    """Whether ``c`` is only a first name, like the name of the ``person`` beside it."""
    if c.label == "PERSON" or c.end - c.start != 1 or person.end - person.start != 1:
        return False
    name = words.lower[c.start]
    return gender_of_first_name(name) is not None and kind_of_place(name) not in _WELL_KNOWN
