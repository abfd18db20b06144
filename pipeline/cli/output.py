"""Output of the commands: messages on standard error, data on standard output."""

from __future__ import annotations

import io
import json
import logging
import os
import sys
from contextlib import suppress
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, BinaryIO, cast

from ..errors import UsageError
from ..report.visible import BIDIRECTIONAL, VisibleOutput, visible_line

_ESCAPED = {code: f"\\u{code:04x}" for code in (*range(0x7F, 0xA0), 0x2028, 0x2029, *BIDIRECTIONAL)}
"""What JSON may hold as it stands, and a terminal would obey."""


class LogFormat(StrEnum):
    """How messages are written."""

    TEXT = "text"
    JSON = "json"


_format = LogFormat.TEXT


class _Warnings(logging.Handler):
    """Writes log records of the package in the same form as other messages."""

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        _write(f"warning: {message}", "warning", {"message": message})


_warnings = _Warnings()


def log_as(log_format: LogFormat) -> None:
    """Set how messages are written from now on."""
    global _format
    _format = log_format
    logging.getLogger("newsquotes").addHandler(_warnings)  # once, however often it is asked


def logs_are_json() -> bool:
    """Whether messages are JSON Lines, for a program to read."""
    return _format is LogFormat.JSON


def counted(number: int, one: str, many: str | None = None) -> str:
    """``1 record``, ``2,000 records``; ``many`` where it does not end in "s"."""
    return f"{number:,} {one}" if number == 1 else f"{number:,} {many or one + 's'}"


def complain(message: str) -> None:
    """Print an error on standard error."""
    _write(f"error: {message}", "error", {"message": message})


def say(message: str, /, event: str = "message", **fields: Any) -> None:
    """Print a message on standard error; ``event`` and ``fields`` are for a program."""
    _write(message, event, fields or {"message": message})


def _write(text: str, event: str, fields: dict[str, Any]) -> None:
    if logs_are_json():
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        text = json.dumps({"time": now, "event": event, **fields}, ensure_ascii=False)
        text = text.translate(_ESCAPED)
    print(visible_line(text), file=sys.stderr)  # noqa: T201


class _Unfailing(io.RawIOBase):
    """A file whose errors are nobody's: there is no other place to report them to."""

    def __init__(self, number: int) -> None:
        self._number = number

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return os.isatty(self._number)

    def fileno(self) -> int:
        return self._number

    def write(self, data: Any) -> int:
        rest = memoryview(data)
        with suppress(OSError):
            while rest:
                rest = rest[os.write(self._number, rest) :]
        return len(data)


def unfailing(stream: io.TextIOWrapper) -> io.TextIOWrapper:
    """``stream``, for messages: a run goes on if they cannot be written, as on a full disk."""
    try:
        raw = _Unfailing(stream.fileno())
    except io.UnsupportedOperation:  # standard error of a notebook, or of a test
        return stream
    return io.TextIOWrapper(
        cast("BinaryIO", raw), stream.encoding, "backslashreplace", write_through=True
    )


def standard_output() -> BinaryIO:
    """Standard output for data: unchanged, except for what would control a terminal.

    Raises:
        UsageError: it is closed.
    """
    if sys.stdout is None:
        raise UsageError("Standard output is closed; name a file or folder instead of -.")
    if sys.stdout.isatty():
        return cast("BinaryIO", VisibleOutput(sys.stdout))
    return sys.stdout.buffer
