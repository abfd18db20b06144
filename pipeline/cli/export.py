"""``newsquotes export``: records for other tools."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ..exports import FormatName, suffix
from ..storage.paths import path_of
from .options import Once
from .output import counted, say


def export(
    path: Annotated[
        Path,
        typer.Argument(
            parser=path_of,
            metavar="RECORDS",
            help="A record, or a folder of records.",
            show_default=False,
        ),
    ],
    to: Annotated[
        FormatName,
        typer.Option(
            "--to",
            help="The format; csv and parquet are tables.",
            show_default=False,
        ),
    ],
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            help="File or folder to write, - for standard output; without it, one named after "
            "the format.",
            show_default=False,
        ),
    ] = None,
    bom: Annotated[
        bool, typer.Option("--bom", help="Begin CSV with a byte order mark, for Excel.")
    ] = False,
    once: Once = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")] = False,
) -> None:
    """Write records in the format of another tool."""
    from ..exports import export as write
    from .records import GivenRecords, output_path, writing

    records = GivenRecords(path, once=once)
    output = output or f"newsquotes-{to}{suffix(to) or ''}"
    with writing(output):
        write(records, to, output_path(output, path), bom=bom)
    if not quiet:
        target = "standard output" if output == "-" else output
        say(f"{counted(records.count, 'record')} written to {target} as {to}")
    records.finish()
