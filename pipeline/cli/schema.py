"""``newsquotes schema``: the JSON Schema of the pipeline's output."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer


class Part(StrEnum):
    """What has a schema."""

    RECORD = "record"
    RUN = "run"
    FAILURE = "failure"


def schema(
    part: Annotated[
        Part,
        typer.Argument(help="A record, the manifest run.json, or a line of failures.jsonl."),
    ] = Part.RECORD,
) -> None:
    """Print the JSON Schema (draft 2020-12) of the records, the manifest or the failures."""
    from ..schemas import schema_text

    typer.echo(schema_text(part.value), nl=False)
