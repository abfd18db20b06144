"""Words per second beside bare spaCy: each contender in a process of its own.

The contenders take turns over the same articles, round after round, so that what else the machine
does hits all of them; loading the model is not counted, analysing and writing are.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import Any, Final

from ..articles import Article, read_articles
from ..errors import NothingToDoError
from ..settings import RunOptions, Settings
from ..spacy_model.lookup import find_model

BARE: Final = "bare spaCy"

START_UP: Final = ("spacy.load", "newsquotes, to the first record")

ENOUGH: Final = 512
"""Articles that a comparison takes."""


@dataclass(frozen=True, slots=True)
class Measured:
    """Words per second of one contender in each round, and their ratios to bare spaCy's."""

    name: str
    speeds: tuple[float, ...]
    ratios: tuple[float, ...]

    @property
    def ratio(self) -> float:
        """The median ratio."""
        return median(self.ratios)


@dataclass(frozen=True, slots=True)
class Benchmark:
    """All that :func:`bench` found.

    Attributes:
        speeds: words per second of every contender.
        start_up: articles per second where each is a command of its own: its inverse is the time
            to the first record, beside that which stock spaCy takes to load the model.
        articles: how many were compared with stock spaCy.
        different: ids of those whose tags, dependencies or raw entities are not the same.
    """

    speeds: list[Measured]
    start_up: list[Measured]
    articles: int
    different: list[str]


def bench(
    paths: Sequence[Path | str],
    settings: Settings,
    *,
    rounds: int,
    jobs: int,
    told: Callable[[str, float], None],
    articles: int | None = None,
) -> Benchmark:
    """Measure every contender ``rounds`` times; ``told`` is called with each measurement.

    Args:
        paths: files and folders of articles.
        settings: those of all contenders.
        rounds: how often each is measured.
        jobs: also with so many processes.
        told: called with a contender and its words per second.
        articles: make so many of the inputs' paragraphs; by default only where the inputs are
            fewer than :data:`ENOUGH`.

    Raises:
        NothingToDoError: there is no article in ``paths``.
    """
    given = [item for item in read_articles(paths, settings) if isinstance(item, Article)]
    if not given:
        raise NothingToDoError(f"No article in {', '.join(map(str, paths))}.")
    find_model(settings.model)
    with tempfile.TemporaryDirectory() as folder:
        if articles is None and len(given) < ENOUGH:
            articles = ENOUGH
        if articles is not None:
            recombine(given, Path(folder), articles)
            paths = [folder]
        speeds = _in_turns(contenders(jobs), paths, settings, rounds, told)
        start_up = _in_turns(START_UP, [_shortest(paths, settings, folder)], settings, rounds)
        compared = _in_a_process("compare", paths, settings)
    return Benchmark(speeds, start_up, len(compared), [name for name, no in compared if no])


def recombine(articles: Sequence[Article], folder: Path, count: int) -> None:
    """Write ``count`` texts of their paragraphs to ``folder``, the same ones each time.

    Their words are those of the articles, so words are found in the cache more often than among
    as many articles of a newspaper; for all contenders alike.
    """
    rng = random.Random(1)  # noqa: S311  no secret
    paragraphs = [
        paragraph
        for article in articles
        for paragraph in article.text[slice(*article.body)].split("\n")
        if paragraph.strip()
    ]
    titles = [article.title or "Untitled" for article in articles]
    for number in range(count):
        parts = [rng.choice(titles), *rng.choices(paragraphs, k=rng.randint(4, 24))]
        path = folder / f"made{number:05d}.txt"
        path.write_text("\n\n".join(parts) + "\n", encoding="utf-8")


def _shortest(paths: Sequence[Path | str], settings: Settings, folder: str) -> Path:
    found = [item for item in read_articles(paths, settings) if isinstance(item, Article)]
    path = Path(folder, ".shortest.txt")
    path.write_text(min((item.text for item in found), key=len), encoding="utf-8")
    return path


