"""How the commands talk: messages on standard error, data on standard output."""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any


class LogFormat(StrEnum):
    """How messages are written."""

    TEXT = "text"
    JSON = "json"


_format = LogFormat.TEXT


class _Warnings(logging.Handler):
    """Writes what the package logs as the other messages are written."""

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        _write(f"warning: {message}", "warning", {"message": message})


_warnings = _Warnings()


def log_as(log_format: LogFormat) -> None:
    """Write messages so from now on."""
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
    """Say what went wrong, on standard error."""
    _write(f"error: {message}", "error", {"message": message})


def say(message: str, /, event: str = "message", **fields: Any) -> None:
    """Say how things go, on standard error; ``event`` and ``fields`` are for a program."""
    _write(message, event, fields or {"message": message})


def _write(text: str, event: str, fields: dict[str, Any]) -> None:
    if logs_are_json():
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        text = json.dumps({"time": now, "event": event, **fields}, ensure_ascii=False)
    print(text, file=sys.stderr)  # noqa: T201
