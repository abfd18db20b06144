"""How the commands talk: messages on standard error, data on standard output."""

from __future__ import annotations

import sys


def complain(message: str) -> None:
    """Say what went wrong, on standard error."""
    print(f"error: {message}", file=sys.stderr)  # noqa: T201


def say(message: str) -> None:
    """Say how things go, on standard error."""
    print(message, file=sys.stderr)  # noqa: T201
