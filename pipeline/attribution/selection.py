"""Which candidates become attributions: rated, and chosen so that no two claim the same words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

import numpy as np

from pipeline.attribution.candidates import Candidate
from pipeline.attribution.features import Floats, Words

LARGEST_SHARE: Final = 0.3
"""How much of its content a candidate may lose to better ones before it is given up."""

TRAITS: Final = ("cue_logit", "log_probability", "log_length", "quoted", "has_source", "bias")
"""What the confidence of a candidate is made of."""


def traits(words: Words, candidate: Candidate) -> Floats:
    """The numbers behind a candidate's confidence, in the order of :data:`TRAITS`."""
    content = candidate.content
    quoted = float(np.mean(words.quotation[content] >= 0))
    return np.array(
        [
            candidate.cue_logit,
            max(candidate.log_probability, -8.0),
            np.log(len(content)),
            quoted,
            float(bool(candidate.source)),
            1.0,
        ],
        np.float32,
    )


def rate(words: Words, candidate: Candidate, weights: Floats) -> float:
    """How likely it is that content and source of the candidate are right, 0 to 1."""
    return float(1 / (1 + np.exp(-(traits(words, candidate) @ weights))))


def choose(rated: Iterable[tuple[Candidate, float]]) -> list[tuple[Candidate, float]]:
    """Candidates without overlap, better ones first served, in order of their content.

    Words that a better candidate claims are taken out of a content; a candidate that would lose
    more than :data:`LARGEST_SHARE` of it, or whose head is in another's cue, is left out.
    """
    taken: set[int] = set()
    cues: set[int] = set()
    chosen: list[tuple[Candidate, float]] = []
    for candidate, rating in sorted(rated, key=lambda pair: (-pair[1], pair[0].head)):
        left = [word for word in candidate.content if word not in taken]
        lost = len(candidate.content) - len(left)
        if candidate.head in cues or not left or lost > LARGEST_SHARE * len(candidate.content):
            continue
        taken.update(left)
        cues.update(candidate.cue)
        chosen.append((replace(candidate, content=left) if lost else candidate, rating))
    return sorted(chosen, key=lambda pair: pair[0].content[0])
