"""Plain text files, by what is in them: a table, the export of a database, or one article."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import partial

from ..errors import InputError
from ..settings import Settings
from .base import Article
from .databases import articles_of_export
from .source import Source, decode, read_bytes
from .tables import is_table, read_delimited
from .text import read_text


def read_plain(source: Source, settings: Settings) -> Iterator[Article | InputError]:
    """Every article of a text file; tables and exports, told by their look, hold several."""
    with source.open() as stream:
        data = read_bytes(stream, source, settings)
    again = Source(source.name, source.id, partial(io.BytesIO, data))
    first = data[:10_000].decode("utf-8-sig", "replace").lstrip().split("\n", 1)[0]
    if is_table(first):
        yield from read_delimited(again, settings)
        return
    export = articles_of_export(*decode(data, source), source, raw=settings.raw_text)
    yield from read_text(again, settings) if export is None else export
