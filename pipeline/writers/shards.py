"""Many records a file: shards of a fixed number of inputs, each there whole or not at all.

Shard ``n`` holds the records of the inputs from ``n * size`` on, whatever became of the others, so
that a run that goes on after an interruption ends with the same bytes as one never interrupted.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import ClassVar, Final

from pipeline.outcomes import Done, Outcome
from pipeline.recordfiles import identified_records
from pipeline.writers.errors import output_error

SHARD_SIZE: Final = 1_000
"""Inputs a shard: what a killed run loses of its work, at most."""


class Shards(ABC):
    """See :class:`pipeline.writers.base.Writer`; a format says how a shard is written."""

    indent: int | None = None
    suffix: ClassVar[str]

    def __init__(self, folder: Path, *, size: int = SHARD_SIZE) -> None:
        self._folder = folder
        self._size = size
        self._position = 0
        self._records: dict[str, bytes] = {}
        self._earlier: tuple[int, dict[str, bytes]] = (-1, {})

    @abstractmethod
    def path(self, number: int) -> Path:
        """The file of a shard that says, by being there, that the shard is there."""

    @abstractmethod
    def files(self) -> Iterator[tuple[int, Path]]:
        """All files of shards there are, with their shards' numbers."""

    @abstractmethod
    def write_shard(self, number: int, records: Sequence[bytes]) -> None:
        """Make these records the shard."""

    def earlier(self, position: int, identifier: str) -> bytes | None:
        """What the shard that will hold this position holds now."""
        number = position // self._size
        if self._earlier[0] != number:
            self._earlier = number, dict(identified_records(self.path(number)))
        return self._earlier[1].get(identifier)

    def write(self, outcomes: Sequence[Outcome]) -> list[OSError | None]:
        """Gather them, and write each shard that is full."""
        for outcome in outcomes:
            if isinstance(outcome, Done):
                self._records[outcome.id] = outcome.data
            self._position += 1
            if self._position % self._size == 0:
                self._flush(self._position // self._size - 1)
        return [None] * len(outcomes)

    def _flush(self, number: int) -> None:
        try:
            self.write_shard(number, list(self._records.values()))
        except OSError as error:
            raise output_error(self._folder, error) from error
        self._records = {}

    def finish(self, *, complete: bool) -> None:
        """Write the last shard, though it is not full."""
        number, begun = divmod(self._position, self._size)
        if begun and not complete:
            # Records that this run did not come to may still be right: the next one will see.
            for identifier, data in identified_records(self.path(number)):
                self._records.setdefault(identifier, data)
        if begun:
            self._flush(number)
        if complete:
            for other, path in self.files():
                if other >= number + bool(begun):
                    path.unlink()

    def close(self) -> None:  # noqa: B027  part of the protocol; there is nothing to do
        """Nothing is held open."""
