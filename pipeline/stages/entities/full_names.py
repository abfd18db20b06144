"""Completes people's names of which the tagger found only a part, or together with an office."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from ...lexicons import load_terms
from ...lexicons.first_names import gender_of_first_name, is_first_name
from ..token_columns import TokenColumns
from .adding import with_added
from .boundaries import EntityCandidate, tidied
from .name_clues import organization_words
from .neighbour_clues import is_age
from .unclaimed import UNCLAIMED

_MAY_BE_PEOPLE = frozenset({"PERSON", UNCLAIMED})
_MARKS = (['"'], ["“"], ["”"], ["‘"], ["’"], ["'"], ["``"], ["''"], ["("], [")"])
_LONGEST_NICKNAME = 3  # words
_BEFORE = 3
"""How many words before a candidate an office may begin: "mayor of" New York Ada Quill."""
_FULL = 2
_LONGEST_OFFICE = 8
_INSIDE_OFFICES = frozenset({"and", "for", "of", "the"})
_SHORTEST = 3  # words
_NUMERAL = re.compile(r"X{0,2}(?:IX|IV|V?I{0,3})")
_HYPHENATED = re.compile(r"[A-Z][a-z]+-[a-z]+")
_NO_FIRST_NAMES = (
    "circumstance_openers",
    "conditionals",
    "connectives",
    "determiners",
    "directions",
    "modals",
    "name_openers",
    "negations",
    "prepositions",
    "question_words",
    "roles",
    "titles",
)
"""Lexicons of words that may open a sentence before a name, but are not part of the name."""


_INTRODUCING = frozenset({"a", "an", "the", "who", "whose", "whom"})
_ELIDED = re.compile(r"[DLO]['’][A-ZÀ-Þ]\w+")
_GLOTTAL = re.compile(r"[^\W\d_]{2,}['’‘ʻ](?![A-ZÀ-Þ])[^\W\d_]{2,}")
_MOST_PARTICLES = 3
_IN_LOWER_CASE = frozenset({"do"})
"""Particles that are family names in capitals: Do."""
_ENGLISH = frozenset({"ten"})
"""Particles that are also English words before capitals."""


def nicknamed(words: TokenColumns, found: Sequence[EntityCandidate]) -> list[EntityCandidate]:
    """``found``, with names that contain a nickname in marks joined: Ada “the Owl” Quill.

    The candidates must be in order, and so are the results.
    """
    marks = [(index, end) for index in words.names if (end := _end_of_nickname(words, index + 1))]
    if not marks:
        return [*found]
    owner = {index: c for c in found for index in range(c.start, c.end)}
    added: list[EntityCandidate] = []
    for index, after in marks:
        first, last = owner.get(index), owner.get(after)
        start = first.start if first else index
        is_person = any(c is not None and c.label == "PERSON" for c in (first, last))
        apart = not added or added[-1].end <= start
        if is_person and apart and is_first_name(words.lower[start]):
            added.append(EntityCandidate(start, last.end if last else after + 1, "PERSON"))
    return with_added(found, added)


def _end_of_nickname(words: TokenColumns, opening: int) -> int:
    """The index of the family name after a nickname in marks, or 0 if there is none.

    ``opening`` is the token where the first mark would be.
    """
    if words.text[opening : opening + 1] not in _MARKS or words.glued[opening]:
        return 0
    for closing in range(opening + 2, min(opening + 2 + _LONGEST_NICKNAME, len(words.text) - 1)):
        if [words.text[closing]] in _MARKS and words.glued[closing]:
            break
    else:
        return 0
    after = closing + 1
    if words.text[opening] == "(" and not _is_short_name(words.text[opening + 1 : closing]):
        return 0
    is_name = words.named[after] and words.text[after][0].isupper() and not words.glued[after]
    return after if is_name else 0


def _is_short_name(inside: Sequence[str]) -> bool:
    """Whether brackets in a name contain a short name: (Leo), (A.J.P.), but not a party's (ANC)."""
    if len(inside) != 1 or inside[0].lower() in load_terms("titles"):
        return False  # "Chief (Mrs.) Quill"
    return inside[0].istitle() or "." in inside[0]


def begun(words: TokenColumns, found: Iterable[EntityCandidate]) -> list[EntityCandidate]:
    """``found``, with first names added that are also words: "Happy Quill", "spokesman Per Quill".

    They are added at the start of a sentence, after a role, and after a full name in a list.
    """
    result: list[EntityCandidate] = []
    for c in found:
        if _has_initial_before(words, c):
            c = c._replace(start=c.start - 1, label="PERSON")
        first = c.start - 1
        before = result[-1] if result and result[-1].end > first else None
        free = before is None or before == EntityCandidate(first, c.start, UNCLAIMED)
        if c.label in _MAY_BE_PEOPLE and free and first >= 0:
            people = result[:-1] if before is not None else result
            behind = bool(people) and _is_joined(words, people[-1], first)
            if _is_first_name(words, first, c, behind_person=behind):
                c = c._replace(start=first, label="PERSON" if behind else c.label)
                if before is not None:
                    result.pop()
        result.append(c)
    return result


