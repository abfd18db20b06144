"""The limits that a system sets for each process: its open files, its processor time."""

from __future__ import annotations

import signal
from types import ModuleType
from typing import Final

resource: ModuleType | None
try:
    import resource
except ImportError:  # Windows
    resource = None

TIME_TO_END: Final = 2
"""Seconds of processor time in which a run writes its account."""


def allow_more_files(more: int) -> None:
    """Raise the limit on this process's open files by so many, as far as that is allowed."""
    if resource is None:
        return
    allowed, at_most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if allowed != resource.RLIM_INFINITY:
        wanted = allowed + more
        if at_most != resource.RLIM_INFINITY:
            wanted = min(wanted, at_most)
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, at_most))


def be_told_before_time_is_up() -> None:
    """Have a signal, SIGXCPU, come before the limit on processor time, for children as well.

    ``ulimit -t`` sets the limit at which a process is told to the one at which it is killed. Linux
    then only kills, as it does where memory runs out, and nobody can tell which it was.
    """
    if resource is None:
        return
    told_at, at_most = resource.getrlimit(resource.RLIMIT_CPU)
    if at_most == resource.RLIM_INFINITY:
        return
    latest = max(1, at_most - TIME_TO_END)
    if told_at == resource.RLIM_INFINITY or told_at > latest:
        resource.setrlimit(resource.RLIMIT_CPU, (latest, at_most))


def is_of_time(exit_code: int | None) -> bool:
    """Whether a process with this ``exit_code`` was ended by the limit on processor time."""
    if resource is None or exit_code is None:
        return False
    # A limit of a second leaves none in which to be told.
    at_once = resource.getrlimit(resource.RLIMIT_CPU)[1] == 1
    return -exit_code in ((signal.SIGXCPU, signal.SIGKILL) if at_once else (signal.SIGXCPU,))
