"""Several worker processes: spawned, replaced when they die, stopped when they hang.

Each is the one worker of an executor of its own (``concurrent.futures``), so that a death breaks
no other's. An executor reads results from a pipe that this process keeps open for writing, too, and
so waits for ever for the rest of one whose sender was killed, or stopped, half-way. Therefore
articles and outcomes do not go through its pipes, but through a file that the two processes write
and read in turns, each only once the other has said that it is done. All that is said are messages
of some hundred bytes, and of a pipe's ``PIPE_BUF`` or fewer, all are written at once or none.

The file has no name, the worker inherits it; so it is gone with both processes, however they end.
(On Windows it has one, as files are not inherited there, and stays if this process is killed.)
"""

from __future__ import annotations

import logging
import os
import pickle
import signal
import sys
import threading
import traceback
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack, contextmanager, suppress
from multiprocessing import parent_process, reduction
from multiprocessing.context import SpawnContext, SpawnProcess
from operator import methodcaller
from pathlib import Path
from queue import Empty, SimpleQueue
from tempfile import TemporaryFile, mkstemp
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final

from ..articles.base import Article
from ..errors import EngineError, NewsquotesError
from ..schemas.outcome import Outcome
from ..settings import RunOptions, Settings
from .interrupts import interrupts_deferred
from .limits import allow_more_files, is_of_time
from .supervisor import SupervisedEngine, WorkerHandle, WorkerLostError

if TYPE_CHECKING:
    from .worker import Worker

_IS_POSIX: Final = hasattr(os, "killpg")
"""Whether processes have groups and masks of signals, and inherit files: not on Windows."""

_SEMAPHORES: Final = "/dev/shm"  # noqa: S108  where Linux keeps them, not a file of ours

FILES_PER_WORKER: Final = 10
"""How many descriptors this process needs for each, at most; often it may have 1024 in all."""


class PoolEngine(SupervisedEngine):
    """See :class:`.supervisor.SupervisedEngine`. Its workers are processes here."""

    def __init__(
        self, settings: Settings, options: RunOptions, *, indent: int | None, jobs: int
    ) -> None:
        super().__init__(options, jobs=jobs)
        allow_more_files(FILES_PER_WORKER * jobs)
        self._settings = settings
        self._indent = indent
        self._answered: SimpleQueue[_Process] = SimpleQueue()
        self._prepared: _Process | None = None

    def prepare(self) -> None:
        """Start one worker; if that fails, the error is raised when the worker is needed."""
        with interrupts_deferred(), suppress(EngineError):
            self._prepared = _Process(self._settings, self._indent, self._answered)

    def close(self) -> None:
        """Stop that worker, if it was not needed."""
        with interrupts_deferred():
            if self._prepared is not None:
                self._prepared.stop()
                self._prepared = None

    def start_worker(self) -> WorkerHandle:
        """A process that is loading the model, or is prepared already."""
        prepared, self._prepared = self._prepared, None
        return prepared or _Process(self._settings, self._indent, self._answered)

    def answering(
        self, handles: Sequence[WorkerHandle], timeout: float | None
    ) -> Sequence[WorkerHandle]:
        """The workers whose future is done."""
        # Unlike a wait for futures, a wait for this queue can be interrupted and harms nothing.
        answered: list[_Process] = []
        with suppress(Empty):
            answered.append(self._answered.get(timeout=timeout))
            while True:
                answered.append(self._answered.get_nowait())
        if self._prepared in answered:
            self._answered.put(self._prepared)  # it is not among the handles yet
        return [handle for handle in answered if handle in handles]  # others were dismissed


