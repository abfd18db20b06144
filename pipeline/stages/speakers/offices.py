"""Whether a name in a source is the speaker's, or somebody's whose people speak."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Token

from ...lexicons import load_terms


def belongs_to_another(before: Sequence[Token]) -> bool:
    """Whether the office right before a name only says whose spokesman or trainer somebody is.

    It does in "a spokesman for President Ewa Brandt" and "the trainer of boxer Jon Lind", but not
    in "Minister of Trade Ewa Brandt" and "the head of the navy Admiral Jon Lind".
    """
    roles = load_terms("roles") | load_terms("titles")
    at = max((i for i, token in enumerate(before) if token.tag_ == "IN"), default=0)
    if not at or before[-1].lower_ not in roles:
        return False
    noun = before[at - 1].lower_
    noun = noun.removesuffix("s") if before[at - 1].tag_ == "NNS" else noun
    if noun in load_terms("relations") | load_terms("kin"):
        return True
    if noun not in roles:
        return False
    others = (token for token in before[at + 1 : -1] if token.tag_[:2] == "NN")
    return all(token.lower_ in roles for token in others)


def are_others(head: Token, name: Token) -> bool:
    """Whether several people speak, and a name beside them is somebody else's.

    "The parents of the victim, Tom Ode" are not he, but "the brothers, Tom and Jon Ode" are they.
    """
    return head.tag_ == "NNS" and not any(child.dep_ == "conj" for child in name.children)
