"""How a stream of articles is cut into batches."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from newsquotes.articles.text import article_of
from newsquotes.engines.batches import FIRST, GROWTH, MAX_BATCH_CHARS, batches

SHORT = article_of("The ferry runs again.\n")
LONG = article_of("The ferry runs again. " * (MAX_BATCH_CHARS // 22) + "It does.\n")


def test_the_first_are_small() -> None:
    sizes = [len(batch) for batch in batches([SHORT] * 200, 64)]
    assert sizes == [FIRST, GROWTH * FIRST, 64, 64, 200 - (1 + GROWTH) * FIRST - 128]


def test_long_articles_are_few_together() -> None:
    assert [len(batch) for batch in batches([LONG] * 5, 64)] == [1] * 5


@given(st.integers(0, 300), st.integers(1, 100))
def test_every_item_is_in_one_batch_in_its_order(count: int, size: int) -> None:
    items = [article_of(f"Number {number}.\n") for number in range(count)]
    found = list(batches(items, size))
    assert [item for batch in found for item in batch] == items
    assert all(1 <= len(batch) <= size for batch in found)
