"""Who cannot be meant by a description, by what else the article says of the person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set

from ...lexicons import load_terms
from .courts import made_of_people
from .descriptions import countries_in
from .said import Said

_COUNTERPART = "counterpart"

type SaidOfOne = Mapping[str, Sequence[Said]]
"""What one person is said to be, by the noun."""


def is_foreign(said: SaidOfOne, countries: Set[str]) -> bool:
    """Whether all that is said of countries is said of others than those of a description."""
    words = (word for each in said.values() for one in each for word in one.words)
    theirs = countries_in(words)
    return bool(theirs) and theirs.isdisjoint(countries)


def is_compatriot(said: SaidOfOne, fits: Iterable[Said], countries: Set[str]) -> bool:
    """Whether somebody is said to be what a description says of its country, or a counterpart.

    ``fits`` are those of ``said`` that the description may mean: "the Marnian minister".
    """
    return any(countries_in(one.words) & countries for one in (*fits, *said.get(_COUNTERPART, ())))


def is_for_something_else(said: Sequence[Said], wanted: Set[str]) -> bool:
    """Whether an office is one for other things: "the trade minister" is not the one of health.

    ``said`` is what the person is said to be by the noun, ``wanted`` what the description says.
    """
    fields = load_terms("portfolios")
    theirs = {word for one in said for word in fields & one.words}
    return bool(theirs) and not fields.isdisjoint(wanted) and theirs.isdisjoint(wanted)


def is_of_the_court(said: SaidOfOne, noun: str) -> bool:
    """Whether the one on trial is meant, but the person is a lawyer or the like."""
    return noun in made_of_people() and not load_terms("court_officers").isdisjoint(said)


def was_formerly(said: Sequence[Said]) -> bool:
    """Whether somebody is only said to have been this formerly."""
    past = load_terms("modifiers_of_past")
    return not any(one.words.isdisjoint(past) for one in said)


def fits_in_time(said: Sequence[Said], words: Set[str], before: int, *, is_past: bool) -> bool:
    """Whether somebody is said to be all of ``words``, formerly or now, before a token."""
    past = load_terms("modifiers_of_past")
    return any(
        one.token < before and words <= one.words and one.words.isdisjoint(past) != is_past
        for one in said
    )
