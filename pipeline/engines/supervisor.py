"""Workers that may die or hang: which articles a lost worker had, and what becomes of them.

A worker has one task at a time, so it is known what it was doing when it was lost. If a batch kills
its worker or takes too long, its articles are tried one by one, so that only the culprit fails.
What a worker is, and how it answers, is up to the engine.
"""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import Final, Protocol

from ..articles.base import Article
from ..errors import EngineError, FailureCode, InputError, Stage
from ..schemas.outcome import Outcome
from ..settings import RunOptions
from .batches import batches, merge
from .interrupts import interrupts_deferred

MAX_DEATHS: Final = 2
"""How often an article may kill a worker that is processing it alone."""

MAX_FAILED_STARTS: Final = 4
"""How many workers in a row may die before they are ready, with no work done in between."""

SLOWEST_START: Final = 900.0
"""Seconds in which a worker gets ready on the slowest machine, or is taken to have died."""


_CPU_LIMIT: Final = "the limit on a process's time (ulimit -t) ended it; raise"


class WorkerLostError(Exception):
    """A worker has died, for whatever reason; ``cpu_limit`` if it was the limit on its time."""

    def __init__(self, message: str = "", *, cpu_limit: bool = False) -> None:
        super().__init__(message)
        self.cpu_limit = cpu_limit


class WorkerHandle(Protocol):
    """A worker. It answers once when it is ready, then once for each list of articles."""

    def give(self, articles: Sequence[Article]) -> None:
        """Send it these articles. If it has died, that shows when its answer is asked for."""
        ...

    def answer(self) -> list[Outcome]:
        """One outcome per article, in order; an empty list when it reports that it is ready.

        Raises:
            WorkerLostError: there is no answer, nor will there be one.
            NewsquotesError: why it, and any other worker like it, cannot get ready.
        """
        ...

    def stop(self) -> None:
        """End it at once, whatever it is doing."""
        ...


@dataclass(slots=True)
class Task:
    """A whole batch, or one article of it ``alone``; ``at`` is its position in the batch."""

    batch: Batch
    articles: list[Article]
    at: int = 0
    alone: bool = False
    deaths: int = 0

    def settle(self, outcomes: list[Outcome]) -> None:
        self.batch.made[self.at : self.at + len(outcomes)] = outcomes

    def fail(self, code: FailureCode, message: str) -> None:
        (article,) = self.articles
        self.settle([InputError(article.source, Stage.PROCESS, code, message, article.id)])

    def one_by_one(self) -> Iterator[Task]:
        for number, article in enumerate(self.articles, self.at):
            yield Task(self.batch, [article], number, alone=True)


@dataclass(slots=True)
class Batch:
    """A batch in progress, with the outcomes of its articles that are known so far."""

    items: list[Article | Outcome]
    made: list[Outcome | None]

    @classmethod
    def of(cls, items: list[Article | Outcome]) -> Batch:
        return cls(items, [None for item in items if isinstance(item, Article)])

    def articles(self) -> list[Article]:
        return [item for item in self.items if isinstance(item, Article)]

    def done(self) -> bool:
        return None not in self.made

    def outcomes(self) -> list[Outcome]:
        return merge(self.items, (made for made in self.made if made is not None))


@dataclass(slots=True)
class _Slot:
    """Room for one worker. ``since`` when (monotonic seconds) it is at its task, or was started."""

    handle: WorkerHandle | None = None
    ready: bool = False
    task: Task | None = None
    since: float = field(default=0.0)

    def clear(self) -> Task | None:
        """Stop the worker, and return the task that it had not finished."""
        with interrupts_deferred():
            if self.handle is not None:
                self.handle.stop()
            task = self.task
            self.handle, self.ready, self.task = None, False, None
        return task


class SupervisedEngine(ABC):
    """See :class:`newsquotes.engines.base.Engine`. Holds about four batches per worker."""

    def __init__(self, options: RunOptions, *, jobs: int) -> None:
        self._options = options
        self._jobs = jobs

    @abstractmethod
    def start_worker(self) -> WorkerHandle:
        """A new worker, which is getting ready."""

    @abstractmethod
    def answering(
        self, handles: Sequence[WorkerHandle], timeout: float | None
    ) -> Sequence[WorkerHandle]:
        """The workers that have an answer; waits until there is one, at most ``timeout`` seconds.

        A worker that has died is among them, at the latest after it was given articles.
        """

    def supervisor(self) -> Supervisor:
        """New workers. The caller closes the supervisor when they are no longer needed."""
        return Supervisor(self, self._jobs, self._options.timeout or None)

    def outcomes(self, items: Iterable[Article | Outcome]) -> Generator[list[Outcome]]:
        """One outcome per item, in order.

        Raises:
            EngineError: workers cannot even be started.
        """
        with closing(self.supervisor()) as supervisor:
            yield from supervisor.work_through(batches(items, self._options.batch_size))


