"""Matrix products: in one thread, and of the same bits whatever else is multiplied with them.

Articles are short, and threads cost more than they save. And a library for matrix products rounds
a row in one way or another by how many rows there are and by where the row stands among them; a
record would then depend on the articles that share its batch. So products here always have the
same number of rows, :func:`layout` says how many; the last of them are filled up, and where the
library rounds the first and the last rows in another way than the rest, those are blank.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController

type Floats = NDArray[np.float32]

ROWS: Final = 384
"""Rows multiplied at once, where the library packs so many as one; a multiple of all that
libraries take as one step."""

FEWER_ROWS: Final = 192
"""Rows where it does not: OpenBLAS halves them on processors with a large cache and no AVX-512."""

EDGES: Final = (0, 8, 16, 32)
"""How many rows may be rounded in another way at an edge, in the order of trial."""


class Layout(NamedTuple):
    """How products are laid out: rows in all, and how many at either edge are left blank."""

    rows: int
    edge: int

    @property
    def used(self) -> int:
        """Rows between the edges."""
        return self.rows - 2 * self.edge


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
def layout() -> Layout:
    """The first layout in which the library rounds all rows between the edges in the same way.

    On processors that have AVX2 and no AVX-512, OpenBLAS rounds the edges in another way than the
    rest. Where no layout will do, there are no edges.
    """
    random = np.random.default_rng(0)
    matrix = random.normal(size=(288, 96)).astype(np.float32)
    column = random.normal(size=(96, 1)).astype(np.float32)
    for rows in (ROWS, FEWER_ROWS):
        with one_thread():
            product = matrix @ np.repeat(column, rows, axis=1)
        for edge in EDGES:
            inner = product[:, edge : rows - edge]
            if (inner == inner[:, :1]).all():
                return Layout(rows, edge)
    return Layout(ROWS, 0)


def multiply(x: Floats, matrix: Floats, out: Floats | None = None) -> Floats:
    """``x @ matrix``; each row of it is the same whatever the other rows of ``x``."""
    if out is None:
        out = np.empty((len(x), matrix.shape[1]), np.float32)
    shape = layout()
    blank = shape.edge
    with one_thread():
        for low in range(0, len(x), shape.used):
            rows, target = x[low : low + shape.used], out[low : low + shape.used]
            if len(rows) == shape.rows:
                np.matmul(rows, matrix, out=target)
                continue
            filled = np.zeros((shape.rows, x.shape[1]), np.float32)
            inner = slice(blank, blank + len(rows))
            filled[inner] = rows
            # With edges, rows are made columns: those are what the library takes in turn.
            target[:] = (matrix.T @ filled.T).T[inner] if blank else (filled @ matrix)[inner]
    return out
