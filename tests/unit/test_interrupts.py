"""Signals that wait until a block is done."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from types import FrameType

import pytest
from newsquotes.engines.interrupts import SIGNALS, interrupts_deferred


@pytest.fixture(autouse=True)
def _heeded() -> Iterator[None]:
    """Tests that a script runs in the background inherit that SIGINT is ignored."""
    earlier = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, earlier)


def interrupt(number: int = signal.SIGINT) -> None:
    os.kill(os.getpid(), number)


def test_handled_when_the_block_is_done() -> None:
    done: list[str] = []

    def work() -> None:
        with interrupts_deferred():
            interrupt()
            done.append("all of it")

    with pytest.raises(KeyboardInterrupt):
        work()
    assert done == ["all of it"]
    with pytest.raises(KeyboardInterrupt):
        interrupt()  # at once again


def test_blocks_within_blocks() -> None:
    done: list[int] = []

    def work() -> None:
        with interrupts_deferred():
            with interrupts_deferred():
                interrupt()
                done.append(1)
            done.append(2)

    with pytest.raises(KeyboardInterrupt):
        work()
    assert done == [1, 2]


def test_an_interrupt_comes_before_an_error() -> None:
    def work() -> None:
        with interrupts_deferred():
            interrupt()
            raise ValueError

    with pytest.raises(KeyboardInterrupt):
        work()


def test_handlers_of_others() -> None:
    """Whoever uses the package as a library may have handlers of their own, or none."""
    came: list[int] = []

    def handler(number: int, _: FrameType | None) -> None:
        came.append(number)

    earlier = signal.signal(signal.SIGTERM, handler)
    at_hangup = signal.getsignal(signal.SIGHUP)  # none, or under nohup to ignore it
    try:
        with interrupts_deferred():
            interrupt(signal.SIGTERM)
            assert came == []
            assert signal.getsignal(signal.SIGHUP) == at_hangup
        assert came == [signal.SIGTERM]
        assert signal.getsignal(signal.SIGTERM) is handler
    finally:
        signal.signal(signal.SIGTERM, earlier)


def test_another_thread() -> None:
    """Only the main thread may set handlers, and only it runs them."""
    handlers: list[object] = []

    def work() -> None:
        with interrupts_deferred():
            handlers.append(signal.getsignal(signal.SIGINT))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert handlers == [signal.getsignal(signal.SIGINT)]


def test_what_ends_a_command_with_its_account() -> None:
    """Each signal that ends a process by default, but for those of faults and those of no use."""
    wanted = "INT TERM HUP QUIT USR1 USR2 ALRM VTALRM PROF XCPU"
    assert [one.name.removeprefix("SIG") for one in SIGNALS] == wanted.split()
