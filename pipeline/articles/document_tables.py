"""Tables of articles in documents of word processors, as press offices make them.

A table is one of articles if it names the fields of one: above its columns, one article per row, or
beside its rows, one article per table. Any other is part of the story in which it stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from ..errors import InputError
from ..settings import Settings
from .base import Article, Note
from .fields import plain_name
from .source import Source
from .tables import KNOWN, TEXTS, table_articles

CELL: Final = "\x1f"
"""Ends a cell in the text of an RTF document."""
ROW: Final = "\x1e"
"""Ends a row in it."""

_MOST_BESIDE: Final = 50
"""Words beside the tables that are no more than a title and a greeting."""

_FIRST_ROWS: Final = 5
"""Rows among which the names may stand: a heading may be above them."""

type Table = list[list[str]]


def articles_of(
    tables: Sequence[Table], beside: str, source: Source, settings: Settings, media_type: str
) -> Iterator[Article | InputError] | None:
    """The articles in those ``tables`` that are tables of articles; None if there are no such
    tables.

    ``beside`` is the text outside the tables. If it is long, the first article gets a note about
    it.
    """
    headed = [rows for table in tables if (rows := _headed(table, settings)) is not None]
    if not headed:
        return None
    return _all(headed, beside, source, settings, media_type)


def _all(
    tables: list[Table], beside: str, source: Source, settings: Settings, media_type: str
) -> Iterator[Article | InputError]:
    told = len(beside.split()) <= _MOST_BESIDE
    for number, rows in enumerate(tables, 1):
        before = f":table{number}" if number > 1 else ""
        for item in table_articles(iter(rows), source, settings, media_type, before):
            if told or isinstance(item, InputError):
                yield item
                continue
            told = True
            message = (
                "The document holds a table of articles, and text beside it, which was not read; "
                "put it into a file of its own."
            )
            yield replace(item, notes=(*item.notes, Note("suspicious-input", message)))


def split_cells(text: str) -> tuple[list[Table], str]:
    """The tables in a text in which :data:`CELL` and :data:`ROW` end cells and rows, and the rest.

    Rows of as many cells one after the other are a table.
    """
    *ended, behind = text.split(ROW)
    tables: list[Table] = []
    beside = [behind]
    for part in ended:
        cells = part.split(CELL)[:-1]
        if not cells:
            beside.append(part)
            continue
        if not tables or len(cells) != len(tables[-1][-1]):
            # What stands before the table has no end of its own.
            above, _, cells[0] = cells[0].rstrip().rpartition("\n")
            beside.append(above)
            tables.append([])
        tables[-1].append([cell.strip() for cell in cells])
    return tables, "\n".join(beside)


def _headed(table: Table, settings: Settings) -> Table | None:
    """``table`` with the names of its columns first; None where it is no table of articles."""
    for at, names in enumerate(table[:_FIRST_ROWS]):
        if len(table) > at + 1 and _are_names(names, settings):
            return table[at:]
    if len(table) > 1 and all(len(row) == 2 for row in table):
        names = [label.rstrip(" :") for label, _ in table]
        if _are_names(names, settings):
            return [names, [value for _, value in table]]
    return None


def _are_names(names: list[str], settings: Settings) -> bool:
    if wanted := {*settings.columns.values()}:
        return wanted <= {*names}
    plain = [plain_name(name) for name in names]
    return not TEXTS.isdisjoint(plain) and sum(name in KNOWN for name in plain) > 1
