"""Citron's annotation format: one JSON file per article, with quotes and coreference groups."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from ..schemas.record import Quote, Record, Span

SUFFIX: Final = None
NAMES: Final = ("*.json",)


def export(records: Iterable[Record], target: Path) -> None:
    """Write one ``<id>.json`` per record into the folder."""
    for record in records:
        names = {
            entity.id: [_span(m) for m in entity.mentions if m.text == entity.name]
            for entity in record.entities
        }
        document = {
            "text": record.text,
            "quotes": [_quote(quote, names) for quote in record.quotes],
            "coreference_groups": [
                [_span(mention) for mention in entity.mentions] for entity in record.entities
            ],
        }
        data = json.dumps(document, ensure_ascii=False, indent=2).encode() + b"\n"
        (target / f"{record.id}.json").write_bytes(data)


def _quote(quote: Quote, names: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    speakers = (quote.speaker, *quote.co_speakers)
    return {
        "id": quote.id,
        "cue": None if quote.cue is None else _span(quote.cue),
        "sources": [_span(one.mention) for one in speakers if one.mention is not None],
        "contents": [_span(content) for content in quote.content],
        "coreferences": names.get(quote.speaker.entity or "", []),
        "confidence": quote.confidence,
        "stance": quote.stance.value,
    }


def _span(span: Span) -> dict[str, Any]:
    return {"start": span.start, "end": span.end, "text": span.text}
