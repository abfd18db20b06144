"""Readers of other distributions: entry points of the group ``newsquotes.readers``.

The name of an entry point is the suffix that its reader takes, such as ``eml``; it takes precedence
over our reader for that suffix.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import Final

from ..errors import FailureCode, InputError
from ..settings import Settings
from .base import Article
from .source import Source

type Reader = Callable[[Source, Settings], Iterator[Article | InputError]]

GROUP: Final = "newsquotes.readers"


@cache
def plugin_suffixes() -> dict[str, EntryPoint]:
    """The suffixes that other distributions read, each with where its reader is."""
    return {f".{point.name.lstrip('.').lower()}": point for point in entry_points(group=GROUP)}


def plugin_reader(suffix: str, source: Source) -> Reader | None:
    """The reader of another distribution for this suffix, or None.

    Raises:
        InputError: it cannot be loaded.
    """
    point = plugin_suffixes().get(suffix)
    if point is None:
        return None
    try:
        reader: Reader = point.load()
    except Exception as error:
        message = (
            f"The reader of {suffix} files, {point.value}, cannot be loaded "
            f"({type(error).__name__}: {error}); repair or uninstall it."
        )
        raise source.failure(FailureCode.MISSING_EXTRA, message) from error
    return reader
