"""The town and the agency with which a report begins: "DAKAR (Sahel Press) —"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..token_columns import TokenColumns
from .boundaries import EntityCandidate
from .name_clues import kind_of_place

_DASHES = frozenset({"—", "–", "-", "--"})
_LONGEST_TOWN = 5  # words
_FURTHEST = 10  # words


def with_datelines(words: TokenColumns, found: Iterable[EntityCandidate]) -> list[EntityCandidate]:
    """``found`` with the town and the agency of datelines: "DAKAR (Sahel Press) —"."""
    added: list[EntityCandidate] = []
    towns = [(index, end) for index in words.starts if (end := _end_of_capitals(words, index))]
    with_colon = [(index, end) for index, end in towns if words.text[end : end + 1] == [":"]]
    # Several of them are the speakers of a transcript.
    if len(with_colon) == 1 and kind_of_place(" ".join(words.text[slice(*with_colon[0])])):
        added.append(EntityCandidate(*with_colon[0], "GPE"))
    for index, end in towns:
        # A dateline begins a paragraph.
        if added and index < added[-1].end:
            continue
        known = words.text[end : end + 1] in ([","], ["("]) or kind_of_place(
            " ".join(words.text[index:end])
        )
        if not known or not _dateline_follows(words, end):
            continue
        added.append(EntityCandidate(index, end, "GPE"))
        if "(" in words.text[end : end + 4]:
            opening = words.text.index("(", end)
            closing = next(
                (i for i in range(opening, opening + 6) if words.text[i : i + 1] == [")"]), None
            )
            if closing is not None and closing - opening > 1:
                added.append(EntityCandidate(opening + 1, closing, "ORG"))
    added += _towns(words)
    agencies = (index for start in words.starts if (index := _agency(words, start)))
    added += (EntityCandidate(index, index + 1, "ORG") for index in agencies)
    if not added:
        return list(found)
    covered = {index for c in added for index in range(c.start, c.end)}
    kept = [c for c in found if covered.isdisjoint(range(c.start, c.end))]
    return [*kept, *added]


def _end_of_capitals(words: TokenColumns, index: int) -> int:
    """The end of the words in capitals from token ``index`` that may be a town, or 0."""
    if not words.text[index].isupper() or len(words.text[index]) < 3:
        return 0
    if words.glued[index] and index and not words.text[index - 1].isspace():
        return 0
    end = index + 1
    while end < len(words.text):
        text = words.text[end]
        if words.glued[end] and text == "-" and words.glued[end + 1 : end + 2] == [True]:
            end += 1  # "PORT-AU-PRINCE"
            text = words.text[end]
        is_possessive = words.glued[end] and text in {"'S", "’S"}  # "COX'S BAZAR"
        if not text.isupper() or not (text.isalpha() or is_possessive):
            break
        end += 1
    return end


def _towns(words: TokenColumns) -> Iterator[EntityCandidate]:
    """Towns with which a paragraph begins, and the dash or full stop behind them: "Uyo. The"."""
    for start in words.starts:
        if start and "\n" not in words.text[start - 1]:
            continue
        for end in range(start + 1, min(start + _LONGEST_TOWN + 1, len(words.text) - 1)):
            mark = words.text[end]
            is_dash = mark in _DASHES and not words.glued[end] and not words.glued[end + 1]
            if not is_dash and mark != ".":
                continue
            name = words.text[start:end]
            is_name = name[0].istitle() and name[-1].istitle()
            if is_name and words.text[end + 1].istitle() and kind_of_place(" ".join(name)):
                yield EntityCandidate(start, end, "GPE")
            break


def _agency(words: TokenColumns, start: int) -> int:
    """The index of an agency's letters behind a town and a date: "Accra, May 4, GNA -"; or 0."""
    text = words.text
    for index in range(start + 1, min(start + _FURTHEST, len(text))):
        if text[index] in _DASHES:
            letters = text[index - 1]
            is_agency = letters.isupper() and letters.isalpha() and text[index - 2] == ","
            has_date = any(word.isdigit() for word in text[start : index - 1])
            is_agency &= has_date and not words.glued[index] and len(letters) > 1
            return index - 1 if is_agency else 0
        if text[index].islower() or text[index] in {"?", "!", ":", ";"}:
            break
    return 0


def _dateline_follows(words: TokenColumns, end: int) -> bool:
    """Whether a dateline ends within a few words from token ``end``."""
    if end >= len(words.text) or words.text[end] not in _DASHES | {",", "("}:
        return False
    for text in words.text[end : end + _FURTHEST]:
        if text in _DASHES:
            return True
        if text in {".", "?", "!", ":", ";", "\n"}:
            return False
    return False
