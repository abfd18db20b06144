"""Workers on the machines of a Ray cluster: actors that load the model once (an extra).

Actors of Ray's core rather than Ray Data's: that gives a block back to workers for as long as it
kills them, or gives the run up, so that one bad article would take all others with it. Inputs are
read, and records written, where the command runs; the other machines need only this package and
the model, and as many CPUs as there are to be workers.
"""

from __future__ import annotations

import logging
import os
import signal
import socket
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from pipeline.articles.base import Article
from pipeline.engines.crew import CrewEngine, Hand, WorkerLostError
from pipeline.errors import NewsquotesError, UsageError
from pipeline.outcomes import Outcome
from pipeline.settings import RunOptions, Settings

if TYPE_CHECKING:
    from pipeline.engines.work import Worker


class RayEngine(CrewEngine):
    """See :class:`pipeline.engines.crew.CrewEngine`. A worker is an actor and has a CPU.

    Raises:
        UsageError: Ray is not installed.
    """

    def __init__(self, settings: Settings, options: RunOptions, *, indent: int | None) -> None:
        try:
            import ray  # noqa: F401
        except ImportError as error:
            message = "The engine ray needs an extra; install it by: pip install newsquotes[ray]."
            raise UsageError(message) from error
        super().__init__(options, jobs=options.jobs or 1)
        self._settings = settings
        self._indent = indent

    def outcomes(self, items: Iterable[Article | Outcome]) -> Iterator[list[Outcome]]:
        """One outcome an item, in order.

        Raises:
            UsageError: there is no cluster at the address.
            EngineError: workers cannot even be started.
        """
        with _cluster(self._options.ray_address) as cpus:
            self._jobs = self._options.jobs or cpus
            yield from super().outcomes(items)

    def hire(self) -> Hand:
        """An actor that is loading the model, or waiting for a CPU to do so."""
        return _Actor(self._settings, self._indent)

    def answering(self, hands: Sequence[Hand], timeout: float | None) -> Sequence[Hand]:
        """Those whose answer is there, or lost."""
        import ray

        asked = {
            hand.promise: hand
            for hand in hands
            if isinstance(hand, _Actor) and hand.promise is not None
        }
        if not asked:
            return []
        ray.wait([*asked], timeout=timeout)
        done, _ = ray.wait([*asked], num_returns=len(asked), timeout=0)
        return [asked[promise] for promise in done]


@contextmanager
def _cluster(address: str | None) -> Iterator[int]:
    """Be connected to a cluster: that at ``address``, or one that there is, or a new one here.

    Its number of CPUs, 1 at least.
    """
    import ray

    # Nothing is sent anywhere.
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    on_signal = signal.getsignal(signal.SIGTERM)
    mine = not ray.is_initialized()
    if mine:
        try:
            _knock(address or os.environ.get("RAY_ADDRESS", ""))
            ray.init(
                address,
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


def _knock(address: str) -> None:
    """Raise an OSError if nobody is there: Ray itself would try for many minutes."""
    host, _, port = address.removeprefix("ray://").rpartition(":")
    if port.isdecimal():
        socket.create_connection((host, int(port)), timeout=10).close()


class _Actor:
    """See :class:`pipeline.engines.crew.Hand`. ``promise`` is that of its next answer."""

    def __init__(self, settings: Settings, indent: int | None) -> None:
        import ray

        # Ray gives each as many threads as CPUs, and by default neither restarts nor retries.
        work: Any = ray.remote(num_cpus=1)(_Work)
        self._actor = work.remote()
        self.promise: Any = self._actor.load.remote(settings, indent)

    def give(self, articles: Sequence[Article]) -> None:
        """Send them."""
        self.promise = self._actor.process.remote(articles)

    def answer(self) -> list[Outcome]:
        """What it sent."""
        import ray
        from ray.exceptions import RayError

        promise, self.promise = self.promise, None
        try:
            message = ray.get(promise)
        except RayError as error:
            raise WorkerLostError(str(error).strip().rpartition("\n")[2]) from error
        if isinstance(message, NewsquotesError):
            raise message
        return list(message)

    def dismiss(self) -> None:
        """Kill it."""
        import ray

        ray.kill(self._actor)


class _Work:
    """In the actor's process."""

    def __init__(self) -> None:
        self._worker: Worker | None = None

    def load(self, settings: Settings, indent: int | None) -> list[Outcome] | NewsquotesError:
        """Nothing, once it is ready; or why it never will be."""
        from pipeline.engines.work import Worker
        from pipeline.loading import load

        try:
            self._worker = Worker(load(settings), settings, indent=indent)
        except NewsquotesError as error:
            return error
        return []

    def process(self, articles: Sequence[Article]) -> list[Outcome]:
        assert self._worker is not None, "load comes first"
        return self._worker.process(articles)
