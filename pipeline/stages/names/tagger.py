"""The tagger: spaCy's ``ner``, which also writes how sure it is."""

from __future__ import annotations

from typing import Any

from spacy.pipeline import EntityRecognizer
from spacy.tokens import Doc

from .first_look import FirstLook, note


class NameTagger(EntityRecognizer):  # type: ignore[misc]
    """Writes ``doc._.name_scores`` beside ``doc.ents``."""

    def predict(self, docs: Any) -> Any:
        """Predict as spaCy does, and write the scores."""
        docs = [docs] if isinstance(docs, Doc) else list(docs)
        states = super().predict(docs)
        look = self.model._func
        if isinstance(look, FirstLook) and any(map(len, docs)):
            moves: Any = self.moves
            note(docs, look, [moves.get_class_name(move) for move in range(moves.n_moves)])
        return states
