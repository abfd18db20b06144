"""Exports replace what exports made, and nothing else."""

from __future__ import annotations

import errno
import io
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from newsquotes.errors import UsageError
from newsquotes.exports import FORMATS, export, suffix
from newsquotes.schemas.record import Record
from newsquotes.storage.lock import held
from newsquotes.storage.replacing import UNFINISHED, replaced_file

from tests.samples import bare, harbour

FOLDERS = [to for to in FORMATS if suffix(to) is None]
FILES = [to for to in FORMATS if suffix(to) is not None]
FOREIGN = {
    "csv": "quotes.csv",
    "parquet": "quotes.parquet",
    "brat": "a.txt",
    "citron": "a.json",
    "xmi": "a.xmi",
}


def same(to: str, one: bytes, other: bytes) -> bool:
    """Whether two exports are the same; a database of DuckDB has an identifier of its own."""
    if to == "duckdb":
        return one[8:12] == other[8:12] == b"DUCK" and len(one) == len(other)
    return one == other


def seen(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name[0] != "."}


def unread() -> Iterator[Record]:
    raise AssertionError("what is in the way is refused before any record is read")
    yield


@pytest.mark.parametrize("to", FORMATS)
def test_an_export_replaces_the_one_before(to: str, tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    for records in ([], [harbour(), bare()], [bare()], [], [harbour()]):
        export(records, to, one)
    export([harbour()], to, two)
    if suffix(to) is None:
        assert seen(one) == seen(two)  # nothing of the others is left
    else:
        assert same(to, one.read_bytes(), two.read_bytes())


@pytest.mark.parametrize("to", FILES)
@pytest.mark.parametrize(
    "content",
    [
        b"precious\n",
        b"[1, 2]\n",
        b'{"text": "They said so.", "spans": [], "meta": {}, "answer": "accept"}\n',
        b'[\n{"id": 1, "data": {"text": "x"}, "predictions": []}\n]\n',
        b'[{"data": {}, "predictions": [{"model_version": "spacy 3"}]}]\n',
        b'{"@context": "https://schema.org/", "@graph": []}\n',
        b'{"id": "urn:uuid:1", "type": "Annotation"}\n',
        b"SQLite format 3\0" + bytes(100),
        b"PK\x03\x04" + bytes(100),
        bytes(8) + b"DUCK" + bytes(100),
        b"x\x9c" + bytes(100),
        b"[" * 100_000,
    ],
    ids=lambda content: repr(content[:12]),
)
def test_a_file_of_others_is_refused(to: str, content: bytes, tmp_path: Path) -> None:
    target = tmp_path / "there"
    target.write_bytes(content)
    with pytest.raises(UsageError, match="is in the way: newsquotes did not write it"):
        export(unread(), to, target)
    assert target.read_bytes() == content
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("to", FOLDERS)
def test_a_file_of_others_in_a_folder_is_refused(to: str, tmp_path: Path) -> None:
    (tmp_path / FOREIGN[to]).write_bytes(b"precious\n")
    with pytest.raises(UsageError, match=r"is in the way: newsquotes did not write it"):
        export(unread(), to, tmp_path)
    assert seen(tmp_path) == {FOREIGN[to]: b"precious\n"}
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("to", FOLDERS)
def test_a_file_that_was_changed_since_is_refused(to: str, tmp_path: Path) -> None:
    export([harbour(), bare()], to, tmp_path)
    (tmp_path / "notes.md").write_bytes(b"mine\n")
    export([harbour(), bare()], to, tmp_path)
    changed = max(path for path in tmp_path.iterdir() if path.suffix not in {".md", ".conf"})
    changed.write_bytes(changed.read_bytes() + b"T99\tPerson 0 3\tcorrected by hand\n")
    before = seen(tmp_path)
    with pytest.raises(UsageError, match=f"{changed} is in the way: .* it was changed since"):
        export(unread(), to, tmp_path)
    assert seen(tmp_path) == before


@pytest.mark.parametrize("to", FOLDERS)
def test_an_export_that_fails_leaves_the_one_before(to: str, tmp_path: Path) -> None:
    def failing() -> Iterator[Record]:
        yield bare()
        raise MemoryError

    export([harbour()], to, tmp_path)
    before = seen(tmp_path)
    with pytest.raises(MemoryError):
        export(failing(), to, tmp_path)
    assert seen(tmp_path) == before


@pytest.mark.parametrize("to", FOLDERS)
def test_an_export_that_is_cut_off_anywhere_can_be_made_again(
    to: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Path.replace
    renames = 0

    def failing(path: Path, target: Path) -> Path:
        nonlocal renames
        renames += 1
        if renames == fatal:
            raise OSError(5, "no more")
        return real(path, target)

    monkeypatch.setattr(Path, "replace", failing)
    fatal = 0
    export([harbour()], to, tmp_path / "whole")
    for number in range(1, renames + 1):
        target = tmp_path / f"{number}"
        fatal = 0
        export([bare()], to, target)
        renames, fatal = 0, number
        with pytest.raises(OSError, match="no more"):
            export([harbour()], to, target)
        export([harbour()], to, target)
        assert seen(target) == seen(tmp_path / "whole")


def test_two_exports_into_one_folder_at_once(tmp_path: Path) -> None:
    with held(tmp_path), pytest.raises(UsageError, match="Another command is writing to"):
        export(unread(), "csv", tmp_path)


@pytest.mark.parametrize("to", FILES)
def test_a_stream_gets_the_bytes_of_the_file(to: str, tmp_path: Path) -> None:
    export([harbour()], to, tmp_path / "file")
    stream = io.BytesIO()
    export([harbour()], to, stream)
    assert same(to, stream.getvalue(), (tmp_path / "file").read_bytes())


def test_what_comes_in_the_way_meanwhile_stays(tmp_path: Path) -> None:
    target = tmp_path / "x"
    with (
        pytest.raises(UsageError, match="is in the way"),
        replaced_file(target, lambda path: path.read_bytes() == b"ours"),
    ):
        target.write_bytes(b"somebody's")
    assert target.read_bytes() == b"somebody's"


def test_no_file_of_records_is_left_among_the_records_of_a_run(tmp_path: Path) -> None:
    (tmp_path / "run.json").write_bytes(b'{"schema_name": "newsquotes.run"}')
    with pytest.raises(UsageError, match="would be taken for records, too"):
        export(unread(), "prodigy", tmp_path / "prodigy.jsonl")
    with pytest.raises(UsageError, match="holds the records of a run"):
        export(unread(), "brat", tmp_path)
    export([harbour()], "sqlite", tmp_path / "quotes.db")


def test_what_a_killed_export_left_is_removed_by_the_next(tmp_path: Path) -> None:
    left = tmp_path / f"{UNFINISHED}0123456789abcdef"
    left.write_bytes(b"half")
    with replaced_file(tmp_path / "a", lambda _: True) as mine:
        assert not left.exists()
        with replaced_file(tmp_path / "b", lambda _: True) as other:
            other.write_bytes(b"b")
        mine.write_bytes(b"a")  # was not swept, for it is being written
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a": b"a", "b": b"b"}


def test_a_run_does_not_sweep_what_an_export_is_writing(tmp_path: Path) -> None:
    with replaced_file(tmp_path / "report.html", lambda _: True) as page:
        page.write_bytes(b"page")
        with held(tmp_path):
            pass
    assert (tmp_path / "report.html").read_bytes() == b"page"


def test_what_an_export_could_not_remove_is_removed_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of the same process as well: nothing stays locked."""

    def failing(*_: object, **__: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(os, "unlink", failing)
        patch.setattr(os, "replace", failing)
        with pytest.raises(OSError, match="error"):
            export([harbour()], "jsonld", tmp_path / "a.jsonld")
    assert [path.name[: len(UNFINISHED)] for path in tmp_path.iterdir()] == [UNFINISHED]
    export([harbour()], "jsonld", tmp_path / "a.jsonld")
    assert [path.name for path in tmp_path.iterdir()] == ["a.jsonld"]
