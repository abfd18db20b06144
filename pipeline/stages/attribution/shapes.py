"""The arrays of the network and their shapes, to check weights against."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from .confidence import TRAITS
from .network import LABELS, OF_HEADS, SPREADS, WINDOW_SPREADS
from .pair_features import DISTANCE, EDGES, PLACES, QUOTATIONS, relations
from .word_features import FLAGS, SYMBOLIC

if TYPE_CHECKING:
    from .weights import Trained

READS: Final = 6
"""Words that a layer reads per word: itself, two neighbours, head, subject, complement."""

type Shape = tuple[int, ...]


def check(trained: Trained) -> None:
    """Check that the weights have the shapes of the network and are consistent.

    Raises:
        ValueError: a shape is wrong, or the parts are not consistent.
        LookupError: something is missing.
    """
    if missing := SYMBOLIC.keys() ^ trained.strings.keys():
        raise ValueError(f"its vocabularies are not the network's: {min(missing)}")
    expected = shapes(trained)
    if other := expected.keys() ^ trained.weights.keys():
        raise ValueError(f"its arrays are not the network's: {min(other)}")
    for name, shape in expected.items():
        if trained.weights[name].shape != shape:
            raise ValueError(f"{name} has the shape {trained.weights[name].shape}, not {shape}")
    keys, rows = trained.vector_keys, trained.vector_rows
    if keys.dtype != np.uint64 or rows.dtype.kind not in "ui" or keys.ndim != 1:
        raise ValueError("the keys of its word vectors are no keys")
    if keys.shape != rows.shape or (
        rows.size and not 0 <= int(rows.min()) <= int(rows.max()) < len(trained.weights["vectors"])
    ):
        raise ValueError("the rows of its word vectors are not in the table")
    if trained.confidence.shape != (len(TRAITS),):
        raise ValueError(f"its confidence has the shape {trained.confidence.shape}")
    if not 0 <= trained.threshold <= 1:
        raise ValueError(f"its threshold is {trained.threshold}")


def shapes(trained: Trained) -> dict[str, Shape]:
    """The shape of each array, given the sizes of the vocabularies and the free sizes.

    The widths of the embeddings and the layers are free, and other arrays must fit them.
    """
    weights = trained.weights
    sizes = {name: len(terms) + 1 for name, terms in trained.strings.items()}
    (width,), (hidden,) = weights["input_b"].shape, weights["pair_b"].shape
    (cue_hidden,) = weights["cue_b"].shape
    vectors, vector_width = weights["vectors"].shape
    expected: dict[str, Shape] = {
        "input_dense": (len(FLAGS) + sizes["dep"] + trained.tensor_width, width),
        "input_b": (width,),
        "vectors": (vectors, vector_width),
        "input_vectors": (vector_width, width),
        "cue_w": (width, cue_hidden),
        "cue_b": (cue_hidden,),
        "cue_out": (cue_hidden,),
        "cue_bias": (),
        "pair_word": (width, hidden),
        "pair_cue": (width, hidden),
        "pair_b": (hidden,),
        "pair_relation": (relations(sizes["dep"]), hidden),
        "pair_edge": (EDGES, hidden),
        "pair_distance": (int(DISTANCE.max()) + 1, hidden),
        "pair_place": (PLACES, hidden),
        "pair_quotation": (QUOTATIONS, hidden),
        "label_w": (hidden, LABELS),
        "label_b": (LABELS,),
        "transitions": (LABELS, LABELS),
    }
    for name in SYMBOLIC:
        _, dimension = weights[f"embed_{name}"].shape
        expected[f"embed_{name}"] = (sizes[name], dimension)
        expected[f"input_{name}"] = (dimension, width)
        if name in OF_HEADS:
            expected[f"input_head_{name}"] = (dimension, width)
    for layer in range(len(WINDOW_SPREADS)):
        expected[f"window{layer}_w"] = (3 * hidden, hidden)
        expected[f"window{layer}_b"] = (hidden,)
    layers = sum(name.endswith("_scale") for name in weights)
    if layers > len(SPREADS):
        raise ValueError(f"it has {layers} layers, and there are {len(SPREADS)} at most")
    for layer in range(layers):
        (inside,) = weights[f"layer{layer}_b"].shape
        expected[f"layer{layer}_scale"] = expected[f"layer{layer}_shift"] = (width,)
        expected[f"layer{layer}_w"] = (READS * width, inside)
        expected[f"layer{layer}_b"] = (inside,)
        expected[f"layer{layer}_out"] = (inside, width)
    return expected
