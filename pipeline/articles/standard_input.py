"""Standard input: of which format it is, told by its first line; nothing read is lost."""

from __future__ import annotations

import io
from typing import Any, BinaryIO, cast

from .look import format_by_look

_MOST: int = 1 << 20


def sniff(stream: BinaryIO) -> tuple[str, BinaryIO]:
    """The suffix of the format that ``stream`` is in, and a stream with all of it."""
    first = b""
    while not first.strip() and (line := stream.readline(_MOST)):
        first += line
    whole = cast("BinaryIO", io.BufferedReader(_Rest(first, stream)))
    return format_by_look(first) or ".txt", whole


class _Rest(io.RawIOBase):
    """What was read ahead, then the rest of the stream."""

    def __init__(self, first: bytes, stream: BinaryIO) -> None:
        self._first = first
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._first[: len(buffer)]
        self._first = self._first[len(data) :]
        if not data:
            # By lines, so that a slow writer's articles are handled as they come.
            data = self._stream.readline(len(buffer))
        buffer[: len(data)] = data
        return len(data)
