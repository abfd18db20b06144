"""The network, which finds cues and labels the words around each cue.

The forward pass is written once for ``xp``: numpy for extraction and jax.numpy in training. The
features of a word are embedded and mixed by a few residual layers over the word, its neighbours
at a distance, its head, its subject and its complement (a convolution over text and tree). Logistic
regression on the result finds cues. For each cue, every word in a window around it is scored as
content, source, cue or none of them, from the vectors of both words and the features of the pair. A
linear-chain conditional random field (Lafferty et al. 2001) turns the scores into labels.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

import numpy as np

from ...blas import ROWS, multiply
from .pair_features import BEFORE, DISTANCE, EDGES, PLACES, WINDOW, Pairs
from .word_features import SYMBOLIC, Bools, Floats, Ints, Words

type Array = Any  # numpy's or jax's

OUTSIDE, CONTENT, SOURCE, CUE = range(4)
LABELS: Final = 4
OF_HEADS: Final = ("tag", "dep")
"""The attributes of its head that are part of a word's input."""
SPREADS: Final = (1, 2, 4, 1)
"""The distance of the neighbours that each layer of the encoder reads, up to so many layers."""
WINDOW_SPREADS: Final = (1, 2)
"""The same for the two layers over the words of a window."""
BLOCK: Final = ROWS
"""The number of words in a block."""
IMPOSSIBLE: Final = -1e4

type Drop = Callable[[Array, float], Array]


def product(x: Array, matrix: Array, *, xp: Any) -> Array:
    """``x @ matrix``; with numpy, a row has the same bits whatever the other rows are."""
    return multiply(x, matrix) if xp is np else x @ matrix


def keep(x: Array, rate: float) -> Array:
    """No dropout, for extraction."""
    return x


def neighbours(words: Words, layers: int) -> list[Ints]:
    """The words that each layer reads, shape (n, 6); ``n`` means none."""
    n = len(words)
    own = np.arange(n, dtype=np.int32)
    found = []
    for spread in SPREADS[:layers]:
        columns = [own]
        for offset in (-spread, spread):
            other = own + offset
            there = (other >= 0) & (other < n)
            there &= words.doc[np.where(there, other, 0)] == words.doc
            columns.append(np.where(there, other, n).astype(np.int32))
        found.append(np.stack([*columns, words.head, words.subject, words.complement], axis=1))
    return found


def project(weights: Mapping[str, Array]) -> dict[str, Array]:
    """Each table of embeddings times its part of the input layer, which is then a sum of rows.

    This is done once for extraction, and saves most of the work of the input layer.
    """
    projected = {name: weights[f"embed_{name}"] @ weights[f"input_{name}"] for name in SYMBOLIC}
    projected |= {
        f"head_{name}": weights[f"embed_{name}"] @ weights[f"input_head_{name}"]
        for name in OF_HEADS
    }
    projected["vectors"] = weights["vectors"] @ weights["input_vectors"]
    return projected


def embed(
    weights: Mapping[str, Array],
    projected: Mapping[str, Array],
    words: Mapping[str, Array],
    *,
    xp: Any,
    drop: Drop = keep,
) -> Array:
    """The input layer, from the features of each word, shape (n, width)."""
    symbols, head = words["symbols"], words["head"]
    dense = xp.concatenate([words["flags"], words["frame"], words["tensor"]], axis=1)
    x = product(drop(dense, 1.0), weights["input_dense"], xp=xp)
    x += weights["input_b"]
    for row, name in enumerate(SYMBOLIC):
        x += drop(projected[name].take(symbols[row], axis=0), 1.0)
        if name in OF_HEADS:
            x += drop(projected[f"head_{name}"].take(symbols[row][head], axis=0), 1.0)
    x += drop(projected["vectors"].take(words["vector"], axis=0), 1.0)
    return x


