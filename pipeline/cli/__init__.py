"""The command ``newsquotes``: one subcommand per file; only here is anything printed.

A subcommand is a function with annotated parameters and one line below. Its module imports what
is slow inside the function, so that ``--help`` answers at once.
"""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from .. import __version__
from ..engines.interrupts import SIGNALS
from ..engines.limits import be_told_before_time_is_up
from ..errors import ExitCode, NewsquotesError, UsageError
from .bench import bench
from .copies import copies
from .evaluate import evaluate
from .export import export
from .extract import extract
from .output import LogFormat, complain, log_as, unfailing
from .report import report
from .schema import schema
from .show import show
from .speakers import speakers
from .train import train
from .validate import validate


class _Commands(TyperGroup):
    """Turns our errors into one line on standard error and their exit code."""

    def get_params(self, ctx: Any) -> Any:
        return _without_values(super().get_params(ctx))

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        command = super().get_command(ctx, cmd_name)
        if command is not None:
            _without_values(command.get_params(ctx))
        return command

    def invoke(self, ctx: Any) -> Any:
        try:
            _check_working_folder()
            return super().invoke(ctx)
        except NewsquotesError as error:
            complain(str(error))
            raise typer.Exit(error.exit_code) from error
        except KeyboardInterrupt as error:
            resumed = ctx.invoked_subcommand == "extract"
            complain(
                "Interrupted. What is written is whole; run the same command again to continue."
                if resumed
                else "Interrupted. Run the same command again to start over."
            )
            raise typer.Exit(ExitCode.INTERRUPTED) from error
        except (typer.Exit, typer.Abort):
            raise
        except OSError as error:
            where = error.filename or "Standard output, or a file,"
            complain(f"{where} cannot be read or written ({error.strerror or error}).")
            raise typer.Exit(ExitCode.OUTPUT) from error
        except MemoryError as error:
            complain("There is not enough memory; use fewer --jobs, or a smaller --batch-size.")
            raise typer.Exit(ExitCode.INTERNAL) from error
        except Exception as error:
            # Those of the command line's own know their exit code.
            if hasattr(error, "exit_code") or os.environ.get("NEWSQUOTES_TRACEBACK"):
                if isinstance(said := getattr(error, "message", None), str):
                    error.message = said.removeprefix("Value error, ")  # type: ignore[attr-defined]
                raise
            complain(
                f"{type(error).__name__}: {error}; report it as a bug, with what "
                "NEWSQUOTES_TRACEBACK=1 in the environment shows."
            )
            raise typer.Exit(ExitCode.INTERNAL) from error


def _without_values(options: Any) -> Any:
    """The options; their help shows no <bool> at flags, which looks as if they took a value."""
    for option in options:
        if getattr(option, "is_flag", False):
            option.metavar = ""
    return options


def _check_working_folder() -> None:
    try:
        Path.cwd()
    except OSError as error:
        message = (
            f"The working folder cannot be used ({error.strerror}); it may have been deleted, or "
            "made again: change to it again, or to another."
        )
        raise UsageError(message) from error


app = typer.Typer(
    name="newsquotes",
    cls=_Commands,
    help="Who is in a news article, and who said what: one validated JSON record per article.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command()(extract)
app.command()(train)
app.command()(validate)
app.command()(evaluate)
app.command()(show)
app.command()(report)
app.command()(speakers)
app.command()(copies)
app.command()(export)
app.command()(schema)
app.command()(bench)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"newsquotes {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_show_version, is_eager=True, help="Show the version and exit."
        ),
    ] = False,
) -> None:
    log_as(LogFormat.TEXT)


def main() -> None:
    """Run the command with the arguments of this process."""
    if isinstance(sys.stdout, TextIOWrapper):
        # As standard error has it: what the encoding lacks is escaped, and ends no command.
        sys.stdout.reconfigure(errors="backslashreplace")
    if isinstance(sys.stderr, TextIOWrapper):
        sys.stderr = unfailing(sys.stderr)
    be_told_before_time_is_up()
    for number in SIGNALS:
        if signal.getsignal(number) == signal.SIG_DFL:  # not SIGHUP under nohup
            signal.signal(number, signal.default_int_handler)
    try:
        app()
    except KeyboardInterrupt:  # before the command has begun
        complain("Interrupted.")
        sys.exit(ExitCode.INTERRUPTED)
    finally:
        _flush()


def _flush() -> None:
    """Write what standard output still holds; as Python ends, it is too late to say what failed."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError as error:
        complain(f"Standard output cannot be written ({error.strerror}); check what reads it.")
        with suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(ExitCode.OUTPUT)
