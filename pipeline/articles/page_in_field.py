"""An HTML page in a field: crawlers write the address and the page, and nothing else."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from functools import partial
from typing import Any, Final

from ..errors import FailureCode, InputError
from ..settings import Settings
from .base import Article, Note
from .fields import NAMES, plain_name
from .source import Source

_PAGE: Final = re.compile(
    r"\s*(?:<\?xml[^<>]{0,200}>\s*)?<(?:!doctype html|html[\s>])", re.IGNORECASE
)
_TEXTS: Final = frozenset((*NAMES["text"], *NAMES["body"]))
_PAGES: Final = _TEXTS | {"html", "rawhtml", "articlehtml", "pagehtml", "pagesource"}


def with_its_article(
    value: Mapping[str, Any], source: Source, *, at: str, raw: bool
) -> tuple[Mapping[str, Any], tuple[Note, ...]]:
    """``value`` with the article of its page in place of the page, and notes about that.

    Other fields take precedence over the page. ``value`` is returned unchanged if it has no page,
    or a text that is not a page.

    Raises:
        InputError: missing-extra.
    """
    texts = {
        key: content
        for key, content in value.items()
        if plain_name(str(key)) in _PAGES and content not in (None, "", [])
    }
    pages = [text for text in texts.values() if isinstance(text, str) and _PAGE.match(text)]
    others = [key for key in texts if plain_name(key) in _TEXTS and texts[key] not in pages]
    article = None if others or not pages else _article_of(pages[0], source, at, raw=raw)
    if article is None:
        return value, ()
    said: dict[str, Any] = {
        "title": article.title,
        "published": article.published_raw,
        "publisher": article.publisher,
        "authors": list(article.authors),
        "url": article.url,
    }
    whole = {key: content for key, content in value.items() if key not in texts}
    given = {plain_name(str(key)) for key, content in whole.items() if content not in (None, "")}
    whole |= {name: v for name, v in said.items() if v and given.isdisjoint(NAMES[name])}
    return {**whole, "body": article.text[slice(*article.body)]}, article.notes


def _article_of(page: str, source: Source, at: str, *, raw: bool) -> Article | None:
    from .html import read_html  # which reads exports by way of fields

    data = page.encode("utf-8", "replace")
    again = Source(source.name + at, source.id, partial(io.BytesIO, data))
    try:
        items = list(read_html(again, Settings(raw_text=raw, max_bytes=len(data))))
    except InputError as error:
        if error.code == FailureCode.MISSING_EXTRA:
            raise
        return None
    return next((item for item in items if isinstance(item, Article)), None)
