"""HTML and XHTML fragments to plain text: paragraphs apart, tags and entities gone."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_BLOCKS = frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "dd", "div", "dl", "dt", "fieldset",
        "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
        "hl1", "hl2", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table", "tr", "ul",
    }
)  # fmt: skip
_CELLS = frozenset({"td", "th"})
_ASIDE = re.compile(
    r"<(aside|figcaption)\b[^>]*>(?:(?!<(?:aside|figcaption)\b).)*?</\1\s*>",
    re.DOTALL | re.IGNORECASE,
)
_QUOTED = re.compile(r"<(/?)q(?:\s[^<>]*)?>", re.IGNORECASE)
_SIGNED = re.compile(r"([.!?”\"’](?:</p>)?)\s*+(<cite[\s>])", re.IGNORECASE)
"""The end of a quotation, and who said it, with no dash between them."""
_MARKS = ("“", "”"), ("‘", "’")
_OPENING = "“‘\"'«"
_HIDDEN = frozenset({"script", "style", "template", "noscript", "svg", "head"})


def plain_text(markup: str) -> str:
    """The text of ``markup``, one blank line between its blocks, ``<q>`` in quotation marks.

    Captions and asides, such as links to other stories, are left out.
    """
    parser = _Text()
    parser.feed(with_quotation_marks(without_asides(markup)))
    parser.close()
    return parser.text()


def without_asides(markup: str) -> str:
    """``markup`` without what stands beside the story: captions and asides that are closed."""
    return _ASIDE.sub("", markup)


def with_quotation_marks(markup: str) -> str:
    """``markup`` with the marks that a browser shows around ``<q>``, where there are none yet.

    Likewise, with a dash before the ``<cite>`` that signs a quotation.
    """
    closing: list[str] = []

    def mark(found: re.Match[str]) -> str:
        if found[1]:
            return closing.pop() if closing else ""
        beside = (
            markup[max(0, found.start() - 1) : found.start()]
            + markup[found.end() : found.end() + 1]
        )
        if any(character in _OPENING for character in beside):
            closing.append("")
            return ""
        opened, closed = _MARKS[len([one for one in closing if one]) % 2]
        closing.append(closed)
        return opened

    marked = _QUOTED.sub(mark, markup)
    # Browsers put who said it on a line of its own, which is lost with the tags.
    return _SIGNED.sub(r"\1 — \2", marked) if "<blockquote" in marked else marked


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._parts: list[str] = []
        self._hidden: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _HIDDEN:
            self._hidden.append(tag)
        elif tag == "br":
            self._parts.append("\n")
        elif tag in _BLOCKS:
            self._parts.append("\n\n")
        elif tag in _CELLS:
            self._parts.append("\t")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _HIDDEN:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._hidden:
            del self._hidden[self._hidden.index(tag) :]
        elif tag in _BLOCKS:
            self._parts.append("\n\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self._parts.append(re.sub(r"[ \t\r\n]+", " ", data))

    def text(self) -> str:
        lines = (line.strip(" \t") for line in "".join(self._parts).split("\n"))
        return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
