"""Inputs behind addresses such as ``s3://bucket/folder``, by way of fsspec (an extra)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, BinaryIO, cast
from urllib.parse import urlsplit

from ..errors import UsageError
from ..storage.paths import access_advice
from ..storage.waiting import limit_waiting, waited_for, waiting_stream

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem


def remote_files(url: str) -> Iterator[tuple[str, Callable[[], BinaryIO]]]:
    """Every file at or below ``url``, sorted: its path relative to it, and how to open it.

    Hidden files and folders are left out, as they are of local folders.

    Raises:
        UsageError: an extra is missing, there is nothing at ``url``, or it cannot be listed.
    """
    try:
        from fsspec.core import url_to_fs

        limit_waiting(url)
        system, root = url_to_fs(url)
    except ImportError as error:
        message = (
            f"{url} needs an extra ({error}); install it with: pip install 'newsquotes[remote]'."
        )
        raise UsageError(message) from error
    except ValueError as error:
        raise UsageError(f"{url} cannot be read ({error}); check the address.") from error
    if _is_page(url):
        yield urlsplit(url).path.rpartition("/")[2], partial(_open, system, root, url)
        return
    try:
        with waited_for(url):
            files: list[str] = sorted(system.find(root))
    except OSError as error:
        reason = str(error.strerror or error)
        message = f"{url} cannot be listed ({reason}); {access_advice(reason)}"
        raise UsageError(message) from error
    if not files:
        raise UsageError(f"{url} does not exist, or is empty; check the address.")
    for file in files:
        # A single file is found as itself.
        name = file.removeprefix(root).lstrip("/") or file.rpartition("/")[2]
        if not any(part.startswith(".") for part in name.split("/")):
            yield name, partial(_open, system, file, f"{url}: {name}")


def _is_page(url: str) -> bool:
    """Whether it is one document of the web, whose links are no folder's files."""
    parts = urlsplit(url)
    return parts.scheme in {"http", "https"} and "." in parts.path.rpartition("/")[2]


def _open(system: AbstractFileSystem, file: str, address: str) -> BinaryIO:
    with waited_for(address):
        stream = cast("BinaryIO", system.open(file, "rb"))
    return waiting_stream(stream, address)
