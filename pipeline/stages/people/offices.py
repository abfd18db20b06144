"""The words of offices: initials, short forms, and what makes an office another one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from spacy.tokens import Doc

from ...lexicons import load_terms
from .roles import Role

_BETWEEN = frozenset({"NN", "NNP", "JJ", "HYPH"})
_FAR = 4  # words


@cache
def short_titles() -> Mapping[str, str]:
    """The nouns that titles abbreviate: "sen." is senator."""
    return dict(term.split("=") for term in load_terms("short_titles"))


def lesser_before(doc: Doc, noun: int) -> str:
    """The word before an office that makes it another one: "deputy" in "deputy prime minister"."""
    for before in range(noun - 1, max(-1, noun - _FAR - 1), -1):
        token = doc[before]
        if token.lower_ in load_terms("lesser_offices"):
            return token.lower_
        if token.tag_ not in _BETWEEN or token.ent_type_ == "PERSON":
            break
    return ""


def initials_of(doc: Doc, role: Role) -> Iterator[str]:
    """What an office is called for short: "MCE" and "CE" for "Municipal Chief Executive".

    What it is of counts, too: "IGP" for "Inspector General of Police".
    """
    end = role.noun + 1
    letters = ""
    for token in doc[end : end + len(role.text.split())]:
        if token.lower_ not in load_terms("acronym_small_words"):
            if not token.text[0].isupper():
                break
            letters += token.text[0]
    for index in range(role.noun, role.start - 1, -1):
        if not doc[index].is_alpha:
            break
        end = index
        office = doc[end : role.noun + 1]
        short = "".join(token.text[0] for token in office).upper()
        if (longer := _office_initials().get(office.text.lower())) is not None:
            yield longer
        if len(short) > 1:
            yield short
        if letters:
            yield short + letters


@cache
def offices_by_initials() -> Mapping[str, str]:
    """Offices in lower case by such initials: "chief executive" by "ceo"."""
    return dict(term.split("=") for term in load_terms("office_initials"))


@cache
def _office_initials() -> Mapping[str, str]:
    return {office: initials.upper() for initials, office in offices_by_initials().items()}
