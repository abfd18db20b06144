"""The work of every engine: a batch of articles in, the JSON of their records out."""

from __future__ import annotations

import gc
import logging
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from pydantic import ValidationError

from ..analysis import analyse, make_doc
from ..articles.base import Article
from ..errors import FailureCode, InputError, Stage
from ..extraction import provenance_of, record_json
from ..schemas.outcome import Done, Outcome
from ..schemas.record import Provenance, Record
from ..settings import Settings
from ..spacy_model.token_cache import TokenCache

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

ENOUGH_TOGETHER: Final = 128
"""Parsers go over a quarter of a batch at a time, and with fewer than some thirty articles waste
their time; so a small batch is said to be a larger one."""

_log = logging.getLogger(__name__)


class Worker:
    """A loaded pipeline that makes records. ``indent`` is that of their JSON."""

    def __init__(self, nlp: Language, settings: Settings, *, indent: int | None) -> None:
        self._nlp = nlp
        self._words = TokenCache(nlp)
        self._indent = indent
        self._max_chars = settings.max_chars
        self._provenance: Provenance = provenance_of(nlp, settings)
        # The model stays for good: no collection need look at its objects, which are most of all.
        gc.freeze()

    def process(self, articles: Sequence[Article]) -> list[Outcome]:
        """One outcome per article, in order."""
        self._words.learn(a.text for a in articles if len(a.text) <= self._max_chars)
        # What else the batch adds to the vocabulary goes with it, so that memory stays flat.
        with self._nlp.memory_zone(), _no_collections():
            return [
                self._record(article, found)
                for article, found in zip(articles, self._analyse(articles), strict=True)
            ]

    def _analyse(self, articles: Sequence[Article]) -> Iterator[Doc | InputError]:
        short = [article for article in articles if len(article.text) <= self._max_chars]
        together: Iterator[Doc] | None = None
        try:
            docs = [make_doc(self._nlp, article) for article in short]
            together = iter(list(self._nlp.pipe(docs, batch_size=max(len(docs), ENOUGH_TOGETHER))))
        except Exception as error:  # noqa: BLE001  any component may raise anything, on any article
            _log.warning("A batch is analysed one by one: %s: %s", type(error).__name__, error)
            _let_go(error)
        for article in articles:
            if together is None or len(article.text) > self._max_chars:
                yield self._analyse_alone(article)
            else:
                yield next(together)

    def _analyse_alone(self, article: Article) -> Doc | InputError:
        try:
            return analyse(self._nlp, article, self._max_chars)
        except Exception as error:  # noqa: BLE001  becomes this article's failure, the run goes on
            message = f"A component raised {type(error).__name__}: {error}; report it as a bug."
            _let_go(error)
            code = FailureCode.PROCESSING
            return InputError(article.source, Stage.PROCESS, code, message, article.id)

    def _record(self, article: Article, found: Doc | InputError) -> Outcome:
        if isinstance(found, InputError):
            return found
        try:
            data = record_json(article, found, self._provenance, indent=self._indent)
            record = Record.model_validate_json(data)
        except ValidationError as error:
            faults = "; ".join(fault["msg"] for fault in error.errors())
            message = f"Its record is inconsistent ({faults}); report it as a bug."
            code = FailureCode.INVALID_RECORD
            return InputError(article.source, Stage.PROCESS, code, message, article.id)
        return Done.of(record, data + b"\n")


@contextmanager
def _no_collections() -> Iterator[None]:
    """Switch off the collection of cycles: nearly nothing that a batch makes has any.

    Looking for them takes a twentieth of the time.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _let_go(error: Exception) -> None:
    """Free what the frames of ``error`` hold, if memory ran out."""
    if isinstance(error, MemoryError):
        traceback.clear_frames(error.__traceback__)
        # spaCy raises errors again in ways that make them refer to themselves.
        error.__traceback__ = None
        gc.collect()
