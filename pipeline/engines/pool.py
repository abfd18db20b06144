"""Several worker processes: spawned, replaced when they die, stopped when they hang.

Each worker is an executor of one process, so that it is known whose articles a dead process had.
The articles of a batch that killed its worker, or took too long, are tried one by one, each alone
in its worker, so that no other is blamed.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from dataclasses import dataclass, field
from typing import Final

from pipeline.articles.base import Article
from pipeline.engines.batches import batches, merge
from pipeline.engines.slot import Slot
from pipeline.errors import EngineError, FailureCode, InputError, Stage
from pipeline.outcomes import Outcome
from pipeline.settings import RunOptions, Settings

MAX_DEATHS: Final = 2
"""How often an article may kill the worker that it has to itself."""

MAX_FAILED_STARTS: Final = 4
"""How many workers in a row may die before they are ready, with no work done in between."""


@dataclass(slots=True)
class Task:
    """Articles for one worker: a whole batch, or one of its articles, ``at`` its place there."""

    batch: Batch
    articles: list[Article]
    at: int
    alone: bool = False
    deaths: int = 0


@dataclass(slots=True)
class Batch:
    """A batch on its way, with the outcomes of its articles as far as they are known."""

    items: list[Article | Outcome]
    made: list[Outcome | None] = field(default_factory=list)

    def done(self) -> bool:
        return None not in self.made

    def settle(self, at: int, outcomes: list[Outcome]) -> None:
        self.made[at : at + len(outcomes)] = outcomes


class PoolEngine:
    """See :class:`pipeline.engines.base.Engine`. Holds about four batches a worker."""

    def __init__(
        self, settings: Settings, options: RunOptions, *, indent: int | None, jobs: int
    ) -> None:
        self._settings = settings
        self._options = options
        self._indent = indent
        self._jobs = jobs

    def outcomes(self, items: Iterable[Article | Outcome]) -> Iterator[list[Outcome]]:
        """One outcome an item, in order.

        Raises:
            EngineError: workers cannot even be started.
        """
        crew = _Crew(self._settings, self._options, self._indent, self._jobs)
        with closing(crew):
            yield from crew.work_through(batches(items, self._options.batch_size))


class _Crew:
    """The workers, what each has before it, and what waits for one of them."""

    def __init__(
        self, settings: Settings, options: RunOptions, indent: int | None, jobs: int
    ) -> None:
        self._timeout = options.timeout
        self._slots = [Slot(settings, indent) for _ in range(jobs)]
        self._waiting: deque[Task] = deque()
        self._again: deque[Task] = deque()
        self._failed_starts = 0

    def work_through(self, source: Iterator[list[Article | Outcome]]) -> Iterator[list[Outcome]]:
        """The outcomes of every batch of ``source``, in order."""
        ahead: deque[Batch] = deque()
        exhausted = False
        while True:
            while ahead and ahead[0].done():
                batch = ahead.popleft()
                yield merge(batch.items, [made for made in batch.made if made is not None])
            while not exhausted and len(ahead) < 4 * len(self._slots) and not self._waiting:
                items = next(source, None)
                if items is None:
                    exhausted = True
                    break
                ahead.append(self._queue(items))
                self._give_out()
            if exhausted and not ahead:
                return
            self._give_out()
            self._wait()

    def close(self) -> None:
        """End all workers at once."""
        for slot in self._slots:
            slot.kill()

    def _queue(self, items: list[Article | Outcome]) -> Batch:
        articles = [item for item in items if isinstance(item, Article)]
        batch = Batch(items, [None] * len(articles))
        if articles:
            self._waiting.append(Task(batch, articles, 0))
        return batch

    def _give_out(self) -> None:
        """Hand tasks to workers: two each, so that none waits for us; an article alone alone."""
        for slot in sorted(self._slots, key=lambda slot: len(slot.tasks)):
            if self._again and not slot.tasks:
                slot.submit(self._again.popleft())
        for depth in (1, 2):
            for slot in self._slots:
                room = len(slot.tasks) < depth and not any(task.alone for task, _ in slot.tasks)
                if self._waiting and room:
                    slot.submit(self._waiting.popleft())

    def _wait(self) -> None:
        futures: list[Future[object]] = [
            future for slot in self._slots for future in slot.futures()
        ]
        if not futures:
            return
        deadlines = [slot.since for slot in self._slots if slot.tasks and slot.since is not None]
        left = None
        if self._timeout is not None and deadlines:
            left = max(0.0, min(deadlines) + self._timeout - time.monotonic())
        wait(futures, timeout=left, return_when=FIRST_COMPLETED)
        for slot in self._slots:
            self._collect(slot)

    def _collect(self, slot: Slot) -> None:
        try:
            if slot.check_ready():
                self._failed_starts = 0
            while slot.tasks and slot.tasks[0][1].done():
                task, future = slot.tasks[0]
                outcomes = future.result()
                slot.tasks.popleft()
                slot.since = time.monotonic()
                task.batch.settle(task.at, outcomes)
                self._failed_starts = 0  # as long as another worker gets on, nothing is hopeless
        except BrokenProcessPool:
            self._bury(slot)
            return
        overdue = (
            self._timeout is not None
            and slot.tasks
            and slot.since is not None
            and time.monotonic() - slot.since >= self._timeout
        )
        if overdue:
            self._time_out(slot)

    def _bury(self, slot: Slot) -> None:
        """Deal with the tasks of a worker that died, and replace it."""
        started = slot.since is not None
        lost = [task for task, _ in slot.tasks]
        slot.restart()
        if not started:
            self._failed_starts += 1
            if self._failed_starts >= MAX_FAILED_STARTS:
                raise EngineError(
                    f"{MAX_FAILED_STARTS} workers in a row died before they were ready; "
                    "there may be too little memory for --jobs of them: try fewer."
                )
            self._requeue(lost)
            return
        for task in lost:
            if not task.alone:
                self._one_by_one(task)
            elif task.deaths + 1 >= MAX_DEATHS:
                message = (
                    f"The worker died {MAX_DEATHS} times on this article alone, perhaps for want "
                    "of memory; split it or lower --max-chars."
                )
                self._fail(task, FailureCode.WORKER_DIED, message)
            else:
                task.deaths += 1
                self._again.append(task)

    def _time_out(self, slot: Slot) -> None:
        """Stop a worker that takes too long; what it had behind that was not to blame."""
        late, *others = [task for task, _ in slot.tasks]
        slot.restart()
        self._requeue(others)
        if late.alone:
            message = f"It took more than {self._timeout:g} seconds; split it or raise --timeout."
            self._fail(late, FailureCode.TIMEOUT, message)
        else:
            self._one_by_one(late)

    def _requeue(self, tasks: list[Task]) -> None:
        for task in reversed(tasks):
            (self._again if task.alone else self._waiting).appendleft(task)

    def _one_by_one(self, task: Task) -> None:
        for number, article in enumerate(task.articles):
            self._again.append(Task(task.batch, [article], task.at + number, alone=True))

    def _fail(self, task: Task, code: FailureCode, message: str) -> None:
        (article,) = task.articles
        error = InputError(article.source, Stage.PROCESS, code, message, article.id)
        task.batch.settle(task.at, [error])
