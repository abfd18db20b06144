"""How fast, beside bare spaCy, in words a second: each contender in a process of its own.

The contenders take turns over the same articles, round after round, so that what else the machine
does hits all of them; loading the model is not counted, analysing and writing are.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import Final

from pipeline.articles import Article, read_articles
from pipeline.errors import NothingToDoError
from pipeline.models import find_model
from pipeline.settings import RunOptions, Settings

BARE: Final = "bare spaCy"


@dataclass(frozen=True, slots=True)
class Measured:
    """Words a second of one contender in each round, and their ratios to bare spaCy's."""

    name: str
    speeds: tuple[float, ...]
    ratios: tuple[float, ...]

    @property
    def ratio(self) -> float:
        """The median ratio."""
        return median(self.ratios)


def bench(
    paths: Sequence[Path | str],
    settings: Settings,
    *,
    rounds: int,
    jobs: int,
    told: Callable[[str, float], None],
) -> list[Measured]:
    """Measure every contender ``rounds`` times; ``told`` hears of each measurement.

    Raises:
        NothingToDoError: there is no article in ``paths``.
    """
    if not any(isinstance(item, Article) for item in read_articles(paths, settings)):
        raise NothingToDoError(f"No article in {', '.join(map(str, paths))}.")
    find_model(settings.model)
    speeds: dict[str, list[float]] = {name: [] for name in contenders(jobs)}
    for _ in range(rounds):
        for name, found in speeds.items():
            found.append(_in_a_process(name, paths, settings))
            told(name, found[-1])
    return [
        Measured(
            name,
            tuple(found),
            tuple(one / bare for one, bare in zip(found, speeds[BARE], strict=True)),
        )
        for name, found in speeds.items()
    ]


def contenders(jobs: int) -> list[str]:
    """Who is measured: textacy only where it is installed."""
    names = [BARE, "newsquotes, 1 process"]
    if jobs > 1:
        names.append(f"newsquotes, {jobs} processes")
    if find_spec("textacy") is not None:
        names.append("textacy, direct quotations")
    return names


def _in_a_process(name: str, paths: Sequence[Path | str], settings: Settings) -> float:
    task = json.dumps([name, [str(path) for path in paths], settings.model_dump()])
    done = subprocess.run(
        [sys.executable, "-m", "pipeline.benchmark"],
        input=task,
        stdout=subprocess.PIPE,
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
        check=True,
        text=True,
    )
    return float(done.stdout)


def measure(name: str, paths: Sequence[str], settings: Settings) -> float:
    """Words a second of one contender, in this process (and its workers)."""
    articles = [item for item in read_articles(paths, settings) if isinstance(item, Article)]
    if name.startswith("newsquotes"):
        return _ours(paths, articles, settings, jobs=int(name.split()[1]))
    import spacy

    nlp = spacy.load(find_model(settings.model).path)
    nlp.max_length = 2**31
    next(nlp.pipe(["The first words cost more than those that follow."]))
    started = time.perf_counter()
    for doc in nlp.pipe([article.text for article in articles]):
        if name.startswith("textacy"):
            from textacy.extract.triples import direct_quotations

            list(direct_quotations(doc))
    return _words(articles) / (time.perf_counter() - started)


def _ours(
    paths: Sequence[str], articles: Sequence[Article], settings: Settings, *, jobs: int
) -> float:
    """A whole run into a folder, from the first batch that is written on."""
    from pipeline.running import run

    moments: list[tuple[float, int]] = []
    size = max(1, min(128, len(articles) // (8 * jobs)))
    with tempfile.TemporaryDirectory() as folder:
        run(
            paths,
            folder,
            settings,
            RunOptions(jobs=jobs, resume=False, batch_size=size),
            observe=lambda outcomes: moments.append((time.perf_counter(), len(outcomes))),
        )
    # The model is loaded when the first batch comes, so that batch is not counted.
    (begun, skipped), (ended, _) = moments[0], moments[-1]
    if len(moments) < 2:
        raise NothingToDoError("Too few articles to measure; give some hundred.")
    return _words(articles[skipped:]) / (ended - begun)


def _words(articles: Sequence[Article]) -> int:
    return sum(len(article.text.split()) for article in articles)


def rows(measured: Sequence[Measured]) -> Iterator[tuple[str, str, str, str]]:
    """A table: contender, words a second, ratio, and the ratio's spread; medians of the rounds."""
    for one in measured:
        spread = f"{min(one.ratios):.2f} to {max(one.ratios):.2f}"
        yield one.name, f"{median(one.speeds):,.0f}", f"{one.ratio:.2f}", spread


if __name__ == "__main__":
    contender, where, given = json.load(sys.stdin)
    print(measure(contender, where, Settings(**given)))  # noqa: T201
