"""SQLite: one file with the tables, joined by foreign keys, and a full-text index of the quotes.

Lists are JSON arrays. ``quotes_fts`` is an FTS5 index of the words, speakers and cues of the
quotes, in which "muller" finds "Müller"; the view ``statements`` has each quote with the title,
the date and the publisher of its article.
"""

from __future__ import annotations

import errno
import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Final

from ..schemas.record import Record
from ..schemas.tables import NUMBER, TABLES, TEXT, TEXTS, WHOLE, Value, rows

SUFFIX: Final = ".db"

_APPLICATION: Final = int.from_bytes(b"nqts")
"""What the header of the database says it is a file of: https://sqlite.org/fileformat.html"""

_KINDS: Final = {TEXT: "TEXT", WHOLE: "INTEGER", NUMBER: "REAL", TEXTS: "TEXT"}
_LATER: Final = "DEFERRABLE INITIALLY DEFERRED"
_OF_ENTITY: Final = f"REFERENCES entities (article, entity) {_LATER}"
_OF_QUOTE: Final = f"FOREIGN KEY (article, quote) REFERENCES quotes (article, quote) {_LATER}"
_KEYS: Final = {
    "articles": ["PRIMARY KEY (article)"],
    "entities": ["PRIMARY KEY (article, entity)"],
    "mentions": [f"FOREIGN KEY (article, entity) {_OF_ENTITY}", _OF_QUOTE],
    "unresolved": [_OF_QUOTE],
    "quotes": [
        "PRIMARY KEY (article, quote)",
        f"FOREIGN KEY (article, speaker_entity) {_OF_ENTITY}",
        f"FOREIGN KEY (article, addressee_entity) {_OF_ENTITY}",
    ],
    "contents": [_OF_QUOTE],
}
# Datasette takes an index for that of a table by these very letters: content="quotes".
_BEHIND: Final = """
CREATE INDEX mentions_of ON mentions (article, entity);
CREATE INDEX quotes_by ON quotes (speaker);
CREATE INDEX contents_of ON contents (article, quote);
CREATE VIRTUAL TABLE quotes_fts USING fts5 (
    content, speaker, cue,
    content="quotes", tokenize="unicode61 remove_diacritics 2"
);
INSERT INTO quotes_fts (quotes_fts) VALUES ('rebuild');
CREATE VIEW statements AS
    SELECT quotes.*, articles.title, articles.published, articles.publisher
    FROM quotes JOIN articles USING (article);
"""


def export(records: Iterable[Record], target: Path) -> None:
    """Write the database.

    Raises:
        OSError: there is no room for it, or the disk fails.
    """
    try:
        _write(records, target)
    except sqlite3.OperationalError as error:
        raise OSError(errno.EIO, str(error), str(target)) from error


def _write(records: Iterable[Record], target: Path) -> None:
    with closing(sqlite3.connect(target)) as database:
        database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
        database.execute(f"PRAGMA application_id = {_APPLICATION}")
        database.execute("PRAGMA foreign_keys = ON")
        for table in TABLES:
            database.execute(_definition(table))
        inserts = {
            table: f"INSERT INTO {table} VALUES ({', '.join('?' * len(columns))})"  # noqa: S608
            for table, columns in TABLES.items()
        }
        with database:
            for record in records:
                for table, row in rows(record):
                    database.execute(inserts[table], [_cell(value) for value in row])
        database.executescript(_BEHIND)


def is_ours(path: Path) -> bool:
    """Whether the database says that it is of this application."""
    with path.open("rb") as file:
        head = file.read(72)
    return head.startswith(b"SQLite format 3\0") and head[68:] == _APPLICATION.to_bytes(4)


def _definition(table: str) -> str:
    parts = [f'"{name}" {_KINDS[kind]}' for name, kind in TABLES[table].items()]
    parts += _KEYS.get(table, [])
    if table != "articles":
        parts.append(f"FOREIGN KEY (article) REFERENCES articles (article) {_LATER}")
    return f"CREATE TABLE {table} ({', '.join(parts)})"


def _cell(value: Value) -> str | int | float | None:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, tuple) else value
