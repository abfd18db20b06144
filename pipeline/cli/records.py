"""What the commands that read records share: faulty ones are told of and passed over."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path

import typer

from ..errors import ExitCode, NothingToDoError, OutputError, UsageError
from ..runs.validation import Checked, check_records
from ..schemas.record import Record
from ..schemas.run import FAILURES_FILE, RUN_FILE
from ..storage.ownership import is_record
from .output import complain


class GivenRecords:
    """The records at ``path``, to be gone through once.

    Raises:
        UsageError: ``path`` does not exist.
        NothingToDoError: it holds no record.
    """

    def __init__(self, path: Path) -> None:
        self.count = self.faulty = 0
        checked = check_records(path)
        first = list(islice(checked, 1))
        if not first:
            raise NothingToDoError(f"No record in {path}; check the path.")
        self._checked = chain(first, checked)

    def __iter__(self) -> Iterator[Record]:
        for thing in self._checked:
            self._tell(thing)
            if thing.record is not None:
                self.count += 1
                yield thing.record
        if not self.count:
            self.finish()  # there is nothing to show; what was there is told of

    def _tell(self, thing: Checked) -> None:
        self.faulty += bool(thing.faults)
        for fault in thing.faults:
            complain(str(fault))

    def finish(self) -> None:
        """End the command with exit code 1 if a record had faults."""
        if self.faulty:
            raise typer.Exit(ExitCode.SOME_FAILED)


@contextmanager
def writing(target: Path, source: Path) -> Iterator[None]:
    """Turn an error of the system while ``target`` is written into one of ours.

    Raises:
        UsageError: ``target`` is, or is above, the records at ``source``, or one of them.
    """
    if isinstance(target, Path) and isinstance(source, Path):
        there, here = target.resolve(), source.resolve()
        if here.is_relative_to(there) or (
            there.parent == here and (there.name in (RUN_FILE, FAILURES_FILE) or is_record(target))
        ):
            raise UsageError(f"{target} is, or holds, what is read; choose another output.")
    try:
        yield
    except OSError as error:
        reason = error.strerror or os.strerror(error.errno or 0)
        raise OutputError(
            f"{target} cannot be written ({reason}); choose another output."
        ) from error
