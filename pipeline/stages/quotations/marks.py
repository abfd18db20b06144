"""Find the quotation marks of a text, and whether each can open or close a quotation.

The characters on either side decide: a mark ``opens`` after white space, a bracket or a dash, and
``closes`` before white space, punctuation or a dash. Both may be true, or neither.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum, StrEnum
from typing import NamedTuple

from ...lexicons import load_terms
from ...spans import Offsets


class Family(StrEnum):
    """Marks of one family can be paired with each other, whatever their shape."""

    DOUBLE = '"'
    SINGLE = "'"
    GUILLEMET = "«"
    SINGLE_GUILLEMET = "‹"
    CORNER = "「"
    WHITE_CORNER = "『"


class Turn(Enum):
    """The direction of a mark's shape."""

    OPENING = -1
    STRAIGHT = 0
    CLOSING = 1


class Mark(NamedTuple):
    """A quotation mark, or an apostrophe outside a word. ``start`` and ``end`` in characters."""

    start: int
    end: int
    text: str
    family: Family
    turn: Turn
    opens: bool
    closes: bool

    @property
    def only_opens(self) -> bool:
        return self.opens and not self.closes

    @property
    def only_closes(self) -> bool:
        return self.closes and not self.opens


_SHAPES: dict[str, tuple[Family, Turn]] = {
    '"': (Family.DOUBLE, Turn.STRAIGHT),
    "＂": (Family.DOUBLE, Turn.STRAIGHT),
    "''": (Family.DOUBLE, Turn.STRAIGHT),
    "``": (Family.DOUBLE, Turn.OPENING),
    "‘‘": (Family.DOUBLE, Turn.OPENING),
    "’’": (Family.DOUBLE, Turn.CLOSING),
    "“": (Family.DOUBLE, Turn.OPENING),
    "„": (Family.DOUBLE, Turn.OPENING),
    "‟": (Family.DOUBLE, Turn.OPENING),
    "”": (Family.DOUBLE, Turn.CLOSING),
    "❝": (Family.DOUBLE, Turn.OPENING),
    "❞": (Family.DOUBLE, Turn.CLOSING),
    "〝": (Family.DOUBLE, Turn.OPENING),
    "〞": (Family.DOUBLE, Turn.CLOSING),
    "〟": (Family.DOUBLE, Turn.CLOSING),
    "'": (Family.SINGLE, Turn.STRAIGHT),
    "`": (Family.SINGLE, Turn.OPENING),
    "‘": (Family.SINGLE, Turn.OPENING),
    "‚": (Family.SINGLE, Turn.OPENING),
    "‛": (Family.SINGLE, Turn.OPENING),
    "’": (Family.SINGLE, Turn.CLOSING),
    "´": (Family.SINGLE, Turn.CLOSING),
    "«": (Family.GUILLEMET, Turn.OPENING),
    "»": (Family.GUILLEMET, Turn.CLOSING),
    "‹": (Family.SINGLE_GUILLEMET, Turn.OPENING),
    "›": (Family.SINGLE_GUILLEMET, Turn.CLOSING),
    "「": (Family.CORNER, Turn.OPENING),
    "」": (Family.CORNER, Turn.CLOSING),
    "『": (Family.WHITE_CORNER, Turn.OPENING),
    "』": (Family.WHITE_CORNER, Turn.CLOSING),
}

# An apostrophe between two letters or digits is never a mark. Of three straight ones in a row, the
# first two open (before a word), or the last two close.
_MARK = re.compile(
    r"""["“”„‟«»‹›＂‚‛❝❞〝〞〟「」『』]
    | ''(?!'(?!\w)) | `` | ‘‘ | ’’ | ['’‘`´](?!(?<=[^\W_].)[^\W_])""",
    re.VERBOSE,
)
_CHARACTERS = frozenset("\"'`´“”„‟‘’‚‛«»‹›＂❝❞〝〞〟「」『』")
_OPENS_AFTER = frozenset("([{<-‐‑–—―/:=*|•·>~")
_CLOSES_BEFORE = frozenset(".,;:!?)]}>-‐‑–—―/…*|<")
# How far to look past a run of marks; English never has more than three in a row.
_RUN = 4


def find_marks(text: str) -> Iterator[Mark]:
    """The quotation marks of ``text`` in order, and apostrophes at the edge of a word."""
    for match in _MARK.finditer(text):
        start, end = match.span()
        shape = match.group()
        family, turn = _SHAPES[shape]
        opens, closes = _opens(text, start), _closes(text, end)
        yield Mark(start, end, shape, family, turn, opens, closes)


