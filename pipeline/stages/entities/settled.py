"""Kinds of names that one word in them or beside them settles, whatever else speaks for others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile

from ...lexicons import load_terms
from ...lexicons.first_names import gender_of_first_name, is_first_name
from ...lexicons.gazetteer import find_places, place_key
from ..token_columns import TokenColumns
from .adding import with_added
from .alike import name_of
from .boundaries import PLACE_LABELS, EntityCandidate, are_listed
from .name_clues import kind_of_place, organization_words
from .unclaimed import UNCLAIMED

_PEOPLE_OR_PLACES = PLACE_LABELS | {"PERSON"}
_MOST_WORDS = 2
_LONGEST_OFFICE = 3
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
    peoples = {name_of(words, c) for c in found if _is_people(words, c)}
    works = {name_of(words, c) for c in found if _is_work(words, c)}
    longer = {
        word
        for c in found
        if c.label == "PERSON" and c.end - c.start > 1
        for word in words.lower[c.start : c.end]
    }
    villages = {name_of(words, c) for c in found if _is_village_in(words, c)} - longer
    works |= {name_of(words, c) for c in found if _is_thing(words, c)}
    result: list[EntityCandidate] = []
    for c in found:
        beside = result[-1] if result else None
        is_listed = (
            beside is not None and beside.label in PLACE_LABELS and are_listed(words, beside, c)
        )
        is_one = name_of(words, c) in peoples and c.label in _PEOPLE_OR_PLACES | {"ORG"}
        if is_one or _is_language(words, c):
            c = c._replace(label="NORP")
        elif c.label == "PERSON" and name_of(words, c) in villages:
            c = c._replace(label="GPE")
        elif _goes_on_as_firm(words, c):
            c = c._replace(end=c.end + 1, label="ORG")
        elif name_of(words, c) in works and (c.label != "PERSON" or _is_thing(words, c)):
            c = c._replace(label="MISC")
        elif label := _settled(words, c, is_listed=is_listed):
            c = c._replace(label=label)
        result.append(c)
    return result


def _is_work(words: TokenColumns, c: EntityCandidate) -> bool:
    """Whether an organisation or a place is a work's title: "her novel" The House of Salt."""
    first = c.start - (words.lower[c.start - 1 : c.start] == ["the"])
    before = {*words.lower[max(0, first - 3) : max(0, first - 1)]}
    if before.isdisjoint(load_terms("name_determiners") | {"'s", "’s"}):
        return False  # "They play Accra Kites"
    return (
        c.label in PLACE_LABELS | {"ORG"}
        and first > 0
        and words.lower[first - 1] in load_terms("works")
        and (first < c.start or c.end - c.start > 1)
        and words.text[first][0].isupper()
    )


def _is_village_in(words: TokenColumns, c: EntityCandidate) -> bool:
    """Whether "in" stands before a name of one word that is nobody's first name: "in" Quillu."""
    if c.label != "PERSON" or c.end - c.start > 1 or not c.start:
        return False
    if words.lower[c.start - 1] != "in" or is_first_name(words.lower[c.start]):
        return False
    before = words.lower[c.start - 2] if c.start > 1 else ""
    after = words.text[c.end] if c.end < len(words.text) else ""
    is_plain = before not in load_terms("nouns_before_in") and words.text[c.start].isalpha()
    return is_plain and after not in {"'s", "’s", "-"} and not after[:1].isupper()


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
    if c.end - c.start < _MOST_WORDS:
        return None
    if c.label in _PEOPLE_OR_PLACES and _is_club(words, c):
        return "ORG"
    if c.label not in {"PERSON", "ORG"}:
        return None
    first, last = words.lower[c.start], words.lower[c.end - 1]
    if words.text[c.start].isupper() and first in load_terms("ship_prefixes"):
        return "MISC" if _is_ship(words, c) else None
    if c.label == "ORG":
        return None
    if not load_terms("place_roads").isdisjoint({first, last}):
        return "FAC"
    if last in load_terms("organization_closers") or _is_firm_by_noun(words, c):
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
    if c.label not in _PEOPLE_OR_PLACES | {"ORG"} or not is_short:
        return False
    if c.label == "ORG" and not _may_be_people(words, c):
        return False
    if not c.start or words.lower[c.start - 1] != "the" or words.lower[c.end - 1].endswith("s"):
        return False
    is_plural = words.lower[c.end] in load_terms("plural_verbs")
    return is_plural and not find_places(place_key(name_of(words, c)))


def _may_be_people(words: TokenColumns, c: EntityCandidate) -> bool:
    """Whether what is taken for an organisation has neither the letters nor a word of one."""
    if name_of(words, c) in load_terms("known_organizations"):
        return False
    is_plain = all(text.istitle() for text in words.text[c.start : c.end])
    return is_plain and organization_words().isdisjoint(words.lower[c.start : c.end])


def _is_language(words: TokenColumns, c: EntityCandidate) -> bool:
    """Whether somebody speaks, sings or writes "in" what no gazetteer has as a place."""
    if c.label not in _PEOPLE_OR_PLACES or c.end - c.start > 1 or c.start < _MOST_WORDS:
        return False
    is_in = words.lower[c.start - 1] == "in"
    is_said = words.lower[c.start - 2] in load_terms("language_verbs")
    return is_in and is_said and not find_places(place_key(name_of(words, c)))


