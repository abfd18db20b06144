"""A run: inputs read, worked on, written and accounted for."""

from __future__ import annotations

import logging
import os
import platform
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from importlib.metadata import version
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO, Final, Literal, cast

from .. import __version__
from ..articles import Article, count_inputs, read_articles
from ..engines.base import PreparedEngine
from ..engines.interrupts import interrupts_deferred
from ..engines.pool import PoolEngine
from ..errors import EngineError, FailureCode, InputError, NothingToDoError, Stage
from ..lexicons import use_lexicons
from ..schemas.outcome import Done, Outcome
from ..schemas.record import SCHEMA_VERSION, Versioned
from ..schemas.run import RUN_FILE, RUN_SCHEMA_NAME, RunSummary, Stale
from ..settings import RecordFormat, RunOptions, Settings
from ..spacy_model.lookup import ModelInfo, find_model
from ..storage.lock import held
from ..storage.ownership import check_folder, check_output
from ..storage.paths import path_of
from ..storage.record_files import is_named_as_records
from ..writers.base import Writer
from ..writers.errors import output_error, output_errors
from ..writers.json import JsonFolder
from ..writers.jsonl import JsonLines
from ..writers.parquet import ParquetTables
from ..writers.stream import JsonLinesStream
from .columns import ColumnsSeen
from .journal import Journal, earlier_digests
from .resume import kept_record

_log = logging.getLogger(__name__)

type Status = Literal["complete", "limited", "stopped", "interrupted", "failed"]
LEAST_ARTICLES_PER_WORKER: Final = 100

_WRITERS: Final[dict[RecordFormat, type[JsonFolder | JsonLines | ParquetTables]]] = {
    "json": JsonFolder,
    "jsonl": JsonLines,
    "parquet": ParquetTables,
}

_LAST_MOMENT: Final = datetime(9999, 12, 31, tzinfo=UTC).timestamp()

type Observer = Callable[[Sequence[Outcome]], None]


