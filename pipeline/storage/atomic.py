"""Files that are there whole or not at all: temporary file, fsync, rename, fsync of the folder.

At an address, where an object is put as a whole anyway, they are put there once they are whole.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from .paths import put

TEMPORARY: Final = ".newsquotes-tmp-"
"""How the names of unfinished files begin; hidden, so that no reader takes them for records."""


class AtomicFile:
    """A file that replaces ``path`` when it is committed, and otherwise never was.

    As a context manager it commits on leaving without an exception, and else discards.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        if isinstance(path, Path):
            self._temporary = path.with_name(f"{TEMPORARY}{path.name}")
        else:
            descriptor, name = tempfile.mkstemp()
            os.close(descriptor)
            self._temporary = Path(name)
        self._file = self._temporary.open("wb")

    def write(self, data: bytes) -> None:
        """Append to the file."""
        self._file.write(data)

    def commit(self, *, sync_folder: bool = True) -> None:
        """Put the file in its place, durably (the rename itself only with ``sync_folder``)."""
        try:
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
            if isinstance(self.path, Path):
                self._temporary.replace(self.path)
            else:
                put(self.path, self._temporary)
                self._temporary.unlink()
        except BaseException:
            self.discard()
            raise
        if sync_folder:
            fsync_folder(self.path.parent)

    def discard(self) -> None:
        """Leave no trace."""
        try:
            self._file.close()
        finally:
            self._temporary.unlink(missing_ok=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if kind is None:
            self.commit()
        else:
            self.discard()


def write_atomically(path: Path, data: bytes, *, sync_folder: bool = True) -> None:
    """Make ``data`` the content of ``path``."""
    if not isinstance(path, Path):
        put(path, data)
        return
    file = AtomicFile(path)
    try:
        file.write(data)
    except BaseException:
        file.discard()
        raise
    file.commit(sync_folder=sync_folder)


def sweep(folder: Path) -> None:
    """Remove what a run that was killed left unfinished in ``folder``."""
    if not isinstance(folder, Path):
        return
    for leftover in folder.glob(f"{TEMPORARY}*"):
        leftover.unlink(missing_ok=True)


def fsync_folder(folder: Path) -> None:
    """Make renames in ``folder`` durable."""
    if not isinstance(folder, Path):
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
