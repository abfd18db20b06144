"""Paths on this machine, and addresses elsewhere such as ``s3://bucket/folder`` (an extra)."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Final, cast

from ..errors import UsageError
from .waiting import limit_waiting, waited_for


def is_remote(path: Path | str) -> bool:
    """Whether it is an address of fsspec's rather than a path."""
    return isinstance(path, str) and "://" in path


def real_path(path: Path | str) -> Path:
    """The absolute path that ``path`` leads to, as far as links can be followed; a loop cannot."""
    return Path(os.path.realpath(path))


def path_of(address: Path | str) -> Path:
    """An object for a path or an address, with the same methods for both.

    Raises:
        UsageError: an extra is missing, or no file system handles such addresses.
    """
    if not is_remote(address):
        return Path(address)
    try:
        from upath import UPath

        limit_waiting(str(address))
        path: Any = UPath(address)
        path.fs  # noqa: B018  imports what knows this kind of address
    except ImportError as error:
        message = f"{address} needs an extra ({error}): pip install 'newsquotes[remote]'."
        raise UsageError(message) from error
    except ValueError as error:
        raise UsageError(f"{address} cannot be used ({error}); check the address.") from error
    return cast("Path", path)


_CREDENTIALS: Final = (
    "for S3, set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or write them to ~/.aws/credentials."
)


def access_advice(reason: str) -> str:
    """What to do where a storage does not allow access, and says so for this ``reason``."""
    return _CREDENTIALS if "credentials" in reason.lower() else "check access to it."


def exists(path: Path) -> bool:
    """Whether there is something at ``path``.

    Raises:
        UsageError: the storage of ``path`` does not allow access.
    """
    if isinstance(path, Path):
        return path.exists()
    try:
        with waited_for(path):
            return bool(cast("Any", path).exists())
    except OSError as error:
        reason = str(error.strerror or error)
        message = f"{path} cannot be reached ({reason}); {access_advice(reason)}"
        raise UsageError(message) from error


def put(path: Path, data: bytes | Path) -> None:
    """Make ``data``, or what is in that file here, the object at ``path``, an address.

    An object store has the whole of an object or nothing of it.

    Raises:
        OSError: it cannot be written.
    """
    target = cast("Any", path)
    with waited_for(path):
        if isinstance(data, bytes):
            target.fs.pipe_file(target.path, data)
        else:
            target.fs.put_file(str(data), target.path)
