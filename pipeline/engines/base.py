"""How work is spread: what every engine offers a run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from ..articles.base import Article
from ..schemas.outcome import Outcome


class Engine(Protocol):
    """Turns articles into outcomes."""

    def outcomes(self, items: Iterable[Article | Outcome]) -> Iterator[list[Outcome]]:
        """One outcome an item, in the items' order, in lists of any length.

        What is an outcome already passes through. Holds no more than a few batches at a time.
        Closing the iterator ends the work.
        """
        ...
