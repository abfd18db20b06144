"""Compressed streams, unpacked as they are read, with limits against those that were made to fill a
disk.

Text seldom shrinks to less than a fiftieth. What swells more than :data:`MOST_SWELLING` times, or
beyond all bounds, was made to fill memories and disks, and is refused where that shows.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import Any, BinaryIO, Final, cast

from ..errors import FailureCode

MOST_SWELLING: Final = 250
"""How many times as large as packed an input may become."""

ALWAYS_TAKEN: Final = 50_000_000
"""Bytes that may be unpacked however small they were packed."""

MOST_BYTES: Final = 2**40
"""Bytes that one input may unpack to, all in all."""

MOST_FILES: Final = 1_000_000
"""Files that one input may hold, those in archives inside it included."""

_MOST_OF_PACKAGE: Final = 20
"""How many times as large as a text may be the XML that says how it looks."""

_PIECE: Final = 1 << 20
_ZSTD_PIECE: Final = 2048
"""Bytes of zstandard at a time: four may become a block of 128 KiB."""
_BROKEN: Final = (
    gzip.BadGzipFile,
    EOFError,
    lzma.LZMAError,
    tarfile.TarError,
    zipfile.BadZipFile,
    zlib.error,
)


class PackedError(Exception):
    """Something is wrong with how an input is packed: raised from within its stream."""

    def __init__(self, code: FailureCode, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(slots=True)
class Budget:
    """What one input, with all that is in it, has unpacked so far."""

    files: int = 0
    bytes: int = 0

    def add_file(self) -> None:
        """Count one more file.

        Raises:
            PackedError: there are too many.
        """
        self.files += 1
        if self.files > MOST_FILES:
            message = f"It holds more than {MOST_FILES:,} files; split it, or unpack it yourself."
            raise PackedError(FailureCode.TOO_LARGE, message)

    def add_bytes(self, number: int) -> None:
        """Count so many more bytes.

        Raises:
            PackedError: there are too many.
        """
        self.bytes += number
        if self.bytes > MOST_BYTES:
            message = f"Unpacked, it has more than {MOST_BYTES:,} bytes; split it."
            raise PackedError(FailureCode.TOO_LARGE, message)


def check_swelling(packed: int, unpacked: int) -> None:
    """Refuse what has become so much larger that it was made for that.

    Raises:
        PackedError: it has.
    """
    if unpacked > ALWAYS_TAKEN and unpacked > MOST_SWELLING * max(packed, 1):
        message = (
            f"It grows to more than {MOST_SWELLING} times its size; "
            "unpack it yourself, if you trust it."
        )
        raise PackedError(FailureCode.TOO_LARGE, message)


def check_package(data: bytes, max_bytes: int) -> None:
    """Refuse an Office file, a zip file with XML in it, that is beyond reading as a whole.

    Raises:
        PackedError: it is.
        zipfile.BadZipFile: it is no such file.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        size = sum(member.file_size for member in packed.infolist())
    if size > _MOST_OF_PACKAGE * max_bytes:
        message = f"Unpacked, it has {size:,} bytes; split it or raise max_bytes."
        raise PackedError(FailureCode.TOO_LARGE, message)


def unpacked(suffix: str, stream: BinaryIO, budget: Budget | None = None) -> BinaryIO:
    """The content of a ``stream`` that is compressed; ``suffix``, of :data:`OPENERS`, says how.

    Raises:
        PackedError: what it needs is not installed; and, as the content is read, it is broken or
            swells.
    """
    return checked(OPENERS[suffix](stream), suffix.removeprefix("."), budget, packed=stream)


def checked(
    stream: BinaryIO, kind: str, budget: Budget | None = None, *, packed: BinaryIO | None = None
) -> BinaryIO:
    """``stream`` with the errors of its kind as :class:`PackedError`, and its size watched."""
    watched = _Checked(stream, kind, budget or Budget(), packed)
    return cast("BinaryIO", io.BufferedReader(watched, 1 << 16))


def spooled(stream: BinaryIO) -> BinaryIO:
    """A temporary file with the content of ``stream``, which it closes; for readers that seek."""
    with stream:
        file = cast("BinaryIO", TemporaryFile())  # noqa: SIM115  the caller closes it
        try:
            while piece := stream.read(_PIECE):
                file.write(piece)
            file.seek(0)
        except BaseException:
            file.close()
            raise
        return file


