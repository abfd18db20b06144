"""One JSON file per article, in a folder."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from ..errors import InputError
from ..schemas.outcome import Outcome
from ..storage.atomic import write_atomically
from ..storage.bounded import read_whole
from ..storage.portable import fsync_folder
from ..storage.record_files import identified_records
from .errors import FATAL, output_error


class JsonFolder:
    """See :class:`newsquotes.writers.base.Writer`. The record ``x`` is the file ``x.json``."""

    indent: int | None = 2
    waiting = 0

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.stale: dict[str, str] = {}
        self.digests: dict[str, str] = {}
        self.removed = 0
        # Waiting for the disk takes longer than writing; a few files wait together.
        self._threads = ThreadPoolExecutor(8)

    def _path(self, identifier: str) -> Path:
        return self._folder / f"{identifier}.json"

    def earlier(self, position: int, identifier: str) -> bytes | None:
        """The content of the file for this id."""
        try:
            return read_whole(self._path(identifier))
        except OSError:
            return None  # not there, or not readable: then it is to be written anew

    def write(self, outcomes: Sequence[Outcome]) -> list[OSError | None]:
        """Write each new record to its file."""
        errors = list(self._threads.map(self._write_one, outcomes))
        for outcome, error in zip(outcomes, errors, strict=True):
            # A record that is no longer right and cannot be removed would be taken for one.
            if error is not None and (error.errno in FATAL or isinstance(outcome, InputError)):
                raise output_error(self._folder, error)
        fsync_folder(self._folder)
        return errors

    def _write_one(self, outcome: Outcome) -> OSError | None:
        try:
            if isinstance(outcome, InputError):
                self._settle_earlier(outcome)
            elif not outcome.kept:
                write_atomically(self._path(outcome.id), outcome.data, sync_folder=False)
        except OSError as error:
            return error
        return None

    def _settle_earlier(self, failed: InputError) -> None:
        if failed.id is None:
            return
        path = self._path(failed.id)
        # Another input may have the id, and its record is none of this one's business.
        if any(source == failed.source for _, source, _ in identified_records(path)):
            if failed.code.is_of_content:
                path.unlink()
            else:
                self.stale[failed.id] = failed.source

    def finish(self, *, complete: bool) -> None:
        """Everything is written already."""

    def close(self) -> None:
        """End the threads."""
        self._threads.shutdown()
