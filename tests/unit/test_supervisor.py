"""Work spread over workers that die and hang, played by objects of this process."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st
from newsquotes.articles.base import Article
from newsquotes.articles.text import article_of
from newsquotes.engines.supervisor import (
    SLOWEST_START,
    SupervisedEngine,
    WorkerHandle,
    WorkerLostError,
)
from newsquotes.errors import EngineError, FailureCode, InputError, ModelMissingError, Stage
from newsquotes.schemas.outcome import Done, Outcome
from newsquotes.settings import RunOptions


def done(article: Article) -> Done:
    return Done(id=article.id, source=article.source, data=b"{}", entities=0, quotes=0)


@dataclass(eq=False)
class Player:
    """A worker that does what its articles say, and dies by chance too."""

    deaths: random.Random
    chance: float
    given: Sequence[Article] = ()
    ready: bool = False
    dismissed: bool = False

    def give(self, articles: Sequence[Article]) -> None:
        assert not self.dismissed
        self.given = articles

    def can_answer(self) -> bool:
        hangs = any("hang" in article.text for article in self.given)
        return not hangs and (bool(self.given) or not self.ready)

    def answer(self) -> list[Outcome]:
        assert not self.dismissed
        articles, self.given, self.ready = self.given, (), True
        killed = any("kill" in article.text for article in articles)
        if killed or self.deaths.random() < self.chance:
            raise WorkerLostError
        return [done(article) for article in articles]

    def stop(self) -> None:
        self.dismissed = True


class Company(SupervisedEngine):
    """Workers of which some, in any order, have an answer."""

    def __init__(self, rng: random.Random, chance: float, options: RunOptions, jobs: int) -> None:
        super().__init__(options, jobs=jobs)
        self.rng, self.chance = rng, chance
        self.players: list[Player] = []
        self.now = 0.0

    def monotonic(self) -> float:
        """Instead of that of the module time: it passes only in waiting for what hangs."""
        return self.now

    def start_worker(self) -> WorkerHandle:
        self.players.append(Player(self.rng, self.chance))
        return self.players[-1]

    def answering(
        self, handles: Sequence[WorkerHandle], timeout: float | None
    ) -> Sequence[WorkerHandle]:
        able = [handle for handle in handles if isinstance(handle, Player) and handle.can_answer()]
        assert able or timeout is not None, "this would wait for ever"
        if not able:
            self.now += timeout or 0.0
        return self.rng.sample(able, self.rng.randint(min(1, len(able)), len(able)))


KINDS = st.lists(st.sampled_from(["fine", "fine", "fine", "kill", "hang", "bad"]), max_size=40)


@given(KINDS, st.integers(1, 4), st.integers(1, 9), st.integers(0, 9999).map(random.Random))
def test_every_input_has_its_outcome_in_its_place(
    kinds: list[str], jobs: int, size: int, rng: random.Random
) -> None:
    items: list[Article | Outcome] = [
        InputError(f"{number}", Stage.READ, FailureCode.EMPTY, "It is empty.")
        if kind == "bad"
        else article_of(f"They said {kind}.", identity=f"a{number}")
        for number, kind in enumerate(kinds)
    ]
    company = Company(rng, 0.0, RunOptions(timeout=60, batch_size=size), jobs)
    with patch("newsquotes.engines.supervisor.time", company):
        found = [outcome for made in company.outcomes(items) for outcome in made]
    codes = {"kill": FailureCode.WORKER_DIED, "hang": FailureCode.TIMEOUT, "bad": FailureCode.EMPTY}
    assert len(found) == len(items)
    for kind, item, outcome in zip(kinds, items, found, strict=True):
        if kind == "fine":
            assert isinstance(outcome, Done)
            assert isinstance(item, Article)
            assert outcome.id == item.id
        else:
            assert isinstance(outcome, InputError)
            assert outcome.code == codes[kind]
    assert all(player.dismissed for player in company.players)


@given(st.integers(0, 60), st.integers(1, 4), st.integers(0, 9999).map(random.Random))
def test_deaths_by_chance_lose_nothing(count: int, jobs: int, rng: random.Random) -> None:
    articles = [article_of("They said fine.", identity=f"a{number}") for number in range(count)]
    company = Company(rng, 0.2, RunOptions(batch_size=4), jobs)
    try:
        found = [outcome for made in company.outcomes(articles) for outcome in made]
    except EngineError:
        return  # four in a row at their start
    assert [outcome.id for outcome in found] == [article.id for article in articles]


def test_workers_that_never_get_ready_end_the_run() -> None:
    company = Company(random.Random(1), 1.0, RunOptions(), 2)
    with pytest.raises(EngineError, match=r"4 workers in a row died before they were ready"):
        list(company.outcomes([article_of("They said fine.")]))
    assert len(company.players) <= 5


def test_a_limit_on_time_is_not_called_want_of_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    def ended(player: Player) -> list[Outcome]:
        raise WorkerLostError(cpu_limit=True)

    monkeypatch.setattr(Player, "answer", ended)
    company = Company(random.Random(1), 0.0, RunOptions(), 1)
    with pytest.raises(EngineError, match=r"process's time \(ulimit -t\) ended it; raise it\.$"):
        list(company.outcomes([article_of("They said fine.")]))


def test_an_article_that_meets_the_limit_on_time(monkeypatch: pytest.MonkeyPatch) -> None:
    ready = Player.answer

    def ended(player: Player) -> list[Outcome]:
        if player.given:
            raise WorkerLostError(cpu_limit=True)
        return ready(player)

    monkeypatch.setattr(Player, "answer", ended)
    company = Company(random.Random(1), 0.0, RunOptions(), 1)
    ((outcome,),) = company.outcomes([article_of("They said fine.")])
    assert isinstance(outcome, InputError)
    assert "on this article alone: the limit on a process's time (ulimit -t)" in str(outcome)


@pytest.mark.parametrize(("stuck", "ends"), [(1, True), (3, True), (4, False)])
def test_workers_that_hang_before_they_are_ready_are_replaced(
    monkeypatch: pytest.MonkeyPatch, stuck: int, ends: bool
) -> None:
    company = Company(random.Random(1), 0.0, RunOptions(timeout=5), 1)
    monkeypatch.setattr("newsquotes.engines.supervisor.time", company)
    able = Player.can_answer
    monkeypatch.setattr(
        Player,
        "can_answer",
        lambda player: company.players.index(player) >= stuck and able(player),
    )
    articles = [article_of("They said fine.")]
    if ends:
        found = [outcome for batch in company.outcomes(articles) for outcome in batch]
        assert [outcome.id for outcome in found] == [articles[0].id]
    else:
        with pytest.raises(EngineError, match="before they were ready"):
            list(company.outcomes(articles))
    assert company.now == min(stuck, 4) * SLOWEST_START
    assert all(player.dismissed for player in company.players)


def test_what_keeps_workers_from_getting_ready_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(player: Player) -> list[Outcome]:
        raise ModelMissingError("There is none.")

    monkeypatch.setattr(Player, "answer", missing)
    company = Company(random.Random(1), 0.0, RunOptions(), 2)
    with pytest.raises(ModelMissingError, match="There is none"):
        list(company.outcomes([article_of("They said fine.")]))
    assert all(player.dismissed for player in company.players)


def test_no_more_workers_than_there_is_work_for() -> None:
    company = Company(random.Random(1), 0.0, RunOptions(batch_size=2), 8)
    articles = [article_of("They said fine.", identity=f"a{number}") for number in range(6)]
    list(company.outcomes(articles))
    assert len(company.players) <= 3
