"""Matrix products: in one thread, and of the same bits whatever else is multiplied with them.

Articles are short, and threads cost more than they save. And a library for matrix products rounds
a row in one way or another by how many rows there are and by where the row stands among them; a
record would then depend on the articles that share its batch. So products here are always of
:data:`ROWS` rows, the last of them filled up, and where the library rounds the first and the last
rows in another way than the rest, those are blank.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController

type Floats = NDArray[np.float32]

ROWS: Final = 384
"""Rows multiplied at once; a multiple of all that libraries take as one step, and few enough for
them to be packed as one."""

EDGES: Final = (0, 8, 16, 32)
"""How many of them may be rounded in another way at an edge, in the order of trial."""

_lock = threading.Lock()
_depth = 0
_limit: Any = None


@cache
def _controller() -> ThreadpoolController:
    # Finds the libraries that are loaded, which takes milliseconds.
    return ThreadpoolController()


@contextmanager
def one_thread() -> Iterator[None]:
    """Limit BLAS to one thread until the last caller has left the block.

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


@cache
def edge() -> int:
    """How many columns at both edges of a product the library rounds in another way than the rest.

    OpenBLAS does so on processors that have AVX2 and no AVX-512. Where no number will do, it is 0.
    """
    random = np.random.default_rng(0)
    matrix = random.normal(size=(288, 96)).astype(np.float32)
    columns = np.repeat(random.normal(size=(96, 1)).astype(np.float32), ROWS, axis=1)
    with one_thread():
        product = matrix @ columns
    for edge in EDGES:
        inner = product[:, edge : ROWS - edge]
        if (inner == inner[:, :1]).all():
            return edge
    return 0


def multiply(x: Floats, matrix: Floats, out: Floats | None = None) -> Floats:
    """``x @ matrix``; each row of it is the same whatever the other rows of ``x``."""
    if out is None:
        out = np.empty((len(x), matrix.shape[1]), np.float32)
    blank = edge()
    step = ROWS - 2 * blank
    with one_thread():
        for low in range(0, len(x), step):
            rows, target = x[low : low + step], out[low : low + step]
            if len(rows) == ROWS:
                np.matmul(rows, matrix, out=target)
                continue
            filled = np.zeros((ROWS, x.shape[1]), np.float32)
            inner = slice(blank, blank + len(rows))
            filled[inner] = rows
            # With edges, rows are made columns: those are what the library takes in turn.
            target[:] = (matrix.T @ filled.T).T[inner] if blank else (filled @ matrix)[inner]
    return out
