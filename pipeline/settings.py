"""Every option that shapes a record, and its default, once."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, field_validator

from .errors import UsageError

DEFAULT_MODEL = "en_core_web_md"
"""The model the package depends on; any other spaCy package or path may stand in its place."""

META_KEY: Final = "newsquotes"
"""Where a loaded pipeline keeps, in its ``meta``, the settings that it was loaded with."""

MAPPED: Final = (
    "text", "body", "title", "id", "published", "publisher", "authors", "url", "language",
)  # fmt: skip
"""The fields of an article that ``map`` may find a column for."""


_FILES: Final = {
    "weights": "weights",
    "names_weights": "weights",
    "code": "code",
    "lexicons": "lexicons",
}
"""Settings that name files, whose content shapes records rather than their names."""

_MOST: Final = 10**15
"""More of anything than there is; what is larger is a slip, and more than some calls take."""

_SHARD: Final = re.compile(r"[1-9][0-9]{0,8}/[1-9][0-9]{0,8}")

_STAGE: Final = re.compile(
    r"\s*(?P<name>[\w.-]+)(?::(?P<where>before|after)=(?P<other>[\w.-]+))?\s*"
)


class OwnStage(NamedTuple):
    """A stage to add: the name of its factory, and where, at the end or ``before`` or ``after``."""

    name: str
    where: str | None
    other: str | None


NamesFrom = Literal["own", "model"]
RecordFormat = Literal["json", "jsonl", "parquet"]
Compression = Literal["none", "gzip", "zstd"]
EngineName = Literal["local", "ray"]


class Settings(BaseModel):
    """What to do with every article. Two runs with equal settings give equal bytes.

    Example:
        >>> Settings(threshold=0.6).threshold
        0.6
        >>> nlp = load(Settings(names="model"))
        >>> "ner" in nlp.pipe_names
        True
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    model: str = Field(
        default=DEFAULT_MODEL,
        min_length=1,
        description="spaCy model: the name of an installed package, or a path.",
    )
    weights: str | None = Field(
        default=None,
        description="Attribution weights made by newsquotes train; by default the package's own.",
    )
    threshold: float | None = Field(
        default=None,
        ge=0,
        le=1,
        description="Report the network's quotes from this confidence on; by default that of the "
        "weights (0.35 for the package's own).",
    )
    speaker_threshold: float = Field(
        default=0.35,
        ge=0,
        le=1,
        description="Confidence below which a pronoun or description (he, the minister, the group) "
        "stays unresolved.",
    )
    names: NamesFrom = Field(
        default="own",
        description="Which tagger finds names: own, the tagger of newsquotes, which needs a "
        "model with word vectors; or model, the model's own ner.",
    )
    names_weights: str | None = Field(
        default=None,
        description="Weights of newsquotes' tagger of names, made by newsquotes train; by default "
        "the package's own.",
    )
    max_bytes: int = Field(
        default=50_000_000,
        gt=0,
        le=_MOST,
        description="Refuse inputs of more than this many bytes, unpacked (too-large).",
    )
    max_chars: int = Field(
        default=100_000,
        ge=1_000,
        le=_MOST,
        description="Analyse articles with more characters than this in parts, cut at paragraphs.",
    )
    code: str | None = Field(
        default=None,
        description="Python file to run before the pipeline is made, which registers stages of "
        "your own.",
    )
    stages: str | None = Field(
        default=None,
        description="Stages of your own, by the names of their factories: NAME for the end of the "
        "pipeline, NAME:before=OTHER or NAME:after=OTHER for a place in it.",
    )
    lexicons: str | None = Field(
        default=None,
        description="Folder of term lists, such as titles.txt, whose terms are added to those of "
        "newsquotes.",
    )
    map: str | None = Field(
        default=None,
        description="Which columns of a table hold what, such as text=body,title=headline.",
    )
    raw_text: bool = Field(
        default=False,
        description="Leave markup, entities and spoilt characters in texts as they are.",
    )
    any_language: bool = Field(
        default=False,
        description="Analyse articles in other languages too, rather than refuse them.",
    )

    @field_validator("map")
    @classmethod
    def _map_names_fields(cls, value: str | None) -> str | None:
        fields: list[str] = []
        for part in value.split(",") if value is not None else ():
            field, _, column = map(str.strip, part.partition("="))
            if field not in MAPPED or not column or field in fields:
                known = ", ".join(MAPPED)
                raise ValueError(f"write FIELD=COLUMN, for each field once, of {known}")
            fields.append(field)
        return value

    @field_validator("stages")
    @classmethod
    def _stages_have_places(cls, value: str | None) -> str | None:
        if value is not None and not all(_STAGE.fullmatch(part) for part in value.split(",")):
            raise ValueError(
                "write NAME, NAME:before=OTHER or NAME:after=OTHER, with commas between"
            )
        return value

    @field_validator("code", "lexicons")
    @classmethod
    def _is_absolute(cls, value: str | None) -> str | None:
        # Other processes may have another working folder.
        return None if value is None else str(Path(value).absolute())

    @property
    def own_stages(self) -> list[OwnStage]:
        """The stages that ``stages`` names, in their order."""
        found = (_STAGE.fullmatch(part) for part in (self.stages or "").split(",") if part)
        return [OwnStage(one["name"], one["where"], one["other"]) for one in found if one]

    @property
    def columns(self) -> dict[str, str]:
        """The columns that ``map`` names, by the fields that they hold."""
        pairs = (part.partition("=") for part in (self.map or "").split(",") if part)
        return {field.strip(): column.strip() for field, _, column in pairs}

    @property
    def sha256(self) -> str:
        """Digest of the settings that can change a record; its model is named beside it."""
        shaping = self.model_dump_json(exclude={"model", *_FILES, "stages"}).encode()
        for name, kind in _FILES.items():
            if (path := getattr(self, name)) is not None:
                try:
                    shaping += f"\n{name}\n".encode() + _held(Path(path))
                except OSError as error:
                    raise UsageError(
                        f"The {kind} {path} cannot be read ({error.strerror}); check the path."
                    ) from error
        if self.stages is not None:
            shaping += f"\nstages\n{self.stages}".encode()
        return hashlib.sha256(shaping).hexdigest()

    def loaded(self) -> dict[str, Any]:
        """What a pipeline loaded with these settings keeps of them: plain data."""
        return {"settings": self.model_dump(), "settings_sha256": self.sha256}


