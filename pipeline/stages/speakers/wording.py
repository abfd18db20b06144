"""Split names and roles in sources into words, to compare them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from ...lexicons import load_terms

_TIED_TO = ("at ", "for ", "in ", "of ")
_WORD = re.compile(r"\w+(?:[-'’.]\w+)*\.?")
_ARTICLES = frozenset({"a", "an"})
_FIRST = re.compile(r"(?P<word>\w+)\s+")
_ROLE = re.compile(
    r"(?:(?P<of>.+?)(?:['’]s|(?<=s)['’])\s+)?(?P<role>.+)",
    re.IGNORECASE | re.DOTALL,
)


@lru_cache(maxsize=10_000)
def name_words(name: str) -> tuple[str, ...]:
    """The words of a name in lower case, without titles.

    The last word is kept, because a title may be a family name ("Ada Chief").
    """
    words = [word.lower() for word in _WORD.findall(name)]
    titles = _titles()
    named = [word for word in words[:-1] if word not in titles] + words[-1:]
    return tuple(word.removesuffix(".") for word in named)


@cache
def _titles() -> frozenset[str]:
    return load_terms("titles") | load_terms("titles_female") | load_terms("titles_male")


@lru_cache(maxsize=10_000)
def read_role(words: str) -> tuple[str, str]:
    """The owner of a role (or "") and the role, in lower case: "Pakistan's foreign minister"."""
    words = words.strip(" ,.")
    first = _FIRST.match(words)
    if first and first["word"].lower() in load_terms("determiners") | _ARTICLES:
        words = words[first.end() :]
    match = _ROLE.fullmatch(words)
    if match is None:
        return "", ""
    return (match["of"] or "").lower(), match["role"].lower()


def short_for(role: str) -> set[str]:
    """The short forms of a role: "minister of Chile" for "trade minister of Chile"."""
    spaces = (at for at, letter in enumerate(role) if letter == " ")
    tied = [at for at in spaces if role.startswith(_TIED_TO, at + 1)]
    # A spokeswoman for the airline is no airline.
    rest = len(role) - min(tied, default=len(role))
    return {role, *(end for end in ends(role) if len(end) > rest), *(role[:at] for at in tied)}


def ends(words: str) -> Iterator[str]:
    """``words`` without the first, without the first two, and so on."""
    while words := words.partition(" ")[2]:
        yield words
