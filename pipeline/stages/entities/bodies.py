"""Join the parts of organisations' names that the tagger found apart, and part two found as one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from ...lexicons import load_terms
from ...lexicons.first_names import is_first_name
from ..token_columns import TokenColumns
from .boundaries import PLACE_LABELS, EntityCandidate
from .name_clues import is_country, kind_of_place, organization_words
from .unclaimed import UNCLAIMED

_SAINTS = frozenset({"st", "st.", "saint"})
_POSSESSIVES = frozenset({"'s", "’s"})
_AND = frozenset({"&", "and"})
_MARKS = frozenset({"'", "’"})
_MEETING = 3  # words


def with_bodies(words: TokenColumns, found: Iterable[EntityCandidate]) -> list[EntityCandidate]:
    """``found``, in order, with names joined to what they are the beginning of.

    "Kwame Asare" and "Senior High School", "St Mary" and "Primary School", "Kim" and "Song LLP"
    become an organisation, "Congo" and "Brazzaville" a country.
    """
    result: list[EntityCandidate] = []
    for c in found:
        before = result[-1] if result else None
        c = c._replace(start=_with_owners(words, c), end=_end_before_office(words, c))
        if before is not None and before.end > c.start:
            result.pop()
            before = result[-1] if result else None
        if before is not None and _are_crafts(words, before, c):
            result[-1] = before._replace(end=c.end)
        elif before is not None and _is_body(words, before, c):
            start = before.start
            if start and words.lower[start - 1] in _SAINTS:
                start -= 1
            result[-1] = EntityCandidate(start, c.end, "ORG")
        elif before is not None and _is_hyphened_country(words, before, c):
            result[-1] = EntityCandidate(before.start, c.end, "GPE")
        else:
            result.append(c)
    return result


def _with_owners(words: TokenColumns, c: EntityCandidate) -> int:
    """The start of a body with those whose it is: "Nurses'" Council."""
    mark, owners = c.start - 1, c.start - 2
    if c.label != "ORG" or owners < 0 or words.text[mark] not in _MARKS or not words.glued[mark]:
        return c.start
    word = words.text[owners]
    single = word.lower().removesuffix("s")
    known = any(single in load_terms(name) for name in ("roles", "nouns_person", "kin"))
    return owners if word.istitle() and known and word.endswith("s") else c.start


def _end_before_office(words: TokenColumns, c: EntityCandidate) -> int:
    """The end of a body's letters where an office follows: "UNICEF" Goodwill Ambassador."""
    rest = words.lower[c.start + 1 : c.end]
    if c.label != "ORG" or not rest or c.end >= len(words.text):
        return c.end
    letters, office = words.text[c.start], words.text[c.end]
    is_office = office.istitle() and office.lower() in load_terms("roles")
    if not is_office or not letters.isupper() or len(letters) < len("UN"):
        return c.end
    is_plain = organization_words().isdisjoint(rest) and _AND.isdisjoint(rest)
    return c.start + 1 if is_plain and all(text.isalpha() for text in rest) else c.end


def _are_crafts(words: TokenColumns, before: EntityCandidate, c: EntityCandidate) -> bool:
    """Whether a body of two crafts was found as two: "Union of Bakers" and "Millers of Ghana"."""
    if before.label != "ORG" or words.lower[before.end : c.start] != ["and"]:
        return False
    one, other = words.lower[before.start : before.end], words.lower[c.start : c.end]
    return (
        one[-2:-1] in (["of"], ["for"])
        and not organization_words().isdisjoint(one[:-2])
        and one[-1].endswith("s")
        and other[0].endswith("s")
        and (len(other) == 1 or other[1] in {"of", "in"})
        and other[0] not in organization_words()
        and kind_of_place(words.text[c.start]) == ""
        and kind_of_place(words.text[before.end - 1]) == ""
    )


