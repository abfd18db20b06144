"""Many records a file: shards of a fixed number of inputs, each there whole or not at all.

Shard ``n`` holds the records of the inputs from ``n * size`` on, whatever became of the others, so
that a run that goes on after an interruption ends with the same bytes as one never interrupted.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import ClassVar, Final

from ..engines.outcomes import Done, Outcome
from ..storage.record_files import identified_records
from .errors import output_error

SHARD_SIZE: Final = 1_000
"""Inputs a shard: what a killed run loses of its work, at most."""


class Shards(ABC):
    """See :class:`newsquotes.writers.base.Writer`; a format says how a shard is written."""

    indent: int | None = None
    suffix: ClassVar[str]

    def __init__(self, folder: Path, *, size: int = SHARD_SIZE) -> None:
        self._folder = folder
        self._size = size
        self._number = 0
        self._gathered: list[Outcome] = []
        self._earlier: tuple[int, dict[str, bytes]] = (-1, {})

    @property
    def waiting(self) -> int:
        """The inputs of the shard that is not full."""
        return len(self._gathered)

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
            held = {id_: data for id_, _, data in identified_records(self.path(number))}
            self._earlier = number, held
        return self._earlier[1].get(identifier)

    def write(self, outcomes: Sequence[Outcome]) -> list[OSError | None]:
        """Gather them, and write each shard that is full."""
        for outcome in outcomes:
            self._gathered.append(outcome)
            if len(self._gathered) == self._size:
                self._flush()
        return [None] * len(outcomes)

    def _flush(self, earlier: Iterable[bytes] = ()) -> None:
        new = (outcome.data for outcome in self._gathered if isinstance(outcome, Done))
        try:
            self.write_shard(self._number, [*new, *earlier])
        except OSError as error:
            raise output_error(self._folder, error) from error
        self._number += 1
        self._gathered = []

    def finish(self, *, complete: bool) -> None:
        """Write the last shard, though it is not full."""
        if self._gathered:
            self._flush([] if complete else self._not_come_to())
        if complete:
            for other, path in self.files():
                if other >= self._number:
                    path.unlink()

    def _not_come_to(self) -> list[bytes]:
        """Records of this shard that may still be right: the next run will see."""
        ids = {outcome.id for outcome in self._gathered if isinstance(outcome, Done)}
        sources = {outcome.source for outcome in self._gathered}
        return [
            data
            for identifier, source, data in identified_records(self.path(self._number))
            if identifier not in ids and source not in sources
        ]

    def close(self) -> None:  # noqa: B027  part of the protocol; there is nothing to do
        """Nothing is held open."""
