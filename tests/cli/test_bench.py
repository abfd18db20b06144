"""``newsquotes bench`` measures; how fast depends on the machine and is not tested."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from newsquotes.articles.text import article_of
from newsquotes.benchmark.speed import Measured, recombine, rows, start_up_rows
from newsquotes.errors import ExitCode

if TYPE_CHECKING:
    from conftest import Command

SEEDS = Path(__file__).parents[2] / "seeds"


def test_a_round(newsquotes: Command) -> None:
    result = newsquotes("bench", SEEDS, "--rounds", 1, "--jobs", 1, "--articles", 12)
    assert result.exit_code == ExitCode.OK, result.stderr
    told = result.stderr.splitlines()
    assert told[0].startswith("bare spaCy: ")
    assert told[1].startswith("newsquotes, 1 process: ")
    for words in ("ratio", "to the first record", "stock spaCy: 12 of 12 articles"):
        assert words in result.stdout


def test_what_is_interrupted_is_not_said_to_go_on(
    newsquotes: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*arguments: object, **options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("newsquotes.benchmark.speed.bench", interrupted)
    result = newsquotes("bench", SEEDS)
    assert result.exit_code == ExitCode.INTERRUPTED
    assert result.stderr == "error: Interrupted. Run the same command again to start over.\n"


def test_nothing_to_measure(newsquotes: Command, tmp_path: Path) -> None:
    assert newsquotes("bench", tmp_path).exit_code == ExitCode.NOTHING_TO_DO


def test_medians_and_spread() -> None:
    (row,) = rows([Measured("x", (3000.0, 1000.0, 2000.0), (3.0, 1.0, 2.0))])
    assert row == ("x", "2,000", "2.00", "1.00 to 3.00")


def test_start_up_is_told_in_seconds() -> None:
    (row,) = start_up_rows([Measured("x", (0.5, 0.25), (1.0, 0.5))])
    assert row == ("x", "2.67", "1.33", "1.00 to 2.00")


def test_recombined_articles_are_the_same_each_time(tmp_path: Path) -> None:
    given = [article_of("A title\n\nOne thing.\nAnother.\n")]
    texts = []
    for name in ("a", "b"):
        folder = tmp_path / name
        folder.mkdir()
        recombine(given, folder, 3)
        texts.append([path.read_text("utf-8") for path in sorted(folder.iterdir())])
    assert texts[0] == texts[1]
    assert len(set(texts[0])) == 3
    assert all(set(text.split("\n\n")[1:]) for text in texts[0])
