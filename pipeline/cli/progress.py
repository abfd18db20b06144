"""Progress of a run: a bar on a terminal, plain lines elsewhere, and a table at the end."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from datetime import timedelta
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self

from rich import box
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn
from rich.progress import Progress as Bar
from rich.table import Table
from rich.text import Text

from ..errors import InputError
from ..report.visible import visible_line
from .output import counted, logs_are_json, say

if TYPE_CHECKING:
    from ..schemas.outcome import Outcome
    from ..schemas.run import RunSummary, TableColumns

SECONDS_BETWEEN_LINES: Final = 10.0


_MOST_COLUMNS: Final = 12


class Progress:
    """Shows outcomes on standard error as they come. ``total`` is None if it is not known."""

    def __init__(self, *, total: int | None, quiet: bool, verbose: bool) -> None:
        self._quiet = quiet
        self._verbose = verbose
        self._total = total
        self._count = self._made = self._failed = 0
        self._first: tuple[int, float] | None = None
        self._last_line = time.monotonic()
        console = Console(stderr=True)
        self._bar: Bar | None = None
        if console.is_terminal and not quiet and not logs_are_json():
            self._bar = Bar(
                SpinnerColumn(),
                TextColumn("{task.description}"),
                BarColumn(),
                MofNCompleteColumn(),
                TextColumn("{task.fields[told]}"),
                console=console,
            )
            self._task = self._bar.add_task("loading the model", total=total, told="")

    def observe(self, outcomes: Sequence[Outcome]) -> None:
        """Show these outcomes."""
        self._count += len(outcomes)
        for outcome in outcomes:
            self._failed += isinstance(outcome, InputError)
            self._made += not isinstance(outcome, InputError) and not outcome.kept
            self._show(outcome)
        if self._first is None and self._made:
            self._first = self._made, time.monotonic()
        if self._total is not None and self._count > self._total:
            self._total = None  # it counts files, and one of them holds many articles
        if self._bar is not None:
            told = ", ".join(self._told())
            self._bar.update(self._task, advance=len(outcomes), description="articles", told=told)
            self._bar.tasks[self._task].total = self._total
        elif not self._quiet and time.monotonic() - self._last_line >= SECONDS_BETWEEN_LINES:
            self._last_line = time.monotonic()
            done = counted(self._count, "article")
            if self._total is not None:
                done = f"{self._count:,} of {counted(self._total, 'article')}"
            line = ", ".join([done, *self._told()])
            say(line, "progress", done=self._count, of=self._total, failed=self._failed)

    def _told(self) -> Iterator[str]:
        """The rate since the first batch, the failures, and the time left at that rate."""
        rate = 0.0
        if self._first is not None:  # loading the model is over
            made, began = self._first
            rate = (self._made - made) / max(time.monotonic() - began, 1e-3)
        if rate:
            yield f"{rate:,.1f} per second"
        if self._failed:
            yield counted(self._failed, "failure")
        if rate and self._total is not None and self._total > self._count:
            yield f"{timedelta(seconds=round((self._total - self._count) / rate))} left"

    def _show(self, outcome: Outcome) -> None:
        if isinstance(outcome, InputError):
            # A failure is shown even when quiet: it is an error, and nothing else reports it
            # where records go to standard output.
            self._print(
                f"failed {outcome.source}: {outcome.code}: {outcome.message}",
                "failed",
                source=outcome.source,
                stage=outcome.stage.value,
                code=outcome.code.value,
                message=outcome.message,
            )
        elif self._verbose and not self._quiet:
            self._print(
                f"{'kept' if outcome.kept else 'wrote'} {outcome.id}: "
                f"{counted(outcome.entities, 'entity', 'entities')}, "
                f"{counted(outcome.quotes, 'quote')}",
                "kept" if outcome.kept else "wrote",
                id=outcome.id,
                source=outcome.source,
                entities=outcome.entities,
                quotes=outcome.quotes,
            )

    def _print(self, line: str, event: str, **fields: Any) -> None:
        if self._bar is not None:
            self._bar.console.print(
                visible_line(line), markup=False, highlight=False, soft_wrap=True
            )
        else:
            say(line, event, **fields)

    def __enter__(self) -> Self:
        if self._bar is not None:
            self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._bar is not None:
            self._bar.stop()


def show_summary(summary: RunSummary, output: str) -> None:
    """The table at the end of a run, on standard error."""
    counts = summary.counts
    if logs_are_json():
        say("", "summary", output=output, **summary.model_dump(mode="json"))
        return
    table = Table(box=box.SIMPLE, show_header=False, pad_edge=False)
    table.add_column(style="bold")
    table.add_column(justify="right")
    rows = {
        "inputs": counts.inputs,
        "records written": counts.written,
        "records kept": counts.kept,
        "failures": counts.failed,
        "entities": counts.entities,
        "quotes": counts.quotes,
        "seconds": f"{summary.seconds:.1f}",
        "output": "standard output" if output == "-" else output,
    }
    if summary.settings_file is not None:
        rows["settings"] = summary.settings_file
    for name, value in rows.items():
        table.add_row(name, Text(visible_line(str(value))))
    Console(stderr=True).print(table)
    for told in summary.columns:
        say(columns_told(told))


def columns_told(columns: TableColumns) -> str:
    """What the columns of a table are read as, in a form that ``--map`` takes."""
    more = f" and {counted(columns.tables - 1, 'other table')}" if columns.tables > 1 else ""
    fields = ",".join(f"{field}={column}" for field, column in columns.fields.items())
    shown = columns.metadata[:_MOST_COLUMNS]
    rest = len(columns.metadata) - len(shown)
    names = ", ".join(shown) + (f" and {rest} more" if rest else "")
    return f"columns of {columns.source}{more}: {fields}" + (
        f"; as metadata: {names}" if names else ""
    )
