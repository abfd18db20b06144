"""Many articles at once, from memory to memory: streaming, in order, at the speed of a run."""

from __future__ import annotations

import io
import json
from collections.abc import Generator, Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from .articles.base import Article
from .articles.json import read_json
from .articles.noticing import noticed
from .articles.source import Source
from .articles.text import article_of
from .engines.base import Engine
from .engines.batches import batches, merge
from .engines.worker import Worker
from .errors import FailureCode, InputError, Stage, UsageError
from .extraction import settings_for
from .schemas.outcome import Outcome
from .schemas.record import Record
from .settings import RunOptions, Settings
from .spacy_model.lookup import find_model

if TYPE_CHECKING:
    from spacy.language import Language

BATCH_SIZE: Final[int] = RunOptions.model_fields["batch_size"].default


def extract_many(
    nlp: Language,
    articles: Iterable[str | Mapping[str, Any] | Article],
    settings: Settings | None = None,
    *,
    batch_size: int = BATCH_SIZE,
    jobs: int = 1,
) -> Iterator[Record | InputError]:
    """Make the records of many articles: an iterator of records, in the order of the articles.

    An article that cannot be read gives an :class:`InputError` in its place; nothing is raised.
    Articles are taken from the iterable as they are needed, so it may be endless.

    Args:
        nlp: from :func:`load`, or a pipeline of your own with our stages.
        articles: texts; mappings with ``text``, or ``title`` and ``body``, and whatever else a
            JSON input may have (``id``, ``published``, ``publisher``, …); or Articles.
        settings: by default those that ``nlp`` was loaded with.
        batch_size: the largest number of articles that go through the pipeline together.
        jobs: the number of processes. With more than one, each process loads the model again, which
            pays off from some hundreds of articles on; in a script, call the function under
            ``if __name__ == "__main__":``.

    Example:
        >>> texts = [{"id": "rain", "text": "“It rained,” said Mara Okoro."}, {"id": "empty"}]
        >>> for found in extract_many(nlp, texts):
        ...     print(found if isinstance(found, InputError) else found.quotes[0].text)
        “It rained,”
        item-2: No text; give 'text', or 'title' and 'body'...

    Raises:
        UsageError: ``nlp`` was loaded with other settings; or several ``jobs`` are asked for, and
            ``settings`` name another model than that of ``nlp``. It is raised at the call.
    """
    settings = settings_for(nlp, settings)
    options = RunOptions(batch_size=batch_size, jobs=jobs)
    engine: Engine
    if jobs == 1:
        engine = _Here(nlp, settings, batch_size)
    else:
        from .engines.pool import PoolEngine

        wanted, given = find_model(settings.model).name, f"{nlp.lang}_{nlp.meta['name']}"
        if wanted != given:
            raise UsageError(
                f"The processes would load {wanted}, but nlp is {given}; "
                "name its model in settings, or use jobs=1."
            )
        engine = PoolEngine(settings, options, indent=None, jobs=jobs)
    items = (_article(item, number, settings) for number, item in enumerate(articles, 1))
    return _records(engine.outcomes(items))


class _Here:
    """See :class:`newsquotes.engines.base.Engine`. With a pipeline that is loaded already."""

    def __init__(self, nlp: Language, settings: Settings, batch_size: int) -> None:
        self._worker = Worker(nlp, settings, indent=None)
        self._batch_size = batch_size

    def outcomes(self, items: Iterable[Article | Outcome]) -> Generator[list[Outcome]]:
        for batch in batches(items, self._batch_size):
            made = self._worker.process([item for item in batch if isinstance(item, Article)])
            yield merge(batch, made)


def _records(outcomes: Iterator[list[Outcome]]) -> Iterator[Record | InputError]:
    for batch in outcomes:
        for outcome in batch:
            if isinstance(outcome, InputError):
                yield outcome
            else:
                yield Record.model_validate_json(outcome.data)


def _article(item: object, number: int, settings: Settings) -> Article | InputError:
    try:
        if isinstance(item, Article):
            return item if item.language else noticed(item, settings)
        if isinstance(item, str):
            return noticed(article_of(item), settings)
        if isinstance(item, Mapping):
            found = _from_mapping(item, number, settings)
            return found if isinstance(found, InputError) else noticed(found, settings)
    except InputError as error:
        return error
    given = "None" if item is None else f"Something of type {type(item).__name__}"
    message = f"{given} is not an article; give a str, a mapping with 'text', or an Article."
    return InputError(f"item-{number}", Stage.READ, FailureCode.NO_TEXT, message)


def _from_mapping(item: Mapping[Any, Any], number: int, settings: Settings) -> Article | InputError:
    # A missing value of pandas's is a number that does not equal itself.
    known = {str(name): value for name, value in item.items() if value == value}
    source = f"item-{number}"
    try:
        data = json.dumps(known, default=_plain).encode()
    except (TypeError, ValueError) as error:
        message = f"It cannot be written as JSON ({error}); give texts, numbers and dates."
        return InputError(source, Stage.READ, FailureCode.BAD_JSON, message)
    return next(iter(read_json(Source(source, source, lambda: io.BytesIO(data)), settings)))


def _plain(value: Any) -> Any:
    """What JSON has no type for: dates, and the numbers of NumPy's."""
    if isinstance(value, date):
        return value.isoformat()
    if hasattr(value, "item"):
        return value.item()
    raise TypeError(f"a {type(value).__name__} is no JSON")
