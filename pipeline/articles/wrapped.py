"""Articles inside other JSON: the answer of an interface, the hits of a search, a data frame."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from .fields import NAMES, plain_name

_LISTS: Final = frozenset({"articles", "results", "stories", "items", "docs", "data", "news"})
"""Names under which a list is one of articles, whatever is in it."""

_TEXTS: Final = frozenset((*NAMES["text"], *NAMES["body"]))
_OTHERS: Final = frozenset((*NAMES["title"], *NAMES["published"], *NAMES["url"]))
_OWN: Final = frozenset((*NAMES["title"], *NAMES["url"]))
"""What an article has, and nothing that only holds articles."""

_FEED: Final = "jsonfeed.org"
"""What the version of a JSON Feed names; the feed has a title, as articles have."""

_GRAPH: Final = "@graph"
"""Where JSON-LD has the site, the publisher and the pictures beside the article."""

_ABOUT: Final = frozenset({"meta", "metadata", "metainfo", "info", "attributes", "properties"})
"""Names under which data sets have what they know about a text that stands beside it."""

_DEEPEST: Final = 5


def unwrapped(value: Any) -> Any:
    """The list of articles in ``value``, if it holds one and is not an article itself."""
    if isinstance(value, list):
        return _unnested(value)
    if not isinstance(value, dict):
        return value
    if isinstance(names := value.get("columns"), list) and isinstance(value.get("data"), list):
        return _unnested([names, *value["data"]])  # a data frame of pandas, split
    if _FEED in str(value.get("version")) and isinstance(items := value.get("items"), list):
        return items
    if (rows := _rows(value)) is not None:
        return rows
    found = None if _has_text(value) else _members(value, _DEEPEST) or _keyed(value)
    return value if found is None else found


def _unnested(items: list[Any]) -> list[Any]:
    """Lists of articles as one; a list of rows, with their names in the first, as articles."""
    if not items or not all(isinstance(item, list) for item in items):
        return items
    names = items[0]
    if names and all(isinstance(name, str) for name in names):
        plain = {plain_name(name) for name in names}
        rows = all(len(row) == len(names) for row in items)
        if rows and not plain.isdisjoint(_TEXTS):
            return [dict(zip(names, row, strict=True)) for row in items[1:]]
    members = [member for inner in items for member in inner]
    return members if members and all(isinstance(member, dict) for member in members) else items


def _keyed(value: dict[str, Any]) -> list[dict[str, Any]] | None:
    """Articles that stand under their ids: ``{"a1": {"text": …}, "a2": {"text": …}}``."""
    if _named(value, _OWN):
        return None
    found = [
        {"id": key, **inner}
        for key, inner in value.items()
        if isinstance(inner, dict) and _has_text(inner)
    ]
    articles = [one for one in found if _is_article(one)]
    if len(found) == len(value):
        return found if len(found) > 1 else None
    return articles if len(articles) > 1 else None


def flattened(value: dict[str, Any]) -> dict[str, Any]:
    """An object whose text stands one level below, as one level: ``{"_source": {"text": …}}``."""
    page = value.get("html")
    if isinstance(page, Mapping) and (
        url := page.get("responded_url") or page.get("requested_url")
    ):
        value = {"url": url, **value}  # Fundus
    for _ in range(_DEEPEST):
        inner = value.get("fields")
        key = "fields" if isinstance(inner, Mapping) else None  # the Guardian's
        if key is None and not _has_text(value) and not _named(value, _OWN):
            key = next((k for k, v in value.items() if isinstance(v, dict) and _holds(v)), None)
        if key is None:
            break
        value = {**{k: v for k, v in value.items() if k != key}, **value[key]}
    return _with_what_is_about(value) if _has_text(value) else value


def _with_what_is_about(value: dict[str, Any]) -> dict[str, Any]:
    """An article with its own fields first, and those of its ``meta`` behind them."""
    about = [k for k, v in value.items() if isinstance(v, Mapping) and plain_name(k) in _ABOUT]
    if not about:
        return value
    whole = {key: inner for key, inner in value.items() if key not in about}
    taken = {plain_name(key) for key, inner in whole.items() if inner not in (None, "")}
    for key in about:
        whole |= {
            name: inner
            for name, inner in value[key].items()
            if plain_name(str(name)) not in taken and plain_name(str(name)) not in _TEXTS
        }
    return whole


def _members(value: Any, depth: int) -> list[Any] | None:
    """The first list of articles in ``value``, as deep as ``depth``."""
    if depth == 0 or (isinstance(value, dict) and _named(value, _OWN)):
        return None
    for key, inner in value.items():
        if isinstance(inner, list) and inner and all(isinstance(m, dict) for m in inner):
            if key == _GRAPH and (articles := [m for m in inner if _has_text(m)]):
                return articles
            if plain_name(key) in _LISTS or any(_is_article(flattened(m)) for m in inner):
                return inner
        elif isinstance(inner, dict) and not _is_article(inner):
            found = _members(inner, depth - 1)
            if found is not None:
                return found
    return None


def _rows(value: dict[str, Any]) -> list[dict[str, Any]] | None:
    """A table that was written column by column (pandas, Hugging Face), as its rows."""
    columns = [column for column in value.values() if isinstance(column, dict | list)]
    if not columns or len(columns) != len(value) or not _is_article(value):
        return None
    keys = [list(c) if isinstance(c, dict) else list(range(len(c))) for c in columns]
    if len(keys[0]) < 2 or any(one != keys[0] for one in keys):
        return None
    if isinstance(columns[0], dict) and not all(str(key).isdigit() for key in keys[0]):
        return None
    return [{name: column[key] for name, column in value.items()} for key in keys[0]]


def _is_article(value: dict[str, Any]) -> bool:
    if isinstance(inner := value.get("fields"), dict):
        value = {**value, **inner}
    return _named(value, _TEXTS) and _named(value, _OTHERS)


def _holds(value: dict[str, Any], depth: int = _DEEPEST) -> bool:
    """Whether it is an article with a text, or there is one in it."""
    has_text = _has_text(value) or isinstance(value.get("fields"), dict)
    return (_is_article(value) and has_text) or (
        depth > 0 and any(isinstance(v, dict) and _holds(v, depth - 1) for v in value.values())
    )


def _named(value: dict[str, Any], names: frozenset[str]) -> bool:
    return any(plain_name(str(key)) in names for key in value)


def _has_text(value: dict[str, Any]) -> bool:
    """Whether a field for the text has one: a string, a list, or an object with one in it."""
    return any(
        isinstance(inner, str)
        or (isinstance(inner, list) and not any(map(_is_member, inner)))
        or (isinstance(inner, dict) and not _is_article(inner))
        for key, inner in value.items()
        if inner and plain_name(str(key)) in _TEXTS
    )


def _is_member(value: Any) -> bool:
    return isinstance(value, dict) and _is_article(value) and _named(value, _OWN)
