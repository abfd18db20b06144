"""``newsquotes speakers``: who is quoted, over all articles."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from ..errors import UsageError
from .arguments import RecordsPath
from .options import NoFormulas, Once

if TYPE_CHECKING:
    from ..cross_document import JoinedEntity


_COLUMNS: Final = (
    "name",
    "aliases",
    "roles",
    "articles",
    "quotes",
    "direct",
    "indirect",
    "mixed",
    "article_ids",
)


_JSON: Final = re.compile(rb'\[\n  {\n    "name": ".*",\n    "aliases": \[')
"""How the table begins as JSON."""


class TableFormat(StrEnum):
    """How the table is written."""

    CSV = "csv"
    JSON = "json"
    XLSX = "xlsx"


def speakers(
    path: RecordsPath,
    output: Annotated[
        str, typer.Option("--output", "-o", help="File to write; - for standard output.")
    ] = "-",
    to: Annotated[
        TableFormat | None,
        typer.Option(
            "--to",
            help="Output format; by default taken from the file's suffix, else csv.",
            show_default=False,
        ),
    ] = None,
    everyone: Annotated[
        bool, typer.Option("--all", help="Also list people who are named but never quoted.")
    ] = False,
    no_formulas: NoFormulas = False,
    once: Once = False,
) -> None:
    """Count who is quoted how often, with people joined across articles.

    People are joined by the same full name, unless their roles contradict each other.
    """
    from ..cross_document import join_people
    from .records import GivenRecords, written_file

    chosen = to or _by_suffix(output)
    if chosen is TableFormat.XLSX and output == "-":
        raise UsageError("A workbook cannot go to standard output; name a file with --output.")
    records = GivenRecords(path, once=once)
    with written_file(output, path, _is_ours) as file:
        found = [one for one in join_people(records) if everyone or one.quotes]
        if chosen is TableFormat.XLSX:
            _write_workbook(file, found)
        else:
            is_json = chosen is TableFormat.JSON
            table = _json(found) if is_json else _csv(found, formulas=not no_formulas)
            file.write_text(table, encoding="utf-8")
    records.finish()


def _by_suffix(output: str) -> TableFormat:
    suffix = Path(output).suffix.removeprefix(".").lower()
    if output == "-" or not suffix:
        return TableFormat.CSV
    if suffix not in list(TableFormat):
        known = ", ".join(f".{known}" for known in TableFormat)
        raise UsageError(f"{output} has an unknown suffix; use one of {known}, or give --to.")
    return TableFormat(suffix)


def _is_ours(path: Path) -> bool:
    """Whether the file begins as such a table does, as CSV or JSON, or is a workbook of ours."""
    from ..exports.xlsx import is_ours

    with path.open("rb") as file:
        head = file.read(4096)
    if head.startswith(b"PK"):
        return is_ours(path)
    return head.startswith((_head().encode(), b"[]\n")) or _JSON.match(head) is not None


def _write_workbook(file: Path, people: Sequence[JoinedEntity]) -> None:
    from ..exports.xlsx import write_workbook

    lines = [
        [tuple(cell) if isinstance(cell, list) else cell for cell in _row(one).values()]
        for one in people
    ]
    write_workbook(file, {"speakers": _COLUMNS}, (("speakers", line) for line in lines))


def _row(one: JoinedEntity) -> dict[str, Any]:
    from ..schemas.record import QuoteType

    values = (
        one.name,
        list(one.aliases),
        list(one.roles),
        len(one.articles),
        one.quotes.total(),
        *(one.quotes[kind] for kind in QuoteType),
        one.articles,
    )
    return dict(zip(_COLUMNS, values, strict=True))


def _json(people: Sequence[JoinedEntity]) -> str:
    return json.dumps([_row(one) for one in people], ensure_ascii=False, indent=2) + "\n"


def _head() -> str:
    return ",".join(_COLUMNS) + "\n"


def _csv(people: Sequence[JoinedEntity], *, formulas: bool) -> str:
    from ..exports.csv import inert

    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    table.write(_head())
    for one in people:
        cells = ["; ".join(c) if isinstance(c, list) else c for c in _row(one).values()]
        writer.writerow(cells if formulas else map(inert, cells))
    return table.getvalue()
