"""Products whose rows are the same bits wherever they stand and however many there are."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from itertools import product

import numpy as np
import pytest
from newsquotes.blas import ROWS, multiply

SHAPES = [(96, 288), (300, 96), (96, 1024), (96, 50), (64, 4), (576, 128), (96, 1)]
KERNELS = ("Haswell", "Zen", "SkylakeX", "Sandybridge", "Nehalem", "Barcelona")
"""OpenBLAS's own for processors of many makes; those of newer ones are not run on older ones."""


def check() -> None:
    random = np.random.default_rng(0)
    for (inner, width), layout in product(SHAPES, "CF"):
        x = random.normal(size=(1000, inner)).astype(np.float32)
        matrix = random.normal(size=(inner, width)).astype(np.float32, order=layout)
        whole = multiply(x, matrix)
        np.testing.assert_allclose(whole, x @ matrix, rtol=1e-3, atol=1e-3)
        order = random.permutation(len(x))
        assert np.array_equal(multiply(x[order], matrix), whole[order]), (inner, width)
        for count in (1, 2, 7, 12, 191, ROWS - 1, ROWS, ROWS + 1, 2 * ROWS):
            assert np.array_equal(multiply(x[:count], matrix), whole[:count]), (inner, width, count)


def test_rows_do_not_depend_on_one_another() -> None:
    check()


def test_a_result_may_be_put_where_it_is_wanted() -> None:
    x, matrix = np.ones((3, 2), np.float32), np.ones((2, 4), np.float32)
    out = np.zeros((3, 4), np.float32)
    assert multiply(x, matrix, out) is out
    assert (out == 2).all()
    assert multiply(x[:0], matrix).shape == (0, 4)


@pytest.mark.skipif(platform.machine() != "x86_64", reason="the kernels are of these processors")
@pytest.mark.parametrize("kernel", KERNELS)
def test_rows_do_not_depend_on_one_another_with_other_kernels(kernel: str) -> None:
    code = f"import sys; sys.path.insert(0, {os.path.dirname(__file__)!r}); "  # noqa: PTH120
    code += "import test_blas; test_blas.check()"
    environment = {**os.environ, "OPENBLAS_CORETYPE": kernel, "OPENBLAS_NUM_THREADS": "1"}
    environment.pop("OPENBLAS_L2_SIZE", None)
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, check=False, timeout=60
    )
    if done.returncode < 0:
        pytest.skip("this processor has not what the kernel needs")
    assert done.returncode == 0, done.stderr.decode()
