"""Calibrate the confidence on articles held out of training, by logistic regression."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from ..errors import UsageError
from ..stages.attribution.candidates import Candidate
from ..stages.attribution.clauses import read_clauses
from ..stages.attribution.confidence import TRAITS, forms, traits
from ..stages.attribution.extents import with_edges
from ..stages.attribution.frames import without_frame
from ..stages.attribution.selection import choose
from ..stages.attribution.word_features import Floats, Words
from .examples import Example, gold_attributions

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from spacy.tokens import Doc

RAREST: Final = 4
"""The least number of candidates with a form that gets a weight."""
_RIDGE: Final = 1.0
_RIDGE_OF_FORMS: Final = 4.0
_ROUNDS: Final = 50
THRESHOLD: Final = 0.27
"""The least confidence of an attribution that is reported.

It is fixed, because F1 on so few held-out articles says little: on PolNeAR's dev part it is flat
from 0.27 to 0.4 and falls on either side. The lowest value finds most, and users can raise it.
"""


@dataclass(frozen=True, slots=True)
class Case:
    """A candidate in an annotated article: its traits and forms, and whether it is right.

    ``weight`` is how much it counts.
    """

    traits: Floats
    forms: Sequence[str]
    right: bool
    weight: float = 1.0


def cases(
    doc: Doc, words: Words, candidates: Sequence[Candidate], example: Example, weight: float = 1.0
) -> Iterator[Case]:
    """The candidates of an article as the stage reads them, without those that overlap better ones.

    A candidate is right if its content overlaps that of a gold attribution with an intersection
    over union of at least 0.5 (in words), and their sources share a word. What annotators left
    open is no case.

    Args:
        doc: the article.
        words: its words.
        candidates: what the network found in it.
        example: the same article with its gold attributions.
        weight: how much each case counts.
    """
    read = {one.head: one for one in read_clauses(doc, words, candidates)}
    whole = [without_frame(doc, words, with_edges(doc, words, one)) for one in read.values()]
    for final, _ in choose(words, ((one, one.cue_logit) for one in whole)):
        if not example.ignored[final.head]:
            one = read[final.head]
            yield Case(
                traits(words, [one])[0], forms(doc, words, one), is_right(final, example), weight
            )


def calibrate(found: Sequence[Case]) -> tuple[Floats, dict[str, float]]:
    """The weights of the logistic regression that rates attributions: of traits, and of forms.

    Raises:
        UsageError: there is no case.
    """
    if not found:
        raise UsageError(
            "Nothing was found in the articles held out to calibrate the confidence; train on more "
            "articles or for more epochs."
        )
    counts = Counter(name for one in found for name in one.forms)
    names = sorted(name for name, count in counts.items() if count >= RAREST)
    columns = {name: column for column, name in enumerate(names)}
    rows = np.zeros((len(found), len(names)), np.float32)
    for row, one in enumerate(found):
        rows[row, [columns[name] for name in one.forms if name in columns]] = 1
    fitted = _logistic(
        np.concatenate([np.array([one.traits for one in found]), rows], axis=1),
        np.array([one.right for one in found]),
        np.array([one.weight for one in found]),
    )
    of_forms = fitted[len(TRAITS) :].tolist()
    return fitted[: len(TRAITS)], dict(zip(names, of_forms, strict=True))


def is_right(candidate: Candidate, example: Example) -> bool:
    """Whether a gold attribution has about this content and an overlapping source."""
    content, source = set(candidate.content), set(candidate.source)
    for gold_content, gold_source in gold_attributions(example):
        common = len(content & gold_content)
        if common >= 0.5 * len(content | gold_content):
            return bool(source & gold_source) or not (source or gold_source)
    return False


def _logistic(rows: Floats, right: NDArray[np.bool_], counts: NDArray[np.float64]) -> Floats:
    """Logistic regression by Newton's method, with an L2 penalty on all but the bias.

    Args:
        rows: traits and then forms, shape (cases, traits + forms).
        right: whether each case is right.
        counts: how much each case counts.
    """
    x, y = rows.astype(np.float64), right.astype(np.float64)
    of_forms = x.shape[1] - len(TRAITS)
    penalties = [_RIDGE] * (len(TRAITS) - 1) + [0.0] + [_RIDGE_OF_FORMS] * of_forms
    ridge = np.diag(penalties)
    weights = np.zeros(x.shape[1])
    for _ in range(_ROUNDS):
        p = 1 / (1 + np.exp(-(x @ weights)))
        slope = x.T @ (counts * (y - p)) - ridge @ weights
        curve = (x * (counts * p * (1 - p))[:, None]).T @ x + ridge + 1e-6 * np.eye(x.shape[1])
        weights += np.linalg.solve(curve, slope)
    return weights.astype(np.float32)
