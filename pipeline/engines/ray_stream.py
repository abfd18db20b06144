"""Batches of articles through Ray Data, in order. Imports Ray; see :mod:`newsquotes.engines.ray`.

One execution of Ray Data lasts as long as the run. In it, one task reads batches from
where they are put down for it, and gives each as a block to the next actor that is free.
"""

from __future__ import annotations

import asyncio
import pickle
import warnings
from collections.abc import Generator, Iterator, Sequence
from itertools import count
from typing import Any, Final

import pyarrow as pa
import ray
import ray.data
from ray.data.block import BlockMetadata
from ray.data.exceptions import ExecutionTimeoutError
from ray.exceptions import RayError
from ray.util.annotations import RayDeprecationWarning

from ..articles.base import Article
from ..errors import EngineError, NewsquotesError
from ..schemas.outcome import Outcome
from ..settings import RunOptions, Settings
from .pool import PoolEngine
from .ray import BrokenStreamError

STANDSTILL: Final = 4 * 3600.0
"""Seconds after which an execution of which nothing has moved is held to be broken."""


class Stream:
    """An execution of Ray Data on ``jobs`` actors. Batches go in, their outcomes come out."""

    def __init__(
        self, settings: Settings, options: RunOptions, *, indent: int | None, jobs: int
    ) -> None:
        self._given = self._taken = 0
        self._store: Any = ray.remote(num_cpus=0)(_BatchStore).remote()
        context = ray.data.DataContext.get_current().copy()
        context.execution_options.preserve_order = True
        context.enable_progress_bars = False
        context.print_on_execution_start = False
        context.execution_no_progress_timeout_s = STANDSTILL
        context.target_max_block_size = 1  # so that every batch is a block, and leaves at once
        with ray.data.DataContext.current(context), warnings.catch_warnings():
            warnings.simplefilter("ignore", RayDeprecationWarning)
            # That reading takes no CPU also keeps it from becoming one with the actors' work.
            read = ray.data.read_datasource(_Source(self._store), override_num_blocks=1, num_cpus=0)
            # An actor that is restarted keeps its batches, and may wait for a CPU for ever.
            work = read.map_batches(
                _WorkerActor,
                fn_constructor_args=(settings, options, indent),
                compute=ray.data.ActorPoolStrategy(size=jobs),
                batch_format="pyarrow",
                batch_size=None,
                num_cpus=1,
                max_restarts=0,
            )
            batches = work.iter_batches(batch_size=None, batch_format="pyarrow", prefetch_batches=0)
            self._answers: Generator[pa.Table] = iter(batches)

    def give(self, articles: Sequence[Article]) -> None:
        """Add a batch after those given before."""
        self._store.put.remote(self._given, pickle.dumps(articles), self._taken)
        self._given += 1

    def take(self) -> list[Outcome]:
        """One outcome per article of the first batch given and not yet taken, in order.

        Raises:
            BrokenStreamError: there will be none any more.
            NewsquotesError: what keeps its worker from getting ready.
        """
        try:
            number, content = _read(next(self._answers))
        except (RayError, ExecutionTimeoutError, StopIteration) as error:
            raise BrokenStreamError(str(error).strip().rpartition("\n")[2]) from error
        if number != self._taken:
            raise EngineError("Ray Data returned batches out of order; report it as a bug.")
        self._taken += 1
        answer = pickle.loads(content)  # noqa: S301  from our own actors
        if isinstance(answer, NewsquotesError):
            raise answer
        return list(answer)

    def close(self) -> None:
        """End the execution, with any work in progress."""
        self._answers.close()
        ray.kill(self._store)


def _block(number: int, content: bytes) -> pa.Table:
    return pa.table({"number": [number], "content": [content]})


def _read(block: pa.Table) -> tuple[int, bytes]:
    (row,) = block.to_pylist()
    return row["number"], row["content"]


class _BatchStore:
    """In an actor of its own: holds batches until they are done, so that they can be read again."""

    def __init__(self) -> None:
        self._batches: dict[int, bytes] = {}
        self._changed = asyncio.Condition()
        self._done = 0

    async def put(self, number: int, batch: bytes, done: int) -> None:
        """Put a batch down, and let go of those with numbers below ``done``."""
        async with self._changed:
            # Large batches may be overtaken by small ones.
            self._done = max(self._done, done)
            self._batches[number] = batch
            self._batches = {n: held for n, held in self._batches.items() if n >= self._done}
            self._changed.notify_all()

    async def get(self, number: int) -> bytes:
        """The batch of that number, once it is there; nothing, if it is done."""
        async with self._changed:
            await self._changed.wait_for(lambda: number in self._batches or number < self._done)
            return self._batches.get(number, b"")


class _Source(ray.data.Datasource):
    """The batches as an endless data source, read where the command runs."""

    def __init__(self, store: Any) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._store = store

    @property
    def supports_distributed_reads(self) -> bool:
        return False

    def estimate_inmemory_data_size(self) -> int | None:
        return None

    def get_read_tasks(self, parallelism: int, *_: Any, **__: Any) -> list[ray.data.ReadTask]:
        def blocks() -> Iterator[pa.Table]:
            for number in count():
                yield _block(number, ray.get(store.get.remote(number)))

        store = self._store
        nothing_known = BlockMetadata(
            num_rows=None, size_bytes=None, exec_stats=None, input_files=None
        )
        return [ray.data.ReadTask(blocks, nothing_known)]


class _WorkerActor:
    """In an actor of Ray Data: has one worker process, which does the work."""

    def __init__(self, settings: Settings, options: RunOptions, indent: int | None) -> None:
        self._supervisor = PoolEngine(settings, options, indent=indent, jobs=1).supervisor()

    def __call__(self, block: pa.Table) -> pa.Table:
        """The outcomes of a batch; or what keeps the worker from getting ready."""
        number, content = _read(block)
        answer: list[Outcome] | NewsquotesError
        try:
            (answer,) = self._supervisor.work_through(iter([pickle.loads(content)]))  # noqa: S301
        except NewsquotesError as error:
            answer = error
        return _block(number, pickle.dumps(answer))

    def __del__(self) -> None:
        self._supervisor.close()
