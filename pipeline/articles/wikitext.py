"""Wiki markup to plain text: the links and marks go, the words stay."""

from __future__ import annotations

import re
from typing import Final

_LINK: Final = re.compile(r"\[\[(?:[^\[\]|\n]{1,300}\|)?([^\[\]|\n]{1,300})\]\]")
_ASIDE: Final = re.compile(
    r"\[\[(?:File|Image|Category):[^\[\]\n]{1,1000}\]\][ \t]*", re.IGNORECASE
)
_NOTE: Final = re.compile(r"<ref\b[^<>]{0,300}(?:/>|>[^<]{0,2000}</ref>)", re.IGNORECASE)
_TEMPLATE: Final = re.compile(r"\{\{[^{}]{0,2000}\}\}")
_MARKS: Final = re.compile(r"'{2,5}")
_HEADING: Final = re.compile(r"^(={2,6})[ \t]*([^=\n]{1,300}?)[ \t]*\1[ \t]*$", re.MULTILINE)
_FEWEST: Final = 2


def without_wikitext(text: str) -> str:
    """``text`` without the markup of wikis, if it has two of their links."""
    if "[[" not in text or len(_LINK.findall(text)) < _FEWEST:
        return text
    text = _TEMPLATE.sub("", _NOTE.sub("", _ASIDE.sub("", text)))
    return _HEADING.sub(r"\2", _MARKS.sub("", _LINK.sub(r"\1", text)))
