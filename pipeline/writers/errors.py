"""Errors of the system while an output is written."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from ..errors import OutputError

FATAL: Final = frozenset(
    {
        errno.ENOSPC,
        errno.EDQUOT,
        errno.EROFS,
        errno.EIO,
        errno.ESTALE,
        errno.ENODEV,
        errno.EMFILE,
        errno.ENFILE,
        errno.ENOMEM,
    }
)
"""Errors that the next record would meet as well."""


def output_error(path: Path, error: OSError) -> OutputError:
    """The error to raise for an output that cannot be written."""
    reason = error.strerror or os.strerror(error.errno or 0)
    return OutputError(
        f"{path} cannot be written ({reason}); make room or choose another output, "
        "and run the same command again: it continues where it stopped."
    )


@contextmanager
def output_errors(path: Path | None) -> Iterator[None]:
    """Make an error of the system one of the output at ``path``; None is standard output.

    Raises:
        OutputError: there was one.
    """
    try:
        yield
    except OSError as error:
        raise output_error(path or Path("Standard output"), error) from error
