"""Keeping account of a run as it goes: every input once, in ``run.json`` and ``failures.jsonl``."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path
from typing import IO, Final

from ..engines.outcomes import Outcome
from ..errors import InputError
from ..schemas.run import Counts, Failure, InputOutcome, RunSummary
from ..storage.atomic import AtomicFile

RUN_FILE: Final = "run.json"
FAILURES_FILE: Final = "failures.jsonl"


class Journal:
    """Counts outcomes; given a folder, also writes them there when the run finishes.

    The lines wait in temporary files, so that a run of any length fits in memory and a run that
    is killed leaves the account of the one before it untouched.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._counted: Counter[str] = Counter()
        self._inputs: IO[bytes] | None = None
        self._failures: AtomicFile | None = None
        if folder is not None:
            here = folder if isinstance(folder, Path) else None
            self._inputs = tempfile.TemporaryFile(dir=here)  # noqa: SIM115  closed by close()
            self._failures = AtomicFile(folder / FAILURES_FILE)

    def note(self, outcome: Outcome) -> None:
        """Take down what became of one input."""
        if isinstance(outcome, InputError):
            kind, identifier, code = "failed", None, outcome.code
            if self._failures is not None:
                self._failures.write(Failure.of(outcome).model_dump_json().encode() + b"\n")
        else:
            kind, identifier, code = ("kept" if outcome.kept else "written"), outcome.id, None
            self._counted["entities"] += outcome.entities
            self._counted["quotes"] += outcome.quotes
        self._counted[kind] += 1
        if self._inputs is not None:
            line = InputOutcome.model_validate(
                {"source": outcome.source, "outcome": kind, "id": identifier, "code": code}
            )
            self._inputs.write(line.model_dump_json().encode() + b"\n")

    @property
    def counts(self) -> Counts:
        """The sums so far."""
        count = self._counted
        return Counts(
            inputs=count["written"] + count["kept"] + count["failed"],
            written=count["written"],
            kept=count["kept"],
            failed=count["failed"],
            entities=count["entities"],
            quotes=count["quotes"],
        )

    def finish(self, summary: RunSummary) -> None:
        """Put ``failures.jsonl`` and ``run.json`` in their places."""
        if self._folder is None or self._failures is None or self._inputs is None:
            return
        self._failures.commit()
        self._failures = None
        with AtomicFile(self._folder / RUN_FILE) as file:
            # A Manifest, written without ever holding all of its inputs.
            file.write(summary.model_dump_json(indent=2).encode().removesuffix(b"\n}"))
            file.write(b',\n  "inputs": [')
            self._inputs.seek(0)
            for number, line in enumerate(self._inputs):
                file.write(b",\n    " if number else b"\n    ")
                file.write(line.rstrip(b"\n"))
            file.write(b"\n  ]\n}\n")

    def close(self) -> None:
        """Drop what was not finished."""
        if self._failures is not None:
            self._failures.discard()
        if self._inputs is not None:
            self._inputs.close()
