"""Corrects candidates whose cue is in the passive, or is coordinated with another verb."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from spacy.strings import get_string_id

from ...lexicons import load_terms
from ..grammar import FINITE, OBJECTS
from .apart import take_apart
from .candidates import Candidate, reopened
from .coordinated import as_sure, coordinated_with, second_cue
from .cues import cue_lemma
from .formulas import WORDED, is_label, is_worded, least_of, whose_words
from .participles import share_sources
from .word_features import STOPS, Words, token_of

if TYPE_CHECKING:
    from spacy.tokens import Doc


def read_clauses(doc: Doc, words: Words, candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates with coordinated cues separated and passives read correctly.

    "Calls for a vote and urges them to go" are two reports of one source. In "The club was told by
    Ruiz that" the source is Ruiz, and the club is not part of the content. In "told her story: “…”"
    the content is the quotation. Whom a paper quotes as saying something is the source.
    """
    candidates = take_apart(doc, words, share_sources(doc, words, candidates))
    by_head = {one.head: one for one in candidates}
    formulas = frozenset(one.head for one in candidates if least_of(doc, words, one))
    claimed = {word for one in candidates for word in one.content}
    tails = {max(*one.source, *one.cue, one.head): one for one in candidates}
    labels = [
        one.source[0] for one in candidates if is_label(words, one, token_of(doc, words, one.head))
    ]
    colons, sayings = _where(doc, words, ":"), frozenset(_where(doc, words, "saying"))
    for one in candidates:
        bare = without(_without_carrier(by_head[one.head], tails), formulas)
        turned = _in_words_of(doc, words, _turned(doc, words, bare))
        if not (sayings.isdisjoint(turned.content) and sayings.isdisjoint(turned.cue)):
            turned = _quoted_as(doc, words, turned)
        elif sayings and turned.content[-1] < turned.head:
            turned = _quoted_behind(doc, words, turned, sayings)
        turned = _with_nearest_subject(doc, words, turned)
        turned = _behind_quotation(doc, words, turned, claimed)
        if _are_in(colons, turned.content[0] + 1, turned.content[-1] + 2):
            turned = _behind_colon(doc, words, turned)
        whole = by_head[one.head] = _before_label(turned, labels)
        second = second_cue(doc, words, whole)
        if second is not None:
            first = replace(whole, content=[w for w in whole.content if w < second.head - 1])
            if first.content:
                by_head[one.head] = first
                if second.content:
                    by_head[second.head] = as_sure(by_head.get(second.head), second)
        above = coordinated_with(doc, words, one)
        if above in by_head and not by_head[one.head].source:
            inner = {*by_head[one.head].content, *by_head[one.head].cue}
            source = [word for word in by_head[above].source if word not in inner]
            by_head[one.head] = replace(by_head[one.head], source=source)
    return sorted(by_head.values(), key=lambda one: one.head)


def _where(doc: Doc, words: Words, lower: str) -> list[int]:
    """The words that are ``lower`` in lower case."""
    hashes = doc.to_array("LOWER")[words.token]
    return np.flatnonzero(hashes == get_string_id(lower)).tolist()


def _are_in(places: Sequence[int], first: int, last: int) -> bool:
    """Whether one of the ascending ``places`` is in the range, both ends inclusive."""
    at = bisect_left(places, first)
    return at < len(places) and places[at] <= last


def _before_label(one: Candidate, labels: Sequence[int]) -> Candidate:
    """A content without what the next label introduces: "Okoro: “…” Lind: “…”"."""
    if one.source[:1] != [label for label in labels if label < one.head][-1:]:
        return one
    behind = [label for label in labels if label > one.head]
    content = [word for word in one.content if not behind or word < behind[0]]
    return replace(one, content=content) if content else one


def _with_nearest_subject(doc: Doc, words: Words, one: Candidate) -> Candidate:
    """Of two subjects the nearest: "The keeper left, and Khumalo asked fans to go".

    The parser gives a verb two where it takes the first verb for a participle.
    """
    lefts = token_of(doc, words, one.head).lefts
    tokens = [child.i for child in lefts if child.dep_ == "nsubj"]
    if len(tokens) < 2 or not one.source:
        return one
    nearest = int(np.searchsorted(words.token, tokens[-1]))
    span = range(int(words.first[nearest]), int(words.last[nearest]) + 1)
    others = {*one.content, *one.cue, one.head}
    if one.source[0] >= span[0] or others.intersection(span):
        return one
    between = doc[tokens[-2] : int(words.token[span[0]])]
    if not any(token.tag_.startswith("VB") for token in between):
        return one  # "Harbour official Tan Mei-shu"
    return replace(one, source=list(span))


