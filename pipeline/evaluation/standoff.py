"""Standoff annotations in JSON Lines: quotes and their speakers, with the texts in other files.

Each line is one article with ``doc``, the name of its text; ``sha256``, the digest of that file;
and ``attributions``. An attribution has ``content`` (a list of spans), ``source`` and ``cue`` (a
span, a list of spans, or null), ``speaker`` (the fullest name in the article, or null), and
optionally

``type``, ``mode``
    As in records; "direct|mixed" accepts either.
``also``
    Other right names of the speaker; null means that an unnamed speaker is right, too.
``content_also``, ``source_also``
    Other right contents, each a list of spans, and other right sources, each a span.
``optional``
    True if finding it is neither right nor wrong.

``people`` are read by training (:mod:`newsquotes.training.coreference`); other keys are ignored. A
span is ``[start, end]`` in code points of the text, end exclusive.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError

from ..errors import UsageError
from ..schemas.faults import first_fault
from ..schemas.record import QuoteMode, QuoteType, Span
from ..spans import merge
from .gold import GoldArticle, GoldQuote, read_exactly, span


class Row(NamedTuple):
    """A line of annotations and its text; ``place`` is the file and line, for errors."""

    place: str
    values: Mapping[str, Any]
    text: str


def is_standoff(line: str) -> bool:
    """Whether a line of a JSON Lines file is in this format."""
    try:
        values = json.loads(line)
    except json.JSONDecodeError:
        return False
    return isinstance(values, dict) and "doc" in values


def read_rows(path: Path, folders: Sequence[Path]) -> Iterator[Row]:
    """The lines of a file with their texts, which are looked up in its folder and in ``folders``.

    Raises:
        UsageError: the file or a text cannot be read, or a text has another digest.
    """
    for number, line in enumerate(read_exactly(path).split("\n"), 1):
        if not line.strip():
            continue
        place = f"{path}:{number}"
        try:
            values = json.loads(line)
            name = f"{values['doc'].removesuffix('.txt')}.txt"
            digest = values["sha256"]
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise UsageError(
                f"{place} is not an annotation with 'doc' and 'sha256': {first_fault(error)}."
            ) from error
        text = next((f / name for f in (path.parent, *folders) if (f / name).is_file()), None)
        if text is None:
            raise UsageError(f"{place}: no text {name} was found; give its folder with --texts.")
        if hashlib.sha256(text.read_bytes()).hexdigest() != digest:
            raise UsageError(f"{place}: {text} is not the version that was annotated.")
        yield Row(place, values, read_exactly(text))


def values_of[T](row: Row, key: str, read: Callable[[Any], Iterable[T]]) -> Iterator[T]:
    """What ``read`` makes of the values of a row under ``key``.

    Raises:
        UsageError: they are missing or invalid.
    """
    try:
        yield from read(row.values[key])
    except (ValueError, KeyError, TypeError) as error:
        raise UsageError(f"{row.place} has no valid {key!r}: {error!r}.") from error


def read_standoff(path: Path, folders: Sequence[Path]) -> list[GoldArticle]:
    """All articles of a file; an id is the name of the text.

    Raises:
        UsageError: as for :func:`read_rows`, or an annotation is invalid.
    """
    articles = []
    for row in read_rows(path, folders):
        try:
            quotes = [_quote(row.text, one) for one in row.values["attributions"]]
            articles.append(
                GoldArticle(
                    id=row.values["doc"].removesuffix(".txt"),
                    text=row.text,
                    quotes=tuple(quotes),
                    tells_speakers=True,
                )
            )
        except (ValidationError, ValueError, KeyError, TypeError) as error:
            raise UsageError(
                f"{row.place} is not a valid annotation: {first_fault(error)}."
            ) from error
    return articles


def _quote(text: str, values: Mapping[str, Any]) -> GoldQuote:
    types = [QuoteType(one) for one in values["type"].split("|")] if "type" in values else []
    modes = [QuoteMode(one) for one in values["mode"].split("|")] if "mode" in values else []
    return GoldQuote(
        content=_spans(text, values["content"]),
        source=_spans(text, values["source"]),
        cue=_spans(text, values["cue"]),
        speaker=values["speaker"],
        type=types[0] if types else None,
        mode=modes[0] if modes else None,
        content_also=tuple(_spans(text, spans) for spans in values.get("content_also", ())),
        source_also=tuple(_spans(text, one) for one in values.get("source_also", ())),
        speaker_also=tuple(values.get("also", ())),
        type_also=tuple(types[1:]),
        mode_also=tuple(modes[1:]),
        optional=values.get("optional", False),
    )


def _spans(text: str, value: Any) -> tuple[Span, ...]:
    """Spans from a span, a list of spans, or null."""
    parts = [value] if value and isinstance(value[0], int) else value or []
    return tuple(span(text, start, end) for start, end in merge(map(tuple, parts)))