class _Process:
    """See :class:`.supervisor.WorkerHandle`. It is added to ``answered`` when it has an answer.

    Raises:
        EngineError: there is no room for its file, or it cannot be started.
    """

    _promise: Future[int | None]

    def __init__(
        self, settings: Settings, indent: int | None, answered: SimpleQueue[_Process]
    ) -> None:
        self._answered = answered
        with ExitStack() as ending:
            try:
                self._file, shared = ending.enter_context(_shared_file())
            except OSError as error:
                raise _no_room(error) from error
            context = self._context = _Context()
            first: tuple[Any, Settings, int | None] = (shared, settings, indent)
            try:
                self._executor = ProcessPoolExecutor(1, context, _begin, first)
                ending.callback(self._executor.shutdown, wait=False)
                ending.callback(context.kill)
                with _spawning():
                    self._ask()
            except (OSError, RuntimeError) as error:  # no more processes, files or threads
                message = f"A worker cannot be started ({error}); {_advice(error)}"
                raise EngineError(message) from error
            self._ending = ending.pop_all()

    def give(self, articles: Sequence[Article]) -> None:
        """Write them to the file, and tell the worker."""
        try:
            _write(self._file, articles)
        except OSError as error:
            raise _no_room(error) from error
        with interrupts_deferred():
            try:
                self._ask()
            except BrokenProcessPool as error:
                self._promise = Future()
                self._promise.set_exception(error)
                self._answered.put(self)

    def _ask(self) -> None:
        self._promise = self._executor.submit(_answer)
        self._promise.add_done_callback(lambda _: self._answered.put(self))

    def answer(self) -> list[Outcome]:
        """The answer in its file."""
        try:
            with interrupts_deferred():
                number = self._promise.result()
        except BrokenProcessPool as error:
            raise WorkerLostError(cpu_limit=is_of_time(self._context.exit_code())) from error
        if number is not None:
            raise _no_room(OSError(number, os.strerror(number)))
        message, told = _read(self._file)
        for name, level, text in told:
            logging.getLogger(name).log(level, "%s", text)
        if isinstance(message, NewsquotesError):
            raise message
        return list(message)

    def stop(self) -> None:
        """Kill it; the rest is cleaned up in the background."""
        self._ending.close()
        del self._executor  # here, as an interrupt would be lost where it is finalized


class _Context(SpawnContext):
    """Gives access to the process, which the executor keeps private."""

    _started: SpawnProcess | None = None

    def Process(self, *args: Any, **kwargs: Any) -> SpawnProcess:  # type: ignore[override]  # noqa: N802
        self._started = SpawnProcess(*args, **kwargs)
        return self._started

    def exit_code(self) -> int | None:
        """The exit code of the process, which has ended; None if it is not known."""
        if self._started is not None:
            # The executor may be waiting for it as well, and only one of the two gets its code.
            self._started.join(1)
        return None if self._started is None else self._started.exitcode

    def kill(self) -> None:
        """End the process at once, if there is one, and what it started itself."""
        if self._started is not None and self._started.pid is not None:
            if _IS_POSIX:
                with suppress(ProcessLookupError):
                    os.killpg(self._started.pid, signal.SIGKILL)
            self._started.kill()
            if not _IS_POSIX:
                self._started.join()  # or Windows would not let its file be removed


@contextmanager
def _shared_file() -> Iterator[tuple[int, object]]:
    """A new file for two processes: its descriptor, and what becomes that of the worker."""
    if _IS_POSIX:
        with TemporaryFile(buffering=0) as file:
            yield file.fileno(), _Inherited(file.fileno())
        return
    descriptor, name = mkstemp()
    try:
        yield descriptor, _Named(name)
    finally:
        os.close(descriptor)
        with suppress(OSError):
            Path(name).unlink()


class _Named:
    """The path of a file, which becomes the worker's descriptor of it."""

    def __init__(self, path: str) -> None:
        self._path = path

    def __reduce__(self) -> tuple[Any, ...]:
        return os.open, (self._path, os.O_RDWR | getattr(os, "O_BINARY", 0))


class _Inherited:
    """A descriptor of an open file, which becomes the worker's own number for it."""

    def __init__(self, file: int) -> None:
        self._file = file

    def __reduce__(self) -> tuple[Any, ...]:
        return methodcaller("detach"), (reduction.DupFd(self._file),)


