"""Convolutions with fewer products, beside the layers of thinc that they stand for."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from newsquotes.spacy_model import winograd as convolution
from newsquotes.spacy_model.winograd import EncoderBlock, Floats, convolve
from thinc.api import Maxout, Model, chain, expand_window, residual


def layer(
    width: int, pieces: int, rng: np.random.Generator
) -> tuple[Model[Any, Any], EncoderBlock]:
    """A layer of thinc with weights by chance, and ours with the same."""
    maxout: Model[Any, Any] = Maxout(nO=width, nI=3 * width, nP=pieces, normalize=True)
    model = residual(chain(expand_window(window_size=1), maxout))
    model.initialize()
    nodes = {node.name: node for node in model.walk()}
    found: list[Any] = []
    for node, name in (("maxout", "W"), ("maxout", "b"), ("layernorm", "G"), ("layernorm", "b")):
        shape = nodes[node].get_param(name).shape
        found.append(rng.normal(size=shape, scale=0.3).astype(np.float32))
        nodes[node].set_param(name, found[-1])
    return model, EncoderBlock(*found)


@given(
    count=st.integers(1, 40),
    depth=st.integers(1, 4),
    pieces=st.integers(1, 3),
    seed=st.integers(0, 2**32 - 1),
)
def test_rows_come_out_as_from_thinc(count: int, depth: int, pieces: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    layers = [layer(8, pieces, rng) for _ in range(depth)]
    vectors = rng.normal(size=(10, 8)).astype(np.float32)
    vectors[-1] = 0
    which = rng.integers(0, len(vectors), count)
    rows: Floats = vectors[which]
    for model, _ in layers:
        rows = model.predict(rows)
    ours = convolve([block for _, block in layers], vectors, which)
    np.testing.assert_allclose(ours, rows, rtol=1e-3, atol=1e-3)


@pytest.mark.parametrize("count", [9, 10, 11, 12])
def test_where_the_work_is_cut_makes_no_difference(
    count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = np.random.default_rng(count)
    blocks = [layer(4, 2, rng)[1] for _ in range(3)]
    vectors = rng.normal(size=(6, 4)).astype(np.float32)
    vectors[-1] = 0
    which = rng.integers(0, len(vectors), count)
    whole = convolve(blocks, vectors, which)
    monkeypatch.setattr(convolution, "pairs_at_once", lambda: 4)
    np.testing.assert_allclose(convolve(blocks, vectors, which), whole, rtol=1e-5, atol=1e-5)
