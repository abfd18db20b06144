"""How sure it is that a candidate is a report: a logistic regression on traits and on its form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import repeat
from typing import TYPE_CHECKING, Final

import numpy as np

from ...lexicons import load_terms
from ..grammar import AUXILIARIES, FINITE
from .candidates import Candidate
from .cues import cue_lemma
from .word_features import CUE_LEXICONS, Floats, Words, opens_question, token_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

TRAITS: Final = ("cue_logit", "log_probability", "log_length", "quoted", "has_source", "bias")
"""The numbers that a candidate's confidence depends on."""

_FURTHER_LEXICONS: Final = (
    "thoughts",
    "cues_prospective",
    "cues_addressing",
    "cues_telling",
    "cues_asking",
    "cues_denying",
    "cues_naming",
    "cues_withholding",
    "deed_verbs",
    "light_verbs",
)
_CLAUSES_OF_NOUNS: Final = frozenset({"relcl", "advcl", "acl"})


def traits(words: Words, candidates: Sequence[Candidate]) -> Floats:
    """The numbers of each candidate, in the order of :data:`TRAITS`; shape (candidates, traits)."""
    sizes = np.array([len(one.content) for one in candidates])
    quoted = words.quotation[np.concatenate([one.content for one in candidates])] >= 0
    starts = np.cumsum(sizes) - sizes
    rows = [
        [one.cue_logit for one in candidates],
        [max(one.log_probability, -8.0) for one in candidates],
        np.log(sizes),
        np.add.reduceat(quoted, starts, dtype=np.float64) / sizes,
        [bool(one.source) for one in candidates],
        np.ones(len(candidates)),
    ]
    return np.array(rows, np.float32).T


def forms(doc: Doc, words: Words, one: Candidate) -> list[str]:
    """The form of a report, as names of features.

    They tell the lexicon of the cue ("said", "hoped", "aims"), how its content is made ("that it
    rains", "to go", "a plan"), what kind of source it has, and the pairs of these.
    """
    cue = token_of(doc, words, one.head)
    lemma = cue_lemma(cue)
    kind = _kind_of_cue(cue, lemma)
    content = _form_of_content(doc, words, one)
    source = _kind_of_source(doc, words, one)
    place = _place_of_content(one)
    found = [
        f"cue {kind}",
        f"content {content}",
        f"source {source}",
        f"place {place}",
        f"cue {kind}, content {content}",
        f"cue {kind}, source {source}",
        f"content {content}, source {source}",
        f"cue {kind}, content {content}, place {place}",
        *_further_lexicons(lemma),
        *(["long cue"] if len(one.cue) > 1 else []),
    ]
    if cue.tag_.startswith("V"):
        found += [*_forms_of_verb(cue, content)]
    return found


def rate(
    doc: Doc,
    words: Words,
    candidates: Sequence[Candidate],
    weights: Floats,
    of_forms: Mapping[str, float],
) -> list[float]:
    """The probability that content and source of each candidate are right, 0 to 1.

    Args:
        doc: the article.
        words: its words.
        candidates: possible attributions of it.
        weights: of the traits, in the order of :data:`TRAITS`.
        of_forms: weights of the names that :func:`forms` gives; others weigh nothing.
    """
    if not candidates:
        return []
    sums = traits(words, candidates) @ weights
    if of_forms:
        sums = sums + [
            sum(map(of_forms.get, forms(doc, words, one), repeat(0.0))) for one in candidates
        ]
    ratings: list[float] = (1 / (1 + np.exp(-sums))).tolist()
    return ratings


@lru_cache(maxsize=5_000)
def _further_lexicons(lemma: str) -> tuple[str, ...]:
    return tuple(f"in {name}" for name in _FURTHER_LEXICONS if lemma in load_terms(name))


def _kind_of_cue(cue: Token, lemma: str) -> str:
    if cue.tag_.startswith("N"):
        return "known noun" if lemma in load_terms("cues_nouns") else "noun"
    for name in CUE_LEXICONS:
        if name != "cues_nouns" and lemma in load_terms(name):
            return name.removeprefix("cues_")
    return "verb" if cue.tag_.startswith("V") else "other"


def _form_of_content(doc: Doc, words: Words, one: Candidate) -> str:
    quoted = words.quotation[one.content] >= 0
    if quoted.any():
        return "quoted" if quoted.all() else "partly quoted"
    first = token_of(doc, words, one.content[0])
    if first.lower_ == "that":
        return "that"
    if first.tag_ == "TO":
        return "infinitive"
    if opens_question(first):
        return "question"
    if first.tag_ == "VBG":
        return "gerund"
    content = [token_of(doc, words, word) for word in one.content]
    finite = [token for token in content if token.tag_ in FINITE]
    if not finite and first.tag_ == "IN":
        return "preposition"
    if not finite:
        return "noun, infinitive" if any(token.tag_ == "TO" for token in content) else "noun"
    inside = {token.i for token in content}
    return "clause" if any(_leads(token, inside) for token in finite) else "noun, clause"


def _leads(verb: Token, inside: set[int]) -> bool:
    """Whether a finite verb, or the verb it helps, is the head of the content."""
    if verb.dep_ in AUXILIARIES and verb.head.i in inside:
        verb = verb.head
    return verb.dep_ not in _CLAUSES_OF_NOUNS and verb.head.i not in inside


def _kind_of_source(doc: Doc, words: Words, one: Candidate) -> str:
    source = [token_of(doc, words, word) for word in one.source]
    if not source:
        return "none"
    if len(source) == 1 and (alone := _kind_of_pronoun(source[0])):
        return alone
    labels = {token.ent_type_ for token in source}
    if "PERSON" in labels:
        return "person"
    if labels & {"ORG", "GPE", "LOC", "FAC", "NORP"}:
        return "other name"
    for names, kind in (
        (("nouns_person", "roles", "listeners"), "noun for people"),
        (("writings",), "writing"),
    ):
        if any(token.lower_ in load_terms(name) for token in source for name in names):
            return kind
    return "noun"


def _kind_of_pronoun(token: Token) -> str | None:
    if token.tag_ in {"WP", "WDT"}:
        return "relative pronoun"
    if token.lower_ in {"it", "this", "that", "which"}:
        return "it"
    return "pronoun" if token.tag_ in {"PRP", "PRP$"} else None


def _place_of_content(one: Candidate) -> str:
    if one.content[0] > one.head:
        return "behind"
    return "before" if one.content[-1] < one.head else "around"


def _forms_of_verb(cue: Token, content: str) -> Iterator[str]:
    yield f"tag {cue.tag_}"
    yield f"dependency {cue.dep_}"
    yield f"tag {cue.tag_}, content {content}"
    children = {child.dep_: child for child in cue.children}
    if "auxpass" in children:
        yield "passive"
        yield f"passive, content {content}"
    if "neg" in children:
        yield "negated"
    helpers = [child for child in cue.children if child.dep_ == "aux"]
    if any(helper.lower_ == "to" for helper in helpers):
        yield "infinitive"
    if any(helper.tag_ == "MD" for helper in helpers):
        yield "modal"
