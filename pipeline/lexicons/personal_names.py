"""Personal names taken apart, and whether two of them can name one person."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from . import load_terms
from .first_names import (
    Gender,
    gender_of_first_name,
    is_first_name,
    load_nicknames,
    without_accents,
)
from .name_spellings import NameKey, keys_like_spelling, keys_of_spelling, nearly_same

_INITIALS = re.compile(r"(?:[^\W\d_]\.){2,}")  # A.K.
_GENERATIONS = frozenset({"jr", "sr", "ii", "iii", "iv"})
ALSO_NAMES = frozenset({"sheikh", "sheikha", "sheik", "shaikh", "begum", "imam", "baba", "saint"})
"""Titles that belong to a name of one more word."""
WITH_NAMES = ALSO_NAMES | {"pope"}
"""Titles that are given with a name of one more word."""
_FOUR = 4


class PersonName(NamedTuple):
    """A name in lower case, without titles and suffixes.

    ``given`` holds what stands before the family name (first and middle names, initials).
    ``family`` is the family name with its particles ("van der berg"), or the only word.
    ``titled`` is true where the gender is a title's word, which outdoes a first name's.
    ``suffix`` is "jr", "sr" or a Roman number, which tells generations apart.
    """

    given: tuple[str, ...]
    family: str
    gender: Gender | None
    titled: bool = False
    suffix: str = ""

    @property
    def full(self) -> bool:
        """Whether there is more than one word."""
        return bool(self.given)

    @property
    def words(self) -> frozenset[str]:
        """Every word that may stand for the person alone."""
        return frozenset((*self.given, *self.family.split(), self.family))

    @property
    def parts(self) -> tuple[str, ...]:
        """The words in their order."""
        return (*self.given, *self.family.split())

    @property
    def family_first(self) -> str | None:
        """The family name where it stands before the given name, as in East Asia.

        That is "lee" of "Lee Dae-jun", "xi" of "Xi Jinping", "so" of "Kevin So Kam-wai", and of two
        the husband's: "ho" of "Mary Ho Tang Sau-lan". Many people in one article may share it, who
        are no relations.
        """
        *before, last = self.parts
        if not before:
            return None
        known = load_terms("family_names_first")
        if "-" in last and len(before) > 2 and known.issuperset(before[-2:]):
            return before[-2]
        first = before[-1] if "-" in last else before[0]
        return first if first in known else None


def parse_name(words: Sequence[str], titles: Sequence[str] = ()) -> PersonName:
    """Take the words of a name apart; ``titles`` are those that stand before it.

    Raises:
        ValueError: there is no word.

    """
    if not words:
        raise ValueError("a name has at least one word")
    return _parse(tuple(words), tuple(titles))


@lru_cache(maxsize=10_000)
def _parse(words: tuple[str, ...], titles: tuple[str, ...]) -> PersonName:
    lower, inner_titles = split_titles([word.lower().replace("’", "'") for word in words])
    suffixes = load_terms("name_suffixes")
    suffix = ""
    while len(lower) > 1 and lower[-1].strip(",") in suffixes:
        last = lower.pop().strip(".,")
        suffix = last if last in _GENERATIONS else suffix
    if len(lower) == 1:
        word, hyphen, ending = lower[0].rpartition("-")
        if hyphen and word and ending in load_terms("name_endings"):
            lower = [word]  # "Tanabe-san"
    split = len(lower) - 1
    particles = load_terms("name_particles")
    while split > 1 and without_accents(lower[split - 1]) in particles:
        split -= 1
    if split == 1 and lower[0] in particles and (len(lower) > 2 or not is_first_name(lower[0])):
        split = 0  # "van der Berg", "de Gaulle", but "Al Gore"
    given = tuple(
        part
        for word in lower[:split]
        for part in (
            word.replace(".", "") if _INITIALS.fullmatch(word) else [word.strip("\"“”'‘’()")]
        )
    )
    family = " ".join(lower[split:])
    first = given[0] if given else family
    # "Müller" and "Muller" are one name.
    given, family = tuple(map(without_accents, given)), without_accents(family)
    gender = gender_of_titles([*(t.lower() for t in titles), *inner_titles])
    if gender is not None:
        return PersonName(given, family, gender, titled=True, suffix=suffix)
    return PersonName(given, family, gender_of_first_name(first), suffix=suffix)


def split_particles(family: str) -> list[str]:
    """The words of a family name, one after a hyphenated particle apart: "al-sabri"."""
    first, hyphen, rest = family.partition("-")
    if hyphen and rest and first in load_terms("name_particles"):
        return [first, rest]
    return family.split()


def split_titles(lower: Sequence[str]) -> tuple[list[str], list[str]]:
    """``(name, titles)``: leading title words off, but never the last word."""
    titles, pairs = load_terms("titles"), load_terms("titles_of_two_words")
    start = 0
    while start < len(lower) - 1:
        pair = " ".join(lower[start : start + 2])
        size = 2 if pair in pairs else 1 if lower[start] in titles else 0
        if not size or start + size >= len(lower):
            break
        start += size
    # Part of the name, as in "Sheikh Hasina", when only one word would be left.
    if start == 1 and len(lower) == 2 and lower[0] in ALSO_NAMES:
        start = 0
    return list(lower[start:]), list(lower[:start])


def gender_of_titles(titles: Sequence[str]) -> Gender | None:
    """What titles ("Mrs", "Sir") or nouns for men or women ("actress") say."""
    for title in titles:
        if title in load_terms("titles_female") or title in load_terms("roles_female"):
            return "female"
        if title in load_terms("titles_male") or title in load_terms("roles_male"):
            return "male"
    return None


def compatible_given(a: Sequence[str], b: Sequence[str]) -> bool:
    """Whether first and middle names can be one person's: equal, initials, or left out."""
    if not a or not b:
        return True
    first, second = a[0].rstrip("."), b[0].rstrip(".")
    if first == second or _initial_of(first, second) or _initial_of(second, first):
        return _compatible_middle(a[1:], b[1:])
    nicknames = load_nicknames()
    if nicknames.get(first, first) == nicknames.get(second, second):
        return True
    # "S M Kamr-ul-Hassan" / "Syed Kamr-ul-Hassan": either may use a middle name alone.
    return first in b[1:] or second in a[1:]


