"""A record as HTML for a notebook's cell; all styles inline, no scripts."""

from __future__ import annotations

from html import escape

from ..schemas.record import EntityType, Quote, Record
from .segments import Segment, segments, stance_of

# displaCy's colours for persons, places and organisations, and its way to mark an entity.
COLOURS = {
    EntityType.PERSON: "#aa9cfc",
    EntityType.PLACE: "#feca74",
    EntityType.ORGANIZATION: "#7aecec",
}
_MARK = (
    "background: {}; color: #111; padding: 0.1em 0.3em; margin: 0 0.1em; line-height: 1;"
    " border-radius: 0.35em"
)
_LABEL = "font-size: 0.7em; font-weight: bold; margin-left: 0.4em; text-transform: uppercase"
_CONTENT = "border-bottom: 2px solid #d33"
_CELL = "text-align: left; vertical-align: top; padding: 0.2em 0.6em"


def render(record: Record) -> str:
    """The article with its entities marked and its quotes underlined, then a table of quotes."""
    types = {entity.id: entity.type for entity in record.entities}
    text = "".join(_segment(segment, types) for segment in segments(record))
    title = escape(record.article.title or record.id)
    rows = "".join(map(_row, record.quotes))
    heads = "".join(
        f'<th style="{_CELL}">{head}</th>'
        for head in ("", "speaker", "cue", "", "quote", "confidence")
    )
    table = f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
    return (
        f'<div class="newsquotes"><p><strong>{title}</strong></p>'
        f'<div style="white-space: pre-wrap; line-height: 1.9">{text}</div>'
        f"{table if rows else '<p>No quotes.</p>'}</div>"
    )


def _segment(segment: Segment, types: dict[str, EntityType]) -> str:
    html = escape(segment.text)
    mention = next((layer for layer in reversed(segment.layers) if layer.part == "mention"), None)
    if mention is not None:
        kind = types[mention.id]
        label = f'<span style="{_LABEL}">{kind.value}</span>' if mention in segment.ends else ""
        style = _MARK.format(COLOURS[kind])
        html = f'<mark class="entity" style="{style}">{html}{label}</mark>'
    if any(layer.part == "content" for layer in segment.layers):
        html = f'<span style="{_CONTENT}">{html}</span>'
    if any(layer.part == "cue" for layer in segment.layers):
        html = f"<em>{html}</em>"
    numbers = [layer.id for layer in segment.ends if layer.part == "content"]
    return html + "".join(f"<sup>{number}</sup>" for number in numbers)


def reported(quote: Quote) -> str:
    """The words that report it, and "denied" or the like where it was not simply said."""
    cue = "" if quote.cue is None else f"“{quote.cue.text}”"
    stance = stance_of(quote)
    return " ".join(filter(None, (cue, stance and f"({stance})")))


def _row(quote: Quote) -> str:
    mention = quote.speaker.mention
    words = mention.text if mention is not None else "(nobody named)"
    cells = (
        quote.id,
        quote.speaker.name or words,
        reported(quote),
        f"{quote.type.value}, {quote.mode.value}",
        " … ".join(content.text for content in quote.content),
        f"{quote.confidence:.2f}",
    )
    return "<tr>" + "".join(f'<td style="{_CELL}">{escape(cell)}</td>' for cell in cells) + "</tr>"
