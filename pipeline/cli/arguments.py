"""Arguments that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ..storage.paths import path_of

RecordsPath = Annotated[
    Path,
    typer.Argument(
        parser=path_of,
        metavar="RECORDS",
        help="A record, or a folder of records.",
        show_default=False,
    ),
]
"""Where a command reads records."""
