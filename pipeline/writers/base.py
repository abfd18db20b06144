"""What a run needs from an output."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from ..schemas.outcome import Outcome


class Writer(Protocol):
    """Writes the records of a run, given its outcomes in order.

    ``indent`` is the indentation it wants of their JSON.
    """

    indent: int | None

    stale: dict[str, str]
    """Id and source of each record of an earlier run that stays, though its input failed now."""

    digests: dict[str, str]
    """SHA-256 of each shard that is written, by its path in the output folder."""

    removed: int
    """How many records of an earlier run went, because nothing was made of their inputs now."""

    @property
    def waiting(self) -> int:
        """How many of the last outcomes given have not been written yet."""
        ...

    def earlier(self, position: int, identifier: str) -> bytes | None:
        """The JSON of a record of this id that an earlier run left, or None.

        ``position`` is that of the input in the run, from 0; asked for in order.
        """
        ...

    def write(self, outcomes: Sequence[Outcome]) -> list[OSError | None]:
        """Write the records among these, and return for each the error that kept it from that.

        The earlier record of an input is deleted if the input's content is bad now; after any
        other failure it stays, and is in ``stale``.

        Raises:
            OutputError: nothing more can be written, such as on a full disk.
        """
        ...

    def finish(self, *, complete: bool) -> None:
        """Write what is still waiting; ``complete``: all inputs were seen, so what an earlier
        run left beyond them is deleted.

        Raises:
            OutputError: see :meth:`write`.
        """
        ...

    def close(self) -> None:
        """Close the output; what is not finished is discarded."""
        ...