def _is_body(words: TokenColumns, before: EntityCandidate, c: EntityCandidate) -> bool:
    """Whether the first name is the beginning of an organisation's whose end is the second."""
    last = words.lower[c.end - 1]
    between = words.lower[before.end : c.start]
    is_next = not between and before.end - before.start == 1 and c.label == "PERSON"
    if is_next and words.lower[before.start] in load_terms("organization_openers"):
        return True  # "Universitas" and "Cendana Raya"
    if len(between) == 1 and between[0] in _AND:
        is_firm = last in load_terms("legal_forms") and c.end - c.start > 1
        return is_firm and before.label in {"PERSON", UNCLAIMED} and between[0] == "&"
    if last not in organization_words() or before.label == "NORP":
        return False
    if not between:
        return c.label == UNCLAIMED and before.label == "PERSON" and c.end - c.start > 1
    beginning = words.lower[max(0, before.start - 1) : before.start + 1]
    is_saint = not _SAINTS.isdisjoint(beginning)
    return len(between) == 1 and between[0] in _POSSESSIVES and is_saint


def _is_hyphened_country(words: TokenColumns, before: EntityCandidate, c: EntityCandidate) -> bool:
    """Whether two places make one country: "Congo" and "Brazzaville"."""
    if before.label not in PLACE_LABELS or c.label not in PLACE_LABELS:
        return False
    if words.text[before.end : c.start] != ["-"] or c.end - before.start > _MEETING:
        return False
    whole = f"{words.text[before.start]}-{words.text[c.end - 1]}"
    return words.glued[before.end] and is_country(whole)


def opened(words: TokenColumns, found: Iterable[EntityCandidate]) -> list[EntityCandidate]:
    """``found``, in order, with names as organisations that begin as theirs do: "PT Maju Jaya"."""
    return [c._replace(label="ORG") if _is_opened(words, c) else c for c in found]


def _is_opened(words: TokenColumns, c: EntityCandidate) -> bool:
    if c.label == "ORG" or words.lower[c.start] not in load_terms("organization_openers"):
        return False
    first = words.text[c.start]
    # "PT Usha" has initials.
    fewest = _MEETING if len(first) == len("PT") else _MEETING - 1
    name = " ".join(words.text[c.start : c.end])
    is_place = words.lower[c.end - 1] in load_terms("place_nouns") or kind_of_place(name)
    return c.end - c.start >= fewest and first[0].isupper() and not is_place


def apart(words: TokenColumns, found: Iterable[EntityCandidate]) -> list[EntityCandidate]:
    """``found``, with two bodies of a kind as two: "Bank of Lome and Volta Bank".

    So are a body and somebody of it: "Ministry of Works Engr. Tunde Ojo".
    """
    result: list[EntityCandidate] = []
    for c in found:
        titled = _person_behind(words, c) if c.label == "ORG" else c.start
        if titled > c.start:
            result.append(c._replace(end=titled))
            result.append(c._replace(start=titled + 1, label="PERSON"))
            continue
        cut = _second_of_a_kind(words.text[c.start : c.end], words.lower[c.start : c.end])
        if c.label == "ORG" and cut:
            result.append(c._replace(end=c.start + cut))
            result.append(c._replace(start=c.start + cut + 1))
        else:
            result.append(c)
    return result


def _person_behind(words: TokenColumns, c: EntityCandidate) -> int:
    """The token of the title of a person whose full name ends the candidate, or its start."""
    title = c.end - 3
    if title <= c.start or words.lower[c.end - 1] in organization_words():
        return c.start
    before = words.lower[title - 1]
    joined = before in load_terms("name_prepositions") or before in load_terms("name_joiners")
    is_title = words.lower[title] in load_terms("titles_of_people")
    return title if is_title and not joined and is_first_name(words.lower[title + 1]) else c.start


def _second_of_a_kind(text: Sequence[str], lower: Sequence[str]) -> int:
    """The index of the "and" between two bodies that end in, or begin with, the same noun; or 0."""
    head = lower[-1]
    if head not in organization_words():
        return 0
    for cut in range(2, len(lower) - 2):
        if lower[cut] == "and" and text[cut + 1][0].isupper():
            first = lower[:cut]
            if first[-1] == head or (head, "of") in pairwise(first):
                return cut
    return 0
