"""From paths to articles: which files, which reader, which id; a bad input never ends a run."""

from __future__ import annotations

import io
import logging
import os
import stat
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import BinaryIO, NamedTuple

from ..errors import FailureCode, InputError, NewsquotesError, Stage, UsageError
from ..settings import Settings
from ..storage.ownership import is_output, own_names
from ..storage.paths import is_remote
from .archives import ARCHIVES, SHORT
from .base import Article
from .delimited import read_delimited
from .documents import read_docx, read_rtf
from .html import read_html
from .ids import safe_id
from .json import read_json, read_jsonl
from .news_xml import read_xml
from .noticing import noticed
from .pdf import refuse_pdf
from .plain import read_plain
from .plugins import Reader, plugin_reader, plugin_suffixes
from .remote import remote_files
from .roots import shared_root
from .sgml import read_sgml
from .source import Source, Tell, tell_nobody
from .standard_input import sniff
from .tables import read_arrow, read_parquet, read_workbook
from .time_limit import TookTooLongError, time_limit
from .unknown import refusal
from .unpacking import OPENERS, Budget, PackedError, spooled, unpacked
from .warc import read_warc

_log = logging.getLogger(__name__)

_ONE_ARTICLE = frozenset({read_plain, read_html})

READERS: dict[str, Reader] = {
    ".txt": read_plain,
    ".text": read_plain,
    ".md": read_plain,
    ".json": read_json,
    ".jsonl": read_jsonl,
    ".ndjson": read_jsonl,
    ".jsonlines": read_jsonl,
    ".jl": read_jsonl,
    ".html": read_html,
    ".htm": read_html,
    ".xhtml": read_html,
    ".csv": read_delimited,
    ".tsv": read_delimited,
    ".tab": read_delimited,
    ".psv": read_delimited,
    ".parquet": read_parquet,
    ".arrow": read_arrow,
    ".feather": read_arrow,
    ".xlsx": read_workbook,
    ".xls": read_workbook,
    ".ods": read_workbook,
    ".xlsm": read_workbook,
    ".xml": read_xml,
    ".nitf": read_xml,
    ".newsml": read_xml,
    ".rss": read_xml,
    ".atom": read_xml,
    ".rdf": read_xml,
    ".sgml": read_sgml,
    ".sgm": read_sgml,
    ".warc": read_warc,
    ".wet": read_warc,
    ".docx": read_docx,
    ".rtf": read_rtf,
    ".pdf": refuse_pdf,
}
"""Suffix to reader; any of them may be followed by ``.gz``, ``.bz2``, ``.xz`` or ``.zst``. A new
format is one line here."""

_READ_TO_AND_FRO = frozenset({".parquet", ".arrow", ".feather", ".zip", ".wacz"})
_DEEPEST = 3


def read_articles(
    paths: Sequence[Path | str],
    settings: Settings,
    *,
    stdin: BinaryIO | None = None,
    tell: Tell = tell_nobody,
    timeout: float = 0,
) -> Iterator[Article | InputError]:
    """Every article in files and folders (recursive, sorted), or addresses that fsspec opens.

    ``-`` is standard input. ``tell`` is called with the name of each table and what its columns
    are read as. What takes longer than ``timeout`` seconds to read is a failure, unless that is 0.

    Lazy: an input is opened when its turn comes. Bad inputs are yielded as :class:`InputError`.

    Raises:
        UsageError: at once, before anything is read, for a path that does not exist.
    """
    for path in paths:
        if is_remote(path):
            next(remote_files(str(path)), None)
        elif str(path) != "-" and not os.path.lexists(path):
            raise UsageError(f"{str(path) or repr('')} does not exist; check the path.")
    return _unique(paths, _How(settings, tell, timeout), stdin)


def count_inputs(paths: Sequence[Path | str]) -> int | None:
    """How many articles to expect; None where only reading can tell (JSON, tables and such)."""
    count = 0
    for path in paths:
        if str(path) == "-" or is_remote(path):
            return None
        for item in _files(Path(path), told=False):
            suffix = _kind(item[0]).suffix if isinstance(item, tuple) else ""
            several = READERS.get(suffix, read_plain) not in _ONE_ARTICLE
            if several or suffix in ARCHIVES or suffix in plugin_suffixes():
                return None
            count += 1
    return count


