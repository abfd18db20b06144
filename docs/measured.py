"""Figures for the pages, read from where they are measured; none is written down a second time."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).parents[1]
CARD: Final = ROOT / "pipeline" / "stages" / "attribution" / "MODEL_CARD.md"
FLOORS: Final = ROOT / "tests" / "cases" / "floors.json"
BENCH: Final = Path(__file__).parent / "bench.txt"
"""What ``newsquotes bench`` printed, and a line on the machine; kept by whoever measured."""

_NAMES: Final = {
    "attribution.source_overlap": "attribution: content and source",
    "direct_quotation.with_source": "direct quotation and its source",
    "content_token.indirect": "words of indirect content",
    "cue.overlap": "cue",
    "speaker.name": "speaker by full name",
    "entities.exact.person": "people, exact",
    "entities.exact.place": "places, exact",
    "entities.exact.organization": "organisations, exact",
    "people.names": "names joined to one person (B-cubed)",
    "people.pronouns": "pronouns joined to their person",
}


def own_articles() -> str:
    """The figures pinned for our own annotated articles, as a table of per cent."""
    pinned = json.loads(FLOORS.read_text(encoding="utf-8"))
    figures: dict[str, float] = pinned["figures"]
    rows = [
        [label, *(f"{100 * figures[f'{name}.{key}']:.1f}" for key in ("p", "r", "f1"))]
        for name, label in _NAMES.items()
        if f"{name}.f1" in figures
    ]
    model: dict[str, Any] = pinned["model"]
    return (
        f"With {model['name']} {model['version']}, in per cent:\n\n"
        + table(["", "precision", "recall", "F1"], rows)
    )  # fmt: skip


def model_card() -> str:
    """The card that training wrote beside the weights."""
    if CARD.exists():
        return CARD.read_text(encoding="utf-8")
    return "# Model card\n\nThe weights in this checkout have no card.\n"


def results() -> str:
    """The results section of the model card."""
    found = re.search(r"^## Results.*?(?=^## |\Z)", model_card(), re.MULTILINE | re.DOTALL)
    if found is None:
        return "The [model card](model-card.md) of this checkout holds no results."
    return found[0].partition("\n")[2].strip()


def speed() -> str:
    """The bench as it was printed."""
    if not BENCH.exists():
        return "Not measured for this checkout."
    return f"```text\n{BENCH.read_text(encoding='utf-8').strip()}\n```"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown; bars in a cell are escaped, but not in code, where they may stand."""
    lines = [head, ["---"] * len(head), *rows]
    return "".join("| " + " | ".join(map(_cell, line)) + " |\n" for line in lines)


def _cell(text: str) -> str:
    return re.sub(r"(`[^`]*`)|\|", lambda match: match[1] or "\\|", text)
