"""Word processors' documents, DOCX and RTF: one article, or an export of Nexis or Factiva."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import Any, Final

from ..errors import FailureCode, InputError
from ..settings import Settings
from .base import Article
from .databases import articles_in
from .document_tables import CELL, ROW, articles_of, split_cells
from .source import Source, read_bytes
from .unpacking import check_package

_WORD: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BREAKS: Final = {f"{_WORD}tab": "\t", f"{_WORD}br": "\n", f"{_WORD}cr": "\n"}
_OF_MACINTOSH: Final = re.compile(rb"\\mac\b")
_HEAD: Final = 200
_HIDDEN: Final = re.compile(r"\{(?:\\[a-z]{2,20}\d{0,9} ?){0,3}\\(?:deleted|v)(?![a-z0-9])")
_BRACE: Final = re.compile(r"\\.|[{}]", re.DOTALL)
_BROKEN: Final = (
    AttributeError,
    EOFError,
    KeyError,
    NotImplementedError,
    RuntimeError,
    SyntaxError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
)
"""What damaged packages make python-docx, zipfile and lxml raise; lxml's are errors of syntax."""
_END_OF_CELL: Final = re.compile(r"\\cell(?![a-z0-9]) ?")
_END_OF_ROW: Final = re.compile(r"\\row(?![a-z0-9]) ?")
_NOT_SHOWN: Final = (
    f"{_WORD}moveFrom",
    f"{_WORD}del",
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
)
"""What was deleted or moved, and what is there for old versions of Word."""


def read_docx(source: Source, settings: Settings) -> Iterator[Article | InputError]:
    """Every article of a Word document, with its inserted text and without its deleted text."""
    try:
        import docx
        from docx.opc.exceptions import PackageNotFoundError
    except ImportError as error:
        raise _missing(source, "DOCX", "docx") from error
    with source.open() as stream:
        data = read_bytes(stream, source, settings)
    try:
        check_package(data, settings.max_bytes)
        body = docx.Document(io.BytesIO(data)).element.body
    except (PackageNotFoundError, *_BROKEN) as error:
        message = f"This DOCX file cannot be read ({error}); remove its password, or save it again."
        raise source.failure(FailureCode.BAD_DOCUMENT, message) from error
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    if tables := [table for table in map(_rows, _outermost(body)) if table]:
        beside = "\n".join(_paragraphs(body, but=f"{_WORD}tbl"))
        found = articles_of(tables, beside, source, settings, kind)
        if found is not None:
            yield from found
            return
    paragraphs = list(_paragraphs(body))
    # Where empty paragraphs keep others apart, those without one between them belong together.
    text = _joined(paragraphs)
    yield from _articles(text, data, kind, source, settings)


def read_rtf(source: Source, settings: Settings) -> Iterator[Article | InputError]:
    """Every article of an RTF document."""
    try:
        from striprtf import striprtf
    except ImportError as error:
        raise _missing(source, "RTF", "rtf") from error
    with source.open() as stream:
        data = read_bytes(stream, source, settings)
    trimmed = data.strip().rstrip(b"\0")
    if not trimmed.startswith(b"{\\rtf") or not trimmed.endswith(b"}"):
        message = "This RTF file is incomplete; save it again, or as plain text."
        raise source.failure(FailureCode.BAD_DOCUMENT, message)
    convert: Callable[..., str] = striprtf.rtf_to_text
    old = {"encoding": "mac_roman"} if _OF_MACINTOSH.search(trimmed[:_HEAD]) else {}
    try:
        shown = _without_hidden(trimmed.decode("latin-1"))
        shown = _END_OF_ROW.sub(r"\\'1e", _END_OF_CELL.sub(r"\\'1f", shown))
        text = convert(shown, errors="replace", **old)
    except (ValueError, LookupError, IndexError) as error:
        message = f"This RTF file cannot be read ({error}); save it again, or as plain text."
        raise source.failure(FailureCode.BAD_DOCUMENT, message) from error
    # Characters beyond the first plane are written in two halves.
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", "")
    if ROW in text:
        tables, beside = split_cells(text)
        found = articles_of(tables, beside, source, settings, "application/rtf")
        if found is not None:
            yield from found
            return
        text = text.replace(CELL, "|").replace(ROW, "\n")
    yield from _articles(text, data, "application/rtf", source, settings)


def _without_hidden(rtf: str) -> str:
    """``rtf`` without the groups of what is hidden, or was deleted and is still there."""
    kept: list[str] = []
    position = 0
    while found := _HIDDEN.search(rtf, position):
        end, depth = found.end(), 1
        for brace in _BRACE.finditer(rtf, end):
            depth += {"{": 1, "}": -1}.get(brace[0], 0)
            if depth == 0:
                end = brace.end()
                break
        else:
            break
        kept.append(rtf[position : found.start()])
        position = end
    return "".join(kept) + rtf[position:]


def _articles(
    text: str, data: bytes, media_type: str, source: Source, settings: Settings
) -> Iterator[Article | InputError]:
    if not text.strip():
        message = "There is no text in it; remove it or put the article in."
        raise source.failure(FailureCode.EMPTY, message)
    digest = hashlib.sha256(data).hexdigest()
    yield from articles_in(text, source, settings, sha256=digest, media_type=media_type)


def _joined(paragraphs: list[str]) -> str:
    return ("\n" if "" in paragraphs[1:-1] else "\n\n").join(paragraphs)


def _outermost(body: Any) -> list[Any]:
    """The tables that lie in no other."""
    table = f"{_WORD}tbl"
    return [one for one in body.iter(table) if next(one.iterancestors(table), None) is None]


def _rows(table: Any) -> list[list[str]]:
    return [
        [_joined(list(_paragraphs(cell))).strip() for cell in _within(row, "tc", "tr")]
        for row in _within(table, "tr", "tbl")
        if next(row.iterancestors(*_NOT_SHOWN), None) is None
    ]


def _within(holder: Any, name: str, of: str) -> list[Any]:
    """The parts called ``name`` of a table or a row, without those of tables in its cells."""
    return [
        part
        for part in holder.iter(f"{_WORD}{name}")
        if next(part.iterancestors(f"{_WORD}{of}")) is holder
    ]


def _paragraphs(body: Any, *, but: str | None = None) -> Iterator[str]:
    """Their texts as shown; those in a box follow the paragraph that the box is anchored to.

    Nothing in an element called ``but`` is one.
    """
    left_out = _NOT_SHOWN if but is None else (*_NOT_SHOWN, but)
    for paragraph in body.iter(f"{_WORD}p"):
        if next(paragraph.iterancestors(*left_out), None) is not None:
            continue
        text = "".join(
            _BREAKS.get(element.tag) or element.text or ""
            for element in paragraph.iter(f"{_WORD}t", *_BREAKS)
            if next(element.iterancestors(f"{_WORD}p", *_NOT_SHOWN)) is paragraph
        ).strip()
        if text or paragraph.find(f".//{_WORD}p") is None:
            yield text


def _missing(source: Source, kind: str, extra: str) -> InputError:
    message = f"Reading {kind} needs an extra; install it with: pip install 'newsquotes[{extra}]'."
    return source.failure(FailureCode.MISSING_EXTRA, message)
