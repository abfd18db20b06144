"""A cache of words for the tokenizer that outlives batches."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from spacy.language import Language

ENOUGH: Final = 20_000
"""How many words a process keeps; with all that belongs to them they take some 20 MB."""

LONGEST: Final = 40
"""Characters of a word worth keeping; an address is hardly seen twice."""


class TokenCache:
    """Keeps words known to the tokenizer, beside what a memory zone lets go.

    In a zone spaCy caches no word, and forgets at its end the lexemes made in it. Each batch would
    pay anew for splitting and describing the same words: nine tenths of the cost of tokenizing.
    """

    def __init__(self, nlp: Language) -> None:
        self._tokenize: Any = nlp.tokenizer
        self._known: set[str] = set()
        if hasattr(self._tokenize, "max_cache_size"):
            self._tokenize.max_cache_size = ENOUGH

    def learn(self, texts: Iterable[str]) -> None:
        """Keep the words of ``texts``, until there are enough. Not within a memory zone."""
        if len(self._known) >= ENOUGH:
            return
        words = set[str]().union(*map(str.split, texts)) - self._known
        some = [word for word in words if len(word) <= LONGEST]
        # One by one: in a text, nothing after the first exception ("don't") would be cached.
        for word in some[: ENOUGH - len(self._known)]:
            self._tokenize(word)
            self._known.add(word)
