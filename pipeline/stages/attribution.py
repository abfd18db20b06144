"""Attributions: cue, content and source of what somebody is reported to say, write or think."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import batched
from pathlib import Path
from typing import TYPE_CHECKING

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.attribution.contents import content_spans, content_type
from pipeline.attribution.features import Words
from pipeline.attribution.finder import Candidate, Finder
from pipeline.attribution.selection import choose, rate, runs
from pipeline.attribution.weights import Trained, model_name, read
from pipeline.attribution.wording import cue_lemma, find_addressee, find_mode
from pipeline.spans import Offsets
from pipeline.stages.annotations import Attribution, Quotation

if TYPE_CHECKING:
    from spacy.tokens import Token


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
        rated = [(candidate, rate(words, candidate, self._confidence)) for candidate in candidates]
        good = [pair for pair in rated if pair[1] >= self._threshold]
        marks = [mark for mark in doc._.marks if mark["depth"] == 0]
        return [
            describe(doc, words, candidate, rating, marks) for candidate, rating in choose(good)
        ]

    def set_annotations(self, doc: Doc, attributions: list[Attribution]) -> None:
        doc._.attributions = attributions


def describe(
    doc: Doc,
    words: Words,
    candidate: Candidate,
    confidence: float,
    marks: Sequence[Quotation],
) -> Attribution:
    """A candidate as an attribution in characters of the Doc.

    Args:
        doc: the article.
        words: its words, which the candidate's indices are of.
        candidate: what was found.
        confidence: how likely it is right.
        marks: the outermost quotations.
    """
    cue = doc[int(words.token[candidate.head])]
    lemma = cue_lemma(cue)
    content = content_spans(doc.text, words, candidate.content, marks)
    return Attribution(
        content=content,
        cue=around(words, candidate.cue, candidate.head),
        cue_lemma=lemma,
        source=around(words, candidate.source, None),
        addressee=find_addressee(doc, cue, lemma),
        type=content_type(doc.text, content, marks),
        mode=find_mode(lemma, source_head(doc, words, candidate.source)),
        confidence=confidence,
        rule=rule_name(candidate),
    )


def around(words: Words, indices: Sequence[int], head: int | None) -> Offsets | None:
    """The run of words that holds ``head``, or the longest one, as characters."""
    if not indices:
        return None
    first, last = max(
        runs(indices),
        key=lambda run: (head is not None and run[0] <= head <= run[1], run[1] - run[0]),
    )
    return int(words.start[first]), int(words.end[last])


def source_head(doc: Doc, words: Words, source: Sequence[int]) -> Token | None:
    """The word that the rest of a source hangs from."""
    inside = set(source)
    for index in source:
        if int(words.head[index]) not in inside or int(words.head[index]) == index:
            return doc[int(words.token[index])]
    return None


def rule_name(candidate: Candidate) -> str:
    """Where the cue stands to the content; see the list of rules in the README."""
    if candidate.head < candidate.content[0]:
        return "cue-before"
    return "cue-after" if candidate.head > candidate.content[-1] else "cue-between"


@Language.factory(
    "newsquotes_attribution",
    requires=["doc._.paragraphs", "doc._.marks", "token.tag", "token.dep", "doc.ents"],
    assigns=["doc._.attributions"],
    default_config={"weights": None},
    retokenizes=False,
)
def make_attributions(nlp: Language, name: str, weights: str | None) -> Attributions:
    """Registers :class:`Attributions`; ``weights`` is a file other than the package's own."""
    trained = read(Path(weights)) if weights else read()
    return Attributions(trained, use_tensor=model_name(nlp) == trained.tensor_model)
