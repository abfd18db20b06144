"""Texts with their names labelled, as corpora of names have them; what the formats share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Final, NamedTuple

from ..schemas.record import EntityType
from ..spans import Offsets, merge
from .gold import GoldArticle, GoldName, span

KINDS: Final = {
    "per": EntityType.PERSON,
    "person": EntityType.PERSON,
    "loc": EntityType.PLACE,
    "location": EntityType.PLACE,
    "place": EntityType.PLACE,
    "gpe": EntityType.PLACE,
    "fac": EntityType.PLACE,
    "facility": EntityType.PLACE,
    "org": EntityType.ORGANIZATION,
    "organization": EntityType.ORGANIZATION,
    "organisation": EntityType.ORGANIZATION,
}
"""What the labels of corpora mean, in small letters; any other is the name of no entity."""


class Label(NamedTuple):
    """A labelled stretch of a text; ``label`` as the corpus has it."""

    start: int
    end: int
    label: str


class LabelledText(NamedTuple):
    """A text and all its labels, in their order; ``unlabelled`` is what no annotator looked at."""

    id: str
    text: str
    labels: tuple[Label, ...]
    unlabelled: tuple[Offsets, ...] = ()
    region: str | None = None

    def gold(self) -> GoldArticle:
        """The people, places and organisations among the labels, for :mod:`~.evaluate`."""
        return GoldArticle(
            id=self.id,
            text=self.text,
            quotes=None,
            names=tuple(
                GoldName(
                    start=start, end=end, text=self.text[start:end], type=KINDS[label.casefold()]
                )
                for start, end, label in self.labels
                if label.casefold() in KINDS
            ),
            ignored=tuple(span(self.text, *part) for part in merge(self.unlabelled)),
            region=self.region,
        )


def runs(tags: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """``(first, last + 1, label)`` from tags such as ``B-PER``, ``I-PER``, ``O``.

    All the usual ways to write them are read: an ``I-`` that continues nothing begins a name
    (IOB1), and so do ``S-`` and ``U-``; ``E-`` and ``L-`` continue one.

    Raises:
        ValueError: for any other tag.
    """
    first, label = 0, ""
    for number, tag in enumerate(chain(tags, ["O"])):
        place, _, name = tag.partition("-")
        if place not in set("BIESULO") or bool(name) == (place == "O"):
            raise ValueError(f"{tag!r} is no tag such as B-PER, I-PER or O")
        if label and (place in set("BSUO") or name != label):
            yield first, number, label
            label = ""
        if name and not label:
            first, label = number, name
