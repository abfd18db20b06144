"""Files that are written whole or not at all: temporary file, fsync, rename, fsync of the folder.

At an address, where an object is put as a whole anyway, they are put there once they are whole.
What is there and is no regular file, such as ``/dev/stdout`` or a pipe, is written into instead.
"""

from __future__ import annotations

import os
import secrets
import shutil
import stat
import tempfile
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Final, Self, cast

from .paths import put, real_path
from .portable import fsync_folder, open_new

TEMPORARY: Final = ".newsquotes-tmp-"
"""How the names of unfinished files begin; hidden, so that no reader takes them for records."""


class AtomicFile:
    """A file that replaces ``path`` when it is committed, and otherwise leaves no trace.

    As a context manager it commits on leaving without an exception, and else discards.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._temporary: Path | None = None
        if not isinstance(path, Path):
            descriptor, name = tempfile.mkstemp()
            self._temporary = Path(name)
        elif is_special(path):
            descriptor = os.open(path, os.O_WRONLY | os.O_TRUNC)
        else:
            descriptor, self._temporary = new_file(path.parent)
        self.stream: BinaryIO = cast("BinaryIO", os.fdopen(descriptor, "wb"))

    def write(self, data: bytes) -> None:
        """Append to the file."""
        self.stream.write(data)

    def commit(self, *, sync_folder: bool = True) -> None:
        """Put the file in its place, durably (the rename itself only with ``sync_folder``)."""
        try:
            self.stream.flush()
            if self._temporary is not None:
                os.fsync(self.stream.fileno())
            self.stream.close()
            if self._temporary is None:
                return
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
        """Remove the temporary file. An error in doing so does not hide another one."""
        with suppress(OSError):
            self.stream.close()  # which may want to write first what it still holds
        if self._temporary is not None:
            with suppress(OSError):
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


def new_file(folder: Path, prefix: str = TEMPORARY) -> tuple[int, Path]:
    """The descriptor, for writing, and the path of an unfinished file in ``folder``.

    Nobody can guess its name, and it is never that of a link put in its way.
    """
    path = folder / f"{prefix}{secrets.token_hex(8)}"
    return open_new(path), path


def sweep(folder: Path) -> None:
    """Remove what a command that was killed left unfinished in ``folder``."""
    if not isinstance(folder, Path):
        return
    for leftover in folder.glob(f"{TEMPORARY}*"):
        if leftover.is_dir() and not leftover.is_symlink():
            shutil.rmtree(leftover, ignore_errors=True)
        with suppress(OSError):
            leftover.unlink(missing_ok=True)


def is_special(path: Path) -> bool:
    """Whether it is there and not to be replaced: a device, a pipe, or a link of the system's."""
    try:
        if real_path(path.parent) == Path("/dev") and path.is_symlink():
            return True  # such as /dev/stdout, wherever that leads
        mode = path.stat().st_mode
    except OSError:
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)
