"""Which files this program wrote and may replace; all others stay as they are.

A file is ours by its exact name and by its content. What is damaged has no content to go by; it is
ours where the account of the run that wrote it, ``run.json``, lists it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

from ..errors import UsageError
from ..schemas.run import FAILURES_FILE, RUN_FILE
from ..schemas.tables import TABLES
from .bounded import read_whole
from .paths import exists, is_remote, real_path
from .record_files import OPENERS, UNREADABLE, parquet_columns

LOCK: Final = ".newsquotes-lock"
"""The file in an output folder that a command holds while it writes there."""

_HEAD_BYTES: Final = 4096
_RECORD: Final = re.compile(rb'\s*\{\s*"schema_name"\s*:\s*"newsquotes\.record"')
_RUN: Final = re.compile(rb'\s*\{\s*"schema_name"\s*:\s*"newsquotes\.run"')
_FAILURE: Final = re.compile(rb'\s*\{\s*"source"\s*:.*"stage"\s*:.*"code"\s*:')
_SHARD: Final = re.compile(r"part-\d{5,}(\.jsonl(?:\.gz|\.zst)?|\.parquet)")


def shard_number(path: Path) -> int | None:
    """The number of the shard whose name this is exactly; None for any other file."""
    if not _SHARD.fullmatch(path.name):
        return None
    return int(path.name.split(".")[0].removeprefix("part-"))


def check_output(inputs: Sequence[Path | str], output: Path | str) -> None:
    """Check that the output is not what is read, nor a folder above it.

    Raises:
        UsageError: it would be.
    """
    for given in inputs:
        if str(given) == "-":
            continue
        if is_remote(given) or is_remote(output):
            source, target = str(given).rstrip("/"), str(output).rstrip("/")
            above = f"{source}/".startswith(f"{target}/")
        else:
            read, written = real_path(given), real_path(output)
            # By number as well: a folder may be mounted twice, or have its name in other letters.
            above = read.is_relative_to(written) or _identity(written) in {
                _identity(folder) for folder in (read, *read.parents)
            } - {None}
        if above:
            raise UsageError(
                f"The output {output} is, or lies above, the input {given}, which it might "
                "overwrite; choose another output with -o."
            )


def _identity(path: Path) -> tuple[int, int] | None:
    """What tells the file from all others; None where there is none, or no such numbers."""
    try:
        found = path.stat()
    except OSError:
        return None
    return (found.st_dev, found.st_ino) if found.st_ino else None


def own_names(folder: Path) -> set[str]:
    """The names of what a run wrote to ``folder``: records, shards, tables and its account."""
    found = {path.name for path, _, is_ours in _found(folder) if path.is_file() and is_ours(path)}
    return found | {table for table in TABLES if (folder / table).is_dir()}


def is_output(folder: Path) -> bool:
    """Whether a run of ours wrote, or is writing, to this folder."""
    try:
        return (folder / LOCK).is_file() or is_account(folder / RUN_FILE)
    except OSError:  # such as a path that is too long to write to
        return False


def is_account(path: Path) -> bool:
    """Whether the data begin like the account of a run."""
    return path.is_file() and _begins(path, _RUN)


def check_folder(folder: Path, form: str) -> None:
    """Check that nothing in ``folder`` conflicts with records of this format.

    Raises:
        UsageError: it holds records of another format, which readers would take as well, or files
            that this program did not write and would replace, or take for its own; or its storage
            does not allow access.
    """
    if not exists(folder) or not folder.is_dir():
        return
    listed: set[str] | None = None
    here = isinstance(folder, Path)  # elsewhere, opening each object takes too long
    for path, kind, is_ours in _found(folder):
        if here and kind and not path.is_file() and (path.is_dir() or not path.exists()):
            continue  # a folder, or a link to nothing: writing that one record fails, and says so
        if here and not (path.is_file() and is_ours(path)):
            if listed is None:
                listed = _listed(folder)
            if not path.is_file() or path.relative_to(folder).as_posix() not in listed:
                raise in_the_way(path)
        if kind not in (form, None):
            raise UsageError(
                f"{folder} holds records of the format {kind}; choose another output with -o, "
                f"or --format {kind}."
            )


def in_the_way(path: Path) -> UsageError:
    """The message about a file that is not ours to replace."""
    return UsageError(
        f"{path} is in the way: newsquotes did not write it, or it was changed since; "
        "move it away, or choose another output with -o."
    )


def _found(folder: Path) -> Iterator[tuple[Path, str | None, Callable[[Path], bool]]]:
    """What the run would replace or delete, or readers take for records, each with its test."""
    for path in folder.iterdir():
        name = path.name
        if name.startswith("."):
            continue
        if name == RUN_FILE:
            yield path, None, _is_account_or_damaged
        elif name == FAILURES_FILE:
            yield path, None, _are_failures
        elif name.endswith(".json"):
            yield path, "json", is_record
        elif name.endswith((".parquet", *OPENERS)):
            yield path, "jsonl", _is_shard
    for table in TABLES:
        for path in (folder / table).glob("*.parquet"):
            yield path, "parquet", _is_table


def _begins(path: Path, pattern: re.Pattern[bytes]) -> bool:
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD_BYTES)
    except OSError:
        return False
    return not head or pattern.match(head) is not None


def _is_account_or_damaged(path: Path) -> bool:
    return _begins(path, _RUN) or (path.parent / LOCK).is_file()


def _are_failures(path: Path) -> bool:
    return _begins(path, _FAILURE) or (path.parent / LOCK).is_file()


def is_record(path: Path) -> bool:
    """Whether the data begin like a record, or are empty."""
    return _begins(path, _RECORD)


def _is_shard(path: Path) -> bool:
    if shard_number(path) is None or path.suffix == ".parquet":
        return False
    opener = OPENERS[path.name[path.name.index(".") :]]
    try:
        with path.open("rb") as packed, opener(packed) as stream:
            head = stream.read(_HEAD_BYTES)
    except UNREADABLE:
        return False
    return not head or _RECORD.match(head) is not None


def _is_table(path: Path) -> bool:
    try:
        columns = set(parquet_columns(path))
    except UNREADABLE:
        return False
    # Other versions have more columns, or fewer.
    known = {*TABLES[path.parent.name], "record"}
    return shard_number(path) is not None and (columns <= known or known - {"record"} <= columns)


def _listed(folder: Path) -> set[str]:
    """The files of records that the account in ``folder`` lists as written."""
    if not (folder / RUN_FILE).is_file():
        return set()  # a pipe, say, would block for ever
    try:
        account = json.loads(read_whole(folder / RUN_FILE))
        names = {f"{item['id']}.json" for item in account["inputs"] if item["id"]}
        return {*names, *account.get("digests", ())}
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return set()
