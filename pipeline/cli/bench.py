"""``newsquotes bench``: how fast it is, beside bare spaCy, on this machine."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ..errors import ExitCode
from ..settings import DEFAULT_MODEL, Settings
from .output import say


def bench(
    inputs: Annotated[
        list[Path],
        typer.Argument(metavar="INPUT", help="Files or folders of articles.", show_default=False),
    ],
    rounds: Annotated[int, typer.Option(min=1, help="How many times each is measured.")] = 3,
    jobs: Annotated[
        int, typer.Option("--jobs", "-j", min=1, help="Also measure with this many processes.")
    ] = 2,
    articles: Annotated[
        int | None,
        typer.Option(
            min=1,
            help="Make up this many articles from the paragraphs of the inputs; by default 512 "
            "if there are fewer inputs.",
        ),
    ] = None,
    model: Annotated[str, typer.Option(help="The spaCy model: its name or path.")] = DEFAULT_MODEL,
) -> None:
    """Measure speed and start-up against bare spaCy, and compare the annotations.

    Each contender has a process of its own; they take turns. Exit code 1 if any article's tags,
    dependencies or raw entities are not those that stock spaCy gives.
    """
    from rich import box
    from rich.console import Console
    from rich.table import Table

    from ..benchmark.speed import bench as measure
    from ..benchmark.speed import rows, start_up_rows

    found = measure(
        inputs,
        Settings(model=model),
        rounds=rounds,
        jobs=jobs,
        told=lambda name, speed: say(f"{name}: {speed:,.0f} words per second"),
        articles=articles,
    )
    tables = (
        (("contender", "words/s", "ratio", "spread"), rows(found.speeds)),
        (("start-up", "seconds", "ratio", "spread"), start_up_rows(found.start_up)),
    )
    for header, lines in tables:
        table = Table(*header, box=box.SIMPLE)
        for line in lines:
            table.add_row(*line)
        Console().print(table)
    same = found.articles - len(found.different)
    typer.echo(f"annotations as of stock spaCy: {same} of {found.articles} articles")
    if found.different:
        say(f"different: {', '.join(found.different)}")
        raise typer.Exit(ExitCode.SOME_FAILED)
