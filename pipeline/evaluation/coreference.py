"""The coreference measure: are the mentions of one person one entity?

Each gold name is assigned to the predicted entity whose mention shares most characters with it. A
predicted entity *is* the gold person to whom more than half of its assigned names belong.

``people.names``
    B-cubed precision and recall (Bagga & Baldwin 1998) of the clusters of names. A name that is
    assigned to no entity is a cluster of its own.
``people.pairs``
    Pairs of names in one cluster.
``people.short_to_full``
    Of the names for which their person has a longer name earlier in the text, the share that is in
    the same predicted entity as one of those longer names.
``people.pronouns``
    Recall: the share of gold pronouns (he, she, they and their forms) in an entity that is their
    person. Precision: the same among all such pronouns in entities that have a name.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from itertools import combinations
from typing import Final

from ..schemas.record import EntityType
from ..spans import Offsets, overlap
from .counts import Sheet, Tally
from .entities import EntitySpans

PRONOUNS: Final = frozenset({
    "he", "him", "his", "himself", "she", "her", "hers", "herself",
    "they", "them", "their", "theirs", "themselves", "themself",
})  # fmt: skip


def score_people(text: str, gold: Iterable[EntitySpans], predicted: Iterable[EntitySpans]) -> Sheet:
    """All counts of one article; only people are counted."""
    people = [e for e in gold if e.type is EntityType.PERSON and e.names]
    entities = [e for e in predicted if e.type is EntityType.PERSON]
    owners = {name: i for i, person in enumerate(people) for name in person.names}
    takers = _takers(owners, entities)
    sheet = Sheet()
    _score_clusters(owners, takers, sheet)
    _score_short_names(text, people, takers, sheet)
    _score_pronouns(text, people, entities, _identities(owners, takers), sheet)
    return sheet


def _takers(names: Iterable[Offsets], entities: Sequence[EntitySpans]) -> dict[Offsets, int]:
    """The entity of each gold name: most shared characters first, then the closest length."""
    takers: dict[Offsets, int] = {}
    for name in names:
        best = (0, 0)
        for k, entity in enumerate(entities):
            for mention in (*entity.names, *entity.pronouns):
                fit = (overlap(mention, name), mention[0] - mention[1])
                if fit[0] and (name not in takers or fit > best):
                    best, takers[name] = fit, k
    return takers


def _identities(owners: Mapping[Offsets, int], takers: Mapping[Offsets, int]) -> dict[int, int]:
    votes: defaultdict[int, Counter[int]] = defaultdict(Counter)
    for name, entity in takers.items():
        votes[entity][owners[name]] += 1
    identities: dict[int, int] = {}
    for entity, counts in votes.items():
        person, count = counts.most_common(1)[0]
        if 2 * count > counts.total():
            identities[entity] = person
    return identities


def _score_clusters(
    owners: Mapping[Offsets, int], takers: Mapping[Offsets, int], sheet: Sheet
) -> None:
    clusters: dict[Offsets, Hashable] = {name: takers.get(name, name) for name in owners}
    gold, predicted = _grouped(owners), _grouped(clusters)
    precision = recall = 0.0
    for name, owner in owners.items():
        common = len(gold[owner] & predicted[clusters[name]])
        precision += common / len(predicted[clusters[name]])
        recall += common / len(gold[owner])
    sheet.tallies["people.names"].add(Tally(len(owners), len(owners), precision, recall))
    gold_pairs, predicted_pairs = _pairs(gold), _pairs(predicted)
    sheet.tally(
        "people.pairs",
        right=len(gold_pairs & predicted_pairs),
        predicted=len(predicted_pairs),
        gold=len(gold_pairs),
    )


def _grouped(labels: Mapping[Offsets, Hashable]) -> dict[Hashable, set[Offsets]]:
    groups: defaultdict[Hashable, set[Offsets]] = defaultdict(set)
    for name, label in labels.items():
        groups[label].add(name)
    return groups


def _pairs(groups: Mapping[Hashable, set[Offsets]]) -> set[tuple[Offsets, Offsets]]:
    return {pair for group in groups.values() for pair in combinations(sorted(group), 2)}


def _score_short_names(
    text: str, people: Sequence[EntitySpans], takers: Mapping[Offsets, int], sheet: Sheet
) -> None:
    sheet.shares["people.short_to_full"].of += 0
    for person in people:
        names = sorted(person.names)
        for i, name in enumerate(names):
            fuller = [other for other in names[:i] if _words(text, other) > _words(text, name)]
            if fuller:
                taken = name in takers
                joined = taken and any(takers.get(other) == takers[name] for other in fuller)
                sheet.share("people.short_to_full", joined)


def _words(text: str, span: Offsets) -> int:
    return len(text[slice(*span)].split())


def _score_pronouns(
    text: str,
    people: Sequence[EntitySpans],
    entities: Sequence[EntitySpans],
    identities: Mapping[int, int],
    sheet: Sheet,
) -> None:
    holders = {
        span: k
        for k, entity in enumerate(entities)
        for span in entity.pronouns
        if text[slice(*span)].lower() in PRONOUNS
    }
    right = sum(
        span in holders and identities.get(holders[span]) == i
        for i, person in enumerate(people)
        for span in person.pronouns
    )
    sheet.tally(
        "people.pronouns",
        right=right,
        predicted=sum(bool(entities[k].names) for k in holders.values()),
        gold=sum(len(person.pronouns) for person in people),
    )
