"""Names of people, places and organisations, as the tagger of this package finds them."""

from __future__ import annotations

from pathlib import Path

from spacy.language import Language
from spacy.pipeline import EntityRecognizer

from .weights import DEFAULT_WEIGHTS, load_tagger


@Language.factory(
    "newsquotes_names",
    assigns=["doc.ents", "token.ent_iob", "token.ent_type", "doc._.name_scores"],
    default_config={"weights": None},
    retokenizes=False,
)
def make_names(nlp: Language, name: str, weights: str | None) -> EntityRecognizer:
    """The tagger: spaCy's ``ner`` with a network of our own, trained on news of the whole world.

    Its labels are PERSON; GPE, LOC and FAC; ORG; NORP for nationalities, faiths and peoples; MISC
    for works, events, laws and products; and spaCy's labels of dates and numbers.
    """
    path = Path(weights) if weights else DEFAULT_WEIGHTS
    return load_tagger(nlp.vocab, name, path, vectors_follow=True)
