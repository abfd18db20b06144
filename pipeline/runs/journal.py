"""Keep account of a run: every input once, in ``run.json`` and ``failures.jsonl``."""

from __future__ import annotations

import errno
import json
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import IO, Final

from ..errors import InputError
from ..schemas.outcome import Outcome
from ..schemas.run import (
    ACCOUNT_DIGEST,
    FAILURES_FILE,
    RUN_FILE,
    Counts,
    Failure,
    InputOutcome,
    RunSummary,
)
from ..storage.atomic import AtomicFile

_IN_MEMORY: Final = 16_000_000
_BALLAST: Final = 64 * 1024
"""Bytes that the account keeps free for itself, for a disk that gets full."""


class Journal:
    """Counts outcomes; given a folder, also writes them there when the run finishes.

    The lines wait in memory, and those of large runs in temporary files; a run that is killed
    leaves the account of the one before it untouched.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._counted: Counter[str] = Counter()
        self._inputs: IO[bytes] | None = None
        self._failures: IO[bytes] | None = None
        self._ballast: AtomicFile | None = None
        if folder is not None:
            here = str(folder) if isinstance(folder, Path) else None
            self._inputs = tempfile.SpooledTemporaryFile(_IN_MEMORY, dir=here)  # noqa: SIM115
            self._failures = tempfile.SpooledTemporaryFile(_IN_MEMORY, dir=here)  # noqa: SIM115
            if here is not None:
                self._ballast = AtomicFile(folder / FAILURES_FILE)
                self._ballast.write(bytes(_BALLAST))
                try:
                    self._ballast.stream.flush()
                except OSError as error:
                    self._ballast.discard()
                    if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
                        raise
                    self._ballast = None

    def note(self, outcome: Outcome) -> None:
        """Record what became of one input."""
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
                {
                    "source": outcome.source,
                    "outcome": kind,
                    "id": identifier,
                    "code": code,
                    "sha256": None
                    if isinstance(outcome, InputError)
                    else sha256(outcome.data).hexdigest(),
                }
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
        """Write ``failures.jsonl`` and ``run.json``."""
        if self._folder is None or self._failures is None or self._inputs is None:
            return
        if self._ballast is not None:
            self._ballast.discard()
            self._ballast = None
        with AtomicFile(self._folder / FAILURES_FILE) as file:
            self._failures.seek(0)
            shutil.copyfileobj(self._failures, file.stream)
        with AtomicFile(self._folder / RUN_FILE) as file:
            digest = sha256()
            for part in _account(summary, self._inputs):
                digest.update(part)
                file.write(part)
            file.write(ACCOUNT_DIGEST + f'"{digest.hexdigest()}"\n}}\n'.encode())

    def close(self) -> None:
        """Discard what was not finished."""
        if self._ballast is not None:
            self._ballast.discard()
        for waiting in (self._failures, self._inputs):
            if waiting is not None:
                with suppress(OSError):
                    waiting.close()


def _account(summary: RunSummary, inputs: IO[bytes]) -> Iterator[bytes]:
    """A Manifest as JSON, but for its digest, without ever holding all of its inputs."""
    yield summary.model_dump_json(indent=2).encode().removesuffix(b"\n}")
    yield b',\n  "inputs": ['
    inputs.seek(0)
    for number, line in enumerate(inputs):
        yield b",\n    " if number else b"\n    "
        yield line.rstrip(b"\n")
    yield b"\n  ]"


def earlier_digests(folder: Path) -> dict[str, str]:
    """The digest of each record that the account in ``folder`` lists, by id, as far as it is whole.

    Line by line, as :class:`Journal` writes it, so that a long one is never held.
    """
    found: dict[str, str] = {}
    try:
        with (folder / RUN_FILE).open("rb") as lines:
            for line in lines:
                if line.startswith(b'    {"source":'):
                    item = json.loads(line.strip().rstrip(b","))
                    if item.get("id") and item.get("sha256"):
                        found[item["id"]] = item["sha256"]
    except (OSError, ValueError, RecursionError):
        return found
    return found
