"""The names of an article wherever else they stand in it."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from functools import cached_property

from ...lexicons import load_terms
from ...lexicons.personal_names import gender_of_first_name, is_first_name, parse_name
from ..token_columns import Words
from .boundaries import Candidate
from .clues import PERSON, SURE, clues_beside


def with_repeats(words: Words, found: Iterable[Candidate]) -> list[Candidate]:
    """``found`` and the repeats of its names; a surname is its bearer's even where alone."""
    result = list(found)
    names = _Names(words, result)
    labels, surnames = names.labels, names.surnames
    owner = {index: n for n, c in enumerate(result) for index in range(c.start, c.end)}
    for index in [i for i, word in enumerate(words.text) if word in names.lengths]:
        word = words.text[index]
        if index in owner:
            c = result[owner[index]]
            text = tuple(words.text[c.start : c.end])
            if c.label != "PERSON" and text in surnames:
                result[owner[index]] = c._replace(label="PERSON")
            elif c.label == "PERSON" and len(text) > 1 and " ".join(text).isupper():
                result[owner[index]] = _out_of_capitals(words, c, index, names.bearers)
            continue
        for length in names.lengths[word]:
            start, end = index, index + length
            name = tuple(words.text[start:end])
            if len(name) < length or name not in labels:
                continue
            if not words.named[end - 1] and name not in surnames:
                continue
            if labels[name] == "PERSON" and length == 1 and _first_name_before(words, start, owner):
                start -= 1
            after_entity = end - start > 1 and start - 1 in owner
            if owner.keys().isdisjoint(range(start, end)) and (
                after_entity
                or not _touches_name(words, start, end)
                or (name in surnames and _in_capitals(words, start, end))
            ):
                owner.update(dict.fromkeys(range(start, end), len(result)))
                result.append(Candidate(start, end, labels[name]))
                break
    return sorted(result)


def _out_of_capitals(
    words: Words, c: Candidate, index: int, bearers: Mapping[str, Container[tuple[str, ...]]]
) -> Candidate:
    """The surname at ``index``, with its first name, alone: no "OKORO RESIGNS" of a headline.

    Only where the article has that name in small letters, too.
    """
    known = bearers.get(words.lower[index])
    if known is None or tuple(words.lower[c.start : c.end]) in known:
        return c
    first = (
        index - 1
        if index > c.start and tuple(words.lower[index - 1 : index + 1]) in known
        else index
    )
    return Candidate(first, index + 1, "PERSON")


def _in_capitals(words: Words, start: int, end: int) -> bool:
    """Whether a name stands in a line of capitals, where all words pass for names: a headline."""
    around = [*words.text[max(0, start - 1) : start], *words.text[end : end + 1]]
    beside = [word for word in around if word.isalpha()]
    # "KING CHARLES" and "TOM KING" are no Ada King.
    return bool(beside) and all(
        word.isupper() and not is_first_name(word.lower()) for word in beside
    )


def surname_start(words: Words, c: Candidate) -> int:
    """Where the last word of a name begins; "Castellanos-Ward" is three tokens."""
    start = c.end - 1
    while start - 2 >= c.start and words.text[start - 1] == "-":
        start -= 2
    return start


class _Names:
    """The names worth looking for, as tuples of words.

    ``labels`` are theirs, ``surnames`` those that are one; ``lengths`` says by the first word how
    many words they have, the most first.
    """

    def __init__(self, words: Words, found: Iterable[Candidate]) -> None:
        self.labels: dict[tuple[str, ...], str] = {}
        self.surnames: set[tuple[str, ...]] = set()
        for c in found:
            self._add(words, c)
        self.labels |= dict.fromkeys(self.surnames, "PERSON")
        by_word: dict[str, set[int]] = {}
        for name in self.labels:
            by_word.setdefault(name[0], set()).add(len(name))
        self.lengths = {word: sorted(sizes, reverse=True) for word, sizes in by_word.items()}

    def _add(self, words: Words, c: Candidate) -> None:
        text = tuple(words.text[c.start : c.end])
        if c.label == "NORP" or not any(words.named[c.start : c.end]):
            return
        # One word that only the model takes for a person is too little to go by.
        lone = len(text) == 1
        if not lone or (_said(words, c) if c.label == "PERSON" else len(text[0]) > 2):
            self.labels.setdefault(text, c.label)
        if c.label == "PERSON" and not lone and "of" not in text and parse_name(text).full:
            surname = text[surname_start(words, c) - c.start :]
            if len(surname[0]) >= 3 and surname[0][0].isupper() and len(surname) < len(text):
                # Speaker labels of a transcript are in capitals.
                self.surnames |= {surname, tuple(word.upper() for word in surname)}
            if gender_of_first_name(text[0].lower()):
                self.labels.setdefault(text[:1], "PERSON")

    @cached_property
    def bearers(self) -> dict[str, set[tuple[str, ...]]]:
        """The longer names that are not in capitals, in lower case, by their last word."""
        bearers: dict[str, set[tuple[str, ...]]] = {}
        for name in self.labels:
            if len(name) > 1 and not " ".join(name).isupper():
                lower = tuple(word.lower() for word in name)
                bearers.setdefault(lower[-1], set()).add(lower)
        return bearers


def _said(words: Words, c: Candidate) -> bool:
    """Whether more than the model's word for it makes a lone word a person's name."""
    return clues_beside(words, c.start, c.end)[PERSON] >= SURE


def _first_name_before(words: Words, index: int, owner: Container[int]) -> bool:
    """Whether an unclaimed capitalised word stands before, not at a sentence's start."""
    return (
        index > 1
        and index - 1 not in owner
        and words.named[index - 1]
        and words.text[index - 1].istitle()
        and words.lower[index - 1] not in load_terms("titles")
        and words.lower[index - 1] not in load_terms("not_names")
    )


def _touches_name(words: Words, start: int, end: int) -> bool:
    """Whether other words of a name stand right before or after."""
    before = (
        start > 0
        and words.named[start - 1]
        and words.lower[start - 1] not in load_terms("titles")
        and words.lower[start - 1] not in load_terms("roles")
    )
    after = end < len(words.text) and words.named[end]
    return before or after
