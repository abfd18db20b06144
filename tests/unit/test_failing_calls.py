"""The n-th call of the file system fails, for every n: as SQLite tests itself.

Whatever call it is, the run ends with an error that is told, nobody takes what is there for whole
if it is not, and the same command, when the disk is well again, makes what an undisturbed one does.
"""

from __future__ import annotations

import errno
import io
import os
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from newsquotes.articles.base import Article
from newsquotes.errors import NewsquotesError
from newsquotes.exports import FORMATS, export
from newsquotes.runs.run import run
from newsquotes.runs.validation import check_run
from newsquotes.schemas.outcome import Done, Outcome
from newsquotes.settings import RunOptions, Settings

from tests.samples import bare, harbour, record


@pytest.fixture(autouse=True)
def _unsynced(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is waited for: what a power cut leaves is not asked here."""
    monkeypatch.setattr(os, "fsync", lambda _: None)


CALLS = ("open", "fsync", "replace", "rename", "unlink", "mkdir", "rmdir", "scandir", "ftruncate")
"""Functions of ``os``; and opening by name, and writing, are counted besides."""


class Stub:
    """An engine that makes the record of an article without looking at it."""

    def __init__(self, *_: object, **__: object) -> None:
        pass

    def prepare(self) -> None:
        """Nothing."""

    def close(self) -> None:
        """Nothing."""

    def outcomes(self, items: Iterable[Article | Outcome]) -> Generator[list[Outcome]]:
        for item in items:
            if isinstance(item, Article):
                made = record(item.id, item.text, source=item.source, sha256=item.sha256)
                data = made.model_dump_json().encode() + b"\n"
                yield [Done.of(made, data)]
            else:
                yield [item]


class Disk:
    """Fails the call number ``at``, and with ``full`` all that follow, below one folder."""

    def __init__(self, folder: Path, at: int, *, full: bool) -> None:
        self._folder = str(folder)
        self._at = at
        self._full = full
        self._descriptors: set[int] = set()
        self.count = 0

    @property
    def reached(self) -> bool:
        """Whether there were as many calls."""
        return self.count >= self._at

    def call(self, name: str) -> None:
        self.count += 1
        if self.count == self._at or (self._full and self.count > self._at):
            raise OSError(errno.ENOSPC, f"{os.strerror(errno.ENOSPC)} at {name}")

    def concerns(self, *arguments: object) -> bool:
        """Whether one of them is in the folder, or a descriptor of a file there."""
        return any(
            argument in self._descriptors
            if isinstance(argument, int)
            else isinstance(argument, str | Path) and str(argument).startswith(self._folder)
            for argument in arguments
        )

    def failing(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def instead(*arguments: Any, **options: Any) -> Any:
            if not self.concerns(*arguments[:2]):
                return real(*arguments, **options)
            self.call(name)
            found = real(*arguments, **options)
            if name == "open":
                self._descriptors.add(found)
            return found

        return instead

    def opened(self, real: Callable[..., Any]) -> Callable[..., Any]:
        """``io.open``, whose streams write, flush and close by way of here."""

        def instead(file: Any, mode: str = "r", *arguments: Any, **options: Any) -> Any:
            if not self.concerns(file):
                return real(file, mode, *arguments, **options)
            if not isinstance(file, int):
                self.call("open")
            stream = real(file, mode, *arguments, **options)
            return Writing(stream, self) if "b" in mode and "r" not in mode else stream

        return instead


class Writing(io.BufferedIOBase):
    """A stream for writing, every call of which may fail."""

    def __init__(self, stream: Any, disk: Disk) -> None:
        self._stream = stream
        self._disk = disk

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return int(self._stream.fileno())

    def write(self, data: Any) -> int:
        if self._stream.closed:
            return 0  # as a library that closes it in a destructor wants
        self._disk.call("write")
        return int(self._stream.write(data))

    def flush(self) -> None:
        if not self._stream.closed:
            self._stream.flush()

    def close(self) -> None:
        self._stream.close()
        super().close()


@contextmanager
def disk(folder: Path, at: int, *, full: bool = False) -> Iterator[Disk]:
    """A disk whose call number ``at`` fails, in ``folder``, for the block."""
    failing = Disk(folder, at, full=full)
    with pytest.MonkeyPatch.context() as patch:
        for name in CALLS:
            patch.setattr(os, name, failing.failing(name, getattr(os, name)))
        real = io.open
        patch.setattr(io, "open", failing.opened(real))
        patch.setattr("builtins.open", failing.opened(real))
        patch.setattr(os, "fdopen", failing.opened(real))
        yield failing


def seen(folder: Path) -> dict[str, bytes]:
    """What is in the folder, hidden files too, but for the account with its times."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in ("run.json", ".newsquotes-lock")
    }


