"""Join words that are divided at line ends, as in print, and keep the hyphens that are meant."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from ..lexicons import load_terms
from ..lexicons.english_words import is_english_word
from ..lexicons.first_names import is_first_name
from ..lexicons.gazetteer import find_other, find_places, place_key

_DIVIDED: Final = re.compile(r"(?<=[a-z]{2})-\r?\n[a-z]")
_HALVES: Final = re.compile(r"([^\W_]++)-(\r?\n)(([^\W_]+)\S{0,60}) ?")
_WORD: Final = re.compile(r"[^\W_]++(?:-[^\W_]++)*+(?!-\r?\n)")
_FEWEST: Final = 3
_SHORTEST_WORD: Final = 3
_MOST_HYPHENS: Final = 3
"""Line ends within one word: ``state-of-the-art`` in a narrow column."""


def without_divided_words(text: str) -> str:
    """``text`` with each divided word on one line; of one or two, those that must be divided.

    The hyphen goes if the article has the whole word elsewhere, or if it is an English word, a
    first name or a place. It stays if the article has the word with it, or both halves are words:
    ``well-known``. Otherwise the word is a name, and the hyphen goes.
    """
    number = len(_DIVIDED.findall(text))
    if not number:
        return text
    few = number < _FEWEST  # it may be no print, but a hyphen that happens to end a line
    seen = Counter(word.lower() for word in _WORD.findall(text))

    def joined(found: re.Match[str]) -> str:
        first, line_end, rest, second = found.groups()
        if few and (not _is_known(f"{first}{second}".lower()) or _is_second_half(first)):
            return found[0]
        hyphen = "-" if _is_meant(first, second, seen) else ""
        return f"{first}{hyphen}{rest}" + ("" if rest.endswith("-") else line_end)

    for _ in range(_MOST_HYPHENS):
        text, count = _HALVES.subn(joined, text)
        if not count:
            break
    return text


def _is_meant(first: str, second: str, seen: Counter[str]) -> bool:
    """Whether the hyphen between two halves belongs to the word."""
    if not (first[-1].islower() and second[0].islower()):
        return True  # "G7-led", "Anglo-American", "Covid-19"
    whole, hyphened = f"{first}{second}".lower(), f"{first}-{second}".lower()
    if seen[whole] or seen[hyphened]:
        return seen[hyphened] > seen[whole]
    return not _is_known(whole) and _is_first_half(first) and _is_second_half(second)


def _is_known(whole: str) -> bool:
    return whole in load_terms("known_organizations") or is_english_word(whole) or _is_name(whole)


def _is_name(word: str) -> bool:
    key = place_key(word)
    return is_first_name(word) or bool(find_places(key)) or find_other(key) is not None


def _is_first_half(half: str) -> bool:
    """Whether it is a prefix, a word or, with a capital, a name: ``London-based``."""
    word = half.lower()
    if word in load_terms("compound_prefixes") or _is_second_half(word):
        return True
    return half[0].isupper() and len(word) >= _SHORTEST_WORD and _is_name(word)


def _is_second_half(word: str) -> bool:
    if word in load_terms("function_words"):
        return True
    return len(word) >= _SHORTEST_WORD and is_english_word(word)
