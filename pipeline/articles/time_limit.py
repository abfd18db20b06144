"""An end to reading that takes too long: a pattern gone astray, a disk that does not answer."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class TookTooLongError(Exception):
    """The block took longer than it may."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Interrupt the block after so many ``seconds``, unless that is 0.

    Code in C is interrupted where it checks for signals, as patterns do, or waits for the system.
    There are signals in the main thread only, and none of the kind on Windows; elsewhere there is
    no limit.

    Raises:
        TookTooLongError: it was interrupted.
    """
    is_main = threading.current_thread() is threading.main_thread()
    if not seconds or not is_main or not hasattr(signal, "setitimer"):
        yield
        return

    def strike(number: int, frame: FrameType | None) -> None:
        raise TookTooLongError

    earlier = signal.signal(signal.SIGALRM, strike)
    timer = signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, *timer)
        signal.signal(signal.SIGALRM, earlier)
