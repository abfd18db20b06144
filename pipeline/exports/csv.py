"""CSV (RFC 4180, UTF-8, a header line): one file per table. Values of a list are joined by "; ".

Texts stand as they are. A spreadsheet may take one that begins with "=" for a formula.
"""

from __future__ import annotations

import csv
import io
from codecs import BOM_UTF8
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from ..schemas.record import Record
from ..schemas.tables import TABLES, Value, rows

SUFFIX: Final = None
NAMES: Final = tuple(f"{table}.csv" for table in TABLES)


def export(records: Iterable[Record], target: Path, *, bom: bool = False) -> None:
    """Write one ``<table>.csv`` per table into the folder.

    With ``bom`` each begins with a byte order mark, by which Excel knows that it is UTF-8.
    """
    with ExitStack() as stack:
        files = {
            table: stack.enter_context((target / f"{table}.csv").open("wb")) for table in TABLES
        }
        for table, columns in TABLES.items():
            files[table].write((BOM_UTF8 if bom else b"") + _line(columns))
        for record in records:
            for table, row in rows(record):
                files[table].write(_line(map(_cell, row)))


def _cell(value: Value) -> object:
    return "; ".join(value) if isinstance(value, tuple) else value


def _line(cells: Iterable[object]) -> bytes:
    line = io.StringIO(newline="")
    csv.writer(line).writerow(cells)
    return line.getvalue().encode()
