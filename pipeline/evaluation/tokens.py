"""The tokens that measures count, made by one simple rule without a model."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from functools import cached_property
from typing import Final

from ..spans import Offsets
from .quoted_segments import quoted_segments

type TokenSet = frozenset[int]
"""Indices of tokens from the start of the text."""

_TOKEN: Final = re.compile(r"(\w+)|[^\w\s]")
_JOINED_WORD: Final = re.compile(r"\w+(?:['’]\w+)*")


class Tokens:
    r"""The tokens ``\w+|[^\w\s]`` of a text.

    Args:
        text: the article; spans are offsets into it.
        ignored: spans that every measure leaves out, on both sides.
    """

    def __init__(self, text: str, ignored: Iterable[Offsets] = ()) -> None:
        found = list(_TOKEN.finditer(text))
        self.text = text
        self._starts = [match.start() for match in found]
        self._ends = [match.end() for match in found]
        self._words = frozenset(i for i, match in enumerate(found) if match[1] is not None)
        self.ignored = self._touched(ignored)

    def __len__(self) -> int:
        return len(self._starts)

    def _touched(self, spans: Iterable[Offsets]) -> TokenSet:
        touched: set[int] = set()
        for start, end in spans:
            if start < end:
                touched.update(
                    range(bisect_right(self._ends, start), bisect_left(self._starts, end))
                )
        return frozenset(touched)

    def within(self, spans: Iterable[Offsets]) -> TokenSet:
        """The tokens that overlap ``spans``, without ignored tokens."""
        return self._touched(spans) - self.ignored

    def words(self, tokens: TokenSet) -> TokenSet:
        """``tokens`` without punctuation."""
        return tokens & self._words

    def words_or_all(self, tokens: TokenSet) -> TokenSet:
        """``tokens`` without punctuation, or all of them if there is nothing else."""
        return self.words(tokens) or tokens

    @cached_property
    def segments(self) -> list[Offsets]:
        """The segments between quotation marks (:func:`quoted_segments`)."""
        return quoted_segments(self.text)

    @cached_property
    def quoted(self) -> TokenSet:
        """The tokens between quotation marks, including the marks and ignored tokens."""
        return self._touched(self.segments)

    def long_segments(self, least: int) -> list[TokenSet]:
        """The words of every quoted segment of at least ``least`` words ("it's" is one)."""
        long = (
            s for s in self.segments if len(_JOINED_WORD.findall(self.text[slice(*s)])) >= least
        )
        return [words for segment in long if (words := self.words(self.within([segment])))]
