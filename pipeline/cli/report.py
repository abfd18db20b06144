"""``newsquotes report``: records as one page to look at."""

from __future__ import annotations

import re
from typing import Annotated, Final

import typer

from ..errors import UsageError
from .arguments import RecordsPath
from .options import Once
from .output import counted, say

_DAY: Final = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")


def report(
    path: RecordsPath,
    output: Annotated[
        str, typer.Option("--output", "-o", help="The page to write; - for standard output.")
    ] = "report.html",
    title: Annotated[str, typer.Option(help="What the page is called.")] = "newsquotes",
    limit: Annotated[
        int,
        typer.Option(
            min=1, help="Largest number of articles on the page; it says how many are left out."
        ),
    ] = 10_000,
    speaker: Annotated[
        str | None,
        typer.Option(help="Only articles that quote somebody of this name, or part of a name."),
    ] = None,
    first: Annotated[
        str | None,
        typer.Option("--from", help="Only articles published on this day or later: 2024-05-03."),
    ] = None,
    last: Annotated[
        str | None,
        typer.Option("--to", help="Only articles published on this day or earlier."),
    ] = None,
    once: Once = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")] = False,
) -> None:
    """Make one self-contained page of the records: open it in a browser, no network needed."""
    from ..report.page import build_page, is_page, render_page
    from ..report.selection import select
    from .records import GivenRecords, written_file

    for day in (first, last):
        if day is not None and not _DAY.fullmatch(day):
            raise UsageError(f"{day} is not a date; write it as 2024-05-03 or 2024-05.")
    records = GivenRecords(path, once=once)
    with written_file(output, path, is_page) as file:
        page = build_page(select(records, speaker=speaker, first=first, last=last), limit)
        file.write_text(render_page(page, title), encoding="utf-8")
    if not quiet:
        shown = "The page" if output == "-" else output
        say(f"{shown} shows {len(page.articles):,} of {counted(page.total, 'article')}")
    records.finish()
