"""``newsquotes extract``: articles in, records out."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from ..errors import ExitCode, InputError, NothingToDoError, UsageError
from ..settings import (
    Compression,
    EngineName,
    NamesFrom,
    RecordFormat,
    RunOptions,
    Settings,
)
from .config import read_settings_file
from .output import LogFormat, counted, log_as, say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..runs.run import Observer
    from ..schemas.outcome import Outcome
    from ..schemas.run import RunSummary


_OUTPUT, _INPUTS, _ANALYSIS = "What is written", "What is read", "How it is analysed"
_RUN, _MESSAGES = "How it is run", "What is told"
"""The groups of the options in --help."""


def _default(name: str) -> Any:
    fields = {**Settings.model_fields, **RunOptions.model_fields}
    return fields[name].default


def _help(name: str) -> str:
    fields = {**Settings.model_fields, **RunOptions.model_fields}
    return fields[name].description or ""


_FORMAT: Final[RecordFormat] = _default("format")
_COMPRESS: Final[Compression] = _default("compress")
_ENGINE: Final[EngineName] = _default("engine")
_NAMES: Final[NamesFrom] = _default("names")


def _take_defaults(ctx: typer.Context, path: Path | None) -> Path | None:
    ctx.default_map = {**(ctx.default_map or {}), **read_settings_file(path)}
    return path


def extract(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="INPUT...",
            help="Files or folders of articles (.txt, .json, .jsonl, .html, .csv, .xlsx, "
            ".parquet, .docx, .zip …), here or at an address such as s3://bucket/folder; "
            "- for standard input.",
            show_default=False,
        ),
    ],
    output: Annotated[
        str,
        typer.Option(
            "--output",
            "-o",
            help="Folder or address for the records; - for JSON Lines on standard output.",
            rich_help_panel=_OUTPUT,
        ),
    ] = "outputs",
    format_: Annotated[
        RecordFormat,
        typer.Option("--format", help=_help("format"), rich_help_panel=_OUTPUT),
    ] = _FORMAT,
    compress: Annotated[
        Compression,
        typer.Option(help=_help("compress"), rich_help_panel=_OUTPUT),
    ] = _COMPRESS,
    resume: Annotated[
        bool,
        typer.Option("--resume/--force", help=_help("resume"), rich_help_panel=_OUTPUT),
    ] = True,
    map_: Annotated[
        str | None,
        typer.Option(
            "--map", metavar="FIELD=COLUMN,...", help=_help("map"), rich_help_panel=_INPUTS
        ),
    ] = None,
    raw_text: Annotated[
        bool,
        typer.Option("--raw-text", help=_help("raw_text"), rich_help_panel=_INPUTS),
    ] = False,
    any_language: Annotated[
        bool,
        typer.Option("--any-language", help=_help("any_language"), rich_help_panel=_INPUTS),
    ] = False,
    max_bytes: Annotated[
        int,
        typer.Option(help=_help("max_bytes"), rich_help_panel=_INPUTS),
    ] = _default("max_bytes"),
    limit: Annotated[
        int | None,
        typer.Option(help=_help("limit"), rich_help_panel=_INPUTS),
    ] = None,
    shard: Annotated[
        str | None,
        typer.Option(metavar="I/N", help=_help("shard"), rich_help_panel=_INPUTS),
    ] = None,
    dry_run: Annotated[
        bool,
        typer.Option(
            "--dry-run",
            help="Read the inputs and say what would be done; no more.",
            rich_help_panel=_INPUTS,
        ),
    ] = False,
    model: Annotated[
        str,
        typer.Option(help=_help("model"), rich_help_panel=_ANALYSIS),
    ] = _default("model"),
    weights: Annotated[
        str | None,
        typer.Option(metavar="FILE", help=_help("weights"), rich_help_panel=_ANALYSIS),
    ] = None,
    threshold: Annotated[
        float | None,
        typer.Option(help=_help("threshold"), rich_help_panel=_ANALYSIS),
    ] = None,
    speaker_threshold: Annotated[
        float,
        typer.Option(help=_help("speaker_threshold"), rich_help_panel=_ANALYSIS),
    ] = _default("speaker_threshold"),
    names: Annotated[
        NamesFrom,
        typer.Option(help=_help("names"), rich_help_panel=_ANALYSIS),
    ] = _NAMES,
    names_weights: Annotated[
        str | None,
        typer.Option(metavar="FILE", help=_help("names_weights"), rich_help_panel=_ANALYSIS),
    ] = None,
    code: Annotated[
        str | None,
        typer.Option(metavar="FILE", help=_help("code"), rich_help_panel=_ANALYSIS),
    ] = None,
    stages: Annotated[
        str | None,
        typer.Option(metavar="NAME,...", help=_help("stages"), rich_help_panel=_ANALYSIS),
    ] = None,
    lexicons: Annotated[
        str | None,
        typer.Option(metavar="FOLDER", help=_help("lexicons"), rich_help_panel=_ANALYSIS),
    ] = None,
    max_chars: Annotated[
        int,
        typer.Option(help=_help("max_chars"), rich_help_panel=_ANALYSIS),
    ] = _default("max_chars"),
    jobs: Annotated[
        int | None,
        typer.Option("--jobs", "-j", help=_help("jobs"), rich_help_panel=_RUN),
    ] = None,
    batch_size: Annotated[
        int,
        typer.Option(help=_help("batch_size"), rich_help_panel=_RUN),
    ] = _default("batch_size"),
    timeout: Annotated[
        float | None,
        typer.Option(help=_help("timeout"), rich_help_panel=_RUN),
    ] = None,
    fail_fast: Annotated[
        bool,
        typer.Option("--fail-fast", help=_help("fail_fast"), rich_help_panel=_RUN),
    ] = False,
    engine: Annotated[
        EngineName,
        typer.Option(help=_help("engine"), rich_help_panel=_RUN),
    ] = _ENGINE,
    ray_address: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help=_help("ray_address"), rich_help_panel=_RUN),
    ] = None,
    config: Annotated[
        Path | None,
        typer.Option(
            help="Settings file; by default newsquotes.toml, or the table tool.newsquotes of "
            "pyproject.toml, in the working folder.",
            is_eager=True,
            callback=_take_defaults,
            rich_help_panel=_RUN,
        ),
    ] = None,
    quiet: Annotated[
        bool,
        typer.Option("--quiet", "-q", help="Print nothing but errors.", rich_help_panel=_MESSAGES),
    ] = False,
    verbose: Annotated[
        bool,
        typer.Option(
            "--verbose", "-v", help="Print one line per input.", rich_help_panel=_MESSAGES
        ),
    ] = False,
    log_format: Annotated[
        LogFormat,
        typer.Option(
            help="Messages as text, or as one JSON object per line.", rich_help_panel=_MESSAGES
        ),
    ] = LogFormat.TEXT,
    metrics: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Keep counts, failures and words per second in this file (OpenMetrics).",
            rich_help_panel=_MESSAGES,
        ),
    ] = None,
) -> None:
    """Make one validated JSON record per article.

    Exit codes: 0 all good; 1 some inputs failed; 2 usage or settings; 3 model missing;
    4 nothing to process; 5 the output cannot be written; 6 an error of the engine or a bug;
    130 interrupted.
    """
    log_as(log_format)
    settings, options = settings_from(
        {
            "model": model,
            "weights": weights,
            "threshold": threshold,
            "speaker_threshold": speaker_threshold,
            "names": names,
            "names_weights": names_weights,
            "code": code,
            "stages": stages,
            "lexicons": lexicons,
            "max_bytes": max_bytes,
            "max_chars": max_chars,
            "map": map_,
            "raw_text": raw_text,
            "any_language": any_language,
        },
        {
            "limit": limit,
            "fail_fast": fail_fast,
            "resume": resume,
            "batch_size": batch_size,
            "jobs": jobs,
            "format": format_,
            "compress": compress,
            "shard": shard,
            "engine": engine,
            "ray_address": ray_address,
            "timeout": timeout,
        },
    )
    if dry_run:
        _dry_run(inputs, settings, options)
        return
    # NumPy reads this once, when it is first imported; more threads only get in each other's way.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from ..articles import count_inputs
    from ..runs.run import run
    from ..storage.paths import is_remote
    from .progress import Progress, show_summary

    there = [path for path in inputs if is_remote(path) or os.path.lexists(path)]
    total = None if quiet and metrics is None else count_inputs(there)
    if options.limit is not None:
        total = min(total or options.limit, options.limit)
    for name, stream, wanted in (
        ("input", sys.stdin, "-" in inputs),
        ("output", sys.stdout, output == "-"),
    ):
        if wanted and stream is None:
            raise UsageError(f"Standard {name} is closed; give a file or folder instead of -.")
    target = sys.stdout.buffer if output == "-" else output
    with (
        Progress(total=total, quiet=quiet, verbose=verbose) as progress,
        _watched(metrics, total) as watch,
        Path(os.devnull).open("w") as nowhere,
        # Ray prints when it loses something, at length; any other library, where it can be seen.
        redirect_stdout(nowhere if options.engine == "ray" else sys.stderr),
    ):

        def observe(outcomes: Sequence[Outcome]) -> None:
            progress.observe(outcomes)
            watch(outcomes)

        summary: RunSummary = run(inputs, target, settings, options, observe=observe)
    if not quiet:
        show_summary(summary, output)
    if summary.counts.failed:
        raise typer.Exit(ExitCode.SOME_FAILED)


@contextmanager
def _watched(metrics: Path | None, total: int | None) -> Iterator[Observer]:
    """What to call with outcomes, so that they are counted in the file of metrics, if any."""
    if metrics is None:
        yield lambda _: None
        return
    from ..runs.metrics import MetricsFile
    from .records import writing

    with writing(str(metrics)):
        file = MetricsFile(metrics, total)

    def observe(outcomes: Sequence[Outcome]) -> None:
        with writing(str(metrics)):
            file.observe(outcomes)

    try:
        yield observe
    finally:
        with writing(str(metrics)):
            file.write(running=False)


def settings_from(settings: dict[str, Any], options: dict[str, Any]) -> tuple[Settings, RunOptions]:
    """The settings given on the command line, checked.

    Raises:
        UsageError: naming the option and what is wrong with its value.
    """
    from pydantic import ValidationError

    try:
        return Settings(**settings), RunOptions(**options)
    except ValidationError as error:
        fault = error.errors()[0]
        if not fault["loc"]:
            raise UsageError("--" + fault["msg"].removeprefix("Value error, ") + ".") from error
        option = "--" + str(fault["loc"][0]).replace("_", "-")
        raise UsageError(f"{option}: {fault['msg']} (got {fault['input']!r}).") from error


def _dry_run(inputs: list[str], settings: Settings, options: RunOptions) -> None:
    from itertools import islice

    from ..articles import read_articles
    from ..runs.columns import ColumnsSeen
    from ..spacy_model.lookup import find_model
    from .progress import columns_told

    columns = ColumnsSeen()
    items = read_articles(inputs, settings, tell=columns.add)
    found = find_model(settings.model)
    articles = failures = 0
    for item in islice(items, options.limit):
        if isinstance(item, InputError):
            failures += 1
            say(f"failed {item.source}: {item.code}: {item.message}")
            if options.fail_fast:
                break
        else:
            articles += 1
            say(f"would write {item.id}.json from {item.source}")
    if not articles + failures:
        raise NothingToDoError(f"No input in {', '.join(inputs)}; name files or folders.")
    for seen in columns.told():
        say(columns_told(seen))
    told = f"{counted(articles, 'article')}, {counted(failures, 'failure')}"
    say(f"{told}; model {found.name} {found.version}")
    if failures:
        raise typer.Exit(ExitCode.SOME_FAILED)
