"""What systems differ in: locks, how files are opened, and whether folders can be synced.

Windows has none of POSIX's locks and flags. Its locks end with the process, too, but a file that
is open can be neither moved nor removed there.
"""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path
from types import ModuleType
from typing import Final

fcntl: ModuleType | None
try:
    import fcntl
except ImportError:
    fcntl = None

HAS_LOCKS_OF_OPEN_FILES: Final = fcntl is not None
"""Whether a file can be locked, and still be moved into place or removed."""

_NEW: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_UNFOLLOWED: Final[int] = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


def open_new(path: Path) -> int:
    """A descriptor for writing to a file that is not there yet; a link is not followed."""
    return os.open(path, _NEW | getattr(os, "O_NOFOLLOW", 0), 0o666)


def open_unfollowed(path: Path, *, make: bool = False) -> int:
    """A descriptor of ``path``; a link is not followed, nor a pipe waited for.

    With ``make``, it is for writing, and the file is made if it is not there.
    """
    flags = os.O_RDWR | os.O_CREAT if make else os.O_RDONLY
    return os.open(path, flags | _UNFOLLOWED, 0o666)


def lock(descriptor: int, *, wait: bool = False) -> None:
    """Lock an open file until it is closed, or the process ends.

    Raises:
        BlockingIOError: another command has it, and ``wait`` is not given.
        OSError: the file system has no locks.
    """
    if fcntl is not None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    elif sys.platform == "win32":
        import msvcrt

        try:
            msvcrt.locking(descriptor, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
        except OSError as error:
            raise BlockingIOError(errno.EWOULDBLOCK, os.strerror(errno.EWOULDBLOCK)) from error


def fsync_folder(folder: Path) -> None:
    """Make renames in ``folder`` durable, where the system lets us."""
    if not isinstance(folder, Path) or not hasattr(os, "O_DIRECTORY"):
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
