"""Parquet: one file per table, lists as lists."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from ..errors import UsageError
from ..schemas.record import Record
from ..schemas.tables import NUMBER, TABLES, TEXT, TEXTS, WHOLE, Value, rows

SUFFIX: Final = None
NAMES: Final = tuple(f"{table}.parquet" for table in TABLES)

_ROWS_AT_ONCE: Final = 10_000


def export(records: Iterable[Record], target: Path) -> None:
    """Write one ``<table>.parquet`` per table into the folder.

    Raises:
        UsageError: pyarrow is not installed.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise UsageError(
            "The format parquet needs pyarrow: pip install 'newsquotes[parquet]'"
        ) from error
    kinds = {
        TEXT: pa.string(),
        WHOLE: pa.int64(),
        NUMBER: pa.float64(),
        TEXTS: pa.list_(pa.string()),
    }
    schemas = {
        table: pa.schema([(name, kinds[kind]) for name, kind in columns.items()])
        for table, columns in TABLES.items()
    }
    waiting: defaultdict[str, list[tuple[Value, ...]]] = defaultdict(list)
    with ExitStack() as stack:
        writers = {
            table: stack.enter_context(pq.ParquetWriter(target / f"{table}.parquet", schema))
            for table, schema in schemas.items()
        }

        def flush(table: str) -> None:
            names = list(TABLES[table])
            found = [dict(zip(names, row, strict=True)) for row in waiting.pop(table, [])]
            writers[table].write_table(pa.Table.from_pylist(found, schemas[table]))

        for record in records:
            for table, row in rows(record):
                waiting[table].append(row)
                if len(waiting[table]) >= _ROWS_AT_ONCE:
                    flush(table)
        for table in TABLES:
            flush(table)
