"""The article as every reader returns it, whatever format it came in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from ..spans import Offsets


@dataclass(frozen=True, slots=True)
class Note:
    """Something a reader of the record should know: becomes one of its ``warnings``.

    ``span`` points into the article's text; None when it concerns the input as a whole.
    """

    code: str
    message: str
    span: Offsets | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article, decoded, with what its header said.

    Attributes:
        id: its name: unique in a run, the same in every run, safe as a file name.
        source: the input's path, relative to the folder that was given or that holds all inputs
            given; or its id in a file of many articles.
        sha256: hexadecimal digest of the bytes of this article in the input, decompressed.
        media_type: what the input was read as, such as ``text/plain``.
        encoding: how its bytes were decoded, such as ``utf-8``.
        text: the text as decoded; every offset counts its characters (code points).
        body: start and end of the story in ``text``, after title and header lines.
        headline: start and end of the title in ``text``; None if it is not there.
        title: the title, or None. ``text[slice(*headline)] == title`` where ``headline`` is given.
        published: the date or moment in ISO 8601; None if not known.
        published_raw: the date as the input gave it.
        publisher: who published it, as the input says; or None.
        authors: the names in its byline.
        url: its address, as the input says; or None.
        language: its code or name; None if neither given nor detected.
        metadata: what else the input said about the article: section, keywords, word count …
        notes: what was noticed when it was read; they become warnings of the record.
    """

    id: str
    source: str
    sha256: str
    media_type: str
    encoding: str
    text: str
    body: Offsets
    headline: Offsets | None = None
    title: str | None = None
    published: str | None = None
    published_raw: str | None = None
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    url: str | None = None
    language: str | None = None
    metadata: dict[str, str] = field(default_factory=dict)
    notes: tuple[Note, ...] = field(default=())

    @classmethod
    def from_text(
        cls,
        text: str,
        *,
        id: str | None = None,  # noqa: A002  as in the record
        title: str | None = None,
        published: str | None = None,
        publisher: str | None = None,
        authors: Sequence[str] = (),
        url: str | None = None,
        language: str | None = None,
    ) -> Article:
        """An article made from its text and whatever else you know about it.

        If ``title`` is not given, the text may begin with a title and header lines, as the text of
        a plain text file may. If ``language`` is not given, :func:`newsquotes.extract` detects it,
        and refuses an article that is not in English.

        Example:
            >>> article = Article.from_text("“No,” she said.", id="a1", published="3 May 2024")
            >>> article.id, article.published
            ('a1', '2024-05-03')

        Raises:
            TypeError: ``text`` is not a str.
            InputError: there is no story in it.
        """
        from .ids import safe_id
        from .text import article_of, dated, trim

        article = article_of(text, identity=None if id is None else safe_id(id))
        if title is not None and title != article.title:
            start, end = trim(text, 0, len(text))
            headline = None
            if title and text.startswith(title, start) and text[start + len(title) :].strip():
                headline = (start, start + len(title))
                start, end = trim(text, headline[1], len(text))
            article = replace(article, title=title or None, headline=headline, body=(start, end))
        if published is not None:
            day, notes = dated(published)
            kept = article.notes + notes
            article = replace(article, published=day, published_raw=published, notes=kept)
        return replace(
            article,
            source=article.source if id is None else id,
            publisher=publisher or article.publisher,
            authors=tuple(authors) or article.authors,
            url=url or article.url,
            language=language or article.language,
        )

    @property
    def prose(self) -> str:
        """``text`` with everything but title and body replaced by spaces of the same length.

        Header lines parsed as prose spoil the analysis of the sentences beside them. Blanking
        them, rather than cutting them out, keeps every offset valid in ``text``. Control and
        zero-width characters at the edges of words are blanked as well, and all blanks are plain.
        """
        kept = [self.body] if self.headline is None else [self.headline, self.body]
        parts: list[str] = []
        position = 0
        for start, end in kept:
            parts.append(_blank(self.text[position:start]))
            parts.append(self.text[start:end])
            position = end
        parts.append(_blank(self.text[position:]))
        return _BLANKS.sub(" ", _UNSEEN_AT_EDGE.sub(" ", "".join(parts)))


_BLANKS: Final = re.compile("[\xa0\u2000-\u200a\u202f\u205f\u3000]")
"""Blanks of other widths, and those at which no line is broken."""

_UNSEEN: Final = (
    "[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b\u2060\u2066-\u2069\u202a-\u202e\ufeff]"
)
# Begins with the character, because looking back first at each place takes many times as long.
_UNSEEN_AT_EDGE: Final = re.compile(
    rf"{_UNSEEN}(?:(?<!\w{_UNSEEN})|(?!\w)|(?<=[a-z]{_UNSEEN})(?=[A-Z]))"
)


def _blank(text: str) -> str:
    return "".join(character if character in "\r\n" else " " for character in text)