def run(
    inputs: Sequence[Path | str] | Path | str,
    output: Path | str | BinaryIO,
    settings: Settings | None = None,
    options: RunOptions | None = None,
    *,
    stdin: BinaryIO | None = None,
    observe: Observer | None = None,
    settings_file: str | None = None,
) -> RunSummary:
    """Make a record of every article in ``inputs``, as the command ``newsquotes extract`` does.

    An article that cannot be read or analysed becomes a failure of the run, not an exception.

    Args:
        inputs: files and folders, or a single one; ``-`` is standard input.
        output: a folder or an address for the records, ``run.json`` and ``failures.jsonl``; or a
            binary stream for the records alone, as JSON Lines.
        settings: the settings that shape the records.
        options: the settings that do not, such as the format and the number of processes.
        stdin: the stream to read for ``-``, if not standard input itself.
        observe: a function that is called with the outcomes of each batch once they are written.
        settings_file: the file that the settings were read from, for the summary.

    Example:
        >>> summary = run("articles", "outputs")
        >>> summary.counts.records, summary.counts.failed
        (1, 0)

    Raises:
        UsageError: an input does not exist, or the output cannot be written.
        ModelMissingError: see :func:`newsquotes.spacy_model.loading.load`.
        NothingToDoError: there is not a single input in ``inputs``.
        OutputError: the output can no longer be written; the records that are there are complete.
        EngineError: the worker processes cannot be kept alive, or an input is unaccounted for,
            which is a bug.
    """
    inputs = [inputs] if isinstance(inputs, str | Path) else inputs
    settings, options = settings or Settings(), options or RunOptions()
    started = time.time(), time.monotonic()
    if isinstance(output, str | Path):
        check_output(inputs, output)
    settings.sha256  # noqa: B018  an error, at once, where a file that they name cannot be read
    use_lexicons(settings.lexicons)
    columns = ColumnsSeen()
    articles = read_articles(
        inputs, settings, stdin=stdin, tell=columns.add, timeout=options.timeout
    )
    model = find_model(settings.model)
    folder = path_of(output) if isinstance(output, str | Path) else None
    if folder is not None and options.shard is not None:
        folder = folder / f"shard-{options.shard.replace('/', '-of-')}"
    with ExitStack() as stack:
        engine = stack.enter_context(closing(_engine(settings, options, folder, inputs)))
        if _is_fresh(folder, options):
            engine.prepare()  # while the first articles are read
        first = next(articles, None)
        if first is None:
            raise NothingToDoError(
                f"No input in {', '.join(map(str, inputs))}; name files, or folders that hold some."
            )
        items: Iterator[Article | InputError] = chain([first], articles)
        if options.shard is not None:
            number, of = map(int, options.shard.split("/"))
            items = islice(items, number - 1, None, of)
        stack.enter_context(output_errors(folder))  # what is read has errors of its own
        if folder is not None:
            check_folder(folder, options.format)
            check_place = stack.enter_context(held(folder))
        writer = _writer(output, folder, options)
        stack.callback(writer.close)
        journal = stack.enter_context(closing(Journal(folder)))
        status: Status = "failed"
        waiting: deque[Outcome] = deque()
        try:
            read = _Counted(islice(items, options.limit))
            wanted: Iterable[Article | Outcome] = read
            if options.resume:
                digests = earlier_digests(folder) if folder is not None else {}
                wanted = _resumed(wanted, writer, settings, model, digests)
            with closing(engine.outcomes(wanted)) as batches:
                reached = _settle(batches, writer, waiting, journal, options, observe)
            if reached == "complete" and options.limit and next(items, None) is not None:
                reached = "limited"
            writer.finish(complete=reached == "complete")
            _note(waiting, journal, but=0)
            if reached != "stopped" and read.count != journal.counts.inputs:
                told = journal.counts.inputs
                raise EngineError(
                    f"{read.count} inputs were read, but {told} are accounted for; "
                    "report it as a bug."
                )
            if folder is not None:
                check_place()
            status = reached  # only now is everything on disk
            if writer.removed:
                _log.warning(
                    "Records whose inputs are gone were removed (%d); check that %s is complete.",
                    writer.removed,
                    ", ".join(map(str, inputs)),
                )
            counts = journal.counts
            known = counts.written + counts.kept + len(writer.stale)
            if status == "complete" and (others := _in_folder(folder, options) - known) > 0:
                _log.warning(
                    "Records in %s belong to another run (%d); delete them, or choose another "
                    "output with -o.",
                    folder,
                    others,
                )
        except KeyboardInterrupt:
            status = "interrupted"
            writer.finish(complete=False)
            _note(waiting, journal, but=0)
            raise
        finally:
            # Also when interrupted, or out of disk: the account of what was done is kept.
            summary = _summary(
                started, status, settings, settings_file, options, model, journal, writer, columns
            )
            _finish(journal, summary, folder)
    return summary


def _finish(journal: Journal, summary: RunSummary, folder: Path | None) -> None:
    try:
        journal.finish(summary)
    except OSError as error:
        if folder is None or summary.status in ("failed", "interrupted"):
            # Another error is on its way, and this one is not to hide it.
            reason = error.strerror or error
            _log.warning("The account of the run, %s, cannot be written (%s).", RUN_FILE, reason)
        else:
            raise output_error(folder, error) from error


class _Counted:
    """Passes inputs on and counts them, so that the outcomes can be checked against them."""

    def __init__(self, items: Iterable[Article | InputError]) -> None:
        self._items = items
        self.count = 0

    def __iter__(self) -> Iterator[Article | InputError]:
        for item in self._items:
            self.count += 1
            yield item


def _writer(output: Path | str | BinaryIO, folder: Path | None, options: RunOptions) -> Writer:
    if folder is None:
        return JsonLinesStream(cast("BinaryIO", output))
    if options.format == "jsonl":
        return JsonLines(folder, compress=options.compress)
    return _WRITERS[options.format](folder)


def _in_folder(folder: Path | None, options: RunOptions) -> int:
    """How many records lie in a folder here that has a file for each."""
    if not isinstance(folder, Path) or options.format != "json":
        return 0
    return sum(1 for file in folder.iterdir() if is_named_as_records(file) and file.is_file())


def _is_fresh(folder: Path | None, options: RunOptions) -> bool:
    """Whether there will be work for sure, and no record to keep."""
    if folder is None or not options.resume:
        return True
    return isinstance(folder, Path) and not (folder / RUN_FILE).exists()


