"""Read what may be anything: a file with holes may claim to have more bytes than memory has."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

MOST_BYTES: Final = 1 << 30
"""Bytes of one record, or of one account of a run; those of the longest articles have less."""

_PIECE: Final = 1 << 20


def read_whole(file: Path) -> bytes:
    """The bytes of a file that is read as a whole.

    Raises:
        OSError: it cannot be read, or is too large.
    """
    if isinstance(file, Path) and file.stat().st_size > MOST_BYTES:
        raise _too_large()
    return file.read_bytes()


def lines_of(stream: BinaryIO) -> Iterator[bytes]:
    """The lines of ``stream``, each with its line end.

    Raises:
        OSError: it cannot be read; or a line is too large, or is not text.
    """
    begun: list[bytes] = []
    # Not by readline, which takes no size where the stream is that of a remote store.
    while piece := stream.read(_PIECE):
        *whole, rest = piece.split(b"\n")
        for line in whole:
            yield b"".join((*begun, line, b"\n"))
            begun = []
        if rest:
            begun.append(rest)
        if b"\0" in rest:
            raise OSError(0, "it is binary data")
        if len(begun) > MOST_BYTES // _PIECE:
            raise _too_large()
    if begun:
        yield b"".join(begun)


def _too_large() -> OSError:
    return OSError(0, f"it has more than {MOST_BYTES:,} bytes")
