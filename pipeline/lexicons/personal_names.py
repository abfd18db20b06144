"""Personal names taken apart, and whether two of them can name one person."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Literal, NamedTuple

from . import load_terms

type Gender = Literal["female", "male", "neutral"]
"""By the pronoun: she, he, or they where the article says that one person goes by it."""

_LONG_NAME, _VERY_LONG_NAME = 6, 9  # letters
_INITIALS = re.compile(r"(?:[^\W\d_]\.){2,}")  # A.K.
_ALSO_NAMES = frozenset({"sheikh", "sheikha", "sheik", "shaikh", "begum", "imam", "baba", "saint"})


class PersonName(NamedTuple):
    """A name in lower case, without titles and suffixes.

    ``given`` holds what stands before the family name (first and middle names, initials).
    ``family`` is the family name with its particles ("van der berg"), or the only word.
    ``titled`` is true where the gender is a title's word, which outdoes a first name's.
    """

    given: tuple[str, ...]
    family: str
    gender: Gender | None
    titled: bool = False

    @property
    def full(self) -> bool:
        """Whether there is more than one word."""
        return bool(self.given)

    @property
    def words(self) -> frozenset[str]:
        """Every word that may stand for the person alone."""
        return frozenset((*self.given, *self.family.split(), self.family))


def parse_name(words: Sequence[str], titles: Sequence[str] = ()) -> PersonName:
    """Take the words of a name apart; ``titles`` are those that stand before it.

    Raises:
        ValueError: there is no word.

    """
    if not words:
        raise ValueError("a name has at least one word")
    return _parse(tuple(words), tuple(titles))


@lru_cache(maxsize=20_000)
def _parse(words: tuple[str, ...], titles: tuple[str, ...]) -> PersonName:
    lower, inner_titles = split_titles([word.lower().replace("’", "'") for word in words])
    suffixes = load_terms("name_suffixes")
    while len(lower) > 1 and lower[-1].strip(",") in suffixes:
        lower.pop()
    split = len(lower) - 1
    particles = load_terms("name_particles")
    while split > 1 and lower[split - 1] in particles:
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
    given, family = tuple(map(_plain, given)), _plain(family)
    gender = gender_of_titles([*(t.lower() for t in titles), *inner_titles])
    if gender is not None:
        return PersonName(given, family, gender, titled=True)
    return PersonName(given, family, gender_of_first_name(first))


def _plain(name: str) -> str:
    """``name`` without accents."""
    if name.isascii():
        return name
    parts = unicodedata.normalize("NFD", name)
    return unicodedata.normalize("NFC", "".join(c for c in parts if not unicodedata.combining(c)))


def split_titles(lower: Sequence[str]) -> tuple[list[str], list[str]]:
    """``(name, titles)``: leading title words off, but never the last word."""
    titles = load_terms("titles")
    start = 0
    while start < len(lower) - 1 and lower[start] in titles:
        start += 1
    # Part of the name, as in "Sheikh Hasina", when only one word would be left.
    if start == 1 and len(lower) == 2 and lower[0] in _ALSO_NAMES:
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


@lru_cache(maxsize=20_000)
def gender_of_first_name(name: str) -> Gender | None:
    """The gender of nine in ten bearers of this first name (lower case), or None."""
    for part in (name, *name.split("-")[:1]):
        if part in load_terms("first_names_female"):
            return "female"
        if part in load_terms("first_names_male"):
            return "male"
    return None


def is_first_name(word: str) -> bool:
    """Whether ``word`` (lower case) is in the table of first names, whoever bears it."""
    return gender_of_first_name(word) is not None or word in load_terms("first_names_either")


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


@cache
def load_nicknames() -> dict[str, str]:
    """Nickname -> the full first name."""
    return dict(line.split("=") for line in load_terms("nicknames"))


def same_person(a: PersonName, b: PersonName) -> bool:
    """Whether two names of more than one word can be one person's.

    They can with one family name and compatible first names ("J. Smith", "John Smith"), and where
    the words of one stand in the other in the same order, first or last among them ("Suu Kyi",
    "Aung San Suu Kyi"; "María López", "María López García").
    """
    if a.gender and b.gender and a.gender != b.gender and not (a.given and a.given == b.given):
        return False
    if a.family == b.family and compatible_given(a.given, b.given):
        return True
    longer, shorter = sorted((_all_words(a), _all_words(b)), key=len, reverse=True)
    if len(shorter) < 2 or len(longer) == len(shorter):
        return False
    rest = iter(longer)
    in_order = all(word in rest for word in shorter)
    return in_order and (longer[0] == shorter[0] or longer[-1] == shorter[-1])


def _all_words(name: PersonName) -> list[str]:
    return [*name.given, *name.family.split()]


type NameKey = tuple[str | int, ...]


def keys_of_name(name: PersonName) -> set[NameKey]:
    """What a name of more than one word is looked up by; see :func:`keys_like_name`."""
    first, *_, last = words = _all_words(name)
    return {
        *((last, word) for word in _first_words(words)),
        ("initial", last, first[:1]),
        ("shorter", first, last),
        *(("longer", first, word) for word in words[1:]),
    }


@lru_cache(maxsize=5_000)
def keys_like_name(name: PersonName) -> frozenset[NameKey]:
    """Keys of which every name that :func:`same_person` takes for ``name`` has at least one.

    Such a name has the same last word and a first or middle name, its short form or its initial
    in common; or it has the same first word, and the last word of the shorter stands in the longer.
    """
    first, *_, last = words = _all_words(name)
    bare = first.rstrip(".")
    return frozenset(
        {
            *((last, word) for word in _first_words(words)),
            (last, bare[:1]),
            *([("initial", last, bare)] if len(bare) == 1 else []),
            ("longer", first, last),
            *(("shorter", first, word) for word in words[1:]),
        }
    )


def _first_words(words: Sequence[str]) -> set[str]:
    """All but the last of a name's words, the first without a full stop and in its long form."""
    bare = words[0].rstrip(".")
    return {*words[:-1], bare, load_nicknames().get(bare, bare)}


