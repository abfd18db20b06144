"""Files and folders for people and other tools: written aside, then moved into place.

Only what this program made is replaced. A single file is known by what is in it; the files
of a folder, which may look like anybody's, by a list that is kept there with their digests. So one
that was changed since, by an annotator, say, counts as somebody's work and stays.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from fnmatch import fnmatchcase
from hashlib import file_digest
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO, Final
from zipfile import BadZipFile

from ..errors import UsageError
from ..schemas.run import RUN_FILE
from .atomic import TEMPORARY, is_special, new_file, write_atomically
from .lock import held
from .ownership import in_the_way, is_account
from .portable import HAS_LOCKS_OF_OPEN_FILES, fsync_folder, lock, open_unfollowed
from .record_files import UNREADABLE, is_named_as_records

LIST: Final = ".newsquotes-files.json"
"""The list, in a folder of exported files, of those that an export made."""

UNFINISHED: Final = ".newsquotes-new-"
"""How the names of unfinished single files begin; those of a run, which sweeps them, are others."""

_NOT_OURS: Final[tuple[type[Exception], ...]] = (
    *UNREADABLE,
    LookupError,
    TypeError,
    AttributeError,
    BadZipFile,
)
"""What the bytes of something else may raise."""

type Digests = dict[str, list[str]]


@contextmanager
def replaced_file(target: Path | BinaryIO, is_ours: Callable[[Path], bool]) -> Iterator[Path]:
    """A path to write at; on leaving without an error, what is there becomes ``target``.

    A stream, and what is no regular file, such as a pipe, is written into instead.

    Raises:
        UsageError: ``target`` is a folder, or a file that is not ``is_ours``, nor empty; or would
            be taken for one of the records that it lies among.
        OSError: it cannot be written.
    """
    if not isinstance(target, Path) or is_special(target):
        with TemporaryDirectory() as folder:
            written = Path(folder, "export")
            yield written
            with written.open("rb") as source:
                if isinstance(target, Path):
                    with target.open("wb") as stream:
                        shutil.copyfileobj(source, stream)
                else:
                    shutil.copyfileobj(source, target)
                    target.flush()
        return
    _check_file(target, is_ours)
    _sweep(target.parent)
    with _new_file(target.parent) as unfinished:
        yield unfinished
        _sync(unfinished)
        _check_file(target, is_ours)  # again: writing took its time
        unfinished.replace(target)
    fsync_folder(target.parent)


@contextmanager
def _new_file(folder: Path) -> Iterator[Path]:
    """An unfinished file, which is locked for the block, and removed after it."""
    while True:
        descriptor, path = new_file(folder, UNFINISHED)
        if not HAS_LOCKS_OF_OPEN_FILES:
            os.close(descriptor)
            break
        with suppress(OSError):  # there are file systems without locks
            lock(descriptor, wait=True)
        if os.fstat(descriptor).st_nlink:
            break
        os.close(descriptor)  # somebody swept it before it was locked
    try:
        yield path
    finally:
        try:
            path.unlink(missing_ok=True)
        finally:  # or it stays locked, and nobody can sweep it
            if HAS_LOCKS_OF_OPEN_FILES:
                os.close(descriptor)


def _sweep(folder: Path) -> None:
    """Remove what commands that were killed left unfinished; what is locked is being written."""
    if not HAS_LOCKS_OF_OPEN_FILES:
        return  # nothing tells the one from the other
    for leftover in folder.glob(f"{UNFINISHED}*"):
        with suppress(OSError):
            descriptor = open_unfollowed(leftover)
            try:
                lock(descriptor)
                leftover.unlink()
            finally:
                os.close(descriptor)


def _check_file(target: Path, is_ours: Callable[[Path], bool]) -> None:
    if target.is_dir():
        raise UsageError(f"{target} is a folder, not a file. Choose another output.")
    if is_named_as_records(target) and is_account(target.parent / RUN_FILE):
        raise UsageError(
            f"{target.parent} holds the records of a run, and {target.name} would be taken for "
            "records, too; choose another output."
        )
    if not os.path.lexists(target):
        return
    try:
        ours = target.stat().st_size == 0 or is_ours(target)
    except _NOT_OURS:
        ours = False
    if not ours:
        raise in_the_way(target)


@contextmanager
def replaced_folder(target: Path, names: Sequence[str]) -> Iterator[Path]:
    """A folder to write files in, called as ``names`` say (patterns, such as ``*.txt``).

    On leaving without an error they go to ``target``, where they replace the files that the last
    export made there. Files there of other names stay as they are.

    Raises:
        UsageError: ``target`` is no folder, or holds the records of a run, or a file of these
            names that no export made; or another command is writing there.
        OSError: it cannot be written.
    """
    if target.exists() and not target.is_dir():
        raise UsageError(f"{target} is a file, not a folder. Choose another output.")
    if is_account(target / RUN_FILE):
        raise UsageError(f"{target} holds the records of a run; choose another output.")
    _listed(target, names)
    with held(target):
        earlier = _listed(target, names)
        with TemporaryDirectory(prefix=TEMPORARY, dir=target) as folder:
            yield Path(folder)
            _put(Path(folder), target, earlier)


def _listed(target: Path, names: Sequence[str]) -> Digests:
    """The files of an earlier export in ``target``, checked to be all there are of these names."""
    try:
        listed: Digests = json.loads((target / LIST).read_bytes())["files"]
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        listed = {}
    found: Digests = {}
    for path in sorted(target.iterdir()) if target.is_dir() else ():
        if path.name.startswith(".") or not any(fnmatchcase(path.name, name) for name in names):
            continue
        if (
            path.is_symlink()
            or not path.is_file()
            or _digest(path) not in listed.get(path.name, ())
        ):
            raise in_the_way(path)
        found[path.name] = listed[path.name]
    return found


def _put(made: Path, target: Path, earlier: Digests) -> None:
    new = {path.name: [_digest(path)] for path in sorted(made.iterdir())}
    # Whatever happens from here on, each file is in the list: as it was, and as it is to be.
    both = {name: earlier.get(name, []) + new.get(name, []) for name in {**earlier, **new}}
    _write_list(target, both)
    for name in new:
        _sync(made / name)
        (made / name).replace(target / name)
    for name in earlier.keys() - new.keys():
        (target / name).unlink()
    fsync_folder(target)
    _write_list(target, new)


def _write_list(target: Path, files: Digests) -> None:
    value = {"schema_name": "newsquotes.files", "files": files}
    write_atomically(target / LIST, json.dumps(value, indent=1).encode() + b"\n")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
