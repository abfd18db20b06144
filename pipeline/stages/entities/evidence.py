"""What the whole article says about its entities: every mention of a name is heard on its kind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ...lexicons import load_terms
from ...lexicons.personal_names import is_first_name, parse_name
from ..token_columns import Words
from .boundaries import PLACE_LABELS, Candidate, tidied
from .clues import (
    ORG,
    PERSON,
    PLACE,
    Weights,
    clues_beside,
    clues_of_name,
    is_country,
    place_fame,
)
from .repeats import surname_start

_OWN_LABEL = 1.0  # what the model's label of this mention weighs
_SHARED_LABEL = 1.25  # what its labels of all mentions of the name weigh together
_SHARED_CLUES = 0.7
_SURNAME = 5.0  # a family name of somebody the article names in full
_FIRST_NAME = 3.0  # a first name of somebody the article names in full
_FULL_NAME = 3.0  # a name that ends in what is somebody's name elsewhere
_BARE_WORD = 1.0  # a lone word that nothing but the model takes for a person
_SHORT_FIRM = 3.0  # the first word of an organisation's longer name
_ENOUGH = 6.0  # no more than this from one article's clues for one kind
_KIND = {"PERSON": PERSON, "ORG": ORG} | dict.fromkeys(PLACE_LABELS, PLACE)
_LABELS = {PERSON: "PERSON", ORG: "ORG", PLACE: "GPE"}


def relabelled(words: Words, found: Sequence[Candidate]) -> list[Candidate]:
    """Every candidate with the label that its words, its neighbours and its like speak for."""
    demonyms = load_terms("demonyms")
    result = list(found)
    contested: list[_Contested] = []
    peoples = _peoples(words, found)
    for at, c in enumerate(found):
        key = " ".join(words.lower[c.start : c.end])
        if key in demonyms or key in peoples:
            result[at] = Candidate(c.start, c.end, "NORP")
        elif c.label != "NORP":
            contested.append(_Contested(at, key, c, clues_beside(words, c.start, c.end)))
    heard = _hear(contested)
    scores = [_score(words, one, heard[one.key]) for one in contested]
    first = [
        _labelled(one.candidate, _best(*score))
        for one, score in zip(contested, scores, strict=True)
    ]
    surnames = _surnames(words, first)
    firms: set[str] = set()
    given: set[str] = set()
    alone: set[str] = set()
    for c in first:
        word = words.lower[c.start]
        if c.end - c.start == 1:
            if c.label == "PERSON":
                alone.add(word)
        elif c.label == "ORG":
            firms.add(word)
        elif c.label == "PERSON" and is_first_name(word):
            given.add(word)
    for one, (person, place, org) in zip(contested, scores, strict=True):
        key, c = one.key, one.candidate
        if key in surnames:
            person += _SURNAME
        elif 2 <= c.end - c.start <= 3 and words.lower[c.end - 1] in alone:
            person += _FULL_NAME
        elif key in firms and not is_country(words.text[c.start : c.end]):
            org += _SHORT_FIRM
        elif key in given:
            person += _FIRST_NAME
        elif c.end - c.start == 1 and heard[key].clues[PERSON] <= 0:
            person -= _BARE_WORD
        result[one.at] = _labelled(c, _best(person, place, org))
    turned = {
        one.at for one in contested if result[one.at].label == "PERSON" != one.candidate.label
    }
    if not turned:
        return result
    # A person's name ends where an organisation's goes on.
    return [
        name for at, c in enumerate(result) for name in (tidied(words, c) if at in turned else (c,))
    ]


def _peoples(words: Words, found: Sequence[Candidate]) -> set[str]:
    """Names that the tagger gives to a people as often as to anything else; no place's."""
    times: dict[str, int] = {}
    for c in found:
        key = " ".join(words.lower[c.start : c.end])
        times[key] = times.get(key, 0) + (1 if c.label == "NORP" else -1)
    return {key for key, more in times.items() if more >= 0 and not place_fame(key.split())}


class _Contested(NamedTuple):
    """A candidate at index ``at``, its name in lower case, and the clues beside this mention."""

    at: int
    key: str
    candidate: Candidate
    beside: Weights


class _Heard(NamedTuple):
    """How often the model gives a name each label, and the sums of the clues beside it."""

    labels: list[int]
    clues: list[float]


def _hear(contested: Iterable[_Contested]) -> dict[str, _Heard]:
    heard: dict[str, _Heard] = {}
    for one in contested:
        known = heard.get(one.key)
        if known is None:
            known = heard[one.key] = _Heard([0, 0, 0], [0.0, 0.0, 0.0])
        known.labels[_KIND[one.candidate.label]] += 1
        clues = known.clues
        person, place, org = one.beside
        clues[PERSON] += person
        clues[PLACE] += place
        clues[ORG] += org
    return heard


def _score(words: Words, one: _Contested, heard: _Heard) -> Weights:
    """What speaks for each kind: the name itself, the model, this mention, all others."""
    start, end, label = one.candidate
    score = list(clues_of_name(words.text[start:end]))
    if label == "GPE" and end - start > 1 and not score[PLACE]:
        # The gazetteer would know most towns of several words.
        score[PLACE] -= _OWN_LABEL
    score[_KIND[label]] += _OWN_LABEL
    mentions = sum(heard.labels)
    for kind in (PERSON, PLACE, ORG):
        if votes := heard.labels[kind]:
            score[kind] += _SHARED_LABEL * votes / mentions
        own, all_clues = one.beside[kind], heard.clues[kind]
        if all_clues or own:
            score[kind] += own + _SHARED_CLUES * min(_ENOUGH, all_clues - own)
    person, place, org = score
    return person, place, org


def _best(person: float, place: float, org: float) -> int:
    """The kind that most speaks for; in a tie the earlier."""
    if person >= place:
        return PERSON if person >= org else ORG
    return PLACE if place >= org else ORG


def _labelled(candidate: Candidate, kind: int) -> Candidate:
    """``candidate``, with another label if its own is not of this kind."""
    if _KIND[candidate.label] == kind:
        return candidate
    return Candidate(candidate.start, candidate.end, _LABELS[kind])


def _surnames(words: Words, found: Iterable[Candidate]) -> set[str]:
    """The family names (lower case) of people whose full names the article gives."""
    surnames = set()
    for c in found:
        if c.label != "PERSON" or c.end - c.start < 2 or "of" in words.lower[c.start : c.end]:
            continue
        start = surname_start(words, c)
        if len(words.text[start]) >= 2 and words.text[start][0].isupper() and start > c.start:
            name = parse_name(words.text[c.start : c.end])
            if name.full and is_first_name(name.given[0]):
                surnames.add(" ".join(words.lower[start : c.end]))
    return surnames
