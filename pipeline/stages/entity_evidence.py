"""What the whole article says about its entities: every mention of a name is heard on its kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from pipeline.lexicons import load_terms
from pipeline.stages.entity_clues import (
    NO_CLUE,
    ORG,
    PERSON,
    PLACE,
    Weights,
    Words,
    clues_beside,
    clues_of_name,
)
from pipeline.stages.entity_repeats import surname_start
from pipeline.stages.entity_spans import PLACE_LABELS, Candidate
from pipeline.stages.names import is_first_name, parse_name

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
    keys = [" ".join(words.lower[c.start : c.end]) for c in found]
    demonyms = load_terms("demonyms")
    beside: list[Weights] = []
    shared: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    labels: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for key, c in zip(keys, found, strict=True):
        if c.label == "NORP" or key in demonyms:
            beside.append(NO_CLUE)
            continue
        beside.append(clues_beside(words, c.start, c.end))
        labels[key][_KIND[c.label]] += 1
        for kind, weight in enumerate(beside[-1]):
            shared[key][kind] += weight
    scores: list[list[float]] = []
    for key, c, own in zip(keys, found, beside, strict=True):
        score = list(clues_of_name(words.text[c.start : c.end]))
        scores.append(score)
        if key not in labels or c.label == "NORP":
            continue
        mentions = sum(labels[key])
        if c.label == "GPE" and c.end - c.start > 1 and not score[PLACE]:
            # The gazetteer would know most towns of several words.
            score[PLACE] -= _OWN_LABEL
        score[_KIND[c.label]] += _OWN_LABEL
        for kind in (PERSON, PLACE, ORG):
            score[kind] += _SHARED_LABEL * labels[key][kind] / mentions
            score[kind] += own[kind] + _SHARED_CLUES * min(_ENOUGH, shared[key][kind] - own[kind])
    first = [_label(c, key, score) for c, key, score in zip(found, keys, scores, strict=True)]
    surnames = _surnames(words, first)
    firms = {words.lower[c.start] for c in first if c.label == "ORG" and c.end - c.start > 1}
    given = {
        words.lower[c.start]
        for c in first
        if c.label == "PERSON" and c.end - c.start > 1 and is_first_name(words.lower[c.start])
    }
    alone = {words.lower[c.start] for c in first if c.label == "PERSON" and c.end - c.start == 1}
    for key, c, score in zip(keys, found, scores, strict=True):
        if key in surnames:
            score[PERSON] += _SURNAME
        elif 2 <= c.end - c.start <= 3 and words.lower[c.end - 1] in alone:
            score[PERSON] += _FULL_NAME
        elif key in firms:
            score[ORG] += _SHORT_FIRM
        elif key in given:
            score[PERSON] += _FIRST_NAME
        elif c.end - c.start == 1 and shared[key][PERSON] <= 0:
            score[PERSON] -= _BARE_WORD
    return [_label(c, key, score) for c, key, score in zip(found, keys, scores, strict=True)]


def _label(candidate: Candidate, key: str, score: Sequence[float]) -> Candidate:
    if key in load_terms("demonyms"):
        return candidate._replace(label="NORP")
    if candidate.label == "NORP":
        return candidate
    best = max((PERSON, PLACE, ORG), key=lambda kind: score[kind])
    if _KIND[candidate.label] == best:
        return candidate
    return candidate._replace(label=_LABELS[best])


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
