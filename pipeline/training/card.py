"""The model card: data, method and results of a training."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from ..stages.attribution.confidence import TRAITS
from ..stages.weight_files import card_row

if TYPE_CHECKING:
    from .fit import Hyperparameters
    from .train import Outcome


WEIGHTS_NAME: Final = "weights.npz"


def model_card(
    outcome: Outcome,
    settings: Hyperparameters,
    about: str,
    seconds: float,
    figures: Mapping[str, Any] | None,
    digest: str,
) -> str:
    """The card in Markdown.

    Args:
        outcome: the outcome of the training.
        settings: the hyperparameters of the training.
        about: a description of the articles.
        seconds: the duration of the fitting.
        figures: of ``newsquotes evaluate`` on articles not trained on; None if there are none.
        digest: SHA-256 of the file of weights, in hexadecimal.
    """
    trained = outcome.trained
    size = sum(array.size for array in trained.weights.values())
    parts = [
        "# Attribution weights",
        "Finds who is reported to say, write or think what: cue, content, source. English news.",
        "## Training",
        table(
            ["what", "value"],
            [
                ["articles", about],
                ["trained on", f"{outcome.articles} articles"],
                ["calibrated on", outcome.calibrated],
                *([["going on from", outcome.start]] if outcome.start else []),
                ["spaCy model", trained.tensor_model],
                ["numbers", f"{size:,}, stored in half precision, numpy .npz without pickles"],
                ["time", f"{seconds / 60:.0f} minutes on two CPU cores"],
                *([name, str(value)] for name, value in asdict(settings).items()),
            ],
        ),
        "Loss per gold cue in the first epoch and in the last (finding cues; labelling the words "
        "around them): "
        + "; ".join(
            f"{cue:.3f}, {window:.2f}"
            for cue, window in (*outcome.losses[:1], *outcome.losses[-1:])
        )
        + ".",
        f"Confidence is a logistic regression on {', '.join(TRAITS)}, with weights "
        + ", ".join(f"{weight:.3f}" for weight in trained.confidence.tolist())
        + f", and on the form of the report ({len(trained.forms)} weights); attributions below "
        f"{trained.threshold} are not reported.",
    ]
    if figures is not None:
        parts += ["## Results on articles not trained on", *_results(figures)]
    parts += [
        card_row(WEIGHTS_NAME, digest),
        "## Limits",
        "It learned what the annotators of those articles counted as attribution; other "
        "subjects, other varieties of English and other genres are harder. With a spaCy model "
        "other than the one above, the token vectors are left out, at a small loss.",
    ]
    return "\n\n".join(parts) + "\n"


def _results(figures: Mapping[str, Any]) -> list[str]:
    wanted = [
        ("attribution (content and source)", "attribution.source_overlap"),
        ("direct quotation and source", "direct_quotation.with_source"),
        ("content tokens, indirect", "content_token.indirect"),
        ("cue", "cue.overlap"),
    ]
    rows = []
    for name, path in wanted:
        found: Any = figures
        for part in path.split("."):
            found = found[part]
        rows.append([name, *(f"{100 * found[key]:.1f}" for key in ("p", "r", "f1"))])
    parts = [table(["", "precision", "recall", "F1"], rows)]
    if confidence := figures.get("confidence"):
        area = confidence["auc"]
        parts.append(
            "Confidence: area under the curve "
            + ("undefined, as all are right or all wrong" if area is None else f"{area:.3f}")
            + f", expected calibration error {confidence['ece']:.3f}."
        )
        parts.append(
            table(
                ["confidence", "attributions", "mean confidence", "share right"],
                [
                    [
                        f"{row['from']:.1f} to {row['to']:.1f}",
                        str(row["n"]),
                        f"{row['confidence']:.2f}",
                        f"{row['right']:.2f}",
                    ]
                    for row in confidence["reliability"]
                ],
            )
        )
    return parts


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table in Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
