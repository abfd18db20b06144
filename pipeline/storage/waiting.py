"""Storage that does not answer: how long it is waited for, that it is told of, and how it ends."""

from __future__ import annotations

import errno
import io
import logging
from collections.abc import Buffer, Iterator
from contextlib import contextmanager
from threading import Timer
from typing import BinaryIO, Final, cast

_log = logging.getLogger(__name__)

CONNECT: Final = 10
"""Seconds that connecting to a storage may take."""

ANSWER: Final = 30
"""Seconds without a byte after which it is asked again; s3fs asks five times."""

TELL_AFTER: Final = 15.0
"""Seconds after which the user is told what is waited for."""

_BUFFER: Final = 262_144


def limit_waiting(address: str) -> None:
    """Set these limits for a storage of this kind, unless the user's own fsspec settings do.

    FTP, SMB and GitHub have limits by default; others that are not named here have no such options.
    """
    from fsspec.config import conf

    def limit(kind: str, **options: object) -> None:
        for name, value in options.items():
            conf.setdefault(kind, {}).setdefault(name, value)

    scheme = address.partition("://")[0]
    if scheme in ("s3", "s3a"):
        once = {"total_max_attempts": 1}  # s3fs tries again itself
        limits = {"connect_timeout": CONNECT, "read_timeout": ANSWER, "retries": once}
        limit("s3", config_kwargs=limits)
    elif scheme in ("http", "https"):
        limit("http", client_kwargs={"timeout": _aiohttp_timeout()})
    elif scheme in ("gs", "gcs"):
        limit("gs", requests_timeout=_aiohttp_timeout())
    elif scheme in ("az", "abfs", "abfss"):
        limit("abfs", connection_timeout=CONNECT, read_timeout=ANSWER)
    elif scheme in ("sftp", "ssh"):
        limit("sftp", timeout=CONNECT, banner_timeout=ANSWER, auth_timeout=ANSWER)


def _aiohttp_timeout() -> object:
    from aiohttp import ClientTimeout

    return ClientTimeout(total=None, sock_connect=CONNECT, sock_read=ANSWER)


@contextmanager
def waited_for(address: object) -> Iterator[None]:
    """Tell of a storage that takes long, and make its errors those of the system.

    Raises:
        OSError: it raised anything.
    """
    timer = Timer(TELL_AFTER, _log.warning, ("%s does not answer yet; waiting for it.", address))
    timer.daemon = True
    timer.start()
    try:
        yield
    except Exception as error:  # every storage has errors of its own
        number = error.errno if isinstance(error, OSError) else None
        raise OSError(number or errno.EIO, str(error) or type(error).__name__) from error
    finally:
        timer.cancel()


def waiting_stream(stream: BinaryIO, address: str) -> BinaryIO:
    """The stream, whose reads are waited for."""
    return cast("BinaryIO", io.BufferedReader(_Waiting(stream, address), _BUFFER))


class _Waiting(io.RawIOBase):
    def __init__(self, stream: BinaryIO, address: str) -> None:
        self._stream = stream
        self._address = address

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return self._stream.seekable()

    def readinto(self, buffer: Buffer) -> int:
        view = memoryview(buffer)
        with waited_for(self._address):
            data = self._stream.read(len(view))
        view[: len(data)] = data
        return len(data)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        return self._stream.tell()

    def close(self) -> None:
        if not self.closed:
            self._stream.close()
        super().close()
