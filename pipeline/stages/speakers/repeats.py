"""Find repeated attributions: whole paragraphs, excerpts, pull quotes."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from spacy.tokens import Doc

from ...spans import Offsets
from ..annotations import Attribution, Copy, text_of

SHORTEST_REPEAT: Final = 5
"""Words from which on a repeated direct quote is not a coincidence."""
_WORD: Final = re.compile(r"\w+")


def printed_once(doc: Doc) -> tuple[list[Attribution], list[Attribution]]:
    """The attributions of ``doc`` in order, outer ones first, and separately the repeats."""
    first = sorted(_first_printed(doc._.attributions, doc._.copies), key=_outer_first)
    return _split_repeats(text_of(doc), first, doc._.body_start)


def _outer_first(attribution: Attribution) -> Offsets:
    return attribution["content"][0][0], -attribution["content"][-1][1]


def _first_printed(
    attributions: Iterable[Attribution], copies: Sequence[Copy]
) -> Iterator[Attribution]:
    """The attributions that do not begin in a repeated paragraph."""
    starts = [copy["start"] for copy in copies]
    for one in attributions:
        start = one["content"][0][0]
        before = bisect_right(starts, start) - 1
        if before < 0 or start >= copies[before]["end"]:
            yield one


def _split_repeats(
    text: str, attributions: Iterable[Attribution], body_start: int
) -> tuple[list[Attribution], list[Attribution]]:
    """The attributions, and separately direct quotes that the body has had word for word."""
    kept: list[Attribution] = []
    repeated: list[Attribution] = []
    printed: set[str] = set()
    for one in attributions:
        words = _WORD.findall(" ".join(text[slice(*span)] for span in one["content"]).casefold())
        in_body = one["content"][0][0] >= body_start
        if one["type"] == "direct" and len(words) >= SHORTEST_REPEAT and in_body:
            key = " ".join(words)
            if key in printed:
                repeated.append(one)
                continue
            printed.add(key)
        kept.append(one)
    return kept, repeated