def told_of(folder: Path) -> list[str]:
    """What ``validate --run`` says."""
    try:
        return [str(fault) for thing in check_run(folder) for fault in thing.faults]
    except NewsquotesError as error:
        return [str(error)]


OUTPUTS = [
    ("json", "none", False),
    ("jsonl", "none", True),
    pytest.param("json", "none", True, marks=pytest.mark.soak),
    pytest.param("jsonl", "none", False, marks=pytest.mark.soak),
    pytest.param("jsonl", "gzip", False, marks=pytest.mark.soak),
    pytest.param("jsonl", "zstd", True, marks=pytest.mark.soak),
    pytest.param("parquet", "none", False, marks=pytest.mark.soak),
    pytest.param("parquet", "none", True, marks=pytest.mark.soak),
]
"""Format, compression, and whether all calls fail from one on, as on a full disk."""


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    for number in range(3):
        (folder / f"a{number}.txt").write_text(f"It rained {number} times.", encoding="utf-8")
    (folder / "b.txt").write_bytes(b"\0")
    return folder


@pytest.mark.parametrize(("format_", "compress", "full"), OUTPUTS)
def test_runs(
    articles: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    format_: Any,
    compress: Any,
    full: bool,
) -> None:
    monkeypatch.setattr("newsquotes.runs.run.PoolEngine", Stub)
    options = RunOptions(format=format_, compress=compress)
    run(articles, tmp_path / "whole", Settings(), options)
    whole = seen(tmp_path / "whole")
    assert len(whole) >= 2
    for at in range(1, 1000):
        out = tmp_path / f"out-{at}"
        ended = None
        with disk(out, at, full=full) as failing, suppress(NewsquotesError):
            ended = run(articles, out, Settings(), options)
        if not failing.reached:
            break
        faults = told_of(out)
        lost = ended is None or ended.counts.written < 3
        if ended is None:
            assert faults or seen(out) == whole, at  # the very last calls are behind it
        elif not lost:
            assert faults == [], at
        run(articles, out, Settings(), options)
        assert seen(out) == whole, at
        assert told_of(out) == []
    assert 5 < at < 999


LONG = ("brat", "citron", "csv", "docbin", "duckdb", "parquet", "xlsx", "xmi")
"""Formats of many files, or whose libraries take their time."""


@pytest.mark.parametrize(
    "to", [pytest.param(to, marks=[pytest.mark.soak] * (to in LONG)) for to in sorted(FORMATS)]
)
def test_exports(tmp_path: Path, to: str) -> None:
    export([harbour()], to, tmp_path / "whole")
    for at in range(1, 1000):
        target = tmp_path / f"{at}" / "x"
        target.parent.mkdir()
        export([bare()], to, target)
        with disk(target.parent, at) as failing, suppress(OSError, NewsquotesError):
            export([harbour()], to, target)
        if not failing.reached:
            break
        export([harbour()], to, target)
        hidden = [path.name for path in target.parent.iterdir() if path.name != "x"]
        assert hidden == []
    assert 2 < at < 999
