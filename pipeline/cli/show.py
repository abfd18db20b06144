"""``newsquotes show``: a record for a terminal."""

from __future__ import annotations

import sys
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated

import typer

from ..storage.paths import path_of


def show(
    path: Annotated[
        Path,
        typer.Argument(
            parser=path_of, metavar="FILE", help="A record, or several.", show_default=False
        ),
    ],
    colour: Annotated[
        bool | None,
        typer.Option(
            "--colour/--no-colour",
            "--color/--no-color",
            help="Colour the output; without it, only on a terminal.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Print an article with its people, places and quotes coloured, and a table of its quotes."""
    from rich.console import Console

    from ..report.terminal import render
    from .records import GivenRecords

    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # one column for each character
    console = Console(force_terminal=colour, no_color=None if colour is None else not colour)
    records = GivenRecords(path)
    for record in records:
        for part in render(record):
            console.print(part)
    records.finish()