def halved(text: str, mark: Mark) -> list[Mark]:
    """Two single marks in place of a double one, which may end two quotations."""
    middle = mark.start + 1
    family, turn = _SHAPES[mark.text[0]]
    opens, closes = mark.opens, mark.closes
    return [
        Mark(start, start + 1, text[start], family, turn, opens, closes)
        for start in (mark.start, middle)
    ]


def _opens(text: str, start: int) -> bool:
    i = start - 1
    limit = start - _RUN
    while i > limit and i >= 0 and text[i] in _CHARACTERS:
        i -= 1
    return i < 0 or text[i].isspace() or text[i] in _OPENS_AFTER


def _closes(text: str, end: int) -> bool:
    i = end
    limit = end + _RUN
    while i < limit and i < len(text) and text[i] in _CHARACTERS:
        i += 1
    return i >= len(text) or text[i].isspace() or text[i] in _CLOSES_BEFORE


_FEET_AND_INCHES = re.compile(r"\d['’′]\s?\d{1,2}(?:½|\.\d)?$")


def measures(text: str, mark: Mark) -> bool:
    """Whether a double mark comes right after a digit, like marks for inches and seconds."""
    return mark.start > 0 and text[mark.start - 1].isdigit()


def measures_inches(text: str, mark: Mark) -> bool:
    """Whether it is the mark for inches after feet, as in 6'2"."""
    return _FEET_AND_INCHES.search(text[max(0, mark.start - 8) : mark.start]) is not None


class Single(Enum):
    """The possible readings of a single mark."""

    APOSTROPHE = "never a quotation mark"
    OPENS = "opens a quotation"
    MAY_OPEN = "an apostrophe at the head of a word, or opens a quotation"
    CLOSES = "closes a quotation"
    MAY_CLOSE = "a possessive, a dropped letter or feet, or closes a quotation"


_DECADE = re.compile(r"\d0s\b")
_YEAR = re.compile(r"\d\d(?!\d)")
_WORD = re.compile(r"[^\W\d_]+")
_LAST_WORD = re.compile(r"\b[^\W\d_]+$")
_DROPPED_G = re.compile(r"[^\W\d_]{2}in$", re.IGNORECASE)
_SPEECH_BEFORE = frozenset(",:\"“‘'„«—–")


def classify_single(text: str, mark: Mark, paragraph: Offsets) -> Single:
    """Tell a single mark from an apostrophe, by the characters around it only."""
    start, end = mark.start, mark.end
    before = text[start - 1] if start > paragraph[0] else " "
    after = text[end] if end < paragraph[1] else " "
    if _is_lone_n(text, mark):
        return Single.APOSTROPHE
    if mark.closes and not before.isspace():
        return _classify_closing(text, start, before, after)
    if mark.closes or after.isspace() or (not mark.opens and mark.turn is not Turn.OPENING):
        return Single.APOSTROPHE
    if _DECADE.match(text, end):
        return Single.APOSTROPHE
    word = _WORD.match(text, end)
    elided = _YEAR.match(text, end) or (word and word.group().lower() in load_terms("elisions"))
    if elided or mark.turn is Turn.CLOSING:
        return Single.MAY_OPEN
    return Single.OPENS


def may_begin_speech(text: str, mark: Mark, paragraph: Offsets) -> bool:
    """Whether a quotation may begin here: at a paragraph's start, after a comma or a colon."""
    before = text[paragraph[0] : mark.start][-4:].rstrip()
    return not before or before[-1] in _SPEECH_BEFORE


def _classify_closing(text: str, start: int, before: str, after: str) -> Single:
    if not before.isalnum():
        return Single.CLOSES
    if _has_dropped_end(text[max(0, start - 4) : start]):
        return Single.MAY_CLOSE
    if after in ".,;:!?)]…" or not (before.isdigit() or before in "sSxXzZ"):
        return Single.CLOSES
    return Single.MAY_CLOSE


def _has_dropped_end(before: str) -> bool:
    """Whether letters are left out behind ``before``, the last four characters: ol', goin'."""
    last = _LAST_WORD.search(before)
    cut = last is not None and last.group().lower() in load_terms("elisions_of_ends")
    return cut or _DROPPED_G.search(before) is not None


def _is_lone_n(text: str, mark: Mark) -> bool:
    """Whether it is one of the apostrophes in rock 'n' roll."""
    around = text[max(0, mark.start - 2) : mark.end + 2].lower()
    return "n" in around and re.search(r"['’‘`´]n['’‘`´]", around) is not None
