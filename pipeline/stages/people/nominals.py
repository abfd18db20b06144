"""Noun phrases such as "the minister" tied to the one person who has that role."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from operator import itemgetter
from typing import NamedTuple

from spacy.tokens import Doc

from .named_people import Person, Referent
from .roles import Role

_ANY_TIME = frozenset(
    {"former", "then", "new", "late", "outgoing", "veteran", "ex", "-", "retired"}
)
_PAST = frozenset({"former", "then", "late", "ex", "retired"})
_MODIFIER_TAGS = frozenset({"JJ", "NN", "NNP", "VBN", "HYPH", "POS", "CD"})
_MAX_MODIFIERS = 4


class Nominal(NamedTuple):
    """Tokens ``start`` to ``end`` (exclusive) and the person they stand for, if one can be told."""

    start: int
    end: int
    referent: Referent


def resolve_nominals(
    doc: Doc, roles: Mapping[Person, Sequence[Role]], lower: Sequence[int]
) -> list[Nominal]:
    """The definite noun phrases of ``doc`` that say the role of one of the people named before.

    Nobody can be told where two people have the role. Left out where a modifier says something
    else of whom it means ("the British minister"), and where the phrase is part of a name or says
    what somebody is.
    ``lower`` are the ``LOWER`` ids of all tokens.
    """
    holders = _Holders(doc, roles)
    found = []
    for index in [i for i, word in enumerate(lower) if word in holders.nouns]:
        start = _definite(doc, index)
        if start is None:
            continue
        modifiers = {doc[i].lower_ for i in range(start + 1, index)} - _ANY_TIME
        # "the minister" beside a former minister is the one in office, if there is one.
        past = doc[start + 1].lower_ in _PAST
        referent = holders.of(lower[index], index, modifiers, past=past) or holders.of(
            lower[index], index, modifiers, past=not past
        )
        if referent is not None:
            found.append(Nominal(start, index + 1, referent))
    return found


class _Holder(NamedTuple):
    """Somebody who has a role: the token of its noun where it is first said, and its words."""

    token: int
    person: Person
    words: frozenset[str]


class _Holders:
    """Who has which role, to be asked by its noun and any of its words."""

    def __init__(self, doc: Doc, roles: Mapping[Person, Sequence[Role]]) -> None:
        self._roles = [
            (doc[role.noun].lower, person, role)
            for person, known in roles.items()
            for role in known
        ]
        self.nouns = {noun for noun, _, _ in self._roles}

    @cached_property
    def _by_word(self) -> dict[tuple[int, bool, str], list[_Holder]]:
        first: dict[tuple[int, Person, frozenset[str]], int] = {}
        for noun, person, role in self._roles:
            key = noun, person, frozenset(role.text.lower().split())
            first[key] = min(role.noun, first.get(key, role.noun))
        by_word: dict[tuple[int, bool, str], list[_Holder]] = {}
        for (noun, person, words), token in sorted(first.items(), key=itemgetter(1)):
            past = not _PAST.isdisjoint(part for word in words for part in word.split("-"))
            holder = _Holder(token, person, words)
            for word in ("", *words):
                by_word.setdefault((noun, past, word), []).append(holder)
        return by_word

    def of(self, noun: int, token: int, modifiers: set[str], *, past: bool) -> Referent | None:
        """Who is said before ``token`` to have the role, now or in the ``past``, if anybody."""
        lists = [self._by_word.get((noun, past, word), []) for word in modifiers or ("",)]
        found: Person | None = None
        for holder in min(lists, key=len):
            if holder.token >= token:
                break
            if modifiers <= holder.words:
                if found not in (None, holder.person):
                    return "several-fit"
                found = holder.person
        return found


def _definite(doc: Doc, index: int) -> int | None:
    """Where the phrase "the … noun" at ``index`` begins, or None if it is no such phrase."""
    token = doc[index]
    if token.tag_ not in {"NN", "NNP"} or token.ent_type_ or token.dep_ in {"attr", "compound"}:
        return None
    if index + 1 < len(doc):
        after = doc[index + 1]
        # "the minister Ishaq Dar", "the minister, Ishaq Dar", "the minister of health"
        if after.ent_type_ == "PERSON" or after.lower_ in {"of", "-"}:
            return None
        if after.text == "," and index + 2 < len(doc) and doc[index + 2].ent_type_ == "PERSON":
            return None
        if after.tag_ in {"NN", "NNS", "NNP"}:
            return None
    start = index - 1
    while start >= 0 and index - start <= _MAX_MODIFIERS and doc[start].tag_ in _MODIFIER_TAGS:
        start -= 1
    if start < 0 or doc[start].lower_ != "the":
        return None
    # ", the minister," after a name says who that is.
    if start >= 2 and doc[start - 1].text == "," and doc[start - 2].ent_type_ == "PERSON":
        return None
    return start
