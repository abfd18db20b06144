"""The command ``newsquotes``: one subcommand per file; only here is anything printed.

A subcommand is a function with annotated parameters and one line below. Its module imports what
is slow inside the function, so that ``--help`` answers at once.
"""

from __future__ import annotations

from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from .. import __version__
from ..errors import ExitCode, NewsquotesError
from .bench import bench
from .evaluate import evaluate
from .export import export
from .extract import extract
from .output import LogFormat, complain, log_as
from .report import report
from .schema import schema
from .show import show
from .speakers import speakers
from .train import train
from .validate import validate


class _Commands(TyperGroup):
    """Turns our errors into one line on standard error and their exit code."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except NewsquotesError as error:
            complain(str(error))
            raise typer.Exit(error.exit_code) from error
        except KeyboardInterrupt as error:
            complain("Interrupted. What is written is whole; the same command goes on from there.")
            raise typer.Exit(ExitCode.INTERRUPTED) from error


app = typer.Typer(
    name="newsquotes",
    cls=_Commands,
    help="Who is in a news article, and who said what: one validated JSON record an article.",
    no_args_is_help=True,
    add_completion=False,
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
    app()
