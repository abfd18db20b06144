"""HTML pages, through trafilatura (Barbaresi 2021), an optional extra imported when needed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from ..errors import FailureCode, InputError
from ..settings import Settings
from .base import Article
from .source import Source, decode, read_bytes
from .text import dated, split_authors, trim


def read_html(source: Source, settings: Settings) -> Iterator[Article | InputError]:
    """The one article of a page: its title, a blank line, its body, as trafilatura finds them."""
    try:
        import trafilatura
    except ImportError as error:
        message = "Reading HTML needs an extra; install it by: pip install 'newsquotes[html]'."
        raise source.failure(FailureCode.MISSING_EXTRA, message) from error
    with source.open() as stream:
        data = read_bytes(stream, source, settings)
    page, encoding, notes = decode(data, source)
    found = trafilatura.bare_extraction(page, with_metadata=True, include_comments=False)
    # Typed as a dictionary too, for an option that is gone; None where nothing was found.
    body = "" if found is None or isinstance(found, dict) else (found.text or "").strip()
    if found is None or isinstance(found, dict) or not body:
        message = "No article found on this page; give its text as a .txt file."
        raise source.failure(FailureCode.NO_TEXT, message)
    title = (found.title or "").strip()
    if title and body.startswith(title):
        body = body[len(title) :].lstrip()
    text = f"{title}\n\n{body}" if title else body
    published, note = dated(found.date)
    headline = (0, len(title)) if title else None
    yield Article(
        id=source.id,
        source=source.name,
        sha256=hashlib.sha256(data).hexdigest(),
        media_type="text/html",
        encoding=encoding,
        text=text,
        body=trim(text, len(title), len(text)),
        headline=headline,
        title=title or None,
        published=published,
        published_raw=found.date,
        publisher=found.sitename,
        authors=split_authors(found.author or ""),
        url=found.url,
        notes=notes + note,
    )
