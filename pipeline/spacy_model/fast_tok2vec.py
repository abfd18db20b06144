"""The same model, faster: its convolutional token vectors with less work and better use of caches.

A rewriting of spaCy's ``Tok2Vec`` for prediction; training takes the layers it stands for.

- The embedding of a word depends on the word alone, so it is computed once for each distinct word
  and remembered.
- So do the three products of the first convolution: a word's with the weights for its left
  neighbour, itself and its right neighbour. They are computed once for each distinct word of a
  batch, and the layer adds up three of them for each token.
- The other convolutions take two thirds of the products (:mod:`newsquotes.spacy_model.winograd`).

Annotations stay those of the original (``tests/model`` compares them).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc
from thinc.api import Model, NumpyOps

from .winograd import Block, Floats, convolve

if TYPE_CHECKING:
    from spacy.language import Language

OF_WORDS: Final = frozenset(
    ("ORTH", "LOWER", "NORM", "PREFIX", "SUFFIX", "SHAPE", "SPACY", "IS_SPACE")
)
"""Attributes that are the same for every token with one ``_KEY``."""

REMEMBERED: Final = 40_000
"""Words whose embedding is remembered; each takes 400 bytes. With more, all are forgotten."""

_KEY: Final = ["ORTH", "NORM", "SPACY"]


def accelerate(nlp: Language) -> None:
    """Speed up every component of ``nlp`` whose layers are recognised; others stay as they are."""
    # NumPy's BLAS is twice as fast as the blis that thinc's operations use by default.
    ops = NumpyOps(use_blis=False)
    for _, component in nlp.components:
        model = getattr(component, "model", None)
        if not isinstance(model, Model):
            continue
        for node in list(model.walk()):
            if node.has_ref("embed") and node.has_ref("encode"):
                _rewrite(model, node.get_ref("embed"), node.get_ref("encode"))
        for node in list(model.walk()):
            if isinstance(node.ops, NumpyOps):
                node.ops = _Reusing() if node.name == "precomputable_affine" else ops


def _rewrite(model: Model[Any, Any], embed: Model[Any, Any], encode: Model[Any, Any]) -> None:
    extractors = [node for node in embed.walk() if node.name == "extract_features"]
    by_word = extractors and all(OF_WORDS.issuperset(node.attrs["columns"]) for node in extractors)
    blocks = _blocks(encode.layers[0]) if encode.name.startswith("with_array") else []
    if not by_word or not blocks:
        return
    fast_embed: Model[Any, Any] = Model("embed_distinct", _embed, layers=[embed])
    fast_embed.attrs["remembered"] = _Remembered(blocks[0].width)
    fast_encode: Model[Any, Any] = Model("convolve_pairs", _encode, layers=[encode])
    fast_encode.attrs["blocks"] = blocks
    model.replace_node(embed, fast_embed)
    model.replace_node(encode, fast_encode)


class _Reusing(NumpyOps):  # type: ignore[misc]
    """Operations that give the same memory each time, for a layer that allocates one large array.

    A parser's layer of precomputed features makes 1.5 to 4 KiB a token, which are read until the
    batch is parsed and then thrown away. Fresh memory of that size costs more than filling it.
    """

    def __init__(self) -> None:
        super().__init__(use_blis=False)
        self._memory: Floats = np.empty(0, np.float32)

    def alloc2f(self, d0: int, d1: int, *, dtype: Any = "float32", zeros: bool = True) -> Floats:
        """As thinc has it, but valid until the next call only, unless it is to be zeros."""
        if zeros or dtype != "float32":
            allocated: Floats = super().alloc2f(d0, d1, dtype=dtype, zeros=zeros)
            return allocated
        if d0 * d1 > self._memory.size:
            self._memory = np.empty(d0 * d1, np.float32)
        return self._memory[: d0 * d1].reshape(d0, d1)


class _Distinct:
    """One token of each kind in some Docs; enough of a Doc for the layers of an embedding."""

    def __init__(self, docs: list[Doc]) -> None:
        self._docs = docs
        self.vocab = docs[0].vocab
        orth, norm, space = self._rows(_KEY).T
        # Both are hashes of 64 bits already.
        keys = orth ^ (norm << np.uint64(17)) ^ (norm >> np.uint64(47)) ^ space
        self.keys, self._first, self.inverse = np.unique(
            keys, return_index=True, return_inverse=True
        )

    def keep(self, some: NDArray[np.bool_]) -> None:
        """Leave only ``some`` of them, for :meth:`to_array`."""
        self._first = self._first[some]

    def _rows(self, attributes: Any) -> NDArray[np.uint64]:
        return np.concatenate([doc.to_array(attributes) for doc in self._docs])

    def to_array(self, attributes: Any) -> NDArray[np.uint64]:
        """As ``Doc.to_array``, of the distinct tokens."""
        return self._rows(attributes)[self._first]

    def __len__(self) -> int:
        return len(self._first)


class _Remembered:
    """The embeddings of words by key."""

    def __init__(self, width: int) -> None:
        # Filled, so that the memory is taken at once and not while a run goes on.
        self._vectors: Floats = np.full((REMEMBERED, width), 0, np.float32)
        self._forget()

    def _forget(self) -> None:
        # The keys in order, and where the vector of each is.
        self._keys = np.zeros(0, np.uint64)
        self._rows = np.zeros(0, np.intp)

    def of(self, distinct: _Distinct, embed: Model[Any, Any]) -> Floats:
        """The embeddings of distinct tokens; those that are not known yet are computed."""
        keys = distinct.keys
        if len(self._keys) + len(keys) > REMEMBERED:
            self._forget()
        new = ~np.isin(keys, self._keys)
        if new.any():
            distinct.keep(new)
            (vectors,) = embed.predict([distinct])
            if len(vectors) > REMEMBERED:
                found: Floats = vectors
                return found
            rows = np.arange(len(vectors)) + len(self._keys)
            self._vectors[rows] = vectors
            place = np.searchsorted(self._keys, keys[new])
            self._keys = np.insert(self._keys, place, keys[new])
            self._rows = np.insert(self._rows, place, rows)
        return self._vectors[self._rows[np.searchsorted(self._keys, keys)]]


@dataclass(frozen=True, slots=True)
class _Tokens:
    """Tokens of some Docs: the vectors of the distinct ones, and which of them each token is."""

    vectors: Floats
    which: NDArray[np.intp]
    lengths: list[int]


def _embed(model: Model[Any, Any], docs: list[Doc], is_train: bool) -> Any:
    lengths = [len(doc) for doc in docs]
    if is_train or not sum(lengths):
        return model.layers[0](docs, is_train)
    distinct = _Distinct(docs)
    vectors = model.attrs["remembered"].of(distinct, model.layers[0])
    return _Tokens(vectors, distinct.inverse, lengths), _no_gradient


def _no_gradient(_: Any) -> Any:
    raise NotImplementedError("predictions have no gradient")


def _blocks(chain: Model[Any, Any]) -> list[Block]:
    """The blocks that ``chain`` is made of; none if it is made of anything else."""
    blocks = []
    for residual in chain.layers:
        inner = [node for node in residual.walk() if not node.layers and node.name != "dropout"]
        if [node.name for node in inner] != ["expand_window", "maxout", "layernorm"]:
            return []
        expand, maxout, norm = inner
        if not residual.name.startswith("residual(") or expand.attrs["window_size"] != 1:
            return []
        of_maxout, of_norm = (
            [np.asarray(node.get_param(name)) for name in names]
            for node, names in ((maxout, "Wb"), (norm, "Gb"))
        )
        blocks.append(Block(*of_maxout, *of_norm))
    return blocks


def _encode(model: Model[Any, Any], tokens: Any, is_train: bool) -> Any:
    (encode,) = model.layers
    if not isinstance(tokens, _Tokens):
        return encode(tokens, is_train)
    # Docs are kept apart by rows that start as zeros, as ``with_array`` has it.
    gap = np.full(encode.attrs["pad"], len(tokens.vectors))
    starts = np.cumsum(tokens.lengths[:-1])
    parts = [gap]
    for which in np.split(tokens.which, starts):
        parts += [which, gap]
    vectors = np.concatenate([tokens.vectors, np.zeros_like(tokens.vectors[:1])])
    rows = convolve(model.attrs["blocks"], vectors, np.concatenate(parts))
    found = []
    start = len(gap)
    for length in tokens.lengths:
        found.append(rows[start : start + length])
        start += length + len(gap)
    return found, _no_gradient
