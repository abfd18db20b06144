"""Who is in a news article, and who said what: one validated JSON record an article.

The public names are imported when first asked for, so that ``import newsquotes`` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .articles.base import Article
    from .errors import InputError
    from .extraction import extract
    from .frames import records_to_dataframe
    from .many import extract_many
    from .runs.run import run
    from .schemas.record import Record
    from .settings import Settings
    from .spacy_model.loading import load
    from .storage.record_files import read_records

__version__ = "0.1.0"

__all__ = [
    "Article",
    "InputError",
    "Record",
    "Settings",
    "extract",
    "extract_many",
    "load",
    "read_records",
    "records_to_dataframe",
    "run",
]

_HOMES = {
    "Article": "articles.base",
    "InputError": "errors",
    "Record": "schemas.record",
    "Settings": "settings",
    "extract": "extraction",
    "extract_many": "many",
    "load": "spacy_model.loading",
    "read_records": "storage.record_files",
    "records_to_dataframe": "frames",
    "run": "runs.run",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'newsquotes' has no attribute {name!r}")
    value = getattr(import_module(f"newsquotes.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
