"""Gold quotes in Citron's JSON annotation format.

Each file is one document with ``text`` and ``quotes``. A quote has a ``cue`` span, ``sources`` and
``contents`` (arrays of spans), and optionally ``coreferences`` (fuller names of its sources). A
document may have ``coreference_groups``. A span has ``start``, ``end`` and ``text``. The format is
described in ``docs/data_format.md`` of the repository bbc/citron. Coreferences are not read, since
they are not only names of people.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ..errors import UsageError
from ..schemas.faults import first_fault
from ..schemas.record import Span
from ..spans import merge
from .gold import GoldArticle, GoldQuote, read_exactly, span


class _Part(BaseModel):
    """Part of a document; keys that this reader does not need are ignored."""

    model_config = ConfigDict(extra="ignore")


class _Span(_Part):
    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(gt=0)]


class _Quote(_Part):
    cue: _Span | None = None
    sources: list[_Span] = []
    contents: list[_Span]


class _Document(_Part):
    text: str
    quotes: list[_Quote]


def read_citron(path: Path) -> GoldArticle:
    """The article of one Citron file; its id is the file's name without suffix.

    Raises:
        UsageError: it cannot be read, lacks a key, or has a span outside the text.
    """
    try:
        document = _Document.model_validate_json(read_exactly(path))
        quotes = (
            GoldQuote(
                content=_spans(document.text, quote.contents),
                source=_spans(document.text, quote.sources),
                cue=_spans(document.text, [quote.cue] if quote.cue else []),
            )
            for quote in document.quotes
            if quote.contents
        )
        return GoldArticle(
            id=path.name.removesuffix(".json"),
            text=document.text,
            quotes=tuple(sorted(quotes, key=lambda q: (q.content[0].start, q.content[0].end))),
        )
    except ValidationError as error:
        raise UsageError(
            f"{path} is not a valid Citron annotation: {first_fault(error)}."
        ) from error


def _spans(text: str, parts: list[_Span]) -> tuple[Span, ...]:
    return tuple(span(text, s, e) for s, e in merge((part.start, part.end) for part in parts))
