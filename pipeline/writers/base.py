"""What a run needs of an output."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from pipeline.outcomes import Done


class Writer(Protocol):
    """Takes records as JSON and makes them last.

    ``indent`` is the indentation it wants of that JSON.
    """

    indent: int | None

    def write(self, records: Sequence[Done]) -> list[OSError | None]:
        """Write each; an error where one could not be, in the same order.

        Raises:
            OutputError: nothing more can be written, such as on a full disk.
        """
        ...

    def close(self) -> None:
        """Finish the output."""
        ...
