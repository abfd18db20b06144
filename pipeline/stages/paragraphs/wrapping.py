"""Detect hard-wrapped text, and which line breaks are there only because a line was full."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from ...lexicons import load_terms
from ...lexicons.first_names import is_first_name
from ...spans import Offsets

# A line from its first word on. NEL does not end a line: cp1252 text decoded as Latin-1 has it in
# place of an ellipsis. Possessive, so that long white space is not scanned repeatedly.
_LINE = re.compile(r"\S[^\n\r\v\f\u2028\u2029]*+")
_BLANK_LINE = re.compile(r"(?:(?>\r\n|[\n\r\u2028])[^\S\n\r\u2028]*){2}|[\v\f\u2029]")
_ENDS_SENTENCE = re.compile(r"[.!?:…][\"'”’»)\]]*$")
# How a line continues after a break inside a name: "Okoro, who", "Okoro's car", "Okoro left"
_GOES_ON = re.compile(r"([A-Z][\w'’-]+?)(?:,| [a-z]|['’]s )")
_LONGEST_NAME = 60
_MIN_WRAP, _MAX_WRAP = 40, 100
# A line shorter than this share of the width is a heading or a row, if a capital follows.
_SHORT = 0.6


def find_lines(text: str, start: int, end: int) -> list[Offsets]:
    """The lines of a part of ``text`` that are not blank, without white space at either edge."""
    return [
        (match.start(), match.start() + len(match[0].rstrip()))
        for match in _LINE.finditer(text, start, end)
    ]


def join_lines(text: str, lines: list[Offsets]) -> list[Offsets]:
    """The paragraphs made of ``lines``: each line, or in hard-wrapped text several lines.

    In any text, a line that ends in a first name is joined with a family name on the next.
    """
    width = _wrap_width(text, lines)
    return list(_whole_names(text, lines) if width is None else _joined(text, lines, width))


def _whole_names(text: str, lines: list[Offsets]) -> Iterator[Offsets]:
    """The lines, joined where a name is broken between two of them."""
    paragraph: Offsets | None = None
    for line in lines:
        if paragraph is not None and _breaks_name(text, paragraph, line):
            paragraph = paragraph[0], line[1]
            continue
        if paragraph is not None:
            yield paragraph
        paragraph = line
    if paragraph is not None:
        yield paragraph


def _breaks_name(text: str, line: Offsets, following: Offsets) -> bool:
    """Whether a name is broken between two lines: "said Marta" and "Okoro on Friday"."""
    if _BLANK_LINE.search(text, line[1], following[0]):
        return False
    goes_on = _GOES_ON.match(text, *following)
    if goes_on is None or goes_on[1].lower() in load_terms("determiners"):
        return False
    *before, last = text[max(line[0], line[1] - _LONGEST_NAME) : line[1]].split()
    if not _may_be_given(last):
        return False
    while before and _may_be_given(before[-1]):
        before.pop()
    word = before[-1].lower() if before else ""
    return bool(before) and (before[-1].islower() or word in load_terms("titles"))


def _may_be_given(word: str) -> bool:
    return word.istitle() and is_first_name(word.lower())


def _wrap_width(text: str, lines: list[Offsets]) -> int | None:
    """The column at which the article's lines were wrapped, or None if lines are paragraphs.

    Wrapping breaks most lines in mid-sentence, at nearly the same width: a line without final
    punctuation, whatever follows, but often enough a line that starts in lower case. A writer's
    own line breaks hardly ever do.
    """
    broken = lower = single = 0
    for (start, end), (following, _) in pairwise(lines):
        if _BLANK_LINE.search(text, end, following):
            continue
        single += 1
        if _ENDS_SENTENCE.search(text[end - 8 : end]):
            continue
        goes_on = text[following].islower()
        if end - start >= _MIN_WRAP or goes_on:
            broken += 1
            lower += goes_on and end - start >= _MIN_WRAP
    if broken * 2 < single or lower * 5 < broken or not lower:
        return None
    lengths = sorted(end - start for start, end in lines)
    # Not the longest line, as an address that could not be broken may be far longer.
    width = lengths[len(lengths) * 3 // 4]
    return width if width <= _MAX_WRAP else None


def _joined(text: str, lines: list[Offsets], width: int) -> Iterator[Offsets]:
    paragraph: Offsets | None = None
    last: Offsets | None = None
    for line in lines:
        if paragraph is None or last is None:
            paragraph = line
        elif _ends_paragraph(text, last, line, width):
            yield paragraph
            paragraph = line
        else:
            paragraph = (paragraph[0], line[1])
        last = line
    if paragraph is not None:
        yield paragraph


def _ends_paragraph(text: str, line: Offsets, following: Offsets, width: int) -> bool:
    gap = text[line[1] : following[0]]
    if _BLANK_LINE.search(gap):
        return True
    if text[following[0]].islower():
        return False
    if gap.endswith(("   ", "\t")):
        return True  # indented
    length = line[1] - line[0]
    first_word = text[following[0] : following[1]].split(maxsplit=1)[0]
    had_room = length + 1 + len(first_word) <= width
    ended = _ENDS_SENTENCE.search(text[line[1] - 8 : line[1]]) is not None
    return had_room and (ended or length < width * _SHORT)
