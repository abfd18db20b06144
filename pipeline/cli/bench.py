"""``newsquotes bench``: how fast it is, beside bare spaCy, on this machine."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.output import say
from pipeline.settings import DEFAULT_MODEL, Settings


def bench(
    inputs: Annotated[
        list[Path],
        typer.Argument(
            metavar="INPUT...", help="Some hundred articles, or more.", show_default=False
        ),
    ],
    rounds: Annotated[int, typer.Option(min=1, help="How often each is measured.")] = 3,
    jobs: Annotated[
        int, typer.Option("--jobs", "-j", min=1, help="Measure also with this many processes.")
    ] = 2,
    model: Annotated[str, typer.Option(help="As of extract.")] = DEFAULT_MODEL,
) -> None:
    """Measure words a second beside bare spaCy, each in a process of its own, in turns."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    from pipeline.benchmark import bench as measure
    from pipeline.benchmark import rows

    measured = measure(
        inputs,
        Settings(model=model),
        rounds=rounds,
        jobs=jobs,
        told=lambda name, speed: say(f"{name}: {speed:,.0f} words a second"),
    )
    table = Table("contender", "words/s", "ratio", "spread", box=box.SIMPLE)
    for row in rows(measured):
        table.add_row(*row)
    Console().print(table)
