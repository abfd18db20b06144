"""Read files of weights, without pickles, and check them against the model card beside them."""

from __future__ import annotations

import io
import re
import stat
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any, Final
from zipfile import BadZipFile, ZipFile

import numpy as np
from numpy.typing import NDArray

from ..errors import WeightsError

CARD: Final = "MODEL_CARD.md"
MAX_BYTES: Final = 500_000_000
"""The largest size of a file of weights, compressed or not."""


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn any error that damaged weights at ``path`` cause into one kind.

    Raises:
        WeightsError: in place of the error.
    """
    try:
        yield
    except (
        *(OSError, ValueError, LookupError, TypeError, AttributeError, OverflowError, EOFError),
        *(BadZipFile, zlib.error, RecursionError, MemoryError, NotImplementedError),
    ) as error:
        told = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        reason = " ".join(told.split())[:200] or type(error).__name__
        message = f"{path} holds no weights ({reason}); install newsquotes again, or train again."
        raise WeightsError(message) from error


def read_checked(path: Path) -> bytes:
    """The bytes of the file, whose digest must be the one in the model card beside it.

    Raises:
        OSError: it cannot be read.
        ValueError: it is not a regular file, is too large, or does not fit its card.
    """
    status = path.stat()
    if not stat.S_ISREG(status.st_mode) or status.st_size > MAX_BYTES:
        raise ValueError(f"it is no file of at most {MAX_BYTES:,} bytes")
    data = path.read_bytes()
    told = told_digest(path)
    if told is not None and told != sha256(data).hexdigest():
        raise ValueError(f"its digest is not that in {CARD}")
    return data


def card_row(name: str, digest: str) -> str:
    """The line of a model card with the digest of the weights in the file ``name``."""
    return f"sha256 of {name}: {digest}"


def told_digest(path: Path) -> str | None:
    """The SHA-256 in the model card beside the weights at ``path``, if there is a card."""
    card = path.with_name(CARD)
    if not card.is_file():
        return None
    pattern = card_row(re.escape(path.name), "([0-9a-f]{64})")
    told = re.search(f"^{pattern}$", card.read_text("utf-8", errors="replace"), re.MULTILINE)
    return None if told is None else told[1]


def read_arrays(path: Path) -> dict[str, NDArray[Any]]:
    """The arrays of an ``.npz``, read without pickles.

    Raises:
        OSError, ValueError, …: see :func:`explained`.
    """
    data = read_checked(path)
    with ZipFile(io.BytesIO(data)) as members:
        if sum(member.file_size for member in members.infolist()) > MAX_BYTES:
            raise ValueError(f"unpacked it has more than {MAX_BYTES:,} bytes")
    with np.load(io.BytesIO(data), allow_pickle=False) as stored:
        arrays = {name: np.asarray(stored[name]) for name in stored.files}
    for name, array in arrays.items():
        if array.dtype.kind not in "fuiU":
            raise ValueError(f"{name} holds no numbers")
        if array.dtype.kind == "f" and not np.isfinite(array).all():
            raise ValueError(f"{name} holds numbers that are not finite")
    return arrays
