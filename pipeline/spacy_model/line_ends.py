"""The same annotations whatever a text's lines end with.

spaCy makes a token of the line ends between two paragraphs. Its models were trained on those of
Unix, and take those of Windows for a token that they never saw, so that a text saved there was
parsed differently from the same text saved elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from spacy.attrs import (  # type: ignore[import-not-found]
    LOWER,
    NORM,
    PREFIX,
    SHAPE,
    SUFFIX,
)
from spacy.language import Language

_LINE_END: Final = re.compile(r"\r\n?")

READ: Final = (LOWER, NORM, PREFIX, SUFFIX, SHAPE)
"""What models read of a token, beside its text."""


def read_line_ends_alike(nlp: Language) -> Language:
    """Have models see line feeds for line ends of every kind; texts and offsets stay."""
    vocab: Any = nlp.vocab
    getters: dict[int, Callable[[str], Any]] = dict(vocab.lex_attr_getters)
    for attribute in READ:
        if attribute in getters:
            getters[attribute] = _Alike(getters[attribute])
    vocab.lex_attr_getters = getters
    return nlp


class _Alike:
    """An attribute of a word, with its line ends as line feeds."""

    def __init__(self, of: Callable[[str], Any]) -> None:
        self._of = of

    def __call__(self, word: str) -> Any:
        return self._of(_LINE_END.sub("\n", word) if "\r" in word else word)
