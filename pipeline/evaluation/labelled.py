"""Texts with labelled names, as in corpora for named entity recognition."""

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
"""Entity types by label, in lower case; other labels do not mark entities of ours."""


class Label(NamedTuple):
    """A labelled span of a text, with the label used by the corpus."""

    start: int
    end: int
    label: str


class LabelledText(NamedTuple):
    """A text and its labels in order; ``unlabelled`` are spans that no annotator looked at."""

    id: str
    text: str
    labels: tuple[Label, ...]
    unlabelled: tuple[Offsets, ...] = ()
    region: str | None = None

    def gold(self) -> GoldArticle:
        """The labelled people, places and organisations as a gold article."""
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

    All common tag schemes are read: an ``I-`` that continues no name begins one (IOB1), and so do
    ``S-`` and ``U-``; ``E-`` and ``L-`` continue a name.

    Raises:
        ValueError: a tag is of no known scheme.
    """
    first, label = 0, ""
    for number, tag in enumerate(chain(tags, ["O"])):
        place, _, name = tag.partition("-")
        if place not in set("BIESULO") or bool(name) == (place == "O"):
            raise ValueError(f"{tag!r} is not a tag such as B-PER, I-PER or O")
        if label and (place in set("BSUO") or name != label):
            yield first, number, label
            label = ""
        if name and not label:
            first, label = number, name
