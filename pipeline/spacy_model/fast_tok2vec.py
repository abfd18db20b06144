"""The same model, faster: its convolutional token vectors with less work and better use of caches.

A rewriting of spaCy's ``Tok2Vec`` for prediction; training takes the layers it stands for.

- The embedding of a word depends on the word alone, so it is computed once for each distinct word
  and remembered.
- So do the three products of the first convolution: a word's with the weights for its left
  neighbour, itself and its right neighbour. They are computed once for each distinct word of a
  batch, and the layer adds up three of them for each token.
- The other convolutions take two thirds of the products (:mod:`newsquotes.spacy_model.winograd`).

Annotations stay those of the original (``tests/model`` compares them). The structure of the model
stays as well, so that it is saved and read as any other: only what its nodes do is replaced.
Several threads may use one model.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import registry
from thinc.api import Model, NumpyOps

from ..blas import multiply, one_thread
from .line_ends import read_line_ends_alike
from .winograd import EncoderBlock, Floats, convolve

type Node = Model[Any, Any]
type Forward = Callable[[Node, Any, bool], Any]

OF_WORDS: Final = frozenset(
    ("ORTH", "LOWER", "NORM", "PREFIX", "SUFFIX", "SHAPE", "SPACY", "IS_SPACE")
)
"""Attributes that are the same for every token with one ``_KEY``."""

REMEMBERED: Final = 40_000
"""Words whose embedding is remembered; each takes 400 bytes. With more, all are forgotten."""

_KEY: Final = ["ORTH", "NORM", "SPACY"]


CALLBACK: Final = "newsquotes.accelerate.v1"
"""The name under which a saved pipeline asks for the same when it is loaded."""


def accelerate(nlp: Language) -> Language:
    """Speed up every component of ``nlp`` whose layers are recognised; others stay as they are.

    Weights may be read later. Harmless to call again.
    """
    ops = _Steady()
    for _, component in nlp.components:
        model = getattr(component, "model", None)
        if not isinstance(model, Model):
            continue
        for node in list(model.walk()):
            if node.has_ref("embed") and node.has_ref("encode"):
                _replace(node.get_ref("embed"), node.get_ref("encode"))
        for node in list(model.walk()):
            if isinstance(node.ops, NumpyOps):
                node.ops = _Reusing() if node.name == "precomputable_affine" else ops
    return nlp


@registry.callbacks(CALLBACK)  # type: ignore[untyped-decorator]
def make_accelerate() -> Callable[[Language], Language]:
    """What is done to every model that is loaded, as the configuration of a saved one names it."""
    return lambda nlp: read_line_ends_alike(accelerate(nlp))


def is_accelerated(node: Node) -> bool:
    """Whether what ``node`` does has been replaced."""
    return isinstance(node._func, _Embed | _Encode)


def _replace(embed: Node, encode: Node) -> None:
    if is_accelerated(embed):
        return
    extractors = [node for node in embed.walk() if node.name == "extract_features"]
    by_word = extractors and all(OF_WORDS.issuperset(node.attrs["columns"]) for node in extractors)
    if by_word and encode.name.startswith("with_array") and _layers(encode.layers[0]):
        embed._func, encode._func = _Embed(embed._func), _Encode(encode._func)


class _Steady(NumpyOps):  # type: ignore[misc]
    """Operations whose products are of the same bits in every batch.

    NumPy's BLAS is twice as fast as the blis that thinc's operations use by default.
    """

    def __init__(self) -> None:
        super().__init__(use_blis=False)

    def __reduce__(self) -> tuple[type[_Steady], tuple[()]]:
        return type(self), ()

    def gemm(
        self, x: Floats, y: Floats, out: Any = None, trans1: bool = False, trans2: bool = False
    ) -> Floats:
        """As thinc has it."""
        return multiply(x.T if trans1 else x, y.T if trans2 else y, out)


class _Reusing(_Steady):
    """Operations that give a thread the same memory each time, for a layer with one large array.

    A parser's layer of precomputed features makes 1.5 to 4 KiB a token, which are read until the
    batch is parsed and then thrown away. Fresh memory of that size costs more than filling it.
    """

    def __init__(self) -> None:
        super().__init__()
        self._of_thread = threading.local()

    def alloc2f(self, d0: int, d1: int, *, dtype: Any = "float32", zeros: bool = True) -> Floats:
        """As thinc has it, but valid until the thread's next call, unless it is to be zeros."""
        if zeros or dtype != "float32":
            allocated: Floats = super().alloc2f(d0, d1, dtype=dtype, zeros=zeros)
            return allocated
        memory: Floats | None = getattr(self._of_thread, "memory", None)
        if memory is None or d0 * d1 > memory.size:
            memory = self._of_thread.memory = np.empty(d0 * d1, np.float32)
        return memory[: d0 * d1].reshape(d0, d1)


