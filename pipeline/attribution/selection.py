"""Which candidates become attributions: rated, and chosen so that no two claim the same words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

import numpy as np

from pipeline.attribution.candidates import Candidate, runs
from pipeline.attribution.features import Floats, Words

LARGEST_SHARE: Final = 0.3
"""How much of a piece of content a candidate may lose to better ones before it is given up."""
SMALLEST_REST: Final = 0.3
"""How much of its content must be left of a candidate."""

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


def choose(words: Words, rated: Iterable[tuple[Candidate, float]]) -> list[tuple[Candidate, float]]:
    """Candidates without overlap, better ones first served, in order of their content.

    A content that reaches into a sentence with a cue of its own leaves that cue's content alone.
    Of what then is still claimed twice the better candidate has it; a piece of the other's content
    that would lose more than :data:`LARGEST_SHARE` is given up. A candidate of which less than
    :data:`SMALLEST_REST` is left, or whose head is in another's cue, is left out.
    """
    ordered = sorted(rated, key=lambda pair: (-pair[1], pair[0].head))
    sentences = words.sentence
    at_home = {
        word
        for candidate, _ in ordered
        for word in candidate.content
        if sentences[word] == sentences[candidate.head]
    }
    taken: set[int] = set()
    cues: set[int] = set()
    chosen: list[tuple[Candidate, float]] = []
    for candidate, rating in ordered:
        home = sentences[candidate.head]
        own = [w for w in candidate.content if sentences[w] == home or w not in at_home]
        left: list[int] = []
        for first, last in runs(own):
            free = [word for word in range(first, last + 1) if word not in taken]
            if last + 1 - first - len(free) <= LARGEST_SHARE * (last + 1 - first):
                left += free
        if candidate.head in cues or not left or len(left) < SMALLEST_REST * len(own):
            continue
        taken.update(left)
        cues.update(candidate.cue)
        lost = len(left) < len(candidate.content)
        chosen.append((replace(candidate, content=left) if lost else candidate, rating))
    return sorted(chosen, key=lambda pair: pair[0].content[0])
