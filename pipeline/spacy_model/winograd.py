"""Convolutions over rows of words, as spaCy's encoders have them, with less arithmetic.

Two outputs of a filter of three taps take six products the plain way, four by minimal filtering,
F(2, 3) of Winograd 1980 and, for networks, Lavin & Gray 2016, "Fast Algorithms for Convolutional
Neural Networks". Here a tap is a matrix, and so is each of the four that are made of the three.

A row of the input is a column here: where the words lie behind one another, sums, maxima and
normalisation over a word's numbers are operations on long stretches of memory.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ..blas import layout, multiply

type Floats = NDArray[np.float32]
type Places = NDArray[np.intp]

_EPSILON: Final = np.float32(1e-8)


def pairs_at_once() -> int:
    """How many pairs of words are worked on at once: what they take stays in the caches.

    There are never fewer, for their products might be rounded in another way.
    """
    return layout().used


class EncoderBlock:
    """``residual(expand_window >> maxout >> layernorm)``, its weights laid out for speed.

    Args:
        weights: of the maxout layer, shape (width, pieces, 3 * width).
        bias: of the same, shape (width, pieces).
        scale, shift: of the layer norm, shape (width,).
    """

    def __init__(self, weights: Floats, bias: Floats, scale: Floats, shift: Floats) -> None:
        self.width, pieces, _ = weights.shape
        # All outputs of the first piece, then all of the second, so that maxima are of long runs.
        rows = weights.transpose(1, 0, 2).reshape(pieces * self.width, 3, self.width)
        left, itself, right = rows.transpose(1, 0, 2)
        self._taps = [np.ascontiguousarray(tap.T) for tap in (left, itself, right)]
        both = left + right
        mixed = (left, (both + itself) / 2, (both - itself) / 2, right)
        self._mixed: list[Floats] = [np.ascontiguousarray(matrix) for matrix in mixed]
        self._bias = np.ascontiguousarray(bias.T).reshape(-1, 1)
        self.outputs = len(self._bias)
        self._scale, self._shift = scale[:, None], shift[:, None]

    def products(self, vectors: Floats) -> list[Floats]:
        """The products of ``vectors`` with the weights for the word before, itself, the one behind.

        Those with the weights for itself have the bias in them.
        """
        before, itself, after = (multiply(vectors, tap) for tap in self._taps)
        itself += self._bias.T
        return [before, itself, after]

    def of_words(self, products: Sequence[Floats], vectors: Floats, which: Places) -> Floats:
        """The output for the rows ``vectors[which]`` but the first and the last, as columns.

        Args:
            products: from :meth:`products` of all ``vectors``.
            vectors: of distinct words.
            which: those of a stretch of text, with one word more at either end.
        """
        before, itself, after = products
        rows: Floats = before.take(which[:-2], axis=0)
        rows += itself.take(which[1:-1], axis=0)
        rows += after.take(which[2:], axis=0)
        # Maxima first, while a word's numbers lie side by side: there are fewer to turn over.
        largest = reduce(np.maximum, np.split(rows, self.outputs // self.width, axis=1))
        columns = self._normalise(np.ascontiguousarray(largest.T))
        columns += vectors.take(which[1:-1], axis=0).T
        return columns

    def of_pairs(self, odd: Floats, even: Floats, space: Space) -> None:
        """Replace columns in turn from ``odd`` and ``even`` by the output for them.

        Both have the shape (width, pairs + 1): the first of ``even`` and the last of ``odd`` are
        zeros, for there is nothing before the first column and behind the last.
        """
        before, first, second, after = even[:, :-1], odd[:, :-1], even[:, 1:], odd[:, 1:]
        with_before, with_itself, with_behind, with_after = self._mixed
        y = space.product(with_itself, np.add, first, second, 1)
        y += self._bias
        x = space.product(with_before, np.subtract, before, second, 0)
        x += y
        z = space.product(with_behind, np.subtract, second, first, 2)
        x += z
        y -= z
        y -= space.product(with_after, np.subtract, first, after, 2)
        first += self._normalise(self._largest(x))
        second += self._normalise(self._largest(y))

    def _largest(self, y: Floats) -> Floats:
        """The largest of each number's pieces, in the place of the first; columns are words."""
        largest: Floats = y[: self.width]
        for low in range(self.width, len(y), self.width):
            np.maximum(largest, y[low : low + self.width], out=largest)
        return largest

    def _normalise(self, y: Floats) -> Floats:
        """Layer normalisation of columns, as thinc has it, in place."""
        width = np.float32(self.width)
        y -= y.sum(axis=0) / width
        y *= 1 / np.sqrt((y * y).sum(axis=0) / width + _EPSILON)
        y *= self._scale
        y += self._shift
        return y


class Space:
    """Memory for the products with as many pairs as are worked on at once, used again and again."""

    def __init__(self, width: int, outputs: int) -> None:
        pairs, self._blank = pairs_at_once(), layout().edge
        self._input = np.zeros((width, pairs + 2 * self._blank), np.float32)
        self._outputs = np.empty((3, outputs, pairs + 2 * self._blank), np.float32)
        inner = slice(self._blank, self._blank + pairs)
        self._inner_input, self._inner_outputs = self._input[:, inner], self._outputs[:, :, inner]

    def product(
        self, matrix: Floats, mix: np.ufunc, one: Floats, other: Floats, number: int
    ) -> Floats:
        """``matrix @ mix(one, other)``, in the memory with this number, of three."""
        mix(one, other, out=self._inner_input)
        np.matmul(matrix, self._input, out=self._outputs[number])
        product: Floats = self._inner_outputs[number]
        return product


def convolve(blocks: Sequence[EncoderBlock], vectors: Floats, which: Places) -> Floats:
    """The output of one block after the other, shape (n, width), for the rows ``vectors[which]``.

    The last of the ``vectors`` is zeros. One stretch of the rows after the other goes through all
    blocks, so that what is worked on stays in the caches. A stretch overlaps the next, for each
    block knows one row less at either end.
    """
    first, *others = blocks
    # An even number, because words that begin a pair are added up in another way than the others.
    overlap = len(others) + len(others) % 2
    stretch = 2 * pairs_at_once()
    step, length = stretch - 2 * overlap, len(which)
    edges = overlap + 1, overlap + 1 + -length % step
    padded = np.pad(which, edges, constant_values=len(vectors) - 1)
    products = first.products(vectors)
    rows = np.empty((length + -length % step, first.width), np.float32)
    odd, even = np.zeros((2, first.width, stretch // 2 + 1), np.float32)
    space = Space(first.width, first.outputs)
    for start in range(0, length, step):
        columns = first.of_words(products, vectors, padded[start : start + stretch + 2])
        odd[:, :-1], even[:, 1:] = columns[:, 0::2], columns[:, 1::2]
        # Where the text begins in this stretch, and where it ends.
        inside = overlap - start, overlap + length - start
        for block in others:
            _clear(odd[:, :-1], even[:, 1:], *inside)
            block.of_pairs(odd, even, space)
        kept = slice(overlap // 2, (stretch - overlap) // 2)
        rows[start : start + step : 2] = odd[:, :-1][:, kept].T
        rows[start + 1 : start + step : 2] = even[:, 1:][:, kept].T
    return rows[:length]


def _clear(odd: Floats, even: Floats, begin: int, end: int) -> None:
    """Make the columns before the place ``begin`` zeros, and those from ``end`` on."""
    odd[:, : max(0, begin + 1) // 2] = even[:, : max(0, begin) // 2] = 0
    odd[:, max(0, end + 1) // 2 :] = even[:, max(0, end) // 2 :] = 0
