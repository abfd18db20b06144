"""One worker process and the tasks before it."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from multiprocessing import get_context, parent_process
from typing import TYPE_CHECKING, Any

from pipeline.articles.base import Article
from pipeline.outcomes import Outcome
from pipeline.settings import Settings

if TYPE_CHECKING:
    from pipeline.engines.pool import Task
    from pipeline.engines.work import Worker

_worker: Worker | None = None
"""In a worker process: what does its work."""


class Slot:
    """A worker's place: its process is started with the first task, and can be replaced.

    ``tasks`` are those given to it and not collected, first come first served; ``since`` is when
    (monotonic seconds) it began the first of them, None until the process is ready.
    """

    def __init__(self, settings: Settings, indent: int | None) -> None:
        self.tasks: deque[tuple[Task, Future[list[Outcome]]]] = deque()
        self.since: float | None = None
        self._arguments = (settings, indent)
        self._executor: ProcessPoolExecutor | None = None
        self._ready: Future[None] | None = None

    def submit(self, task: Task) -> None:
        """Give this worker a task. That its process is dead shows when the task is collected."""
        if self._broken():
            # It died with nothing before it: nobody is to blame, and a new one takes its place.
            self.restart()
        if self._executor is None:
            self._executor = ProcessPoolExecutor(1, mp_context=get_context("spawn"))
            with _spawning():
                self._ready = self._executor.submit(_start, *self._arguments)
        elif self.since is not None and not self.tasks:
            self.since = time.monotonic()
        try:
            future = self._executor.submit(_process, task.articles)
        except BrokenProcessPool as error:
            future = Future()
            future.set_exception(error)
        self.tasks.append((task, future))

    def _broken(self) -> bool:
        """Whether an idle process has died: an executor tells only when it is asked to work."""
        if self._executor is None or self.tasks:
            return False
        try:
            self._executor.submit(os.getpid)
        except BrokenProcessPool:
            return True
        return False

    def futures(self) -> Iterator[Future[Any]]:
        """What to wait for here."""
        if self.since is None and self._ready is not None:
            yield self._ready
        elif self.tasks:
            yield self.tasks[0][1]

    def check_ready(self) -> bool:
        """Whether the process is up; raises what kept it from that."""
        if self.since is None and self._ready is not None and self._ready.done():
            self._ready.result()
            self.since = time.monotonic()
        return self.since is not None

    def restart(self) -> None:
        """Forget the process and its tasks; the next task starts a new one."""
        self.kill()
        self.tasks.clear()
        self.since = None
        self._executor = self._ready = None

    def kill(self) -> None:
        """End the process at once."""
        if self._executor is None:
            return
        # Executors have no public way to their processes before Python 3.14 (kill_workers).
        for pid in list(self._executor._processes or ()):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self._executor.shutdown(wait=False, cancel_futures=True)


@contextmanager
def _spawning() -> Iterator[None]:
    """What a process should inherit from this one.

    Ctrl-C reaches every process of a terminal; only this one is to answer it. And matrix products
    on several threads would only get in the way of the other workers.
    """
    signals = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    threads = os.environ.get("OPENBLAS_NUM_THREADS")
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, signals)
        if threads is None:
            del os.environ["OPENBLAS_NUM_THREADS"]
        else:
            os.environ["OPENBLAS_NUM_THREADS"] = threads


def _start(settings: Settings, indent: int | None) -> None:
    """In the worker: load the model."""
    global _worker
    threading.Thread(target=_end_with_parent, daemon=True).start()
    from pipeline.engines.work import Worker
    from pipeline.loading import load

    _worker = Worker(load(settings), settings, indent=indent)


def _end_with_parent() -> None:
    # A parent that is killed cannot tell its workers, and they would wait for ever.
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _process(articles: Sequence[Article]) -> list[Outcome]:
    assert _worker is not None, "_start comes first"
    return _worker.process(articles)
