"""One JSON file an article, in a folder."""

from __future__ import annotations

import errno
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

from pipeline.errors import OutputError
from pipeline.outcomes import Done
from pipeline.writers.atomic import fsync_folder, write_atomically

FATAL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO})
"""Errors that the next record would meet as well."""


class JsonFolder:
    """See :class:`pipeline.writers.base.Writer`. The record ``x`` is the file ``x.json``."""

    indent: int | None = 2

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        # Waiting for the disk takes longer than writing; a few files wait together.
        self._threads = ThreadPoolExecutor(8)

    def path(self, identifier: str) -> Path:
        """Where the record of this id is, or will be."""
        return self._folder / f"{identifier}.json"

    def write(self, records: Sequence[Done]) -> list[OSError | None]:
        """Write each to its file."""
        errors = list(self._threads.map(self._write_one, records))
        for error in errors:
            if error is not None and error.errno in FATAL:
                raise output_error(self._folder, error)
        if records:
            fsync_folder(self._folder)
        return errors

    def _write_one(self, record: Done) -> OSError | None:
        try:
            write_atomically(self.path(record.id), record.data, sync_folder=False)
        except OSError as error:
            return error
        return None

    def close(self) -> None:
        """Nothing is left to do."""
        self._threads.shutdown()


def output_error(path: Path, error: OSError) -> OutputError:
    """What to tell the user of an output that cannot be written."""
    reason = error.strerror or os.strerror(error.errno or 0)
    return OutputError(
        f"{path} cannot be written ({reason}); make room or choose another output, "
        "and run the same command again: it goes on where it stopped."
    )
