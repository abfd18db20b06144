"""What can become of one input on its way through a run."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.errors import InputError


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """A record: its JSON, and counts for the summary. ``kept`` from an earlier run, or new."""

    id: str
    source: str
    data: bytes
    entities: int
    quotes: int
    kept: bool = False


type Outcome = Done | InputError
