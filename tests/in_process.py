"""An engine that works in the process of the tests: one batch after the other."""

from __future__ import annotations

from collections.abc import Generator, Iterable

from newsquotes.articles.base import Article
from newsquotes.engines.batches import batches, merge
from newsquotes.engines.worker import Worker
from newsquotes.schemas.outcome import Outcome
from newsquotes.settings import RunOptions, Settings
from newsquotes.spacy_model.loading import load


class InProcess:
    """See :class:`newsquotes.engines.base.Engine`. Loads the model when the first article comes."""

    def __init__(self, settings: Settings, options: RunOptions, *, indent: int | None) -> None:
        self._settings = settings
        self._options = options
        self._indent = indent

    def prepare(self) -> None:
        """Nothing."""

    def close(self) -> None:
        """Nothing."""

    def outcomes(self, items: Iterable[Article | Outcome]) -> Generator[list[Outcome]]:
        """Yield one outcome for each item, in order."""
        worker: Worker | None = None
        for batch in batches(items, self._options.batch_size):
            articles = [item for item in batch if isinstance(item, Article)]
            if articles and worker is None:
                worker = Worker(load(self._settings), self._settings, indent=self._indent)
            yield merge(batch, worker.process(articles) if worker and articles else [])
