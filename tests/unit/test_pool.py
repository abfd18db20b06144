"""Worker processes, and what they and this process tell each other."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import _base
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from newsquotes.articles.base import Article
from newsquotes.articles.text import article_of
from newsquotes.engines.limits import be_told_before_time_is_up, is_of_time
from newsquotes.engines.pool import FILES_PER_WORKER, PoolEngine
from newsquotes.errors import EngineError, InputError
from newsquotes.settings import RunOptions, Settings

ARTICLES = [article_of("They said so. " * 500, identity=f"a{number}") for number in range(4)]


def pool(jobs: int = 1) -> PoolEngine:
    return PoolEngine(Settings(), RunOptions(batch_size=2), indent=None, jobs=jobs)


def test_messages_are_written_to_a_pipe_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """POSIX promises that of 512 bytes; whoever reads the rest of a longer one may have to wait."""
    sizes: list[int] = []

    def noted(name: str) -> None:
        method = getattr(Connection, name)

        def note(connection: Connection, *arguments: Any) -> Any:
            result = method(connection, *arguments)
            sizes.append(len(arguments[0] if name == "_send_bytes" else result.getbuffer()))
            return result

        monkeypatch.setattr(Connection, name, note)

    noted("_send_bytes")
    noted("_recv_bytes")
    found = [outcome.id for outcomes in pool().outcomes(ARTICLES) for outcome in outcomes]
    assert found == [article.id for article in ARTICLES]
    assert len([size for size in sizes if size]) >= 3 * 2  # loading and two batches, to and fro
    assert max(sizes) + 4 <= 512


def children() -> set[int]:
    """The processes that this one has, but for what cleans up behind workers."""
    found = set()
    for thread in Path("/proc/self/task").iterdir():
        with suppress(OSError):  # threads and processes may end meanwhile
            for child in map(int, (thread / "children").read_text("ascii").split()):
                if b"resource_tracker" not in Path(f"/proc/{child}/cmdline").read_bytes():
                    found.add(child)
    return found


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="Linux tells of children there")
def test_a_worker_is_prepared_before_there_is_an_article() -> None:
    engine = pool()
    before = children()
    engine.prepare()
    (worker,) = children() - before

    def articles() -> Iterator[Article]:
        for article in ARTICLES:
            assert children() - before == {worker}
            yield article

    found = [outcome.id for outcomes in engine.outcomes(articles()) for outcome in outcomes]
    assert found == [article.id for article in ARTICLES]
    engine.prepare()
    engine.close()
    deadline = time.monotonic() + 60
    while children() - before:
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_what_a_worker_logs_is_logged_here(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    code = tmp_path / "own.py"
    code.write_text(
        "from spacy.language import Language\n\n\n@Language.component('failing')\n"
        "def failing(doc):\n    raise RuntimeError('as asked')\n",
        encoding="utf-8",
    )
    settings = Settings(code=str(code), stages="failing")
    engine = PoolEngine(settings, RunOptions(), indent=None, jobs=1)
    (outcomes,) = engine.outcomes(ARTICLES[:1])
    assert [type(outcome) for outcome in outcomes] == [InputError]
    (told,) = caplog.records
    assert (told.name, told.levelname) == ("newsquotes.engines.worker", "WARNING")
    assert told.getMessage().endswith("RuntimeError: as asked")


def test_a_script_is_not_run_by_its_workers(tmp_path: Path) -> None:
    """As it would be, where it has no ``if __name__ == "__main__"``."""
    (tmp_path / "a.txt").write_text("They said so.", encoding="utf-8")
    script = tmp_path / "script.py"
    script.write_text("import newsquotes\nprint(newsquotes.run('a.txt', 'out').counts.records)\n")
    done = subprocess.run(
        [sys.executable, script], cwd=tmp_path, capture_output=True, check=False, timeout=60
    )
    assert (done.returncode, done.stdout) == (0, b"1\n"), done.stderr


def test_no_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "none"))
    with pytest.raises(EngineError, match=r"temporary file \(No such file.* variable TMPDIR"):
        list(pool().outcomes(ARTICLES))


def test_what_cannot_be_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With no files to be had, a worker cannot be; and nothing of it stays behind."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    engine = pool()
    allowed, at_most = resource.getrlimit(resource.RLIMIT_NOFILE)
    open_now = len(list(Path("/proc/self/fd").iterdir()))
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (open_now + 2, at_most))
        with pytest.raises(EngineError, match=r"Too many open files\); try fewer --jobs"):
            list(engine.outcomes(ARTICLES))
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, at_most))
    assert not list(tmp_path.iterdir())


def test_many_workers_may_open_many_files(monkeypatch: pytest.MonkeyPatch) -> None:
    allowed = 64, 4096
    told: list[tuple[int, int]] = []
    monkeypatch.setattr(resource, "getrlimit", lambda _: allowed)
    monkeypatch.setattr(resource, "setrlimit", lambda _, limits: told.append(limits))
    pool(100)
    pool(1000)
    assert told == [(64 + 100 * FILES_PER_WORKER, 4096), (4096, 4096)]


class InterruptedCondition(threading.Condition):
    """Sends Ctrl-C as its lock has been taken in the main thread, at the ``at``-th time of all."""

    at = 0

    def __init__(self) -> None:
        super().__init__()
        take = self.acquire

        def acquire(*args: Any) -> bool:
            taken = take(*args)
            self._interrupt()
            return taken

        self.acquire = acquire

    def __enter__(self) -> bool:
        taken = super().__enter__()
        self._interrupt()
        return taken

    @classmethod
    def _interrupt(cls) -> None:
        if threading.current_thread() is threading.main_thread():
            cls.at -= 1
            if cls.at == 0:
                os.kill(os.getpid(), signal.SIGINT)


@pytest.mark.parametrize("at", [1, 2])
def test_interrupted_as_a_lock_is_taken(monkeypatch: pytest.MonkeyPatch, at: int) -> None:
    """A lock that Ctrl-C leaves locked would keep the command from ending."""
    with_interrupts = SimpleNamespace(**vars(threading))
    with_interrupts.Condition = InterruptedCondition
    monkeypatch.setattr(_base, "threading", with_interrupts)
    monkeypatch.setattr(InterruptedCondition, "at", at)
    before = set(threading.enumerate())
    # Tests that a script runs in the background inherit that SIGINT is ignored.
    earlier = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            list(pool(2).outcomes(ARTICLES))
    finally:
        signal.signal(signal.SIGINT, earlier)
    assert InterruptedCondition.at <= 0
    deadline = time.monotonic() + 60
    while left := set(threading.enumerate()) - before:
        assert time.monotonic() < deadline, f"{left} wait for a lock"
        time.sleep(0.01)


@pytest.mark.parametrize(
    ("before", "after"),
    [((-1, -1), (-1, -1)), ((60, 60), (58, 60)), ((-1, 60), (58, 60)), ((9, 60), (9, 60))],
)
def test_a_signal_comes_before_the_limit_on_time(
    monkeypatch: pytest.MonkeyPatch, before: tuple[int, int], after: tuple[int, int]
) -> None:
    now = [before]
    monkeypatch.setattr(resource, "getrlimit", lambda _: now[-1])
    monkeypatch.setattr(resource, "setrlimit", lambda _, limits: now.append(limits))
    be_told_before_time_is_up()
    assert now[-1] == after


@pytest.mark.parametrize(
    ("exit_code", "at_most", "of_time"),
    [
        (-signal.SIGXCPU, 60, True),
        (-signal.SIGKILL, 60, False),
        (-signal.SIGKILL, 1, True),
        (1, 1, False),
        (None, 1, False),
    ],
)
def test_what_the_limit_on_time_ended(
    monkeypatch: pytest.MonkeyPatch, exit_code: int | None, at_most: int, of_time: bool
) -> None:
    monkeypatch.setattr(resource, "getrlimit", lambda _: (at_most, at_most))
    assert is_of_time(exit_code) == of_time
