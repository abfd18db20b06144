"""Tables with one article per row: Parquet, Arrow and Feather, workbooks; rows of any other.

Columns are found by the names that :mod:`newsquotes.articles.fields` lists, or named by the
setting ``map``. Rows are read as they are asked for; a row that is wrong is one failure.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice
from typing import Any, Final

from ..errors import FailureCode, InputError
from ..settings import Settings
from .base import Article, Note
from .fields import NAMES, plain_name
from .mapped import HALF, article_from
from .source import MIXED, Columns, Source, decode_cp1252, is_garbled, is_mac_roman, read_bytes
from .unpacking import check_package
from .wrapped import flattened

KNOWN: Final = frozenset(chain.from_iterable(NAMES.values()))
"""Names of columns for any field of ours."""

TEXTS: Final = frozenset((*NAMES["text"], *NAMES["body"]))
"""Those for the text."""

_BATCH: Final = 64
_WORKBOOK: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_WORKBOOKS: Final = re.compile(rb"PK|\xd0\xcf\x11\xe0|\x09[\x00-\x08]")
_FIRST_ROWS: Final = 10
_LONGEST_NAME: Final = 40
_RULE: Final = re.compile(r":?-{2,}:?")
_CUT_AT: Final = frozenset({32_766, 32_767})
"""Characters to which a workbook cuts a cell; R writes one fewer."""

type Row = Sequence[Any]


def read_parquet(source: Source, settings: Settings) -> Iterator[Article | InputError]:
    """Every article of a Parquet file, batch by batch."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise _missing(source, "Parquet", "parquet") from error
    with source.open() as stream:
        try:
            # By default it keeps all that it has read of the file.
            file = pq.ParquetFile(stream, buffer_size=1 << 20, pre_buffer=False)
            batches = (
                batch
                for group in range(file.num_row_groups)
                for batch in file.iter_batches(batch_size=_BATCH, row_groups=[group])
            )
            cells = _cells(file.schema_arrow.names, batches)
            yield from table_articles(cells, source, settings, "application/vnd.apache.parquet")
        except (pa.ArrowException, OSError, ValueError) as error:
            raise _broken(source, "Parquet", error) from error


def read_arrow(source: Source, settings: Settings) -> Iterator[Article | InputError]:
    """Every article of an Arrow file or stream (Feather 2 and Hugging Face datasets are such)."""
    try:
        import pyarrow as pa
        from pyarrow import ipc
    except ImportError as error:
        raise _missing(source, "Arrow", "parquet") from error
    with source.open() as stream:
        try:
            is_file = stream.read(6) == b"ARROW1"
            stream.seek(0)
            opened = ipc.open_file(stream) if is_file else ipc.open_stream(stream)
            batches = (
                (opened.get_batch(number) for number in range(opened.num_record_batches))
                if is_file
                else opened
            )
            parts = (
                batch.slice(start, _BATCH)
                for batch in batches
                for start in range(0, batch.num_rows, _BATCH)
            )
            cells = _cells(opened.schema.names, parts)
            yield from table_articles(cells, source, settings, "application/vnd.apache.arrow.file")
        except (pa.ArrowException, OSError, ValueError) as error:
            raise _broken(source, "Arrow", error) from error


def read_workbook(source: Source, settings: Settings) -> Iterator[Article | InputError]:
    """Every article of a workbook (XLSX, XLS, ODS): of its sheets that have a column of texts."""
    try:
        from python_calamine import CalamineError, load_workbook
    except ImportError as error:
        raise _missing(source, "Excel", "tables") from error
    with source.open() as stream:
        data = read_bytes(stream, source, settings)
    if not _WORKBOOKS.match(data):
        message = (
            "This is text, not a workbook; give the file the suffix of its format, such as .csv "
            "or .html, or save it as .xlsx."
        )
        raise source.failure(FailureCode.BAD_TABLE, message)
    try:
        if data.startswith(b"PK"):  # XLS is no package
            check_package(data, settings.max_bytes)
        book = load_workbook(io.BytesIO(data))
        sheets = [book.get_sheet_by_index(at) for at in range(len(book.sheet_names))]
        texts = [at for at, one in enumerate(sheets) if _has_texts(one.iter_rows(), settings)]
        tables: list[Iterator[Row]] = [iter(sheets[at].iter_rows()) for at in texts or [0]]
    except (CalamineError, zipfile.BadZipFile, NotImplementedError, OSError, IndexError) as error:
        raise _broken(source, "Excel", error) from error
    for number, rows in enumerate(tables, 1):
        before = f":sheet{texts[number - 1] + 1}" if number > 1 else ""
        yield from table_articles(rows, source, settings, _WORKBOOK, before)


def _has_texts(rows: Iterable[Row], settings: Settings) -> bool:
    names, _ = _headed(iter(rows), settings)
    wanted = {*settings.columns.values()}
    return wanted <= {*names} if wanted else not TEXTS.isdisjoint(map(plain_name, names))


