"""Every option that shapes a record, and its default, once."""

from __future__ import annotations

import hashlib

from pydantic import BaseModel, ConfigDict, Field

DEFAULT_MODEL = "en_core_web_md"
"""The model the package depends on; any other spaCy package or path may stand in its place."""


class Settings(BaseModel):
    """What to do with every article. Two runs with equal settings give equal bytes."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    model: str = Field(
        default=DEFAULT_MODEL,
        min_length=1,
        description="spaCy model: the name of an installed package, or a path.",
    )
    max_bytes: int = Field(
        default=50_000_000,
        gt=0,
        description="Inputs larger than this many bytes, unpacked, are refused (too-large).",
    )
    max_chars: int = Field(
        default=1_000_000,
        gt=0,
        description="Articles longer than this many characters are refused (too-large).",
    )
    batch_size: int = Field(
        default=128, gt=0, description="How many articles are analysed together; changes no record."
    )

    @property
    def sha256(self) -> str:
        """Digest of the settings that can change a record (not of those that only change speed)."""
        shaping = self.model_dump_json(exclude={"batch_size"})
        return hashlib.sha256(shaping.encode()).hexdigest()
