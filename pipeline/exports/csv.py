"""CSV (RFC 4180, UTF-8, a header line): one file per table. Values of a list are joined by "; ".

Texts are written as they are, or so that no spreadsheet takes one for a formula.
"""

from __future__ import annotations

import csv
import io
import re
from codecs import BOM_UTF8
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from ..schemas.record import Record
from ..schemas.tables import TABLES, Value, rows

SUFFIX: Final = None
NAMES: Final = tuple(f"{table}.csv" for table in TABLES)


_FORMULA: Final = re.compile(r"[\s\x00-\x1f\ufeff\u200b]*[=+\-@＝＋－＠]|[\t\r\n]")
"""How a text begins that some spreadsheet takes for a formula, or for cells of its own."""


def export(
    records: Iterable[Record], target: Path, *, bom: bool = False, formulas: bool = True
) -> None:
    """Write one ``<table>.csv`` per table into the folder.

    With ``bom`` each begins with a byte order mark, by which Excel knows that it is UTF-8. Without
    ``formulas`` an apostrophe stands before each text that a spreadsheet would take for one.
    """
    with ExitStack() as stack:
        files = {
            table: stack.enter_context((target / f"{table}.csv").open("wb")) for table in TABLES
        }
        for table, columns in TABLES.items():
            files[table].write((BOM_UTF8 if bom else b"") + _line(columns))
        for record in records:
            for table, row in rows(record):
                cells = map(_cell, row)
                files[table].write(_line(cells if formulas else map(inert, cells)))


def inert(cell: object) -> object:
    """The cell of a table with an apostrophe before it if it is a text that may be a formula."""
    return f"'{cell}" if isinstance(cell, str) and _FORMULA.match(cell) else cell


def _cell(value: Value) -> object:
    return "; ".join(value) if isinstance(value, tuple) else value


def _line(cells: Iterable[object]) -> bytes:
    line = io.StringIO(newline="")
    csv.writer(line).writerow(cells)
    return line.getvalue().encode()
