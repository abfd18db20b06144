"""Cues that share a sentence and a source: "said it rained and warned that it would go on"."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Final

from ...lexicons import load_terms
from ..grammar import ANY_SUBJECT, AUXILIARIES, FINITE, FINITE_OR_PARTICIPLE, OBJECTS
from .candidates import Candidate, runs
from .cues import cue_lemma, find_charge
from .word_features import Words, token_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_PARTICLES: Final = frozenset({"prt", "prep"})
_SPEAK_AS: Final = (
    "listeners",
    "roles",
    "nouns_person",
    "writings",
    "bodies_of_people",
    "organization_nouns",
    "organization_heads",
    "organization_words",
)


def second_cue(doc: Doc, words: Words, one: Candidate) -> Candidate | None:
    """A report that stands in another one's content as if it were said there.

    Its verb follows an "and", in the form of the first, and nothing before it in the content could
    be what it is coordinated with there (a verb of its form, whose subject can speak); or it is a
    participle behind a comma: "said it rained, adding that …". Its content may be empty, where the
    first one was cut short.
    """
    first, last = runs(one.content)[0]
    tag = token_of(doc, words, one.head).tag_
    if tag not in FINITE_OR_PARTICIPLE or one.head > first or not one.source:
        return None
    has_verb = False
    for word in range(first + 1, last + 1):
        token = token_of(doc, words, word)
        if words.quotation[word] >= 0 or token.tag_ not in FINITE | {tag, "VBG"}:
            continue
        before = token_of(doc, words, word - 1)
        parsed = token.dep_ == "conj" and words.head[word] == one.head
        joined = token.tag_ == tag and before.tag_ == "CC" and word - 1 > first
        joined = joined and (parsed or not has_verb or _is_odd(token))
        goes_on = token.tag_ == "VBG" and before.text == ","
        has_verb = has_verb or token.tag_ in ({tag} if tag == "VBN" else FINITE)
        if not (joined or goes_on) or cue_lemma(token) not in load_terms("cues_speech"):
            continue
        cue = [word]
        if word < last and token_of(doc, words, word + 1).dep_ in _PARTICLES:
            cue.append(word + 1)
        content = [inner for inner in one.content if inner > cue[-1]]
        return replace(one, head=word, cue=cue, content=content)
    return None


def _is_odd(verb: Token) -> bool:
    """Whether a report in the past cannot go with the verb that the parser coordinates it with.

    "Had closed and accused" are no pair, nor is it the deal that accuses in "the deal was a lie and
    accused". It must have a clause of its own: "had met and agreed" may be a pair.
    """
    first = verb.head
    if verb.dep_ != "conj" or verb.tag_ != "VBD" or not _has_clause(verb):
        return False
    if first.tag_ in {"VB", "VBN"} and any(word.dep_ in AUXILIARIES for word in first.lefts):
        return True
    subject = next((word for word in first.lefts if word.dep_ in ANY_SUBJECT), None)
    return subject is not None and not can_speak(subject)


def _has_clause(verb: Token) -> bool:
    """Whether a verb has a clause, a charge ("to go", "of going"), "for going" or two objects."""
    objects = [child for child in verb.rights if child.dep_ in OBJECTS]
    if len(objects) > 1 or find_charge(verb, cue_lemma(verb)) is not None:
        return True
    return any(
        child.dep_ == "ccomp" or any(word.dep_ == "pcomp" for word in child.rights)
        for child in verb.rights
    )


def can_speak(noun: Token) -> bool:
    """Whether a noun may be who says something: a name, or a word for people, bodies, writings."""
    if noun.tag_ not in {"NN", "NNS"}:
        return noun.tag_ not in {"EX", "DT"} and noun.lower_ != "it"
    singular = noun.lower_.removesuffix("s")
    return bool(noun.ent_type_) or not {noun.lower_, singular}.isdisjoint(_speakers())


@cache
def _speakers() -> frozenset[str]:
    return frozenset[str]().union(*map(load_terms, _SPEAK_AS))


def as_sure(found: Candidate | None, second: Candidate) -> Candidate:
    """What the network has found about a second cue, as sure as it is of the first."""
    if found is None:
        return second
    return replace(
        found,
        source=found.source or second.source,
        cue_logit=max(found.cue_logit, second.cue_logit),
        log_probability=max(found.log_probability, second.log_probability),
    )


def coordinated_with(doc: Doc, words: Words, one: Candidate) -> int:
    """The verb that a cue without a subject of its own shares one with, or the cue itself."""
    word = one.head
    while token_of(doc, words, word).dep_ == "conj" and words.subject[word] == word:
        word = int(words.head[word])
    return word
