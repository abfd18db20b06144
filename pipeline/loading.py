"""The spaCy pipeline: a model's own components with the stages of this package around them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import spacy
from thinc.api import NumpyOps

from pipeline.errors import ModelMissingError
from pipeline.models import find_model
from pipeline.settings import Settings
from pipeline.stages import add_stages

if TYPE_CHECKING:
    from spacy.language import Language

UNUSED: Final = ("attribute_ruler", "lemmatizer", "senter")
"""Components of spaCy's English models whose annotations no stage reads."""

NEEDED: Final = ("tagger", "parser", "ner")


def load(settings: Settings | str | None = None) -> Language:
    """The model with all stages in place; ``settings`` or the name or path of a model.

    Raises:
        ModelMissingError: the model is not installed, not loadable, or lacks a component we need.
        PipelineContractError: its components do not give what the stages read.
    """
    if not isinstance(settings, Settings):
        settings = Settings() if settings is None else Settings(model=settings)
    model = settings.model
    info = find_model(model)
    try:
        nlp = spacy.load(info.path, exclude=UNUSED)
    except (OSError, ValueError) as error:
        raise ModelMissingError(
            f"The spaCy model {model!r} cannot be loaded ({' '.join(str(error).split())[:200]}); "
            "install one made for this version of spaCy."
        ) from error
    if missing := [name for name in NEEDED if name not in nlp.pipe_names]:
        raise ModelMissingError(
            f"The spaCy model {model!r} has no {', '.join(missing)}; choose one that has."
        )
    # A reader's limits decide what is too long, once; see Settings.max_chars.
    nlp.max_length = 2**31
    _multiply_with_numpy(nlp)
    add_stages(nlp, settings.weights)
    return nlp


def _multiply_with_numpy(nlp: Language) -> None:
    # NumPy's BLAS is twice as fast as the blis that thinc's operations use by default.
    ops = NumpyOps(use_blis=False)
    for _, component in nlp.components:
        for node in component.model.walk() if hasattr(component, "model") else ():
            if isinstance(node.ops, NumpyOps):
                node.ops = ops
