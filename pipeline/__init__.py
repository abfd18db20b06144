"""Who is in a news article, and who said what: one validated JSON record an article.

The public names are imported when first asked for, so that ``import pipeline`` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.extraction import extract
    from pipeline.loading import load
    from pipeline.recordfiles import read_records
    from pipeline.records import Record
    from pipeline.running import run
    from pipeline.settings import Settings

__version__ = "0.1.0"

__all__ = ["Record", "Settings", "extract", "load", "read_records", "run"]

_HOMES = {
    "Record": "records",
    "Settings": "settings",
    "extract": "extraction",
    "load": "loading",
    "read_records": "recordfiles",
    "run": "running",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'pipeline' has no attribute {name!r}")
    value = getattr(import_module(f"pipeline.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
