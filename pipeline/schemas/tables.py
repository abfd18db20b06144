"""Records as rows of a few tables: what the formats made of tables share.

Every row has the id of its article; with the id of an entity or a quote it names one. The
metadata of an article are a JSON object.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

from .record import Entity, Quote, Record, Span

type Value = str | int | float | tuple[str, ...] | None

TEXT, WHOLE, NUMBER, TEXTS = str, int, float, tuple

_SPAN: Final = {"start": WHOLE, "end": WHOLE, "text": TEXT}

TABLES: Final[dict[str, dict[str, type]]] = {
    "articles": {
        "article": TEXT,
        "source": TEXT,
        "sha256": TEXT,
        "title": TEXT,
        "published": TEXT,
        "publisher": TEXT,
        "authors": TEXTS,
        "url": TEXT,
        "language": TEXT,
        "entities": WHOLE,
        "quotes": WHOLE,
        "warnings": WHOLE,
        "metadata": TEXT,
        "text": TEXT,
    },
    "entities": {
        "article": TEXT,
        "entity": TEXT,
        "type": TEXT,
        "name": TEXT,
        "aliases": TEXTS,
        "titles": TEXTS,
        "roles": TEXTS,
        "pronouns": TEXTS,
        "mentions": WHOLE,
        "place_kind": TEXT,
        "geonames_id": WHOLE,
        "country_code": TEXT,
        "latitude": NUMBER,
        "longitude": NUMBER,
        "unlocated": TEXT,
    },
    "mentions": {"article": TEXT, "entity": TEXT, **_SPAN, "form": TEXT, "quote": TEXT},
    "unresolved": {"article": TEXT, **_SPAN, "form": TEXT, "quote": TEXT, "reason": TEXT},
    "demonyms": {"article": TEXT, **_SPAN, "country_code": TEXT},
    "quotes": {
        "article": TEXT,
        "quote": TEXT,
        "type": TEXT,
        "mode": TEXT,
        "content": TEXT,
        "cue": TEXT,
        "cue_lemma": TEXT,
        "speaker": TEXT,
        "speaker_entity": TEXT,
        "speaker_mention": TEXT,
        "resolution": TEXT,
        "speaker_confidence": NUMBER,
        "co_speakers": TEXTS,
        "addressee": TEXT,
        "addressee_entity": TEXT,
        "confidence": NUMBER,
        "rule": TEXT,
        "stance": TEXT,
        "within": TEXT,
    },
    "contents": {"article": TEXT, "quote": TEXT, "part": TEXT, **_SPAN},
}
"""The columns of each table, in order, with the Python type of their values."""


def rows(record: Record) -> Iterator[tuple[str, tuple[Value, ...]]]:
    """``(table, row)``, a row's values in the order of the table's columns."""
    yield "articles", _article(record)
    for entity in record.entities:
        yield "entities", _entity(record.id, entity)
        for mention in entity.mentions:
            row = (record.id, entity.id, *_span(mention), mention.form.value, mention.quote)
            yield "mentions", row
    for open_ in record.unresolved:
        why = open_.form.value, open_.quote, open_.reason.value
        yield "unresolved", (record.id, *_span(open_), *why)
    for demonym in record.demonyms:
        yield "demonyms", (record.id, *_span(demonym), demonym.country_code)
    for quote in record.quotes:
        yield "quotes", _quote(record.id, quote)
        for part, span in parts(quote):
            yield "contents", (record.id, quote.id, part, *_span(span))


def parts(quote: Quote) -> Iterator[tuple[str, Span]]:
    """The spans of a quote, each with what it is: content, cue, source or addressee."""
    for content in quote.content:
        yield "content", content
    if quote.cue is not None:
        yield "cue", quote.cue
    for speaker in (quote.speaker, *quote.co_speakers):
        if speaker.mention is not None:
            yield "source", speaker.mention
    if quote.addressee is not None:
        yield "addressee", quote.addressee.mention


def _words(span: Span | None) -> str | None:
    return None if span is None else span.text


def _span(span: Span) -> tuple[int, int, str]:
    return span.start, span.end, span.text


def _article(record: Record) -> tuple[Value, ...]:
    article = record.article
    return (
        record.id,
        article.source,
        article.sha256,
        article.title,
        article.published,
        article.publisher,
        article.authors,
        article.url,
        article.language,
        len(record.entities),
        len(record.quotes),
        len(record.warnings),
        json.dumps(article.metadata, ensure_ascii=False) if article.metadata else None,
        record.text,
    )


def _entity(article: str, entity: Entity) -> tuple[Value, ...]:
    place = entity.place
    return (
        article,
        entity.id,
        entity.type.value,
        entity.name,
        entity.aliases,
        entity.titles,
        entity.roles,
        entity.pronouns,
        len(entity.mentions),
        None if place is None else place.kind.value,
        None if place is None else place.geonames_id,
        None if place is None else place.country_code,
        None if place is None else place.latitude,
        None if place is None else place.longitude,
        None if place is None or place.unlocated is None else place.unlocated.value,
    )


def _quote(article: str, quote: Quote) -> tuple[Value, ...]:
    speaker, addressee = quote.speaker, quote.addressee
    return (
        article,
        quote.id,
        quote.type.value,
        quote.mode.value,
        quote.text,
        _words(quote.cue),
        None if quote.cue is None else quote.cue.lemma,
        speaker.name,
        speaker.entity,
        _words(speaker.mention),
        speaker.resolution.value,
        speaker.confidence,
        tuple(name for one in quote.co_speakers if (name := one.name or _words(one.mention))),
        None if addressee is None else addressee.mention.text,
        None if addressee is None else addressee.entity,
        quote.confidence,
        quote.rule,
        quote.stance.value,
        quote.within,
    )
