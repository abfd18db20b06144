"""Cuts datelines, such as "DAKAR (Sahel Press) —", and list marks from the start of a span."""

from __future__ import annotations

import re
from typing import Final

from ...lexicons.gazetteer import find_places, place_key
from ...spans import Offsets

_DATELINE: Final = re.compile(
    r"""(?:
    (?:(?P<capitals>[A-Z][A-Z.'’ -]{2,40}) | (?P<place>[A-Z][\w.'’]+(?:[ -][A-Z][\w.'’]+){0,3}))
    (?:,\s(?:[A-Z][\w.’' ]{1,30}            # , Senegal, Aug 3
    |\d{1,2}\s[A-Z][a-z]{2,8}|\d{4})         # , 4 May, 2025
    (?:\s\d{4})?){0,3}
    (?:\s\([^()\n]{2,40}\)|\s?/[^/\n]{2,40}/)?    # (Sahel Press), /Sahel Press/
    | \([A-Z][\w.' ]{1,30}\))               # or the agency alone
    (?:\s?(?:—|–|--)|\s-|(?P<colon>:))\s      # "Port-au-Prince" has no blanks
    """,
    re.VERBOSE,
)
_LIST_MARK: Final = re.compile(
    r"(?:\(?(?:\d{1,3}|[a-z])[.)]|[•»›▪◦*–-])\s+"
    r"|\(?\d{1,2}[:.]\d{2}\)?(?:\s?[ap]\.?m\.?)?(?:\s[A-Z]{2,4}(?=\s?[:–—-]))?(?:\s?[:–—-])?\s+"
)
"""The number or bullet of a list item, or the time of a live blog's: "14:05", "9.30pm GMT –"."""


def without_dateline(text: str, span: Offsets) -> Offsets:
    """The span without the dateline that it begins with: "DAKAR (Sahel Press) —", "Cape Town -".

    A place that is not in capitals, or is followed by a colon, must be in the gazetteer. ``span``
    is a start and an end, in characters of ``text``.
    """
    start, end = span
    if text[start - 1 : start] == "(":
        start -= 1
    if not begins_line(text, start):
        return span
    dateline = _DATELINE.match(text, start, end)
    if dateline is None:
        return span
    place = dateline["place"] or (dateline["capitals"] if dateline["colon"] else None)
    if place is not None and not is_place(place):
        return span
    return dateline.end(), end


def begins_line(text: str, start: int) -> bool:
    """Whether a line begins at character ``start``; a dateline can stand only there."""
    return start == 0 or text[start - 1] == "\n"


def is_place(name: str) -> bool:
    """Whether the gazetteer has a place of this name."""
    return bool(find_places(place_key(name)))


def without_list_mark(text: str, span: Offsets) -> Offsets:
    """The span without the number, letter, bullet or time before it: "1. “We won,” said Ruiz"."""
    start, end = span
    if text[text.rfind("\n", 0, start) + 1 : start].strip(" \t("):
        return span
    mark = _LIST_MARK.match(text, start, end)
    return (mark.end(), end) if mark else span
