"""Find names in headlines in capitals, in which every word looks like a name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ...lexicons.first_names import is_first_name
from ..token_columns import TokenColumns
from .boundaries import EntityCandidate


def out_of_capitals(words: TokenColumns, found: Sequence[EntityCandidate]) -> list[EntityCandidate]:
    """``found``, with "OKORO" for "OKORO RESIGNS" if the article names an Ada Okoro."""
    people = _people(words, found)
    result: list[EntityCandidate] = []
    for c in found:
        is_shouted = c.end - c.start > 1 and "".join(words.text[c.start : c.end]).isupper()
        names = [*_names(words, c, people)] if is_shouted else []
        result += names or (c,)
    return result


def _people(
    words: TokenColumns, found: Iterable[EntityCandidate]
) -> dict[str, set[tuple[str, ...]]]:
    """The full names of people that are not in capitals, as lower case, by their last word."""
    people: dict[str, set[tuple[str, ...]]] = {}
    for c in found:
        full = words.text[c.start : c.end]
        if c.label == "PERSON" and len(full) > 1 and not "".join(full).isupper():
            lower = tuple(words.lower[c.start : c.end])
            people.setdefault(lower[-1], set()).add(lower)
    return people


def _names(
    words: TokenColumns, c: EntityCandidate, people: dict[str, set[tuple[str, ...]]]
) -> Iterator[EntityCandidate]:
    """The names of these people in ``c``: in full, or the last word without another first name."""
    for index in range(c.start, c.end):
        for full in people.get(words.lower[index], ()):
            start = index + 1 - len(full)
            if start >= c.start and tuple(words.lower[start : index + 1]) == full:
                yield EntityCandidate(start, index + 1, "PERSON")
                break
        else:
            beside = words.lower[max(c.start, index - 1) : min(c.end, index + 2)]
            others = [word for word in beside if word != words.lower[index]]
            # "KING CHARLES" and "TOM KING" are no Ada King.
            if words.lower[index] in people and not any(map(is_first_name, others)):
                yield EntityCandidate(index, index + 1, "PERSON")
