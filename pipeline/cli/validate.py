"""``newsquotes validate``: check records."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ..errors import ExitCode
from ..storage.paths import path_of
from .output import say
from .records import no_record


def validate(
    paths: Annotated[
        list[Path],
        typer.Argument(
            parser=path_of,
            metavar="PATH",
            help="Records, or folders of records.",
            show_default=False,
        ),
    ],
    run: Annotated[
        bool,
        typer.Option(
            "--run",
            help="The paths are outputs of runs: also check that every input has a record or a "
            "failure.",
        ),
    ] = False,
    partial: Annotated[
        bool,
        typer.Option("--partial", help="With --run: an unfinished run is not a fault."),
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print faults only.")] = False,
) -> None:
    """Check records against the models, offsets and references included.

    Prints one line per fault: file, field, what is wrong.
    """
    from ..report.visible import visible_line
    from ..runs.validation import check_records, check_run

    checked = faulty = 0
    for path in paths:
        for thing in check_run(path, partial=partial) if run else check_records(path):
            checked += thing.record is not None or bool(thing.faults)
            faulty += bool(thing.faults)
            for fault in thing.faults:
                typer.echo(visible_line(str(fault)))
    if not checked:
        raise no_record(*paths)
    if not quiet:
        say(f"{checked:,} checked, {faulty:,} with faults")
    if faulty:
        raise typer.Exit(ExitCode.SOME_FAILED)