def _engine(
    settings: Settings, options: RunOptions, folder: Path | None, inputs: Sequence[Path | str]
) -> PreparedEngine:
    indent = JsonLinesStream.indent if folder is None else _WRITERS[options.format].indent
    if options.engine == "ray":
        from ..engines.ray import RayEngine

        return RayEngine(settings, options, indent=indent)
    jobs = options.jobs or _worthwhile_jobs(options, inputs)
    return PoolEngine(settings, options, indent=indent, jobs=jobs)


def _worthwhile_jobs(options: RunOptions, inputs: Sequence[Path | str]) -> int:
    """One worker per core, but none that would find nothing left to do once it has loaded."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    expected = count_inputs(inputs)
    if options.limit is not None:
        expected = min(options.limit, expected or options.limit)
    if expected is None:
        return cores or 1
    return max(1, min(cores or 1, expected // LEAST_ARTICLES_PER_WORKER))


def _resumed(
    items: Iterable[Article | Outcome],
    writer: Writer,
    settings: Settings,
    model: ModelInfo,
    digests: dict[str, str],
) -> Iterator[Article | Outcome]:
    for position, item in enumerate(items):
        kept = None
        if isinstance(item, Article) and (data := writer.earlier(position, item.id)):
            kept = kept_record(data, item, settings, model, digests.get(item.id))
        yield kept or item


def _settle(
    batches: Iterator[list[Outcome]],
    writer: Writer,
    waiting: deque[Outcome],
    journal: Journal,
    options: RunOptions,
    observe: Observer | None,
) -> Status:
    """Write, note and show the outcomes as they come; ``waiting`` are those not yet on disk."""
    for outcomes in batches:
        if options.fail_fast:
            outcomes = _to_first_failure(outcomes)
        settled = _write(outcomes, writer)
        waiting.extend(settled)
        _note(waiting, journal, but=writer.waiting)
        if observe is not None:
            observe(settled)
        if options.fail_fast and any(isinstance(outcome, InputError) for outcome in settled):
            return "stopped"
    return "complete"


def _note(waiting: deque[Outcome], journal: Journal, *, but: int) -> None:
    """Record all but the last so many, which may yet be lost."""
    with interrupts_deferred():  # or one might be counted and not listed
        while len(waiting) > but:
            journal.note(waiting.popleft())


def _to_first_failure(outcomes: list[Outcome]) -> list[Outcome]:
    for number, outcome in enumerate(outcomes, 1):
        if isinstance(outcome, InputError):
            return outcomes[:number]
    return outcomes


def _write(outcomes: list[Outcome], writer: Writer) -> list[Outcome]:
    """The outcomes with those that could not be written turned into failures."""
    return [
        outcome if error is None or isinstance(outcome, InputError) else _unwritten(outcome, error)
        for outcome, error in zip(outcomes, writer.write(outcomes), strict=True)
    ]


def _unwritten(done: Done, error: OSError) -> InputError:
    message = f"Its record {done.id} cannot be written ({error.strerror}); see what is in the way."
    return InputError(done.source, Stage.WRITE, FailureCode.WRITE, message, done.id)


def _summary(
    started: tuple[float, float],
    status: Status,
    settings: Settings,
    settings_file: str | None,
    options: RunOptions,
    model: ModelInfo,
    journal: Journal,
    writer: Writer,
    columns: ColumnsSeen,
) -> RunSummary:
    seconds = time.monotonic() - started[1]  # the clock on the wall may be set back
    return RunSummary(
        schema_name=RUN_SCHEMA_NAME,
        schema_version=SCHEMA_VERSION,
        status=status,
        started=_moment(started[0]),
        finished=_moment(started[0] + seconds),
        seconds=round(seconds, 3),
        host=platform.node() or "unknown",
        python=".".join(map(str, sys.version_info[:3])),
        pipeline=Versioned(name="newsquotes", version=__version__),
        spacy=Versioned(name="spacy", version=version("spacy")),
        model=Versioned(name=model.name, version=model.version),
        settings=settings.model_dump(mode="json"),
        settings_sha256=settings.sha256,
        settings_file=settings_file,
        options=options.model_dump(mode="json"),
        counts=journal.counts,
        digests=writer.digests,
        stale=tuple(Stale(id=key, source=source) for key, source in sorted(writer.stale.items())),
        columns=columns.told(),
    )


def _moment(seconds: float) -> str:
    # A clock that is out of order costs nobody the account.
    seconds = min(max(seconds, 0), _LAST_MOMENT)
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
