"""The same person in several articles.

Two people are taken for one if they have the same full name (two words or more, whatever the case)
and no roles that contradict each other, such as a goalkeeper and a bishop. Anybody else is kept
apart: a false join puts words into somebody's mouth, a missing one only spreads them over two rows.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from .lexicons import load_terms
from .schemas.record import Entity, EntityType, QuoteType, Record

FIELDS: Final = ("arts", "faith", "public", "science", "sport")
"""Walks of life: roles of different ones contradict each other."""

_WORD = re.compile(r"[\w-]+")


@dataclass(slots=True)
class JoinedEntity:
    """A person, place or organisation that is named in one or more articles.

    Attributes:
        name: the name in the first of the articles.
        type: what it is.
        aliases: its other names, as the keys of a dict, in the order of the articles.
        roles: its roles, in the same way.
        articles: the ids of the records that name it.
        quotes: how many quotes of each type it is a speaker of.

    Example:
        >>> [joined] = join_people([record])
        >>> joined.name, joined.articles == [record.id], joined.quotes.total()
        ('Mara Okoro', True, 1)
    """

    name: str
    type: EntityType
    aliases: dict[str, None] = field(default_factory=dict)
    roles: dict[str, None] = field(default_factory=dict)
    articles: list[str] = field(default_factory=list)
    quotes: Counter[QuoteType] = field(default_factory=Counter)


class Joiner:
    """Joins the people, and the organisations and places of one name, of records given in turn."""

    def __init__(self) -> None:
        self.entities: list[JoinedEntity] = []
        self._by_name: dict[tuple[EntityType, str], list[int]] = {}

    def add(self, record: Record) -> dict[str, int]:
        """The index in :attr:`entities` of each entity of the record, by its id."""
        indices: dict[str, int] = {}
        taken: set[int] = set()
        for entity in record.entities:
            index = self._find(entity, taken)
            indices[entity.id] = index
            taken.add(index)
            joined = self.entities[index]
            joined.articles.append(record.id)
            joined.aliases |= dict.fromkeys(a for a in entity.aliases if a != joined.name)
            joined.roles |= dict.fromkeys(entity.roles)
        for quote in record.quotes:
            speakers = [quote.speaker.entity, *(one.entity for one in quote.co_speakers)]
            for entity_id in dict.fromkeys(speakers):
                if entity_id is not None:
                    self.entities[indices[entity_id]].quotes[quote.type] += 1
        return indices

    def _find(self, entity: Entity, taken: set[int]) -> int:
        """Two of one name in one article are two: whoever made the record knew why."""
        name = " ".join(entity.name.casefold().split())
        is_person = entity.type is EntityType.PERSON
        known = self._by_name.setdefault((entity.type, name), [])
        if not is_person or " " in name:
            for index in known:
                contradict = is_person and roles_contradict(
                    entity.roles, self.entities[index].roles
                )
                if index not in taken and not contradict:
                    return index
        known.append(len(self.entities))
        self.entities.append(JoinedEntity(entity.name, entity.type))
        return known[-1]


def roles_contradict(one: Iterable[str], other: Iterable[str]) -> bool:
    """Whether two lists of roles are conflicting occupations."""
    mine, yours = _fields(one), _fields(other)
    return bool(mine and yours) and mine.isdisjoint(yours)


def _fields(roles: Iterable[str]) -> set[str]:
    return {name for role in roles for name in _fields_of(role)}


@lru_cache(maxsize=10_000)
def _fields_of(role: str) -> tuple[str, ...]:
    words = _WORD.findall(role.lower())
    return tuple(name for name in FIELDS if not load_terms(f"field_{name}").isdisjoint(words))


def join_people(records: Iterable[Record]) -> Sequence[JoinedEntity]:
    """The people of all records, the most quoted first.

    People of one full name are joined across articles, unless their roles contradict each other.

    Example:
        >>> [(person.name, person.quotes.total()) for person in join_people([record, record])]
        [('Mara Okoro', 2)]
    """
    joiner = Joiner()
    for record in records:
        joiner.add(record)
    people = (joined for joined in joiner.entities if joined.type is EntityType.PERSON)
    return sorted(people, key=lambda p: (-p.quotes.total(), -len(p.articles), p.name.casefold()))
