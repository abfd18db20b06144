"""The output folder: made, held by one run at a time, and swept of what a killed run left."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from ..errors import UsageError
from ..runs.journal import RUN_FILE
from ..storage.atomic import sweep
from ..storage.paths import put

LOCK: Final = ".newsquotes-lock"


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold ``folder`` for this run; the lock goes with the process, however it ends.

    At an address there is no such lock; two runs there would write the same records, each its own
    account of them.

    Raises:
        UsageError: it cannot be made or written, or another run holds it.
    """
    if not isinstance(folder, Path):
        _try(folder)
        yield
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / LOCK).open("wb")
    except OSError as error:
        raise _unwritable(folder, error) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise UsageError(
                f"Another run is writing to {folder}; wait for it or choose another with -o."
            ) from error
        sweep(folder)
        yield


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


def check_format(folder: Path, name: str) -> None:
    """See that ``folder`` holds no records of another format, which readers would take as well.

    Raises:
        UsageError: it does.
    """
    marks = {
        "json": (path for path in folder.glob("*.json") if path.name != RUN_FILE),
        "jsonl": folder.glob("part-*.jsonl*"),
        "parquet": folder.glob("articles/part-*.parquet"),
    }
    for other, found in marks.items():
        if other != name and next(found, None) is not None:
            raise UsageError(
                f"{folder} holds records of the format {other}; choose another output with -o, "
                f"or --format {other}."
            )
