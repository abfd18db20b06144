"""Convolutions over rows of words, as spaCy's encoders have them, with less arithmetic.

Two outputs of a filter of three taps take six products the plain way, four by minimal filtering,
F(2, 3) of Winograd 1980 and, for networks, Lavin & Gray 2016, "Fast Algorithms for Convolutional
Neural Networks". Here a tap is a matrix, and so is each of the four that are made of the three.

A row of the input is a column here: where the words lie behind one another, sums, maxima and
normalisation over a word's numbers are operations on long stretches of memory.
"""

from __future__ import annotations

from collections.abc import Sequence
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
        self._mixed = [np.ascontiguousarray(matrix) for matrix in mixed]
        self._bias = np.ascontiguousarray(bias.T).reshape(-1, 1)
        self._scale, self._shift = scale[:, None], shift[:, None]

    def of_words(self, vectors: Floats, which: Places) -> tuple[Floats, Floats]:
        """The output for the rows ``vectors[which]``, as :meth:`of_pairs` has it.

        The products with the three taps are computed once for each of the ``vectors``, the last
        of which is zeros: it stands before the first row and behind the last.
        """
        before, itself, after = (multiply(vectors, tap) for tap in self._taps)
        itself += self._bias.T
        padded = np.concatenate([[len(vectors) - 1], which, [len(vectors) - 1]])
        odd, even = np.zeros((2, self.width, len(which) // 2 + 1), vectors.dtype)
        step = pairs_at_once()
        for start in range(0, len(which), 2 * step):
            end = start + 2 * step
            rows: Floats = before[padded[start:end]]
            rows += itself[padded[start + 1 : end + 1]]
            rows += after[padded[start + 2 : end + 2]]
            columns = self._normalise(np.ascontiguousarray(self._largest(rows.T)))
            columns += vectors[which[start:end]].T
            pair = start // 2
            odd[:, pair : pair + step] = columns[:, 0::2]
            even[:, pair + 1 : pair + 1 + step] = columns[:, 1::2]
        return odd, even

    def of_pairs(self, odd: Floats, even: Floats) -> tuple[Floats, Floats]:
        """The output for columns in turn from ``odd`` and ``even``, in the same order.

        Both have the shape (width, pairs + 1): the first of ``even`` and the last of ``odd`` are
        zeros, for there is nothing before the first column and behind the last.
        """
        pairs = odd.shape[1] - 1
        new_odd, new_even = np.zeros_like(odd), np.zeros_like(even)
        step, blank = pairs_at_once(), layout().edge
        inputs = np.zeros((4, self.width, step + 2 * blank), odd.dtype)
        outputs = np.empty((4, len(self._bias), step + 2 * blank), odd.dtype)
        t, m = inputs[:, :, blank : blank + step], outputs[:, :, blank : blank + step]
        for start in range(0, pairs, step):
            end = start + step
            before, first = even[:, start:end], odd[:, start:end]
            second, after = even[:, start + 1 : end + 1], odd[:, start + 1 : end + 1]
            np.subtract(before, second, out=t[0])
            np.add(first, second, out=t[1])
            np.subtract(second, first, out=t[2])
            np.subtract(first, after, out=t[3])
            for matrix, columns, product in zip(self._mixed, inputs, outputs, strict=True):
                np.matmul(matrix, columns, out=product)
            m[1] += self._bias
            m[0] += m[1]
            m[0] += m[2]
            m[1] -= m[2]
            m[1] -= m[3]
            for old, product, new in (
                (first, m[0], new_odd[:, start:end]),
                (second, m[1], new_even[:, start + 1 : end + 1]),
            ):
                np.add(old, self._normalise(self._largest(product)), out=new)
        return new_odd, new_even

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


def convolve(blocks: Sequence[EncoderBlock], vectors: Floats, which: Places) -> Floats:
    """The output of one block after the other, shape (n, width), for the rows ``vectors[which]``.

    The last of the ``vectors`` is zeros.
    """
    first, *others = blocks
    length = len(which)
    which = np.pad(which, (0, -length % (2 * pairs_at_once())), constant_values=len(vectors) - 1)
    odd, even = first.of_words(vectors, which)
    for block in others:
        _clear(odd, even, length)
        odd, even = block.of_pairs(odd, even)
    rows = np.empty((len(which), first.width), odd.dtype)
    rows[0::2] = odd[:, :-1].T
    rows[1::2] = even[:, 1:].T
    return rows[:length]


def _clear(odd: Floats, even: Floats, length: int) -> None:
    """Make what is behind the last of ``length`` columns zeros."""
    odd[:, (length + 1) // 2 :] = 0
    even[:, length // 2 + 1 :] = 0