def encode(
    weights: Mapping[str, Array],
    x: Array,
    around: list[Array],
    *,
    xp: Any,
    drop: Drop = keep,
) -> Array:
    """A vector for each word, shape (n, width), from the output of the input layer."""
    for layer, index in enumerate(around):
        y = _normalise(x, weights[f"layer{layer}_scale"], weights[f"layer{layer}_shift"], xp=xp)
        y = xp.concatenate([y, xp.zeros_like(y[:1])])
        y = y[index].reshape(len(x), -1)
        y = xp.maximum(y @ weights[f"layer{layer}_w"] + weights[f"layer{layer}_b"], 0)
        x = x + drop(y, 1.0) @ weights[f"layer{layer}_out"]
    return x


def encode_quickly(weights: Mapping[str, Floats], x: Floats, around: list[Ints]) -> Floats:
    """The result of :func:`encode`, faster, for numpy.

    Most words have no subject and no complement and read themselves instead, so these two are
    computed only for the other words; and blocks of words stay in the processor's cache.
    """
    width = x.shape[1]
    for layer, index in enumerate(around):
        y = _normalise(x, weights[f"layer{layer}_scale"], weights[f"layer{layer}_shift"], xp=np)
        y = np.concatenate([y, np.zeros_like(y[:1])])
        own, before, after, head, *rare = weights[f"layer{layer}_w"].reshape(
            index.shape[1], width, -1
        )
        always = np.concatenate([own + sum(rare), before, after, head])
        reads = index[:, :4]
        has = [np.flatnonzero(column != index[:, 0]) for column in index[:, 4:].T]
        differ = [
            multiply(y[column[words]] - y[words], matrix)
            for matrix, column, words in zip(rare, index[:, 4:].T, has, strict=True)
        ]
        for low in range(0, len(x), BLOCK):
            high = min(low + BLOCK, len(x))
            z = multiply(y.take(reads[low:high], axis=0).reshape(high - low, -1), always)
            for words, change in zip(has, differ, strict=True):
                first, last = np.searchsorted(words, (low, high))
                z[words[first:last] - low] += change[first:last]
            z += weights[f"layer{layer}_b"]
            np.maximum(z, 0, out=z)
            x[low:high] += multiply(z, weights[f"layer{layer}_out"])
    return x


def _normalise(x: Array, scale: Array, shift: Array, *, xp: Any) -> Array:
    """Layer normalisation (Ba et al. 2016)."""
    y = x - x.mean(-1, keepdims=True)
    y *= 1 / xp.sqrt((y * y).mean(-1, keepdims=True) + 1e-5)
    y *= scale
    y += shift
    return y


def score_cues(weights: Mapping[str, Array], encoded: Array, *, xp: Any) -> Array:
    """The logit of "this word is the head of a cue" for each word, shape (n,)."""
    hidden = xp.maximum(product(encoded, weights["cue_w"], xp=xp) + weights["cue_b"], 0)
    # Not as a product with a vector, whose rounding depends on the row; this costs little.
    return (hidden * weights["cue_out"]).sum(-1) + weights["cue_bias"]


def tables(weights: Mapping[str, Array], *, xp: Any) -> tuple[Array, Array]:
    """The pair embeddings, summed in advance by relation and edge, and by column and place."""
    hidden = weights["pair_edge"].shape[1]
    tree = weights["pair_relation"][:, None] + weights["pair_edge"][None]
    text = weights["pair_distance"][DISTANCE][:, None] + weights["pair_place"][None]
    return tree.reshape(-1, hidden), text.reshape(-1, hidden)