def without(one: Candidate, others: frozenset[int]) -> Candidate:
    """The candidate without the words ``others`` (heads of other cues) in its content."""
    if not others.intersection(one.content):
        return one
    return replace(one, content=[word for word in one.content if word not in others] or one.content)


def _without_carrier(one: Candidate, tails: Mapping[int, Candidate]) -> Candidate:
    """The candidate without the report of another at the end of its content.

    An example is ", the paper reported" in "Ruiz said that it rained, the paper reported".
    """
    other = tails.get(one.content[-1])
    if other is None or not other.source or one.head not in other.content:
        return one
    start = min(*other.source, *other.cue, other.head)
    content = [word for word in one.content if word < start]
    return replace(one, content=content) if content else one


def _quoted_as(doc: Doc, words: Words, one: Candidate) -> Candidate:
    """In "The paper quoted Ruiz as saying that …", or its passive, what Ruiz says."""
    inside = sorted({*one.content, *one.cue})
    saying = next((word for word in inside if token_of(doc, words, word).lower_ == "saying"), 0)
    if saying < one.head + 2 or token_of(doc, words, saying - 1).lower_ != "as":
        return one
    source = list(range(one.head + 1, saying - 1))
    subject = int(words.subject[one.head])
    if token_of(doc, words, subject).dep_ == "nsubjpass":
        source = list(range(int(words.first[subject]), int(words.last[subject]) + 1))
    content = [word for word in one.content if word > saying]
    if not source or not content:
        return one
    return replace(one, source=source, content=content, cue=[one.head, saying - 1, saying])


def _quoted_behind(doc: Doc, words: Words, one: Candidate, sayings: Set[int]) -> Candidate:
    """In "“Gone,” the paper quoted Ruiz as saying", what Ruiz says."""
    sentence = words.sentence[one.head]
    saying = min((word for word in sayings if word > one.head), default=0)
    if saying < one.head + 3 or words.sentence[saying] != sentence:
        return one
    if token_of(doc, words, saying - 1).lower_ != "as":
        return one
    source = list(range(one.head + 1, saying - 1))
    return replace(one, source=source, cue=[one.head, saying - 1, saying])


def _behind_colon(doc: Doc, words: Words, one: Candidate) -> Candidate:
    """The candidate with the quotation after a colon as its content.

    Before the colon, the quotation is only named ("told her story: “…”"). If the cue stands after
    the quotation, nothing before the colon is part of the content.
    """
    colon = one.content[0]
    after = one.head > one.content[-1]
    while words.quotation[colon] < 0 and colon + 1 < len(words) and colon <= one.content[-1]:
        token = token_of(doc, words, colon)
        if token.tag_ in FINITE and not after:
            return one
        if token_of(doc, words, colon + 1).text == ":":
            break
        colon += 1
    quoted = colon + 2
    if quoted >= len(words) or token_of(doc, words, colon + 1).text != ":":
        return one
    if words.quotation[quoted] < 0 or words.paragraph[quoted] != words.paragraph[one.head]:
        return one
    quotation = reopened(words, quoted)
    apart = quotation[-1] < one.content[-1] if after else one.head > colon
    return one if apart else replace(one, content=list(quotation))


def _behind_quotation(doc: Doc, words: Words, one: Candidate, claimed: Set[int]) -> Candidate:
    """The candidate with the quotation right before its clause as its content.

    The quotation ends in a comma, as in "“Gone,” Ruiz captioned a photo of the hall". So it is what
    the verb reports, and the verb's object is not. Where the object is who hears it, the comma may
    stand behind the mark, and words before the quotation: "They “left”, Ruiz warned the crew".
    If the quotation is part of another candidate's content (``claimed``), nothing is changed.
    """
    last = min([*one.source, *one.cue, one.head]) - 1
    if last < 1 or min(one.content) < last or (words.quotation[one.content] >= 0).any():
        return one
    heard = _is_heard(doc, words, one)
    if heard and words.quotation[last] < 0 and token_of(doc, words, last).text == ",":
        last -= 1
    elif token_of(doc, words, last - 1).text != ",":
        return one
    if words.quotation[last] < 0 or last in claimed:
        return one
    quotation = reopened(words, last)
    first = quotation[0]
    if heard and words.sentence[last] == words.sentence[one.head]:
        return replace(one, content=list(quotation)) if quotation[-1] == last else one
    opens = words.paragraph[first - 1] != words.paragraph[first] or not first
    if quotation[-1] != last or not (opens or token_of(doc, words, first - 1).text in STOPS):
        return one
    return replace(one, content=list(quotation))


