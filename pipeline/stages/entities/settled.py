"""Kinds of names that one word in them or beside them settles, whatever else speaks for others."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from ...lexicons import load_terms
from ...lexicons.first_names import gender_of_first_name, is_first_name
from ...lexicons.gazetteer import find_places, place_key
from ..token_columns import TokenColumns
from .boundaries import PLACE_LABELS, EntityCandidate, are_listed
from .name_clues import organization_words
from .unclaimed import UNCLAIMED

_PEOPLE_OR_PLACES = PLACE_LABELS | {"PERSON"}
_MOST_WORDS = 2
_PEOPLE = (
    "kin",
    "nouns_female",
    "nouns_male",
    "nouns_person",
    "office_modifiers",
    "roles",
    "titles",
)
"""Lexicons of words with which an apposition to somebody's name begins."""


def settled(words: TokenColumns, found: Sequence[EntityCandidate]) -> list[EntityCandidate]:
    """``found``, in order, with kinds that one word settles.

    "MV Quill" is a ship, "Quill Avenue" and "Villa Carmela" are places, "Quill Hermanos" is a firm.
    "The Quillu have" is about a people.
    """
    peoples = {_name(words, c) for c in found if _is_people(words, c)}
    works = {_name(words, c) for c in found if _is_work(words, c)}
    works |= {_name(words, c) for c in found if _is_thing(words, c)}
    result: list[EntityCandidate] = []
    for c in found:
        beside = result[-1] if result else None
        is_listed = beside is not None and beside.label in PLACE_LABELS
        is_listed = is_listed and beside is not None and are_listed(words, beside, c)
        if _name(words, c) in peoples and c.label in _PEOPLE_OR_PLACES:
            c = c._replace(label="NORP")
        elif _name(words, c) in works and (c.label != "PERSON" or _is_thing(words, c)):
            c = c._replace(label="MISC")
        elif label := _settled(words, c, is_listed=is_listed):
            c = c._replace(label=label)
        result.append(c)
    return result


def _is_work(words: TokenColumns, c: EntityCandidate) -> bool:
    """Whether an organisation or a place is a work's title: "her novel" The House of Salt."""
    first = c.start - (words.lower[c.start - 1 : c.start] == ["the"])
    return (
        c.label in PLACE_LABELS | {"ORG"}
        and first > 0
        and words.lower[first - 1] in load_terms("works")
        and (first < c.start or c.end - c.start > 1)
        and words.text[first][0].isupper()
    )


def _is_thing(words: TokenColumns, c: EntityCandidate) -> bool:
    """Whether a thing is called so where a sentence begins: "Dubbed" Quillu", the asteroid"."""
    opener = c.start - 1
    if opener < 0 or not words.begins_sentence(opener) or c.end + 2 >= len(words.text):
        return False
    if words.lower[opener] not in load_terms("naming_openers") or words.text[c.end] != ",":
        return False
    noun = words.lower[c.end + 2]
    is_person = any(noun in load_terms(name) for name in _PEOPLE)
    return words.lower[c.end + 1] in load_terms("name_determiners") and not is_person


def _settled(words: TokenColumns, c: EntityCandidate, *, is_listed: bool) -> str | None:
    """The label that a word in a name of several words gives it, or None.

    ``is_listed`` says that a place stands before it in a list.
    """
    if c.end - c.start < _MOST_WORDS or c.label not in {"PERSON", "ORG"}:
        return None
    first, last = words.lower[c.start], words.lower[c.end - 1]
    if words.text[c.start].isupper() and first in load_terms("ship_prefixes"):
        return "MISC" if _is_ship(words, c) else None
    if c.label == "ORG":
        return None
    if not load_terms("place_roads").isdisjoint({first, last}):
        return "FAC"
    if last in load_terms("organization_closers"):
        return "ORG"
    if first in load_terms("place_openers") and (_is_local(words, c) or is_listed):
        return "GPE"
    return None


def _is_ship(words: TokenColumns, c: EntityCandidate) -> bool:
    """Whether what stands behind the letters of ships is a name that is not in capitals, too."""
    rest = words.text[c.start + 1 : c.end]
    return not any(word.isupper() and len(word) > 1 for word in rest) and (
        organization_words().isdisjoint(words.lower[c.start + 1 : c.end])
    )


def _is_local(words: TokenColumns, c: EntityCandidate) -> bool:
    """Whether a name is a place's by its first word: "Ciudad Quill"; "in Villa Quill".

    A word that is also a first name is one of a place only behind a word such as "in" or "from".
    """
    before = words.lower[c.start - 1] if c.start else ""
    if before in load_terms("titles") or before in load_terms("roles"):
        return False
    if not organization_words().isdisjoint(words.lower[c.start : c.end]):
        return False
    return not is_first_name(words.lower[c.start]) or before in load_terms("local_prepositions")


def _is_people(words: TokenColumns, c: EntityCandidate) -> bool:
    """Whether a name with an article and a verb in the plural is a people's: "The Quillu have"."""
    is_short = c.end - c.start <= _MOST_WORDS and c.end < len(words.text)
    if c.label not in _PEOPLE_OR_PLACES or not is_short:
        return False
    if not c.start or words.lower[c.start - 1] != "the" or words.lower[c.end - 1].endswith("s"):
        return False
    is_plural = words.lower[c.end] in load_terms("plural_verbs")
    return is_plural and not find_places(place_key(_name(words, c)))


