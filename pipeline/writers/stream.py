"""JSON Lines to a stream, such as standard output."""

from __future__ import annotations

from collections.abc import Sequence
from typing import BinaryIO

from pipeline.errors import OutputError
from pipeline.outcomes import Done


class JsonLinesStream:
    """See :class:`pipeline.writers.base.Writer`. One record a line, nothing else."""

    indent: int | None = None

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def write(self, records: Sequence[Done]) -> list[OSError | None]:
        """Write each as a line."""
        try:
            for record in records:
                self._stream.write(record.data)
            self._stream.flush()
        except OSError as error:
            message = f"Standard output cannot be written ({error.strerror}); see who reads it."
            raise OutputError(message) from error
        return [None] * len(records)

    def close(self) -> None:
        """The stream is its owner's to close."""
