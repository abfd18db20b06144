"""Put names that a rule has found among those found before."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from .boundaries import EntityCandidate


def with_added(
    found: Iterable[EntityCandidate], added: Collection[EntityCandidate]
) -> list[EntityCandidate]:
    """``added``, and what of ``found`` shares no token with them, in order."""
    covered = {index for c in added for index in range(c.start, c.end)}
    return sorted([*added, *(c for c in found if covered.isdisjoint(range(c.start, c.end)))])
