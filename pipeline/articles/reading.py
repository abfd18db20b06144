"""From paths to articles: which files, which reader, which id; a bad input never ends a run."""

from __future__ import annotations

import gzip
import io
import logging
import os
import stat
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import BinaryIO, cast

from ..errors import FailureCode, InputError, Stage, UsageError
from ..settings import Settings
from ..storage.ownership import is_output
from ..storage.paths import is_remote
from .base import Article
from .html import read_html
from .ids import safe_id
from .json import read_json, read_jsonl
from .look import format_by_look
from .news_xml import read_xml
from .noticing import noticed
from .pdf import refuse_pdf
from .plain import read_plain
from .remote import remote_files
from .source import Source
from .tables import read_arrow, read_delimited, read_parquet, read_workbook
from .warc import read_warc

_log = logging.getLogger(__name__)

type Reader = Callable[[Source, Settings], Iterator[Article | InputError]]

_ONE_ARTICLE = frozenset({read_plain, read_html})

READERS: dict[str, Reader] = {
    ".txt": read_plain,
    ".text": read_plain,
    ".md": read_plain,
    ".json": read_json,
    ".jsonl": read_jsonl,
    ".ndjson": read_jsonl,
    ".html": read_html,
    ".htm": read_html,
    ".xhtml": read_html,
    ".csv": read_delimited,
    ".tsv": read_delimited,
    ".tab": read_delimited,
    ".parquet": read_parquet,
    ".arrow": read_arrow,
    ".feather": read_arrow,
    ".xlsx": read_workbook,
    ".xml": read_xml,
    ".nitf": read_xml,
    ".newsml": read_xml,
    ".rss": read_xml,
    ".atom": read_xml,
    ".warc": read_warc,
    ".pdf": refuse_pdf,
}
"""Suffix to reader; any of them may be followed by ``.gz``. A new format is one line here."""


def read_articles(
    paths: Sequence[Path | str], settings: Settings, *, stdin: BinaryIO | None = None
) -> Iterator[Article | InputError]:
    """Every article in files and folders (recursive, sorted), or addresses that fsspec opens.

    ``-`` is standard input.

    Lazy: an input is opened when its turn comes. Bad inputs are yielded as :class:`InputError`.

    Raises:
        UsageError: at once, before anything is read, for a path that does not exist.
    """
    for path in paths:
        if is_remote(path):
            next(remote_files(str(path)), None)
        elif str(path) != "-" and not os.path.lexists(path):
            raise UsageError(f"{path} does not exist; check the path.")
    return _unique(paths, settings, stdin)


def count_inputs(paths: Sequence[Path | str]) -> int | None:
    """How many articles to expect; None where only reading can tell (JSON, tables and such)."""
    count = 0
    for path in paths:
        if str(path) == "-" or is_remote(path):
            return None
        for item in _files(Path(path), told=False):
            reader = _reader(item[0])[0] if isinstance(item, tuple) else None
            if reader is not None and reader not in _ONE_ARTICLE:
                return None
            count += 1
    return count


def _unique(
    paths: Sequence[Path | str], settings: Settings, stdin: BinaryIO | None
) -> Iterator[Article | InputError]:
    holders: dict[str, str] = {}
    for path in paths:
        for file, item in _read(path, settings, stdin):
            if isinstance(item, Article):
                # File systems may fold case, so ids that differ only in case are the same file.
                key = item.id.lower()
                if key in holders:
                    # A source may be an id, which says nothing here: both have the same.
                    message = (
                        f"The id {item.id!r}, in {file}, is already that of an article in "
                        f"{holders[key]}; rename one of them."
                    )
                    # Without the id: the record of this id, and maybe this source, is the other's.
                    yield InputError(item.source, Stage.READ, FailureCode.DUPLICATE_ID, message)
                    continue
                holders[key] = file
            yield item


