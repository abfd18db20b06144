"""Clean texts of markup, entities, left-over encodings and mojibake.

Cleaned once, before offsets are counted, so that ``text`` is what was analysed; a note says what
was done. Where nothing is wrong nothing changes. Invisible characters stay in ``text``; what is
analysed has blanks in their place, see :attr:`.Article.prose`.
"""

from __future__ import annotations

import html
import re
from html.entities import html5
from typing import Final

from .base import Note
from .encoded import DECODERS
from .markdown import without_markdown
from .markup import with_quotation_marks, without_asides
from .wikitext import without_wikitext

_BLOCK: Final = (
    "address|article|aside|blockquote|div|dd|dl|dt|figcaption|figure|footer|h[1-6]|header|hr|li|main|nav|ol|p|pre"
    "|section|table|td|th|tr|ul"
)
_BBCODE: Final = re.compile(
    r"\[/?(?:b|i|u|s|url|quote|img|color|size)(?:=[^\[\]\n]{0,300})?\]", re.IGNORECASE
)
_SHORTCODE: Final = re.compile(
    r"\[caption\b[^\[\]\n]{0,500}\][^\[\n]{0,2000}\[/caption\]"
    r"|\[/?(?:gallery|embed|video|audio|playlist)(?:\s[^\[\]\n]{0,500})?\]"
)
"""What WordPress replaces by pictures when it shows a page; captions are left out, as in HTML."""
_INLINE: Final = (
    "a|abbr|b|button|cite|code|em|font|i|iframe|img|ins|mark|picture|q|s|small|span|strong|sub|sup"
    "|time|u|video"
)
_REST: Final = r"(?:\s[^<>]*)?/?>"
_TAG: Final = re.compile(rf"</?(?:{_BLOCK}|{_INLINE}|br){_REST}", re.IGNORECASE)
_BLOCK_TAG: Final = re.compile(rf"</?(?:{_BLOCK}){_REST}", re.IGNORECASE)
_BREAK: Final = re.compile(rf"<br{_REST}", re.IGNORECASE)
_CLOSING_TAG: Final = re.compile(r"</(?:p|div|h[1-6])>", re.IGNORECASE)
_HIDDEN: Final = (("<!--", "-->"), ("<script", "</script>"), ("<style", "</style>"))
_ENTITY: Final = re.compile(r"&(?:([A-Za-z][A-Za-z0-9]{1,10})|#\d{2,7}|#[xX][0-9A-Fa-f]{2,6});")
_BARE: Final = re.compile(
    r"&((?:[lr][sd]|la|ra)quo(?!r?;)|(?:[nm]dash|hellip|nbsp)(?![A-Za-z0-9;=]))"
)
"""Entities without their semicolon, which browsers take for text."""
_UNUSUAL: Final = re.compile(r"[^\x00-\x7f“”‘’–—…•·£\xa0]")
"""What English texts seldom have; where there is none of it, nothing was wrongly decoded."""

_CLOSING: Final = re.compile(r"â€(?=[\s.,;:!?)\]\"]|\Z)")
_FEWEST_TAGS: Final = 2
_MOST_TIMES: Final = 3


def clean(text: str) -> tuple[str, tuple[Note, ...]]:
    """``text`` as it was meant, and a note that lists what was done, if anything was."""
    done: list[str] = []
    for said, decoded_by in DECODERS.items():
        if (decoded := decoded_by(text)) != text:
            text = decoded
            done.append(said)
    if "<" in text and len(_TAG.findall(text)) >= _FEWEST_TAGS:
        text = _without_tags(text)
        done.append("tags removed")
    if "[" in text and (plain := _SHORTCODE.sub("", text)) != text:
        text = plain
        done.append("shortcodes removed")
    if "[/" in text and len(_BBCODE.findall(text)) >= _FEWEST_TAGS:
        text = _BBCODE.sub("", text)
        done.append("BBCode removed")
    if "&" in text and (decoded := _without_entities(text)) != text:
        text = decoded
        done.append("entities decoded")
        # Markup that was escaped once more, rather than a text about markup, which has tags of its
        # own or closes none of those that it names.
        if "tags removed" not in done and len(_CLOSING_TAG.findall(text)) >= _FEWEST_TAGS:
            text = _without_tags(text)
            done.append("tags removed")
    if (plain := without_markdown(text)) != text:
        text = plain
        done.append("Markdown removed")
    if (plain := without_wikitext(text)) != text:
        text = plain
        done.append("wiki markup removed")
    if _UNUSUAL.search(text):
        # ftfy decides by a table of what is never meant; it leaves everything else alone.
        from ftfy import fix_encoding

        if (mended := fix_encoding(_with_closing_marks(text))) != text:
            text = mended
            done.append("wrongly decoded characters mended")
    if not done:
        return text, ()
    message = f"The text was cleaned before analysis: {', '.join(done)} (--raw-text keeps it)."
    return text, (Note("cleaned-text", message),)


def _without_tags(text: str) -> str:
    for opening, closing in _HIDDEN:
        text = _without_spans(text, opening, closing)
    text = with_quotation_marks(without_asides(text))
    text = _TAG.sub("", _BLOCK_TAG.sub("\n\n", _BREAK.sub("\n", text)))
    lines = (line.strip(" \t\r") for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _with_closing_marks(text: str) -> str:
    """``â€``, of which a program dropped the last part, as all of the closing mark it was."""
    return _CLOSING.sub("â€\x9d", text) if "â€œ" in text else text


def _without_entities(text: str) -> str:
    """Entities decoded, as often as they were encoded: ``&amp;ldquo;``."""
    text = _BARE.sub(r"&\1;", text)
    for _ in range(_MOST_TIMES):
        if (decoded := _ENTITY.sub(_character, text)) == text:
            break
        text = decoded
    return text


def _without_spans(text: str, opening: str, closing: str) -> str:
    kept: list[str] = []
    position = 0
    while (start := text.find(opening, position)) >= 0:
        end = text.find(closing, start)
        if end < 0:
            break
        kept.append(text[position:start])
        position = end + len(closing)
    return "".join(kept) + text[position:]


def _character(found: re.Match[str]) -> str:
    if found[1] and f"{found[1]};" not in html5:
        return found[0]
    return html.unescape(found[0])
