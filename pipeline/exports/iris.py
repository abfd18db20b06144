"""Names of things in linked data."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

from ..schemas.record import Record

NAMESPACE: Final = "urn:newsquotes:"
"""How the names of our own begin."""


def article_iri(record: Record) -> str:
    """The article's address if it has one, else a name made of its id."""
    url = record.article.url
    if url is not None and url.startswith(("http://", "https://")):
        return quote(url, safe="!#$%&'()*+,/:;=?@[]~")
    return f"{NAMESPACE}{quote(record.id, safe='')}"


def part_iri(record: Record, identifier: str) -> str:
    """The name of an entity or a quote of the article; the same in every export."""
    return f"{NAMESPACE}{quote(record.id, safe='')}:{identifier}"