def _unique(
    paths: Sequence[Path | str], how: _How, stdin: BinaryIO | None
) -> Iterator[Article | InputError]:
    holders: dict[str, tuple[str, int]] = {}
    for number, (path, prefix) in enumerate(zip(paths, shared_root(paths), strict=True)):
        root = _root(path) if len(paths) > 1 else ""
        for name, item in _read(path, prefix, how, stdin):
            file = root + name.removeprefix(prefix)
            if isinstance(item, Article):
                # File systems may fold case, so ids that differ only in case are the same file.
                key = item.id.lower()
                if key in holders:
                    message = _taken(item.id, (file, number), holders[key])
                    # Without the id: the record of this id, and maybe this source, is the other's.
                    yield InputError(item.source, Stage.READ, FailureCode.DUPLICATE_ID, message)
                    continue
                holders[key] = file, number
            yield item


def _taken(identifier: str, here: tuple[str, int], holder: tuple[str, int]) -> str:
    """The message about an id; each place is a file and the number of the input that it is in."""
    if here[0] == holder[0] and here[1] != holder[1]:
        return f"{here[0]} is in two of the inputs, and has been read already; give it once."
    # A source may be an id, which says nothing here: both have the same.
    return (
        f"The id {identifier!r}, in {here[0]}, is already that of an article in {holder[0]}; "
        "rename one of them."
    )


def _root(path: Path | str) -> str:
    """What stands before the names of files at ``path``; others may have such, too."""
    given = str(path)
    if given == "-":
        return ""
    if is_remote(path) or Path(path).is_dir():
        return given.rstrip("/") + "/"
    return given.removesuffix(Path(path).name)


def _read(
    path: Path | str, prefix: str, how: _How, stdin: BinaryIO | None
) -> Iterator[tuple[str, Article | InputError]]:
    """Every article at ``path``, each with the file that holds it, named with ``prefix``."""
    if str(path) == "-":
        suffix, stream = sniff(stdin or sys.stdin.buffer)
        kind = _Kind("stdin", suffix, None)
        opener = _for_reader(kind, lambda: stream, Budget(), from_file=False)
        source = Source("-", "stdin", opener, how.tell)  # it may be slow to come
        for article in _guarded(partial(_articles, suffix, source, how.settings), source):
            yield "standard input", article
        return
    for item in remote_files(str(path)) if is_remote(path) else _files(Path(path)):
        if isinstance(item, InputError):
            yield item.source, item
        else:
            name, opener = item
            # An address that is a file's ends with its name already.
            before = prefix.removesuffix(f"{name}/") if is_remote(path) else prefix
            yield from _read_file(name, opener, how, Budget(), before)


def _read_file(
    name: str,
    opener: Callable[[], BinaryIO],
    how: _How,
    budget: Budget,
    before: str,
    depth: int = 0,
) -> Iterator[tuple[str, Article | InputError]]:
    """Every article in a file, which may be an archive of files, with the file that holds it.

    Its id is of its ``name`` alone; others are told ``before``, too, where it is.
    """
    kind = _kind(name)
    shown = os.fsencode(before + name).decode("utf-8", "backslashreplace")
    opener = _for_reader(kind, opener, budget, from_file=depth == 0)
    source = Source(shown, safe_id(kind.stem), opener, how.tell, how.timeout)
    if members := ARCHIVES.get(kind.suffix):
        if depth == _DEEPEST:
            message = f"It lies in archives more than {_DEEPEST} deep; unpack them yourself."
            yield shown, source.failure(FailureCode.TOO_LARGE, message)
            return
        empty = True
        for member in _guarded(partial(members, source, budget), source):
            empty = False
            if isinstance(member, tuple):
                inside, open_member = member
                path = f"{name}/{inside}"
                yield from _read_file(path, open_member, how, budget, before, depth + 1)
            else:
                yield shown, member
        if empty:
            yield shown, source.failure(FailureCode.EMPTY, "There is no file in it; remove it.")
    elif kind.suffix in READERS or kind.suffix in plugin_suffixes():
        for article in _guarded(partial(_articles, kind.suffix, source, how.settings), source):
            yield shown, article
    else:
        # Compressed, but what? Its own suffix says no more.
        suffix = kind.suffix or kind.packed or ""
        message = refusal(suffix, (*READERS, *ARCHIVES, *plugin_suffixes()))
        yield shown, source.failure(FailureCode.UNSUPPORTED_FORMAT, message)