class Supervisor:
    """The workers, the task of each, and the tasks that wait for a worker."""

    def __init__(self, engine: SupervisedEngine, jobs: int, timeout: float | None) -> None:
        self._engine = engine
        self._timeout = timeout
        self._slots = [_Slot() for _ in range(jobs)]
        self._waiting: deque[Task] = deque()
        self._failed_starts = 0

    def work_through(self, source: Iterator[list[Article | Outcome]]) -> Iterator[list[Outcome]]:
        """The outcomes of every batch of ``source``, in order. May be called again and again."""
        ahead: deque[Batch] = deque()
        exhausted = False
        while True:
            self._give_out()
            while ahead and ahead[0].done():
                yield ahead.popleft().outcomes()
            if exhausted and not ahead:
                return
            # One task in store for each worker, so that none has to wait until more is read. But
            # what one worker alone has done is not held up by an input that is slow to come.
            most = 4 * len(self._slots) if len(self._slots) > 1 else 1
            room = len(ahead) < most and len(self._waiting) < len(self._slots)
            if room and not exhausted:
                items = next(source, None)
                if items is None:
                    exhausted = True
                    continue
                batch = Batch.of(items)
                ahead.append(batch)
                if articles := batch.articles():
                    self._waiting.append(Task(batch, articles))
                self._hear(0.0)
            else:
                self._hear(self._time_left())

    def close(self) -> None:
        """End all workers at once."""
        with interrupts_deferred():
            for slot in self._slots:
                slot.clear()

    def _give_out(self) -> None:
        """Hand tasks to the workers that are free; start as many as there are tasks left for."""
        for slot in self._slots:
            if self._waiting and slot.ready and slot.task is None and slot.handle is not None:
                slot.task, slot.since = self._waiting.popleft(), time.monotonic()
                slot.handle.give(slot.task.articles)
        coming = sum(slot.handle is not None and not slot.ready for slot in self._slots)
        empty = [slot for slot in self._slots if slot.handle is None]
        for slot in empty[: max(0, len(self._waiting) - coming)]:
            with interrupts_deferred():  # one that no slot knew would never be stopped
                slot.handle, slot.since = self._engine.start_worker(), time.monotonic()

    def _time_left(self) -> float | None:
        """Seconds until a worker has taken too long; None if there is no such time."""
        ends = [end for slot in self._slots if (end := self._end(slot)) is not None]
        return max(0.0, min(ends) - time.monotonic()) if ends else None

    def _end(self, slot: _Slot) -> float | None:
        """When its worker will have taken too long; None if it does nothing, or has for ever."""
        if self._timeout is None or slot.handle is None or (slot.ready and slot.task is None):
            return None
        return slot.since + (self._timeout if slot.ready else max(self._timeout, SLOWEST_START))

    def _hear(self, timeout: float | None) -> None:
        """Collect the answers of workers; wait for one at most ``timeout`` seconds."""
        held = {id(slot.handle): slot for slot in self._slots if slot.handle is not None}
        handles = [slot.handle for slot in held.values() if slot.handle is not None]
        for handle in self._engine.answering(handles, timeout):
            self._collect(held[id(handle)], handle)
        for slot in self._slots:
            end = self._end(slot)
            if end is not None and time.monotonic() >= end:
                if slot.ready:
                    self._time_out(slot)
                else:
                    self._lost(slot, WorkerLostError("it did not get ready"))

    def _collect(self, slot: _Slot, handle: WorkerHandle) -> None:
        try:
            outcomes = handle.answer()
        except WorkerLostError as error:
            self._lost(slot, error)
            return
        self._failed_starts = 0  # as long as another worker gets on, nothing is hopeless
        slot.ready = True
        if slot.task is not None:
            slot.task.settle(outcomes)
            slot.task = None

    def _lost(self, slot: _Slot, reason: WorkerLostError) -> None:
        """Deal with the task of a worker that died."""
        started = slot.ready
        task = slot.clear()
        if not started:
            self._failed_starts += 1
            if self._failed_starts >= MAX_FAILED_STARTS:
                advice = (
                    f"{_CPU_LIMIT} it."
                    if reason.cpu_limit
                    else "there may be too little memory for --jobs of them: try fewer."
                )
                raise EngineError(
                    f"{MAX_FAILED_STARTS} workers in a row died before they were ready; {advice}"
                ) from reason
        elif task is not None and not task.alone:
            self._waiting.extendleft(reversed([*task.one_by_one()]))
        elif task is not None:
            task.deaths += 1
            if task.deaths < MAX_DEATHS:
                self._waiting.appendleft(task)
                return
            message = f"The worker died {MAX_DEATHS} times on this article alone" + (
                f": {_CPU_LIMIT} it, or split the article."
                if reason.cpu_limit
                else ", perhaps because memory ran out; split it or lower --max-chars."
            )
            task.fail(FailureCode.WORKER_DIED, message)

    def _time_out(self, slot: _Slot) -> None:
        """Stop a worker that takes too long."""
        task = slot.clear()
        if task is None:
            return
        if task.alone:
            message = f"It took more than {self._timeout:g} seconds; split it or raise --timeout."
            task.fail(FailureCode.TIMEOUT, message)
        else:
            self._waiting.extendleft(reversed([*task.one_by_one()]))
