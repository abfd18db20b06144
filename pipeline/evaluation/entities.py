"""The entity measure: names of people, places and organisations.

Before spans are compared, differences between annotation guidelines are evened out: a leading
"the", a trailing possessive mark, and white space, quotation marks, commas, brackets and dashes at
the edges are removed. A final full stop stays. The figures, per type and for all (``micro``):

``entities.exact``
    The same span and the same type.
``entities.partial``
    Spans of the same type that overlap, matched one to one, equal ones first.
``entities.span``
    The same span, whatever the type.
``entities.place_or_organization``
    The same span, with places and organisations as one type, because guidelines disagree about
    teams and governments that are named after their country.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from ..schemas.record import EntityType
from ..spans import Offsets, overlap, touches
from .counts import Sheet

_EDGE: Final = frozenset(' \t\n\r\u00a0"“”‘`(),;:-–—')
_ARTICLES: Final = ("the ", "The ", "THE ")
_POSSESSIVES: Final = ("'s", "’s", "'S", "’S", "'", "’")


@dataclass(frozen=True, slots=True, kw_only=True)
class EntitySpans:
    """An entity, gold or predicted: the spans of its names and of its pronouns."""

    type: EntityType
    name: str
    names: tuple[Offsets, ...]
    pronouns: tuple[Offsets, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class _Named:
    start: int
    end: int
    type: str

    @property
    def offsets(self) -> Offsets:
        return self.start, self.end


def normalise(text: str, span: Offsets) -> Offsets:
    """The span of a name without what guidelines differ in; empty if nothing is left.

    >>> normalise("the Quill Bank's", (0, 16))
    (4, 14)
    """
    start, end = span
    while True:
        before = start, end
        while start < end and text[start] in _EDGE:
            start += 1
        while start < end and text[end - 1] in _EDGE and not _closes_bracket(text[start:end]):
            end -= 1
        for article in _ARTICLES:
            if text.startswith(article, start) and start + len(article) < end:
                start += len(article)
        for mark in _POSSESSIVES:
            if text.endswith(mark, start, end) and end - len(mark) > start:
                end -= len(mark)
        if before == (start, end):
            return before


def _closes_bracket(name: str) -> bool:
    return name[-1] == ")" and "(" in name


def score_entities(
    text: str,
    gold: Iterable[EntitySpans],
    predicted: Iterable[EntitySpans],
    ignored: Sequence[Offsets] = (),
) -> Sheet:
    """All counts of one article.

    Spans are offsets into ``text``. Names in the spans ``ignored``, which must be sorted and
    disjoint, are left out on both sides.
    """
    sheet = Sheet()
    gold_names, predicted_names = _named(text, gold, ignored), _named(text, predicted, ignored)
    sizes = Counter(n.type for n in gold_names), Counter(n.type for n in predicted_names)
    exact = Counter(n.type for n in set(gold_names) & set(predicted_names))
    partial = Counter(gold_names[i].type for i in _overlapping(gold_names, predicted_names))
    for kind, right in (("exact", exact), ("partial", partial)):
        for name in EntityType:
            sheet.tally(
                f"entities.{kind}.{name}",
                right=right[name],
                predicted=sizes[1][name],
                gold=sizes[0][name],
            )
        sheet.tally(
            f"entities.{kind}.micro",
            right=right.total(),
            predicted=len(predicted_names),
            gold=len(gold_names),
        )
    folded = {EntityType.ORGANIZATION: EntityType.PLACE}
    for kind, key in (
        ("span", lambda n: n.offsets),
        ("place_or_organization", lambda n: (n.offsets, folded.get(n.type, n.type))),
    ):
        common = Counter(map(key, gold_names)) & Counter(map(key, predicted_names))
        sheet.tally(
            f"entities.{kind}",
            right=common.total(),
            predicted=len(predicted_names),
            gold=len(gold_names),
        )
    return sheet


def _named(text: str, entities: Iterable[EntitySpans], ignored: Sequence[Offsets]) -> list[_Named]:
    spans = (
        _Named(*normalise(text, span), entity.type) for entity in entities for span in entity.names
    )
    return sorted(
        {
            named
            for named in spans
            if named.start < named.end and not touches(ignored, named.offsets)
        }
    )


def _overlapping(gold: Sequence[_Named], predicted: Sequence[_Named]) -> list[int]:
    """Positions of gold names matched one to one with an overlapping prediction of their type."""
    same = set(gold) & set(predicted)
    near = sorted(
        (-common, i, j)
        for i, ours in enumerate(gold)
        for j, theirs in enumerate(predicted)
        if ours not in same and theirs not in same and ours.type == theirs.type
        if (common := overlap(ours.offsets, theirs.offsets)) > 0
    )
    taken_gold = [i for i, ours in enumerate(gold) if ours in same]
    taken_predicted: set[int] = set()
    for _, i, j in near:
        if i not in taken_gold and j not in taken_predicted:
            taken_gold.append(i)
            taken_predicted.add(j)
    return taken_gold
