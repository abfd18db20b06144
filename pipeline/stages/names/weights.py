"""Reads and writes the tagger's weights: one ``.npz`` file of plain numbers, without pickles."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, cast

import numpy as np
from numpy.typing import NDArray
from spacy.pipeline import EntityRecognizer
from spacy.vocab import Vocab
from thinc.api import Model

from ..weight_files import explained, read_arrays
from .network import build_network
from .tagger import NameTagger

FORMAT: Final = "newsquotes.names/1"
DEFAULT_WEIGHTS: Final = Path(__file__).parent / "weights.npz"
VECTORS: Final = 300
"""The width of the word vectors that the tagger reads."""

type Actions = dict[str, dict[str, int]]
"""Actions of the transition system: number of the action -> label -> how often it was seen."""


def learned(model: Model[Any, Any]) -> dict[str, NDArray[Any]]:
    """The learned arrays of a network, by name, in the order of its layers."""
    layers = (layer for layer in model.walk() if layer.param_names)
    return {
        f"{number:02}.{layer.name}.{name}": np.asarray(layer.get_param(name))
        for number, layer in enumerate(layers)
        for name in layer.param_names
    }


def save(tagger: EntityRecognizer, actions: Actions, vectors: str, path: Path) -> None:
    """Write the weights of a trained tagger, as half-precision floats.

    The same weights give the same bytes.

    Args:
        tagger: the trained component.
        actions: the actions of its transition system, as :func:`build` takes them.
        vectors: the name of the model whose word vectors it reads.
        path: the file to write.
    """
    arrays = {name: array.astype(np.float16) for name, array in learned(tagger.model).items()}
    meta = {
        "format": FORMAT,
        "actions": actions,
        "vectors": vectors,
        "sha256": _digest(arrays),
    }
    np.savez_compressed(
        path, allow_pickle=False, meta=np.array(json.dumps(meta)), **cast("Any", arrays)
    )


def load_tagger(
    vocab: Vocab, name: str, path: Path = DEFAULT_WEIGHTS, *, vectors_follow: bool = False
) -> EntityRecognizer:
    """A tagger with the weights in the file ``path``.

    Args:
        vocab: the vocabulary of the pipeline.
        name: the name of the component.
        path: the file of weights; by default the package's own.
        vectors_follow: allow a vocabulary without word vectors, because they are read later, as
            when spaCy loads a saved pipeline.

    Raises:
        WeightsError: the file is missing, damaged, of another format or for another network, or
            the vocabulary lacks the word vectors that the weights were trained with.
    """
    with explained(path):
        arrays = read_arrays(path)
        meta = json.loads(str(arrays.pop("meta")))
        _check(meta, arrays)
        tagger = build(vocab, name, meta["actions"], vectors_follow=vectors_follow)
        fill(tagger.model, arrays)
        return tagger


def _check(meta: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> None:
    if meta.get("format") != FORMAT:
        raise ValueError(f"its format is {meta.get('format')}, not {FORMAT}")
    if meta["sha256"] != _digest(arrays):
        raise ValueError("its digest is not that of its numbers")


def build(
    vocab: Vocab, name: str, actions: Actions, *, vectors_follow: bool = False
) -> EntityRecognizer:
    """A tagger whose weights are not yet set.

    Raises:
        ValueError: ``vocab`` has no word vectors, and ``vectors_follow`` is false.
    """
    if not (vocab.vectors_length or vectors_follow):
        raise ValueError("the spaCy model has no word vectors")
    tagger = NameTagger(vocab, build_network(), name=name)
    moves: Any = tagger.moves
    moves.initialize_actions({int(action): labels for action, labels in actions.items()})
    tagger.model.attrs["resize_output"](tagger.model, moves.n_moves)
    for layer in tagger.model.walk():
        if layer.name == "static_vectors":
            layer.set_dim("nM", vocab.vectors_length or VECTORS)
    tagger.model.initialize()
    return tagger


def fill(model: Model[Any, Any], arrays: Mapping[str, NDArray[Any]]) -> None:
    """Set the weights of a network to ``arrays``, named as :func:`learned` names them.

    Raises:
        ValueError: the names or shapes are not those of the network.
    """
    own = learned(model)
    if own.keys() != arrays.keys():
        raise ValueError(f"its layers are not the network's: {_first(own.keys() ^ arrays.keys())}")
    layers = [layer for layer in model.walk() if layer.param_names]
    for key, array in arrays.items():
        if own[key].shape != array.shape:
            raise ValueError(f"{key} has the shape {array.shape}, not {own[key].shape}")
        number, _, name = key.split(".")
        layers[int(number)].set_param(name, cast("Any", np.ascontiguousarray(array, np.float32)))


def _first(names: Sequence[str] | set[str]) -> str:
    return min(names)


def _digest(arrays: Mapping[str, NDArray[Any]]) -> str:
    digest = hashlib.sha256()
    for name in sorted(arrays):
        digest.update(f"{name} {arrays[name].dtype} {arrays[name].shape}".encode())
        digest.update(np.ascontiguousarray(arrays[name]).tobytes())
    return digest.hexdigest()