def table_articles(
    rows: Iterator[Row | csv.Error],
    source: Source,
    settings: Settings,
    media_type: str,
    before: str = "",
) -> Iterator[Article | InputError]:
    """Every article of a table, whose rows come with the header among the first of them.

    ``before`` stands before the number of each row where a file has several tables.
    """
    names, rows = _headed(rows, settings)
    if not any(names):
        message = "There is no row with the names of columns; put one first."
        raise source.failure(FailureCode.EMPTY, message)
    again = {at: names.index(name) for at, name in enumerate(names) if name in names[:at] and name}
    names = [
        f"{name} ({names[: at + 1].count(name)})" if at in again else name
        for at, name in enumerate(names)
    ]
    columns = _checked(names, source, settings)
    source.tell(source.name + before, _read_as(names, columns))
    empty = True
    for number, row in enumerate(rows, 1):
        if not isinstance(row, csv.Error):
            if all(cell == "" for cell in row) or _is_ruled(row):
                continue
            row = _first_of_two(row, again)
        empty = False
        try:
            article = _article(
                row, names, columns, source, settings, f"{before}:{number}", media_type
            )
            yield replace(article, notes=article.notes + _doubts(row, names, again))
        except InputError as error:
            yield error
    if empty:
        message = "There is no row below the header; remove it or put articles in."
        raise source.failure(FailureCode.EMPTY, message)


def _is_ruled(row: Row) -> bool:
    """Whether it is the line below the header of a table in Markdown."""
    cells = [cell for cell in row if cell not in (None, "")]
    return bool(cells) and all(
        isinstance(cell, str) and _RULE.fullmatch(cell.strip()) for cell in cells
    )


def _first_of_two(row: Row, again: dict[int, int]) -> Row:
    """``row`` with what only the second of two columns of one name holds in the first."""
    cells = list(row)
    for second, first in again.items():
        if second < len(cells) and cells[first] in (None, ""):
            cells[first], cells[second] = cells[second], None
    return cells


def _doubts(row: Row | csv.Error, names: list[str], again: dict[int, int]) -> tuple[Note, ...]:
    if isinstance(row, csv.Error):
        return ()
    notes: list[Note] = []
    for second, first in again.items():
        if second >= len(row):
            continue
        two = row[first], row[second]
        if plain_name(names[first]) in KNOWN and two[1] not in (None, "", two[0]):
            message = (
                f"Two columns are called {names[first]!r}, and the first was read; rename one of "
                "them, or name the other by --map."
            )
            notes.append(Note("suspicious-input", message))
    if any(isinstance(cell, str) and len(cell) in _CUT_AT for cell in row):
        message = (
            "A cell holds as many characters as Excel allows, so the article was probably cut "
            "off when it was exported."
        )
        notes.append(Note("truncated-text", message))
    return tuple(notes)


def _headed(
    rows: Iterator[Row | csv.Error], settings: Settings
) -> tuple[list[str], Iterator[Row | csv.Error]]:
    """The names of the columns, and the rows below; lines above the header are skipped."""
    wanted = {*settings.columns.values()}
    ahead = list(islice(rows, _FIRST_ROWS))
    headers = [
        [] if isinstance(row, csv.Error) else [str(name or "").strip() for name in row]
        for row in ahead
    ]
    for at, names in enumerate(headers):
        plain = [plain_name(name) for name in names]
        named = wanted <= {*names} if wanted else not TEXTS.isdisjoint(plain)
        if named and not (at and not wanted and sum(name in KNOWN for name in plain) < 2):
            return names, chain(ahead[at + 1 :], rows)
    first = next((at for at, names in enumerate(headers) if any(names)), 0)
    return headers[first] if headers else [], chain(ahead[first + 1 :], rows)


def _article(
    row: Row | csv.Error,
    names: list[str],
    columns: dict[str, str],
    source: Source,
    settings: Settings,
    at: str,
    media_type: str,
) -> Article:
    if isinstance(row, csv.Error):
        message = f"This row cannot be read ({row}); check its quotation marks."
        raise source.failure(FailureCode.BAD_ROW, message, at=at)
    if len(row) > len(names) and any(row[len(names) :]):
        message = f"This row has {len(row)} cells, the header {len(names)}; correct it."
        raise source.failure(FailureCode.BAD_ROW, message, at=at)
    if sum(len(cell) for cell in row if isinstance(cell, str)) > settings.max_bytes:
        message = f"More than {settings.max_bytes} bytes; split it or raise max_bytes."
        raise source.failure(FailureCode.TOO_LARGE, message, at=at)
    cells, encoding, notes = _decoded(row, source, at)
    value = {name: cell for name, cell in zip(names, cells, strict=False) if name}
    digest = json.dumps(value, sort_keys=True, default=str).encode()
    if columns:
        # A column that was named stands for its field, whatever else is called like that.
        taken = _taken(columns)
        rest = {name: cell for name, cell in value.items() if name not in taken}
        value = {**{field: value.get(column) for field, column in columns.items()}, **rest}
    elif any(isinstance(cell, dict) for cell in cells):
        value = flattened(value)
    return article_from(
        value,
        source,
        at=at,
        sha256=hashlib.sha256(digest).hexdigest(),
        media_type=media_type,
        encoding=encoding,
        notes=notes,
        raw=settings.raw_text,
    )


