"""Check records on disk, and whether the account of a run adds up."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from ..errors import UsageError
from ..schemas.record import Record
from ..schemas.run import (
    ACCOUNT_DIGEST,
    FAILURES_FILE,
    RUN_FILE,
    RUN_SCHEMA_NAME,
    Failure,
    Manifest,
)
from ..storage.bounded import lines_of, read_whole
from ..storage.paths import exists
from ..storage.record_files import UNREADABLE, raw_records, record_files

_SHARD: Final = re.compile(r"shard-(\d+)-of-(\d+)")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and where: a path (with ``:line``), and the field or an empty string."""

    where: str
    field: str
    message: str

    def __str__(self) -> str:
        return ": ".join(filter(None, (self.where, self.field, self.message)))


@dataclass(frozen=True, slots=True)
class Checked:
    """One record, or other file, that was checked, with its faults (none if it is right)."""

    where: str
    faults: tuple[Fault, ...]
    record: Record | None = None
    digest: str | None = None


@dataclass(frozen=True, slots=True)
class _Held:
    """Where a record is, its source, and the digest of its JSON."""

    where: str
    source: str
    digest: str | None


_NO_RECORD: Final = "is not a record; newsquotes extract makes records of articles"


def check_records(path: Path) -> Iterator[Checked]:
    """Every record at ``path``, checked against the models, offsets and references included.

    Raises:
        UsageError: ``path`` does not exist.
    """
    for file in record_files(path):
        try:
            for where, data in raw_records(file):
                yield _check(where, data)
        except UNREADABLE as error:
            said = (error.strerror if isinstance(error, OSError) else None) or error
            yield Checked(str(file), (Fault(str(file), "", f"cannot be read ({said})"),))


def _check(where: str, data: bytes) -> Checked:
    try:
        record = Record.model_validate_json(data)
    except ValidationError as error:
        if told := _something_else(data):
            return Checked(where, (Fault(where, "", told),))
        return Checked(where, _faults(where, error))
    digest = sha256(data).hexdigest()
    file = Path(where)
    if file.suffix == ".json" and file.stem != record.id:
        message = f"is {record.id!r}, but the file is named {file.name!r}"
        return Checked(where, (Fault(where, "id", message),), record, digest)
    return Checked(where, (), record, digest)


def _something_else(data: bytes) -> str | None:
    """What ``data`` is, if it is JSON but no record."""
    try:
        value = json.loads(data)
    except ValueError:
        if data[:1].isalpha() or data[:1] == b"<":
            return _NO_RECORD
        return None  # the models say where it breaks off
    name = value.get("schema_name") if isinstance(value, dict) else None
    if name == RUN_SCHEMA_NAME:
        return "describes a run and is not a record; give the folder that it is in"
    if isinstance(name, str):
        return None
    return _NO_RECORD


def _faults(where: str, error: ValidationError) -> tuple[Fault, ...]:
    return tuple(
        Fault(where, ".".join(map(str, fault["loc"])), fault["msg"].removeprefix("Value error, "))
        for fault in error.errors(include_url=False)
    )


def check_run(folder: Path, *, partial: bool = False) -> Iterator[Checked]:
    """Whether the run in ``folder`` lost nothing: every input has a whole record or a failure.

    If the run was made in shards, ``folder`` holds all of them: none may be missing, and no id may
    be in two. With ``partial``, a run that was not completed is not a fault.
    Yields the records as :func:`check_records` does, then the run's own account.

    Raises:
        UsageError: there is no ``run.json`` in ``folder``, nor in shards in it.
    """
    shards = [] if exists(folder / RUN_FILE) else list(_shards(folder))
    if not shards:
        yield from _check_run(folder, partial=partial)
        return
    seen: dict[str, str] = {}
    for shard in shards:
        for checked in _check_run(shard, partial=partial):
            yield checked
            if checked.record is None:
                continue
            where = seen.setdefault(checked.record.id, checked.where)
            if where != checked.where:
                message = f"{checked.record.id!r} is also in {where}"
                yield Checked(checked.where, (Fault(checked.where, "id", message),))
    there = {shard.name for shard in shards}
    split = sorted({int(name.rpartition("-")[2]) for name in there})
    wanted = {f"shard-{number}-of-{of}" for of in split for number in range(1, of + 1)}
    faults = [Fault(str(folder / name), "", "is missing") for name in sorted(wanted - there)]
    if len(split) > 1:
        message = f"holds shards of several runs (of {', '.join(map(str, split))})"
        faults.append(Fault(str(folder), "", message))
    yield Checked(str(folder), tuple(faults))


