"""Names found by a spaCy model alone, as a baseline."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import spacy

from ..errors import ModelMissingError
from ..spacy_model.lookup import find_model
from .evaluate import Evaluated, Evaluation, name_spans, score_names
from .gold import GoldArticle
from .labelled import KINDS

if TYPE_CHECKING:
    from spacy.language import Language

_NOT_NEEDED = ("tagger", "attribute_ruler", "lemmatizer", "senter")
"""Components of spaCy's English models that named entities do not depend on."""


def evaluate_bare(gold: Sequence[GoldArticle], model: str) -> Evaluation:
    """Compare gold articles with the entities of a spaCy model as distributed.

    Raises:
        ModelMissingError: the model is not installed, or finds no names.
    """
    nlp = load_bare(model)
    named = [article for article in gold if article.names is not None or article.entities]
    docs = nlp.pipe([article.text for article in named], batch_size=16)
    return Evaluation(
        tuple(
            Evaluated(
                article,
                None,
                score_names(
                    article,
                    [
                        name_spans(KINDS[name.label_.lower()], (name.start_char, name.end_char))
                        for name in doc.ents
                        if name.label_.lower() in KINDS
                    ],
                ),
            )
            for article, doc in zip(named, docs, strict=True)
        )
    )


def load_bare(model: str) -> Language:
    """The model, with only the components that named entities depend on.

    Raises:
        ModelMissingError: the model is not installed, or finds no names.
    """
    nlp = spacy.load(find_model(model).path, exclude=_NOT_NEEDED)
    if not nlp.has_pipe("ner"):
        raise ModelMissingError(f"The spaCy model {model!r} has no ner; choose one that has.")
    nlp.max_length = 2**31
    return nlp
