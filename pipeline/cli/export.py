"""``newsquotes export``: records for other tools."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Annotated

import typer

from ..exports import FORMATS, plugin_formats, suffix
from .arguments import RecordsPath
from .options import NoFormulas, Once
from .output import counted, say


def _formats() -> list[str]:
    return [*FORMATS, *plugin_formats()]


def _format(name: str) -> str:
    if name not in FORMATS and name not in plugin_formats():
        near = get_close_matches(name, _formats(), 1)
        hint = f" Did you mean {near[0]!r}?" if near else ""
        raise typer.BadParameter(f"{name!r} is not one of {', '.join(_formats())}.{hint}")
    return name


def export(
    path: RecordsPath,
    to: Annotated[
        str,
        typer.Option(
            "--to",
            parser=_format,
            autocompletion=_formats,
            metavar=f"<{'|'.join(FORMATS)}>",
            help="The format: one of these, or one that another package adds; csv and parquet "
            "are tables.",
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
    no_formulas: NoFormulas = False,
    once: Once = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")] = False,
) -> None:
    """Write records in the format of another tool."""
    from ..exports import export as write
    from .records import GivenRecords, output_path, writing

    records = GivenRecords(path, once=once)
    output = output or f"newsquotes-{to}{suffix(to) or ''}"
    with writing(output):
        write(records, to, output_path(output, path), bom=bom, formulas=not no_formulas)
    if not quiet:
        target = "standard output" if output == "-" else output
        say(f"{counted(records.count, 'record')} written to {target} as {to}")
    records.finish()
