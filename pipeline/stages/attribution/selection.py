"""Choose attributions so that no two have the same words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from .candidates import Candidate, runs
from .word_features import Words

LARGEST_SHARE: Final = 0.5
"""The largest share of a part of a content that may be lost to better candidates."""
SMALLEST_REST: Final = 0.3
"""The smallest share of its content that a candidate must keep."""
NESTED_FROM: Final = 0.6
"""The least rating of a report inside the content of another report."""


def choose(words: Words, rated: Iterable[tuple[Candidate, float]]) -> list[tuple[Candidate, float]]:
    """Candidates without overlap, better ones first, in order of their content.

    A report that is completely within the content of another one ("Lind said that Okoro had said
    that …") does not count as overlapping; both are chosen if both are good.

    A content that extends into a sentence with a cue of its own does not take that cue's content.
    Words that are still in two contents go to the better candidate; a part of the other content
    that loses more than :data:`LARGEST_SHARE` is dropped. A candidate that keeps less than
    :data:`SMALLEST_REST`, or whose head is in another cue, is left out.
    """
    ordered = sorted(rated, key=lambda pair: (-pair[1], pair[0].head))
    sentences = words.sentence.tolist()
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
        inner = {
            word
            for other, other_rating in chosen
            if is_nested(other, candidate) and min(rating, other_rating) >= NESTED_FROM
            for word in other.content
        }
        is_inner = rating >= NESTED_FROM and any(is_nested(candidate, one) for one, _ in chosen)
        left: list[int] = []
        for first, last in runs(own):
            free = [
                word
                for word in range(first, last + 1)
                if word not in taken or word in inner or is_inner
            ]
            if last + 1 - first - len(free) <= LARGEST_SHARE * (last + 1 - first):
                left += free
        if candidate.head in cues or not left or len(left) < SMALLEST_REST * len(own):
            continue
        taken.update(left)
        cues.update(candidate.cue)
        lost = len(left) < len(candidate.content)
        chosen.append((replace(candidate, content=left) if lost else candidate, rating))
    return sorted(chosen, key=lambda pair: pair[0].content[0])


def is_nested(inner: Candidate, outer: Candidate) -> bool:
    """Whether a report, including its source and cue, is within the content of another."""
    content = outer.content
    if not inner.source or not content[0] <= inner.content[0] <= content[-1]:
        return False
    return {*inner.content, *inner.cue, *inner.source} <= set(content)
