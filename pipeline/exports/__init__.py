"""Records in the formats of other tools: one module per format.

A module here has ``export(records, target)``, which writes a file that is not there yet, or is
empty, and ``is_ours(path)``, which recognises such a file; or, where its ``SUFFIX`` is None, files
into a folder that is empty, and ``NAMES``, the patterns of their names. A new format is one module,
one line in :data:`FORMATS` and one test that reads it back; or a module elsewhere, see
:func:`plugin_formats`.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final, Literal

from ..errors import UsageError

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

    from ..schemas.record import Record

FormatName = Literal[
    "csv", "parquet", "prodigy", "citron", "brat", "label-studio", "jsonld", "webannotation",
    "docbin", "sqlite", "duckdb", "xlsx", "xmi",
]  # fmt: skip

FORMATS: Final[dict[FormatName, str]] = {
    "csv": "one table per kind (articles, entities, mentions, quotes, contents), in a folder",
    "parquet": "the same tables as Parquet files, in a folder (needs newsquotes[parquet])",
    "prodigy": "text and spans as JSON Lines",
    "citron": "one JSON file per article, in a folder",
    "brat": "one .txt and one .ann file per article, in a folder",
    "label-studio": "tasks with predictions, as JSON",
    "jsonld": "schema.org NewsArticle and Quotation, as JSON-LD",
    "webannotation": "W3C Web Annotations, one per line",
    "docbin": "spaCy Docs with span groups",
    "sqlite": "one database with foreign keys and full-text search over the quotes",
    "duckdb": "one DuckDB database (needs newsquotes[duckdb])",
    "xlsx": "one workbook, a sheet for each table (needs newsquotes[xlsx])",
    "xmi": "UIMA CAS for INCEpTION, one file per article (needs newsquotes[xmi])",
}
"""Name of each format, and what it makes."""

GROUP: Final = "newsquotes.exports"


def export(
    records: Iterable[Record],
    to: str,
    target: Path | BinaryIO,
    *,
    bom: bool = False,
    formulas: bool = True,
) -> None:
    """Write ``records`` in the format ``to``; ``target`` is a file or a folder, as the format is.

    A file may be a stream as well. What is at ``target`` is replaced if an export made it, and
    otherwise stays: that is an error. With ``bom``, CSV begins with a byte order mark, by which
    Excel knows that it is UTF-8. Without ``formulas``, an apostrophe stands in CSV before each text
    that a spreadsheet would take for one; in a workbook texts are never formulas.

    Raises:
        UsageError: there is no such format, what it needs is not installed, the target is a
            folder where a file is written, or the other way round; or it is not ours to replace.
        OSError: the target cannot be written.
    """
    # Here, so that the command line can tell what formats there are without waiting for them.
    from ..storage.replacing import replaced_file, replaced_folder

    module = _module(to)
    if bom and to != "csv":
        raise UsageError(f"A byte order mark is for csv, not for {to}; leave it out.")
    if not formulas and to not in ("csv", "xlsx"):
        raise UsageError(f"Formulas are for spreadsheets, not for {to}; leave --no-formulas out.")
    options = {"bom": bom, "formulas": formulas} if to == "csv" else {}
    if suffix(to) is not None:
        if isinstance(target, Path):
            target.parent.mkdir(parents=True, exist_ok=True)
        new = replaced_file(target, module.is_ours)
    elif isinstance(target, Path):
        new = replaced_folder(target, module.NAMES)
    else:
        raise UsageError(f"{to} makes a folder, which cannot go to a stream; name one with -o.")
    with new as path:
        module.export(records, path, **options)


def suffix(to: str) -> str | None:
    """The usual end of the file's name; None for a format that makes a folder."""
    found: str | None = _module(to).SUFFIX
    return found


@cache
def plugin_formats() -> dict[str, EntryPoint]:
    """The formats of other distributions: entry points of the group ``newsquotes.exports``.

    Each leads to a module, or anything else, that has what a module here has.
    """
    from importlib.metadata import entry_points

    return {point.name: point for point in entry_points(group=GROUP) if point.name not in FORMATS}


def _module(to: str) -> Any:
    if to in FORMATS:
        return import_module(f"{__name__}.{to.replace('-', '_')}")
    if to not in plugin_formats():
        known = ", ".join((*FORMATS, *plugin_formats()))
        raise UsageError(f"There is no format {to!r}; choose one of {known}.")
    point = plugin_formats()[to]
    try:
        found = point.load()
    except Exception as error:
        raise UsageError(
            f"The format {to!r}, {point.value}, cannot be loaded "
            f"({type(error).__name__}: {error}); repair or uninstall it."
        ) from error
    suffix = getattr(found, "SUFFIX", "")
    if missing := [
        name
        for name in ("SUFFIX", "export", "NAMES" if suffix is None else "is_ours")
        if not hasattr(found, name)
    ]:
        raise UsageError(f"The format {to!r}, {point.value}, has no {missing[0]}; repair it.")
    return found