def _goes_on_as_firm(words: TokenColumns, c: EntityCandidate) -> bool:
    """Whether a person's name is the beginning of a firm's: "Ostap Quill" Advocates."""
    if c.label != "PERSON" or c.end >= len(words.text) or c.end - c.start < _MOST_WORDS:
        return False
    closer = words.text[c.end]
    return closer.istitle() and closer.lower() in load_terms("organization_closers")


def _is_club(words: TokenColumns, c: EntityCandidate) -> bool:
    """Whether a name begins with a town and ends in a plural that is no landform: Accra Kites."""
    last = words.text[c.end - 1]
    is_plural = last.endswith("s") and not last.endswith(("ss", "us", "is")) and last.istitle()
    town = " ".join(words.text[c.start : c.end - 1])
    return (
        is_plural
        and last.lower() not in load_terms("place_nouns")
        and kind_of_place(town) in {"city", "known", "large"}
        and not is_first_name(words.lower[c.start])
        and not find_places(place_key(name_of(words, c)))
        and not find_places(place_key(last))
        and not is_first_name(last.lower())
    )


def _is_firm_by_noun(words: TokenColumns, c: EntityCandidate) -> bool:
    """Whether the noun of a firm without an article stands right before: "law firm" Ostap Quill."""
    if not c.start or words.lower[c.start - 1] not in load_terms("firm_nouns"):
        return False
    before = words.lower[max(0, c.start - 4) : c.start - 1]
    return load_terms("determiners").isdisjoint(before) and "'s" not in before


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
    added = {span: "GPE" for span in villages if labels[span] == UNCLAIMED}
    added |= {(c.start, c.end): "PERSON" for c in given if _is_player(words, c)}
    spans = {(c.start, c.end) for c in result}
    more = (EntityCandidate(*span, label) for span, label in added.items() if span not in spans)
    return sorted([*result, *more])


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


def _is_player(words: TokenColumns, c: EntityCandidate) -> bool:
    """Whether a first name and another that the tagger left out have brackets behind them."""
    is_full = c.label == UNCLAIMED and c.end - c.start == _MOST_WORDS
    is_first = is_full and is_first_name(words.lower[c.start])
    return is_first and words.text[c.end : c.end + 1] == ["("]


def _is_known_behind_prefix(words: TokenColumns, c: EntityCandidate) -> bool:
    """Whether it is a known body behind a prefix: "ex-Arsenal"."""
    is_behind = words.text[c.start - 1 : c.start] == ["-"] and words.glued[c.start]
    return is_behind and name_of(words, c) in load_terms("known_organizations")


def _is_behind_office(words: TokenColumns, c: EntityCandidate) -> bool:
    before = words.lower[c.start - 1] if c.start else ""
    is_office = before in load_terms("roles") or before in load_terms("titles")
    is_portfolio = before in load_terms("portfolios") and words.text[c.start - 1].istitle()
    is_office |= is_portfolio and c.end - c.start > 1  # "Minister of Health Ostap Quill"
    is_known = c.end - c.start == 1 and find_places(place_key(name_of(words, c)))
    return is_office and not is_known


def _is_body(words: TokenColumns, c: EntityCandidate) -> bool:
    if c.end - c.start > 1:
        return False
    word = words.text[c.start]
    if words.lower[c.start] in load_terms("state_bodies"):
        return word.istitle()
    if word.istitle() and words.lower[c.end : c.end + 1] == ["shares"]:
        return True
    office = list(takewhile(str.istitle, words.text[c.end : c.end + _LONGEST_OFFICE]))
    is_office = bool(office) and not load_terms("roles").isdisjoint(map(str.lower, office))
    return word.isupper() and len(word) > 1 and is_office


def with_offices(words: TokenColumns, found: Sequence[EntityCandidate]) -> list[EntityCandidate]:
    """``found``, in order, with bodies that belong to officers and others.

    "the Prime Minister's Office", "the Nurses' Board".
    """
    added = [*_offices(words), *_unions(words, found)]
    return with_added(found, added) if added else [*found]


def _unions(words: TokenColumns, found: Iterable[EntityCandidate]) -> Iterator[EntityCandidate]:
    """Bodies of those whose they are: "Nurses' Board of Zambia"."""
    heads = [index for index in words.names if words.lower[index] in organization_words()]
    owner = {index: c for c in found for index in range(c.start, c.end)} if heads else {}
    for index in heads:
        start = index - 2
        mark = words.text[index - 1]
        if start < 0 or mark not in {"'", "’"} or not words.glued[index - 1]:
            continue
        plural = words.text[start]
        is_titled = plural.istitle() and words.text[index].istitle()
        if not is_titled or not plural.endswith("s") or not _are_people(words.lower[start]):
            continue
        end = index + 1
        if words.lower[end : end + 1] == ["of"] and kind_of_place(
            " ".join(words.text[end + 1 : end + 2])
        ):
            end += 2
        known = owner.get(index)
        if known is None or known.label != "ORG":
            yield EntityCandidate(start, end, "ORG")


def _are_people(plural: str) -> bool:
    singulars = {plural.removesuffix("s"), plural.removesuffix("ves") + "fe"}
    return any(not singulars.isdisjoint(load_terms(name)) for name in _PEOPLE)


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
    return with_added(found, added) if added else [*found]


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
