"""A record's text cut where anything begins or ends, so that overlapping spans can be shown."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Literal, NamedTuple

from ..schemas.record import Quote, Record, Span, Stance

Part = Literal["mention", "content", "cue", "source", "addressee"]


class Layer(NamedTuple):
    """One span over a segment: a mention of an entity, or a part of a quote, and its id."""

    part: Part
    id: str


class Segment(NamedTuple):
    """Text over which nothing changes. ``layers`` go from the longest span to the shortest."""

    text: str
    layers: tuple[Layer, ...]
    ends: tuple[Layer, ...]
    """Those of the layers whose last segment this is (a content's: that of its quote)."""


def stance_of(quote: Quote) -> str | None:
    """What to call a quote that the source did not simply say ("denied"); else None."""
    stance = quote.stance
    return None if stance is Stance.AFFIRMED else stance.value.replace("-", " ")


def layers_of(record: Record) -> Iterator[tuple[Layer, Span]]:
    """Every span of the record, with what it is."""
    for entity in record.entities:
        for mention in entity.mentions:
            yield Layer("mention", entity.id), mention
    for quote in record.quotes:
        for content in quote.content:
            yield Layer("content", quote.id), content
        if quote.cue is not None:
            yield Layer("cue", quote.id), quote.cue
        if quote.speaker.mention is not None:
            yield Layer("source", quote.id), quote.speaker.mention
        if quote.addressee is not None:
            yield Layer("addressee", quote.id), quote.addressee.mention


def segments(record: Record) -> list[Segment]:
    """The whole text of the record, in pieces."""
    spans = sorted(
        layers_of(record), key=lambda item: (item[1].start, -item[1].end, item[0].part != "content")
    )
    last_content = {quote.id: quote.content[-1].end for quote in record.quotes}
    ends_of_spans = (edge for _, span in spans for edge in (span.start, span.end))
    edges = sorted({0, record.body.start, len(record.text), *ends_of_spans})
    found: list[Segment] = []
    active: list[tuple[Layer, Span]] = []
    upcoming = 0
    for start, end in pairwise(edges):
        active = [item for item in active if item[1].end > start]
        while upcoming < len(spans) and spans[upcoming][1].start == start:
            active.append(spans[upcoming])
            upcoming += 1
        active.sort(key=lambda item: item[1].start - item[1].end)
        ends = tuple(
            layer
            for layer, span in active
            if span.end == end and (layer.part != "content" or end == last_content[layer.id])
        )
        layers = tuple(layer for layer, _ in active)
        found.append(Segment(record.text[start:end], layers, ends))
    return found