def score_windows(
    weights: Mapping[str, Array],
    summed: tuple[Array, Array],
    encoded: Array,
    cues: Array,
    pairs: Pairs,
    inside: Array,
    *,
    xp: Any,
    drop: Drop = keep,
) -> Array:
    """The scores of each label for each word around each cue, shape (cues, WINDOW, LABELS).

    Args:
        weights: the weights of the network.
        summed: from :func:`tables`.
        encoded: a vector for each word.
        cues: indices of the cues.
        pairs: the features, each of shape (cues, WINDOW).
        inside: a mask of the pairs that exist, in the same shape.
        xp: numpy or jax.numpy.
        drop: dropout.
    """
    around = (encoded @ weights["pair_word"])[pairs.word]
    of_cues = encoded[cues] @ weights["pair_cue"]
    z = xp.maximum(around + _of_pairs(weights, summed, of_cues, pairs), 0)
    inside = inside[..., None]
    for layer, spread in enumerate(WINDOW_SPREADS):
        y = z * inside
        blank = xp.zeros_like(y[:, :spread])
        left = xp.concatenate([blank, y[:, :-spread]], axis=1)
        right = xp.concatenate([y[:, spread:], blank], axis=1)
        y = xp.concatenate([y, left, right], axis=2)
        y = xp.maximum(y @ weights[f"window{layer}_w"] + weights[f"window{layer}_b"], 0)
        z = z + drop(y, 0.5)
    scores = z @ weights["label_w"] + weights["label_b"]
    return xp.where(_is_cue()[:, None], _only(CUE), xp.where(inside, scores, _only(OUTSIDE)))


def score_windows_quickly(
    weights: Mapping[str, Floats],
    summed: tuple[Floats, Floats],
    projected: Floats,
    of_cues: Floats,
    pairs: Pairs,
) -> Floats:
    """The result of :func:`score_windows`, faster, for numpy.

    The words of all windows are concatenated with blank rows in between, so that neighbours are
    read by shifting all rows at once, and nothing is copied before a product.

    Args:
        weights: the weights of the network.
        summed: from :func:`tables`.
        projected: ``encoded @ weights["pair_word"]`` of all words.
        of_cues: ``encoded @ weights["pair_cue"]`` of the cues.
        pairs: the features, each of shape (pairs,).
    """
    margin = max(WINDOW_SPREADS)
    row = np.arange(len(pairs.cue)) + margin * (pairs.cue + 1)
    x = np.zeros((len(row) + margin * (len(of_cues) + 1), projected.shape[1]), np.float32)
    z = projected[pairs.word]
    z += _of_pairs(weights, summed, of_cues, pairs)
    x[row] = np.maximum(z, 0, out=z)
    blank = np.ones(len(x), bool)
    blank[row] = False
    for layer, spread in enumerate(WINDOW_SPREADS):
        own, left, right = weights[f"window{layer}_w"].reshape(3, *[x.shape[1]] * 2)
        mixed = multiply(x, own)
        mixed[spread:] += multiply(x[:-spread], left)
        mixed[:-spread] += multiply(x[spread:], right)
        mixed += weights[f"window{layer}_b"]
        x += np.maximum(mixed, 0, out=mixed)
        x[blank] = 0
    scores = np.tile(_only(OUTSIDE), (len(of_cues), WINDOW, 1))
    scores[pairs.cue, pairs.column] = (multiply(x, weights["label_w"]) + weights["label_b"])[row]
    scores[:, BEFORE] = _only(CUE)
    return scores


def _of_pairs(
    weights: Mapping[str, Array],
    summed: tuple[Array, Array],
    of_cues: Array,
    pairs: Pairs,
) -> Array:
    tree, text = summed
    z = (of_cues + weights["pair_b"])[pairs.cue]
    z += tree[pairs.relation * EDGES + pairs.edge]
    z += text[pairs.column * PLACES + pairs.place]
    z += weights["pair_quotation"][pairs.quotation]
    return z


def _is_cue() -> Bools:
    """A mask of the cue's place in a window."""
    is_cue = np.zeros(WINDOW, bool)
    is_cue[BEFORE] = True
    return is_cue


def _only(label: int) -> Floats:
    """The scores of a word that can have only one label."""
    scores = np.full(LABELS, IMPOSSIBLE, np.float32)
    scores[label] = 0
    return scores