@contextmanager
def _spawning() -> Iterator[None]:
    """What a process should inherit from this one.

    Ctrl-C reaches every process of a terminal; only this one is to answer it. Matrix products on
    several threads would only get in the way of the other workers. And the script that this process
    runs is none of theirs: they would run it, too, where it has no ``if __name__ == "__main__"``.
    """
    script = sys.modules["__main__"]
    signals = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT}) if _IS_POSIX else set()
    threads = os.environ.get("OPENBLAS_NUM_THREADS")
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = script
        if _IS_POSIX:
            signal.pthread_sigmask(signal.SIG_SETMASK, signals)
        if threads is None:
            del os.environ["OPENBLAS_NUM_THREADS"]
        else:
            os.environ["OPENBLAS_NUM_THREADS"] = threads


def _write(file: int, message: object) -> None:
    """Replace the content of the file."""
    os.ftruncate(file, 0)
    os.lseek(file, 0, os.SEEK_SET)
    with open(file, "wb", closefd=False) as stream:
        pickle.dump(message, stream, pickle.HIGHEST_PROTOCOL)


def _read(file: int) -> Any:
    """Read the content of the file, and clear it."""
    os.lseek(file, 0, os.SEEK_SET)
    with open(file, "rb", closefd=False) as stream:
        message = pickle.load(stream)  # noqa: S301  it has only ever been ours
    os.ftruncate(file, 0)
    return message


def _advice(error: Exception) -> str:
    if sys.platform == "linux" and not os.access(_SEMAPHORES, os.W_OK | os.X_OK):
        return (
            f"make sure that {_SEMAPHORES} exists and is writable; processes need it to wait for "
            "each other."
        )
    if isinstance(error, FileNotFoundError):
        return "is the working folder deleted?"
    return "try fewer --jobs."


def _no_room(error: OSError) -> EngineError:
    return EngineError(
        f"Articles cannot be passed to workers by a temporary file ({error.strerror}); "
        "make room, or name another folder for it in the environment variable TMPDIR."
    )


class _AtWork:
    """In the worker: loads the model, then works on what it is given."""

    def __init__(self, file: int, settings: Settings, indent: int | None) -> None:
        self._file = file
        self._settings = settings
        self._indent = indent
        self._worker: Worker | None = None
        self._log = _Log()
        logging.getLogger(__name__.partition(".")[0]).addHandler(self._log)

    def answer(self) -> int | None:
        """Put the next answer into the file; the number of the error if that fails."""
        answer = self._load() if self._worker is None else self._worker.process(_read(self._file))
        try:
            _write(self._file, (answer, self._log.take()))
        except OSError as error:
            return error.errno
        return None

    def _load(self) -> list[Outcome] | NewsquotesError:
        from ..spacy_model.loading import load
        from .worker import Worker

        try:
            self._worker = Worker(load(self._settings), self._settings, indent=self._indent)
        except NewsquotesError as error:
            return error
        return []


class _Log(logging.Handler):
    """In the worker: what the package logs, for the process that shows it."""

    def __init__(self) -> None:
        super().__init__()
        self._told: list[tuple[str, int, str]] = []

    def emit(self, record: logging.LogRecord) -> None:
        self._told.append((record.name, record.levelno, record.getMessage()))

    def take(self) -> list[tuple[str, int, str]]:
        """The bytes that came since the last call."""
        told, self._told = self._told, []
        return told


_at_work: _AtWork


def _begin(file: int, settings: Settings, indent: int | None) -> None:
    """In the worker: set it up."""
    global _at_work
    with _to_the_end():
        if _IS_POSIX:
            os.setpgid(0, 0)  # so that what a component starts can be ended with it
        else:
            signal.signal(signal.SIGINT, signal.SIG_IGN)
        _at_work = _AtWork(file, settings, indent)
        threading.Thread(target=_end_with_parent, daemon=True).start()


def _answer() -> int | None:
    """In the worker: once after loading, and once per list of articles."""
    with _to_the_end():
        return _at_work.answer()


@contextmanager
def _to_the_end() -> Iterator[None]:
    """Print an unexpected error and end the process: the executor's message could be very long."""
    try:
        yield
    except MemoryError:
        os._exit(1)  # nothing to be found in a traceback; the supervisor says what to do
    except BaseException:  # noqa: BLE001  any bug
        try:
            traceback.print_exc()
        finally:
            os._exit(1)


def _end_with_parent() -> None:
    # A parent that is killed cannot tell its workers, and they would work on in vain.
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
