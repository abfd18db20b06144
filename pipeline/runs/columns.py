"""What the columns of tables were read as, collected for ``run.json``."""

from __future__ import annotations

from ..articles.source import Columns
from ..schemas.run import TableColumns

MOST = 100


class ColumnsSeen:
    """Collects the columns of tables: each set of columns once, a hundred sets at most."""

    def __init__(self) -> None:
        self._seen: dict[Columns, tuple[str, int]] = {}

    def add(self, source: str, columns: Columns) -> None:
        """Add the columns of one table."""
        first, count = self._seen.get(columns, (source, 0))
        if count or len(self._seen) < MOST:
            self._seen[columns] = first, count + 1

    def told(self) -> tuple[TableColumns, ...]:
        """As it stands in ``run.json``."""
        return tuple(
            TableColumns(
                source=source, tables=count, fields=dict(columns.fields), metadata=columns.metadata
            )
            for columns, (source, count) in self._seen.items()
        )
