"""The article as every reader returns it, whatever format it came in."""

from __future__ import annotations

from dataclasses import dataclass, field

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
        id: unique in a run, stable, safe as a file name (see :mod:`newsquotes.articles.ids`).
        source: path relative to the input root, or the id in a JSON (Lines) file.
        sha256: hexadecimal digest of the input bytes of this article (after gunzip).
        text: exactly as decoded.
        body: where the story stands in ``text``, after title and header lines.
        headline: where the title stands in ``text``; None if it does not stand there.
        title: the title, or None. ``text[slice(*headline)] == title`` where ``headline`` is given.
        published: ISO 8601, or None; ``published_raw`` is what the input said.
        metadata: what else the input said of the article: section, keywords, word count …
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
    language: str = "en"
    metadata: dict[str, str] = field(default_factory=dict)
    notes: tuple[Note, ...] = field(default=())

    @property
    def prose(self) -> str:
        """``text`` with all that is neither title nor body blanked out, character for character.

        Header lines parsed as prose spoil the analysis of the sentences beside them. Blanking
        them, rather than cutting them out, keeps every offset valid in ``text``.
        """
        kept = [self.body] if self.headline is None else [self.headline, self.body]
        parts: list[str] = []
        position = 0
        for start, end in kept:
            parts.append(_blank(self.text[position:start]))
            parts.append(self.text[start:end])
            position = end
        parts.append(_blank(self.text[position:]))
        return "".join(parts)


def _blank(text: str) -> str:
    return "".join("\n" if character == "\n" else " " for character in text)
