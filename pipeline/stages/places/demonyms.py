"""Words for the people and things of a country, as "Pakistani" and "the Dutch"."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from spacy.tokens import Doc

from ...lexicons import load_terms
from ..annotations import Demonym, text_of


def find_demonyms(doc: Doc, nationalities: Iterable[tuple[int, int]]) -> list[Demonym]:
    """The ``nationalities``, in tokens (end exclusive), that belong to a single country."""
    text, codes = text_of(doc), _codes()
    found: list[Demonym] = []
    for first, last in nationalities:
        start, end = doc[first].idx, doc[last - 1].idx + len(doc[last - 1])
        word = text[start:end].lower()
        code = codes.get(word) or codes.get(word.removesuffix("s"))
        if code is not None:
            found.append({"start": start, "end": end, "country_code": code})
    return found


@cache
def _codes() -> dict[str, str]:
    terms = (term.split("=", 1) for term in load_terms("demonym_countries"))
    return {word: code.upper() for word, code in terms}
