"""JSON-LD in the terms of schema.org: a NewsArticle per article, a Quotation per quote.

The context is written out, so that no reader has to fetch one. Confidence and offsets have no term
there; see the ``webannotation`` format for offsets.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from ..schemas.record import Entity, EntityType, Quote, Record, Stance
from .iris import article_iri, part_iri

SUFFIX: Final = ".jsonld"

_CONTEXT: Final = {
    "@vocab": "https://schema.org/",
    "url": {"@type": "@id"},
    "sameAs": {"@type": "@id"},
}
_HEAD: Final = f'{{"@context": {json.dumps(_CONTEXT)},\n"@graph": ['.encode()
_TYPES: Final = {
    EntityType.PERSON: "Person",
    EntityType.PLACE: "Place",
    EntityType.ORGANIZATION: "Organization",
}


def export(records: Iterable[Record], target: Path) -> None:
    """Write one graph of all articles, entities and quotes."""
    with target.open("wb") as file:
        file.write(_HEAD)
        before = b"\n"
        for record in records:
            for node in _nodes(record):
                file.write(before + json.dumps(node, ensure_ascii=False).encode())
                before = b",\n"
        file.write(b"\n]}\n")


def is_ours(path: Path) -> bool:
    """Whether it begins like ours."""
    with path.open("rb") as file:
        return file.read(len(_HEAD)) == _HEAD


def _nodes(record: Record) -> Iterator[dict[str, Any]]:
    article = record.article
    yield _known(
        {
            "@id": article_iri(record),
            "@type": "NewsArticle",
            "identifier": record.id,
            "headline": article.title,
            "datePublished": article.published,
            "publisher": article.publisher and {"@type": "Organization", "name": article.publisher},
            "author": [{"@type": "Person", "name": name} for name in article.authors],
            "url": article_iri(record) if article.url else None,
            "inLanguage": article.language,
            "articleBody": record.text[record.body.start : record.body.end],
            "mentions": [{"@id": part_iri(record, entity.id)} for entity in record.entities],
            "hasPart": [{"@id": part_iri(record, quote.id)} for quote in record.quotes],
        }
    )
    for entity in record.entities:
        yield _entity(record, entity)
    for quote in record.quotes:
        yield _quotation(record, quote)


def _entity(record: Record, entity: Entity) -> dict[str, Any]:
    place = entity.place
    geonames = place and place.geonames_id
    position = None
    if place is not None and place.latitude is not None and place.longitude is not None:
        position = {
            "@type": "GeoCoordinates",
            "latitude": place.latitude,
            "longitude": place.longitude,
        }
    return _known(
        {
            "@id": part_iri(record, entity.id),
            "@type": _TYPES[entity.type],
            "name": entity.name,
            "alternateName": list(entity.aliases),
            "honorificPrefix": list(entity.titles),
            "jobTitle": list(entity.roles),
            "geo": position,
            "sameAs": geonames and f"https://sws.geonames.org/{geonames}/",
        }
    )


def _quotation(record: Record, quote: Quote) -> dict[str, Any]:
    speaker = quote.speaker
    creators = [
        {"@id": part_iri(record, one.entity)}
        for one in (speaker, *quote.co_speakers)
        if one.entity is not None
    ]
    kinds = [f"urn:newsquotes:{quote.type.value}"]
    if quote.stance is not Stance.AFFIRMED:
        kinds.append(f"urn:newsquotes:{quote.stance.value}")
    return _known(
        {
            "@id": part_iri(record, quote.id),
            "@type": "Quotation",
            "text": quote.text,
            "additionalType": kinds if len(kinds) > 1 else kinds[0],
            "genre": quote.mode.value,
            "creator": creators[0] if len(creators) == 1 else creators,
            "creditText": speaker.mention and speaker.mention.text,
            "isPartOf": {"@id": article_iri(record)},
        }
    )


def _known(node: dict[str, Any]) -> dict[str, Any]:
    """Without null values: JSON-LD leaves out what is not known."""
    return {key: value for key, value in node.items() if value not in (None, [], "")}
