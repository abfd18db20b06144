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
    """Make the tagger: spaCy's ``ner`` with our own network, trained on news from many countries.

    Its labels are PERSON; GPE, LOC and FAC for places; ORG; NORP for nationalities, faiths and
    peoples; MISC for works, events, laws and products; and spaCy's labels for dates and numbers.

    Args:
        nlp: the pipeline; its vocabulary needs word vectors before the first text is read.
        name: the name of the component.
        weights: a file of weights; None for the package's own.

    Raises:
        WeightsError: the file is missing or damaged, or the word vectors are others.
    """
    path = Path(weights) if weights else DEFAULT_WEIGHTS
    return load_tagger(nlp.vocab, name, path, vectors_follow=True)