def _has_initial_before(words: TokenColumns, c: EntityCandidate) -> bool:
    """Whether the "A" before a person's name is an initial, as another one follows: A R Quill."""
    is_name = all(text.istitle() for text in words.text[c.start : c.end])
    is_initial = is_name and c.end - c.start > 1 and len(words.text[c.start]) == 1
    before = words.text[c.start - 1 : c.start]
    return is_initial and words.text[c.start].isupper() and before == ["A"]


def _is_joined(words: TokenColumns, person: EntityCandidate, index: int) -> bool:
    """Whether "and" or a comma joins a person's full name to the word at ``index``."""
    return (
        person.label == "PERSON"
        and person.end - person.start > 1
        and words.lower[person.end : index] in (["and"], [","])
    )


def _is_first_name(
    words: TokenColumns, first: int, c: EntityCandidate, *, behind_person: bool
) -> bool:
    """Whether the word ``first``, before ``c``, is a first name here and not an ordinary word."""
    word = words.lower[first]
    behind_role = first > 0 and words.lower[first - 1] in load_terms("roles")
    begins = behind_role or behind_person or words.begins_sentence(first)
    if not begins or not words.text[first].istitle():
        return False
    if c.end - c.start > 2 or not is_first_name(word) or word in _offices():
        return False
    if behind_person:
        return True  # "Ada Quill and Sunday Okoro"
    if is_first_name(words.lower[c.start]) and not _ends_a_name(words, c):
        return False  # "Happy Ada left"
    if word in load_terms("not_names") and words.text[c.end : c.end + 1] != [","]:
        return False  # "Sunday Okoro" may be a day
    if behind_role:
        return word not in load_terms("titles")  # "his son Emperor Quill"
    return not any(word in load_terms(name) for name in _NO_FIRST_NAMES)


def _ends_a_name(words: TokenColumns, c: EntityCandidate) -> bool:
    """Whether a word that is a first name, too, is a family name by what follows.

    Who is introduced so has a full name: "Sunday Amadi, who", "Happy Amadi and Faith Quill".
    """
    after = c.end + 1
    if c.end - c.start > 1 or after + 2 > len(words.text):
        return False
    mark = words.lower[c.end]
    if mark == ",":
        return words.lower[after] in _INTRODUCING
    is_full = all(text.istitle() for text in words.text[after : after + 2])
    return mark == "and" and is_full and all(words.named[after : after + 2])


def completed(words: TokenColumns, found: Iterable[EntityCandidate]) -> list[EntityCandidate]:
    """``found``, in order, with the last part of people's names added.

    "Ada II", "Li In-mo", "Ada D'Costa", "Ada bint Tarik", "Sione Fa'amoe".
    """
    found = [*found]
    starting = {c.start: c for c in found}
    result: list[EntityCandidate] = []
    for c in found:
        if result and c.start < result[-1].end:
            continue  # it has become the last part of a name
        if _is_islander(words, c):
            c = c._replace(end=c.end + 1, label="PERSON")
        elif c.label == "PERSON" and c.end < len(words.text):
            c = c._replace(end=_name_end(words, c))
            while (end := _end_behind_particles(words, c, starting)) > c.end:
                c = c._replace(end=end)
        result.append(c)
    return result


def _end_behind_particles(
    words: TokenColumns, c: EntityCandidate, starting: Mapping[int, EntityCandidate]
) -> int:
    """The end of a name that goes on behind particles: "Otto" zu Reichenfels, "Ada" bint Tarik.

    "e" and "y" are particles only in a name with another one. ``starting`` are the candidates by
    their first tokens; one that is an airport's or a firm's name is none of a family.
    """
    particles = load_terms("name_particles") | _IN_LOWER_CASE
    index = c.end
    while index < len(words.text) and index - c.end < _MOST_PARTICLES:
        word = words.text[index]
        if word not in particles or word in _ENGLISH:
            break
        if len(word) == 1 and particles.isdisjoint(words.text[c.start : c.end]):
            return c.end
        index += 1
    is_name = c.end < index < len(words.text) and words.text[index].istitle()
    if not is_name or words.lower[index] in load_terms("not_names"):
        return c.end
    end = starting[index].end if index in starting else index + 1
    return c.end if words.lower[end - 1] in _no_family_names() else end


def _is_islander(words: TokenColumns, c: EntityCandidate) -> bool:
    """Whether a first name stands before a family name with a glottal stop: "Sione" Fa'amoe."""
    return (
        c.end - c.start == 1
        and c.end < len(words.text)
        and not words.glued[c.end]
        and (c.label == "PERSON" or is_first_name(words.lower[c.start]))
        and words.text[c.end][0].isupper()
        and _GLOTTAL.fullmatch(words.text[c.end]) is not None
    )


