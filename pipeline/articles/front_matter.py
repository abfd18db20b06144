"""What stands above a Markdown file, between lines of ``---`` (YAML) or ``+++`` (TOML)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from ..spans import Offsets

_FRONT: Final = re.compile(r"\s*(---|\+\+\+)[ \t]*\r?\n((?:.*\r?\n){1,60}?)\1[ \t]*(?:\r?\n|\Z)")
_ENTRY: Final = re.compile(r"^([A-Za-z][\w -]{0,40}?)[ \t]*[:=][ \t]*+([^\s].*)$", re.MULTILINE)
_LIST: Final = re.compile(
    r"^([A-Za-z][\w -]{0,40}?)[ \t]*:[ \t]*\r?\n((?:[ \t]*-[ \t]+\S.*\r?\n)+)", re.MULTILINE
)
_ITEM: Final = re.compile(r"^[ \t]*-[ \t]+(\S.*?)[ \t]*\r?$", re.MULTILINE)


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
    """The front matter of ``text``, if it has one; lists are joined, nested entries left out."""
    found = _FRONT.match(text)
    if found is None or not (entries := list(_entries(found))):
        return None
    return FrontMatter(entries, found.end())


def _entries(found: re.Match[str]) -> Iterator[Entry]:
    for entry in _ENTRY.finditer(found.string, *found.span(2)):
        start, value = entry.start(2), entry[2].rstrip()
        if len(value) > 1 and value[0] in "\"'" and value[-1] == value[0]:
            start, value = start + 1, value[1:-1]
        at = (start, start + len(value))
        if value[:1] == "[" and value[-1] == "]":
            yield Entry(entry[1], _joined(value[1:-1].split(",")), at)
        elif value and value[0] not in "[{|>":
            yield Entry(entry[1], value, at)
    for entry in _LIST.finditer(found.string, *found.span(2)):
        yield Entry(entry[1], _joined(_ITEM.findall(entry[2])), entry.span(2))


def _joined(items: list[str]) -> str:
    return "; ".join(item.strip().strip("\"'") for item in items)
