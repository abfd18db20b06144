"""``newsquotes bench`` measures; how fast depends on the machine and is not tested."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.benchmark import Measured, rows
from pipeline.errors import ExitCode

if TYPE_CHECKING:
    from conftest import Command

SEEDS = Path(__file__).parents[2] / "seeds"


def test_a_round(newsquotes: Command) -> None:
    seeds = sorted(SEEDS.glob("*.txt"))[:8]
    result = newsquotes("bench", *seeds, "--rounds", 1, "--jobs", 1)
    assert result.exit_code == ExitCode.OK, result.stderr
    told = result.stderr.splitlines()
    assert told[0].startswith("bare spaCy: ")
    assert told[1].startswith("newsquotes, 1 process: ")
    assert "ratio" in result.stdout


def test_nothing_to_measure(newsquotes: Command, tmp_path: Path) -> None:
    assert newsquotes("bench", tmp_path).exit_code == ExitCode.NOTHING_TO_DO


def test_medians_and_spread() -> None:
    (row,) = rows([Measured("x", (3000.0, 1000.0, 2000.0), (3.0, 1.0, 2.0))])
    assert row == ("x", "2,000", "2.00", "1.00 to 3.00")
