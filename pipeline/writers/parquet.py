"""Parquet: the tables of :mod:`newsquotes.schemas.tables` in shards, joined on their ids.

The table ``articles`` has the whole record, too, as JSON in its column ``record``.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from ..errors import UsageError
from ..schemas.record import Record
from ..schemas.tables import NUMBER, TABLES, TEXT, TEXTS, WHOLE, rows
from ..storage.atomic import sweep, write_atomically
from ..storage.ownership import shard_number
from .shards import SHARD_SIZE, Shards


class ParquetTables(Shards):
    """``articles/part-00000.parquet``, ``quotes/part-00000.parquet`` and so on."""

    def __init__(self, folder: Path, *, size: int = SHARD_SIZE) -> None:
        super().__init__(folder, size=size)
        try:
            import pyarrow as pa
        except ImportError as error:
            message = "Parquet needs an extra; install it with: pip install 'newsquotes[parquet]'."
            raise UsageError(message) from error
        kinds = {
            TEXT: pa.string(),
            WHOLE: pa.int64(),
            NUMBER: pa.float64(),
            TEXTS: pa.list_(pa.string()),
        }
        columns = {**TABLES, "articles": {**TABLES["articles"], "record": TEXT}}
        self._schemas = {
            table: pa.schema([(name, kinds[kind]) for name, kind in of_table.items()])
            for table, of_table in columns.items()
        }
        for table in self._schemas:
            if isinstance(folder, Path):  # elsewhere, folders are but a part of names
                (folder / table).mkdir(exist_ok=True)
                sweep(folder / table)

    def path(self, number: int) -> Path:
        """The file of the table ``articles``, which is written last."""
        return self._path("articles", number)

    def _path(self, table: str, number: int) -> Path:
        return self._folder / table / f"part-{number:05d}.parquet"

    def files(self) -> Iterator[tuple[int, Path]]:
        """The files of all tables."""
        for table in self._schemas:
            for path in (self._folder / table).glob("part-*.parquet"):
                if (number := shard_number(path)) is not None:
                    yield number, path

    def write_shard(self, number: int, records: Sequence[bytes]) -> list[tuple[Path, bytes]]:
        """One file per table."""
        found: dict[str, list[tuple[Any, ...]]] = {table: [] for table in self._schemas}
        for data in records:
            for table, row in rows(Record.model_validate_json(data)):
                record = (data.decode().rstrip("\n"),) if table == "articles" else ()
                found[table].append((*row, *record))
        files: list[tuple[Path, bytes]] = []
        for table in sorted(self._schemas, key=lambda table: table == "articles"):
            files.append((self._path(table, number), self._bytes(table, found[table])))
            write_atomically(*files[-1])
        return files

    def _bytes(self, table: str, found: list[tuple[Any, ...]]) -> bytes:
        import pyarrow as pa
        import pyarrow.parquet as pq

        schema = self._schemas[table]
        columns = list(zip(*found, strict=True)) or [()] * len(schema)
        arrays = [
            pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)
        ]
        buffer = io.BytesIO()
        pq.write_table(pa.Table.from_arrays(arrays, schema=schema), buffer, compression="zstd")
        return buffer.getvalue()
