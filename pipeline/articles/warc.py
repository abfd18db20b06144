"""Pages of a web archive (WARC), through warcio; the article of each through the HTML reader."""

from __future__ import annotations

import hashlib
import io
import re
import zlib
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from importlib.util import find_spec
from typing import Any, BinaryIO

from ..errors import FailureCode, InputError
from ..settings import Settings
from .base import Article, Note
from .databases import articles_in
from .html import read_html
from .source import Source, decode, read_bytes

_AS_TEXT = "conversion"
"""Records of pages as plain text, which Common Crawl has in files called WET."""
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{2,40})", re.IGNORECASE)
_OF_WARCIO = (AttributeError, ValueError)
"""What warcio raises where a record's head is cut off."""


def read_warc(source: Source, settings: Settings) -> Iterator[Article | InputError]:
    """Every HTML page that was fetched successfully, or its text; everything else is skipped."""
    try:
        from warcio.archiveiterator import ArchiveIterator
        from warcio.exceptions import ArchiveLoadFailed
    except ImportError as error:
        message = "Reading WARC needs an extra; install it with: pip install 'newsquotes[warc]'."
        raise source.failure(FailureCode.MISSING_EXTRA, message) from error

    class Pages(ArchiveIterator):  # type: ignore[misc]
        """Counts records that are longer or shorter than they say, and prints nothing."""

        INC_RECORD = ""

    number = 0
    held: list[Article | InputError] = []
    with source.open() as stream:
        try:
            archive = Pages(_InPieces(stream))
            wrong = 0
            for record in archive:
                yield from _whole(held, is_whole=archive.err_count == wrong)
                held, wrong = [], archive.err_count
                if not _is_page(record):
                    continue
                number += 1
                if (packed := _not_unpacked(record)) is not None:
                    message = f"The page is compressed with {packed}; install the package {packed}."
                    held = [source.failure(FailureCode.MISSING_EXTRA, message, at=f":{number}")]
                    continue
                held = list(_page(record, f":{number}", source, settings))
            yield from _whole(held, is_whole=archive.err_count == wrong)
        except (ArchiveLoadFailed, EOFError, OSError, zlib.error, *_OF_WARCIO) as error:
            yield from held
            message = "This is not a sound web archive; what follows is lost. Download it again."
            raise source.failure(FailureCode.UNREADABLE, message) from error
        except Exception:
            yield from held  # it was read before what went wrong
            raise
    if not number:
        message = "It holds no HTML page that was fetched successfully; remove it."
        raise source.failure(FailureCode.EMPTY, message)


class _InPieces:
    """A stream read piece by piece, so that what stands before a broken place is not lost."""

    def __init__(self, stream: BinaryIO) -> None:
        self._read = getattr(stream, "read1", stream.read)
        self._is_first = True

    def read(self, size: int) -> bytes:
        """Up to ``size`` bytes; none at the end.

        Raises:
            ValueError: they begin with zeros, of which there may be many gigabytes.
        """
        data: bytes = self._read(size)
        if self._is_first and data.startswith(b"\0"):
            raise ValueError("these are zeros")
        self._is_first = False
        return data


def _whole(items: list[Article | InputError], *, is_whole: bool) -> Iterator[Article | InputError]:
    """The articles of a page, told to be incomplete where its length was wrong."""
    for item in items:
        if is_whole or not isinstance(item, Article):
            yield item
        else:
            message = "The archive gives the page a wrong length, so it may be cut off."
            yield replace(item, notes=(*item.notes, Note("truncated-text", message)))


def _not_unpacked(record: Any) -> str | None:
    """The name of a compression that warcio can undo only with another package, if that lacks."""
    headers = record.http_headers
    coding = (headers and headers.get_header("Content-Encoding")) or ""
    wanted = coding.strip().lower()
    return "brotli" if wanted == "br" and find_spec("brotli") is None else None


def _is_page(record: Any) -> bool:
    if record.rec_type == _AS_TEXT:
        return "text/plain" in (record.rec_headers.get_header("Content-Type") or "").lower()
    if record.rec_type == "resource":  # as it was rendered, or saved without its answer
        return "html" in (record.rec_headers.get_header("Content-Type") or "").lower()
    if record.rec_type != "response" or record.http_headers is None:
        return False
    kind = record.http_headers.get_header("Content-Type") or ""
    status = record.http_headers.get_statuscode() or ""
    return "html" in kind.lower() and status.startswith("2")


def _read_text(source: Source, settings: Settings) -> Iterator[Article | InputError]:
    with source.open() as stream:
        data = read_bytes(stream, source, settings)
    text, encoding, notes = decode(data, source)
    digest = hashlib.sha256(data).hexdigest()
    yield from articles_in(text, source, settings, sha256=digest, encoding=encoding, notes=notes)


def _page(
    record: Any, at: str, source: Source, settings: Settings
) -> Iterator[Article | InputError]:
    data = record.content_stream().read(settings.max_bytes + 1)
    url = record.rec_headers.get_header("WARC-Target-URI")
    page = Source(source.name + at, source.id + at.replace(":", "-"), partial(io.BytesIO, data))
    kind = (record.http_headers and record.http_headers.get_header("Content-Type")) or ""
    charset = _CHARSET.search(kind)
    articles = (
        _read_text(page, settings)
        if record.rec_type == _AS_TEXT
        else read_html(page, settings, charset=charset and charset[1])
    )
    try:
        for article in articles:
            if isinstance(article, Article):
                yield replace(article, url=article.url or url)
            else:
                yield article
    except InputError as error:
        yield error
