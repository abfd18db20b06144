"""``newsquotes extract``: articles in, records out."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from ..errors import ExitCode, UsageError
from ..report.visible import visible_line
from ..settings import (
    Compression,
    EngineName,
    NamesFrom,
    RecordFormat,
    RunOptions,
    Settings,
)
from .config import read_settings_file, settings_lines
from .output import LogFormat, log_as, standard_output

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..runs.run import Observer
    from ..schemas.outcome import Outcome
    from ..schemas.run import RunSummary


_OUTPUT, _INPUTS, _ANALYSIS = "What is written", "What is read", "How it is analysed"
_RUN, _MESSAGES = "How it runs", "Messages"
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
    file = read_settings_file(path, isolated=ctx.params.get("isolated", False))
    ctx.default_map = {**(ctx.default_map or {}), **file.values}
    return file.path


def _log_as(log_format: LogFormat) -> LogFormat:
    log_as(log_format)
    return log_format


def _show_settings(ctx: typer.Context) -> None:
    """Print the value of each setting and where it comes from."""
    known = {"COMMANDLINE": "command line", "DEFAULT_MAP": str(ctx.params["config"])}
    origins = {}
    for name in ctx.params:
        source = ctx.get_parameter_source(name)
        origins[name] = known.get(source.name, "default") if source is not None else "default"
    for line in settings_lines(ctx.params, origins):
        typer.echo(visible_line(line))


def extract(
    ctx: typer.Context,
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="INPUT",
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
            help="Only read the inputs, and say what would be done.",
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
        float,
        typer.Option(help=_help("timeout"), rich_help_panel=_RUN),
    ] = _default("timeout"),
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
    isolated: Annotated[
        bool,
        typer.Option(
            "--isolated",
            help="Ignore the settings files in the working folder.",
            is_eager=True,
            rich_help_panel=_RUN,
        ),
    ] = False,
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
    show_settings: Annotated[
        bool,
        typer.Option(
            "--show-settings",
            help="Print every setting, its value and where it comes from, and exit.",
            rich_help_panel=_MESSAGES,
        ),
    ] = False,
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
            help="Messages as text, or as one JSON object per line.",
            is_eager=True,
            callback=_log_as,
            rich_help_panel=_MESSAGES,
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

    Exit codes: 0 all good; 1 some inputs failed; 2 usage or settings;
    3 model missing; 4 nothing to process; 5 the output cannot be written;
    6 an error of the engine or a bug; 130 interrupted.
    """
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
    if show_settings:
        _show_settings(ctx)
        return
    if dry_run:
        from .dry_run import dry_run as look

        look(inputs, settings, options)
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
    if "-" in inputs and sys.stdin is None:
        raise UsageError("Standard input is closed; give a file or folder instead of -.")
    target = standard_output() if output == "-" else output
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

        file = None if config is None else str(config)
        summary: RunSummary = run(
            inputs, target, settings, options, observe=observe, settings_file=file
        )
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
        option = "--" + str(fault["loc"][0]).replace("_", "-")
        message = fault["msg"].removeprefix("Value error, ")
        raise UsageError(f"{option}: {message} (got {fault['input']!r}).") from error
