"""What the tables of first names say: the gender of those who bear one, and its short forms."""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from typing import Literal

from . import load_terms

type Gender = Literal["female", "male", "neutral"]
"""By the pronoun: she, he, or they where the article says that one person goes by it."""


@lru_cache(maxsize=10_000)
def gender_of_first_name(name: str) -> Gender | None:
    """The gender of nine in ten bearers of this first name (lower case), or None."""
    name = without_accents(name)  # as the tables have them: "jose"
    for part in (name, *name.split("-")[:1]):
        if part in load_terms("first_names_female"):
            return "female"
        if part in load_terms("first_names_male"):
            return "male"
    return None


def is_first_name(word: str) -> bool:
    """Whether ``word`` (lower case) is in the table of first names, whoever bears it."""
    is_of_a_gender = gender_of_first_name(word) is not None
    return is_of_a_gender or without_accents(word) in load_terms("first_names_either")


_BARE = str.maketrans("đĐøØłŁ", "dDoOlL")
"""Letters that Unicode does not take apart into a letter and a mark."""


def without_accents(name: str) -> str:
    """``name`` with its letters bare: "jose" for "josé"."""
    if name.isascii():
        return name
    parts = unicodedata.normalize("NFD", name.translate(_BARE))
    return unicodedata.normalize("NFC", "".join(c for c in parts if not unicodedata.combining(c)))


@cache
def load_nicknames() -> dict[str, str]:
    """Nickname -> the full first name."""
    return dict(line.split("=") for line in load_terms("nicknames"))
