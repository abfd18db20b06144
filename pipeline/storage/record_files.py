"""Read records back, in any of the formats."""

from __future__ import annotations

import gzip
import io
import json
import stat
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final, cast

from ..errors import UsageError
from ..schemas.record import Record
from ..schemas.run import FAILURES_FILE, RUN_FILE
from .bounded import lines_of, read_whole
from .paths import exists, path_of


def _unreadable() -> tuple[type[Exception], ...]:
    errors: list[type[Exception]] = [
        OSError,
        EOFError,
        ValueError,
        RecursionError,
        zlib.error,
    ]  # pyarrow's are ValueErrors
    try:
        from zstandard import ZstdError
    except ImportError:
        return tuple(errors)
    return (*errors, ZstdError)


UNREADABLE: Final = _unreadable()
"""What damaged files of any format make their readers raise."""


def _plain(stream: BinaryIO) -> BinaryIO:
    return stream


def _gunzipped(stream: BinaryIO) -> BinaryIO:
    return cast("BinaryIO", gzip.open(stream, "rb"))


def _unzstd(stream: BinaryIO) -> BinaryIO:
    try:
        import zstandard
    except ImportError as error:
        message = "Reading .zst needs an extra; install it with: pip install 'newsquotes[zstd]'."
        raise UsageError(message) from error
    return io.BufferedReader(cast("io.RawIOBase", zstandard.open(stream, "rb")))


OPENERS: Final[dict[str, Callable[[BinaryIO], BinaryIO]]] = {
    ".jsonl": _plain,
    ".jsonl.gz": _gunzipped,
    ".jsonl.zst": _unzstd,
}


def record_files(path: Path) -> Iterator[Path]:
    """The files of records at ``path``: itself, or those of an output folder, in order of name.

    Raises:
        UsageError: it does not exist.
    """
    if not exists(path):
        raise UsageError(f"{path} does not exist; check the path.")
    if not path.is_dir():
        yield path
        return
    for item in sorted(path.iterdir(), key=lambda item: item.name):
        if (item.name.startswith("shard-") or item.name == "articles") and item.is_dir():
            yield from record_files(item)
        elif _holds_records(item):
            yield item


def _holds_records(file: Path) -> bool:
    return is_named_as_records(file) and not file.is_dir()


def is_named_as_records(file: Path) -> bool:
    """Whether readers of a folder of records would take it for some, by its name."""
    hidden = file.name.startswith(".") or file.name in {RUN_FILE, FAILURES_FILE}
    return not hidden and file.name.endswith((".json", ".parquet", *OPENERS))


def raw_records(file: Path) -> Iterator[tuple[str, bytes]]:
    """Each record in ``file`` as JSON, and where it stands: the path, or ``path:number``."""
    if isinstance(file, Path) and not stat.S_ISREG(file.stat().st_mode):
        raise OSError(0, "not a regular file")  # a pipe would block for ever
    opener = next((o for suffix, o in OPENERS.items() if file.name.endswith(suffix)), None)
    if opener is not None:
        with file.open("rb") as packed, opener(packed) as stream:
            for number, line in enumerate(lines_of(stream), 1):
                yield f"{file}:{number}", line
    elif file.suffix == ".parquet":
        for number, data in enumerate(_parquet_records(file), 1):
            yield f"{file}:{number}", data
    else:
        yield str(file), read_whole(file)


def parquet_columns(file: Path) -> list[str]:
    """The names of the columns of a Parquet file.

    Raises:
        UsageError: an extra is missing.
    """
    try:
        import pyarrow.parquet as pq
    except ImportError as error:
        message = f"Reading {file} needs an extra: pip install newsquotes[parquet]."
        raise UsageError(message) from error
    with file.open("rb") as stream, pq.ParquetFile(stream) as table:
        names: list[str] = table.schema_arrow.names
        return names


def _parquet_records(file: Path) -> Iterator[bytes]:
    try:
        import pyarrow.parquet as pq
    except ImportError as error:
        message = f"Reading {file} needs an extra: pip install 'newsquotes[parquet]'."
        raise UsageError(message) from error
    with file.open("rb") as stream, pq.ParquetFile(stream) as table:
        if "record" not in table.schema_arrow.names:
            message = f"{file} has no column 'record'; read tables with DuckDB or pandas."
            raise UsageError(message)
        for batch in table.iter_batches(batch_size=100, columns=["record"]):
            for value in batch.column(0).to_pylist():
                yield f"{value}\n".encode()


def identified_records(file: Path) -> Iterator[tuple[str, str, bytes]]:
    """Ids, sources and JSON of the records in ``file``, as far as it can be read at all."""
    try:
        for _, data in raw_records(file):
            value: Any = json.loads(data)
            yield value["id"], value["article"]["source"], data
    except (KeyError, TypeError):
        return
    except UNREADABLE:
        return  # not there or broken: what is missing is made again


def read_records(path: Path | str) -> Iterator[Record]:
    """Read the records in a file, or in the output folder or address of a run, one at a time.

    Example:
        >>> [record.id for record in read_records("outputs")]
        ['rain']

    Raises:
        UsageError: ``path`` does not exist, or the format needs an extra that is not installed.
        pydantic.ValidationError: something there is not a valid record.
    """
    for file in record_files(path_of(path)):
        for _, data in raw_records(file):
            yield Record.model_validate_json(data)
