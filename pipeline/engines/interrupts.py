"""When Ctrl-C may break off what this process is doing."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

_NAMES: Final = (
    *("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"),
    *("SIGUSR1", "SIGUSR2", "SIGALRM", "SIGVTALRM", "SIGPROF", "SIGXCPU"),
)

SIGNALS: Final = tuple(
    signal.Signals[name] for name in _NAMES if name in signal.Signals.__members__
)
"""Those that end a command; it may have one handler for all of them. Windows has two of them.

Batch systems announce by some of them (SIGUSR1, SIGUSR2, SIGXCPU) that a job is about to be killed.
Left out are those of faults (SIGSEGV), which no handler mends, and SIGPIPE, which Python ignores.
"""


@contextmanager
def interrupts_deferred() -> Iterator[None]:
    """Handle Ctrl-C, and the other signals that end a command, only when the block is done.

    ``KeyboardInterrupt`` may be raised between any two lines, those of the standard library
    included. Where one of them has just taken a lock, nothing releases it, and a thread that needs
    it waits for ever. So code that shares locks with other threads belongs in such a block, and
    code that waits does not. Python runs handlers in the main thread; elsewhere, this does nothing.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: dict[int, FrameType | None] = {}
    handlers = {number: signal.getsignal(number) for number in SIGNALS}

    def note(number: int, frame: FrameType | None) -> None:
        came[number] = frame

    try:
        for number, handler in handlers.items():
            if callable(handler):
                signal.signal(number, note)
        yield
    finally:
        for number, handler in handlers.items():
            if callable(handler):
                signal.signal(number, handler)
        for signalled, frame in came.items():
            handler = handlers[signal.Signals(signalled)]
            assert callable(handler), "only these are deferred"
            handler(signalled, frame)
