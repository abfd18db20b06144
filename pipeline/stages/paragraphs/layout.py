"""Prepare a text for analysis, without what a page or an e-mail adds around the story.

Characters are replaced one by one, so that all offsets stay valid.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final, NamedTuple

from ...lexicons import load_terms
from ...lexicons.inflections import find_lemma
from ...spans import Offsets
from .wrapping import find_lines, join_lines

_BREAK: Final = re.compile(r"[\n\r\v\f\u2028\u2029]")
_QUOTED_LINE: Final = re.compile(r"(?:>[ \t]?)++(?=\S|$)", re.MULTILINE)
_OPENS: Final = re.compile(r"[\s(\[*_•|–—-]*")
_ENDS: Final = re.compile(r"[.!?…][\"'”’»]?$")
_LONGEST_FURNITURE: Final = 240
# After the words of a caption: "The pier in May. Photograph: Ana Ruiz/Sahel Press"
_CREDIT: Final = re.compile(
    r"""\s(?:(?:Photo(?:graph)?|Picture|Image|Illustration)s?(?:\s(?:[Cc]redit|by))?:
        |\((?:Photo(?:graph)?|Picture|Image)s?(?:\s(?:by|courtesy)\b|:)
        |\((?:[Aa]dditional\s)?[Rr]eporting\sby\s)
    \s?[^\n“”":.]{2,160}$""",
    re.VERBOSE,
)
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
# What spaCy's tokenizer reads as one word: "Astana /KAZPRESS/.", "Ada Quist (NOR)/Tom Fenn (USA)",
# "U.S.-backed"
# The tokenizer makes a token of each, which would separate "Cape" and "Town".
_UNUSUAL_BLANK: Final = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000]")
# A pattern that begins with a character is found many times as fast as one that looks back first.
_GLUE: Final = re.compile(r"/(?<=\)/)(?=[A-Z])|-(?<=\b[A-Z]\.[A-Z]\.-)(?=[A-Za-z])")
# spaCy does not end a word at them, and a name that contains one is two names.
_NO_BREAK: Final = "\u00a0\u2007\u2009\u200a\u202f"
_AGENCY: Final = re.compile(r"/(?<!\S/)[A-Z][A-Z ]{1,20}/(?=[^\w\s]*(?:\s|$))")
_SHORTEST_REPEAT: Final = 30
"""Characters from which on a repeated paragraph is not a coincidence."""
_MOST_IN_CAPITALS: Final = 0.75
_FEWEST_WORDS: Final = 4


class Readable(NamedTuple):
    """``text`` has the length of the original; ``repeated`` are its repeated paragraphs."""

    text: str
    repeated: list[Offsets]


def read_layout(text: str, body_start: int) -> Readable:
    """``text`` without e-mail quote marks, credits and links, and with wrapped lines joined.

    A headline in title case is changed to sentence case, as far as the body shows how its words are
    written. No-break and thin spaces become plain spaces.
    """
    for blank in _NO_BREAK:
        text = text.replace(blank, " ")
    characters = list(text)
    lines: list[Offsets] = []
    for line in find_lines(text, body_start, len(text)):
        start = _unquoted(text, line, characters)
        kept = _story(text, (start, line[1]))
        _blank(characters, kept[1], line[1])
        if kept[0] < kept[1]:
            lines.append(kept)
    bare = "".join(characters)
    repeated: list[Offsets] = []
    seen: set[str] = set()
    for start, end in join_lines(bare, lines):
        words = " ".join(bare[start:end].split())
        if len(words) >= _SHORTEST_REPEAT and words in seen:
            repeated.append((start, end))
        seen.add(words)
        for found in _BREAK.finditer(bare, start, end):
            characters[found.start()] = " "
    for found in _UNUSUAL_BLANK.finditer(text):
        characters[found.start()] = " "
    for found in _GLUE.finditer(text):
        characters[found.start()] = " "
    for found in _AGENCY.finditer(text):
        characters[found.start()], characters[found.end() - 1] = "()"
    _write(characters, 0, _as_sentence(text, body_start))
    return Readable("".join(characters), repeated)


def _unquoted(text: str, line: Offsets, characters: list[str]) -> int:
    """Where a line begins after the marks of a quoted e-mail, which are blanked."""
    found = _QUOTED_LINE.match(text, *line)
    if found is None:
        return line[0]
    _blank(characters, *found.span())
    return found.end()


def _story(text: str, line: Offsets) -> Offsets:
    """The part of a line that belongs to the story."""
    start, end = line
    if end - start <= _LONGEST_FURNITURE and is_furniture(text[start:end]):
        return start, start
    # Only the end of a line is looked at, however long it is.
    tail = max(start, end - _LONGEST_FURNITURE)
    credit = _CREDIT.search(text, tail, end)
    return (start, credit.start()) if credit else line


def is_furniture(line: str) -> bool:
    """Whether a line does not belong to the story: "Read more: …", "Editing by Ana Ruiz".

    After an opening without a colon, a line that ends like a sentence is prose.
    """
    words = line[_OPENS.match(line).end() :].lower()  # type: ignore[union-attr]
    opening = next((one for one in _openings(words[:1]) if words.startswith(one)), None)
    if opening is None or words[len(opening) : len(opening) + 1].isalnum():
        return False
    following = words[len(opening) :].lstrip()
    return (
        opening.endswith(":")
        or following.startswith(":")
        or line[0] in "([©"
        or not _ENDS.search(line)
        or "; editing by" in words
    )


@cache
def _openings(first: str) -> tuple[str, ...]:
    """The openings of such lines that begin with this character, longest first."""
    found = (one for one in load_terms("furniture") if one.startswith(first or " "))
    return tuple(sorted(found, key=len, reverse=True))


def _as_sentence(text: str, body_start: int) -> str:
    """The title; in title case, words become lower case unless the body capitalises them."""
    title = text[:body_start]
    words = list(_WORD.finditer(title))
    upper = sum(word.group()[0].isupper() for word in words)
    if len(words) < _FEWEST_WORDS or upper < _MOST_IN_CAPITALS * len(words):
        return title
    names: set[str] = set()
    plain: set[str] = set()
    for word in _WORD.finditer(text, body_start):
        form = word.group()
        if not form[0].isupper():
            plain.add(form)
        elif not _begins(text, word.start()):
            names.add(form.lower())
    characters = list(title)
    for word in words[1:]:
        form = word.group()
        lower = form.lower()
        if form[1:].islower() and lower not in names and (lower in plain or _is_no_name(lower)):
            _write(characters, word.start(), lower)
    return "".join(characters)


def _begins(text: str, start: int) -> bool:
    """Whether a word begins a sentence, so that its capital means nothing."""
    before = text[max(0, start - 4) : start].rstrip(" \t\"“”'‘’«([")
    return not before or before[-1] in ".!?…:\n\r"


def _is_no_name(word: str) -> bool:
    """Whether a word is capitalised only because it is in a headline: a preposition, "says"."""
    small = ("prepositions", "determiners", "modals", "linking_verbs", "question_words")
    return (
        any(word in load_terms(name) for name in small)
        or find_lemma(word, load_terms("cues_speech")) is not None
    )


def _write(characters: list[str], at: int, text: str) -> None:
    for index, character in enumerate(text, at):
        characters[index] = character


def _blank(characters: list[str], start: int, end: int) -> None:
    for index in range(start, end):
        if not _BREAK.match(characters[index]):
            characters[index] = " "
