"""Bodies that are told by where their names stand: clubs behind players, and what has campaigns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from ...lexicons import load_terms
from ..token_columns import TokenColumns
from .adding import with_added
from .boundaries import EntityCandidate
from .name_clues import kind_of_place, organization_words

_LONGEST = 4  # words
_FEWEST_CLUBS = 2
_LINKS = ([","], [";"], ["and"], [",", "and"], ["/"])
_BEFORE = frozenset({"by", "for", "from", "of", "with"})


def with_clubs(words: TokenColumns, found: Sequence[EntityCandidate]) -> list[EntityCandidate]:
    """``found``, in order, with the clubs in brackets behind the names of players.

    "Ada Quill (Volta Stars), Tom Okoro (Accra)" has two, as one of them is a body by its name. So
    has a list of which most are no places that the gazetteer knows.
    """
    if "(" not in words.text:
        return [*found]
    clubs: list[EntityCandidate] = []
    for series in _series(words, found):
        if len(series) >= _FEWEST_CLUBS and _are_clubs(words, found, series):
            clubs += (c for c in series if not _is_left(words, c))
    if not clubs:
        return [*found]
    return with_added(found, clubs)


def _series(
    words: TokenColumns, found: Sequence[EntityCandidate]
) -> Iterator[list[EntityCandidate]]:
    """What stands in brackets behind people's names that follow one another."""
    series: list[EntityCandidate] = []
    for c in found:
        if c.label != "PERSON" or words.text[c.end : c.end + 1] != ["("]:
            continue
        inside = range(c.end + 1, min(c.end + 2 + _LONGEST, len(words.text)))
        closing = next((index for index in inside if words.text[index] == ")"), 0)
        name = words.text[c.end + 1 : closing]
        if not name or not all(word[0].isupper() or word in {"-", "de", "of"} for word in name):
            continue
        if series and words.lower[series[-1].end + 1 : c.start] not in _LINKS:
            yield series
            series = []
        series.append(EntityCandidate(c.end + 1, closing, "ORG"))
    yield series


def _are_clubs(
    words: TokenColumns, found: Sequence[EntityCandidate], series: Sequence[EntityCandidate]
) -> bool:
    """Whether one is a body, and not most are known places, as those of members of a parliament."""
    bodies = {(c.start, c.end) for c in found if c.label == "ORG"}
    places = sum(kind_of_place(_text(words, c)) != "" for c in series)
    heads = organization_words() | load_terms("organization_closers")
    return 2 * places <= len(series) and any(
        (c.start, c.end) in bodies or (c.end - c.start > 1 and words.lower[c.end - 1] in heads)
        for c in series
        if not _is_left(words, c)
    )


def _is_left(words: TokenColumns, c: EntityCandidate) -> bool:
    """Whether it is the letters of a party or a country, or a well-known place."""
    name = _text(words, c)
    return name.isupper() or kind_of_place(name) in {"country", "region", "large"}


def with_campaigns(words: TokenColumns, found: Sequence[EntityCandidate]) -> list[EntityCandidate]:
    """``found``, in order, with bodies whose names are plain words: "the Safe Start campaign".

    The same words have to open a sentence elsewhere, as who does something, or to stand behind "by"
    or "for".
    """
    names = {tuple(words.text[start:end]) for start, end in _called(words)}
    if not names:
        return [*found]
    others = {index for c in found if c.label != "MISC" for index in range(c.start, c.end)}
    added: list[EntityCandidate] = []
    for name in sorted(names):
        spans = [*_spans(words, name)]
        acts = any(_acts(words, start, end) for start, end in spans)
        if acts and others.isdisjoint(index for span in spans for index in range(*span)):
            added += (EntityCandidate(start, end, "ORG") for start, end in spans)
    return with_added(found, added)


def _called(words: TokenColumns) -> Iterator[tuple[int, int]]:
    """Two or three words in capitals between "the" and the noun of a campaign."""
    nouns = load_terms("campaign_nouns")
    for index, (word, following) in enumerate(pairwise(words.text)):
        if following not in nouns or not word.istitle():
            continue
        start = index
        while start and words.text[start - 1].istitle() and words.text[start - 1].isalpha():
            start -= 1
        is_called = words.lower[start] == "the" or words.lower[start - 1 : start] == ["the"]
        start += words.lower[start] == "the"
        if is_called and 1 < index + 1 - start < _LONGEST:
            yield start, index + 1


def _spans(words: TokenColumns, name: Sequence[str]) -> Iterator[tuple[int, int]]:
    for index, word in enumerate(words.text):
        if word == name[0] and tuple(words.text[index : index + len(name)]) == name:
            yield index, index + len(name)


def _acts(words: TokenColumns, start: int, end: int) -> bool:
    """Whether the name opens a sentence, or stands behind a preposition, without such a noun."""
    after = words.text[end : end + 1]
    if not after or after[0] in load_terms("campaign_nouns"):
        return False
    if words.lower[start - 1 : start] and words.lower[start - 1] in _BEFORE:
        return True
    return words.begins_sentence(start) and after[0].islower()


def _text(words: TokenColumns, c: EntityCandidate) -> str:
    return " ".join(words.text[c.start : c.end])