def _in_turns(
    names: Sequence[str],
    paths: Sequence[Path | str],
    settings: Settings,
    rounds: int,
    told: Callable[[str, float], None] = lambda name, speed: None,
) -> list[Measured]:
    speeds: dict[str, list[float]] = {name: [] for name in names}
    for _ in range(rounds):
        for name, found in speeds.items():
            found.append(_in_a_process(name, paths, settings))
            told(name, found[-1])
    return [
        Measured(
            name,
            tuple(found),
            tuple(one / bare for one, bare in zip(found, speeds[names[0]], strict=True)),
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


def _in_a_process(name: str, paths: Sequence[Path | str], settings: Settings) -> Any:
    task = json.dumps([name, [str(path) for path in paths], settings.model_dump()])
    done = subprocess.run(
        [sys.executable, "-m", "newsquotes.benchmark.speed"],
        input=task,
        stdout=subprocess.PIPE,
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
        check=True,
        text=True,
    )
    return json.loads(done.stdout.splitlines()[-1])


def measure(name: str, paths: Sequence[str], settings: Settings) -> Any:
    """Words per second of one contender, in this process (and its workers); or its start-ups a
    second; or, to ``compare``, pairs of an id and what differs.
    """
    if name in START_UP:
        return _started(name, paths, settings)
    articles = [item for item in read_articles(paths, settings) if isinstance(item, Article)]
    if name == "compare":
        from .parity import differing

        return list(differing(articles, settings))
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

            # It gives up articles with an odd number of quotation marks.
            with suppress(ValueError):
                list(direct_quotations(doc))
    return _words(articles) / (time.perf_counter() - started)


def _started(name: str, paths: Sequence[str], settings: Settings) -> float:
    """How many times per second a command could start and print its first line."""
    path = str(find_model(settings.model).path)
    loading = f"import spacy; spacy.load({path!r}); print('loaded')"
    extract = ["-m", "newsquotes", "extract", *paths, "-o", "-", "-q", "--model", settings.model]
    command = [sys.executable, *(["-c", loading] if name == START_UP[0] else extract)]
    began = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:  # noqa: S603  our own
        assert process.stdout is not None
        line = process.stdout.readline()
        took = time.perf_counter() - began
        process.stdout.read()
    if not line:
        raise NothingToDoError(f"{name} printed nothing.")
    return 1 / took


def _ours(
    paths: Sequence[str], articles: Sequence[Article], settings: Settings, *, jobs: int
) -> float:
    """A whole run into a folder, from the first batch that is written on."""
    from ..runs.run import run

    moments: list[tuple[float, int]] = []
    size = RunOptions().batch_size
    if jobs > 1:
        # As in a long run, no process should have to wait for the last batch of another.
        size = max(1, min(size, len(articles) // (4 * jobs)))
    with tempfile.TemporaryDirectory() as folder:
        run(
            paths,
            folder,
            settings,
            RunOptions(jobs=jobs, resume=False, batch_size=size),
            observe=lambda outcomes: moments.append((time.perf_counter(), len(outcomes))),
        )
    # The model is loaded when the first, small batch comes, so that batch is not counted.
    (begun, skipped), (ended, _) = moments[0], moments[-1]
    if len(moments) < 2:
        raise NothingToDoError("Too few articles to measure; give some hundred.")
    return _words(articles[skipped:]) / (ended - begun)


def _words(articles: Sequence[Article]) -> int:
    return sum(len(article.text.split()) for article in articles)


def rows(measured: Sequence[Measured]) -> Iterator[tuple[str, str, str, str]]:
    """A table of contender, words per second, ratio and its spread; medians of the rounds."""
    for one in measured:
        spread = f"{min(one.ratios):.2f} to {max(one.ratios):.2f}"
        yield one.name, f"{median(one.speeds):,.0f}", f"{one.ratio:.2f}", spread


def start_up_rows(measured: Sequence[Measured]) -> Iterator[tuple[str, str, str, str]]:
    """A table: what is started, seconds, ratio, and the ratio's spread."""
    for one in measured:
        spread = f"{1 / max(one.ratios):.2f} to {1 / min(one.ratios):.2f}"
        yield one.name, f"{1 / median(one.speeds):.2f}", f"{1 / one.ratio:.2f}", spread


if __name__ == "__main__":
    contender, where, given = json.load(sys.stdin)
    print(json.dumps(measure(contender, where, Settings(**given))))  # noqa: T201