def _in_words_of(doc: Doc, words: Words, one: Candidate) -> Candidate:
    """In "In the words of her sister, Ana Ruiz, it is “a mess”", the clause, and whose words."""
    if not is_worded(doc, words, one.head):
        return one
    named = whose_words(doc, int(words.token[one.head]))
    if named is None:
        return one
    first = one.head + WORDED
    stop = int(np.searchsorted(words.token, named.stop))
    clause = sorted({*one.content, *one.source})
    content = [word for word in clause if word > stop or word < one.head]
    if not content or content[-1] <= stop:
        return one
    return replace(
        one, content=content, source=[*range(first, stop)], cue=[*range(one.head, first)]
    )


def _is_heard(doc: Doc, words: Words, one: Candidate) -> bool:
    """Whether a content is only whom the verb speaks to: "warned the crew"."""
    cue = token_of(doc, words, one.head)
    if cue_lemma(cue) not in load_terms("cues_addressing"):
        return False
    heard = next((child for child in cue.rights if child.dep_ in OBJECTS), None)
    if heard is None:
        return False
    tokens = [token_of(doc, words, word) for word in one.content]
    return all(heard.left_edge.i <= token.i <= heard.right_edge.i for token in tokens) and not any(
        token.tag_ in FINITE for token in tokens
    )


def _turned(doc: Doc, words: Words, one: Candidate) -> Candidate:
    """The candidate, if its cue is in the passive, with the agent ("by Ruiz") as its source."""
    cue = token_of(doc, words, one.head)
    if cue.tag_ != "VBN" or cue_lemma(cue) not in load_terms("cues_addressing"):
        return one
    subject = int(words.subject[one.head])
    if subject == one.head or token_of(doc, words, subject).dep_ != "nsubjpass":
        return one
    told = range(int(words.first[subject]), min(int(words.last[subject]), one.head) + 1)
    content = [word for word in one.content if word > one.head and word not in told]
    by = next((child for child in cue.rights if child.dep_ == "agent"), None)
    agent = next((child for child in by.rights if child.dep_ == "pobj"), None) if by else None
    source = [word for word in one.source if word not in told]
    if agent is None and not source:
        source = _last_agent(doc, words, content)
        content = [word for word in content if not source or word < source[0] - 1]
    elif agent is not None:
        first, last = np.searchsorted(words.token, [agent.left_edge.i, agent.right_edge.i]).tolist()
        # The clause behind an agent may hang from it.
        behind = [word for word in content if word > first]
        last = max(last, _last_of_name(doc, words, last))
        source = list(range(first, min([last + 1, *behind])))
        content = [word for word in content if word not in source]
    return replace(one, content=content, source=source) if content else one


def _last_of_name(doc: Doc, words: Words, last: int) -> int:
    """The last word of a name between commas behind ``last``: "a guard, Ana Ruiz, that"; or -1."""
    comma = last + 1
    end = comma + 1
    while end < len(words) and token_of(doc, words, end).ent_type_ == "PERSON":
        end += 1
    if end == comma + 1 or end >= len(words):
        return -1
    between = token_of(doc, words, comma).text == token_of(doc, words, end).text == ","
    return end - 1 if between else -1


def _last_agent(doc: Doc, words: Words, content: Sequence[int]) -> list[int]:
    """The agent after "by" at the end of a content: "was accused of lying to them by Ruiz"."""
    for word in reversed(content):
        token = token_of(doc, words, word)
        if token.tag_ in FINITE or word + 1 not in content:
            continue
        if token.lower_ == "by":
            target = next((child for child in token.rights if child.dep_ == "pobj"), None)
            person = target is not None and (
                target.ent_type_ in {"PERSON", "ORG"} or target.lower_ in load_terms("person_nouns")
            )
            return list(range(word + 1, content[-1] + 1)) if person else []
    return []
