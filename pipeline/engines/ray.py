"""Workers on the machines of a Ray cluster: Ray Data, whose actors load the model once (an extra).

An actor does not work on articles itself. It has one worker process, as the local engine has
several, and deals with its deaths and delays in the same way: so what an article does to a process
never costs an actor, whose batch Ray Data would give to one actor after the other, or give up.

Batches that are not done are held where the command runs. When an actor or a machine is lost, the
work is begun again with these, on what the cluster has then. Inputs are read, and records written,
where the command runs; the other machines need only this package and the model.
"""

from __future__ import annotations

import logging
import os
import signal
import socket
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Final

from ..articles.base import Article
from ..errors import EngineError, UsageError
from ..schemas.outcome import Outcome
from ..settings import RunOptions, Settings
from .batches import batches, merge

if TYPE_CHECKING:
    from .ray_stream import Stream

MAX_BREAKS: Final = 4
"""How often in a row Ray may break down, with no batch done in between."""

PATIENCE: Final = 10.0
"""Seconds that the head of a cluster may take to answer."""

_GREETING: Final = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + bytes((0, 0, 0, 4, 0, 0, 0, 0, 0))
"""With empty settings, as the first frame."""


class BrokenStreamError(Exception):
    """Ray lost something that the work needs, such as an actor or a machine."""


class RayEngine:
    """See :class:`newsquotes.engines.base.Engine`. Holds about four batches per actor.

    Raises:
        UsageError: Ray Data is not installed.
    """

    def __init__(self, settings: Settings, options: RunOptions, *, indent: int | None) -> None:
        try:
            import ray.data  # noqa: F401
        except ImportError as error:
            message = "The engine ray needs an extra: pip install 'newsquotes[ray]'."
            raise UsageError(message) from error
        self._settings = settings
        self._options = options
        self._indent = indent

    def prepare(self) -> None:
        """Do nothing: the cluster is contacted when there is work."""

    def close(self) -> None:
        """Nothing."""

    def outcomes(self, items: Iterable[Article | Outcome]) -> Generator[list[Outcome]]:
        """Yield one outcome for each item, in order.

        Raises:
            UsageError: there is no cluster at the address.
            EngineError: workers cannot even be started, or are lost over and over.
        """
        from .ray_stream import Stream

        with _cluster(self._options.ray_address) as cpus:
            jobs = self._options.jobs or cpus

            def begin() -> Stream:
                return Stream(self._settings, self._options, indent=self._indent, jobs=jobs)

            with closing(Flow(begin)) as flow:
                yield from flow.work_through(
                    batches(items, self._options.batch_size), ahead=4 * jobs
                )


class Flow:
    """Batches through one stream, or through one after the other where they break."""

    def __init__(self, begin: Callable[[], Stream]) -> None:
        self._begin = begin
        self._stream: Stream | None = None
        self._under_way: deque[Sequence[Article]] = deque()
        self._breaks = 0

    def work_through(
        self, source: Iterator[list[Article | Outcome]], *, ahead: int
    ) -> Iterator[list[Outcome]]:
        """The outcomes of every batch of ``source``, in order; up to so many are read ahead.

        Raises:
            EngineError: streams break over and over.
        """
        read: deque[list[Article | Outcome]] = deque()
        while True:
            while len(read) < ahead and (batch := next(source, None)) is not None:
                read.append(batch)
                if articles := [item for item in batch if isinstance(item, Article)]:
                    self._give(articles)
            if not read:
                return
            batch = read.popleft()
            worked_on = any(isinstance(item, Article) for item in batch)
            yield merge(batch, self._take() if worked_on else [])

    def close(self) -> None:
        """End the work in progress."""
        if self._stream is not None:
            self._stream.close()
            self._stream = None

    def _give(self, articles: Sequence[Article]) -> None:
        if self._stream is None:
            self._stream = self._begin()
        self._under_way.append(articles)
        self._stream.give(articles)

    def _take(self) -> list[Outcome]:
        assert self._stream is not None, "it was given something"
        while True:
            try:
                outcomes = self._stream.take()
            except BrokenStreamError as error:
                self._breaks += 1
                if self._breaks >= MAX_BREAKS:
                    raise EngineError(
                        f"Ray broke down {MAX_BREAKS} times in a row, with no batch done in "
                        f"between ({error}); check the cluster, then run the same command again."
                    ) from error
                self._stream.close()
                self._stream = self._begin()
                for articles in self._under_way:
                    self._stream.give(articles)
            else:
                self._breaks = 0
                self._under_way.popleft()
                return outcomes


@contextmanager
def _cluster(address: str | None) -> Iterator[int]:
    """Be connected to a cluster: that at ``address``, or one that there is, or a new one here.

    Its number of CPUs, 1 at least.
    """
    import ray

    # Nothing is sent anywhere.
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    # Ray's own watch over a machine's memory kills actors; the system's kills what takes it.
    os.environ.setdefault("RAY_memory_monitor_refresh_ms", "0")
    # By default it logs each execution.
    logging.getLogger("ray.data").setLevel(logging.CRITICAL)
    on_signal = signal.getsignal(signal.SIGTERM)
    mine = not ray.is_initialized()
    if mine:
        named = address or os.environ.get("RAY_ADDRESS", "")
        if named.startswith("ray://"):
            raise UsageError(
                "Ray Data does not work through a client's connection (ray://); run the command "
                "on a machine of the cluster, with --ray-address HOST:PORT."
            )
        try:
            _check_reachable(named)
            ray.init(
                named or "local",  # and not one that somebody may have left on this machine
                include_dashboard=False,
                logging_level=logging.ERROR,
                log_to_driver=False,  # standard output may be for the records
            )
        except (ConnectionError, OSError, RuntimeError, ValueError) as error:
            message = f"Ray cannot be reached or started ({error}); check --ray-address."
            raise UsageError(message) from error
        signal.signal(signal.SIGTERM, on_signal)  # Ray's own would end the run without an account
    try:
        resources: dict[str, float] = ray.cluster_resources()  # type: ignore[no-untyped-call]
        yield max(1, int(resources.get("CPU", 1)))
    finally:
        if mine:
            ray.shutdown()


def _check_reachable(address: str) -> None:
    """Raise an OSError if nothing answers: Ray itself would try for many minutes."""
    host, _, port = address.rpartition(":")
    if not port.isdecimal():
        return
    with socket.create_connection((host, int(port)), timeout=PATIENCE) as connection:
        # Ray speaks HTTP/2, whose servers greet whoever greets them.
        connection.sendall(_GREETING)
        try:
            connection.recv(1)
        except TimeoutError as error:
            message = f"{address} accepts connections but does not answer"
            raise TimeoutError(message) from error
