"""Attributions: cue, content and source of what somebody is reported to say, write or think."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import batched
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from ..annotations import Attribution, text_of
from .candidates import Candidate
from .conversion import (
    add_floating,
    describe,
    describe_certain,
    find_introduced,
    is_name,
    is_turn,
    outside,
)
from .predictor import Finder
from .rules import find_certain
from .selection import choose, rate
from .stance import with_stance
from .weights import Trained, model_name, read
from .word_features import Words


class Attributions:
    """Writes ``doc._.attributions``.

    Args:
        trained: the weights.
        use_tensor: whether Docs carry the token vectors that the weights were trained with.
    """

    def __init__(self, trained: Trained, *, use_tensor: bool) -> None:
        self._confidence = trained.confidence
        self._threshold = trained.threshold
        self._finder = Finder(trained, use_tensor=use_tensor)

    def __call__(self, doc: Doc) -> Doc:
        self._annotate([doc])
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 64) -> Iterator[Doc]:
        """The same for many Docs: several at once are faster."""
        for docs in batched(stream, batch_size):
            self._annotate(docs)
            yield from docs

    def _annotate(self, docs: Sequence[Doc]) -> None:
        for doc, (words, candidates) in zip(docs, self._finder.find(docs), strict=True):
            self.set_annotations(doc, self.find(doc, words, candidates))

    def find(self, doc: Doc, words: Words, candidates: Sequence[Candidate]) -> list[Attribution]:
        """The attributions among the candidates of one Doc, in order of their content."""
        text = text_of(doc)
        marks = [mark for mark in doc._.quotations if mark["depth"] == 0]
        certain = find_certain(text, doc._.paragraphs, marks)
        possible = outside(words, candidates, [one.content for one in certain])
        rated = zip(possible, rate(words, possible, self._confidence), strict=True)
        good = [pair for pair in rated if pair[1] >= self._threshold]
        found = [describe_certain(text, one, marks) for one in certain]
        described = (
            describe(doc, text, words, one, rating, marks) for one, rating in choose(words, good)
        )
        # Of a content that was nothing but a comma no span is left.
        found += [
            one
            for one in described
            if one["content"] and not is_name(text, one) and not is_turn(text, one)
        ]
        found += find_introduced(doc, text, words, marks, found)
        found.sort(key=lambda one: one["content"][0])
        return [
            with_stance(doc, text, one)
            for one in add_floating(text, doc._.paragraphs, marks, found)
        ]

    def set_annotations(self, doc: Doc, attributions: list[Attribution]) -> None:
        doc._.attributions = attributions


@Language.factory(
    "newsquotes_attribution",
    requires=["doc._.paragraphs", "doc._.quotations", "token.tag", "token.dep", "doc.ents"],
    assigns=["doc._.attributions"],
    default_config={"weights": None},
    retokenizes=False,
)
def make_attributions(nlp: Language, name: str, weights: str | None) -> Attributions:
    """Registers :class:`Attributions`; ``weights`` is a file other than the package's own."""
    trained = read(Path(weights)) if weights else read()
    return Attributions(trained, use_tensor=model_name(nlp) == trained.tensor_model)