def _held(path: Path) -> bytes:
    """The digest of what is in a file, or of the lists in a folder, with their names."""
    if path.is_dir():
        return b"".join(file.name.encode() + _held(file) for file in sorted(path.glob("*.txt")))
    status = path.stat()
    return _digest(str(path), status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=256)
def _digest(path: str, changed: int, size: int) -> bytes:
    """Of a file as it was when ``changed``; asked for again for each article when resuming."""
    if not Path(path).is_file():
        raise OSError(0, "no regular file")  # a device might never end
    return hashlib.sha256(Path(path).read_bytes()).digest()


def loaded_settings(meta: Mapping[str, Any]) -> Settings | None:
    """The settings that the pipeline with this ``meta`` was loaded with; None if not by us."""
    return Settings.model_validate(meta[META_KEY]["settings"]) if META_KEY in meta else None


class RunOptions(BaseModel):
    """Options of a run. None of them changes a record.

    Example:
        >>> run("articles", "lines", options=RunOptions(format="jsonl", jobs=1)).counts.records
        1
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    limit: int | None = Field(
        default=None, gt=0, le=_MOST, description="Stop after this many inputs."
    )
    fail_fast: bool = Field(default=False, description="Stop at the first input that fails.")
    resume: bool = Field(
        default=True, description="Keep records that are already right, rather than remake them."
    )
    format: RecordFormat = Field(
        default="json",
        description="json: one file per article; jsonl: many articles per file; "
        "parquet: tables joined on ids.",
    )
    compress: Compression = Field(default="none", description="Compression of the jsonl files.")
    shard: str | None = Field(
        default=None,
        description="i/n: read only the i-th of every n inputs, and write to a folder of its own "
        "in the output.",
    )
    batch_size: int = Field(
        default=128,
        gt=0,
        le=100_000,
        description="How many articles are analysed together; the first batches are smaller.",
    )
    engine: EngineName = Field(
        default="local",
        description="local: worker processes on this machine; ray: on the machines of a cluster.",
    )
    ray_address: str | None = Field(
        default=None,
        description="Address of the Ray cluster; by default RAY_ADDRESS, or a new cluster on "
        "this machine.",
    )
    jobs: int | None = Field(
        default=None,
        gt=0,
        le=4096,
        description="Worker processes; by default one per core, or fewer if there is little to do.",
    )
    timeout: float = Field(
        default=600,
        ge=0,
        le=1e9,
        description="Give up an article, as a failure, after this many seconds; 0: never.",
    )

    @field_validator("shard")
    @classmethod
    def _shard_exists(cls, value: str | None) -> str | None:
        if value is not None:
            if not _SHARD.fullmatch(value):
                raise ValueError("write i/n, such as 2/8, with numbers of at most nine digits")
            number, of = map(int, value.split("/"))
            if number > of:
                raise ValueError(f"there is no shard {number} of {of}")
        return value
