"""Prodigy: one task per line, with the spans of entities, contents, cues and sources.

Spans overlap, so they are for ``spans.manual``. See https://prodi.gy/docs/api-interfaces#spans
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from ..schemas.record import Record
from ..schemas.tables import parts

SUFFIX: Final = ".jsonl"


def export(records: Iterable[Record], target: Path) -> None:
    """Write one task per record."""
    with target.open("wb") as file:
        for record in records:
            task = {
                "text": record.text,
                "spans": sorted(_spans(record), key=lambda span: (span["start"], span["end"])),
                "meta": {"id": record.id, "source": record.article.source},
            }
            file.write(json.dumps(task, ensure_ascii=False).encode() + b"\n")


def is_ours(path: Path) -> bool:
    """Whether the first task of the file has what ours have, and no more."""
    with path.open("rb") as file:
        task = json.loads(file.readline())
    return set(task) == {"text", "spans", "meta"} and set(task["meta"]) == {"id", "source"}


def _spans(record: Record) -> Iterator[dict[str, Any]]:
    for entity in record.entities:
        for mention in entity.mentions:
            yield {
                "start": mention.start,
                "end": mention.end,
                "label": entity.type.value.upper(),
                "entity": entity.id,
            }
    for quote in record.quotes:
        for part, span in parts(quote):
            yield {"start": span.start, "end": span.end, "label": part.upper(), "quote": quote.id}
