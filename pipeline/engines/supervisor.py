"""Workers that may die or hang: whose articles a lost one had, and what becomes of them.

A worker has one task at a time, so that it is known what it was at when it was lost. The articles
of a batch that killed its worker, or took too long, are tried one by one, so that no other is
blamed. What workers are, and how to hear from them, an engine says.
"""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import Final, Protocol

from ..articles.base import Article
from ..errors import EngineError, FailureCode, InputError, Stage
from ..schemas.outcome import Outcome
from ..settings import RunOptions
from .batches import batches, merge

MAX_DEATHS: Final = 2
"""How often an article may kill the worker that it has to itself."""

MAX_FAILED_STARTS: Final = 4
"""How many workers in a row may die before they are ready, with no work done in between."""


class WorkerLostError(Exception):
    """A worker is no more, whatever the reason."""


class Hand(Protocol):
    """A worker. It answers once when it is ready, then once to each lot of articles."""

    def give(self, articles: Sequence[Article]) -> None:
        """Have it work on these; that it is lost shows when its answer is asked for."""
        ...

    def answer(self) -> list[Outcome]:
        """One outcome an article, in order; nothing where it says that it is ready.

        Raises:
            WorkerLostError: there is no answer, nor will there be one.
            NewsquotesError: what keeps it, and any other like it, from getting ready.
        """
        ...

    def dismiss(self) -> None:
        """End it at once, whatever it is doing."""
        ...


@dataclass(slots=True)
class Task:
    """A whole batch, or one of its articles, ``at`` its place there, ``alone``."""

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
    """A batch on its way, with the outcomes of its articles as far as they are known."""

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
class _Place:
    """Room for one worker. ``since`` when (monotonic seconds) it has been at its task."""

    hand: Hand | None = None
    ready: bool = False
    task: Task | None = None
    since: float = field(default=0.0)

    def vacate(self) -> Task | None:
        """Send the worker away; what it had not finished."""
        if self.hand is not None:
            self.hand.dismiss()
        task = self.task
        self.hand, self.ready, self.task = None, False, None
        return task


class CrewEngine(ABC):
    """See :class:`newsquotes.engines.base.Engine`. Holds about four batches a worker."""

    def __init__(self, options: RunOptions, *, jobs: int) -> None:
        self._options = options
        self._jobs = jobs

    @abstractmethod
    def hire(self) -> Hand:
        """A new worker, which is getting ready."""

    @abstractmethod
    def answering(self, hands: Sequence[Hand], timeout: float | None) -> Sequence[Hand]:
        """Those that can be asked for their answer, once there is one, or after that many seconds.

        One that is lost is among them, at the latest when it was given something.
        """

    def crew(self) -> Crew:
        """Workers for as long as they are wanted; whoever asks for them closes them."""
        return Crew(self, self._jobs, self._options.timeout)

    def outcomes(self, items: Iterable[Article | Outcome]) -> Iterator[list[Outcome]]:
        """One outcome an item, in order.

        Raises:
            EngineError: workers cannot even be started.
        """
        with closing(self.crew()) as crew:
            yield from crew.work_through(batches(items, self._options.batch_size))


class Crew:
    """The workers, what each is at, and what waits for one of them."""

    def __init__(self, engine: CrewEngine, jobs: int, timeout: float | None) -> None:
        self._engine = engine
        self._timeout = timeout
        self._places = [_Place() for _ in range(jobs)]
        self._waiting: deque[Task] = deque()
        self._failed_starts = 0

    def work_through(self, source: Iterator[list[Article | Outcome]]) -> Iterator[list[Outcome]]:
        """The outcomes of every batch of ``source``, in order; any number of sources in turn."""
        ahead: deque[Batch] = deque()
        exhausted = False
        while True:
            self._give_out()
            while ahead and ahead[0].done():
                yield ahead.popleft().outcomes()
            if exhausted and not ahead:
                return
            # One task in store for each worker, so that none has to wait until more is read.
            room = len(ahead) < 4 * len(self._places) and len(self._waiting) < len(self._places)
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
        for place in self._places:
            place.vacate()

    def _give_out(self) -> None:
        """Hand tasks to the workers that are free; hire as many as there are tasks left for."""
        for place in self._places:
            if self._waiting and place.ready and place.task is None and place.hand is not None:
                place.task, place.since = self._waiting.popleft(), time.monotonic()
                place.hand.give(place.task.articles)
        coming = sum(place.hand is not None and not place.ready for place in self._places)
        vacant = [place for place in self._places if place.hand is None]
        for place in vacant[: max(0, len(self._waiting) - coming)]:
            place.hand = self._engine.hire()

    def _time_left(self) -> float | None:
        """Seconds until a worker has taken too long; None if there is no such time."""
        begun = [place.since for place in self._places if place.task is not None]
        if self._timeout is None or not begun:
            return None
        return max(0.0, min(begun) + self._timeout - time.monotonic())

    def _hear(self, timeout: float | None) -> None:
        """Take what workers have to say; wait for it that many seconds."""
        held = {id(place.hand): place for place in self._places if place.hand is not None}
        hands = [place.hand for place in held.values() if place.hand is not None]
        for hand in self._engine.answering(hands, timeout):
            self._collect(held[id(hand)], hand)
        if self._timeout is not None:
            for place in self._places:
                late = place.task is not None and time.monotonic() - place.since >= self._timeout
                if late:
                    self._time_out(place)

    def _collect(self, place: _Place, hand: Hand) -> None:
        try:
            outcomes = hand.answer()
        except WorkerLostError as error:
            self._bury(place, error)
            return
        self._failed_starts = 0  # as long as another worker gets on, nothing is hopeless
        place.ready = True
        if place.task is not None:
            place.task.settle(outcomes)
            place.task = None

    def _bury(self, place: _Place, reason: WorkerLostError) -> None:
        """Deal with the task of a worker that died; one that had none is nobody's fault."""
        started = place.ready
        task = place.vacate()
        if not started:
            self._failed_starts += 1
            if self._failed_starts >= MAX_FAILED_STARTS:
                raise EngineError(
                    f"{MAX_FAILED_STARTS} workers in a row died before they were ready; "
                    "there may be too little memory for --jobs of them: try fewer."
                ) from reason
        elif task is not None and not task.alone:
            self._waiting.extendleft(reversed([*task.one_by_one()]))
        elif task is not None:
            task.deaths += 1
            if task.deaths < MAX_DEATHS:
                self._waiting.appendleft(task)
                return
            message = (
                f"The worker died {MAX_DEATHS} times on this article alone, perhaps for want "
                "of memory; split it or lower --max-chars."
            )
            task.fail(FailureCode.WORKER_DIED, message)

    def _time_out(self, place: _Place) -> None:
        """Stop a worker that takes too long."""
        task = place.vacate()
        if task is None:
            return
        if task.alone:
            message = f"It took more than {self._timeout:g} seconds; split it or raise --timeout."
            task.fail(FailureCode.TIMEOUT, message)
        else:
            self._waiting.extendleft(reversed([*task.one_by_one()]))
