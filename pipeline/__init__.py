"""Who is in a news article, and who said what: one validated JSON record per article.

The public names are imported when they are first used, so that ``import newsquotes`` is fast.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .articles.base import Article
    from .cross_document import JoinedEntity, join_people
    from .data_frames import records_to_dataframe
    from .errors import InputError
    from .extraction import extract
    from .many import extract_many
    from .runs.run import run
    from .schemas.record import (
        Addressee,
        ArticleInfo,
        Body,
        Cue,
        Demonym,
        Entity,
        Mention,
        Place,
        Provenance,
        Quote,
        Record,
        RecordWarning,
        Span,
        Speaker,
        Unresolved,
        Versioned,
    )
    from .settings import RunOptions, Settings
    from .spacy_model.loading import load
    from .stages import add_stages
    from .storage.record_files import read_records

__version__ = "0.1.0"

__all__ = [
    "Addressee",
    "Article",
    "ArticleInfo",
    "Body",
    "Cue",
    "Demonym",
    "Entity",
    "InputError",
    "JoinedEntity",
    "Mention",
    "Place",
    "Provenance",
    "Quote",
    "Record",
    "RecordWarning",
    "RunOptions",
    "Settings",
    "Span",
    "Speaker",
    "Unresolved",
    "Versioned",
    "add_stages",
    "extract",
    "extract_many",
    "join_people",
    "load",
    "read_records",
    "records_to_dataframe",
    "run",
]

_HOMES = {
    "Addressee": "schemas.record",
    "Article": "articles.base",
    "ArticleInfo": "schemas.record",
    "Body": "schemas.record",
    "Cue": "schemas.record",
    "Demonym": "schemas.record",
    "Entity": "schemas.record",
    "InputError": "errors",
    "JoinedEntity": "cross_document",
    "Mention": "schemas.record",
    "Place": "schemas.record",
    "Provenance": "schemas.record",
    "Quote": "schemas.record",
    "Record": "schemas.record",
    "RecordWarning": "schemas.record",
    "RunOptions": "settings",
    "Settings": "settings",
    "Span": "schemas.record",
    "Speaker": "schemas.record",
    "Unresolved": "schemas.record",
    "Versioned": "schemas.record",
    "add_stages": "stages",
    "extract": "extraction",
    "extract_many": "many",
    "join_people": "cross_document",
    "load": "spacy_model.loading",
    "read_records": "storage.record_files",
    "records_to_dataframe": "data_frames",
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
