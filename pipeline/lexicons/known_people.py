"""People whom newspapers call by initials or a pet name: AMLO, Jokowi."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache

from . import load_terms


@cache
def _full_names() -> dict[str, tuple[str, ...]]:
    pairs = (term.partition("=") for term in load_terms("known_short_names"))
    return {short: tuple(full.split()) for short, _, full in pairs}


def full_name_of(word: str, lower: Collection[str]) -> tuple[str, ...] | None:
    """The words, in lower case, of the full name that ``word`` stands for.

    None if the last of them is not in the article (``lower``): MBS is a hotel, too.
    """
    full = _full_names().get(word.lower())
    if full is None or not word[0].isupper() or full[-1] not in lower:
        return None
    return full


def are_short_names(lower: Collection[str]) -> bool:
    """Whether there may be such names in an article of these words."""
    return not _full_names().keys().isdisjoint(lower)
