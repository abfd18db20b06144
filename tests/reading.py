"""Read an input that a test writes."""

from __future__ import annotations

from pathlib import Path

from newsquotes.articles import Article, read_articles
from newsquotes.errors import InputError
from newsquotes.settings import Settings


def read(folder: Path, name: str, content: str | bytes) -> list[Article | InputError]:
    data = content if isinstance(content, bytes) else content.encode()
    (folder / name).write_bytes(data)
    return list(read_articles([folder / name], Settings()))


def bodies(items: list[Article | InputError]) -> list[str]:
    return [
        item.text[slice(*item.body)] if isinstance(item, Article) else item.code for item in items
    ]


def one(items: list[Article | InputError]) -> Article:
    (article,) = items
    assert isinstance(article, Article), article
    return article