def _name(words: TokenColumns, c: EntityCandidate) -> str:
    return " ".join(words.lower[c.start : c.end])


def kept(
    words: TokenColumns, given: Sequence[EntityCandidate], found: Iterable[EntityCandidate]
) -> list[EntityCandidate]:
    """``found``, in order, with names of ``given`` that were taken for none in spite of a sign.

    A name of several words behind an office is a person's: "Poet" Ostap Quill. A public body is
    one in capitals: "Parliament". A name before an office in capitals is a body's: "the" ILO
    "Director". What a village is called is a place: "the hamlet of" Quillu.
    """
    labels = {(c.start, c.end): c.label for c in given}
    villages = {(c.start, c.end) for c in given if _is_village(words, c)}
    result: list[EntityCandidate] = []
    for c in found:
        label = labels.get((c.start, c.end), "")
        if (c.start, c.end) in villages:
            villages.remove((c.start, c.end))
            if c.label in {"MISC", "PERSON", "ORG"}:
                c = c._replace(label="GPE")
        elif c.label == "MISC" and _is_known_behind_prefix(words, c):
            c = c._replace(label="ORG")
        elif c.label == "MISC" and (
            (label == "PERSON" and _is_behind_office(words, c))
            or (label == "ORG" and _is_body(words, c))
        ):
            c = c._replace(label=label)
        result.append(c)
    added = (EntityCandidate(*span, "GPE") for span in villages if labels[span] == UNCLAIMED)
    return sorted([*result, *added])


def _is_village(words: TokenColumns, c: EntityCandidate) -> bool:
    """Whether "the village of" stands before the name, or another settlement's noun."""
    if c.start < _MOST_WORDS or words.lower[c.start - 1] != "of":
        return False
    noun = words.text[c.start - 2]
    is_one = noun in load_terms("place_settlements") and noun != "port"
    is_name = all(text[0].isupper() for text in words.text[c.start : c.end])
    name = words.lower[c.start : c.end]
    is_person = len(name) > 1 and gender_of_first_name(name[0]) is not None
    return is_one and is_name and not is_person and organization_words().isdisjoint(name)


def _is_known_behind_prefix(words: TokenColumns, c: EntityCandidate) -> bool:
    """Whether it is a known body behind a prefix: "ex-Arsenal"."""
    is_behind = words.text[c.start - 1 : c.start] == ["-"] and words.glued[c.start]
    return is_behind and _name(words, c) in load_terms("known_organizations")


def _is_behind_office(words: TokenColumns, c: EntityCandidate) -> bool:
    before = words.lower[c.start - 1] if c.start else ""
    is_office = before in load_terms("roles") or before in load_terms("titles")
    return is_office and c.end - c.start > 1


def _is_body(words: TokenColumns, c: EntityCandidate) -> bool:
    if c.end - c.start > 1:
        return False
    word = words.text[c.start]
    if words.lower[c.start] in load_terms("state_bodies"):
        return word.istitle()
    if c.end >= len(words.text):
        return False
    after = words.lower[c.end]
    is_office = words.text[c.end].istitle() and after in load_terms("roles")
    return word.isupper() and len(word) > 1 and is_office


def with_offices(words: TokenColumns, found: Sequence[EntityCandidate]) -> list[EntityCandidate]:
    """``found``, in order, with the offices of officers: "the Prime Minister's Office"."""
    added = [*_offices(words)]
    return _with(found, added) if added else [*found]


def _offices(words: TokenColumns) -> Iterator[EntityCandidate]:
    officers = load_terms("office_nouns")
    for index in words.names:
        if words.text[index] != "Office" or index < _MOST_WORDS:
            continue
        if words.lower[index - 1] not in {"'s", "’s"} or words.lower[index - 2] not in officers:
            continue
        start = index - 2
        while start and words.text[start - 1].istitle() and words.named[start - 1]:
            start -= 1
        if words.text[start].istitle():
            yield EntityCandidate(start, index + 1, "ORG")


def with_partners(words: TokenColumns, found: Sequence[EntityCandidate]) -> list[EntityCandidate]:
    """``found``, in order, with firms of several partners: "Quill, Okoro and Partners"."""
    added = [*_firms(words)]
    return _with(found, added) if added else [*found]


def _firms(words: TokenColumns) -> Iterator[EntityCandidate]:
    closers = load_terms("partners_in_firms")
    for index, word in enumerate(words.lower):
        if word not in closers or not words.text[index][0].isupper() or index < _MOST_WORDS:
            continue
        if words.lower[index - 1] not in {"and", "&"} or not words.named[index - 2]:
            continue
        start = index - 2
        while start > 1 and _is_partner(words, start):
            start -= 2
        if start and words.text[start - 1].istitle() and words.named[start - 1]:
            start -= words.text[start + 1] != ","
        if words.text[start].istitle():
            yield EntityCandidate(start, index + 1, "ORG")


def _is_partner(words: TokenColumns, index: int) -> bool:
    """Whether a comma and one capitalised word stand before this name: "Quill," Okoro."""
    before = index - 2
    alone = before == 0 or not words.text[before - 1][0].isupper()
    return words.text[index - 1] == "," and words.named[before] and alone


def _with(
    found: Iterable[EntityCandidate], added: Collection[EntityCandidate]
) -> list[EntityCandidate]:
    covered = {index for c in added for index in range(c.start, c.end)}
    return sorted([*added, *(c for c in found if covered.isdisjoint(range(c.start, c.end)))])
