"""Whether a name in a source is the speaker's, or somebody's whose people speak."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from spacy.tokens import Token

from ...lexicons import load_terms

_OFFICE_TAGS = frozenset(
    {
        *("VBG", "NN", "NNP", "NNPS", "NNS", "JJ", "POS", "CC", "CD", "IN", "DT", "HYPH", "VBN"),
        *(",", "''"),  # "the Teachers’ League"
    }
)


def says_office(before: Sequence[Token], *, closes: bool) -> bool:
    """Whether the words before a name say what office its bearer holds.

    Args:
        before: the words of a source before the name.
        closes: whether the name closes the source.
    """
    if (
        not before
        or before[-1].tag_ in {"IN", "CC"}
        or (before[-1].text == "," and len(before) == 1)
    ):
        return False
    roles = load_terms("roles") | load_terms("titles") | load_terms("nouns_person")
    # "guide" may be taken for a verb.
    if any(token.tag_ not in _OFFICE_TAGS and token.lower_ not in roles for token in before):
        return False
    # "the office of Premier Ewa Brandt" is not she, but "Bank of Marn head Ewa Brandt" is.
    tied = [
        of.lower_ in roles or of.text[0].isupper()
        for of, token in pairwise(before)
        if token.tag_ == "IN"
    ]
    # "the head of the branch at the bank, Ewa Brandt"
    if not all(tied[:1] if before[-1].text == "," else tied) or belongs_to_another(before):
        return False
    if any(token.lower_ in roles for token in before):
        return True
    # Whatever an abbreviation stands for, the name after it is a person's.
    return closes and before[-1].text.isupper() and not before[-1].ent_type_


def is_lower_role(token: Token) -> bool:
    """Whether a word is an office in lower case: "chair"."""
    return token.text.islower() and token.lower_ in load_terms("roles")


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
