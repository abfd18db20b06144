"""Articles of newswire collections in SGML (TREC, Gigaword): ``<DOC>``, one after the other."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import Any, Final

from ..errors import InputError
from ..settings import Settings
from .base import Article
from .mapped import article_from
from .markup import plain_text
from .source import Source, decode, read_bytes

_DOC: Final = re.compile(
    r"<DOC\b([^>]{0,300})>(.*?)(?:</DOC>|(?=<DOC\b)|\Z)", re.DOTALL | re.IGNORECASE
)
_ID: Final = re.compile(r"\bid\s*=\s*\"([^\"]{1,200})\"", re.IGNORECASE)
_FIELDS: Final[dict[str, tuple[str, ...]]] = {
    "id": ("DOCNO", "DOCID"),
    "title": ("HEADLINE", "HEAD", "TITLE", "HL"),
    "published": ("DATE_TIME", "DATETIME", "DATE", "DD"),
    "publisher": ("SOURCE", "SO"),
    "authors": ("BYLINE", "AUTHOR"),
    "body_html": ("TEXT", "BODY"),
    "dateline": ("DATELINE",),
}
"""Our fields, each with the elements of these collections that may hold it."""


def read_sgml(source: Source, settings: Settings) -> Iterator[Article | InputError]:
    """Every article of such a collection."""
    with source.open() as stream:
        data = read_bytes(stream, source, settings)
    text, encoding, notes = decode(data, source)
    for number, found in enumerate(_DOC.finditer(text), 1):
        given = _ID.search(found[1])
        fields: dict[str, Any] = {
            field: _first(found[2], names) for field, names in _FIELDS.items()
        }
        fields["id"] = fields["id"] or (given[1] if given else None)
        try:
            yield article_from(
                fields,
                source,
                at=f":{number}",
                sha256=hashlib.sha256(found[0].encode("utf-8", "surrogatepass")).hexdigest(),
                media_type="text/sgml",
                encoding=encoding,
                notes=notes,
                raw=settings.raw_text,
            )
        except InputError as error:
            yield error


def _first(text: str, names: tuple[str, ...]) -> str:
    for name in names:
        start = re.search(rf"<{name}\b[^>]{{0,200}}>", text, re.IGNORECASE)
        end = start and re.compile(rf"</{name}>", re.IGNORECASE).search(text, start.end())
        if start and end:
            inner = text[start.end() : end.start()].strip()
            return inner if name in _FIELDS["body_html"] else " ".join(plain_text(inner).split())
    return ""
