"""Whether a source says something, denies it, does not say it, asks it or may yet say it.

A rule over the cue and the words that govern it; the words are in lexicons. A negation takes
precedence over a denial or a modal verb ("would not say", "did not deny": nothing is said), and a
denial over a modal verb.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final, Literal

from spacy.tokens import Doc, Span, Token

from ...lexicons import load_terms
from ...spans import Offsets
from ..annotations import Attribution
from ..grammar import AUXILIARIES, SUBJECTS
from .cues import cue_lemma

type Stance = Literal["affirmed", "denied", "not-said", "asked", "hypothetical"]

_CHAIN: Final = frozenset({"xcomp", "pcomp", "ccomp", "acomp", "pobj", "prep"})
"""Dependency labels between a cue and the word that decides: declined to *say*."""
_OBJECTS: Final = frozenset({"dobj", "nsubjpass", "pobj", "attr"})
_LONGEST_TO_COME: Final = 3
"""Words from "is" to the verb in "is soon to announce"."""
_QUESTION: Final = re.compile(r"[^.!?]*\?[”\"’'»)\s]*")
_TO_KNOW: Final = re.compile(r"to (?:know|hear|learn|find out|understand) (\w+)")


def find_stance(
    doc: Doc, cue: Offsets | None, source: Offsets | None, content: Sequence[Offsets], text: str
) -> Stance:
    """The stance of the source towards the content.

    Args:
        doc: the article.
        cue: the spans of the cue.
        source: the span of the source.
        content: the spans of the content, in order.
        text: ``doc.text``.
    """
    words = text[content[0][0] : content[-1][1]]
    is_question = _QUESTION.fullmatch(words.strip()) is not None
    span = None if cue is None else doc.char_span(*cue, alignment_mode="expand")
    if span is None or not len(span):
        return "asked" if is_question else "affirmed"
    inside = _words_of(doc, content)
    head = _verb(list(span))
    chain = [head, *_governors(head, inside)]
    tokens = [*chain, *(token for token in span if token not in chain)]
    wording = _wording(span)
    if _has_phrase(wording, "phrases_denying"):
        return "denied"
    if _has_phrase(wording, "phrases_withholding"):
        return "not-said"
    if cue_lemma(head) in load_terms("cues_withholding") and _is_saying(doc, content[0]):
        return "not-said"
    unhindered = _has_phrase(wording, "phrases_affirming") or _is_unhindered(tokens)
    if not unhindered and _is_withheld(doc, chain, tokens, source, inside):
        lemma = cue_lemma(head)
        raised = lemma in load_terms("cues_neg_raising") and not _modal(chain, inside)
        return "denied" if raised else "not-said"
    if not unhindered and any(_denies(token) for token in tokens):
        return "denied"
    if _wants_to_know(tokens):
        return "asked"
    if not unhindered and _is_possible(chain, tokens, inside):
        return "hypothetical"
    if _asks(tokens, words, is_question):
        return "asked"
    return "affirmed"


def with_stance(doc: Doc, text: str, one: Attribution) -> Attribution:
    """The attribution with its stance."""
    stance = find_stance(doc, one["cue"], one["source"], one["content"], text)
    return Attribution(**{**one, "stance": stance})


def _is_saying(doc: Doc, content: Offsets) -> bool:
    """Whether a content is only that something is said: "to comment on the case"."""
    first = doc.char_span(*content, alignment_mode="expand")
    if not first or first[0].tag_ != "TO" or len(first) < 2:
        return False
    return cue_lemma(first[1]) in load_terms("cues_speech")


def _words_of(doc: Doc, content: Sequence[Offsets]) -> frozenset[int]:
    """Indices of the words of the content: what they negate or leave open is not the report."""
    spans = (doc.char_span(*part, alignment_mode="expand") for part in content)
    return frozenset(
        word for span in spans if span is not None for word in range(span.start, span.end)
    )


def _verb(span: list[Token]) -> Token:
    """The last verb of the cue that is not an auxiliary, or the head of the cue."""
    roots = [token for token in span if token.head not in span or token.head == token]
    root = roots[0] if roots else span[0]
    below = [t for t in span if t.dep_ in {"xcomp", "pcomp"} and t.tag_.startswith("VB")]
    return below[0] if below else root


def _governors(head: Token, inside: frozenset[int]) -> list[Token]:
    """The words above a cue that decide whether it happens: *declined* to say, *without* saying."""
    found: list[Token] = []
    token = head
    while token.dep_ in _CHAIN and token.head != token and len(found) < 4:
        if token.head.i in inside:
            break
        if token.dep_ == "ccomp" and not _is_infinitive(token):
            break
        if token.dep_ == "pobj" and not token.tag_.startswith(("VB", "NN")):
            break
        token = token.head
        found.append(token)
    if head.tag_.startswith("NN") and head.dep_ in _OBJECTS and head.head not in found:
        found += [head.head] if head.head.i not in inside else []
    return found


def _is_infinitive(token: Token) -> bool:
    return any(child.tag_ == "TO" for child in token.lefts)


def _is_withheld(
    doc: Doc,
    chain: Sequence[Token],
    tokens: Sequence[Token],
    source: Offsets | None,
    inside: frozenset[int],
) -> bool:
    negations, withholding = load_terms("negations"), load_terms("cues_withholding")
    for token in chain:
        if any(_negates(child, negations) for child in token.children if child.i not in inside):
            return True
        if token.lower_ in {"has", "have", "had"} and any(c.lower_ == "yet" for c in token.rights):
            return True
        if token != chain[0] and (
            cue_lemma(token) in withholding or token.lower_ in load_terms("withheld")
        ):
            return True
    others = [token for token in tokens if token != chain[0] and not _is_not_only(token)]
    if any(token.lower_ in negations or cue_lemma(token) in withholding for token in others):
        return True
    if cue_lemma(chain[0]) in withholding and len(tokens) > 1:
        return True
    return _joined_negation(chain[0], negations, inside) or _is_nobody(doc, source, negations)


def _wording(cue: Span) -> str:
    """The words of a cue in lower case, each between blanks, for :func:`_has_phrase`."""
    words = " ".join(word.lower_ for word in cue).replace(" n’t", "n’t").replace(" n't", "n't")
    return f" {words} "


def _has_phrase(wording: str, lexicon: str) -> bool:
    return any(map(wording.__contains__, _phrases(lexicon)))


@cache
def _phrases(lexicon: str) -> tuple[str, ...]:
    return tuple(f" {phrase} " for phrase in load_terms(lexicon))


def _is_unhindered(tokens: Sequence[Token]) -> bool:
    """Whether the source says it despite a negation: "could not help saying"."""
    negations, words = load_terms("negations"), load_terms("unhindered")
    return any(
        token.lower_ in words and any(_negates(child, negations) for child in token.children)
        for token in tokens
    )


def _is_not_only(token: Token) -> bool:
    """Whether it is the "not" of "not only said", which does not negate."""
    return any(word.lower_ == "only" for word in token.doc[token.i + 1 : token.i + 2])


def _negates(child: Token, negations: frozenset[str]) -> bool:
    if child.dep_ in {"neg", "advmod"} and _is_set_off(child):
        return False
    if child.dep_ == "neg":
        return True
    if child.dep_ == "advmod" and any(word.dep_ == "neg" for word in child.lefts):
        return True  # "no longer says"
    if child.dep_ in {"preconj", "cc", "advmod", "det"} and child.lower_ in negations:
        return not _is_not_only(child)
    if child.dep_ in SUBJECTS:
        return child.lower_ in negations or any(
            word.lower_ in negations and word.dep_ in {"det", "neg"} for word in child.lefts
        )
    return False


def _is_set_off(adverb: Token) -> bool:
    """Whether it is a clause of its own before a comma: "Not so, says the ministry"."""
    verb = adverb.head
    comma = any(word.text == "," for word in adverb.doc[adverb.i : verb.i])
    helped = any(word.dep_ in AUXILIARIES for word in verb.lefts if word.i < adverb.i)
    return comma and not helped


def _joined_negation(head: Token, negations: frozenset[str], inside: frozenset[int]) -> bool:
    """Whether a negated verb is coordinated by "or": did not confirm or deny."""
    first = head
    while first.dep_ == "conj":
        first = first.head
        if any(child.dep_ == "cc" and child.lower_ in {"or", "nor"} for child in first.rights):
            if any(_negates(child, negations) for child in first.lefts):
                return True
            above = (cue_lemma(word) for word in (first, *_governors(first, inside)))
            if not load_terms("cues_withholding").isdisjoint(above):
                return True
    return False


def _is_nobody(doc: Doc, source: Offsets | None, negations: frozenset[str]) -> bool:
    """Whether the source is "no official", "none of them", "nobody"."""
    span = None if source is None else doc.char_span(*source, alignment_mode="expand")
    return span is not None and len(span) > 0 and span[0].lower_ in negations


def _denies(token: Token) -> bool:
    lemma = cue_lemma(token)
    if lemma in load_terms("cues_denying") or token.lower_ in {"denial", "denials"}:
        return token.tag_.startswith("VB") or token.lower_ in {
            "denial",
            "denials",
            "doubt",
            "doubts",
        }
    return lemma == "rule" and any(
        child.lower_ == "out" and child.dep_ == "prt" for child in token.rights
    )


def _modal(chain: Sequence[Token], inside: frozenset[int]) -> Token | None:
    helpers = (child for token in chain for child in token.lefts if child.i not in inside)
    return next((child for child in helpers if child.tag_ == "MD"), None)


def _is_possible(chain: Sequence[Token], tokens: Sequence[Token], inside: frozenset[int]) -> bool:
    head = chain[0]
    modal = _modal(chain, inside)
    if modal is not None and modal.lower_ in load_terms("modals"):
        return not _says_so_anyway(chain)
    if any(t.tag_ == "MD" and t.lower_ in load_terms("modals") for t in tokens):
        return not _says_so_anyway(chain)
    if any(
        child.dep_ in {"mark", "advmod"} and child.lower_ in load_terms("conditionals")
        for child in head.lefts
    ):
        return True
    if any(_is_to_come(token) for token in chain):
        return True
    prospective = load_terms("cues_prospective")
    return any(
        token.lower_ in prospective or cue_lemma(token) in prospective for token in chain[1:]
    )


def _is_to_come(token: Token) -> bool:
    """Whether a verb is about the future: "is to announce"."""
    above = token.head
    return (
        token.dep_ == "xcomp"
        and token.tag_ == "VB"
        and _is_infinitive(token)
        and above.lower_ in {"is", "are", "was", "were"}
        and token.i - above.i <= _LONGEST_TO_COME
    )


def _says_so_anyway(chain: Sequence[Token]) -> bool:
    """Whether it is said despite a modal verb: I would say, we must add, would like to thank.

    "Would later say" and "would often say" are about the past.
    """
    head = chain[0]
    firsts = {child.lower_ for token in chain for child in token.lefts if child.dep_ == "nsubj"}
    if firsts & {"i", "we"}:
        return True
    if any(token.lower_ in {"like", "love"} for token in chain[1:]):
        return True
    habits = load_terms("past_habits")
    return any(child.lower_ in habits for child in _adverbs(head))


def _adverbs(head: Token) -> Iterator[Token]:
    return (child for child in head.children if child.dep_ == "advmod")


def _wants_to_know(tokens: Sequence[Token]) -> bool:
    lemmas = {cue_lemma(token) for token in tokens}
    knows = {"know", "hear", "learn"} & {token.lower_ for token in tokens}
    return bool(knows and {"want", "demand"} & lemmas)


def _asks(tokens: Sequence[Token], words: str, is_question: bool) -> bool:
    asking = load_terms("cues_asking")
    first = re.match(r"\W*(\w+)", words)
    first = _TO_KNOW.match(words) or first
    reported = first is not None and first[1].lower() in load_terms("question_words")
    lemmas = {cue_lemma(token) for token in tokens}
    if lemmas & {"wonder", "question", "query", "inquire", "enquire"}:
        return True
    if reported and _TO_KNOW.match(words):
        return True
    if lemmas & asking and (reported or "?" in words):
        return True
    return is_question
