"""Noun phrases such as "the minister" tied to the one person who has that role."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from spacy.tokens import Doc

from pipeline.stages.named_people import Person, Referent
from pipeline.stages.roles import Role

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
    by_noun: dict[int, list[tuple[Person, Role]]] = {}
    for person, known in roles.items():
        for role in known:
            by_noun.setdefault(doc[role.noun].lower, []).append((person, role))
    if not by_noun:
        return []
    found = []
    for index in [i for i, word in enumerate(lower) if word in by_noun]:
        start = _definite(doc, index)
        if start is None:
            continue
        modifiers = {doc[i].lower_ for i in range(start + 1, index)} - _ANY_TIME
        fitting = [
            (person, role)
            for person, role in by_noun[lower[index]]
            if role.noun < index and modifiers <= set(role.text.lower().split())
        ]
        if len(fitting) > 1:
            # "the minister" beside a former minister is the one in office, if there is one.
            former = doc[start + 1].lower_ in _PAST
            of_time = [pair for pair in fitting if _is_past(pair[1]) is former]
            fitting = of_time or fitting
        holders = {person for person, _ in fitting}
        if holders:
            referent: Referent = holders.pop() if len(holders) == 1 else "several-fit"
            found.append(Nominal(start, index + 1, referent))
    return found


def _is_past(role: Role) -> bool:
    return not _PAST.isdisjoint(role.text.lower().replace("-", " ").split())


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
