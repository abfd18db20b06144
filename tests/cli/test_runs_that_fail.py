"""What a second run leaves of the first when it fails, and what ``validate --run`` finds."""

from __future__ import annotations

import errno
import gzip
import json
import os
import shutil
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from newsquotes import read_records
from newsquotes.errors import ExitCode
from newsquotes.runs import run
from newsquotes.schemas.run import Manifest

if TYPE_CHECKING:
    from conftest import Command

FORMATS = ["json", "jsonl", "parquet"]


def manifest(out: Path) -> Manifest:
    return Manifest.model_validate_json((out / "run.json").read_bytes())


def sources(out: Path) -> set[str]:
    return {record.article.source for record in read_records(out)}


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("fault", ["unreadable", "too-large"])
def test_a_record_stays_where_its_input_fails_for_now(
    newsquotes: Command, articles: Path, tmp_path: Path, form: str, fault: str
) -> None:
    out = tmp_path / "out"
    arguments: list[Any] = ["extract", articles, "-o", out, "--format", form, "-q"]
    assert newsquotes(*arguments).exit_code == ExitCode.OK
    before = list(read_records(out))
    harbour = articles / "harbour.txt"
    if fault == "unreadable":
        harbour.rename(tmp_path / "harbour.txt")
        os.mkfifo(harbour)  # as good as a mount that does not answer
    more = ["--max-bytes", 40] if fault == "too-large" else []
    for _ in range(2):
        assert newsquotes(*arguments, *more).exit_code == ExitCode.SOME_FAILED
        assert ("harbour", "harbour.txt") in [(s.id, s.source) for s in manifest(out).stale]
        assert sources(out) == {"harbour.txt", "wire.txt"}
        result = newsquotes("validate", "--run", out)
        assert result.exit_code == ExitCode.OK, result.stdout
    if fault == "unreadable":
        harbour.unlink()
        (tmp_path / "harbour.txt").rename(harbour)
    assert newsquotes(*arguments).exit_code == ExitCode.OK
    assert manifest(out).stale == ()
    assert list(read_records(out)) == before