def _decoded(row: Row, source: Source, at: str) -> tuple[list[Any], str, tuple[Note, ...]]:
    """The cells, their encoding and a note. Bytes that are not UTF-8 have become surrogates."""
    if not any(isinstance(cell, str) and HALF.search(cell) for cell in row):
        return list(row), "utf-8", ()
    cells: list[Any] = []
    encodings: set[str] = set()
    packed = [c.encode("utf-8", "surrogateescape") if isinstance(c, str) else c for c in row]
    if is_mac_roman(b"\t".join(cell for cell in packed if isinstance(cell, bytes))):
        message = "Not valid UTF-8; read as Mac OS Roman. Save it as UTF-8 to be sure."
        cells = [c.decode("mac_roman") if isinstance(c, bytes) else c for c in packed]
        return cells, "mac_roman", (Note("encoding-fallback", message),)
    try:
        for given, cell in zip(row, packed, strict=True):
            if isinstance(given, str) and not given.isascii():
                given, encoding = decode_cp1252(cell)
                encodings.add(encoding)
            cells.append(given)
    except UnicodeError:
        cells = []
    if not cells or is_garbled(" ".join(cell for cell in cells if isinstance(cell, str))):
        message = "The bytes are not UTF-8 or Windows-1252; save the file as UTF-8."
        raise source.failure(FailureCode.UNDECODABLE, message, at=at)
    message = "Not valid UTF-8; read as Windows-1252. Save it as UTF-8 to be sure."
    encoding = "cp1252" if encodings == {"cp1252"} else MIXED
    return cells, encoding, (Note("encoding-fallback", message),)


def _checked(names: list[str], source: Source, settings: Settings) -> dict[str, str]:
    columns = settings.columns
    shown = (name if len(name) <= _LONGEST_NAME else name[:_LONGEST_NAME] + "…" for name in names)
    found = ", ".join(filter(None, islice(shown, 20))) or "nothing"
    if missing := [column for column in columns.values() if column not in names]:
        message = f"There is no column {missing[0]!r} (found: {found}); correct --map."
        raise source.failure(FailureCode.BAD_TABLE, message)
    if not {"text", "body"} & {*columns} and TEXTS.isdisjoint(map(plain_name, names)):
        message = (
            "No column holds the text; name it by --map text=COLUMN, or put a row with the names "
            f"of columns first (found: {found})."
        )
        raise source.failure(FailureCode.BAD_TABLE, message)
    return columns


def _read_as(names: list[str], columns: dict[str, str]) -> Columns:
    """What each column is read as: those that were named, else the first of a known name."""
    free = [name for name in names if name and name not in _taken(columns)]
    plain: dict[str, str] = {}
    for name in free:
        plain.setdefault(plain_name(name), name)
    fields = dict(columns)
    for field, known in NAMES.items():
        first = next((plain[one] for one in known if one in plain), None)
        if field not in fields and first is not None and not (field == "body" and "text" in fields):
            fields[field] = first
    rest = (name for name in free if name not in fields.values())
    return Columns(tuple(fields.items()), tuple(dict.fromkeys(rest)))


def _taken(columns: dict[str, str]) -> set[str]:
    """Columns that were named, and those called like the fields that they were named for."""
    return {*columns.values(), *columns, *(["text"] if "body" in columns else [])}


def _cells(names: list[str], batches: Iterable[Any]) -> Iterator[Row]:
    """The header and the rows of batches of Arrow; old programs write texts as bytes.

    Nothing is None in all of them: nobody types such a file and leaves a line blank.
    """
    yield names
    for batch in batches:
        for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            yield [
                cell.decode("utf-8", "surrogateescape") if isinstance(cell, bytes) else cell
                for cell in (None if cell == "" else cell for cell in row)
            ]


def _missing(source: Source, kind: str, extra: str) -> InputError:
    message = f"Reading {kind} needs an extra; install it with: pip install 'newsquotes[{extra}]'."
    return source.failure(FailureCode.MISSING_EXTRA, message)


def _broken(source: Source, kind: str, error: Exception) -> InputError:
    advice = "remove its password, or export it again" if kind == "Excel" else "export it again"
    message = f"This {kind} file cannot be read ({str(error)[:200]}); {advice}."
    return source.failure(FailureCode.BAD_TABLE, message)
