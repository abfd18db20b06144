"""Complete names of which the tagger found only a part, and split two that it found as one."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

from ...lexicons import load_terms
from ...lexicons.first_names import is_first_name
from ...lexicons.gazetteer import find_places, place_key
from ..token_columns import TokenColumns
from .boundaries import PLACE_LABELS, EntityCandidate
from .name_clues import kind_of_place

_PART_OF = load_terms("name_prepositions") | load_terms("name_joiners")
_SYLLABLE = re.compile(r"[b-df-hj-np-tv-xz]{0,3}[aeiouwy]{1,3}[bgklmnprt]?[gh]?")
_LONGEST_BODY = 8  # tokens
_NOT_PEOPLE = frozenset({"ORG", "MISC"})


def bridged(words: TokenColumns, found: Iterable[EntityCandidate]) -> list[EntityCandidate]:
    """``found``, in order, with names joined at two spaces, and at the full stop of an initial.

    That is an initial of two letters, which is a token of its own: "Ts.Quill".
    """
    result: list[EntityCandidate] = []
    for c in found:
        before = result[-1] if result else None
        if _is_behind_initial(words, c.start):
            if before is not None and before.end > c.start - 2:
                result.pop()
            result.append(EntityCandidate(c.start - 2, c.end, "PERSON"))
            continue
        if before is not None and words.text[before.end : c.start] == [" "]:
            whole = " ".join((*words.text[before.start : before.end], *words.text[c.start : c.end]))
            label = "GPE" if kind_of_place(whole) else before.label
            if label == "GPE" or (label == "PERSON" and is_first_name(words.lower[before.start])):
                result[-1] = EntityCandidate(before.start, c.end, label)
                continue
        result.append(c)
    return result


def _is_behind_initial(words: TokenColumns, index: int) -> bool:
    """Whether an initial of two letters and a full stop are right before the token: "Ts.Quill"."""
    if (
        index < 2
        or words.text[index - 1] != "."
        or not (words.glued[index] and words.glued[index - 1])
    ):
        return False
    initial = words.text[index - 2]
    is_name = words.text[index].istitle() and len(words.text[index]) > len(initial)
    return len(initial) == 2 and initial.istitle() and initial.isalpha() and is_name


def made_whole(words: TokenColumns, found: Sequence[EntityCandidate]) -> list[EntityCandidate]:
    """``found``, in order, with all words of airports, of police of two counties, and of families.

    "Dhaka airport" for Dhaka, "Avon and Somerset Police" as one, "Mothers of Lisca" for Lisca.
    """
    result: list[EntityCandidate] = []
    for c in found:
        if c.label in PLACE_LABELS and words.text[c.end : c.end + 1] == ["airport"]:
            c = EntityCandidate(c.start, c.end + 1, "FAC")
        elif kin := _kin_before(words, c, result[-1].end if result else 0):
            c = EntityCandidate(kin, c.end, "ORG")
        elif result and _is_shared(words, result[-1], c):
            c = EntityCandidate(result.pop().start, c.end, "ORG")
        elif result and _are_one_place(words, result[-1], c):
            c = EntityCandidate(result.pop().start, c.end, "GPE")
        elif _is_owned_place(words, c):
            c = EntityCandidate(c.start, c.end + 2, "GPE")
        result.append(c)
    return result


def with_given_names(
    words: TokenColumns, found: Sequence[EntityCandidate]
) -> list[EntityCandidate]:
    """``found``, in order, with "Kang In-sun" for "Kang" and "Franco Kuan Bak-on" for "… Bak"."""
    result: list[EntityCandidate] = []
    for c in found:
        if result and c.start < result[-1].end:
            continue
        if c.label == "PERSON":
            c = c._replace(end=_end_of_given_name(words, c))
        result.append(c)
    return result


def _end_of_given_name(words: TokenColumns, c: EntityCandidate) -> int:
    """The end of a name with both syllables of a given name that comes last."""
    surnames = load_terms("family_names_first")
    text = words.text
    for hyphen in (c.end, c.end + 1):
        first, second = hyphen - 1, hyphen + 1
        if (
            second < len(text)
            and text[hyphen] == "-"
            and words.glued[hyphen]
            and words.glued[second]
            and first > c.start
            and words.lower[first - 1] in surnames
            and text[first][0].isupper()
            and _SYLLABLE.fullmatch(words.lower[first])
            and _SYLLABLE.fullmatch(words.lower[second])
        ):
            return second + 1
    return c.end


def parted(words: TokenColumns, found: Sequence[EntityCandidate]) -> list[EntityCandidate]:
    """``found``, in order, with people's names split off the end of organisations' names.

    "the Board for Fishing Ada Quist" is split if the article names Quist or Ada Quist elsewhere.
    """
    people = {tuple(words.text[c.start : c.end]) for c in found if c.label == "PERSON"}
    longest = max(map(len, people), default=0)
    last = {person[-1:] for person in people}
    beginnings = {
        tuple(words.text[c.start : cut])
        for c in found
        if c.label == "ORG" and c.end - c.start <= _LONGEST_BODY
        for cut in range(c.start + 2, c.end)
    }
    result: list[EntityCandidate] = []
    for c in found:
        name = tuple(words.text[c.start : c.end])
        if c.label == "ORG" and name in beginnings and name[-1:] in people:
            # Ada Quist of Ada Quist Holdings, whom the article calls Quist
            result.append(c._replace(label="PERSON"))
            continue
        if c.label == "MISC" and name in last and _is_led(words, c):
            result.append(c._replace(label="PERSON"))
            continue
        person = _person_at_end(words, c, people, longest)
        if person is None:
            result.append(c)
            continue
        if person > c.start:
            result.append(c._replace(end=person))
        result.append(EntityCandidate(person, c.end, "PERSON"))
    return result


def _is_led(words: TokenColumns, c: EntityCandidate) -> bool:
    """Whether a group named after its leader is meant: "the Okoro campaign"."""
    return c.end < len(words.lower) and words.lower[c.end] in load_terms("bodies_of_people")


def _person_at_end(
    words: TokenColumns, c: EntityCandidate, people: Collection[Sequence[str]], longest: int
) -> int | None:
    """The start of a known person's name at the end of ``c``, including a first name."""
    if c.label not in _NOT_PEOPLE:
        return None
    for start in range(max(c.start + 1, c.end - longest), c.end):
        if tuple(words.text[start : c.end]) not in people:
            continue
        if words.lower[start - 1] in _PART_OF:
            return None  # "Friends of Ada Quist"
        has_first = is_first_name(words.lower[start - 1]) and words.text[start - 1][0].isupper()
        if has_first and start - 1 > c.start:
            return start - 1
        return start if c.end - start > 1 else None
    return None


