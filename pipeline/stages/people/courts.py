"""What a case makes of the people in it: who is charged is the defendant, who is shot a victim."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from spacy.tokens import Doc, Token

from ...lexicons import load_terms

_DOERS = frozenset({"nsubj", "csubj"})
_DONE_TO = frozenset({"nsubjpass", "dobj"})
_AGAINST = frozenset({"against", "of"})
_RELATIVE = frozenset({"who", "whom", "that"})
_LONGEST = 3


@cache
def _made_by() -> Mapping[str, Sequence[str]]:
    """What each verb, or noun, makes of the person it is done to."""
    terms = (term.partition("=") for term in load_terms("court_words"))
    return {word: made.split() for word, _, made in terms}


@cache
def made_of_people() -> frozenset[str]:
    """All nouns for what is made of them."""
    return frozenset(noun for made in _made_by().values() for noun in made)


def made_by_court(doc: Doc, start: int, end: int) -> Iterator[str]:
    """The nouns for somebody whose name is the tokens ``start`` to ``end`` (exclusive).

    An example is "defendant" and "accused" in "Ada Quist was charged with theft".
    """
    name = doc[start:end].root
    for _ in range(_LONGEST):
        if name.dep_ not in {"appos", "conj"}:
            break
        name = name.head
    if name.dep_ in _DONE_TO or (name.dep_ in _DOERS and _pleads(name.head)):
        yield from _made_by().get(name.head.lower_, ())
    elif name.dep_ == "pobj" and name.head.lower_ in _AGAINST:
        if name.head.head.tag_[:2] == "NN":  # "the charges against Ada Quist"
            yield from _made_by().get(name.head.head.lower_, ())
    elif name.dep_ == "poss" and name.head.tag_[:2] == "NN":  # "Ada Quist's trial"
        yield from _made_by().get(name.head.lower_, ())
    for child in name.children:
        if child.dep_ == "relcl" and not any(t.lower_ in _RELATIVE for t in child.lefts):
            continue  # "Ada Quist, whose brother was arrested"
        # "Ada Quist, charged with theft", "Ada Quist, who is charged with theft"
        if child.dep_ in {"acl", "relcl"} and child.tag_ == "VBN":
            yield from _made_by().get(child.lower_, ())


def _pleads(verb: Token) -> bool:
    """Whether it is the person on trial who does it: "pleaded not guilty"."""
    return verb.lower_ in load_terms("court_pleas")
