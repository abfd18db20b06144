"""Extend contents by what the network leaves out at the edges of their clauses."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from ...lexicons import load_terms
from ..grammar import AUXILIARIES, FINITE
from .candidates import Candidate, runs
from .cues import cue_lemma
from .pair_features import AFTER, BEFORE
from .word_features import CUE_LEXICONS, STOPS, Words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_JOINING: Final = frozenset({"CC", ",", ":"})
_OPENS_ADVERBIAL: Final = frozenset({"IN", "VBG"})
_OPENS_NO_CLAUSE: Final = frozenset({"IN", "TO", "WDT", "WP", "WRB"})


def with_edges(doc: Doc, words: Words, candidate: Candidate) -> Candidate:
    """The candidate with the parts of its content's clause that the network has left out.

    There are eight kinds: words beyond the window of the network; the subject, or other words of
    the first clause before its verb; an adverbial right after the cue ("said after the storm, the
    crew had no food"); the rest of a sentence that the parser has split; the rest of the cue's
    clause; a second verb behind the cue; what is left before the source ("It opens ¦ on Monday, Ana
    Ruiz said"); and, with "according to", the rest of the clause to which the content belongs. An
    "and" at its end is left out.
    """
    others = {*candidate.source, *candidate.cue, candidate.head}
    low, high = candidate.content[0], candidate.content[-1]
    first, last = low, high
    if low <= candidate.head - BEFORE:
        while first > 0 and _joined(words, first - 1, low) and first - 1 not in others:
            first -= 1
    elif words.quotation[low] < 0:
        first = _first_of_clause(doc, words, candidate, others)
    beyond = high >= candidate.head + AFTER
    if beyond or (words.quotation[high] < 0 and _is_cut(doc, words, high)):
        while last + 1 < len(words) and _joined(words, last + 1, high) and last + 1 not in others:
            if not beyond and doc[int(words.token[last + 1])].is_punct:
                break
            last += 1
    behind = [
        *range(high + 1, last + 1),
        *_up_to_source(doc, words, candidate),
        *_beyond_source(words, candidate),
        *_beyond_cue(doc, words, candidate),
        *_rest_of_clause(doc, words, candidate, others),
    ]
    while behind and doc[int(words.token[behind[-1]])].text in STOPS:
        behind.pop()
    added = {*range(first, low), *behind} - others
    content = sorted({*candidate.content, *added})
    while len(content) > 1 and _leads_nowhere(doc, words, content[-1]):
        content.pop()
    return replace(candidate, content=content) if content != candidate.content else candidate


def _leads_nowhere(doc: Doc, words: Words, last: int) -> bool:
    """Whether the last word of a content joins it to words that are not in it: "and"."""
    return doc[int(words.token[last])].tag_ == "CC" and words.quotation[last] < 0


def _first_of_clause(doc: Doc, words: Words, candidate: Candidate, others: set[int]) -> int:
    """The start of the clause of which the first part of the content is the end."""
    low, high = runs(candidate.content)[0]
    heads = words.head[low : high + 1].tolist()
    root = next(
        word for word, head in enumerate(heads, low) if not low <= head <= high or head == word
    )
    of_clause = int(words.first[root])
    cue = doc[int(words.token[candidate.head])]
    if cue.lower_ == "according" and doc[int(words.token[root])].dep_ == "advcl":
        # "It stopped because the cable broke, according to Ruiz": she says that it did.
        of_clause = min(of_clause, int(words.first[words.head[root]]))
    of_adverbial = _first_of_adverbial(doc, words, candidate)
    for first in sorted((of_clause, of_adverbial)):
        while first < low and doc[int(words.token[first])].tag_ in _JOINING:
            first += 1
        gap = range(first, low)
        apart = (words.quotation[first:low] >= 0).any() or others.intersection(gap)
        if gap and not apart and _joined(words, first, low):
            return first
    return low


def _first_of_adverbial(doc: Doc, words: Words, candidate: Candidate) -> int:
    """The start of an adverbial with a comma between a cue and its content.

    The day or the speech in which something is said belongs to the cue.
    """
    low = candidate.content[0]
    according = doc[int(words.token[candidate.head])].lower_ == "according"
    frame = [*candidate.cue, *(candidate.source if according else [])]
    first = max([candidate.head, *(word for word in frame if word < low)]) + 1
    while according and first < low and doc[int(words.token[first])].text == ",":
        first += 1
    if first >= low or not _joined(words, first, low):
        return low
    tokens: list[Token] = [doc[int(words.token[word])] for word in range(first, low)]
    opens = tokens[0].tag_ in _OPENS_ADVERBIAL and tokens[-1].text == ","
    if not opens or doc[int(words.token[low])].tag_ in _OPENS_NO_CLAUSE:
        return low
    occasions = load_terms("occasions")
    occasion = any(one.lower_ in occasions or one.ent_type_ == "DATE" for one in tokens)
    return low if occasion and not according else first


def _up_to_source(doc: Doc, words: Words, candidate: Candidate) -> range:
    """The words between a content and the comma before its source that hang from the content."""
    high = candidate.content[-1]
    comma = min([*candidate.source, *candidate.cue, candidate.head]) - 1
    gap = range(high + 1, comma)
    if not gap or comma + 1 not in candidate.source or not _joined(words, high, comma):
        return range(0)
    tokens = [doc[int(words.token[word])] for word in (*gap, comma)]
    if tokens[-1].text != "," or any(one.tag_ in FINITE or one.is_punct for one in tokens[:-1]):
        return range(0)
    inside = {*candidate.content, *gap}
    quoted = (words.quotation[high:comma] >= 0).any()
    hangs = all(int(head) in inside for head in words.head[gap.start : gap.stop])
    return gap if hangs and not quoted else range(0)


def _beyond_source(words: Words, candidate: Candidate) -> range:
    """The predicate after the source, for a content that is only its subject.

    "Working there, according to Ruiz, is fun."
    """
    low, high = runs(candidate.content)[-1]
    source = max(candidate.source, default=candidate.head)
    if not source > candidate.head > high:
        return range(0)
    for word, verb in enumerate(words.head[low : high + 1].tolist(), low):
        subject = int(words.subject[verb])
        # The parser may take a subject in "-ing" for an adverbial of a verb without a subject.
        if verb > source and subject in (word, verb):
            last = int(words.last[verb])
            return range(source + 1, last + 1) if _joined(words, word, last) else range(0)
    return range(0)


def _beyond_cue(doc: Doc, words: Words, candidate: Candidate) -> range:
    """The second verb of a content's subject behind its cue: "It began here, Ruiz said, and grew".

    A verb of saying there has the source for its subject: "Ruiz said, and blamed the mayor".
    """
    frame = [*candidate.source, *candidate.cue, candidate.head]
    first = max(frame) + 1
    if candidate.content[-1] > min(frame) or first + 2 >= len(words):
        return range(0)
    comma, joins = (doc[int(words.token[word])] for word in (first, first + 1))
    if comma.text != "," or joins.tag_ != "CC" or words.quotation[candidate.content[-1]] >= 0:
        return range(0)
    verb = first + 2
    while verb + 1 < len(words) and doc[int(words.token[verb])].tag_ == "RB":
        verb += 1
    token = doc[int(words.token[verb])]
    helps = token.dep_ in AUXILIARIES
    main = int(words.head[verb]) if helps else verb
    lemma = cue_lemma(doc[int(words.token[main])])
    saying = any(lemma in load_terms(name) for name in CUE_LEXICONS)
    if token.tag_ not in FINITE or saying or not _joined(words, first, main):
        return range(0)
    return range(first + 1, int(words.last[main]) + 1) if words.first[main] >= first else range(0)


def _rest_of_clause(doc: Doc, words: Words, candidate: Candidate, others: set[int]) -> range:
    """What follows a content that ends within the clause which its cue has by the parse.

    The content stops before the verb ("said that after years of debt ¦ the club had to close"),
    before an adverbial without a comma ("¦ after it had closed"), or within a list of infinitives,
    whatever the parse ("to pay the staff ¦, mend the roof and …"). Another "and" or comma may well
    end it.
    """
    low, high = runs(candidate.content)[-1]
    if low < candidate.head or words.quotation[high] >= 0:
        return range(0)
    after = high + 1
    while after < len(words) and doc[int(words.token[after])].tag_ in _JOINING:
        after += 1
    below = np.flatnonzero(words.head == candidate.head).tolist()
    clauses = [word for word in below if doc[int(words.token[word])].dep_ == "ccomp"]
    clause = next((word for word in clauses if word > candidate.head), None)
    last = high
    if after > high + 1 and after < len(words) and _goes_on_a_list(doc, words, candidate, after):
        last = int(words.last[after])
    elif clause is not None and int(words.first[clause]) <= low and _joined(words, low, clause):
        last = int(words.last[clause]) if clause > high or after == high + 1 else high
    gap = range(high + 1, last + 1)
    if not gap or others.intersection(gap) or not _joined(words, low, last):
        return range(0)
    return range(0) if (words.quotation[high + 1 : last + 1] >= 0).any() else gap


def _goes_on_a_list(doc: Doc, words: Words, candidate: Candidate, word: int) -> bool:
    """Whether a word is an infinitive without "to", like one in the content."""
    tags = {doc[int(words.token[inner])].tag_ for inner in candidate.content}
    return doc[int(words.token[word])].tag_ == "VB" and {"VB", "TO"} <= tags


def _is_cut(doc: Doc, words: Words, word: int) -> bool:
    """Whether a word's sentence begins in lower case, with no full stop before it."""
    first = int(np.searchsorted(words.sentence, words.sentence[word]))
    if first == 0 or words.paragraph[first - 1] != words.paragraph[first]:
        return False
    token = doc[int(words.token[first])]
    return token.text[0].islower() and not doc[int(words.token[first - 1])].is_punct


def _joined(words: Words, one: int, other: int) -> bool:
    """Whether two words are in the same sentence and paragraph."""
    return bool(
        words.sentence[one] == words.sentence[other]
        and words.paragraph[one] == words.paragraph[other]
    )