def _shards(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        found = (item for item in folder.iterdir() if _SHARD.fullmatch(item.name))
        yield from sorted(found, key=lambda item: item.name)


def _check_run(folder: Path, *, partial: bool) -> Iterator[Checked]:
    run_file, failures_file = folder / RUN_FILE, folder / FAILURES_FILE
    if not run_file.is_file():
        raise UsageError(f"{run_file} does not exist; give the output folder of a run.")
    held: dict[str, _Held] = {}
    for checked in check_records(folder):
        yield checked
        if checked.record is None or checked.faults:
            continue
        source, digest = checked.record.article.source, checked.digest
        one = held.setdefault(checked.record.id, _Held(checked.where, source, digest))
        if one.where != checked.where:
            message = f"{checked.record.id!r} is also in {one.where}"
            yield Checked(checked.where, (Fault(checked.where, "id", message),))
    if shards := [shard.name for shard in _shards(folder)]:
        message = f"holds a run of its own beside {', '.join(shards)}"
        yield Checked(str(folder), (Fault(str(folder), "", message),))
    try:
        account = read_whole(run_file)
        manifest = Manifest.model_validate_json(account)
    except ValidationError as error:
        yield Checked(str(run_file), _faults(str(run_file), error))
        return
    except OSError as error:
        message = f"cannot be read ({error.strerror or error})"
        yield Checked(str(run_file), (Fault(str(run_file), "", message),))
        return
    told = account.rpartition(ACCOUNT_DIGEST)[0]
    if manifest.sha256 is not None and sha256(told).hexdigest() != manifest.sha256:
        message = "has been changed since it was written; run it again"
        yield Checked(str(run_file), (Fault(str(run_file), "sha256", message),))
    yield Checked(str(run_file), tuple(_account_faults(run_file, manifest, held, partial)))
    faults = tuple(_failure_faults(failures_file, manifest))
    yield Checked(str(failures_file), faults)


def _account_faults(
    where: Path, manifest: Manifest, held: dict[str, _Held], partial: bool
) -> Iterator[Fault]:
    if manifest.status != "complete" and not partial:
        message = (
            f"is {manifest.status!r}: the run saw {manifest.counts.inputs} inputs, perhaps not "
            "all; run it again, or pass --partial"
        )
        yield Fault(str(where), "status", message)
    for number, item in enumerate(manifest.inputs):
        if item.id is None:
            continue
        if item.id not in held:
            yield Fault(str(where), f"inputs.{number}.id", f"there is no sound record {item.id!r}")
        elif held[item.id].source != item.source:
            message = (
                f"the record {item.id!r} is of {held[item.id].source!r}, not of {item.source!r}"
            )
            yield Fault(str(where), f"inputs.{number}.source", message)
        elif item.sha256 is not None and held[item.id].digest != item.sha256:
            message = f"the record {item.id!r} has been changed since it was written"
            yield Fault(str(where), f"inputs.{number}.sha256", message)
    yield from _digest_faults(where, manifest)
    for one in manifest.stale:
        if one.id not in held:
            yield Fault(str(where), "stale", f"there is no sound record {one.id!r}")
    if manifest.status == "complete":
        listed = {item.id for item in manifest.inputs} | {one.id for one in manifest.stale}
        for identifier in sorted(held.keys() - listed):
            message = (
                f"the record {identifier!r} belongs to another run; delete it, or choose another "
                "output for that run"
            )
            yield Fault(str(where), "inputs", message)


def _digest_faults(where: Path, manifest: Manifest) -> Iterator[Fault]:
    for name, expected in manifest.digests.items():
        try:
            file = where.parent / name
            if file.exists() and not file.is_file():  # it might block for ever
                yield Fault(str(file), "", "cannot be read (not a regular file)")
                continue
            with file.open("rb") as stream:
                digest = file_digest(stream, "sha256").hexdigest()
        except OSError as error:
            yield Fault(str(where.parent / name), "", f"cannot be read ({error.strerror or error})")
        else:
            if digest != expected:
                message = "has been changed since it was written"
                yield Fault(str(where.parent / name), "", message)


def _failure_faults(where: Path, manifest: Manifest) -> Iterator[Fault]:
    told: list[tuple[str, str]] = []
    if where.exists() and not where.is_file():
        yield Fault(str(where), "", "cannot be read (not a regular file)")
        return
    try:
        with where.open("rb") as lines:
            for number, line in enumerate(lines_of(lines), 1):
                try:
                    failure = Failure.model_validate_json(line)
                except ValidationError as error:
                    yield from _faults(f"{where}:{number}", error)
                else:
                    told.append((failure.source, failure.code))
    except OSError as error:
        yield Fault(str(where), "", f"cannot be read ({error.strerror})")
        return
    listed = [(item.source, item.code) for item in manifest.inputs if item.code is not None]
    if sorted(told) != sorted(listed):
        message = f"its failures ({len(told)}) are not those that {RUN_FILE} lists ({len(listed)})"
        yield Fault(str(where), "", message)
