"""Plain text files, by what is in them: a table saved as text, or one article."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import partial

from ..errors import InputError
from ..settings import Settings
from .base import Article
from .source import Source, read_bytes
from .tables import is_table, read_delimited
from .text import read_text


def read_plain(source: Source, settings: Settings) -> Iterator[Article | InputError]:
    """Every article of a text file; only a table, told by its header, holds several."""
    with source.open() as stream:
        data = read_bytes(stream, source, settings)
    again = Source(source.name, source.id, partial(io.BytesIO, data))
    first = data[:10_000].decode("utf-8-sig", "replace").lstrip().split("\n", 1)[0]
    reader = read_delimited if is_table(first) else read_text
    yield from reader(again, settings)
