"""What a run needs of an output."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from ..schemas.outcome import Outcome


class Writer(Protocol):
    """Takes the outcomes of a run in order and makes its records last.

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
        """How many of the last outcomes given are not yet where they are to last."""
        ...

    def earlier(self, position: int, identifier: str) -> bytes | None:
        """The JSON of a record of this id that an earlier run left, or None.

        ``position`` is that of the input in the run, from 0; asked for in order.
        """
        ...

    def write(self, outcomes: Sequence[Outcome]) -> list[OSError | None]:
        """Write the records among these, and for each say what kept it from being written.

        The earlier record of an input is deleted if the input's content is bad now; after any
        other failure it stays, and is in ``stale``.

        Raises:
            OutputError: nothing more can be written, such as on a full disk.
        """
        ...

    def finish(self, *, complete: bool) -> None:
        """Put what waits in its place; ``complete``: all inputs were seen, so what an earlier
        run left beyond them goes.

        Raises:
            OutputError: see :meth:`write`.
        """
        ...

    def close(self) -> None:
        """Let go of the output; what is not finished is dropped."""
        ...
