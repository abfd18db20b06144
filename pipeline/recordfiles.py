"""Reading records back, whatever they were written as."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pipeline.errors import UsageError
from pipeline.journal import FAILURES_FILE, RUN_FILE
from pipeline.records import Record


def record_files(path: Path) -> Iterator[Path]:
    """The files of records at ``path``: itself, or those of a folder in order of their names.

    Raises:
        UsageError: it does not exist.
    """
    if not path.exists():
        raise UsageError(f"{path} does not exist; check the path.")
    if not path.is_dir():
        yield path
        return
    for file in sorted(path.iterdir()):
        hidden = file.name.startswith(".") or file.name in {RUN_FILE, FAILURES_FILE}
        if not hidden and file.suffix in {".json", ".jsonl"}:
            yield file


def raw_records(file: Path) -> Iterator[tuple[str, bytes]]:
    """Each record in ``file`` as JSON, and where it stands: the path, or ``path:line``."""
    if file.suffix == ".jsonl":
        with file.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                yield f"{file}:{number}", line
    else:
        yield str(file), file.read_bytes()


def read_records(path: Path | str) -> Iterator[Record]:
    """The records in a file, or in the output folder of a run; one in memory at a time.

    Raises:
        UsageError: ``path`` does not exist.
        pydantic.ValidationError: what is there is not a record, or does not hold together.
    """
    for file in record_files(Path(path)):
        for _, data in raw_records(file):
            yield Record.model_validate_json(data)
