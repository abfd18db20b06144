"""``newsquotes report``: records as one page to look at."""

from __future__ import annotations

from typing import Annotated

import typer

from .arguments import RecordsPath
from .options import Once
from .output import counted, say


def report(
    path: RecordsPath,
    output: Annotated[
        str, typer.Option("--output", "-o", help="The page to write; - for standard output.")
    ] = "report.html",
    title: Annotated[str, typer.Option(help="What the page is called.")] = "newsquotes",
    limit: Annotated[
        int,
        typer.Option(min=1, help="Most articles on the page, which says how many it leaves out."),
    ] = 10_000,
    once: Once = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")] = False,
) -> None:
    """Make one self-contained page of the records: open it in a browser, no network needed."""
    from ..report.page import build_page, is_page, render_page
    from .records import GivenRecords, written_file

    records = GivenRecords(path, once=once)
    with written_file(output, path, is_page) as file:
        page = build_page(records, limit)
        file.write_text(render_page(page, title), encoding="utf-8")
    if not quiet:
        shown = "The page" if output == "-" else output
        say(f"{shown} shows {len(page.articles):,} of {counted(page.total, 'article')}")
    records.finish()
