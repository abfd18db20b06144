"""Organisations that are named after their leader: "the Okoro campaign"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final, NamedTuple

from spacy.strings import get_string_id
from spacy.tokens import Doc

from ...lexicons import load_terms
from ...spans import merge, touches
from ..annotations import Cluster, Mention

_CONFIDENCE: Final = 0.8
_MODIFIERS = frozenset({"JJ", "NN", "VBG", "HYPH"})
_LONGEST: Final = 4  # tokens between the name and the noun


class _Phrase(NamedTuple):
    """Tokens ``start`` to ``end`` (exclusive), and the id of the person who leads."""

    start: int
    end: int
    leader: str
    noun: str
    named: bool


def find_led_by_people(doc: Doc) -> list[Cluster]:
    """The organisations that are sources and are named after a person.

    Other phrases for one of them are mentions too: "his campaign", and "the campaign" if there is
    only one.
    """
    sources = merge(one["source"] for one in doc._.attributions if one["source"])
    if not sources:
        return []
    nouns = _nouns()
    found = [at for at, word in enumerate(doc.to_array("LOWER").tolist()) if word in nouns]
    groups: dict[tuple[str, str], list[_Phrase]] = {}
    for phrase in _phrases(doc, found) if found else ():
        groups.setdefault((phrase.leader, phrase.noun), []).append(phrase)
    clusters = []
    leaders = Counter(noun for _, noun in groups)
    for (_, noun), group in groups.items():
        named = [phrase for phrase in group if phrase.named]
        if not named or not any(touches(sources, _offsets(doc, phrase)) for phrase in group):
            continue
        if leaders[noun] == 1:
            group += _bare(doc, found, noun, after=named[0].end)
        clusters.append(_cluster(doc, group, named))
    return clusters


@cache
def _nouns() -> frozenset[int]:
    return frozenset(map(get_string_id, load_terms("bodies_of_people")))


def _phrases(doc: Doc, nouns: Sequence[int]) -> Iterator[_Phrase]:
    """The phrases that begin with a person and end in one of the ``nouns``."""
    people: dict[int, tuple[int, str, bool]] = {}
    for cluster in doc._.people:
        for mention in cluster["mentions"]:
            span = doc.char_span(mention["start"], mention["end"])
            if span is not None and mention["form"] != "nominal":
                people[span.end] = span.start, cluster["id"], mention["form"] == "name"
    for noun in nouns:
        if doc[noun].ent_type_ or doc[noun].tag_ != "NN":
            continue
        at = noun
        while at > noun - _LONGEST and at - 1 >= 0 and doc[at - 1].tag_ in _MODIFIERS:
            at -= 1
        if at and (doc[at - 1].tag_ == "POS" or doc[at - 1].text in {"'", "’"}):
            at -= 1
        if at in people:
            start, leader, named = people[at]
            yield _Phrase(start, noun + 1, leader, doc[noun].lower_, named)


def _bare(doc: Doc, nouns: Sequence[int], noun: str, after: int) -> Iterator[_Phrase]:
    """The phrases such as "the campaign" after the first phrase that names the leader."""
    for at in nouns:
        if at > after and doc[at].lower_ == noun and doc[at - 1].lower_ == "the":
            behind = doc[at + 1].tag_ if at + 1 < len(doc) else ""
            if behind not in {"NN", "NNS", "IN"}:
                yield _Phrase(at - 1, at + 1, "", noun, named=False)


def _offsets(doc: Doc, phrase: _Phrase) -> tuple[int, int]:
    last = doc[phrase.end - 1]
    return doc[phrase.start].idx, last.idx + len(last)


def _cluster(doc: Doc, group: Sequence[_Phrase], named: Sequence[_Phrase]) -> Cluster:
    texts = [doc[phrase.start : phrase.end].text for phrase in named]
    tags = [{token.tag_ for token in doc[phrase.start : phrase.end]} for phrase in named]
    order = sorted(zip(texts, tags, strict=True), key=lambda one: ("POS" in one[1], -len(one[0])))
    names = list(dict.fromkeys(text for text, _ in order))
    spans = sorted(_offsets(doc, phrase) for phrase in group)
    return Cluster(
        id="",
        type="organization",
        name=names[0],
        aliases=names[1:],
        roles=[],
        mentions=[
            Mention(start=start, end=end, form="nominal", confidence=_CONFIDENCE)
            for start, end in spans
        ],
        place=None,
    )
