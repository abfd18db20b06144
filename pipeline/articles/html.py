"""HTML pages, through trafilatura (Barbaresi 2021), an optional extra imported when needed."""

from __future__ import annotations

import codecs
import hashlib
import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from ..errors import FailureCode, InputError
from ..settings import Settings
from .base import Article, Note
from .cleaning import clean
from .databases import articles_in, exported_text
from .look import format_by_look
from .markup import with_quotation_marks
from .source import Source, decode, read_bytes
from .text import dated, split_authors, trim

_NOT_FREE: Final = re.compile(r'"isAccessibleForFree"\s*:\s*"?false', re.IGNORECASE)
_STUB: Final = 150
"""Words of a text that may be only the beginning of one that has to be paid for."""

_FEWEST_WORDS: Final = 12
_STORY: Final = 50
"""Words of an <article> that is more than a teaser."""
_TEASERS: Final = 5
_PIECE: Final = 25
_TAIL: Final = 20_000

_DATES: Final = {"original_date": True, "extensive_search": False}
"""The date when it was published, as the page marks it, and none made of a year in its footer."""

_CHARSET: Final = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})"""
    rb"""|<\?xml[^>]{0,100}?encoding=["']([\w.:-]{2,40})""",
    re.IGNORECASE,
)
_OF_PAGES: Final = re.compile(r"cp\d|iso8859|koi8|mac|gb|big5|euc|shift_jis|johab|tis")
_HEAD: Final = 4096
"""Bytes in which a page is to declare its encoding."""


def read_html(
    source: Source, settings: Settings, *, charset: str | None = None
) -> Iterator[Article | InputError]:
    """The one article of a page: its title, a blank line, its body, as trafilatura finds them.

    ``charset`` is what the server said of its encoding, for a page that says nothing. A page that
    Factiva or LexisNexis saved is split into its articles.
    """
    try:
        import trafilatura
    except ImportError as error:
        message = "Reading HTML needs an extra; install it with: pip install 'newsquotes[html]'."
        raise source.failure(FailureCode.MISSING_EXTRA, message) from error
    with source.open() as stream:
        data = read_bytes(stream, source, settings)
    page, encoding, notes = decode(data, source, declared=_declared(data) or known_charset(charset))
    if (text := exported_text(page)) is not None:
        digest = hashlib.sha256(data).hexdigest()
        yield from articles_in(
            text,
            source,
            settings,
            sha256=digest,
            media_type="text/html",
            encoding=encoding,
            notes=notes,
        )
        return
    found = trafilatura.bare_extraction(
        with_quotation_marks(page),
        with_metadata=True,
        include_comments=False,
        date_extraction_params=_DATES,
    )
    # Typed as a dictionary too, for an option that is gone; None where nothing was found.
    body = "" if found is None or isinstance(found, dict) else (found.text or "").strip()
    title = "" if found is None or isinstance(found, dict) else (found.title or "").strip()
    cleaning: tuple[Note, ...] = ()
    if not settings.raw_text:
        title = " ".join(clean(title)[0].split())
        body, cleaning = clean(body)
    if title and f"{body}\n".startswith(f"{title}\n"):
        body = body[len(title) :].lstrip()
    if found is None or isinstance(found, dict) or not body:
        look = format_by_look(data) or (".html" if "<" in page else ".txt")
        message = "No article found on this page; give its text as a .txt file."
        if look != ".html":
            message = f"This looks like {look}, not HTML; give the file that suffix."
        raise source.failure(FailureCode.NO_TEXT, message)
    notes += cleaning
    text = f"{title}\n\n{body}" if title else body
    published, note = dated(found.date)
    if _NOT_FREE.search(page) and len(body.split()) < _STUB:
        message = (
            "The page says that it is not free, and its text is short: check that it is complete."
        )
        notes += (Note("suspicious-input", message),)
    notes += _doubts(page, body)
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


def _doubts(page: str, body: str) -> tuple[Note, ...]:
    """What of a page may not have been read, or is no article."""
    if len(body.split()) < _FEWEST_WORDS:
        message = "Next to no text was found on this page; check that it holds an article."
        return (Note("suspicious-input", message),)
    tail = page[-_TAIL:].lower()
    is_cut = "<body" in page.lower() and "</body" not in tail and "</html" not in tail
    if is_cut and body.rstrip("\"'”’)")[-1:] not in ".!?…":
        message = "The page is cut off, and the rest of the article is missing; get it again."
        return (Note("truncated-text", message),)
    articles = _articles_on(page) if page.count("<article") > 1 else []
    seen = " ".join(body.split())
    stories = [one for one in articles if len(one.text.split()) >= _STORY]
    # The posts of a live page have lesser headings.
    whole = sum(one.is_whole for one in stories) > 1
    if len(stories) > 1 and (whole or not all(_is_in(one.text, seen) for one in stories)):
        message = (
            f"The page holds {len(stories)} articles, and perhaps not all of them were read; "
            "save each as a page of its own."
        )
        return (Note("suspicious-input", message),)
    if (
        len(articles) >= _TEASERS
        and not stories
        and sum(_is_in(one.text, seen) for one in articles) > 2
    ):
        message = (
            f"The page holds {len(articles)} short articles, as that of a section does; check that "
            "it is what you meant to read."
        )
        return (Note("suspicious-input", message),)
    return ()


def _is_in(text: str, body: str) -> bool:
    """Whether any of three pieces of ``text``, whose last words are often left out, is there."""
    quarter = len(text) // 4
    return any(
        text[at : at + _PIECE] in body for at in (quarter, 2 * quarter, 3 * quarter - _PIECE)
    )


class _OnPage(NamedTuple):
    """An <article> of a page: the text of its paragraphs; whether it has a heading of its own."""

    text: str
    is_whole: bool


def _articles_on(page: str) -> list[_OnPage]:
    """The paragraphs of each <article> of a page that lies in no other, comments left out."""
    from lxml import html

    try:
        tree = html.fromstring(page.encode(), parser=html.HTMLParser(encoding="utf-8"))
    except (ValueError, AssertionError, html.etree.ParserError):
        return []
    found: list[_OnPage] = []
    for article in tree.iter("article"):
        named = f"{article.get('class')} {article.get('id')}".lower()
        if next(article.iterancestors("article"), None) is None and "comment" not in named:
            texts = ("".join(paragraph.itertext()) for paragraph in article.iter("p"))
            whole = next(article.iter("h1"), None) is not None
            found.append(_OnPage(" ".join(" ".join(texts).split()), whole))
    return found


def _declared(data: bytes) -> str | None:
    """The encoding that a page says it has, if it is one that pages have."""
    found = _CHARSET.search(data[:_HEAD])
    return found and known_charset((found[1] or found[2]).decode("ascii", "replace"))


def known_charset(charset: str | None) -> str | None:
    """The name that Python has for an encoding, if it is one that pages have."""
    if charset is None:
        return None
    try:
        known = codecs.lookup(charset.strip(" \"';")).name
    except (LookupError, ValueError):
        return None
    if known in ("iso8859-1", "ascii"):
        return "cp1252"  # as browsers have it
    return known if _OF_PAGES.match(known) else None
