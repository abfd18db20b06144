"""The tagger: spaCy's ``ner``, which also writes how sure it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import batched
from typing import Any, Final

from spacy.pipeline import EntityRecognizer
from spacy.tokens import Doc

from .first_look import FirstLook, note

AT_ONCE: Final = 32
"""Docs that are read together; with more, the features of their words take much memory."""


class NameTagger(EntityRecognizer):  # type: ignore[misc]
    """Writes ``doc._.name_scores`` beside ``doc.ents``."""

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 128) -> Iterator[Doc]:
        """Annotate many Docs, :data:`AT_ONCE` together; spaCy takes a quarter of a batch."""
        for batch in batched(stream, batch_size):
            try:
                for some in batched(sorted(batch, key=len), AT_ONCE):
                    self.set_annotations(some, self.predict(some))
                yield from batch
            except Exception as error:  # noqa: BLE001  what is done with it is the pipeline's choice
                self.get_error_handler()(self.name, self, list(batch), error)

    def predict(self, docs: Any) -> Any:
        """Predict as spaCy does, and write the scores."""
        docs = [docs] if isinstance(docs, Doc) else list(docs)
        states = super().predict(docs)
        look = self.model._func
        if isinstance(look, FirstLook) and any(map(len, docs)):
            moves: Any = self.moves
            note(docs, look, [moves.get_class_name(move) for move in range(moves.n_moves)])
        return states
