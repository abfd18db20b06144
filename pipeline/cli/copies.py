"""``newsquotes copies``: which articles are the same story."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from .arguments import RecordsPath
from .options import NoFormulas
from .output import counted, say

if TYPE_CHECKING:
    from ..copies import Printed

_COLUMNS: Final = (
    "head", "id", "similarity", "characters", "source", "publisher", "published", "title",
)  # fmt: skip


def copies(
    path: RecordsPath,
    output: Annotated[
        str, typer.Option("--output", "-o", help="CSV file to write; - for standard output.")
    ] = "-",
    similarity: Annotated[
        float,
        typer.Option(help="The least share of equal wording in copies, 0.5 to 1."),
    ] = 0.7,
    no_formulas: NoFormulas = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")] = False,
) -> None:
    """Group equal and nearly equal articles: one row per article that has a copy.

    Each group has the longest as its head. The commands speakers, report and export count a story
    once with --once.
    """
    from ..copies import CopyFinder
    from ..exports.csv import inert
    from .records import GivenRecords, written_file

    records = GivenRecords(path)
    with written_file(output, path, _is_ours) as file:
        finder = CopyFinder()
        for record in records:
            finder.add(record)
        groups = finder.groups(similarity)
        file.write_text("".join(_lines(groups, inert if no_formulas else None)), encoding="utf-8")
    if not quiet:
        copied = sum(map(len, groups)) - len(groups)
        say(f"{counted(records.count, 'article')}, of which {copied:,} are copies of longer ones")
    records.finish()


def _is_ours(path: Path) -> bool:
    with path.open("rb") as file:
        return file.readline(4096) == _line(_COLUMNS).encode()


def _lines(
    groups: Sequence[Sequence[Printed]], change: Callable[[object], object] | None
) -> Iterator[str]:
    yield _line(_COLUMNS)
    for group in groups:
        for one in group:
            cells = (
                group[0].id, one.id, one.similarity, one.characters, one.source,
                one.publisher, one.published, one.title,
            )  # fmt: skip
            yield _line(cells if change is None else [*map(change, cells)])


def _line(cells: Sequence[object]) -> str:
    line = io.StringIO(newline="")
    csv.writer(line, lineterminator="\n").writerow(cells)
    return line.getvalue()