class _How(NamedTuple):
    """What is the same for all inputs."""

    settings: Settings
    tell: Tell
    timeout: float


class _Kind(NamedTuple):
    """What a name tells: the rest of it, the format, and how that is compressed, if it is."""

    stem: str
    suffix: str
    packed: str | None


def _kind(name: str) -> _Kind:
    root, suffix = _split(name)
    if long := SHORT.get(suffix):
        return _Kind(root, *_split(long))
    if suffix in OPENERS:
        return _Kind(*_split(root), suffix)
    return _Kind(root, suffix, None)


def _split(name: str) -> tuple[str, str]:
    root, suffix = os.path.splitext(name)  # noqa: PTH122  names in archives are no paths
    return root, suffix.lower()


def _for_reader(
    kind: _Kind, opener: Callable[[], BinaryIO], budget: Budget, *, from_file: bool
) -> Callable[[], BinaryIO]:
    """``opener`` with its content unpacked, in a file of its own where the reader needs one."""

    def opened() -> BinaryIO:
        stream = opener()
        if kind.packed is not None:
            stream = unpacked(kind.packed, stream, budget)
        # To go back in what is packed is to unpack it once more.
        to_and_fro = kind.suffix in _READ_TO_AND_FRO and (kind.packed or not from_file)
        return spooled(stream) if to_and_fro else stream

    return opened


def _guarded[T](
    read: Callable[[], Iterator[T | InputError]], source: Source
) -> Iterator[T | InputError]:
    """What ``read`` gives, up to an error, which becomes a failure of the source."""
    try:
        items = iter(read())
        while True:
            with time_limit(source.timeout):
                item = next(items, None)
            if item is None:
                return
            yield item
    except TookTooLongError:
        message = (
            f"Reading an article took more than {source.timeout:g} seconds; split the file or "
            "raise --timeout."
        )
        yield source.failure(FailureCode.TIMEOUT, message)
    except InputError as error:
        yield error
    except PackedError as error:
        yield source.failure(error.code, str(error))
    except OSError as error:
        message = f"It cannot be read ({error.strerror or error}); check it and its permissions."
        yield source.failure(FailureCode.UNREADABLE, message)
    except (NewsquotesError, MemoryError):
        raise
    except Exception as error:  # noqa: BLE001  a reader, perhaps somebody else's, is at fault
        message = f"Its reader raised {type(error).__name__}: {error}; report it as a bug."
        yield source.failure(FailureCode.UNREADABLE, message)


def _articles(suffix: str, source: Source, settings: Settings) -> Iterator[Article | InputError]:
    reader = plugin_reader(suffix, source) or READERS[suffix]
    for item in reader(source, settings):
        try:
            yield noticed(item, settings) if isinstance(item, Article) else item
        except InputError as error:
            yield error


def _files(
    root: Path, *, told: bool = True
) -> Iterator[tuple[str, Callable[[], BinaryIO]] | InputError]:
    if not root.is_dir():
        yield root.name, partial(_open, root)
        return
    errors: list[OSError] = []
    own = own_names(root) if is_output(root) else set[str]()
    if own and told:
        _log.warning("%s holds records, which are not read as articles.", root)
    for folder, folders, names in os.walk(root, onerror=errors.append):
        if own and Path(folder) == root:
            folders[:] = [name for name in folders if name not in own]
            names = [name for name in names if name not in own]
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in [name for name in folders if is_output(Path(folder, name))]:
            folders.remove(name)
            if told:
                _log.warning("%s is skipped: it holds records.", Path(folder, name))
        inside = Path(folder).relative_to(root)
        for name in sorted(name for name in names if not name.startswith(".")):
            yield (inside / name).as_posix(), partial(_open, Path(folder, name))
    for error in errors:
        message = f"The folder cannot be listed ({error.strerror}); check its permissions."
        where = os.fsencode(error.filename).decode("utf-8", "backslashreplace")
        yield Source(where, "", io.BytesIO).failure(FailureCode.UNREADABLE, message)


def _open(file: Path) -> BinaryIO:
    # A FIFO would block for ever, a device might never end.
    if not stat.S_ISREG(file.stat().st_mode):
        raise OSError(0, "not a regular file")
    return file.open("rb")
