"""Cuts words from the edges of a content that belong to the report: connectives, cues, asides."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from ...lexicons import load_terms
from ..grammar import FINITE
from .candidates import Candidate, runs
from .word_features import FLAGS, STOPS, Words, token_of

if TYPE_CHECKING:
    from spacy.tokens import Doc

_RELATIVES: Final = frozenset({"who", "which", "that", "what"})
_JOINS: Final = frozenset({"and", "but"})
_OBJECTS: Final = frozenset({"what", "whom"})
_TITLE: Final = FLAGS.index("title")
_LONGEST_CONNECTIVE: Final = 4
"""Words in the longest connective."""
_OCCASIONAL: Final = frozenset({"during", "after", "before", "at", "in"})
_LONGEST_OCCASION: Final = 10
"""Words before a "that" that is looked for."""
_SHORTEST_SENTENCE: Final = 5
"""The least number of words in a quotation that can be a content without the words before it."""


def without_frame(doc: Doc, words: Words, candidate: Candidate) -> Candidate:
    """The candidate without the words of its content that only introduce it or comment on it.

    These are removed from the content:

    - a connective that opens the sentence ("Meanwhile, rates fell, said Ruiz");
    - the relative pronoun of "who is said to be rich", and "what he called";
    - what a complete quotation is about ("of the claims" in "“No,” Ruiz said of the claims");
    - a phrase beside a quotation ("her speech ended with her father's words, “We came …”");
    - in a headline, what follows the quotation.

    Words of the cue that belong to the clause are added: "says ultimately it is a feast".
    """
    parts = runs(candidate.content)
    content = [*_adverb(doc, words, candidate, parts), *candidate.content]
    content = _without_connective(doc, words, candidate, content)
    content = _without_occasion(doc, words, candidate, content)
    content = _without_relative(doc, words, content)
    content = _without_naming(doc, words, content)
    content = _without_topic(doc, words, candidate, content)
    content = _quotation_beside(doc, words, content)
    content = _without_circumstance(doc, words, content)
    content = _nearest(doc, words, candidate, content)
    if content == candidate.content or not content:
        return candidate
    cue = [word for word in candidate.cue if word not in content]
    return replace(candidate, content=content, cue=cue)


def _adverb(
    doc: Doc, words: Words, candidate: Candidate, parts: list[tuple[int, int]]
) -> list[int]:
    """The last words of the cue that depend, by the parse, on the content after them."""
    first, last = parts[0]
    found: list[int] = []
    word = first - 1
    while word in candidate.cue and word > candidate.head:
        above, token = int(words.head[word]), token_of(doc, words, word)
        joins = token.dep_ in {"advmod", "mark"} and token.lower_ != "for"
        if not joins or not (first <= above <= last or above in found):
            break
        found.insert(0, word)
        word -= 1
    return found


def _without_connective(
    doc: Doc, words: Words, candidate: Candidate, content: list[int]
) -> list[int]:
    first = content[0]
    if candidate.head < first or (first and words.sentence[first - 1] == words.sentence[first]):
        return content
    if token_of(doc, words, first).lower_ in _JOINS and words.quotation[first] < 0:
        return content[1:] or content
    for size in range(1, min(_LONGEST_CONNECTIVE, len(content) - 1) + 1):
        if token_of(doc, words, content[size]).text != ",":
            continue
        phrase = " ".join(token_of(doc, words, word).lower_ for word in content[:size])
        return content[size + 1 :] if phrase in load_terms("connectives") else content
    return content


def _without_occasion(
    doc: Doc, words: Words, candidate: Candidate, content: list[int]
) -> list[int]:
    """The content from its "that" on, without what stands between it and the cue.

    Such are the addressee and an occasion ("assured the crew during a visit that …"), but no noun
    that the clause belongs to ("in the hope that …").
    """
    if candidate.head > content[0]:
        return content
    for at, word in enumerate(content[:_LONGEST_OCCASION]):
        token = token_of(doc, words, word)
        if token.tag_.startswith("V") or words.quotation[word] >= 0:
            return content
        if token.lower_ == "that" and token.tag_ == "IN":
            before = [token_of(doc, words, one) for one in content[:at]]
            if not before or before[-1].lower_ in load_terms("cues_nouns"):
                return content
            begins = any(one.lower_ in _OCCASIONAL for one in before)
            return content[at:] if begins else content
    return content


def _without_relative(doc: Doc, words: Words, content: list[int]) -> list[int]:
    parts = runs(content)
    first, last = parts[0]
    if first != last or len(parts) == 1:
        return content
    relative = token_of(doc, words, first).lower_
    if relative in _OBJECTS:
        return content[1:]
    return content[1:] if relative in _RELATIVES and not _has_verb(doc, words, content) else content


def _without_naming(doc: Doc, words: Words, content: list[int]) -> list[int]:
    """The content without the words "what he called" before it."""
    if token_of(doc, words, content[0]).lower_ != "what":
        return content
    verb = int(words.head[content[0]])
    called = token_of(doc, words, verb).lower_ in load_terms("naming_forms")
    behind = [word for word in content if word > verb]
    return behind if behind and called and verb in content else content


def _without_topic(doc: Doc, words: Words, candidate: Candidate, content: list[int]) -> list[int]:
    parts = runs(content)
    first, last = parts[-1]
    quoted = words.quotation[parts[0][1]] >= 0 and parts[0][1] < candidate.head
    topic = range(first, last + 1)
    if len(parts) < 2 or not quoted or first < candidate.head:
        return content
    if (words.quotation[first : last + 1] >= 0).any() or _has_verb(doc, words, topic):
        return content
    return [word for word in content if word < first]


def _quotation_beside(doc: Doc, words: Words, content: list[int]) -> list[int]:
    """Only the quotation at the end of a content, if a phrase without a verb is before it."""
    at = next((i for i, word in enumerate(content) if words.quotation[word] >= 0), 0)
    before, quotation = content[:at], content[at:]
    if at < 2 or token_of(doc, words, before[-1]).text != ",":
        return content
    if token_of(doc, words, before[0]).lower_ == "that":
        return content
    whole = (words.quotation[quotation] == words.quotation[quotation[0]]).all()
    sentence = len(quotation) >= _SHORTEST_SENTENCE and _has_verb(doc, words, quotation)
    return quotation if whole and sentence and not _has_verb(doc, words, before) else content


def _without_circumstance(doc: Doc, words: Words, content: list[int]) -> list[int]:
    """In a headline, the content without what follows: "calls pier ‘a heap’ as mayor demurs"."""
    if not words.flags[content[0], _TITLE]:
        return content
    last = max((i for i, word in enumerate(content) if words.quotation[word] >= 0), default=-1)
    if last < 0 or last + 1 == len(content):
        return content
    behind = token_of(doc, words, content[last + 1]).lower_
    return content[: last + 1] if behind in load_terms("circumstance_openers") else content


def _nearest(doc: Doc, words: Words, candidate: Candidate, content: list[int]) -> list[int]:
    """The quotations on the cue's side, if a sentence of the article stands between two of them.

    What follows a quotation that ends as a sentence is removed too: "Ruiz: “No.” Lind:".
    """
    quoted = np.flatnonzero(words.quotation[content] >= 0).tolist()

    def ends(at: int) -> bool:
        return token_of(doc, words, content[at]).text in STOPS

    frame = {*candidate.source, *candidate.cue, candidate.head}
    for before, after in pairwise(quoted):
        if content[after] == content[before] + 1:
            continue
        between = range(before + 1, after)
        colon = any(token_of(doc, words, content[at]).text == ":" for at in between)
        apart = _has_sentence(words, content[before] + 1, content[after], frame)
        if apart or any(map(ends, between)) or (colon and ends(before - 1)):
            behind = content[after:]
            return behind if candidate.head > behind[0] else content[: before + 1]
    if not quoted or candidate.head > content[0] or quoted[0] > 0:
        return content
    return content[: quoted[-1] + 1] if ends(quoted[-1] - 1) else content


def _has_sentence(words: Words, first: int, stop: int, frame: set[int]) -> bool:
    """Whether a whole sentence that has nothing of the report stands between two words."""
    inside = words.sentence[first:stop]
    return any(
        np.count_nonzero(words.sentence == one) == np.count_nonzero(inside == one)
        and frame.isdisjoint(first + np.flatnonzero(inside == one))
        for one in np.unique(inside)
    )


def _has_verb(doc: Doc, words: Words, part: list[int] | range) -> bool:
    return any(token_of(doc, words, word).tag_ in FINITE for word in part)
