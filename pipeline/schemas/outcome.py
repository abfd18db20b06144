"""What can become of one input on its way through a run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from ..errors import InputError

if TYPE_CHECKING:
    from .record import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """A record: its JSON, and counts for the summary. ``kept`` from an earlier run, or new."""

    id: str
    source: str
    data: bytes
    entities: int
    quotes: int
    words: int = 0
    kept: bool = False

    @classmethod
    def of(cls, record: Record, data: bytes, *, kept: bool = False) -> Self:
        """The outcome that is this record, whose JSON is ``data``."""
        return cls(
            id=record.id,
            source=record.article.source,
            data=data,
            entities=len(record.entities),
            quotes=len(record.quotes),
            words=len(record.text.split()),
            kept=kept,
        )


type Outcome = Done | InputError
