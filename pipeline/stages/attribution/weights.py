"""The trained weights, stored in one ``.npz`` without pickles."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ..weight_files import explained, read_arrays
from .shapes import check
from .word_features import SYMBOLIC, Floats, Reader, Vocabulary

if TYPE_CHECKING:
    from spacy.language import Language

FORMAT: Final = "newsquotes.attribution/1"
DEFAULT_WEIGHTS: Final = Path(__file__).parent / "weights.npz"


@dataclass(frozen=True, slots=True)
class Trained:
    """The result of a training.

    Attributes:
        weights: arrays by name, float32; see :mod:`newsquotes.stages.attribution.network`.
        strings: the strings of each vocabulary of ``SYMBOLIC``, sorted by number.
        vector_keys: spaCy hashes of the words in the table of vectors; ``vector_rows`` their rows.
        confidence: weights of the logistic regression that rates an attribution, bias last.
        forms: its weights for the form of a report; see
            :func:`newsquotes.stages.attribution.confidence.forms`.
        threshold: the least confidence of an attribution that is reported.
        tensor_model: name and version of the spaCy model whose token vectors were used, which have
            the width ``tensor_width``.
    """

    weights: dict[str, Floats]
    strings: dict[str, list[str]]
    vector_keys: np.ndarray[Any, np.dtype[np.uint64]]
    vector_rows: np.ndarray[Any, np.dtype[np.uint32]]
    confidence: Floats
    threshold: float
    tensor_model: str
    tensor_width: int
    forms: Mapping[str, float] = field(default_factory=dict)

    def reader(self) -> Reader:
        """The reader of features that fits these weights."""
        vocabularies = {name: Vocabulary.of(self.strings[name]) for name in SYMBOLIC}
        return Reader(
            vocabularies, Vocabulary(self.vector_keys), self.vector_rows, self.tensor_width
        )


def model_name(nlp: Language) -> str:
    """Language, name and version of a model, as ``en_core_web_md-3.8.0``."""
    return f"{nlp.lang}_{nlp.meta['name']}-{nlp.meta['version']}"


def save(trained: Trained, path: Path) -> None:
    """Write weights as half-precision floats; the same weights give the same bytes."""
    arrays: dict[str, Any] = {
        f"weights/{k}": v.astype(np.float16) for k, v in trained.weights.items()
    }
    arrays |= {f"strings/{name}": np.array(terms) for name, terms in trained.strings.items()}
    arrays["vector_keys"] = trained.vector_keys
    arrays["vector_rows"] = trained.vector_rows
    arrays["confidence"] = trained.confidence
    arrays["forms/names"] = np.array(list(trained.forms), dtype=np.str_)
    arrays["forms/weights"] = np.array(list(trained.forms.values()), dtype=np.float32)
    meta = {
        "format": FORMAT,
        "threshold": trained.threshold,
        "tensor_model": trained.tensor_model,
        "tensor_width": trained.tensor_width,
    }
    arrays["meta"] = np.array(json.dumps(meta, sort_keys=True))
    np.savez_compressed(path, allow_pickle=False, **arrays)


def read(path: Path = DEFAULT_WEIGHTS) -> Trained:
    """Read weights.

    Raises:
        WeightsError: the file is missing, damaged, of another format, or not of this network.
    """
    with explained(path):
        trained = _trained(read_arrays(path))
        check(trained)
        return trained


def _trained(arrays: Mapping[str, Any]) -> Trained:
    meta = json.loads(str(arrays["meta"]))
    if meta["format"] != FORMAT:
        raise ValueError(f"its format is {meta['format']}, not {FORMAT}")
    return Trained(
        weights={
            name.removeprefix("weights/"): array.astype(np.float32)
            for name, array in arrays.items()
            if name.startswith("weights/")
        },
        strings={
            name.removeprefix("strings/"): array.tolist()
            for name, array in arrays.items()
            if name.startswith("strings/")
        },
        vector_keys=arrays["vector_keys"],
        vector_rows=arrays["vector_rows"],
        confidence=arrays["confidence"],
        forms=_forms(arrays),
        threshold=float(meta["threshold"]),
        tensor_model=str(meta["tensor_model"]),
        tensor_width=int(meta["tensor_width"]),
    )


def _forms(arrays: Mapping[str, Any]) -> dict[str, float]:
    """The weights of forms by name; earlier weights have none."""
    if "forms/names" not in arrays:
        return {}
    return dict(zip(arrays["forms/names"].tolist(), arrays["forms/weights"].tolist(), strict=True))
