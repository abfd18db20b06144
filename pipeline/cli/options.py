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
