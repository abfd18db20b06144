"""What every engine offers a run."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from typing import Protocol

from ..articles.base import Article
from ..schemas.outcome import Outcome


class Engine(Protocol):
    """Turns articles into outcomes."""

    def outcomes(self, items: Iterable[Article | Outcome]) -> Generator[list[Outcome]]:
        """Yield one outcome for each item, in the order of the items, in lists of any length.

        An item that is an outcome already passes through. No more than a few batches are held at
        a time. Closing the generator ends the work.
        """
        ...


class PreparedEngine(Engine, Protocol):
    """One that can begin before there is an article."""

    def prepare(self) -> None:
        """Begin what takes long."""
        ...

    def close(self) -> None:
        """End what was prepared and not used."""
        ...
