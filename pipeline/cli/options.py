"""Options that several commands share."""

from __future__ import annotations

from typing import Annotated

import typer

Once = Annotated[
    bool,
    typer.Option(
        "--once",
        help="Count a story that several articles print once: leave out all but the longest.",
    ),
]

NoFormulas = Annotated[
    bool,
    typer.Option(
        "--no-formulas",
        help="Put an apostrophe before each text in CSV that a spreadsheet would take for a "
        "formula; a workbook never holds formulas.",
    ),
]