@pytest.mark.parametrize("form", ["jsonl", "parquet"])
def test_records_stay_where_a_whole_file_cannot_be_read(
    newsquotes: Command, tmp_path: Path, form: str
) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    lines = [json.dumps({"id": f"d{n}", "text": f"“It rained {n},” Ann Lee said."}) for n in "ab"]
    (folder / "lines.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (folder / "wire.txt").write_text("“It rained,” Ann Lee said.", encoding="utf-8")
    arguments = ("extract", folder, "-o", out, "--format", form, "-q")
    assert newsquotes(*arguments).exit_code == ExitCode.OK
    (folder / "lines.jsonl").unlink()
    os.mkfifo(folder / "lines.jsonl")
    assert newsquotes(*arguments).exit_code == ExitCode.SOME_FAILED
    assert {record.id for record in read_records(out)} == {"da", "db", "wire"}
    assert [one.id for one in manifest(out).stale] == ["da", "db"]
    assert newsquotes("validate", "--run", out).exit_code == ExitCode.OK


def test_inputs_that_are_gone_are_told(
    newsquotes: Command, articles: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    arguments = ("extract", articles, "-o", tmp_path / "out", "--format", "jsonl", "-q")
    newsquotes(*arguments)
    (articles / "wire.txt").unlink()
    assert newsquotes(*arguments).exit_code == ExitCode.OK
    assert f"Records whose inputs are gone were removed (1); check that {articles}" in caplog.text


def test_records_of_other_inputs_are_told(
    newsquotes: Command, articles: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    arguments = ("extract", articles, "-o", tmp_path / "out", "-q")
    newsquotes(*arguments)
    assert "another run" not in caplog.text
    (articles / "wire.txt").unlink()
    assert newsquotes(*arguments).exit_code == ExitCode.OK
    assert "belong to another run (1); delete them" in caplog.text


@pytest.mark.parametrize("name", ["contents/part-00000.parquet", "failures.jsonl"])
def test_a_table_that_is_no_file_is_told(
    newsquotes: Command, articles: Path, tmp_path: Path, name: str
) -> None:
    out = tmp_path / "out"
    newsquotes("extract", articles, "-o", out, "-q", "--format", "parquet")
    table = out / name
    table.unlink()
    os.mkfifo(table)
    result = newsquotes("validate", "--run", out)
    assert result.exit_code == ExitCode.SOME_FAILED
    assert f"{table}: cannot be read (not a regular file)" in result.output


def test_a_record_changed_by_hand_is_found_and_remade(
    newsquotes: Command, articles: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    newsquotes("extract", articles, "-o", out, "-q")
    wire = out / "wire.json"
    before = wire.read_bytes()
    wire.write_bytes(before.replace(b'"name": "Ann Lee"', b'"name": "Bob Ray"'))
    assert wire.read_bytes() != before
    result = newsquotes("validate", "--run", out)
    assert result.exit_code == ExitCode.SOME_FAILED
    assert "the record 'wire' has been changed since it was written" in result.stdout
    newsquotes("extract", articles, "-o", out, "-q")
    assert [item.outcome for item in manifest(out).inputs] == ["kept", "written"]
    assert wire.read_bytes() == before


def test_any_flipped_byte_of_a_shard_is_found_and_remade(
    newsquotes: Command, articles: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    arguments = ("extract", articles, "-o", out, "--format", "jsonl", "--compress", "gzip", "-q")
    newsquotes(*arguments)
    shard = out / "part-00000.jsonl.gz"
    before = shard.read_bytes()
    kinds = set()
    for position in range(0, len(before), 97):
        damaged = bytearray(before)
        damaged[position] ^= 255
        try:
            gzip.decompress(bytes(damaged))
            kind = "none"
        except (OSError, EOFError, zlib.error) as error:
            kind = type(error).__name__
        if kind in kinds and position:
            continue
        kinds.add(kind)
        shard.write_bytes(damaged)
        for command in (["validate", "--run"], ["validate"], ["speakers"]):
            result = newsquotes(*command, out)
            faulty = kind != "none" or "--run" in command
            assert result.exit_code == (ExitCode.SOME_FAILED if faulty else ExitCode.OK)
        assert newsquotes(*arguments).exit_code == ExitCode.OK
        assert shard.read_bytes() == before
    assert "error" in kinds


def test_any_flipped_bit_of_the_account_is_found(
    newsquotes: Command, articles: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    newsquotes("extract", articles, "-o", out, "-q")
    account = out / "run.json"
    before = account.read_bytes()
    last = before.rindex(b"\n}\n")  # white space behind it says nothing
    for position in range(0, last, 13):
        damaged = bytearray(before)
        damaged[position] ^= 1 << position % 8
        account.write_bytes(damaged)
        result = newsquotes("validate", "--run", out)
        assert result.exit_code == ExitCode.SOME_FAILED, before[position - 20 : position + 20]
        assert "run.json: " in result.stdout


def test_an_account_without_digest_is_one_of_before(
    newsquotes: Command, articles: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    newsquotes("extract", articles, "-o", out, "-q")
    account = json.loads((out / "run.json").read_bytes())
    del account["sha256"]
    (out / "run.json").write_text(json.dumps(account))
    assert newsquotes("validate", "--run", out).exit_code == ExitCode.OK


@pytest.mark.parametrize("how", ["missing", "truncated"])
@pytest.mark.parametrize("table", ["articles", "quotes"])
def test_a_damaged_table_is_found_and_remade(
    newsquotes: Command, articles: Path, tmp_path: Path, table: str, how: str
) -> None:
    out = tmp_path / "out"
    arguments = ("extract", articles, "-o", out, "--format", "parquet", "-q")
    newsquotes(*arguments)
    path = out / table / "part-00000.parquet"
    before = path.read_bytes()
    path.unlink()
    if how == "truncated":
        path.write_bytes(before[:-20])
    result = newsquotes("validate", "--run", out)
    assert result.exit_code == ExitCode.SOME_FAILED
    assert str(path) in result.stdout
    assert newsquotes(*arguments).exit_code == ExitCode.OK
    assert path.read_bytes() == before


def test_a_line_too_deep_for_json(newsquotes: Command, articles: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    arguments = ("extract", articles, "-o", out, "--format", "jsonl", "-q")
    newsquotes(*arguments)
    before = (out / "part-00000.jsonl").read_bytes()
    (out / "part-00000.jsonl").write_bytes(b"[" * 100_000 + b"\n")
    assert newsquotes("validate", "--run", out).exit_code == ExitCode.SOME_FAILED
    assert newsquotes(*arguments).exit_code == ExitCode.OK
    assert (out / "part-00000.jsonl").read_bytes() == before


def test_a_copy_of_a_shard_and_shards_beside_a_run_are_found(
    newsquotes: Command, articles: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    newsquotes("extract", articles, "-o", out, "--format", "jsonl", "-q")
    copy = out / "part-00001.jsonl"
    copy.write_bytes((out / "part-00000.jsonl").read_bytes())
    result = newsquotes("validate", "--run", out)
    assert result.exit_code == ExitCode.SOME_FAILED
    assert f"{copy}:1: id: 'harbour' is also in" in result.stdout
    copy.unlink()
    newsquotes("extract", articles, "-o", out, "--shard", "1/2", "-q")
    result = newsquotes("validate", "--run", out)
    assert result.exit_code == ExitCode.SOME_FAILED
    assert f"{out}: holds a run of its own beside shard-1-of-2" in result.stdout


@pytest.mark.parametrize("to", ["brat", "citron"])
@pytest.mark.parametrize("identifier", ["{out}/evil", "../../evil", ".hidden", "a\0b", "a/b", ""])
def test_ids_that_are_paths_are_no_ids(
    newsquotes: Command, articles: Path, tmp_path: Path, to: str, identifier: str
) -> None:
    out, target = tmp_path / "out", tmp_path / "deep" / "target"
    newsquotes("extract", articles, "-o", out, "-q")
    record = json.loads((out / "wire.json").read_bytes())
    record["id"] = identifier.format(out=tmp_path)
    (tmp_path / "r.jsonl").write_text(json.dumps(record) + "\n", encoding="utf-8")
    before = sorted(tmp_path.rglob("*"))
    result = newsquotes("export", tmp_path / "r.jsonl", "--to", to, "-o", target)
    assert result.exit_code == ExitCode.SOME_FAILED
    made = {path for path in set(tmp_path.rglob("*")) - set(before) if path.is_file()}
    assert all(path.parent == target for path in made)
    assert not any("evil" in path.name for path in made)


@pytest.mark.parametrize("command", [["export", "--to", "citron"], ["report"], ["speakers"]])
def test_what_is_read_is_not_written(
    newsquotes: Command, articles: Path, tmp_path: Path, command: list[str]
) -> None:
    out = tmp_path / "out"
    newsquotes("extract", articles, "-o", out, "-q")
    before = {path: path.read_bytes() for path in out.iterdir()}
    targets = [out] if command[0] == "export" else [out / "wire.json", out / "run.json"]
    for target in targets:
        result = newsquotes(*command, out, "-o", target)
        assert result.exit_code == ExitCode.USAGE
        assert f"{target} is one of the inputs" in result.stderr
    assert {path: path.read_bytes() for path in out.iterdir()} == before


@pytest.mark.parametrize("first", [1.7e9, -1.7e9, 3e11])
def test_a_clock_out_of_order(
    newsquotes: Command,
    articles: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    first: float,
) -> None:
    import time

    moments = iter([first, *[0.0] * 10_000])
    monkeypatch.setattr(time, "time", lambda: next(moments))
    assert newsquotes("extract", articles, "-o", tmp_path / "out", "-q").exit_code == ExitCode.OK
    assert manifest(tmp_path / "out").seconds >= 0


def test_a_working_folder_that_was_deleted(
    newsquotes: Command, articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    result = newsquotes("extract", articles, "-o", tmp_path / "out")
    assert result.exit_code == ExitCode.USAGE
    (line,) = result.stderr.splitlines()
    assert line.startswith("error: The working folder cannot be used (No such file or directory)")


@pytest.mark.parametrize("what", ["deleted", "moved", "exchanged"])
@pytest.mark.parametrize("form", FORMATS)
def test_an_output_that_is_gone_meanwhile(
    newsquotes: Command,
    articles: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    form: str,
    what: str,
) -> None:
    out = tmp_path / "out"

    def gone(*arguments: Any, **options: Any) -> Any:
        if not (tmp_path / "moved").exists():
            out.rename(tmp_path / "moved")
            if what == "deleted":
                shutil.rmtree(tmp_path / "moved")
                (tmp_path / "moved").touch()
            if what == "exchanged":
                (tmp_path / "other").mkdir()
                out.symlink_to(tmp_path / "other")
        return real(*arguments, **options)

    real = run._write
    monkeypatch.setattr(run, "_write", gone)
    result = newsquotes("extract", articles, "-o", out, "--format", form, "-q")
    assert result.exit_code == ExitCode.OUTPUT
    assert result.stderr.splitlines()[-1].startswith(f"error: {out} cannot be written (")


@pytest.mark.parametrize("number", [errno.EMFILE, errno.ENOSPC, errno.ESTALE])
def test_what_every_record_would_meet_ends_the_run_at_once(
    newsquotes: Command,
    articles: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    number: int,
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("newsquotes.writers.json.write_atomically", fail)
    result = newsquotes("extract", articles, "-o", tmp_path / "out", "-q")
    assert result.exit_code == ExitCode.OUTPUT
    (line,) = result.stderr.splitlines()
    assert f"cannot be written ({os.strerror(number)})" in line


def test_damaged_weights_end_the_run_before_it_begins(
    newsquotes: Command, articles: Path, tmp_path: Path
) -> None:
    import numpy as np
    from newsquotes.stages.attribution.weights import DEFAULT_WEIGHTS

    out, own = tmp_path / "out", tmp_path / "own.npz"
    newsquotes("extract", articles, "-o", out, "-q")
    before = {path: path.read_bytes() for path in out.glob("[!.rf]*.json")}
    with np.load(DEFAULT_WEIGHTS) as stored:
        arrays = dict(stored)
    np.savez(own, **arrays | {"weights/cue_b": np.full(64, np.nan, np.float16)})
    result = newsquotes("extract", articles, "-o", out, "--weights", own)
    assert result.exit_code == ExitCode.MODEL_MISSING
    assert result.stderr == (
        f"error: {own} holds no weights (weights/cue_b holds numbers that are not finite); "
        "install newsquotes again, or train again.\n"
    )
    assert before
    assert {path: path.read_bytes() for path in out.glob("[!.rf]*.json")} == before
    result = newsquotes("extract", articles, "-o", out, "--weights", "/dev/zero")
    assert result.exit_code == ExitCode.USAGE
    assert "error: The weights /dev/zero cannot be read (no regular file)" in result.stderr