def _read(
    path: Path | str, settings: Settings, stdin: BinaryIO | None
) -> Iterator[tuple[str, Article | InputError]]:
    """Every article at ``path``, each with the file that holds it."""
    if str(path) == "-":
        for article in _guarded(*_sniff(stdin or sys.stdin.buffer), settings):
            yield "standard input", article
        return
    for item in remote_files(str(path)) if is_remote(path) else _files(Path(path)):
        if isinstance(item, InputError):
            yield item.source, item
            continue
        name, opener = item
        reader, stem = _reader(name)
        shown = os.fsencode(name).decode("utf-8", "backslashreplace")
        source = Source(shown, safe_id(stem), opener)
        if reader is None:
            known = ", ".join(READERS)
            message = f"Unknown format; use one of {known} (or one with .gz), or move it away."
            yield shown, source.failure(FailureCode.UNSUPPORTED_FORMAT, message)
        else:
            for article in _guarded(reader, source, settings):
                yield shown, article


def _guarded(reader: Reader, source: Source, settings: Settings) -> Iterator[Article | InputError]:
    try:
        for item in reader(source, settings):
            yield item if isinstance(item, InputError) else _noticed(item, settings)
    except InputError as error:
        yield error
    except OSError as error:
        message = f"It cannot be read ({error.strerror or error}); check it and its permissions."
        yield source.failure(FailureCode.UNREADABLE, message)


def _noticed(article: Article, settings: Settings) -> Article | InputError:
    try:
        return noticed(article, settings)
    except InputError as error:
        return error


def _files(
    root: Path, *, told: bool = True
) -> Iterator[tuple[str, Callable[[], BinaryIO]] | InputError]:
    if not root.is_dir():
        yield root.name, partial(_open, root)
        return
    errors: list[OSError] = []
    for folder, folders, names in os.walk(root, onerror=errors.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in [name for name in folders if is_output(Path(folder, name))]:
            folders.remove(name)
            if told:
                _log.warning("%s is passed over: it holds records.", Path(folder, name))
        inside = Path(folder).relative_to(root)
        for name in sorted(name for name in names if not name.startswith(".")):
            yield (inside / name).as_posix(), partial(_open, Path(folder, name))
    for error in errors:
        message = f"The folder cannot be listed ({error.strerror}); check its permissions."
        where = os.fsencode(error.filename).decode("utf-8", "backslashreplace")
        yield Source(where, "", io.BytesIO).failure(FailureCode.UNREADABLE, message)


def _reader(name: str) -> tuple[Reader | None, str]:
    """The reader for a file of this name or path, which is returned without its suffixes."""
    stem, suffix = os.path.splitext(name[:-3] if name.lower().endswith(".gz") else name)  # noqa: PTH122
    return READERS.get(suffix.lower()), stem


def _open(file: Path) -> BinaryIO:
    # A FIFO would block for ever, a device might never end.
    if not stat.S_ISREG(file.stat().st_mode):
        raise OSError(0, "not a regular file")
    if file.name.lower().endswith(".gz"):
        return cast("BinaryIO", gzip.open(file, "rb"))
    return file.open("rb")


def _sniff(stdin: BinaryIO) -> tuple[Reader, Source]:
    """The reader for standard input, by its first line; nothing read is lost."""
    first = b""
    while not first.strip() and (line := stdin.readline(1 << 20)):
        first += line
    source = Source("-", "stdin", lambda: cast("BinaryIO", io.BufferedReader(_Rest(first, stdin))))
    return READERS[format_by_look(first) or ".txt"], source


class _Rest(io.RawIOBase):
    """What was read ahead, then the rest of the stream."""

    def __init__(self, first: bytes, stream: BinaryIO) -> None:
        self._first = first
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._first[: len(buffer)]
        self._first = self._first[len(data) :]
        if not data:
            # By lines, so that a slow writer's articles are handled as they come.
            data = self._stream.readline(len(buffer))
        buffer[: len(data)] = data
        return len(data)
