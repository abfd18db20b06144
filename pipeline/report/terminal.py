"""A record for a terminal: coloured text, and a table of quotes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from ..schemas.record import EntityType, Quote, Record
from .segments import Part, Segment, segments, stance_of
from .visible import visible_text

ENTITY_STYLES: Final = {
    EntityType.PERSON: "bold magenta",
    EntityType.PLACE: "bold green",
    EntityType.ORGANIZATION: "bold cyan",
}
PART_STYLES: Final[dict[Part, str]] = {"content": "yellow", "cue": "underline"}


def render(record: Record) -> Iterator[RenderableType]:
    """The parts to print: the heading, the text with a legend, the quotes, the warnings."""
    article = record.article
    heading = article.title or record.id
    known = (article.publisher, article.published, ", ".join(article.authors), article.url)
    about = " · ".join(visible_text(part) for part in known if part)
    if not record.text.lstrip().startswith(heading):  # there it is printed with the text
        yield Text(visible_text(heading), style="bold underline")
    if about:
        yield Text(about, style="dim")
    yield Text()
    yield _text(record)
    yield Text()
    yield _legend()
    yield _quotes(record) if record.quotes else Text("No quotes.", style="dim")
    for warning in record.warnings:
        yield Text(f"{warning.code}: {visible_text(warning.message)}", style="yellow")


def _text(record: Record) -> Text:
    types = {entity.id: entity.type for entity in record.entities}
    text = Text()
    for segment in segments(record):
        text.append(visible_text(segment.text), style=_style(segment, types))
        for layer in segment.ends:
            if layer.part == "content":
                text.append(f"[{layer.id}]", style="dim")
    text.rstrip()
    return text


def _style(segment: Segment, types: dict[str, EntityType]) -> str:
    styles = [PART_STYLES.get(layer.part, "") for layer in segment.layers]
    styles += [
        ENTITY_STYLES[types[layer.id]] for layer in segment.layers if layer.part == "mention"
    ]
    return " ".join(filter(None, styles))


def _legend() -> Text:
    legend = Text()
    for kind, style in ENTITY_STYLES.items():
        legend.append(kind.value, style=style)
        legend.append("  ")
    for part, style in PART_STYLES.items():
        legend.append({"content": "quote"}.get(part, part), style=style)
        legend.append("  ")
    return legend


def _quotes(record: Record) -> Table:
    table = Table(show_lines=True, expand=True)
    table.add_column("", no_wrap=True)
    table.add_column("speaker", ratio=2, overflow="fold")
    table.add_column("quote", ratio=5, overflow="fold")
    table.add_column("reported", ratio=2, overflow="fold")
    for quote in record.quotes:
        table.add_row(*map(Text, _row(quote)))
    return table


def _row(quote: Quote) -> tuple[str, ...]:
    speaker = quote.speaker
    name = speaker.name or "?"
    if speaker.mention is not None and speaker.mention.text != name:
        name = f"{name} ({speaker.mention.text})"
    cue = f"“{visible_text(quote.cue.text)}”\n" if quote.cue is not None else ""
    if stance := stance_of(quote):
        cue += f"{stance}\n"
    return (
        quote.id,
        visible_text(name),
        visible_text(" … ".join(content.text for content in quote.content)),
        f"{cue}{quote.type.value} {quote.mode.value}\nconfidence {quote.confidence:.2f}",
    )
