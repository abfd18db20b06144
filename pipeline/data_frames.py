"""Records as a data frame of pandas, polars or Arrow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final, Literal

from .errors import UsageError
from .schemas.record import Entity, Record
from .schemas.tables import NUMBER, TABLES, TEXT, TEXTS, WHOLE, Value, rows

type Kind = Literal["quotes", "entities", "mentions", "articles"]
type Library = Literal["pandas", "polars", "arrow"]

_OF_ARTICLE: Final[dict[str, type]] = {"title": TEXT, "published": TEXT, "publisher": TEXT}
_OF_SPEAKER: Final[dict[str, type]] = {"speaker_roles": TEXTS, "speaker_pronouns": TEXTS}


def records_to_dataframe(
    records: Iterable[Record], kind: Kind = "quotes", *, library: Library = "pandas"
) -> Any:
    """Make a data frame with a row for each quote, entity, mention or article of the records.

    The columns are those of the table of this name that ``export --to parquet`` writes. Quotes also
    have the title, date and publisher of their article, and what is known about their speaker;
    ``content`` has all their words.

    Args:
        records: the records, such as those from :func:`extract_many` or :func:`read_records`.
        kind: ``quotes``, ``entities``, ``mentions`` or ``articles``.
        library: ``pandas``, ``polars`` or ``arrow``, which must be installed.

    Example:
        >>> quotes = records_to_dataframe([record])
        >>> quotes[["speaker", "cue", "content"]].values.tolist()
        [['Mara Okoro', 'said', '“It has rained for a week,”']]

    Raises:
        TypeError: something in ``records`` is not a Record.
        UsageError: there is no such kind or library, or it is not installed.
    """
    if kind not in ("quotes", "entities", "mentions", "articles"):
        raise UsageError(f"There is no kind {kind!r}; use quotes, entities, mentions or articles.")
    columns = dict(TABLES[kind])
    if kind == "quotes":
        columns |= _OF_ARTICLE | _OF_SPEAKER
    values: list[list[Any]] = [[] for _ in columns]
    for row in _rows(records, kind):
        for column, value in zip(values, row, strict=True):
            column.append(list(value) if isinstance(value, tuple) else value)
    try:
        return _MAKERS[library](columns, values)
    except KeyError:
        raise UsageError(f"There is no library {library!r}; use {', '.join(_MAKERS)}.") from None
    except ImportError as error:
        raise UsageError(f"This needs {library} ({error}); install it.") from error


def _rows(records: Iterable[Record], kind: Kind) -> Iterator[tuple[Value, ...]]:
    for record in records:
        if not isinstance(record, Record):
            raise TypeError(
                f"records_to_dataframe() takes Records, not {type(record).__name__}: {record}"
            )
        found = (row for table, row in rows(record) if table == kind)
        if kind != "quotes":
            yield from found
            continue
        article = record.article
        about = (article.title, article.published, article.publisher)
        entities = {entity.id: entity for entity in record.entities}
        for quote, row in zip(record.quotes, found, strict=True):
            yield (*row, *about, *_known_of(entities.get(quote.speaker.entity or "")))


def _known_of(speaker: Entity | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if speaker is None:
        return (), ()
    return speaker.roles, tuple(getattr(speaker, "pronouns", ()))


def _pandas(columns: dict[str, type], values: list[list[Any]]) -> Any:
    import pandas as pd

    kinds: dict[type, Any] = {TEXT: "string", WHOLE: "Int64", NUMBER: "Float64", TEXTS: object}
    return pd.DataFrame(
        {
            name: pd.Series(column, dtype=kinds[kind])
            for (name, kind), column in zip(columns.items(), values, strict=True)
        }
    )


def _arrow(columns: dict[str, type], values: list[list[Any]]) -> Any:
    import pyarrow as pa

    kinds = {
        TEXT: pa.string(),
        WHOLE: pa.int64(),
        NUMBER: pa.float64(),
        TEXTS: pa.list_(pa.string()),
    }
    schema = pa.schema([(name, kinds[kind]) for name, kind in columns.items()])
    return pa.table(dict(zip(columns, values, strict=True)), schema=schema)


def _polars(columns: dict[str, type], values: list[list[Any]]) -> Any:
    import polars as pl

    return pl.from_arrow(_arrow(columns, values))


_MAKERS: Final = {"pandas": _pandas, "polars": _polars, "arrow": _arrow}
