"""Cut a stream of articles into batches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from ..articles.base import Article
from ..schemas.outcome import Outcome

MAX_BATCH_CHARS: Final = 500_000
"""A batch of long articles is cut short, so that batches cost about the same memory and time."""

FIRST: Final = 8
"""Articles of the first batch, so that records soon begin to come."""

GROWTH: Final = 4
"""How many times as large as the one before each of the next batches is, up to the size wanted."""


def batches(items: Iterable[Article | Outcome], size: int) -> Iterator[list[Article | Outcome]]:
    """Items in their order, at most ``size`` and about :data:`MAX_BATCH_CHARS` per batch."""
    batch: list[Article | Outcome] = []
    chars = 0
    wanted = min(FIRST, size)
    for item in items:
        batch.append(item)
        chars += len(item.text) if isinstance(item, Article) else 0
        if len(batch) >= wanted or chars >= MAX_BATCH_CHARS:
            yield batch
            batch, chars = [], 0
            wanted = min(GROWTH * wanted, size)
    if batch:
        yield batch


def merge(batch: Iterable[Article | Outcome], made: Iterable[Outcome]) -> list[Outcome]:
    """The batch with its articles replaced by their outcomes, given in order."""
    following = iter(made)
    return [next(following) if isinstance(item, Article) else item for item in batch]
