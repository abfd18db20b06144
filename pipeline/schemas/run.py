"""What a run says about itself: ``run.json`` and the lines of ``failures.jsonl``, as models."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from ..errors import FailureCode, InputError, Stage
from .record import Model, NonEmpty, SchemaVersion, Sha256, Versioned

RUN_SCHEMA_NAME: Final = "newsquotes.run"

RUN_FILE: Final = "run.json"
FAILURES_FILE: Final = "failures.jsonl"
ACCOUNT_DIGEST: Final = b',\n  "sha256": '
"""What stands in ``run.json`` between the bytes that its digest is of, and the digest."""

Count = Annotated[int, Field(ge=0)]
Moment = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$")]


class Failure(Model):
    """One line of ``failures.jsonl``: an input that gave no record, and why."""

    source: NonEmpty
    stage: Stage
    code: FailureCode
    message: NonEmpty

    @classmethod
    def of(cls, error: InputError) -> Self:
        """The line for this error."""
        return cls(source=error.source, stage=error.stage, code=error.code, message=error.message)


class InputOutcome(Model):
    """What became of one input: ``written`` now, ``kept`` from a run before, or ``failed``."""

    source: NonEmpty
    outcome: Literal["written", "kept", "failed"]
    id: NonEmpty | None
    code: FailureCode | None
    sha256: Annotated[
        Sha256 | None, Field(description="SHA-256 of the record's JSON, as it was written.")
    ] = None

    @model_validator(mode="after")
    def _record_or_failure(self) -> Self:
        failed = self.outcome == "failed"
        if (self.id is None) != failed or (self.code is None) == failed:
            raise ValueError("an input has the id of its record, or the code of its failure")
        return self


class Stale(Model):
    """A record of an earlier run that stays: its input failed, but not by what is in it."""

    id: NonEmpty
    source: NonEmpty


class TableColumns(Model):
    """What the columns of tables were read as: as ``--map`` says, or guessed from their names."""

    source: Annotated[NonEmpty, Field(description="The first table that has these columns.")]
    tables: Annotated[int, Field(gt=0, description="How many tables have them.")]
    fields: Annotated[
        dict[str, str], Field(description="The column that holds each field of an article.")
    ]
    metadata: Annotated[
        tuple[str, ...], Field(description="Columns that are kept in article.metadata.")
    ]


class Counts(Model):
    """Sums over the inputs. ``inputs = written + kept + failed``."""

    inputs: Count
    written: Count
    kept: Count
    failed: Count
    entities: Count
    quotes: Count

    @property
    def records(self) -> int:
        """Inputs that have a record."""
        return self.written + self.kept

    @model_validator(mode="after")
    def _nothing_lost(self) -> Self:
        if self.inputs != self.written + self.kept + self.failed:
            raise ValueError("records and failures do not add up to the inputs")
        return self


class RunSummary(Model):
    """The run as a whole, without its inputs. Times are UTC; ``seconds`` is wall-clock time."""

    schema_name: Literal["newsquotes.run"]
    schema_version: SchemaVersion
    status: Annotated[
        Literal["complete", "limited", "stopped", "interrupted", "failed"],
        Field(
            description="limited: --limit was reached; stopped: --fail-fast, at a failure; "
            "interrupted: by Ctrl-C or a signal; failed: by an error that is not one input's."
        ),
    ]
    started: Moment
    finished: Moment
    seconds: Annotated[float, Field(ge=0)]
    host: NonEmpty
    python: NonEmpty
    pipeline: Versioned
    spacy: Versioned
    model: Versioned
    settings: dict[str, Any]
    settings_sha256: Sha256
    settings_file: Annotated[
        str | None,
        Field(description="The file that settings were read from, if any; since 1.2.0."),
    ] = None
    options: dict[str, Any]
    counts: Counts
    digests: Annotated[
        dict[str, Sha256],
        Field(
            default_factory=dict,
            description="SHA-256 of each file of many records, by its path in the output.",
        ),
    ]
    stale: Annotated[
        tuple[Stale, ...],
        Field(
            description="Records of an earlier run that stay because their inputs failed for a "
            "reason that may pass, such as a folder that is not mounted."
        ),
    ] = ()
    columns: Annotated[
        tuple[TableColumns, ...],
        Field(description="What the columns of tables were read as; since 1.2.0."),
    ] = ()


class Manifest(RunSummary):
    """``run.json``: the summary and what became of every input, in the inputs' order."""

    inputs: tuple[InputOutcome, ...]
    sha256: Annotated[
        Sha256 | None,
        Field(description="SHA-256 of the bytes of this file before this field; since 1.2.0."),
    ] = None

    @model_validator(mode="after")
    def _inputs_are_counted(self) -> Self:
        for name in ("written", "kept", "failed"):
            listed = sum(item.outcome == name for item in self.inputs)
            if listed != getattr(self.counts, name):
                raise ValueError(
                    f"counts.{name} is {getattr(self.counts, name)}, but {listed} are listed"
                )
        return self
