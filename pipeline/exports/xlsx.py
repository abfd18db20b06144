"""A workbook for Excel, LibreOffice and the like: one sheet for each table.

Every text is written as a text, so that one that begins with "=" is never a formula. Values of a
list are joined by "; ". A cell holds 32,767 characters: a longer text is cut, and ends in "…".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO, Final
from zipfile import ZipFile

from ..errors import UsageError
from ..schemas.record import Record
from ..schemas.tables import TABLES, Value, rows

SUFFIX: Final = ".xlsx"

_AUTHOR: Final = "newsquotes"
_MOST_CHARACTERS: Final = 32_767
_MOST_ROWS: Final = 1_048_576


def export(records: Iterable[Record], target: Path) -> None:
    """Write the workbook.

    Raises:
        UsageError: xlsxwriter is not installed, or a table has more rows than a sheet.
    """
    lines = (line for record in records for line in rows(record))
    write_workbook(target, {table: list(columns) for table, columns in TABLES.items()}, lines)


def write_workbook(
    target: Path,
    sheets: Mapping[str, Sequence[str]],
    lines: Iterable[tuple[str, Sequence[Value]]],
) -> None:
    """Write ``sheets``, by name their headings, and the ``lines``, each with its sheet's name.

    Raises:
        UsageError: xlsxwriter is not installed, or a table has more rows than a sheet.
    """
    try:
        import xlsxwriter
    except ImportError as error:
        raise UsageError(
            "A workbook needs xlsxwriter: pip install 'newsquotes[xlsx]', or write CSV."
        ) from error
    with target.open("wb") as file:
        latched = _Latched(file)
        book = xlsxwriter.Workbook(latched, {"constant_memory": True})
        # The date, so that the same records give the same bytes.
        created = datetime(2000, 1, 1, tzinfo=UTC)
        book.set_properties({"author": _AUTHOR, "created": created})
        bold = book.add_format({"bold": True})
        made = {name: book.add_worksheet(name) for name in sheets}
        for name, headings in sheets.items():
            made[name].write_row(0, 0, headings, bold)
            made[name].freeze_panes(1, 0)
        used = dict.fromkeys(sheets, 1)
        for name, line in lines:
            if used[name] == _MOST_ROWS:
                raise UsageError(
                    f"The table {name} has more rows than a sheet holds; write sqlite or csv."
                )
            for column, value in enumerate(line):
                _put(made[name], used[name], column, value)
            used[name] += 1
        try:
            book.close()
        except xlsxwriter.exceptions.FileCreateError as error:
            (reason,) = error.args  # what the system said
            raise reason from error
        if latched.error is not None:
            raise latched.error


class _Latched:
    """A file that keeps its first error, and takes all that is written after it for written.

    What xlsxwriter does not close when it fails, Python does, too late, and reports that as well.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.error: OSError | None = None

    def _do[T](self, action: Callable[[], T], otherwise: T) -> T:
        if self.error is None:
            try:
                return action()
            except OSError as error:
                self.error = error
        return otherwise

    def write(self, data: bytes) -> int:
        """Write ``data``, if nothing has failed so far."""
        return self._do(lambda: self._file.write(data), len(data))

    def flush(self) -> None:
        """Flush, likewise."""
        self._do(self._file.flush, None)

    def seek(self, offset: int, whence: int = 0) -> int:
        """Go to a place, likewise."""
        return self._do(lambda: self._file.seek(offset, whence), 0)

    def tell(self) -> int:
        """The place, likewise."""
        return self._do(self._file.tell, 0)

    def seekable(self) -> bool:
        """As files are."""
        return True


def is_ours(path: Path) -> bool:
    """Whether the workbook names this program as its author."""
    with ZipFile(path) as book:
        return f"<dc:creator>{_AUTHOR}</dc:creator>".encode() in book.read("docProps/core.xml")


def _put(sheet: Any, row: int, column: int, value: Value) -> None:
    if isinstance(value, int | float):
        sheet.write_number(row, column, value)
    elif value is not None:
        words = value if isinstance(value, str) else "; ".join(value)
        if len(words) > _MOST_CHARACTERS:
            words = words[: _MOST_CHARACTERS - 1] + "…"
        sheet.write_string(row, column, words)
