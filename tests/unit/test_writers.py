"""Writers and the journal: whole files or none, and an account that adds up."""

from __future__ import annotations

import errno
import io
import os
from pathlib import Path

import pytest
from newsquotes.errors import FailureCode, InputError, OutputError, Stage, UsageError
from newsquotes.runs.journal import Journal
from newsquotes.schemas.outcome import Done
from newsquotes.storage.atomic import AtomicFile, write_atomically
from newsquotes.storage.lock import held
from newsquotes.writers.json import JsonFolder
from newsquotes.writers.jsonl import JsonLines
from newsquotes.writers.stream import JsonLinesStream


def done(identifier: str, data: bytes = b"{}\n") -> Done:
    return Done(id=identifier, source=f"{identifier}.txt", data=data, entities=1, quotes=2)


def test_a_file_replaces_the_old_one_at_once(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(b"old")
    with AtomicFile(path) as file:
        file.write(b"new")
        assert path.read_bytes() == b"old"
    assert path.read_bytes() == b"new"
    assert os.listdir(tmp_path) == ["x.json"]  # noqa: PTH208


def test_what_is_not_finished_never_was(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), AtomicFile(tmp_path / "x.json") as file:
        file.write(b"half" + bytes(1 // 0))
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_an_error_at_the_last_moment_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    def fail(*_: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    path = tmp_path / "x.json"
    path.write_bytes(b"old")
    owner = os if call == "fsync" else Path
    monkeypatch.setattr(owner, call, fail)
    with pytest.raises(OSError, match="Input/output"):
        write_atomically(path, b"new")
    assert [p.name for p in tmp_path.iterdir()] == ["x.json"]
    assert path.read_bytes() == b"old"


def test_a_full_disk_ends_the_run_but_a_name_in_the_way_does_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer = JsonFolder(tmp_path)
    (tmp_path / "b.json").mkdir()
    errors = writer.write([done("a"), done("b")])
    assert errors[0] is None
    assert errors[1] is not None
    assert errors[1].errno == errno.EISDIR

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match=r"cannot be written \(No space left on device\)"):
        writer.write([done("c")])
    writer.close()


def test_what_a_full_disk_kept_from_its_shard_waits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer = JsonLines(tmp_path, size=3)
    writer.write([done("a"), done("b"), done("c"), done("d")])
    assert writer.waiting == 1

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match=r"cannot be written \(No space left on device\)"):
        writer.finish(complete=True)
    assert writer.waiting == 1
    with pytest.raises(OutputError, match="cannot be written"):
        writer.write([done("e"), done("f"), done("g")])
    assert writer.waiting == 3
    assert [path.name for path in tmp_path.iterdir()] == ["part-00000.jsonl"]


def test_a_stale_record_that_cannot_be_removed_ends_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer = JsonFolder(tmp_path)
    writer.write([done("a", b'{"id": "a", "article": {"source": "a.txt"}}')])

    def denied(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "unlink", denied)
    with pytest.raises(OutputError, match=r"cannot be written \(Permission denied\)"):
        writer.write([InputError("a.txt", Stage.READ, FailureCode.EMPTY, "Nothing.", "a")])
    writer.close()


class Hung(io.BytesIO):
    """A stream whose reader is gone."""

    def flush(self) -> None:
        raise BrokenPipeError(errno.EPIPE, "Broken pipe")


def test_a_stream_gets_lines() -> None:
    stream = io.BytesIO()
    assert JsonLinesStream(stream).write([done("a"), done("b")]) == [None, None]
    assert stream.getvalue() == b"{}\n{}\n"
    with pytest.raises(OutputError, match=r"Standard output cannot be written \(Broken pipe\)"):
        JsonLinesStream(Hung()).write([done("a")])


def test_holding_a_folder_sweeps_leftovers(tmp_path: Path) -> None:
    leftover = tmp_path / ".newsquotes-tmp-x.json"
    leftover.write_bytes(b"half")
    with held(tmp_path):
        assert not leftover.exists()
        with pytest.raises(UsageError, match="Another command"), held(tmp_path):
            pass


def test_the_journal_counts_everything_once(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    journal.note(done("a"))
    journal.note(InputError("b.txt", Stage.READ, FailureCode.EMPTY, "Nothing."))
    counts = journal.counts
    assert (counts.inputs, counts.written, counts.failed, counts.quotes) == (2, 1, 1, 2)
    journal.close()
    assert not list(tmp_path.iterdir())


def test_input_errors_travel_between_processes() -> None:
    import pickle

    error = InputError("b.txt", Stage.READ, FailureCode.EMPTY, "Nothing.", "b")
    again = pickle.loads(pickle.dumps(error))
    assert again.id == "b"
    assert (again.source, again.stage, again.code, again.message) == (
        "b.txt",
        Stage.READ,
        FailureCode.EMPTY,
        "Nothing.",
    )
    assert str(again) == "b.txt: Nothing."
