"""What the commands that read records share: faulty ones are reported and skipped."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO, Final

import typer

from ..errors import ExitCode, NothingToDoError, OutputError, UsageError
from ..runs.validation import Checked, check_records
from ..schemas.record import Record
from ..schemas.run import FAILURES_FILE, RUN_FILE
from ..storage.paths import is_remote, real_path
from ..storage.record_files import is_named_as_records
from ..storage.replacing import replaced_file
from .output import complain, standard_output

_MAY_BE_RECORDS: Final = frozenset({".json", ".jsonl", ".parquet"})


class GivenRecords:
    """The records at ``path``, to be iterated over once; with ``once``, without copies.

    Raises:
        UsageError: ``path`` does not exist.
        NothingToDoError: it holds no record.
    """

    def __init__(self, path: Path, *, once: bool = False) -> None:
        self.count = self.faulty = 0
        self.copies = _copies_at(path) if once else frozenset[int]()
        checked = check_records(path)
        first = list(islice(checked, 1))
        if not first:
            raise no_record(path)
        self._checked = chain(first, checked)

    def __iter__(self) -> Iterator[Record]:
        position = -1
        for thing in self._checked:
            self._tell(thing)
            position += thing.record is not None
            if thing.record is not None and position not in self.copies:
                self.count += 1
                yield thing.record
        if not self.count:
            self.finish()  # there is nothing to show, and the faults are reported

    def _tell(self, thing: Checked) -> None:
        self.faulty += bool(thing.faults)
        for fault in thing.faults:
            complain(str(fault))

    def finish(self) -> None:
        """End the command with exit code 1 if a record had faults."""
        if self.faulty:
            raise typer.Exit(ExitCode.SOME_FAILED)


def no_record(*paths: Path) -> NothingToDoError:
    """The error that there is no record at ``paths``; says so where articles lie there."""
    from ..articles.reading import READERS

    shown = ", ".join(map(str, paths))
    alone = READERS.keys() - _MAY_BE_RECORDS
    files = (file for path in paths if isinstance(path, Path) for file in path.glob("*"))
    if any(file.suffix.lower() in alone for file in files):
        message = (
            f"{shown} holds articles, not records; make those first: newsquotes extract {shown}"
        )
        return NothingToDoError(message)
    return NothingToDoError(f"No record in {shown}; check the path.")


def output_path(output: str, source: Path) -> Path | BinaryIO:
    """Where to write for ``--output``: a path, or standard output for ``-``.

    Raises:
        UsageError: it is an address; or is, or is above, the records at ``source``, or one of them;
            or standard output is closed.
    """
    if output == "-":
        return standard_output()
    if is_remote(output):
        raise UsageError(
            f"{output} is an address, and this command writes to this machine only; name a path "
            "with -o, and copy what is written there."
        )
    target = Path(output)
    if isinstance(source, Path):
        there, here = real_path(target), real_path(source)
        taken = is_named_as_records(there) or there.name in (RUN_FILE, FAILURES_FILE)
        if here.is_relative_to(there) or (there.parent == here and taken):
            raise UsageError(
                f"{target} is one of the inputs, or contains one; choose another output."
            )
    return target


def _copies_at(path: Path) -> frozenset[int]:
    """Which of the records at ``path`` are of copies of a longer article, by their places."""
    from ..copies import CopyFinder

    finder = CopyFinder()
    for thing in check_records(path):
        if thing.record is not None:
            finder.add(thing.record)
    return frozenset(one.position for group in finder.groups() for one in group[1:])


@contextmanager
def writing(output: str) -> Iterator[None]:
    """Turn an error of the system while ``output`` is written into one of ours."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or os.strerror(error.errno or 0)
        if output == "-":
            message = f"Standard output cannot be written ({reason}); check what reads it."
        else:
            message = f"{output} cannot be written ({reason}); choose another output."
        raise OutputError(message) from error


@contextmanager
def written_file(output: str, source: Path, is_ours: Callable[[Path], bool]) -> Iterator[Path]:
    """A path to write ``output`` at: see :func:`newsquotes.storage.replacing.replaced_file`."""
    with writing(output), replaced_file(output_path(output, source), is_ours) as file:
        yield file