def _initial_of(short: str, word: str) -> bool:
    return len(short) == 1 and word.startswith(short)


def _compatible_middle(a: Sequence[str], b: Sequence[str]) -> bool:
    if not a or not b:
        return True
    first, second = a[0].rstrip("."), b[0].rstrip(".")
    return first[:1] == second[:1]


def same_person(a: PersonName, b: PersonName) -> bool:
    """Whether two names of more than one word can be one person's.

    They can with one family name and compatible first names ("J. Smith", "John Smith"), and where
    the words of one stand in the other in the same order, first or last among them ("Suu Kyi",
    "Aung San Suu Kyi"; "María López", "María López García"). A last name may be misspelt. The
    second of two first names may stand alone before the first of two family names ("Elena López",
    "María Elena López García").
    """
    if a.suffix and b.suffix and a.suffix != b.suffix:
        return False
    if a.gender and b.gender and a.gender != b.gender and not _one_gender(a, b):
        return False
    if a.family == b.family and compatible_given(a.given, b.given):
        return True
    longer, shorter = sorted((a.parts, b.parts), key=len, reverse=True)
    if len(shorter) < 2:
        return False
    if _misspelt(longer, shorter):
        return True
    if len(longer) == len(shorter):
        return False
    if not _in_order(shorter, longer):
        return False
    if longer[0] == shorter[0] or longer[-1] == shorter[-1]:
        return True
    return len(longer) == _FOUR and _core(longer) == _core(shorter) is not None


def ends_name(short: PersonName, name: PersonName) -> bool:
    """Whether ``short`` is the end of ``name``: "Seif Al Dawla" of "Aida Seif Al Dawla".

    Then its first word is not the person's first name, and says nothing of the person's gender.
    """
    return not short.titled and short.parts == name.parts[1:][-len(short.parts) :]


def _one_gender(a: PersonName, b: PersonName) -> bool:
    """Whether two names of one person may come with two genders, one of them by mistake."""
    return (bool(a.given) and a.given == b.given) or ends_name(a, b) or ends_name(b, a)


def _core(parts: Sequence[str]) -> tuple[str, str] | None:
    """The two words in the middle of four, or all of two, of which the first is a first name.

    That is "elena", "lópez" of "María Elena López García" and of "Elena López".
    """
    words = parts[1:-1] if len(parts) == _FOUR else parts
    return (words[0], words[1]) if len(words) == 2 and is_first_name(words[0]) else None


def _in_order(shorter: Sequence[str], longer: Sequence[str]) -> bool:
    """Whether the words of one stand in the other, in the same order."""
    rest = iter(longer)
    return all(word in rest for word in shorter)


def _misspelt(longer: Sequence[str], shorter: Sequence[str]) -> bool:
    """Whether the last names are spellings of one, and the words before them the same."""
    is_long = len(shorter) > 2 and longer[:-1] == shorter[:-1]  # "Kassiel Ato Forson", "… Forso"
    return (
        (is_long or is_first_name(shorter[0]))
        # In the given name that comes last in East Asia, a letter makes another name.
        and "-" not in longer[-1] + shorter[-1]
        and _in_order(shorter[:-1], longer[:-1])
        and nearly_same(longer[-1], shorter[-1])
    )


def keys_of_name(name: PersonName) -> set[NameKey]:
    """What a name of more than one word is looked up by; see :func:`keys_like_name`."""
    first, *_, last = words = name.parts
    core = _core(words)
    return {
        *([("core", *core)] if core else []),
        *((last, word) for word in _first_words(words)),
        ("initial", last, first[:1]),
        ("shorter", first, last),
        *(("longer", first, word) for word in words[1:]),
        *((word, *key) for word in words[:-1] for key in keys_of_spelling(last)),
    }


@lru_cache(maxsize=5_000)
def keys_like_name(name: PersonName) -> frozenset[NameKey]:
    """Keys of which every name that :func:`same_person` takes for ``name`` has at least one.

    Such a name has the same last word and a first or middle name, its short form or its initial
    in common; or the same core; or it has the same first word, and the last word of the shorter
    stands in the longer; or a word in common, and a last word spelt nearly the same.
    """
    first, *_, last = words = name.parts
    bare = first.rstrip(".")
    return frozenset(
        {
            *((last, word) for word in _first_words(words)),
            (last, bare[:1]),
            *([("initial", last, bare)] if len(bare) == 1 else []),
            *([("core", *core)] if (core := _core(words)) else []),
            ("longer", first, last),
            *(("shorter", first, word) for word in words[1:]),
            *((first, *key) for key in keys_like_spelling(last)),
            *((word, *key) for word in words[1:-1] for key in keys_like_spelling(last)),
        }
    )


def _first_words(words: Sequence[str]) -> set[str]:
    """All but the last of a name's words, the first without a full stop and in its long form."""
    bare = words[0].rstrip(".")
    return {*words[:-1], bare, load_nicknames().get(bare, bare)}
