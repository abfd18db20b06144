"""The output folder: create it, lock it, and remove what a killed command left in it."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from ..errors import UsageError
from .atomic import sweep
from .ownership import LOCK
from .paths import put
from .portable import lock, open_unfollowed


@contextmanager
def held(folder: Path) -> Iterator[Callable[[], None]]:
    """Hold ``folder`` for this command; the lock ends with the process, however that ends.

    What it gives raises an OSError if another folder is there by now, moved or linked to its place.

    At an address there is no such lock; two runs there would write the same records, each its own
    account of them.

    Raises:
        UsageError: it cannot be made or written, or another command holds it.
    """
    if not isinstance(folder, Path):
        _try(folder)
        yield lambda: None
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # Neither through a link nor emptied: what is there may be somebody else's.
        descriptor = open_unfollowed(folder / LOCK, make=True)
    except OSError as error:
        if error.errno in (errno.ELOOP, errno.EMLINK):
            message = f"{folder / LOCK} is a link, which newsquotes never makes; remove it."
            raise UsageError(message) from error
        raise _unwritable(folder, error) from error
    try:
        try:
            lock(descriptor)
        except BlockingIOError as error:
            raise UsageError(
                f"Another command is writing to {folder}; wait for it or choose another with -o."
            ) from error
        sweep(folder)
        yield partial(_check, folder / LOCK, descriptor)
    finally:
        os.close(descriptor)


def _check(lock_file: Path, descriptor: int) -> None:
    if not os.path.samestat(lock_file.stat(), os.fstat(descriptor)):
        raise OSError(errno.ESTALE, "another folder took its place meanwhile")


def _try(folder: Path) -> None:
    try:
        put(folder / LOCK, b"")
        (folder / LOCK).unlink()
    except OSError as error:
        raise _unwritable(folder, error) from error


def _unwritable(folder: Path, error: OSError) -> UsageError:
    return UsageError(
        f"The output {folder} cannot be written ({error.strerror}); "
        "check its permissions or choose another with -o."
    )
