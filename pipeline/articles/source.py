"""Bytes of one input, and their text: opening, unpacking, limits, encodings."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, NamedTuple, cast

from ..errors import FailureCode, InputError, Stage
from ..settings import Settings
from .base import Note

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAGIC = {
    b"%PDF-": "a PDF; convert it to text first",
    b"\x89PNG": "a picture; recognise its text (OCR) first",
    b"\xff\xd8\xff": "a picture; recognise its text (OCR) first",
    b"GIF8": "a picture; recognise its text (OCR) first",
    b"PK\x03\x04": "a zip archive, or an Office file; name it .zip, .docx or .xlsx",
    b"\xd0\xcf\x11\xe0": "an Office file, maybe with a password; save it as .docx or .xlsx",
    b"\x1f\x8b": "gzip; end its name in .gz",
    b"BZh": "bzip2; end its name in .bz2",
    b"\xfd7zXZ": "xz; end its name in .xz",
    b"\x28\xb5\x2f\xfd": "zstandard; end its name in .zst",
    b"PAR1": "Parquet; name it .parquet",
    b"ARROW1": "Arrow; name it .arrow",
}
"""What binary data is, by its first bytes, and what to do with it."""
_MAC = re.compile(rb"[A-Za-z]\xd5(?:s|t|re|ve|ll|d|m)\b|(?:^|[\s(\"])\xd2\w")
_CP1252 = re.compile(rb"[\x91-\x94]")
"""Quotation marks in each of the two encodings."""
_SAMPLE = 2_000
_MOST_ACCENTS = 0.4
MIXED = "utf-8, cp1252"
"""The encoding of what is in UTF-8 but for some bytes."""

NO_MARK = "This is UTF-16 without its byte order mark; save the file as UTF-8."
_CALLED = {"cp1252": "Windows-1252", "mac_roman": "Mac OS Roman"}


class Columns(NamedTuple):
    """What a table is read as: which column holds each field, and those kept as metadata."""

    fields: tuple[tuple[str, str], ...]
    metadata: tuple[str, ...]


type Tell = Callable[[str, Columns], None]


def tell_nobody(source: str, columns: Columns) -> None:
    """Does nothing; the default for :attr:`Source.tell`."""


@dataclass(frozen=True, slots=True)
class Source:
    """One input: its name for the user, its id, and how to open its (unpacked) bytes.

    ``tell`` is called with the name and the columns of each table that is read. Reading an article
    may take ``timeout`` seconds; 0 means no limit.
    """

    name: str
    id: str
    open: Callable[[], BinaryIO]
    tell: Tell = tell_nobody
    timeout: float = 0

    def failure(self, code: FailureCode, message: str, *, at: str = "") -> InputError:
        """The :class:`InputError` of this input, or of the part ``at`` (such as ``:12``) of it."""
        return InputError(self.name + at, Stage.READ, code, message, None if at else self.id)


def read_bytes(stream: BinaryIO, source: Source, settings: Settings) -> bytes:
    """All bytes of ``stream``; at most one more than the limit is ever read.

    Raises:
        InputError: too-large, unreadable.
    """
    try:
        data = stream.read(settings.max_bytes + 1)
    except OSError as error:
        message = f"The input cannot be read ({error.strerror or error}); check its permissions."
        raise source.failure(FailureCode.UNREADABLE, message) from error
    if len(data) > settings.max_bytes:
        message = f"More than {settings.max_bytes} bytes; split it or raise max_bytes."
        raise source.failure(FailureCode.TOO_LARGE, message)
    return data


def decode(
    data: bytes, source: Source, *, at: str = "", declared: str | None = None
) -> tuple[str, str, tuple[Note, ...]]:
    """Text, encoding and notes: by BOM, then strict UTF-8, then as it is declared, then cp1252
    (with a note).

    What has the quotation marks of old Macintosh files is read as those. Where only some bytes are
    not UTF-8, only they are read as Windows-1252, and both encodings are named.

    Raises:
        InputError: empty, binary, undecodable.
    """
    encoding = next((name for bom, name in _BOMS if data.startswith(bom)), None)
    if encoding is None and is_utf16(data):
        raise source.failure(FailureCode.UNDECODABLE, NO_MARK, at=at)
    if encoding is None and (kind := binary_kind(data)):
        raise source.failure(FailureCode.BINARY, f"This is {kind}.", at=at)
    if encoding is None and b"\0" in data:
        message = "This is binary data, not text; convert it to plain text, JSON or HTML."
        raise source.failure(FailureCode.BINARY, message, at=at)
    notes: tuple[Note, ...] = ()
    for attempt in [encoding] if encoding else _guesses(data, declared):
        try:
            called = attempt
            if attempt == "cp1252":
                text, called = decode_cp1252(data)
            else:
                text = data.decode(attempt)
        except UnicodeDecodeError:
            continue
        text = text.lstrip("\ufeff")
        if attempt in _CALLED and attempt != declared:
            if is_garbled(text):
                break
            message = f"Not valid UTF-8; read as {_CALLED[attempt]}. Save it as UTF-8 to be sure."
            notes = (Note("encoding-fallback", message),)
        if not text.strip():
            message = "There is no text in it; remove it or put the article in."
            raise source.failure(FailureCode.EMPTY, message, at=at)
        if "\0" in text:
            message = "The text holds NUL characters; convert it to plain text."
            raise source.failure(FailureCode.BINARY, message, at=at)
        return text, called, notes
    message = f"The bytes are not {encoding or 'UTF-8 or Windows-1252'}; save the file as UTF-8."
    raise source.failure(FailureCode.UNDECODABLE, message, at=at)


def binary_kind(data: bytes) -> str | None:
    """What kind of binary data begins so, and what to do with it; None where that is unknown."""
    return next((said for magic, said in _MAGIC.items() if data.startswith(magic)), None)


def is_utf16(data: bytes) -> bool:
    """Whether every other byte of what has no byte order mark is zero, as English in UTF-16."""
    start = data[:_SAMPLE]
    zeros = [start[at::2].count(0) for at in (0, 1)]
    return len(start) >= 16 and max(zeros) > 0.4 * len(start) and min(zeros) <= 0.01 * len(start)


def is_mac_roman(data: bytes) -> bool:
    """Whether what is not UTF-8 has the quotation marks of old Macintosh files."""
    return bool(_MAC.search(data)) and not _CP1252.search(data)


def decode_cp1252(data: bytes) -> tuple[str, str]:
    """Text whose bytes are not all UTF-8, and its encoding, or both of them where it mixes two.

    Raises:
        UnicodeDecodeError: a byte that Windows-1252 does not have either.
    """
    text = data.decode("utf-8", _BY_BYTE)
    return text, "cp1252" if text.encode("cp1252", "replace") == data else MIXED


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252"), error.end


_BY_BYTE = "newsquotes.cp1252"
codecs.register_error(_BY_BYTE, _as_cp1252)


def is_garbled(text: str) -> bool:
    """Whether it has so many accents that it must be in yet another encoding."""
    letters = [letter for letter in text[:_SAMPLE] if letter.isalpha()]
    return sum(not letter.isascii() for letter in letters) > _MOST_ACCENTS * len(letters)


def _guesses(data: bytes, declared: str | None) -> Iterator[str]:
    yield "utf-8"
    if declared is not None:
        yield declared
    yield "mac_roman" if is_mac_roman(data) else "cp1252"


def rejoined(first: bytes, stream: BinaryIO) -> BinaryIO:
    """``first``, which was read ahead, and then the rest of ``stream``."""
    return cast("BinaryIO", io.BufferedReader(_Rest(first, stream)))


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
