"""Whether the accelerated model gives the same annotations as stock spaCy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import spacy

from ..analysis import make_doc
from ..articles.base import Article
from ..settings import Settings
from ..spacy_model.loading import load, replace_names
from ..spacy_model.lookup import find_model
from ..stages import BEFORE_MODEL, STAGES, factory_name

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc


def stock(settings: Settings) -> Language:
    """The model with spaCy's own settings and all its own components.

    Only the paragraph boundaries are added, which parsers take as given, and names are found by
    our own tagger if the settings have it so, with the layers that spaCy makes of it.
    """
    nlp = spacy.load(find_model(settings.model).path)
    nlp.max_length = 2**31
    replace_names(nlp, settings)
    for stem in reversed(BEFORE_MODEL):
        nlp.add_pipe(factory_name(stem), first=True)
    return nlp


def raw_annotations(doc: Doc) -> dict[str, Any]:
    """The annotations of the model's own components that some stage reads."""
    return {
        "words": [token.text for token in doc],
        "tags": [token.tag_ for token in doc],
        "deps": [token.dep_ for token in doc],
        "heads": [token.head.i for token in doc],
        "sentences": [sent.start for sent in doc.sents],
        "ents": [(ent.start, ent.end, ent.label_) for ent in doc.ents],
    }


def differing(
    articles: Iterable[Article], settings: Settings, nlp: Language | None = None
) -> Iterator[tuple[str, list[str]]]:
    """The id of each article with the names of the annotations that differ from stock spaCy.

    Ours are made as in a run, many articles at once, and stock spaCy's one by one.
    """
    theirs, ours = stock(settings), nlp or load(settings)
    behind = [factory_name(stem) for stem in STAGES if stem not in BEFORE_MODEL]
    waiting: list[Article] = []

    def docs() -> Iterator[Doc]:
        for article in articles:
            waiting.append(article)
            yield make_doc(ours, article)

    with ours.select_pipes(disable=behind):
        for doc in ours.pipe(docs(), batch_size=128):
            article = waiting.pop(0)
            found = raw_annotations(doc)
            expected = raw_annotations(theirs(make_doc(theirs, article)))
            yield article.id, [name for name in expected if found[name] != expected[name]]
