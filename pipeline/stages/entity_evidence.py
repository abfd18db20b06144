"""What the whole article says about its entities: every mention of a name is heard on its kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from spacy.strings import get_string_id
from spacy.tokens import Doc

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
from pipeline.stages.entity_spans import NAME_TAGS, PLACE_LABELS, Candidate
from pipeline.stages.names import is_first_name, parse_name

_NAME_TAG_IDS = frozenset(map(get_string_id, NAME_TAGS))
_MAX_NAME = 9  # tokens; hyphens count
_OWN_LABEL = 1.5  # what the model's label of this mention weighs
_SHARED_LABEL = 1.5  # what its labels of all mentions of the name weigh together
_SHARED_CLUES = 0.7
_ENOUGH = 6.0  # no more than this from one article's clues for one kind
_KIND = {"PERSON": PERSON, "ORG": ORG} | dict.fromkeys(PLACE_LABELS, PLACE)
_LABELS = {PERSON: "PERSON", ORG: "ORG", PLACE: "GPE"}


def read_words(doc: Doc) -> Words:
    """The words of ``doc``, read once for all rules."""
    texts = [token.text for token in doc]
    return Words(texts, [text.lower() for text in texts])


def titled_names(doc: Doc, words: Words, found: Iterable[Candidate]) -> list[Candidate]:
    """Add the name after a title ("General S M Kamr-ul-Hassan") that the model left out."""
    result = list(found)
    taken = {index for c in result for index in range(c.start, c.end)}
    titles = load_terms("titles")
    tags = doc.to_array("TAG").tolist()
    for index, tag in enumerate(tags):
        if tag not in _NAME_TAG_IDS or index in taken or words.lower[index] not in titles:
            continue
        start = index + 1
        while start < len(tags) and start not in taken and words.lower[start] in titles:
            start += 1
        end = start
        while (
            end < len(tags) and end - start < _MAX_NAME and end not in taken and _in_name(doc, end)
        ):
            end += 1
        if end > start and tags[end - 1] in _NAME_TAG_IDS:
            result.append(Candidate(start, end, "PERSON"))
            taken.update(range(start, end))
    return sorted(result)


def _in_name(doc: Doc, index: int) -> bool:
    token = doc[index]
    if token.tag_ in NAME_TAGS and token.text[0].isupper():
        return True
    # "Kamr-ul-Hassan" is several tokens.
    glued = not doc[index - 1].whitespace_
    return glued and (token.text == "-" or (doc[index - 1].text == "-" and token.is_alpha))


def relabelled(words: Words, found: Sequence[Candidate]) -> list[Candidate]:
    """Every candidate with the label that its words, its neighbours and its like speak for."""
    keys = [" ".join(words.lower[c.start : c.end]) for c in found]
    surnames = _surnames(words, found)
    demonyms = load_terms("demonyms")
    beside: list[Weights] = []
    shared: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    labels: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for key, c in zip(keys, found, strict=True):
        clues = NO_CLUE if c.label == "NORP" else clues_beside(words, c.start, c.end)
        beside.append(clues)
        if c.label != "NORP":
            labels[key][_KIND[c.label]] += 1
            for kind, weight in enumerate(clues):
                shared[key][kind] += weight
    firms = {words.lower[c.start] for c in found if c.label == "ORG" and c.end - c.start > 1}
    result = []
    for key, c, own in zip(keys, found, beside, strict=True):
        if key in demonyms:
            result.append(c._replace(label="NORP"))
            continue
        if c.label == "NORP":
            result.append(c)
            continue
        scores = list(clues_of_name(words.text[c.start : c.end]))
        scores[_KIND[c.label]] += _OWN_LABEL
        mentions = sum(labels[key])
        for kind in (PERSON, PLACE, ORG):
            scores[kind] += _SHARED_LABEL * labels[key][kind] / mentions
            scores[kind] += own[kind] + _SHARED_CLUES * min(_ENOUGH, shared[key][kind] - own[kind])
        if key in surnames:
            scores[PERSON] += 4.0
        elif key in firms:
            scores[ORG] += 2.0
        best = max((PERSON, PLACE, ORG), key=lambda kind: scores[kind])
        label = c.label if _KIND[c.label] == best else _LABELS[best]
        result.append(c._replace(label=label))
    return result


def _surnames(words: Words, found: Iterable[Candidate]) -> set[str]:
    """The family names (lower case) of people whose full names the article gives."""
    surnames = set()
    for c in found:
        if c.label != "PERSON" or c.end - c.start < 2:
            continue
        last = words.text[c.end - 1]
        if len(last) >= 2 and last[0].isupper():
            name = parse_name(words.text[c.start : c.end])
            if name.full and is_first_name(name.given[0]):
                surnames.add(last.lower())
    return surnames


def with_repeats(doc: Doc, words: Words, found: Iterable[Candidate]) -> list[Candidate]:
    """The surname of a full name is that person's wherever it stands alone in the article."""
    result = list(found)
    surnames: set[str] = set()
    for c in result:
        if c.label != "PERSON" or c.end - c.start < 2:
            continue
        last = words.text[c.end - 1]
        if len(last) >= 3 and last[0].isupper() and parse_name(words.text[c.start : c.end]).full:
            surnames.add(last)
    if not surnames:
        return result
    owner = {index: n for n, c in enumerate(result) for index in range(c.start, c.end)}
    for index, word in enumerate(words.text):
        if word not in surnames:
            continue
        if index in owner:
            c = result[owner[index]]
            if c.end - c.start == 1 and c.label != "PERSON":
                result[owner[index]] = c._replace(label="PERSON")
        elif not _touches_capital(doc, index):
            result.append(Candidate(index, index + 1, "PERSON"))
    return sorted(result)


def _touches_capital(doc: Doc, index: int) -> bool:
    before = (
        index > 0
        and doc[index - 1].tag_ in NAME_TAGS
        and doc[index - 1].lower_ not in load_terms("titles")
    )
    after = index + 1 < len(doc) and doc[index + 1].tag_ in NAME_TAGS
    return before or after