def _name_end(words: TokenColumns, c: EntityCandidate) -> int:
    """The end of a person's name, including a numeral or a second given name after ``c``."""
    if _ELIDED.fullmatch(words.text[c.end]):
        return c.end + 1
    text = words.text[c.end]
    if text == "I":
        before = words.lower[c.start - 1] if c.start else ""
        is_royal = before in load_terms("titles") and before not in load_terms("courtesy_titles")
        return c.end + (is_royal and c.end - c.start == 1)
    if len(text) > 1 and _NUMERAL.fullmatch(text):
        return c.end + 1
    if words.glued[c.end] or c.end - c.start > 1:
        return c.end
    for tokens in (1, 3):
        if _HYPHENATED.fullmatch("".join(words.text[c.end : c.end + tokens])):
            return c.end + tokens
    return c.end


def aged(words: TokenColumns, found: Iterable[EntityCandidate]) -> list[EntityCandidate]:
    """``found``, in which first names followed by an age become people: "Ada Quill, 45,"."""
    result: list[EntityCandidate] = []
    for c in found:
        behind = words.text[c.end : c.end + 3]
        is_told = len(behind) == 3 and behind[0] == behind[2] == "," and is_age(behind[1])
        if is_told and c.label != "PERSON" and gender_of_first_name(words.lower[c.start]):
            result += tidied(words, c._replace(label="PERSON"))
        else:
            result.append(c)
    return result


def titled(words: TokenColumns, found: Iterable[EntityCandidate]) -> list[EntityCandidate]:
    """``found``, in which names behind a title become people: "Doña Ada Quill" is no place."""
    result: list[EntityCandidate] = []
    for c in found:
        if c.label != "PERSON" and _begins_with_title(words, c):
            result += tidied(words, c._replace(label="PERSON"))
        else:
            result.append(c)
    return result


def _begins_with_title(words: TokenColumns, c: EntityCandidate) -> bool:
    """Whether it is a title that nothing but people have, and a name of two words or more."""
    name = words.lower[c.start : c.end]
    return (
        len(name) >= _SHORTEST
        and name[0] in load_terms("titles_of_people")
        and all(text[0].isupper() for text in words.text[c.start : c.end])
        and name[-1] not in _no_family_names()
    )


def without_offices(words: TokenColumns, found: Iterable[EntityCandidate]) -> list[EntityCandidate]:
    """``found``, with people separated from their offices: "Minister of Planning Ada Quill"."""
    result: list[EntityCandidate] = []
    for c in found:
        person = _behind_office(words, c) if c.label != "PERSON" else 0
        if person:
            result += tidied(words, c._replace(end=person))
            c = EntityCandidate(person, c.end, "PERSON")
        result.append(c)
    return result


def _behind_office(words: TokenColumns, c: EntityCandidate) -> int:
    """The index at which a person's full name begins after an office "of" something, or 0."""
    lower = words.lower
    begin = _office_before(words, c.start)
    if c.end - c.start < _SHORTEST or "of" not in lower[begin : c.end]:
        return 0
    for first in range(c.start + 1, c.end - 1):
        office = lower[begin:first]
        if "of" not in office or _offices().isdisjoint(office) or office[-1] in _no_ends():
            continue
        portfolios = load_terms("portfolios")
        is_first = gender_of_first_name(lower[first]) or (
            lower[first - 1] in portfolios and c.end - first == _FULL
        )
        if not is_first or lower[first] in organization_words() | portfolios:
            continue
        name = range(first, c.end)
        if all(words.named[i] and lower[i] not in _no_family_names() for i in name):
            return first
    return 0


def _office_before(words: TokenColumns, start: int) -> int:
    """Where the words before a candidate begin that may be of an office and its portfolios."""
    begin = start
    while begin and start - begin < _LONGEST_OFFICE:
        word = words.text[begin - 1]
        if not (word.istitle() and words.named[begin - 1]) and word not in _INSIDE_OFFICES:
            break
        begin -= 1
    return min(begin, max(0, start - _BEFORE))


@cache
def _offices() -> frozenset[str]:
    return load_terms("titles") | load_terms("roles")


@cache
def _no_ends() -> frozenset[str]:
    """Words that an office cannot end in, such as "and", or the "St" of St Mary."""
    lists = ("name_prepositions", "name_joiners", "courtesy_titles", "determiners")
    return frozenset[str]().union(*map(load_terms, lists))


@cache
def _no_family_names() -> frozenset[str]:
    """Words that are not family names: those in names of organisations and places, and titles."""
    return organization_words() | load_terms("place_nouns") | load_terms("titles")
