"""Many records per file: shards of a fixed number of inputs, written whole or not at all.

Shard ``n`` holds the records of the inputs from ``n * size`` on, whatever became of the others, so
that a run resumed after an interruption ends with the same bytes as one never interrupted.
"""

from __future__ import annotations

import json
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import ClassVar, Final

from ..errors import FailureCode, InputError, Stage
from ..schemas.outcome import Done, Outcome
from ..storage.record_files import identified_records
from .errors import output_error

SHARD_SIZE: Final = 1_000
"""Inputs per shard: what a killed run loses of its work, at most."""

_IN_MEMORY: Final = 16_000_000


class Shards(ABC):
    """See :class:`newsquotes.writers.base.Writer`; a format says how a shard is written."""

    indent: int | None = None
    suffix: ClassVar[str]

    def __init__(self, folder: Path, *, size: int = SHARD_SIZE) -> None:
        self._folder = folder
        self._size = size
        self._number = 0
        self._gathered: list[Outcome] = []
        self._earlier: tuple[int, dict[str, tuple[str, bytes]]] = (-1, {})
        self._there: set[str] = set()
        self._in_doubt = False
        # What was in a shard and is not in it now; a later one may have it.
        self._orphans = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115  see close()
        self.stale: dict[str, str] = {}
        self.digests: dict[str, str] = {}
        self.removed = 0

    @property
    def waiting(self) -> int:
        """The inputs of the shard that is not full."""
        return len(self._gathered)

    @abstractmethod
    def path(self, number: int) -> Path:
        """The file whose existence means that the shard is complete."""

    @abstractmethod
    def files(self) -> Iterator[tuple[int, Path]]:
        """All existing files of shards, with the numbers of their shards."""

    @abstractmethod
    def write_shard(self, number: int, records: Sequence[bytes]) -> list[tuple[Path, bytes]]:
        """Make these records the shard; its files, and what is in them."""

    def earlier(self, position: int, identifier: str) -> bytes | None:
        """The record of this id in the shard that will hold this position."""
        held = self._held(position // self._size).get(identifier)
        return held[1] if held is not None else None

    def _held(self, number: int) -> dict[str, tuple[str, bytes]]:
        """Source and JSON of the records in a shard as an earlier run left it, by id."""
        if self._earlier[0] != number:
            path = self.path(number)
            held = {id_: (source, data) for id_, source, data in identified_records(path)}
            self._earlier = number, held
        return self._earlier[1]

    def write(self, outcomes: Sequence[Outcome]) -> list[OSError | None]:
        """Collect them, and write each shard that is full."""
        for outcome in outcomes:
            self._gathered.append(outcome)
            if len(self._gathered) == self._size:
                self._flush()
        return [None] * len(outcomes)

    def _flush(self, *, complete: bool = True) -> None:
        """Write what was collected, and the records of the earlier shard that stay."""
        new = {outcome.id: outcome.data for outcome in self._gathered if isinstance(outcome, Done)}
        failed = {
            outcome.source: outcome
            for outcome in self._gathered
            # What has a name that is taken says nothing of the one that it was taken by.
            if isinstance(outcome, InputError) and outcome.code is not FailureCode.DUPLICATE_ID
        }
        come_to = {outcome.source for outcome in self._gathered}
        stays: dict[str, tuple[str, bytes]] = {}
        elsewhere: list[bytes] = []
        for identifier, (source, data) in self._held(self._number).items():
            if identifier in new or identifier in self._there:
                continue
            if source in failed:
                if not failed[source].code.is_of_content:
                    stays[identifier] = source, data
            elif not complete and source not in come_to:
                stays[identifier] = "", data  # may still be right: the next run will see
            else:
                elsewhere.append(data)
        self._write(self._number, [*new.values(), *(data for _, data in stays.values())])
        for data in elsewhere:
            self._orphans.write(data if data.endswith(b"\n") else data + b"\n")
        self.stale.update({id_: source for id_, (source, _) in stays.items() if source})
        self._there.update(new, stays)
        self._in_doubt |= any(
            error.stage is Stage.READ and not error.code.is_of_content for error in failed.values()
        )
        self._number += 1
        self._gathered = []

    def _write(self, number: int, records: Sequence[bytes]) -> None:
        try:
            for path, data in self.write_shard(number, records):
                self.digests[path.relative_to(self._folder).as_posix()] = sha256(data).hexdigest()
        except OSError as error:
            raise output_error(self._folder, error) from error

    def finish(self, *, complete: bool) -> None:
        """Write the last shard, though it is not full."""
        if self._gathered:
            self._flush(complete=complete)
        if not complete:
            return
        beyond = sorted((number, path) for number, path in self.files() if number >= self._number)
        left = list(self._left(beyond))
        if self._in_doubt and left:
            # A folder that could not be listed, or a file that could not be read, may hold them.
            self._write(self._number, [data for _, _, data in left])
            self.stale.update({identifier: source for identifier, source, _ in left})
            beyond = [item for item in beyond if item[0] != self._number]
        else:
            self.removed = len(left)
        for _, path in beyond:
            try:
                path.unlink()
            except OSError as error:
                raise output_error(self._folder, error) from error

    def _left(self, beyond: Iterable[tuple[int, Path]]) -> Iterator[tuple[str, str, bytes]]:
        """Id, source and JSON of what an earlier run made and this one had no input for."""
        self._orphans.seek(0)
        found = ((data, json.loads(data)) for data in self._orphans)
        earlier = [(value["id"], value["article"]["source"], data) for data, value in found]
        numbers = sorted({number for number, path in beyond if path == self.path(number)})
        for number in numbers:
            earlier += identified_records(self.path(number))
        for identifier, source, data in earlier:
            if identifier not in self._there:
                self._there.add(identifier)
                yield identifier, source, data

    def close(self) -> None:
        """Close the temporary file."""
        self._orphans.close()