def _are_one_place(words: TokenColumns, before: EntityCandidate, c: EntityCandidate) -> bool:
    """Whether the names are parts of one place's name: "Trinidad" and "Tobago"."""
    if before.label not in PLACE_LABELS or c.label not in PLACE_LABELS | {"PERSON"}:
        return False
    if words.lower[before.end : c.start] not in (["and"], ["of"], ["of", "the"]):
        return False
    return bool(find_places(place_key(" ".join(words.text[before.start : c.end]))))


def _is_owned_place(words: TokenColumns, c: EntityCandidate) -> bool:
    """Whether the name and the two tokens behind it are a known place's: "Cox" 's Bazar."""
    if words.text[c.end : c.end + 1] not in (["'s"], ["’s"]) or c.end + 1 >= len(words.text):
        return False
    if not words.text[c.end + 1].istitle():
        return False
    name = f"{' '.join(words.text[c.start : c.end])}'s {words.text[c.end + 1]}"
    return bool(find_places(place_key(name)))


def _kin_before(words: TokenColumns, c: EntityCandidate, first: int) -> int:
    """The index of the kin that a body is called by: "Grandmothers of the" Plaza; or 0.

    ``first`` is the first index that no other name has. The words of kin are in capitals, and not
    because they begin a sentence.
    """
    of = c.start - 1 - (words.lower[c.start - 1 : c.start] == ["the"])
    kin = of - 1
    if kin <= first or words.lower[of] != "of" or not words.text[kin].istitle():
        return 0
    word = words.lower[kin].removeprefix("grand")
    is_kin = word.endswith("s") and word[:-1] in load_terms("kin")
    begins = words.begins_sentence(kin) or words.text[kin - 1].isspace()
    return kin if is_kin and not begins else 0


def _is_shared(words: TokenColumns, before: EntityCandidate, c: EntityCandidate) -> bool:
    """Whether the two name one organisation of two counties: "Avon" and "Somerset Police"."""
    return (
        c.label == "ORG"
        and c.end - c.start == 2
        and words.lower[c.end - 1] in load_terms("bodies_of_counties")
        and before.end - before.start == 1
        and words.lower[before.end : c.start] == ["and"]
    )
