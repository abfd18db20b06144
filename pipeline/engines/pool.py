"""Several worker processes: spawned, replaced when they die, stopped when they hang.

Plain processes of the standard library's ``multiprocessing``, each at the end of a pipe of its own,
rather than its executors or loky's: these read a result from a pipe that this process keeps open
for writing, and so wait for ever for the rest of one whose sender was killed half-way. Of a pipe
with one holder at each end, the death of one is the end of the file for the other. Nothing else is
shared, no lock in particular.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection, wait

from pipeline.articles.base import Article
from pipeline.engines.crew import CrewEngine, Hand, WorkerLostError
from pipeline.errors import NewsquotesError
from pipeline.outcomes import Outcome
from pipeline.settings import RunOptions, Settings


class PoolEngine(CrewEngine):
    """See :class:`pipeline.engines.crew.CrewEngine`. Its workers are processes on this machine."""

    def __init__(
        self, settings: Settings, options: RunOptions, *, indent: int | None, jobs: int
    ) -> None:
        super().__init__(options, jobs=jobs)
        self._settings = settings
        self._indent = indent

    def hire(self) -> Hand:
        """A process that is loading the model."""
        return _Process(self._settings, self._indent)

    def answering(self, hands: Sequence[Hand], timeout: float | None) -> Sequence[Hand]:
        """Those that sent something, or ended."""
        signs = {
            sign: hand for hand in hands if isinstance(hand, _Process) for sign in hand.signs()
        }
        return [*dict.fromkeys(signs[sign] for sign in wait(signs, timeout))]  # type: ignore[index]


class _Process:
    """See :class:`pipeline.engines.crew.Hand`."""

    def __init__(self, settings: Settings, indent: int | None) -> None:
        context = get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_work, args=(theirs, settings, indent), daemon=True)
        with _spawning():
            self._process.start()
        theirs.close()  # so that it has one holder

    def signs(self) -> tuple[Connection, int]:
        """What to wait for: that it sends something, or ends."""
        return self._pipe, self._process.sentinel

    def give(self, articles: Sequence[Article]) -> None:
        """It is at the other end, waiting for them, so this does not block; unless it is dead."""
        with suppress(ConnectionError):
            self._pipe.send(articles)

    def answer(self) -> list[Outcome]:
        """What it sent."""
        try:
            # That a dead one sent nothing must be seen even where a child of it lives on.
            message = self._pipe.recv() if self._pipe.poll() else None
        except (EOFError, OSError) as error:
            raise WorkerLostError from error
        if message is None:
            raise WorkerLostError
        if isinstance(message, NewsquotesError):
            raise message
        return list(message)

    def dismiss(self) -> None:
        """Kill it."""
        self._process.kill()
        self._process.join()
        self._process.close()
        self._pipe.close()


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


def _work(pipe: Connection, settings: Settings, indent: int | None) -> None:
    """In the worker: load the model, then work on what comes, for as long as anything may come."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    from pipeline.engines.work import Worker
    from pipeline.loading import load

    try:
        worker = Worker(load(settings), settings, indent=indent)
    except NewsquotesError as error:
        pipe.send(error)
        return
    answer: list[Outcome] = []
    # An end of the pipe closes only with its process.
    with suppress(EOFError, ConnectionError):
        while True:
            pipe.send(answer)
            answer = worker.process(pipe.recv())


def _end_with_parent() -> None:
    # A parent that is killed cannot tell its workers, and they would work on in vain.
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
