"""``newsquotes train``: make weights from annotated articles."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final

import typer

from ..errors import UsageError
from ..settings import Settings
from .output import say

PACKAGE: Final = "package"
"""What --start takes for the package's own weights."""


class Kind(StrEnum):
    """What to train."""

    ATTRIBUTION = "attribution"
    NAMES = "names"


def train(
    kind: Annotated[
        Kind,
        typer.Argument(
            help="What to train: attribution, which finds quotes; names, the tagger of people, "
            "places and organisations.",
            show_default=False,
        ),
    ],
    data: Annotated[
        list[Path],
        typer.Argument(
            metavar="DATA",
            help="Annotated articles, in a format that evaluate reads: quotes for attribution, "
            "names in CoNLL's or the worldwide corpus's format for names.",
            show_default=False,
        ),
    ],
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="DIR",
            help="Where the weights and MODEL_CARD.md go; by default a folder named after the "
            "kind.",
            show_default=False,
        ),
    ] = None,
    dev: Annotated[
        Path | None,
        typer.Option(
            metavar="DATA",
            help="Annotated articles to measure on, none of those trained on.",
            show_default=False,
        ),
    ] = None,
    model: Annotated[
        str, typer.Option(help="The spaCy model to build on: its name or path.")
    ] = Settings.model_fields["model"].default,
    about: Annotated[
        str | None,
        typer.Option(
            metavar="TEXT",
            help="What the articles are, for the model card; by default the names of DATA.",
            show_default=False,
        ),
    ] = None,
    epochs: Annotated[
        int | None,
        typer.Option(
            min=1,
            help="How often to go through the articles; by default 16 times for attribution, 4 "
            "with --start; 6 and then 3 more with smaller steps for names.",
            show_default=False,
        ),
    ] = None,
    start: Annotated[
        str | None,
        typer.Option(
            metavar="FILE",
            help="Weights for attribution to go on from, as train wrote them; 'package' for the "
            "package's own. Some dozens of articles are then enough.",
            show_default=False,
        ),
    ] = None,
    beside: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="DATA",
            help="With --start: articles annotated by other rules than DATA, such as those that "
            "the weights were trained on; some are mixed in, so that less is forgotten.",
            show_default=False,
        ),
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="Seed of all random choices.")] = 0,
) -> None:
    """Train weights, and measure them on --dev if it is given.

    To use them: newsquotes extract … --weights DIR/weights.npz (attribution), or
    --names-weights DIR/weights.npz (names).
    """
    output = output or Path(kind)
    about = about or ", ".join(path.resolve().name for path in data)
    if beside and start is None:
        raise UsageError("--beside can only be used with --start.")
    if start is not None and kind is not Kind.ATTRIBUTION:
        raise UsageError("--start is for attribution; names always start from the spaCy model's.")
    try:
        if kind is Kind.ATTRIBUTION:
            from ..training.fit import FURTHER, Hyperparameters
            from ..training.train import Start, train_and_describe

            settings = replace(FURTHER if start else Hyperparameters(), seed=seed)
            if epochs is not None:
                settings = replace(settings, epochs=epochs)
            earlier = None
            if start is not None:
                weights = None if start == PACKAGE else Path(start)
                earlier = Start(weights, beside or ())
            train_and_describe(data, dev, output, model, settings, about, say, earlier)
        else:
            from ..training.train_names import phases, train_names_and_describe

            train_names_and_describe(data, dev, output, model, phases(epochs), seed, about, say)
    except ImportError as error:
        raise UsageError(
            f"Training needs an extra ({error}); install it with: pip install 'newsquotes[train]'."
        ) from error
    say(f"Wrote the weights and MODEL_CARD.md in {output}.")
