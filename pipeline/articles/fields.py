"""What the fields of an article are called, by us and by the tools that others use.

Names are compared without case, underscores, hyphens and spaces: ``publishedAt``, ``published_at``
and ``Published at`` are the same. The first name that has a value wins.
"""

from __future__ import annotations

import json
import math
import re
from ast import literal_eval
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final

NAMES: Final[dict[str, tuple[str, ...]]] = {
    "id": ("id", "uri", "guid", "storiesid", "storyid", "articleid", "docid", "documentid"),
    "text": ("text",),
    "title": (
        "headline", "headlines", "title", "webtitle", "articletitle", "posttitle", "titel", "titre",
        "título", "titulo", "titolo", "überschrift", "schlagzeile",
    ),
    "body": (
        "body", "bodytext", "bodies", "bodyxhtml", "bodyhtml", "maintext", "articlebody",
        "fulltext", "plaintext", "articletext", "content", "contents", "storytext", "article",
        "story", "document", "paragraphs", "contentelements", "contenthtml", "contenttext",
        "postcontent", "blocks", "volltext", "texte", "texto", "testo", "artikel", "artikeltext",
        "inhalt", "contenu", "contenido", "html", "rawhtml", "articlehtml",
    ),
    "published": (
        "published", "publishedat", "datepublished", "datepublish", "publishdate",
        "publisheddate", "publishingdate", "publicationdate", "webpublicationdate", "pubdate",
        "date", "versioncreated", "contentcreated", "firstcreated", "datetime", "postdate",
        "displaydate", "firstpublishdate", "publishedtime", "articlepublishedtime", "datum",
        "fecha", "veröffentlicht", "erscheinungsdatum",
    ),
    "publisher": (
        "publisher", "copyrightholder", "provider", "publication", "outlet", "newspaper",
        "sitename", "publicationtitle", "publicationname", "medianame", "source", "sourcename",
        "sourcehostname", "hostname", "domain", "sourcedomain", "infosources", "quelle", "zeitung",
        "fuente", "bron",
    ),
    "authors": (
        "authors", "author", "byline", "bylines", "by", "creator", "authorname", "autor", "autoren",
        "auteur", "auteurs", "verfasser",
    ),
    "url": ("url", "weburl", "link", "articleurl", "canonicalurl", "canonicallink", "permalink",
            "mainentityofpage"),
    "language": ("language", "lang", "inlanguage", "sprache", "langue", "idioma"),
}  # fmt: skip
"""Our fields, each with its names in the order in which they are tried."""

MARKUP: Final = frozenset(
    {"bodyxhtml", "bodyhtml", "contenthtml", "html", "rawhtml", "articlehtml"}
)
"""Names of fields that hold HTML or XHTML whatever they look like."""

MISSING: Final = frozenset(
    {"None", "nan", "NaN", "NaT", "null", "NULL", "N/A", "#N/A", "\\N", "[]", "{}", "set()"}
)
"""What programs write where they have no value."""

_OTHER_TEXTS: Final = frozenset({"rawtext"})
_LONGEST_WRITTEN: Final = 2_000_000
_WRITTEN: Final = re.compile(r"\[\s*[\"']|\{\s*[\"'][\w ]{1,40}[\"']\s*:")
_EPOCH: Final = re.compile(r"\d{10}|\d{13}")
_MAX_VALUE = 1_000
_MAX_KEYS = 100
_PARTS = (
    "value",
    "name",
    "literal",
    "rendered",
    "main",
    "original",
    "$date",
    "$oid",
    "$numberLong",
    "@id",
    "title",
    "basic",
)


def plain_name(key: str) -> str:
    """The name under which :data:`NAMES` knows a field."""
    return re.sub(r"[\s_.-]+", "", key).lower()


def as_text(value: Any) -> str | None:
    """A single value as text; None for what is empty or not a single value."""
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        return str(int(value)) if value.is_integer() else str(value)
    if isinstance(value, int | Decimal):
        return str(value)
    if isinstance(value, date):  # or a datetime
        return value.isoformat()
    return None


def as_list(value: Any) -> list[str]:
    """One value, a list of values or of objects that have a name, as a list of texts."""
    many = value if isinstance(value, list | tuple) else [value]
    named = (_named(_named(item)) for item in many)
    return [text for item in named if (text := as_text(item)) is not None]


def _named(item: Any) -> Any:
    """An object's name, or whatever else stands for it."""
    if not isinstance(item, Mapping):
        return item
    return next((item[part] for part in _PARTS if item.get(part)), None)


def written_out(value: Any) -> Any:
    """A list or an object that a table holds as Python or JSON write it; anything else as it is.

    ``to_csv()`` of pandas writes lists so: ``['Ann Lee', 'Bo Crane']``.
    """
    if (
        not isinstance(value, str)
        or len(value) > _LONGEST_WRITTEN
        or (value[:1], value[-1:]) not in {("[", "]"), ("{", "}")}
    ):
        return value
    if not _WRITTEN.match(value):
        return value
    for read in (json.loads, literal_eval):
        try:
            found = read(value)
        except (ValueError, SyntaxError, RecursionError, MemoryError):
            continue
        return found if isinstance(found, list | dict) and found else value
    return value


def as_date(value: Any) -> str | None:
    """A date as text; seconds or milliseconds since 1970 as the moment that they mean."""
    if isinstance(value, Mapping):
        value = next(iter(as_list(value)), None)
    if isinstance(value, str) and _EPOCH.fullmatch(value.strip()):
        value = int(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        seconds = value / 1000 if value > 1e11 else value
        if 1e8 < seconds < 1e10:
            return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return next(iter(as_list(value)), None)


def metadata_of(items: Iterable[tuple[str, Any]]) -> dict[str, str]:
    """The fields of the input that ours leave out, as strings.

    Nested and very long values are left out, and so are other forms of the text.
    """
    texts = _OTHER_TEXTS.union(NAMES["text"], NAMES["body"])
    kept: dict[str, str] = {}
    for key, value in items:
        if plain_name(key) in texts:
            continue
        text = "; ".join(as_list(value))
        usable = 0 < len(text) <= _MAX_VALUE and text not in MISSING and "\0" not in text
        if usable and not any("\ud800" <= letter <= "\udfff" for letter in key + text):
            kept[key] = text
        if len(kept) == _MAX_KEYS:
            break
    return kept
