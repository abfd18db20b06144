"""Label Studio: one task per article, with its spans and speakers as predictions.

For a labelling configuration with ``<Text name="text" value="$text"/>``, ``<Labels name="label"
toName="text">`` and ``<Relations>``. Offsets are code points, as Label Studio stores them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from ..schemas.record import Record, Span
from ..schemas.tables import parts

SUFFIX: Final = ".json"


def export(records: Iterable[Record], target: Path) -> None:
    """Write all tasks as one JSON array."""
    with target.open("wb") as file:
        before = b"[\n"
        for record in records:
            task = {
                "data": {"text": record.text, "id": record.id, "title": record.article.title},
                "predictions": [
                    {
                        "model_version": f"newsquotes {record.provenance.pipeline.version}",
                        "result": list(_results(record)),
                    }
                ],
            }
            file.write(before + json.dumps(task, ensure_ascii=False).encode())
            before = b",\n"
        file.write(b"\n]\n" if before == b",\n" else b"[]\n")


def is_ours(path: Path) -> bool:
    """Whether the predictions of its first task are ours."""
    with path.open("rb") as file:
        if file.readline() == b"[]\n":
            return True
        task = json.loads(file.readline().rstrip(b",\n"))
    version: str = task["predictions"][0]["model_version"]
    return set(task) == {"data", "predictions"} and version.startswith("newsquotes ")


def _results(record: Record) -> Iterator[dict[str, Any]]:
    for entity in record.entities:
        for number, mention in enumerate(entity.mentions, 1):
            yield _labels(f"{entity.id}-{number}", entity.type.value.capitalize(), mention)
    for quote in record.quotes:
        first = f"{quote.id}-1"
        for number, (part, span) in enumerate(parts(quote), 1):
            identifier = f"{quote.id}-{number}"
            yield _labels(identifier, part.capitalize(), span)
            if identifier != first:
                yield {
                    "type": "relation",
                    "from_id": first,
                    "to_id": identifier,
                    "direction": "right",
                    "labels": [part],
                }


def _labels(identifier: str, label: str, span: Span) -> dict[str, Any]:
    value = {"start": span.start, "end": span.end, "text": span.text, "labels": [label]}
    return {
        "id": identifier,
        "from_name": "label",
        "to_name": "text",
        "type": "labels",
        "value": value,
    }
