"""``newsquotes evaluate``: how good the records are, compared with a gold annotation."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..errors import ExitCode, UsageError
from ..settings import Settings
from .output import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..evaluation.counts import Figures
    from ..evaluation.gold import GoldArticle
    from ..schemas.record import Record, Versioned


def evaluate(
    gold: Annotated[
        Path,
        typer.Argument(
            metavar="GOLD",
            help="Annotated articles: a folder with text/ and attributions/ (brat), JSON files in "
            "Citron's or our own format, the corrections that a page of newsquotes report "
            "collected, JSON Lines beside texts, or names in CoNLL's or the worldwide corpus's "
            "format.",
            show_default=False,
        ),
    ],
    texts: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="DIR",
            help="Folder of the texts, if they are not beside the annotations; may be repeated.",
            show_default=False,
        ),
    ] = None,
    records: Annotated[
        Path | None,
        typer.Option(
            help="Records made from the gold texts, as extract wrote them; without this, the "
            "texts are extracted now.",
            show_default=False,
        ),
    ] = None,
    model: Annotated[
        str, typer.Option(help="The spaCy model for extracting now: its name or path.")
    ] = Settings.model_fields["model"].default,
    weights: Annotated[
        str | None,
        typer.Option(
            metavar="FILE",
            help="Attribution weights for extracting now, as train wrote them.",
            show_default=False,
        ),
    ] = None,
    names_weights: Annotated[
        str | None,
        typer.Option(
            metavar="FILE",
            help="Weights of the tagger of names for extracting now, as train wrote them.",
            show_default=False,
        ),
    ] = None,
    bare: Annotated[
        bool, typer.Option("--bare", help="Also measure the names that the model's own ner finds.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print all figures as one JSON object.")
    ] = False,
    resamples: Annotated[
        int,
        typer.Option(
            "--bootstrap",
            min=0,
            metavar="N",
            help="Give 95 % intervals from N resamples of the articles.",
        ),
    ] = 0,
    errors: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.html",
            help="Write misses and false finds, in their context, to this page.",
            show_default=False,
        ),
    ] = None,
    floors: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Fail where a figure is below the floor pinned in this file.",
            show_default=False,
        ),
    ] = None,
    raise_floors: Annotated[
        bool, typer.Option("--raise", help="Raise the floors in --floors FILE to these figures.")
    ] = False,
) -> None:
    """Measure records against a gold annotation: its quotes, its names, or both.

    Exit codes: 0 measured; 1 a figure is below its floor; 2 invalid command or gold;
    3 model missing.
    """
    if raise_floors and floors is None:
        raise UsageError("--raise needs --floors FILE: which floors to raise.")
    from ..evaluation.error_report import render
    from ..evaluation.evaluate import evaluate as measure
    from ..evaluation.gold_formats import read_gold

    articles = read_gold(gold, texts or ())
    settings = Settings(model=model, weights=weights, names_weights=names_weights)
    found = _read(records) if records else _extract(articles, settings)
    evaluation = measure(articles, found)
    if evaluation.missing:
        say(
            f"{len(evaluation.missing)} of {len(articles)} gold articles have no record "
            f"({', '.join(evaluation.missing[:3])}{', …' if evaluation.missing[3:] else ''}); "
            "they count as articles in which nothing was found"
        )
    figures = evaluation.figures(resamples)
    if bare:
        from ..evaluation.bare import evaluate_bare

        figures["bare"] = evaluate_bare(articles, model).figures(resamples)
    if as_json:
        typer.echo(json.dumps(figures, indent=1, ensure_ascii=False))
    else:
        from .figures import show_figures

        show_figures(figures)
    if errors is not None:
        _write(errors, render(evaluation))
    if floors is not None:
        model_of = next(iter(found.values())).provenance.model
        _hold(floors, figures, articles, model_of, raise_floors=raise_floors)


def _hold(
    path: Path,
    figures: Figures,
    articles: Sequence[GoldArticle],
    model: Versioned,
    *,
    raise_floors: bool,
) -> None:
    """Compare the figures with the floors, or raise the floors."""
    from ..evaluation.floors import digest, falls, gated, raised, read_floors

    gold_sha256, measured = digest(articles), gated(figures)
    pinned = read_floors(path) if path.exists() or not raise_floors else None
    if raise_floors:
        _write(path, raised(pinned, measured, gold_sha256, model).model_dump_json(indent=1) + "\n")
    elif pinned is None or pinned.gold_sha256 != gold_sha256:
        raise UsageError(
            f"The floors in {path} were measured on other gold articles; "
            "measure them anew with --raise."
        )
    fallen = [] if pinned is None or pinned.gold_sha256 != gold_sha256 else falls(pinned, measured)
    for line in fallen:
        say(f"below its floor: {line}")
    if fallen:
        raise typer.Exit(ExitCode.SOME_FAILED)


def _extract(articles: Sequence[GoldArticle], settings: Settings) -> dict[str, Record]:
    # NumPy reads this once, when it is first imported; more threads only get in each other's way.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from ..evaluation.extract_gold import extract_gold
    from ..spacy_model.loading import load

    return {record.id: record for record in extract_gold(load(settings), articles, settings)}


def _read(path: Path) -> dict[str, Record]:
    from pydantic import ValidationError

    from ..storage.record_files import read_records

    try:
        return {record.id: record for record in read_records(path)}
    except ValidationError as error:
        fault: Any = error.errors()[0]
        raise UsageError(
            f"{path} holds a record with a fault ({fault['msg']}); newsquotes validate lists them."
        ) from error


def _write(path: Path, content: str) -> None:
    from ..storage.atomic import write_atomically

    try:
        write_atomically(path, content.encode())
    except OSError as error:
        raise UsageError(
            f"{path} cannot be written ({error.strerror}); check the path and its permissions."
        ) from error