def _gzip(stream: BinaryIO) -> BinaryIO:
    return cast("BinaryIO", gzip.open(stream))


def _bz2(stream: BinaryIO) -> BinaryIO:
    return cast("BinaryIO", bz2.open(stream))


def _xz(stream: BinaryIO) -> BinaryIO:
    # Not the older format, for which anything may pass, such as many gigabytes of zeros.
    return cast("BinaryIO", lzma.open(stream, format=lzma.FORMAT_XZ))


def _zstd(stream: BinaryIO) -> BinaryIO:
    try:
        import zstandard
    except ImportError as error:
        message = "Reading .zst needs an extra; install it with: pip install 'newsquotes[zstd]'."
        raise PackedError(FailureCode.MISSING_EXTRA, message) from error
    new = zstandard.ZstdDecompressor().decompressobj
    return cast("BinaryIO", _Zstd(stream, new, zstandard.ZstdError))


OPENERS: Final[dict[str, Callable[[BinaryIO], BinaryIO]]] = {
    ".gz": _gzip,
    ".bz2": _bz2,
    ".xz": _xz,
    ".zst": _zstd,
}
"""Suffixes of compressed files."""


class _Zstd(io.RawIOBase):
    """Frames of zstandard one after the other; its own reader does not notice a cut-off one."""

    def __init__(self, stream: BinaryIO, new: Callable[[], Any], broken: type[Exception]) -> None:
        self._stream = stream
        self._new = new
        self._broken = broken
        self._frame = new()
        self._rest = b""
        self._waiting = memoryview(b"")
        self._started = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._waiting:
            piece = self._rest or self._stream.read(_ZSTD_PIECE)
            self._rest = b""
            if not piece:
                if self._started:
                    raise EOFError("it ends in the middle of a frame")
                return 0
            self._waiting = memoryview(self._unpacked(piece))
        data = self._waiting[: len(buffer)]
        self._waiting = self._waiting[len(data) :]
        buffer[: len(data)] = data
        return len(data)

    def _unpacked(self, piece: bytes) -> bytes:
        try:
            data: bytes = self._frame.decompress(piece)
        except self._broken as error:
            raise zlib.error(str(error)) from error
        self._started = not self._frame.eof
        if self._frame.eof:
            self._rest = self._frame.unused_data
            self._frame = self._new()
        return data


class _Checked(io.RawIOBase):
    """See :func:`checked`."""

    def __init__(
        self, stream: BinaryIO, kind: str, budget: Budget, packed: BinaryIO | None
    ) -> None:
        self._stream = stream
        self._kind = kind
        self._budget = budget
        self._packed = packed
        self._position = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True  # onwards, as archives are read

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        target = offset + (self._position if whence == io.SEEK_CUR else 0)
        if whence == io.SEEK_END or target < self._position:
            raise io.UnsupportedOperation("what is unpacked as it is read can only be read onwards")
        piece = bytearray(_PIECE)
        while self._position < target:
            wanted = min(_PIECE, target - self._position)
            if not self.readinto(memoryview(piece)[:wanted]):
                break
        return self._position

    def readinto(self, buffer: Any) -> int:
        try:
            # One piece at a time: a long read that breaks loses what it has read before.
            read = getattr(self._stream, "read1", self._stream.read)
            data = read(len(buffer))
        except _BROKEN as error:
            raise self._broken(error) from error
        except OSError as error:
            # An error of the system has a number; those of bz2 have none.
            if error.errno is not None:
                raise
            raise self._broken(error) from error
        self._position += len(data)
        self._budget.add_bytes(len(data))
        if self._packed is not None:
            check_swelling(self._packed.tell(), self._position)
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self._stream.close()
            if self._packed is not None:  # as the modules of the library leave it open
                self._packed.close()
        super().close()

    def _broken(self, error: Exception) -> PackedError:
        code = FailureCode.BAD_GZIP if self._kind == "gz" else FailureCode.BAD_ARCHIVE
        kind = "gzip" if self._kind == "gz" else self._kind
        return PackedError(code, f"The {kind} data is broken ({error}); pack the file again.")
