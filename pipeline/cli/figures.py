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
    "quotes.content": "quotes, content",
    "quotes.with_name": "quotes, content + right name",
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
    "speaker.by_mention.name": "right name where the source is a name",
    "speaker.by_mention.pronoun": "right name where the source is a pronoun",
    "speaker.by_mention.description": "right name where the source is a description",
    "speaker.by_mention.none": "right name where a quote has no source",
    "speaker.unnamed": "left open where the speaker has no name",
    "people.short_to_full": "short names joined to full ones",
}

_KINDS: Final = ("person", "place", "organization", "micro")
_INTERVAL: Final = "95 % of F1"


def show_figures(figures: Mapping[str, Any]) -> None:
    """Print the main figures; ``--json`` has all of them."""
    console = Console(highlight=False)
    counts = [counted(figures["docs"], "article")]
    if "gold_attributions" in figures:
        gold, predicted = figures["gold_attributions"], figures["predicted_attributions"]
        counts += [counted(gold, "gold attribution"), f"{predicted:,} predicted"]
    console.print(", ".join(counts))
    console.print(_table(figures))
    if figures["regions"] or "bare" in figures:
        console.print(_names_table(figures))
    for line in _lines(figures):
        console.print(line, soft_wrap=True)


def _names_table(figures: Mapping[str, Any]) -> Table:
    """Exact F1 of names by region, and those of the bare model below each."""
    with_intervals = "f1_95_interval" in figures
    table = Table(box=box.SIMPLE, padding=(0, 1, 0, 0), pad_edge=False)
    table.add_column("names, exact F1", no_wrap=True)
    for heading in ("articles", "people", "places", "org.", "all", *([_INTERVAL] * with_intervals)):
        table.add_column(heading, no_wrap=True, justify="right")
    for region in ("", *figures["regions"]):
        for label, whose in (("", figures), (", bare model", figures.get("bare"))):
            found = whose["regions"].get(region) if whose and region else whose
            if found:
                cells = [_find(found, f"entities.exact.{kind}") for kind in _KINDS]
                row = [str(found["docs"]), *(_per_cent(cell, "f1") for cell in cells)]
                if with_intervals:
                    row.append(_interval(found, "entities.exact.micro"))
                table.add_row((region or "all") + label, *row)
    return table


def _interval(figures: Mapping[str, Any], name: str) -> str:
    low, high = figures["f1_95_interval"].get(name, (None, None))
    return "" if low is None or high is None else f"{100 * low:.1f}–{100 * high:.1f}"


def _table(figures: Mapping[str, Any]) -> Table:
    with_intervals = "f1_95_interval" in figures
    table = Table(box=box.SIMPLE, padding=(0, 1, 0, 0), pad_edge=False)
    table.add_column("per cent", no_wrap=True)
    for heading in ("P", "R", "F1", "gold", "found"):
        table.add_column(heading, justify="right")
    if with_intervals:
        table.add_column(_INTERVAL, no_wrap=True, justify="right")
    for name, label in (_QUOTES | _ENTITIES).items():
        figure = _find(figures, name)
        if figure is None:
            continue
        row = [label, *(_per_cent(figure, key) for key in ("p", "r", "f1"))]
        row += [str(figure["gold"]), str(figure["pred"])]
        if with_intervals:
            row.append(_interval(figures, name))
        table.add_row(*row)
    return table


def _per_cent(figure: Mapping[str, Any], key: str) -> str:
    """The figure, or a dash if there was no case."""
    cases = {"p": figure["pred"], "r": figure["gold"], "f1": figure["gold"] + figure["pred"]}
    return f"{100 * figure[key]:.1f}" if cases[key] else "–"


def _lines(figures: Mapping[str, Any]) -> Iterator[str]:
    for name, label in _SHARES.items():
        figure = _find(figures, name)
        if figure is not None and figure["n"]:
            low, high = figures.get("accuracy_95_interval", {}).get(name, (None, None))
            interval = "" if low is None else f" ({100 * low:.1f}–{100 * high:.1f})"
            yield f"{label}: {100 * figure['accuracy']:.1f} %{interval} of {figure['n']}"
    for key in ("confidence", "speaker_confidence"):
        found = figures[key]
        if found["auc"] is not None:
            intervals = [
                f" ({found[name][0]:.3f}–{found[name][1]:.3f})" if name in found else ""
                for name in ("auc_95_interval", "ece_95_interval")
            ]
            yield (
                f"{key.replace('_', ' ')}: AUC {found['auc']:.3f}{intervals[0]}, "
                f"calibration error {found['ece']:.3f}{intervals[1]}"
            )


def _find(figures: Mapping[str, Any], name: str) -> Any:
    found: Any = figures
    for part in name.split("."):
        if part not in found:
            return None
        found = found[part]
    return found
