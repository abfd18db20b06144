"""The figures of an evaluation as a table, on standard output."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from rich import box
from rich.console import Console
from rich.table import Table

from ..evaluation.attribution import MAIN_FIGURES
from .output import counted

_QUOTES: Final = MAIN_FIGURES | {
    "speaker.name": "speaker, by full name",
    "speaker.addressee": "addressee",
}
_ENTITIES: Final = {
    "entities.exact.person": "people, exact",
    "entities.exact.place": "places, exact",
    "entities.exact.organization": "organisations, exact",
    "entities.exact.micro": "all entities, exact",
    "entities.partial.micro": "all entities, partial",
    "people.names": "names of one person, B-cubed",
    "people.pronouns": "pronouns",
}
_SHARES: Final = {
    "source_accuracy.overlap": "right source among matches",
    "type_accuracy": "right type among matches",
    "mode_accuracy": "right mode among matches",
    "people.short_to_full": "short names joined to full ones",
}


def show_figures(figures: Mapping[str, Any]) -> None:
    """Print those figures that people look at; all of them are in ``--json``."""
    console = Console(highlight=False)
    gold, predicted = figures.get("gold_attributions", 0), figures.get("predicted_attributions", 0)
    console.print(
        f"{counted(figures['docs'], 'article')}, {counted(gold, 'gold attribution')}, "
        f"{predicted:,} predicted"
    )
    console.print(_table(figures))
    for line in _lines(figures):
        console.print(line)


def _table(figures: Mapping[str, Any]) -> Table:
    intervals: Mapping[str, list[float]] = figures.get("f1_95_interval", {})
    table = Table(box=box.SIMPLE, padding=(0, 1, 0, 0), pad_edge=False)
    table.add_column("per cent", no_wrap=True)
    for heading in ("P", "R", "F1", "gold", "found"):
        table.add_column(heading, justify="right")
    if intervals:
        table.add_column("95 % of F1", no_wrap=True, justify="right")
    for name, label in (_QUOTES | _ENTITIES).items():
        figure = _find(figures, name)
        if figure is None:
            continue
        row = [label, *(_per_cent(figure, key) for key in ("p", "r", "f1"))]
        row += [str(figure["gold"]), str(figure["pred"])]
        if intervals:
            low, high = intervals.get(name, (None, None))
            row.append("" if low is None or high is None else f"{100 * low:.1f}–{100 * high:.1f}")
        table.add_row(*row)
    return table


def _per_cent(figure: Mapping[str, Any], key: str) -> str:
    """The figure, or a dash where there was no case of it."""
    cases = {"p": figure["pred"], "r": figure["gold"], "f1": figure["gold"] + figure["pred"]}
    return f"{100 * figure[key]:.1f}" if cases[key] else "–"


def _lines(figures: Mapping[str, Any]) -> Iterator[str]:
    for name, label in _SHARES.items():
        figure = _find(figures, name)
        if figure is not None and figure["n"]:
            yield f"{label}: {100 * figure['accuracy']:.1f} % of {figure['n']}"
    confidence = figures["confidence"]
    if confidence["auc"] is not None:
        yield f"confidence: AUC {confidence['auc']:.3f}, calibration error {confidence['ece']:.3f}"


def _find(figures: Mapping[str, Any], name: str) -> Any:
    found: Any = figures
    for part in name.split("."):
        if part not in found:
            return None
        found = found[part]
    return found
