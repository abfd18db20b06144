"""Everything that can go wrong, as a few classes and one list of codes.

Two kinds: an :class:`InputError` concerns one input, becomes one line of ``failures.jsonl`` and
never ends a run; every other :class:`NewsquotesError` ends the command with its exit code.
"""

from __future__ import annotations

from enum import IntEnum, StrEnum


class ExitCode(IntEnum):
    """What the command returns to the shell; stable, and listed in the documentation."""

    OK = 0
    SOME_FAILED = 1
    USAGE = 2
    MODEL_MISSING = 3
    NOTHING_TO_DO = 4
    OUTPUT = 5
    INTERNAL = 6
    INTERRUPTED = 130


class Stage(StrEnum):
    """The step at which an input failed."""

    READ = "read"
    PROCESS = "process"
    WRITE = "write"


class FailureCode(StrEnum):
    """Why an input gave no record."""

    BAD_ARCHIVE = "bad-archive"
    BAD_DOCUMENT = "bad-document"
    BAD_GZIP = "bad-gzip"
    BAD_JSON = "bad-json"
    BAD_ROW = "bad-row"
    BAD_TABLE = "bad-table"
    BAD_XML = "bad-xml"
    BINARY = "binary"
    DUPLICATE_ID = "duplicate-id"
    EMPTY = "empty"
    INVALID_RECORD = "invalid-record"
    LONE_SURROGATE = "lone-surrogate"
    MISSING_EXTRA = "missing-extra"
    NO_TEXT = "no-text"
    NOT_ENGLISH = "not-english"
    PROCESSING = "processing"
    TIMEOUT = "timeout"
    TOO_LARGE = "too-large"
    UNDECODABLE = "undecodable"
    UNREADABLE = "unreadable"
    UNSUPPORTED_FORMAT = "unsupported-format"
    WORKER_DIED = "worker-died"
    WRITE = "write"

    @property
    def is_of_content(self) -> bool:
        """Whether the content of the input is at fault; other failures may be temporary."""
        return self in _OF_CONTENT


_OF_CONTENT = frozenset(
    {
        FailureCode.BAD_ARCHIVE,
        FailureCode.BAD_DOCUMENT,
        FailureCode.BAD_GZIP,
        FailureCode.BAD_JSON,
        FailureCode.BAD_ROW,
        FailureCode.BAD_XML,
        FailureCode.BINARY,
        FailureCode.EMPTY,
        FailureCode.LONE_SURROGATE,
        FailureCode.NO_TEXT,
        FailureCode.NOT_ENGLISH,
        FailureCode.UNDECODABLE,
    }
)


class NewsquotesError(Exception):
    """Base of all errors of this package. ``str(error)`` says what, where and what to do."""

    exit_code = ExitCode.SOME_FAILED


class UsageError(NewsquotesError):
    """Invalid command or setting."""

    exit_code = ExitCode.USAGE


class ModelMissingError(NewsquotesError):
    """The spaCy model is not installed, not loadable, or lacks a component we need."""

    exit_code = ExitCode.MODEL_MISSING


class WeightsError(NewsquotesError):
    """Weights are missing, damaged, or not those of the network."""

    exit_code = ExitCode.MODEL_MISSING


class NothingToDoError(NewsquotesError):
    """The inputs named hold no article at all."""

    exit_code = ExitCode.NOTHING_TO_DO


class EngineError(NewsquotesError):
    """No worker can be kept alive, or the answers of workers are inconsistent."""

    exit_code = ExitCode.INTERNAL


class OutputError(NewsquotesError):
    """The output cannot be written to any more: a full disk, a device that fails."""

    exit_code = ExitCode.OUTPUT


class PipelineContractError(UsageError):
    """A stage was assembled without the stages whose annotations it reads."""


class InputError(NewsquotesError):
    """One input that gives no record.

    Args:
        source: the input: its path, relative to the folder that was given, or its id.
        stage: where it failed.
        code: why, from :class:`FailureCode`.
        message: a sentence that says what is wrong and what to do.
        id: the id that its record would have, if that is known.

    Example:
        >>> for found in extract_many(nlp, ["", "“It rains,” said Mara Okoro."]):
        ...     print(found.code if isinstance(found, InputError) else found.quotes[0].text)
        empty
        “It rains,”
    """

    def __init__(
        self,
        source: str,
        stage: Stage,
        code: FailureCode,
        message: str,
        id: str | None = None,  # noqa: A002  as in the record
    ) -> None:
        super().__init__(source, stage, code, message, id)
        self.source = source
        self.stage = stage
        self.code = code
        self.message = message
        self.id = id

    def __str__(self) -> str:
        return f"{self.source}: {self.message}"
