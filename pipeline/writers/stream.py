"""JSON Lines to a stream, such as standard output."""

from __future__ import annotations

from collections.abc import Sequence
from typing import BinaryIO

from ..errors import OutputError
from ..schemas.outcome import Done, Outcome


class JsonLinesStream:
    """See :class:`newsquotes.writers.base.Writer`. One record per line, nothing else."""

    indent: int | None = None
    waiting = 0

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.stale: dict[str, str] = {}
        self.digests: dict[str, str] = {}
        self.removed = 0

    def earlier(self, position: int, identifier: str) -> bytes | None:
        """A stream has no earlier run."""
        return None

    def write(self, outcomes: Sequence[Outcome]) -> list[OSError | None]:
        """Write each record as a line."""
        try:
            for outcome in outcomes:
                if isinstance(outcome, Done):
                    self._stream.write(outcome.data)
            self._stream.flush()
        except OSError as error:
            message = f"Standard output cannot be written ({error.strerror}); check what reads it."
            raise OutputError(message) from error
        return [None] * len(outcomes)

    def finish(self, *, complete: bool) -> None:
        """Everything is written already."""

    def close(self) -> None:
        """Does nothing: the caller closes the stream."""
