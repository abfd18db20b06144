"""Floors for figures: measured once, stored in a file, and from then on only raised.

The file has a digest of the gold articles that it was measured on, since figures for other articles
cannot be compared.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, Literal

from pydantic import ValidationError

from ..errors import UsageError
from ..schemas.faults import first_fault
from ..schemas.record import Model, Sha256, Versioned
from .counts import Figures
from .gold import GoldArticle

GATED: Final = (
    "attribution.source_overlap",
    "direct_quotation.with_source",
    "cue.overlap",
    "content_span.relaxed",
    "content_token.all",
    "content_token.indirect",
    "quotes.content",
    "quotes.with_name",
    "speaker.name",
    "speaker.addressee",
    "speaker.by_mention.name",
    "speaker.by_mention.pronoun",
    "speaker.by_mention.description",
    "mode_accuracy",
    "type_accuracy",
    "entities.exact.person",
    "entities.exact.place",
    "entities.exact.organization",
    "people.names",
    "people.short_to_full",
    "people.pronouns",
)
"""The figures with a floor: precision, recall and F1, or the share that is right."""

_NUMBERS: Final = ("p", "r", "f1", "accuracy")


class Floors(Model):
    """The stored floors: ``figures`` by dotted name, 0 to 1."""

    schema_name: Literal["newsquotes.floors"] = "newsquotes.floors"
    gold_sha256: Sha256
    model: Versioned
    figures: dict[str, float]


def digest(gold: Sequence[GoldArticle]) -> str:
    """SHA-256 of the gold articles, independent of their files and format."""
    sha = hashlib.sha256()
    for article in sorted(gold, key=lambda article: article.id):
        sha.update(article.model_dump_json(exclude_defaults=True).encode())
    return sha.hexdigest()


def gated(figures: Figures) -> dict[str, float]:
    """The figures of an evaluation that have a floor; missing ones are left out."""
    return dict(_gated(figures))


def _gated(figures: Mapping[str, Any]) -> Iterator[tuple[str, float]]:
    for name in GATED:
        found: Any = figures
        for part in name.split("."):
            found = found.get(part, {})
        for number in _NUMBERS:
            if number in found:
                yield f"{name}.{number}", found[number]


def read_floors(path: Path) -> Floors:
    """The floors in a file.

    Raises:
        UsageError: the file cannot be read, or is no file of floors.
    """
    try:
        return Floors.model_validate_json(path.read_bytes())
    except OSError as error:
        raise UsageError(f"{path} cannot be read ({error.strerror}); check the path.") from error
    except ValidationError as error:
        raise UsageError(f"{path} is not a file of floors: {first_fault(error)}.") from error


def falls(floors: Floors, figures: Mapping[str, float]) -> list[str]:
    """One line per figure that is below its floor or missing."""
    return [
        f"{name}: {figures.get(name, 0.0):.4f}, floor {floor:.4f}"
        for name, floor in floors.figures.items()
        if name not in figures or figures[name] < floor
    ]


def raised(
    floors: Floors | None, figures: Mapping[str, float], gold_sha256: str, model: Versioned
) -> Floors:
    """Floors raised to the figures; for the same gold articles they never become lower."""
    kept: Mapping[str, float] = {}
    if floors is not None and floors.gold_sha256 == gold_sha256:
        kept = floors.figures
    return Floors(
        gold_sha256=gold_sha256,
        model=model,
        figures={
            name: max(figures.get(name, 0.0), kept.get(name, 0.0)) for name in {**kept, **figures}
        },
    )
