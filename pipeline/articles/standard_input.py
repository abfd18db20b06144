"""Standard input: its format is recognised by its first line, and no byte is lost."""

from __future__ import annotations

import io
from typing import BinaryIO, Final

from .look import format_by_look
from .source import rejoined

_MOST: Final = 1 << 20


def sniff(stream: BinaryIO) -> tuple[str, BinaryIO]:
    """The suffix of the format that ``stream`` is in, and a stream with all of it."""
    first = io.BytesIO()
    while first.tell() < _MOST and (line := stream.readline(_MOST)):
        first.write(line)
        if line.strip():
            break
    return format_by_look(first.getvalue()) or ".txt", rejoined(first.getvalue(), stream)