@lru_cache(maxsize=20_000)
def nearly_same(one: str, other: str) -> bool:
    """Whether two family names (lower case) can be spellings of one: "berglund", "bergland".

    One letter more, less or another in six, two in nine. Not where one is a first name, and not
    for a plural ("the Kennedys").
    """
    edits = _edits_allowed(min(len(one), len(other)))
    if not edits or one[0] != other[0] or not _within(edits, one, other):
        return False
    is_plural = one + "s" == other or other + "s" == one
    return not (is_plural or is_first_name(one) or is_first_name(other))


def _edits_allowed(length: int) -> int:
    """How many letters two spellings may differ by, the shorter of which has so many."""
    return (length >= _LONG_NAME) + (length >= _VERY_LONG_NAME)


def keys_of_spelling(name: str) -> set[NameKey]:
    """What a family name (lower case) is looked up by; see :func:`keys_like_spelling`."""
    length = len(name)
    return {(name[0], length, at, name[at : at + size]) for at, size in _parts(length)}


def keys_like_spelling(name: str) -> set[NameKey]:
    """Keys of which every name that :func:`nearly_same` takes for ``name`` has at least one.

    A name cut into one part more than there are letters to change has a part that no change
    touches, and it is moved by no more letters than that (Li, Deng and Feng 2011).
    """
    keys: set[NameKey] = set()
    most = _edits_allowed(len(name))
    for length in range(len(name) - most, len(name) + most + 1):
        edits = _edits_allowed(min(length, len(name)))
        for at, size in _parts(length):
            for moved in range(max(0, at - edits), min(at + edits, len(name) - size) + 1):
                keys.add((name[0], length, at, name[moved : moved + size]))
    return keys


@lru_cache(maxsize=64)
def _parts(length: int) -> list[tuple[int, int]]:
    """Where the parts of a name of so many letters begin, and how long they are."""
    edits = _edits_allowed(length)
    if not edits:
        return []
    size = length // (edits + 1)
    starts = range(0, edits * size, size)
    return [*((at, size) for at in starts), (edits * size, length - edits * size)]


def _within(edits: int, one: str, other: str) -> bool:
    """Whether no more letters have to be added, dropped or changed to make the two equal."""
    if not edits:
        return one == other
    if abs(len(one) - len(other)) > edits:
        return False
    same = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        same += 1
    one, other = one[same:], other[same:]
    if not one or not other:
        return True
    return (
        _within(edits - 1, one[1:], other[1:])
        or _within(edits - 1, one[1:], other)
        or _within(edits - 1, one, other[1:])
    )
