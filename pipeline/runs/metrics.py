"""The progress of a run, for a monitoring system: a small file in the OpenMetrics text format.

The textfile collector of Prometheus's node exporter reads such files:
https://github.com/prometheus/node_exporter#textfile-collector
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from .. import __version__
from ..errors import InputError
from ..schemas.outcome import Outcome
from ..storage.replacing import replaced_file

SECONDS_BETWEEN: Final = 10.0
_FIRST: Final = "# TYPE newsquotes_run info\n"


class MetricsFile:
    """Keeps the file at ``path`` up to date with the outcomes of a run.

    Args:
        path: replaced at most every ten seconds, always as a whole.
        total: how many inputs there are, if that is known.

    Raises:
        UsageError: another program wrote the file that is there.
        OSError: it cannot be written.
    """

    def __init__(self, path: Path, total: int | None = None) -> None:
        self._path = path
        self._total = total
        self._articles: Counter[str] = Counter({"written": 0, "kept": 0})
        self._failures: Counter[tuple[str, str]] = Counter()
        self._found: Counter[str] = Counter({"words": 0, "entities": 0, "quotes": 0})
        self._started, self._since = time.time(), time.monotonic()
        self._last = self._since
        self.write()

    def observe(self, outcomes: Sequence[Outcome]) -> None:
        """Count these, and write the file if it is due."""
        for outcome in outcomes:
            if isinstance(outcome, InputError):
                self._failures[outcome.stage.value, outcome.code.value] += 1
            else:
                self._articles["kept" if outcome.kept else "written"] += 1
                if not outcome.kept:
                    self._found["words"] += outcome.words
                self._found["entities"] += outcome.entities
                self._found["quotes"] += outcome.quotes
        if time.monotonic() - self._last >= SECONDS_BETWEEN:
            self.write()

    def write(self, *, running: bool = True) -> None:
        """Write the file now."""
        self._last = time.monotonic()
        with replaced_file(self._path, _is_ours) as file:
            file.write_text("".join(self._lines(running=running)), encoding="utf-8")
            file.chmod(0o644)  # the collector is another user

    def _lines(self, *, running: bool) -> Iterator[str]:
        yield _FIRST
        yield f'newsquotes_run_info{{version="{__version__}"}} 1\n'
        yield from _gauge("running", "Whether the run is going on.", int(running))
        start = "When the run began, in seconds since 1970."
        yield from _gauge("start_time_seconds", start, round(self._started, 3))
        done = self._articles.total() + self._failures.total()
        # The total counts files, of which one may hold several articles.
        if self._total is not None and done <= self._total:
            yield from _gauge("inputs", "Inputs that there are.", self._total)
        yield from _head("articles", "Inputs that have a record, by whether it was kept.")
        for outcome, count in self._articles.items():
            yield f'newsquotes_articles_total{{outcome="{outcome}"}} {count}\n'
        yield from _head("failures", "Inputs without a record, by stage and code.")
        for (stage, code), count in sorted(self._failures.items()):
            yield f'newsquotes_failures_total{{stage="{stage}",code="{code}"}} {count}\n'
        for name, told in (
            ("words", "Words in the records written."),
            ("entities", "Entities in all records."),
            ("quotes", "Quotes in all records."),
        ):
            yield from _head(name, told)
            yield f"newsquotes_{name}_total {self._found[name]}\n"
        spent = max(self._last - self._since, 1e-3)
        told = "Words in the records written, per second since the run began."
        yield from _gauge("words_per_second", told, round(self._found["words"] / spent, 1))
        yield "# EOF\n"


def _head(name: str, told: str) -> Iterator[str]:
    yield f"# TYPE newsquotes_{name} counter\n"
    yield f"# HELP newsquotes_{name} {told}\n"


def _gauge(name: str, told: str, value: float) -> Iterator[str]:
    yield f"# TYPE newsquotes_{name} gauge\n"
    yield f"# HELP newsquotes_{name} {told}\n"
    yield f"newsquotes_{name} {value}\n"


def _is_ours(path: Path) -> bool:
    with path.open(encoding="utf-8") as file:
        return file.readline() == _FIRST
