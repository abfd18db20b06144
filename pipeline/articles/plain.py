"""Plain text files, by what is in them: another format, a database's export, or one article."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Final

from ..errors import InputError
from ..settings import Settings
from .base import Article
from .databases import articles_in
from .delimited import read_delimited
from .documents import read_rtf
from .html import read_html
from .json import read_json, read_jsonl
from .look import format_by_look
from .news_xml import read_xml
from .sgml import read_sgml
from .source import Source, decode, read_bytes
from .warc import read_warc

_OTHERS: Final = {
    ".csv": read_delimited,
    ".html": read_html,
    ".json": read_json,
    ".jsonl": read_jsonl,
    ".rtf": read_rtf,
    ".sgml": read_sgml,
    ".warc": read_warc,
    ".xml": read_xml,
}


def read_plain(source: Source, settings: Settings) -> Iterator[Article | InputError]:
    """Every article of a text file; other formats and exports are recognised by their content."""
    with source.open() as stream:
        data = read_bytes(stream, source, settings)
    other = _OTHERS.get(format_by_look(data) or "")
    if other is not None:
        yield from other(replace(source, open=partial(io.BytesIO, data)), settings)
        return
    text, encoding, notes = decode(data, source)
    digest = hashlib.sha256(data).hexdigest()
    yield from articles_in(text, source, settings, sha256=digest, encoding=encoding, notes=notes)
