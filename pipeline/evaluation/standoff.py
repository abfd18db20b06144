"""Annotations in JSON Lines that stand apart from the texts: quotes and who speaks in them.

A line is an article: ``doc``, the name of its text; ``sha256``, the digest of that file; and
``attributions``, each with ``content`` (a list of spans), ``source`` and ``cue`` (a span, a list of
spans, or null), ``speaker`` (the fullest name in the article, or null), and perhaps

``type``, ``mode``
    As in records; "direct|mixed" takes either.
``also``
    Further names that are right as the speaker; null among them says that none is right, too.
``content_also``, ``source_also``
    Further contents, each a list of spans, and further sources, each a span.
``optional``
    True where finding it is neither right nor wrong.

``people`` are read by training (:mod:`newsquotes.training.coreference`); other keys are passed
over. A span is ``[start, end]`` in code points of the text, end exclusive.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError

from ..errors import UsageError
from ..schemas.record import QuoteMode, QuoteType, Span
from ..spans import merge
from .gold import GoldArticle, GoldQuote, read_exactly, span


class Row(NamedTuple):
    """A line of annotations, and the text that it is of; ``place`` is what an error calls it."""

    place: str
    values: Mapping[str, Any]
    text: str


def is_standoff(line: str) -> bool:
    """Whether a line of a JSON Lines file is of this format."""
    try:
        values = json.loads(line)
    except json.JSONDecodeError:
        return False
    return isinstance(values, dict) and "doc" in values


def read_rows(path: Path, folders: Sequence[Path]) -> Iterator[Row]:
    """The lines of a file with their texts, sought in its own folder and in ``folders``.

    Raises:
        UsageError: the file or a text cannot be read, or a text is not the annotated one.
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
                f"{place} is no annotation with 'doc' and 'sha256': {error!r}"
            ) from error
        text = next((f / name for f in (path.parent, *folders) if (f / name).is_file()), None)
        if text is None:
            raise UsageError(f"{place}: there is no text {name}; give its folder with --texts.")
        if hashlib.sha256(text.read_bytes()).hexdigest() != digest:
            raise UsageError(f"{place}: {text} is another version than the one annotated.")
        yield Row(place, values, read_exactly(text))


def read_standoff(path: Path, folders: Sequence[Path]) -> list[GoldArticle]:
    """All articles of a file; their ids are the names of the texts.

    Raises:
        UsageError: as :func:`read_rows`, or an annotation does not hold.
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
            raise UsageError(f"{row.place} is no annotation that holds: {error}") from error
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
    """From a span, a list of spans, or null."""
    parts = [value] if value and isinstance(value[0], int) else value or []
    return tuple(span(text, start, end) for start, end in merge(map(tuple, parts)))
