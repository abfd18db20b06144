"""``newsquotes train``: make the weights that find attributions, from annotated articles."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ..errors import UsageError
from ..settings import Settings
from .output import say


def train(
    data: Annotated[
        Path,
        typer.Option(
            "--data",
            metavar="DIR",
            help="Gold articles: train/ and dev/ in it, each in a format that evaluate reads.",
            show_default=False,
        ),
    ],
    output: Annotated[
        Path,
        typer.Option(
            "-o", "--output", metavar="DIR", help="Where weights.npz and MODEL_CARD.md go."
        ),
    ] = Path("attribution"),
    model: Annotated[
        str, typer.Option(help="The spaCy model to build on: its name or path.")
    ] = Settings.model_fields["model"].default,
    about: Annotated[
        str | None,
        typer.Option(
            metavar="TEXT",
            help="What the articles are, for the model card; by default the folder's name.",
            show_default=False,
        ),
    ] = None,
    epochs: Annotated[int, typer.Option(min=1, help="How often to go through the articles.")] = 14,
    seed: Annotated[int, typer.Option(min=0, help="Of all random choices.")] = 0,
) -> None:
    """Train the attribution weights, and measure them on dev/ if it is there.

    To use them: newsquotes extract … --weights DIR/weights.npz.
    """
    try:
        from ..training.train import train_and_describe
    except ImportError as error:
        raise UsageError(
            f"Training needs an extra ({error}); install it by: pip install 'newsquotes[train]'."
        ) from error
    from ..training.fit import Hyperparameters

    settings = Hyperparameters(epochs=epochs, seed=seed)
    train_and_describe(data, output, model, settings, about or data.resolve().name, say)
    say(f"Wrote {output / 'weights.npz'} and {output / 'MODEL_CARD.md'}.")