class _Distinct:
    """One token of each kind in some Docs; enough of a Doc for the layers of an embedding."""

    def __init__(self, docs: list[Doc]) -> None:
        self._docs = docs
        self.vocab = docs[0].vocab
        orth, norm, space = self._rows(_KEY).T
        # Both are hashes of 64 bits already.
        keys = orth ^ (norm << np.uint64(17)) ^ (norm >> np.uint64(47)) ^ space
        # As ``np.unique``, but with any token of each kind, not the first: no slow stable sort.
        order = keys.argsort()
        ordered = keys[order]
        is_new = np.ones(len(keys), bool)
        np.not_equal(ordered[1:], ordered[:-1], out=is_new[1:])
        self.keys: NDArray[np.uint64] = ordered[is_new]
        self._some: NDArray[np.intp] = order[is_new]
        self.inverse = np.empty_like(order)
        self.inverse[order] = is_new.cumsum() - 1

    def keep(self, some: NDArray[np.bool_]) -> None:
        """Leave only ``some`` of them, for :meth:`to_array`."""
        self._some = self._some[some]

    def _rows(self, attributes: Any) -> NDArray[np.uint64]:
        return np.concatenate([doc.to_array(attributes) for doc in self._docs])

    def to_array(self, attributes: Any) -> NDArray[np.uint64]:
        """As ``Doc.to_array``, of the distinct tokens."""
        return self._rows(attributes)[self._some]

    def __len__(self) -> int:
        return len(self._some)


class _Remembered:
    """The embeddings of words by key; for one thread at a time."""

    def __init__(self) -> None:
        self._vectors: Floats | None = None
        self._forget()

    def _forget(self) -> None:
        # The keys in order, and where the vector of each is.
        self._keys = np.zeros(0, np.uint64)
        self._rows = np.zeros(0, np.intp)

    def of(self, distinct: _Distinct, embed: Callable[[_Distinct], Floats]) -> Floats:
        """The embeddings of distinct tokens; those that are not known yet are computed."""
        keys = distinct.keys
        if len(self._keys) + len(keys) > REMEMBERED:
            self._forget()
        place = np.searchsorted(self._keys, keys)
        # An empty cache has no key to compare with.
        new = self._keys.take(place, mode="clip") != keys if len(self._keys) else place == 0
        if new.any():
            distinct.keep(new)
            vectors = embed(distinct)
            if len(vectors) > REMEMBERED:
                return vectors
            if self._vectors is None:
                # Filled, so that the memory is allocated now and not in the middle of a run.
                self._vectors = np.full((REMEMBERED, vectors.shape[1]), 0, np.float32)
            rows = np.arange(len(vectors)) + len(self._keys)
            self._vectors[rows] = vectors
            self._keys = np.insert(self._keys, place[new], keys[new])
            self._rows = np.insert(self._rows, place[new], rows)
            place = np.searchsorted(self._keys, keys)
        assert self._vectors is not None
        return self._vectors.take(self._rows[place], axis=0)


@dataclass(frozen=True, slots=True)
class _Tokens:
    """Tokens of some Docs: the vectors of the distinct ones, and which of them each token is."""

    vectors: Floats
    which: NDArray[np.intp]
    lengths: list[int]


