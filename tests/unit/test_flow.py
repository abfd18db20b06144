"""Batches through streams that break, played by objects of this process."""

from __future__ import annotations

import asyncio
import random
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st
from newsquotes.articles.base import Article
from newsquotes.articles.text import article_of
from newsquotes.engines.ray import BrokenStreamError, Flow
from newsquotes.errors import EngineError, FailureCode, InputError, Stage
from newsquotes.schemas.outcome import Done, Outcome


@dataclass
class Brook:
    """A stream that breaks by chance; if never by chance, not at all."""

    rng: random.Random
    chance: float
    held: deque[Sequence[Article]] = field(default_factory=deque)
    most: int = 0
    closed: bool = False

    def give(self, articles: Sequence[Article]) -> None:
        assert articles
        assert not self.closed
        self.held.append(articles)
        self.most = max(self.most, len(self.held))

    def take(self) -> list[Outcome]:
        if self.rng.random() < self.chance:
            raise BrokenStreamError("an actor died")
        return [
            Done(id=one.id, source=one.source, data=b"{}", entities=0, quotes=0)
            for one in self.held.popleft()
        ]

    def close(self) -> None:
        self.closed = True


@dataclass
class Spring:
    """Where brooks begin."""

    rng: random.Random
    chance: float
    brooks: list[Brook] = field(default_factory=list)

    def begin(self) -> Brook:
        assert all(brook.closed for brook in self.brooks)
        self.brooks.append(Brook(self.rng, self.chance))
        return self.brooks[-1]


def flow(spring: Spring) -> Flow:
    return Flow(spring.begin)  # type: ignore[arg-type]


def batches(kinds: list[str], size: int) -> Iterator[list[Article | Outcome]]:
    items: list[Article | Outcome] = [
        InputError(f"a{number}", Stage.READ, FailureCode.EMPTY, "It is empty.", f"a{number}")
        if kind == "bad"
        else article_of("They said so.", identity=f"a{number}")
        for number, kind in enumerate(kinds)
    ]
    for start in range(0, len(items), size):
        yield items[start : start + size]


@given(
    st.lists(st.sampled_from(["fine", "bad"]), max_size=60),
    st.integers(1, 9),
    st.integers(1, 12),
    st.sampled_from([0.0, 0.1, 0.4]),
    st.integers(0, 9999).map(random.Random),
)
def test_every_batch_comes_once_and_in_its_place(
    kinds: list[str], size: int, ahead: int, chance: float, rng: random.Random
) -> None:
    spring = Spring(rng, chance)
    found: list[Outcome] = []
    one = flow(spring)
    try:
        for made in one.work_through(batches(kinds, size), ahead=ahead):
            found.extend(made)
    except EngineError:
        kinds = kinds[: len(found)]  # four in a row
    one.close()
    assert [outcome.id for outcome in found] == [f"a{number}" for number in range(len(kinds))]
    assert [isinstance(outcome, InputError) for outcome in found] == [k == "bad" for k in kinds]
    assert all(brook.closed and brook.most <= ahead for brook in spring.brooks)


def test_streams_that_break_over_and_over_end_the_run() -> None:
    spring = Spring(random.Random(1), 1.0)
    with pytest.raises(EngineError, match=r"Ray broke down 4 times in a row.*an actor died"):
        list(flow(spring).work_through(batches(["fine"] * 9, 2), ahead=8))
    assert len(spring.brooks) == 4


def test_no_stream_where_there_is_nothing_to_work_on() -> None:
    spring = Spring(random.Random(1), 0.0)
    assert len(list(flow(spring).work_through(batches(["bad"] * 9, 2), ahead=8))) == 5
    assert not spring.brooks


def test_batches_lie_there_until_they_are_done_even_if_one_overtakes_another() -> None:
    pytest.importorskip("ray.data", reason="an extra")
    from newsquotes.engines.ray_stream import _BatchStore

    async def play() -> list[bytes]:
        store = _BatchStore()
        waiting = asyncio.create_task(store.get(4))
        for number, done in ((0, 0), (1, 0), (2, 1), (5, 3), (4, 2), (3, 2)):
            await store.put(number, b"%d" % number, done)
        return [await waiting, *[await store.get(number) for number in range(6)]]

    # In a thread of its own, for that of the tests may have a loop already, a browser's.
    with ThreadPoolExecutor(1) as other:
        assert other.submit(asyncio.run, play()).result() == [b"4", b"", b"", b"", b"3", b"4", b"5"]
