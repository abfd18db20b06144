"""Markdown to plain text: the marks go, the words stay."""

from __future__ import annotations

import re
from typing import Final

_HEADING: Final = re.compile(r"^[ ]{0,3}#{1,6}[ \t]+(?=\S)", re.MULTILINE)
_IMAGE: Final = re.compile(r"!\[[^\]\n]{0,300}\]\([^)\n]{1,2000}\)")
_LINK: Final = re.compile(
    r"\[([^\[\]\n]{1,300})\]\((?:https?:|mailto:|/|#|www\.)[^()\s]{0,2000}(?:\s\"[^\"\n]{0,200}\")?\)"
)
_STRONG: Final = re.compile(r"(?<![\w*])\*\*(?=[^\s*])([^*\n]{1,500})(?<=[^\s*])\*\*(?![\w*])")
_EMPHASIS: Final = re.compile(
    r"(?<![\w*_])([*_])(?=[^\s*_])([^*_\n]{1,500})(?<=[^\s*_])\1(?![\w*_])"
)
_QUOTED: Final = re.compile(r"^[ ]{0,3}>[ \t]?", re.MULTILINE)
_RULE: Final = re.compile(r"^[ ]{0,3}={3,}[ \t]*$\n?", re.MULTILINE)
_UNDERLINED: Final = re.compile(r"^\S.{0,250}\n[ ]{0,3}={3,}[ \t]*$", re.MULTILINE)
_LINE: Final = re.compile(r"^([*_])(?=[^\s*_])[^*_\n]{1,500}(?<=[^\s*_])\1$", re.MULTILINE)
_NOTE: Final = re.compile(
    r"^\[\^?[\w-]{1,40}\]:[ \t].{1,500}$\n?|(?<=\S)\[\^[\w-]{1,40}\]", re.MULTILINE
)
_COMMENT: Final = re.compile(r"<!--[^<>]{0,1000}-->")
_FEWEST: Final = 2


def without_markdown(text: str) -> str:
    """``text`` without the marks of Markdown, if it begins with a heading or has two of them.

    Lists keep their marks. A mark by itself may be anything.
    """
    if not {"#", "*", "[", "_", "="} & {*text}:
        return text
    marks = (_HEADING, _IMAGE, _LINK, _STRONG, _LINE, _NOTE)
    found = sum(len(pattern.findall(text)) for pattern in marks)
    first = text.lstrip()
    if found < _FEWEST and not _HEADING.match(first) and not _UNDERLINED.match(first):
        return text
    text = _COMMENT.sub("", _NOTE.sub("", text))
    text = _LINK.sub(r"\1", _IMAGE.sub("", text))
    text = _EMPHASIS.sub(r"\2", _STRONG.sub(r"\1", text))
    return _RULE.sub("", _QUOTED.sub("", _HEADING.sub("", text)))
