"""A log-linear model that ranks candidates by the sum of the weights of their features.

The weights are in one JSON file, by the names of the features; ``MODEL_CARD.md`` says on what they
were trained.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import repeat
from math import exp, isfinite, log
from pathlib import Path
from typing import Any, Final, NamedTuple

from ..weight_files import explained, read_checked
from .named_people import Person

THRESHOLD: Final = 0.35
"""The confidence below which a mention is left unresolved rather than guessed."""

FORMAT: Final = "newsquotes.coreference/1"
FORMAT_OF_ONE: Final = "newsquotes.ranker/1"
DEFAULT_WEIGHTS: Final = Path(__file__).parent / "weights.json"
_ALMOST = 1e-6


class Option(NamedTuple):
    """Somebody (or nobody) who may be meant, and the names of the features."""

    person: Person | None
    features: list[str]


class Choice(NamedTuple):
    """Who is meant, and its probability."""

    person: Person | None
    confidence: float


@dataclass(frozen=True, slots=True)
class Ranker:
    """Weights by feature; ``slope`` and ``shift`` calibrate the probability (Platt 1999)."""

    weights: Mapping[str, float]
    slope: float = 1.0
    shift: float = 0.0

    def probabilities(self, options: Sequence[Option]) -> list[float]:
        """The uncalibrated probability of each option; they sum to 1."""
        weight, none = self.weights.get, repeat(0.0)
        scores = [sum(map(weight, option.features, none)) for option in options]
        most = max(scores)
        parts = [exp(score - most) for score in scores]
        total = sum(parts)
        return [part / total for part in parts]

    def choose(self, options: Sequence[Option]) -> Choice:
        """The most likely option, or the first of equals."""
        chances = self.probabilities(options)
        best = max(range(len(options)), key=chances.__getitem__)
        return Choice(options[best].person, self.calibrated(chances[best]))

    def calibrated(self, chance: float) -> float:
        """The calibrated probability, that is, how often such a choice is right."""
        chance = min(max(chance, _ALMOST), 1 - _ALMOST)
        return 1 / (1 + exp(-self.slope * log(chance / (1 - chance)) - self.shift))


@dataclass(frozen=True, slots=True)
class Rankers:
    """The two models: for he and she, and for descriptions ("the minister")."""

    pronouns: Ranker
    descriptions: Ranker


def save(rankers: Rankers, path: Path) -> None:
    """Write the weights; the same weights give the same bytes."""
    stored = {
        "format": FORMAT,
        "pronouns": _as_json(rankers.pronouns),
        "descriptions": _as_json(rankers.descriptions),
    }
    _write(path, stored)


def save_ranker(ranker: Ranker, path: Path) -> None:
    """Write the weights of one model; the same weights give the same bytes."""
    _write(path, {"format": FORMAT_OF_ONE, "ranker": _as_json(ranker)})


def _write(path: Path, stored: Mapping[str, Any]) -> None:
    path.write_text(json.dumps(stored, indent=0, sort_keys=True) + "\n", encoding="utf-8")


def _as_json(ranker: Ranker) -> dict[str, Any]:
    weights = {name: round(value, 3) for name, value in ranker.weights.items()}
    kept = {name: value for name, value in weights.items() if value}
    return {"weights": kept, "slope": round(ranker.slope, 3), "shift": round(ranker.shift, 3)}


@cache
def read(path: Path = DEFAULT_WEIGHTS) -> Rankers:
    """Read weights.

    Raises:
        WeightsError: the file is missing, damaged, or of another format.
    """
    pronouns, descriptions = _read(path, FORMAT, ("pronouns", "descriptions"))
    return Rankers(pronouns, descriptions)


@cache
def read_ranker(path: Path) -> Ranker:
    """Read the weights of one model.

    Raises:
        WeightsError: the file is missing, damaged, or of another format.
    """
    (ranker,) = _read(path, FORMAT_OF_ONE, ("ranker",))
    return ranker


def _read(path: Path, form: str, names: Sequence[str]) -> list[Ranker]:
    with explained(path):
        stored = json.loads(read_checked(path))
        if stored["format"] != form:
            raise ValueError(f"its format is {stored['format']}, not {form}")
        return [_from_json(stored[name]) for name in names]


def _from_json(stored: Mapping[str, Any]) -> Ranker:
    weights = {str(name): float(value) for name, value in stored["weights"].items()}
    slope, shift = float(stored["slope"]), float(stored["shift"])
    if not all(map(isfinite, (*weights.values(), slope, shift))):
        raise ValueError("a weight is no number")
    return Ranker(weights, slope, shift)
