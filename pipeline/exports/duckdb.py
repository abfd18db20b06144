"""DuckDB: one file with the tables; lists are lists.

The view ``statements`` has each quote with the title, the date and the publisher of its article.
The tables go through Parquet files, which DuckDB loads many times faster than rows.
"""

from __future__ import annotations

import errno
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from ..errors import UsageError
from ..schemas.record import Record
from ..schemas.tables import NUMBER, TABLES, TEXT, TEXTS, WHOLE
from . import parquet

SUFFIX: Final = ".duckdb"

_COMMENT: Final = "made by newsquotes export"
"""On the table of articles, by which the file is known again."""

_KINDS: Final = {TEXT: "VARCHAR", WHOLE: "BIGINT", NUMBER: "DOUBLE", TEXTS: "VARCHAR[]"}
_KEYS: Final = {
    "articles": ["PRIMARY KEY (article)"],
    "entities": ["PRIMARY KEY (article, entity)"],
    "quotes": ["PRIMARY KEY (article, quote)"],
}
_VIEW: Final = """
CREATE VIEW statements AS
    SELECT quotes.*, articles.title, articles.published, articles.publisher
    FROM quotes JOIN articles USING (article)
"""


def export(records: Iterable[Record], target: Path) -> None:
    """Write the database.

    Raises:
        UsageError: duckdb or pyarrow is not installed.
        OSError: there is no room for it, or the disk fails.
    """
    duckdb = _duckdb()
    with TemporaryDirectory() as folder:
        parquet.export(records, Path(folder))
        target.unlink(missing_ok=True)  # DuckDB takes an empty file for a broken one
        try:
            _write(duckdb, Path(folder), target)
        except (duckdb.IOException, duckdb.FatalException) as error:
            target.with_name(f"{target.name}.wal").unlink(missing_ok=True)
            raise OSError(errno.EIO, str(error), str(target)) from error


def _write(duckdb: Any, tables: Path, target: Path) -> None:
    with duckdb.connect(target) as connection:
        for table in TABLES:
            connection.execute(_definition(table))
            source = tables / f"{table}.parquet"
            connection.execute(f"INSERT INTO {table} FROM read_parquet(?)", [str(source)])
        connection.execute(_VIEW)
        connection.execute(f"COMMENT ON TABLE articles IS '{_COMMENT}'")
        connection.execute("CHECKPOINT")  # or closing would do it, and not tell of a full disk


def is_ours(path: Path) -> bool:
    """Whether the file has tables of such an export."""
    with path.open("rb") as file:
        if file.read(12)[8:] != b"DUCK":  # https://duckdb.org/docs/stable/internals/storage
            return False
    duckdb = _duckdb()
    asked = "SELECT comment FROM duckdb_tables() WHERE table_name = 'articles'"
    try:
        with duckdb.connect(path, read_only=True) as connection:
            return bool(connection.execute(asked).fetchall() == [(_COMMENT,)])
    except duckdb.Error:
        return False  # broken, or of a later version


def _duckdb() -> Any:
    try:
        import duckdb
    except ImportError as error:
        raise UsageError(
            "The format duckdb needs duckdb: pip install 'newsquotes[duckdb]'"
        ) from error
    return duckdb


def _definition(table: str) -> str:
    parts = [f'"{name}" {_KINDS[kind]}' for name, kind in TABLES[table].items()]
    return f"CREATE TABLE {table} ({', '.join([*parts, *_KEYS.get(table, [])])})"
