"""CSV and TSV: encoding, delimiter and quoting are detected; a broken quote costs one line."""

from __future__ import annotations

import csv
import io
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections import deque
from collections.abc import Iterator
from typing import Final, NamedTuple, TextIO, cast

from ..errors import FailureCode, InputError
from ..settings import Settings
from .base import Article
from .fields import plain_name
from .source import NO_MARK, Source, binary_kind, is_utf16
from .tables import KNOWN, TEXTS, Row, table_articles

_DELIMITERS: Final = ",;\t|^~\x01\x1f"
_PIECE: Final = 1 << 20
_FIRST_LINES: Final = 10
_SEP: Final = re.compile(r'"?sep=(.)"?', re.IGNORECASE)
_ESCAPED: Final = {mark: re.compile(rf"[^\\]\\{mark}") for mark in "\"'"}
_DOUBLED: Final = {
    mark: re.compile(rf"[^,;\t|{mark}\r\n]{mark}{mark}|{mark}{mark}[^,;\t|{mark}\r\n]")
    for mark in "\"'"
}


def read_delimited(source: Source, settings: Settings) -> Iterator[Article | InputError]:
    """Every article of a CSV or TSV file."""
    csv.field_size_limit(settings.max_bytes)
    with source.open() as stream:
        try:
            buffered = io.BufferedReader(cast("io.RawIOBase", stream), 1 << 16)
            start = buffered.peek(1 << 16)
            wide = start.startswith((BOM_UTF16_LE, BOM_UTF16_BE))
            if not wide and is_utf16(start):
                raise source.failure(FailureCode.UNDECODABLE, NO_MARK)
            if kind := binary_kind(start):
                raise source.failure(FailureCode.BAD_TABLE, f"This is {kind}.")
            if start[:1] == b"\0":
                message = "This is binary data, not a table; export it again."
                raise source.failure(FailureCode.BINARY, message)
            encoding = "utf-16" if wide else "utf-8-sig"
            form = _form(start.decode(encoding, "replace"))
            text = io.TextIOWrapper(buffered, encoding, errors="surrogateescape", newline="")
            lines = _Lines(text, settings.max_bytes, form.mark if form.escapes else "")
            yield from table_articles(_rows(lines, form), source, settings, "text/csv")
        except UnicodeError as error:
            message = "The bytes are not UTF-16; save the file as UTF-8."
            raise source.failure(FailureCode.UNDECODABLE, message) from error


def is_table(line: str) -> bool:
    """Whether a first line names the columns of a table of articles, and nothing else."""
    names = [plain_name(name.strip().strip("\"'")) for name in line.split(_delimiter([line]))]
    known = sum(name in KNOWN for name in names)
    return not TEXTS.isdisjoint(names) and known > 1 and (known > 2 or known == len(names))


class _Form(NamedTuple):
    """How the cells of a table are kept apart."""

    delimiter: str
    escapes: bool
    """Quotation marks in a cell are written with a backslash before them, not doubled."""
    spaces: bool
    """A blank stands between a delimiter and the mark that opens a cell."""
    mark: str
    """What stands around cells that hold delimiters or line ends."""


def _form(start: str) -> _Form:
    lines = start.lstrip().splitlines()[:_FIRST_LINES] or [""]
    told = _SEP.fullmatch(lines[0].strip())  # for Excel
    delimiter = told[1] if told else _delimiter(lines)
    # Databases write single marks; in a story, no two stand on both sides of a delimiter.
    single = any(f"'{delimiter}'" in line for line in lines)
    double = f'{delimiter}"' in start or f'"{delimiter}' in start
    mark = "'" if single and not double else '"'
    escapes = bool(_ESCAPED[mark].search(start)) and not _DOUBLED[mark].search(start)
    return _Form(delimiter, escapes, f"{mark}{delimiter} {mark}" in lines[0], mark)


def _delimiter(lines: list[str]) -> str:
    def known(delimiter: str) -> tuple[int, int]:
        names = [
            [plain_name(name.strip().strip("\"'")) for name in line.strip().split(delimiter)]
            for line in lines
        ]
        most = max((sum(n in KNOWN for n in one) for one in names if len(one) > 1), default=0)
        return most, len(names[0])

    return max(_DELIMITERS, key=known)


def _rows(lines: _Lines, form: _Form) -> Iterator[Row | csv.Error]:
    reader = csv.reader(
        lines,
        delimiter=form.delimiter,
        quotechar=form.mark,
        skipinitialspace=form.spaces,
        strict=True,
    )
    width = 0
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            first = lines.hand_back()
            cells = first.rstrip("\r\n").split("\t") if form.delimiter == "\t" else []
            # Many write TSV without any quoting, and a story may begin with a quotation mark.
            yield cells if cells and len(cells) == width else error
        else:
            lines.taken.clear()
            width = width or len(row)
            yield row


class _Lines:
    """The lines of a table, which can be handed back; one of more than ``most`` characters is an
    error, and never held. Before the mark ``escaped`` a backslash stands, if it is not empty.

    A mark that is never closed takes the rows behind it into its cell; they are read again.
    """

    def __init__(self, text: TextIO, most: int, escaped: str) -> None:
        self._text = text
        self._most = most
        self._escaped = escaped
        self._ahead: deque[str] = deque()
        self._over = False
        self.taken: list[str] = []
        """The lines of the row that is being read."""

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._ahead.popleft() if self._ahead else self._new()
        self.taken.append(line)
        return line

    def hand_back(self) -> str:
        """The first line of this row; all others will come again."""
        first = self.taken[0] if self.taken else ""
        self._ahead.extendleft(reversed(self.taken[1:]))
        self.taken.clear()
        return first

    def _new(self) -> str:
        line = "" if self._over else self._text.readline(self._most + 1)
        if not line:
            raise StopIteration
        if len(line) > self._most:
            while line and not line.endswith(("\n", "\r")):
                if "\0" in line:  # and maybe no line end for many gigabytes
                    self._over = True
                    raise csv.Error("from here on the file is binary data, which was not read")
                line = self._text.readline(_PIECE)
            raise csv.Error(f"a line has more than {self._most} characters")
        mark = self._escaped
        return line.replace(f"\\{mark}", mark * 2) if mark else line
