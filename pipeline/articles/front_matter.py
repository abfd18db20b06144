"""What stands between lines of three hyphens above a Markdown file: ``title: Kiln reopens``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from ..spans import Offsets

_FRONT: Final = re.compile(r"\s*---[ \t]*\r?\n((?:.*\r?\n){1,60}?)---[ \t]*(?:\r?\n|\Z)")
_ENTRY: Final = re.compile(
    r"^([A-Za-z][\w -]{0,40}?)[ \t]*:[ \t]*(?P<mark>[\"']?)(.+?)(?P=mark)[ \t]*\r?$", re.MULTILINE
)


class Entry(NamedTuple):
    """One line of it: its name, its words and where they stand in the text."""

    name: str
    value: str
    at: Offsets


class FrontMatter(NamedTuple):
    """All entries, and where the text below begins."""

    entries: list[Entry]
    end: int


def front_matter(text: str) -> FrontMatter | None:
    """The front matter of ``text``, if it has one; lists and nested entries are left out."""
    found = _FRONT.match(text)
    if found is None or not (entries := list(_entries(found))):
        return None
    return FrontMatter(entries, found.end())


def _entries(found: re.Match[str]) -> Iterator[Entry]:
    for entry in _ENTRY.finditer(found.string, *found.span(1)):
        if entry[3][0] not in "[{|>":
            yield Entry(entry[1], entry[3], entry.span(3))
