"""Matrix products in one thread: articles are short, and threads cost more than they save."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from threadpoolctl import ThreadpoolController

_lock = threading.Lock()
_depth = 0
_limit: Any = None


@cache
def _controller() -> ThreadpoolController:
    # Finds the libraries that are loaded, which takes milliseconds.
    import numpy as np  # noqa: F401

    return ThreadpoolController()


@contextmanager
def one_thread() -> Iterator[None]:
    """Have BLAS use one thread until the last of those who asked for it is done.

    The setting is the process's, so threads that overlap must share it.
    """
    global _depth, _limit
    with _lock:
        if _depth == 0:
            _limit = _controller().limit(limits=1, user_api="blas")
        _depth += 1
    try:
        yield
    finally:
        with _lock:
            _depth -= 1
            if _depth == 0:
                _limit.restore_original_limits()
                _limit = None
