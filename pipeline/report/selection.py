"""Which records are shown: those that quote somebody, and those of a span of time."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

from ..schemas.record import Record


def select(
    records: Iterable[Record],
    *,
    speaker: str | None = None,
    first: str | None = None,
    last: str | None = None,
) -> Iterator[Record]:
    """The records that quote ``speaker``, published from ``first`` to ``last``, both included.

    Args:
        records: to choose from.
        speaker: a name or part of one, without regard to case and accents; None for all.
        first: a day as ``2024-05-03``, or its beginning: ``2024-05``. Records without a date are
            left out where a day is given.
        last: likewise; ``2024-05`` means to the end of May.
    """
    name = _plain(speaker or "")
    for record in records:
        day = record.article.published or ""
        if first and not first <= day:
            continue
        if last and not (day and day[: len(last)] <= last):
            continue
        if not name or any(name in one for one in _speakers(record)):
            yield record


def _speakers(record: Record) -> Iterator[str]:
    names = {entity.id: (entity.name, *entity.aliases) for entity in record.entities}
    for quote in record.quotes:
        for one in (quote.speaker, *quote.co_speakers):
            if one.entity is not None:
                yield from map(_plain, names[one.entity])
            elif one.mention is not None:
                yield _plain(one.mention.text)


def _plain(name: str) -> str:
    parts = unicodedata.normalize("NFD", name)
    return "".join(part for part in parts if not unicodedata.combining(part)).casefold()
