"""Standard input: its format is recognised by its first line, and no byte is lost."""

from __future__ import annotations

from typing import BinaryIO

from .look import format_by_look
from .source import rejoined

_MOST: int = 1 << 20


def sniff(stream: BinaryIO) -> tuple[str, BinaryIO]:
    """The suffix of the format that ``stream`` is in, and a stream with all of it."""
    first = b""
    while not first.strip() and (line := stream.readline(_MOST)):
        first += line
    return format_by_look(first) or ".txt", rejoined(first, stream)