class _Parameters:
    """The parameters of some nodes, as of now: reading other weights, or training, changes them."""

    def __init__(self, node: Node) -> None:
        self._nodes = [part for part in node.walk() if part.param_names]
        self._arrays = self._now()

    def _now(self) -> list[Any]:
        return [node.get_param(name) for node in self._nodes for name in node.param_names]

    def changed(self) -> bool:
        return any(one is not other for one, other in zip(self._now(), self._arrays, strict=True))


class _Embed:
    """What a node does that embeds the words of Docs: each distinct word once."""

    def __init__(self, stock: Forward) -> None:
        self._stock = stock
        self._lock = threading.Lock()
        self._remembered: tuple[_Parameters, _Remembered] | None = None

    def __reduce__(self) -> tuple[type[_Embed], tuple[Forward]]:
        return _Embed, (self._stock,)

    def __call__(self, model: Node, docs: list[Doc], is_train: bool) -> Any:
        lengths = [len(doc) for doc in docs]
        if is_train:
            self._remembered = None
        if is_train or not sum(lengths):
            return self._stock(model, docs, is_train)
        distinct = _Distinct(docs)

        def embed(new: _Distinct) -> Floats:
            vectors: Floats = self._stock(model, [new], False)[0][0]
            return vectors

        with self._lock:
            if self._remembered is None or self._remembered[0].changed():
                self._remembered = _Parameters(model), _Remembered()
            vectors = self._remembered[1].of(distinct, embed)
        return _Tokens(vectors, distinct.inverse, lengths), _no_gradient


def _no_gradient(_: Any) -> Any:
    raise NotImplementedError("predictions have no gradient")


def _layers(chain: Node) -> list[list[Node]]:
    """The layers of each block that ``chain`` is made of; none if it is made of anything else."""
    found = []
    for residual in chain.layers:
        inner = [node for node in residual.walk() if not node.layers and node.name != "dropout"]
        if [node.name for node in inner] != ["expand_window", "maxout", "layernorm"]:
            return []
        if not residual.name.startswith("residual(") or inner[0].attrs["window_size"] != 1:
            return []
        found.append(inner)
    return found


def _blocks(chain: Node) -> list[EncoderBlock]:
    blocks = []
    for _, maxout, norm in _layers(chain):
        of_maxout, of_norm = (
            [np.asarray(node.get_param(name)) for name in names]
            for node, names in ((maxout, "Wb"), (norm, "Gb"))
        )
        blocks.append(EncoderBlock(*of_maxout, *of_norm))
    return blocks


class _Encode:
    """What a node does that mixes each word's vector with its neighbours'."""

    def __init__(self, stock: Forward) -> None:
        self._stock = stock
        self._known: tuple[_Parameters, list[EncoderBlock]] | None = None

    def __reduce__(self) -> tuple[type[_Encode], tuple[Forward]]:
        return _Encode, (self._stock,)

    def __call__(self, model: Node, tokens: Any, is_train: bool) -> Any:
        if is_train:
            self._known = None
        if not isinstance(tokens, _Tokens):
            return self._stock(model, tokens, is_train)
        known = self._known
        if known is None or known[0].changed():
            known = self._known = _Parameters(model), _blocks(model.layers[0])
        with one_thread():
            return _encode(known[1], tokens, model.attrs["pad"]), _no_gradient


def _encode(blocks: list[EncoderBlock], tokens: _Tokens, pad: int) -> list[Floats]:
    # Docs are kept apart by rows that start as zeros, as ``with_array`` has it.
    gap = np.full(pad + 1, len(tokens.vectors))
    starts = np.cumsum(tokens.lengths[:-1])
    parts = [gap[:pad]]
    for which in np.split(tokens.which, starts):
        # All begin at odd places, or all at even ones, which are added up in another way.
        parts += [which, gap[: pad + (len(which) + pad) % 2]]
    vectors = np.concatenate([tokens.vectors, np.zeros_like(tokens.vectors[:1])])
    rows = convolve(blocks, vectors, np.concatenate(parts))
    found = []
    start = pad
    for length in tokens.lengths:
        found.append(rows[start : start + length])
        start += length + pad + (length + pad) % 2
    return found
