"""W3C Web Annotations: one per line, each mention and each quote with where it stands.

Every target has a TextPositionSelector (code points of the text) and a TextQuoteSelector (the words
and what stands around them): https://www.w3.org/TR/annotation-model/
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from ..schemas.record import Record, Span
from .iris import NAMESPACE, article_iri, part_iri

SUFFIX: Final = ".jsonl"

_AROUND: Final = 32
"""Characters of prefix and suffix, as the model's examples have it."""


def export(records: Iterable[Record], target: Path) -> None:
    """Write one annotation per line."""
    with target.open("wb") as file:
        for record in records:
            for annotation in _annotations(record):
                file.write(json.dumps(annotation, ensure_ascii=False).encode() + b"\n")


def is_ours(path: Path) -> bool:
    """Whether its first annotation has a name of ours."""
    with path.open("rb") as file:
        name: str = json.loads(file.readline())["id"]
    return name.startswith(NAMESPACE)


def _annotations(record: Record) -> Iterator[dict[str, Any]]:
    for entity in record.entities:
        for number, mention in enumerate(entity.mentions, 1):
            body = {
                "type": "SpecificResource",
                "source": part_iri(record, entity.id),
                "purpose": "identifying",
            }
            label = _text(f"{entity.type.value}: {entity.name}", "tagging")
            identifier = f"{part_iri(record, entity.id)}:{number}"
            yield _annotation(identifier, [body, label], [_target(record, mention)])
    for quote in record.quotes:
        speaker = quote.speaker
        said_by = speaker.name or (speaker.mention.text if speaker.mention else None)
        bodies = [
            _text(f"{quote.type.value} {quote.mode.value} {quote.stance.value}", "classifying")
        ]
        if said_by is not None:
            bodies.append(_text(said_by, "identifying"))
        targets = [_target(record, span) for span in quote.content]
        yield _annotation(part_iri(record, quote.id), bodies, targets)


def _annotation(
    identifier: str, bodies: list[dict[str, Any]], targets: list[dict[str, Any]]
) -> dict[str, Any]:
    return {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": identifier,
        "type": "Annotation",
        "body": bodies,
        "target": targets,
    }


def _text(value: str, purpose: str) -> dict[str, Any]:
    return {"type": "TextualBody", "value": value, "format": "text/plain", "purpose": purpose}


def _target(record: Record, span: Span) -> dict[str, Any]:
    position = {"type": "TextPositionSelector", "start": span.start, "end": span.end}
    words = {
        "type": "TextQuoteSelector",
        "exact": span.text,
        "prefix": record.text[max(0, span.start - _AROUND) : span.start],
        "suffix": record.text[span.end : span.end + _AROUND],
    }
    return {"source": article_iri(record), "selector": [position, words]}
