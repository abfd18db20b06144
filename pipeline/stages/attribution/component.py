"""The stage that finds attributions: what somebody is reported to say, write or think.

Each has a content, and mostly a cue and a source. A network proposes candidates; rules correct
them, and find what needs no network.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import batched
from pathlib import Path
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

from ...blas import one_thread
from ...errors import UsageError
from ..annotations import Attribution, text_of
from ..contract import check_read
from .beside import add_beside
from .candidates import Candidate
from .carriers import without_carriers
from .clauses import read_clauses
from .confidence import rate
from .conversion import (
    add_floating,
    describe,
    describe_certain,
    outside,
)
from .extents import with_edges
from .false_finds import is_false
from .formulas import least_of
from .frames import without_frame
from .introduced import find_headed, find_introduced
from .nested import find_nested
from .predictor import Finder
from .rules import find_certain
from .selection import choose
from .set_off import find_set_off
from .stance import with_stance
from .trailing import find_trailing
from .weights import DEFAULT_WEIGHTS, Trained, model_name, read, save
from .word_features import Words

_SAVED: Final = "weights.npz"

NAME: Final = "newsquotes_attribution"
READS: Final = ("doc._.paragraphs", "doc._.quotations", "token.tag", "token.dep", "doc.ents")


class Attributions:
    """Writes ``doc._.attributions``.

    Args:
        weights: the file of trained weights.
        model: name and version of the pipeline's model, such as ``en_core_web_md-3.8.0``. The token
            vectors of Docs are used only if the weights were trained with those of this model.
        threshold: the least confidence (0 to 1) of the network's finds that are reported; by
            default that of the weights.

    Raises:
        WeightsError: the file is damaged, or made for another network.
    """

    def __init__(self, weights: Path, model: str, *, threshold: float | None = None) -> None:
        self._threshold = threshold
        self._weights = weights
        self._model = model
        # A saved pipeline has weights of its own, and is not read from the folder it was made in.
        self._trained: Trained | None = None
        if weights.exists():
            self._use(read(weights))

    def _use(self, trained: Trained) -> None:
        self._trained = trained
        self._finder = Finder(trained, use_tensor=self._model == trained.tensor_model)

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Called by ``nlp.to_disk``: saves the weights, unless they are the package's own."""
        if self._weights != DEFAULT_WEIGHTS and self._trained is not None:
            Path(path).mkdir(parents=True, exist_ok=True)
            save(self._trained, Path(path) / _SAVED)

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> Attributions:
        """Called by ``spacy.load``: reads the saved weights, if there are any."""
        saved = Path(path) / _SAVED
        if saved.exists():
            self._use(read(saved))
        return self

    def __call__(self, doc: Doc) -> Doc:
        self._annotate([doc])
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 64) -> Iterator[Doc]:
        """Annotate many Docs. Several at a time are faster than one by one."""
        for docs in batched(stream, batch_size):
            self._annotate(docs)
            yield from docs

    def _annotate(self, docs: Sequence[Doc]) -> None:
        if self._trained is None:
            raise UsageError(f"The weights {self._weights} do not exist; check the path.")
        for doc in docs:
            check_read(doc, NAME, READS)
        with one_thread():
            found = self._finder.find(docs)
        for doc, (words, candidates) in zip(docs, found, strict=True):
            self.set_annotations(doc, self.find(doc, words, candidates, self._trained))

    def find(
        self, doc: Doc, words: Words, candidates: Sequence[Candidate], trained: Trained
    ) -> list[Attribution]:
        """The attributions among the candidates of one Doc, in order of their content."""
        text = text_of(doc)
        marks = [mark for mark in doc._.quotations if mark["depth"] == 0]
        people = [(e.start_char, e.end_char) for e in doc.ents if e.label_ == "PERSON"]
        certain = find_certain(text, doc._.paragraphs, marks, people)
        possible = outside(words, candidates, [span for one in certain for span in one.content])
        least = trained.threshold if self._threshold is None else self._threshold
        good = [
            (without_frame(doc, words, with_edges(doc, words, one)), rating)
            for one, rating in _rated(doc, words, possible, trained)
            if rating >= least
        ]
        found = [describe_certain(text, one, marks) for one in certain]
        described = (
            describe(doc, text, words, one, rating, marks) for one, rating in choose(words, good)
        )
        # Of a content that was nothing but a comma no span is left.
        found += [one for one in described if one["content"] and not is_false(doc, text, one)]
        found = without_carriers(doc, found)
        found += find_introduced(doc, text, words, marks, found)
        found += find_headed(doc, text, marks, found)
        found += find_set_off(doc, text, words, marks, found)
        found = add_beside(doc, text, marks, found)
        found = find_trailing(doc, text, marks, found)
        found += find_nested(doc, text, marks, found)
        found.sort(key=lambda one: one["content"][0])
        return [
            with_stance(doc, text, one)
            for one in add_floating(text, doc._.paragraphs, marks, found)
        ]

    def set_annotations(self, doc: Doc, attributions: list[Attribution]) -> None:
        doc._.attributions = attributions


def _rated(
    doc: Doc, words: Words, candidates: Sequence[Candidate], trained: Trained
) -> list[tuple[Candidate, float]]:
    """Candidates, their clauses read anew, each with the better rating of both readings."""
    weights = trained.confidence, trained.forms
    first = {one.head: one for one in candidates}
    before = dict(zip(first, rate(doc, words, candidates, *weights), strict=True))
    read = read_clauses(doc, words, candidates)
    # Most read the same both times, and are not rated again.
    changed = [one for one in read if one != first.get(one.head)]
    heads = (one.head for one in changed)
    after = dict(zip(heads, rate(doc, words, changed, *weights), strict=True))
    claimed = {word for one in read for word in one.content}
    return [
        (
            one,
            max(
                after.get(one.head, 0),
                before.get(one.head, 0),
                least_of(doc, words, one, within=one.head in claimed),
            ),
        )
        for one in read
    ]


@Language.factory(
    NAME,
    requires=list(READS),
    assigns=["doc._.attributions"],
    default_config={"weights": None, "threshold": None},
    retokenizes=False,
)
def make_attributions(
    nlp: Language, name: str, weights: str | None, threshold: float | None
) -> Attributions:
    """Make the component :class:`Attributions` for spaCy.

    ``weights`` is a file to use instead of the package's own.
    """
    path = Path(weights) if weights else DEFAULT_WEIGHTS
    return Attributions(path, model_name(nlp), threshold=threshold)
