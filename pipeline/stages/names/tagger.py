"""The tagger: spaCy's ``ner``, which also tells how sure it is."""

from __future__ import annotations

from typing import Any

from spacy.pipeline import EntityRecognizer
from spacy.tokens import Doc

from .first_look import FirstLook, note


class NameTagger(EntityRecognizer):  # type: ignore[misc]
    """Writes ``doc._.name_scores`` beside ``doc.ents``."""

    def predict(self, docs: Any) -> Any:
        """As spaCy has it; the scores are written at once."""
        docs = [docs] if isinstance(docs, Doc) else list(docs)
        states = super().predict(docs)
        look = self.model._func
        if isinstance(look, FirstLook) and any(map(len, docs)):
            moves: Any = self.moves
            note(docs, look, [moves.get_class_name(move) for move in range(moves.n_moves)])
        return states
