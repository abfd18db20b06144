"""What must hold between the parts of a record: offsets, order of ids, references."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .record import Record, Span


def all_spans(record: Record) -> Iterator[tuple[str, Span]]:
    """Every span of a record, with the path of the field that holds it."""
    for i, entity in enumerate(record.entities):
        for j, mention in enumerate(entity.mentions):
            yield f"entities.{i}.mentions.{j}", mention
    for i, quote in enumerate(record.quotes):
        for j, span in enumerate(quote.content):
            yield f"quotes.{i}.content.{j}", span
        if quote.cue is not None:
            yield f"quotes.{i}.cue", quote.cue
        if quote.speaker.mention is not None:
            yield f"quotes.{i}.speaker.mention", quote.speaker.mention
        for one in quote.co_speakers:
            if one.mention is not None:
                yield f"quotes.{i}.co_speakers.mention", one.mention
        if quote.addressee is not None:
            yield f"quotes.{i}.addressee.mention", quote.addressee.mention
    for i, mention in enumerate(record.unresolved):
        yield f"unresolved.{i}", mention
    for i, demonym in enumerate(record.demonyms):
        yield f"demonyms.{i}", demonym


def find_faults(record: Record) -> Iterator[str]:
    """What is wrong between the parts of a record: offsets, order of ids, references.

    Yields one message per fault, which begins with the path of the field.
    """
    text = record.text
    if record.schema_version != "1.0.0":
        yield from _missing_faults(record)
    for path, span in all_spans(record):
        if text[span.start : span.end] != span.text:
            found = text[span.start : span.end]
            yield f"{path}: text[{span.start}:{span.end}] is {found!r}, not {span.text!r}"
    if not record.body.start <= record.body.end <= len(text):
        yield f"body: {record.body.start}..{record.body.end} is not a range of the text"
    for i, warning in enumerate(record.warnings):
        start, end = warning.start or 0, warning.end or 0
        if not start <= end <= len(text):
            yield f"warnings.{i}: {start}..{end} is not a range of the text"
    yield from _order_faults("entities", [(e.id, e.mentions[0].start) for e in record.entities])
    yield from _order_faults("quotes", [(q.id, q.content[0].start) for q in record.quotes])
    yield from _reference_faults(record)


def _missing_faults(record: Record) -> Iterator[str]:
    """Fields that may be missing from records of the first version alone."""
    for name in ("unresolved", "demonyms"):
        if name not in record.model_fields_set:
            yield f"{name}: is missing"
    if record.schema_version != "1.1.0" and "metadata" not in record.article.model_fields_set:
        yield "article.metadata: is missing"
    for i, entity in enumerate(record.entities):
        if entity.place is not None and "unlocated" not in entity.place.model_fields_set:
            yield f"entities.{i}.place.unlocated: is missing"


def _order_faults(path: str, ids: list[tuple[str, int]]) -> Iterator[str]:
    for i, (identifier, _) in enumerate(ids):
        if int(identifier[1:]) != i + 1:
            yield f"{path}.{i}.id: {identifier!r} should be '{identifier[0]}{i + 1}'"
    for i, ((_, before), (identifier, start)) in enumerate(pairwise(ids)):
        if start < before:
            yield f"{path}.{i + 1}: {identifier!r} appears before the one listed ahead of it"


def _reference_faults(record: Record) -> Iterator[str]:
    names = {entity.id: entity.name for entity in record.entities}
    contents = {quote.id: quote.content for quote in record.quotes}
    mentions = [
        (f"entities.{i}.mentions.{j}.quote", mention)
        for i, entity in enumerate(record.entities)
        for j, mention in enumerate(entity.mentions)
    ]
    mentions += ((f"unresolved.{i}.quote", mention) for i, mention in enumerate(record.unresolved))
    for path, mention in mentions:
        if mention.quote is None:
            continue
        if mention.quote not in contents:
            yield f"{path}: there is no quote {mention.quote!r}"
        elif not any(
            c.start <= mention.start and mention.end <= c.end for c in contents[mention.quote]
        ):
            yield f"{path}: the content of {mention.quote!r} does not hold the mention"
    for i, quote in enumerate(record.quotes):
        if quote.within is not None and (quote.within not in contents or quote.within == quote.id):
            yield f"quotes.{i}.within: there is no other quote {quote.within!r}"
        for speaker in (quote.speaker, *quote.co_speakers):
            who = speaker.entity
            if who is not None and who not in names:
                yield f"quotes.{i}.speaker.entity: there is no entity {who!r}"
            elif who is not None and names[who] != speaker.name:
                yield f"quotes.{i}.speaker.name: {speaker.name!r} is not the name of {who!r}"
        heard_by = quote.addressee.entity if quote.addressee is not None else None
        if heard_by is not None and heard_by not in names:
            yield f"quotes.{i}.addressee.entity: there is no entity {heard_by!r}"
