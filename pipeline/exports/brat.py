"""brat standoff: text-bound entities and parts of quotes, an event per quote, a note per name.

The layout of https://brat.nlplab.org/standoff.html, with the ``annotation.conf`` that brat needs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from pathlib import Path
from typing import Final

from ..schemas.record import Quote, Record, Span
from ..spans import Offsets

SUFFIX: Final = None
NAMES: Final = ("annotation.conf", "*.txt", "*.ann")

_CONFIGURATION: Final = """\
[entities]
Person
Place
Organization
Content
Cue
Source
Addressee
[relations]
[events]
Attribution Content:Content, Source*:Source, Cue?:Cue, Addressee?:Addressee
[attributes]
Type Arg:Attribution, Value:direct|indirect|mixed
Mode Arg:Attribution, Value:speech|writing|thought
Stance Arg:Attribution, Value:affirmed|denied|not-said|asked|hypothetical
"""


def export(records: Iterable[Record], target: Path) -> None:
    """Write ``<id>.txt`` and ``<id>.ann`` per record into the folder."""
    (target / "annotation.conf").write_bytes(_CONFIGURATION.encode())
    for record in records:
        (target / f"{record.id}.txt").write_bytes(record.text.encode())
        lines = "".join(f"{line}\n" for line in _annotations(record))
        (target / f"{record.id}.ann").write_bytes(lines.encode())


def _annotations(record: Record) -> Iterator[str]:
    numbers, notes = count(1), count(1)
    for entity in record.entities:
        for mention in entity.mentions:
            number = next(numbers)
            yield _bound(number, entity.type.value.capitalize(), [mention], record.text)
            yield f"#{next(notes)}\tAnnotatorNotes T{number}\t{_flat(entity.name)} ({entity.id})"
    attributes = count(1)
    for event, quote in enumerate(record.quotes, 1):
        arguments: list[str] = []
        seen: Counter[str] = Counter()
        trigger = 0
        for role, spans in _roles(quote):
            number = next(numbers)
            seen[role] += 1
            arguments.append(f"{role}{seen[role] if seen[role] > 1 else ''}:T{number}")
            trigger = number if role == "Cue" else trigger or number
            yield _bound(number, role, spans, record.text)
        yield f"E{event}\tAttribution:T{trigger} {' '.join(arguments)}"
        yield f"A{next(attributes)}\tType E{event} {quote.type.value}"
        yield f"A{next(attributes)}\tMode E{event} {quote.mode.value}"
        yield f"A{next(attributes)}\tStance E{event} {quote.stance.value}"


def _roles(quote: Quote) -> Iterator[tuple[str, Sequence[Span]]]:
    yield "Content", quote.content
    for speaker in (quote.speaker, *quote.co_speakers):
        if speaker.mention is not None:
            yield "Source", [speaker.mention]
    if quote.cue is not None:
        yield "Cue", [quote.cue]
    if quote.addressee is not None:
        yield "Addressee", [quote.addressee.mention]


def _bound(number: int, label: str, spans: Iterable[Span], text: str) -> str:
    fragments = [fragment for span in spans for fragment in _lines(span)]
    offsets = ";".join(f"{start} {end}" for start, end in fragments)
    words = " ".join(text[start:end] for start, end in fragments)
    return f"T{number}\t{label} {offsets}\t{_flat(words)}"


def _lines(span: Span) -> Iterator[Offsets]:
    """The span line by line: brat allows no fragment to run over a line break."""
    position = span.start
    for line in span.text.splitlines(keepends=True):
        end = position + len(line.rstrip("\r\n"))
        if end > position:
            yield position, end
        position += len(line)


def _flat(words: str) -> str:
    return " ".join(words.split())
