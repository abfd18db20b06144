"""Files that claim gigabytes and hold nothing, paths too long, standard error on a full disk."""

from __future__ import annotations

import gzip
import io
import os
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest
from newsquotes.articles import Article, read_articles
from newsquotes.cli import config
from newsquotes.cli.output import unfailing
from newsquotes.errors import InputError, UsageError
from newsquotes.runs.validation import check_records, check_run
from newsquotes.settings import Settings
from newsquotes.storage.bounded import lines_of, read_whole

HUGE: Final = 20 * 2**30
ROW: Final = "id,text\n1,“We fire at noon.”\n2,"
LINE: Final = '{"text": "“We fire at noon,” said Tamsin Okell."}\n{"text": "'


def sparse(path: Path, start: str = "") -> Path:
    path.write_text(start, encoding="utf-8")
    os.truncate(path, HUGE)
    return path


@pytest.mark.parametrize(
    "suffix",
    [
        "txt",
        "json",
        "jsonl",
        "csv",
        "html",
        "xml",
        "parquet",
        "xlsx",
        "docx",
        "rtf",
        "zip",
        "tar",
        "warc",
        "txt.xz",
    ],
)
def test_zeros_are_no_input(tmp_path: Path, suffix: str) -> None:
    sparse(tmp_path / f"a.{suffix}")
    (failure,) = read_articles([tmp_path], Settings(max_bytes=100_000))
    assert isinstance(failure, InputError), failure
    assert failure.message.endswith(".")


@pytest.mark.parametrize(("name", "start"), [("a.csv", ROW), ("a.jsonl", LINE)])
def test_what_stands_before_the_zeros_is_kept(tmp_path: Path, name: str, start: str) -> None:
    sparse(tmp_path / name, start)
    sound, failure = read_articles([tmp_path], Settings(max_bytes=100_000))
    assert isinstance(sound, Article)
    assert isinstance(failure, InputError)
    assert "binary data, which was not read" in failure.message


@pytest.mark.parametrize("name", ["a.json", "part-00000.jsonl", "a.bin"])
def test_zeros_are_no_record(tmp_path: Path, name: str) -> None:
    (checked,) = check_records(sparse(tmp_path / name))
    assert checked.record is None
    assert "cannot be read" in str(checked.faults[0])


def test_zeros_are_no_account(tmp_path: Path) -> None:
    sparse(tmp_path / "run.json")
    (checked,) = check_run(tmp_path)
    assert "cannot be read" in str(checked.faults[0])


def test_zeros_are_no_settings(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="more than"):
        config._read(sparse(tmp_path / "newsquotes.toml"))


def test_a_path_too_long_for_the_system_costs_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("“We fire at noon,” said Tamsin Okell.")
    monkeypatch.chdir(tmp_path / "in")
    for _ in range(20):
        Path("d" * 240).mkdir()
        monkeypatch.chdir("d" * 240)
    Path("b.txt").write_text("“No,” said Tom Ode.")
    article, failure = read_articles([tmp_path / "in"], Settings())
    assert isinstance(article, Article)
    assert isinstance(failure, InputError)
    assert "cannot be listed" in failure.message


def test_long_lines_are_whole(tmp_path: Path) -> None:
    lines = [b"a" * 3_000_000 + b"\n", b"\n", b"b" * 2**20]
    assert list(lines_of(io.BytesIO(b"".join(lines)))) == lines
    with gzip.open(tmp_path / "a.gz", "wb") as file:
        file.write(b"".join(lines))
    with gzip.open(tmp_path / "a.gz", "rb") as stream:
        assert list(lines_of(stream)) == lines  # type: ignore[arg-type]
    (tmp_path / "b").write_bytes(lines[0])
    assert read_whole(tmp_path / "b") == lines[0]


def test_messages_that_cannot_be_written_fail_nothing(tmp_path: Path) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        print("error: " + "x" * 100_000, file=unfailing(full))
        # Python would end with 1, which says that some inputs failed.
        command = [sys.executable, "-m", "newsquotes", "validate", str(tmp_path / "nowhere")]
        assert subprocess.run(command, stderr=full, check=False).returncode == 2
