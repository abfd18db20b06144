"""The weights of the clues to a name's kind: a log-linear model, in one JSON file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ..weight_files import explained, read_checked

FORMAT: Final = "newsquotes.kinds/1"
DEFAULT_WEIGHTS: Final = Path(__file__).parent / "weights.json"
KINDS: Final = ("PERSON", "PLACE", "ORG", "NORP", "MISC")
"""The kinds of names; MISC is for other names, and for words that are no names."""


@dataclass(frozen=True, slots=True)
class KindWeights:
    """The row of each clue in ``values``, which has one column per kind in :data:`KINDS`."""

    rows: Mapping[str, int]
    values: NDArray[np.float32]


def save(weights: KindWeights, path: Path) -> None:
    """Write the weights; the same weights give the same bytes."""
    table = {
        clue: [round(float(value), 2) for value in weights.values[row]]
        for clue, row in weights.rows.items()
    }
    kept = {clue: values for clue, values in sorted(table.items()) if any(values)}
    lines = (f"{json.dumps(clue)}: {json.dumps(values)}" for clue, values in kept.items())
    path.write_text(
        f'{{"format": "{FORMAT}", "kinds": {json.dumps(KINDS)}, "clues": {{\n'
        + ",\n".join(lines)
        + "\n}}\n",
        encoding="utf-8",
    )


@cache
def read(path: Path = DEFAULT_WEIGHTS) -> KindWeights:
    """Read weights.

    Raises:
        WeightsError: the file is missing, damaged, or of another format.
    """
    with explained(path):
        stored = json.loads(read_checked(path))
        if stored["format"] != FORMAT or tuple(stored["kinds"]) != KINDS:
            raise ValueError(f"its format is {stored['format']}, not {FORMAT}")
        values = np.array(list(stored["clues"].values()), np.float32)
        if values.ndim != 2 or values.shape[1] != len(KINDS) or not np.isfinite(values).all():
            raise ValueError("a clue has not one number for each kind")
        return KindWeights({clue: row for row, clue in enumerate(stored["clues"])}, values)
