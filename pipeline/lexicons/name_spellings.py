"""Whether two family names can be spellings of one, and by what such names are looked up."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from .first_names import is_first_name

type NameKey = tuple[str | int, ...]

_LONG_NAME: Final = 6
_VERY_LONG_NAME: Final = 9  # letters
_VOWELS: Final = str.maketrans("eo", "iu")
_DOUBLED: Final = re.compile(r"(.)\1")


@lru_cache(maxsize=10_000)
def nearly_same(one: str, other: str) -> bool:
    """Whether two family names (lower case) can be spellings of one: "berglund", "bergland".

    One letter more, less or another in six, two in nine; or two neighbours have changed places, or
    a letter is doubled. Not for a plural ("the Kennedys"). Where one is a first name, too, it is a
    spelling only if a letter is doubled ("bennet", "bennett") or e stands for i, or o for u.
    """
    edits = _edits_allowed(min(len(one), len(other)))
    if not edits or one[0] != other[0] or one + "s" == other or other + "s" == one:
        return False
    if _DOUBLED.sub(r"\1", one) == _DOUBLED.sub(r"\1", other):
        return True
    if is_first_name(one) or is_first_name(other):
        # Arabic has no letters for some vowels: Al-Ghanem, Al-Ghanim.
        return one.translate(_VOWELS) == other.translate(_VOWELS) and _within(edits, one, other)
    return _within(edits, one, other) or _swapped(one, other)


def _edits_allowed(length: int) -> int:
    """How many letters two spellings may differ by, the shorter of which has so many."""
    return (length >= _LONG_NAME) + (length >= _VERY_LONG_NAME)


def keys_of_spelling(name: str) -> set[NameKey]:
    """What a family name (lower case) is looked up by; see :func:`keys_like_spelling`."""
    length = len(name)
    return {
        *((name[0], length, at, name[at : at + size]) for at, size in _parts(length)),
        *_keys_of_letters(name),
    }


def keys_like_spelling(name: str) -> set[NameKey]:
    """Keys of which every name that :func:`nearly_same` takes for ``name`` has at least one.

    A name cut into one part more than there are letters to change has a part that no change
    touches, and it is moved by no more letters than that (Li, Deng and Feng 2011).
    """
    keys = _keys_of_letters(name)
    most = _edits_allowed(len(name))
    for length in range(len(name) - most, len(name) + most + 1):
        edits = _edits_allowed(min(length, len(name)))
        for at, size in _parts(length):
            for moved in range(max(0, at - edits), min(at + edits, len(name) - size) + 1):
                keys.add((name[0], length, at, name[moved : moved + size]))
    return keys


def _keys_of_letters(name: str) -> set[NameKey]:
    """Keys that changes of two letters, neighbours that swap places or are one, leave alone."""
    if not _edits_allowed(len(name)):
        return set()
    return {("letters", "".join(sorted(name))), ("doubled", _DOUBLED.sub(r"\1", name))}


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


def _swapped(one: str, other: str) -> bool:
    """Whether two neighbouring letters have changed places, and all others are the same."""
    different = [at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b]
    if len(one) != len(other) or len(different) != 2:
        return False
    first, second = different
    return second == first + 1 and one[first] + one[second] == other[second] + other[first]
