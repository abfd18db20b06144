"""Paragraphs of a text, and a sentence start at each of them.

In news text a line is a paragraph, unless the article was hard-wrapped for a terminal or an e-mail.
Which of the two it is, is decided once an article, by how its lines end (see :func:`_wrap_width`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from spacy.errors import Errors
from spacy.language import Language
from spacy.tokens import Doc

from ...spans import Offsets
from ..annotations import Paragraph, text_of

# A line from its first word on. NEL breaks no line: text decoded as Latin-1 that was cp1252 has it
# where an ellipsis stood. A long run of white space is not to be gone over again from each place.
_LINE = re.compile(r"\S[^\n\r\v\f\u2028\u2029]*+")
_BLANK_LINE = re.compile(r"(?:(?>\r\n|[\n\r\u2028])[^\S\n\r\u2028]*){2}|[\v\f\u2029]")
_ENDS_SENTENCE = re.compile(r"[.!?:…][\"'”’»)\]]*$")
_MIN_WRAP, _MAX_WRAP = 40, 100


def find_paragraphs(text: str, body_start: int = 0) -> list[Paragraph]:
    """The paragraphs of ``text`` in order, without white space at either edge.

    What stands before ``body_start`` (in characters) is the title. A body paragraph is a line, or
    in hard-wrapped text the lines up to a blank line, a line that had room for more, or an
    indented one; its line breaks are then inside the paragraph.
    """
    title = [
        Paragraph(start=start, end=end, kind="title") for start, end in _lines(text, 0, body_start)
    ]
    lines = list(_lines(text, body_start, len(text)))
    width = _wrap_width(text, lines)
    spans = lines if width is None else _joined(text, lines, width)
    return title + [Paragraph(start=start, end=end, kind="body") for start, end in spans]


def set_sentence_starts(doc: Doc, paragraphs: list[Paragraph]) -> None:
    """Begin a sentence at the first token of each paragraph; leave all other tokens undecided.

    Raises:
        ValueError: ``doc`` is parsed already (spaCy's E043); this stage goes before the parser.

    """
    if not paragraphs:
        return
    if doc.has_annotation("DEP"):
        raise ValueError(Errors.E043)
    # All at once: the setter of one token looks at the whole Doc each time.
    given: NDArray[Any] = doc.to_array(["IDX", "SENT_START"])
    wanted = [paragraph["start"] for paragraph in paragraphs]
    # A paragraph's first character is no white space, so the token that holds it is a word.
    words = np.searchsorted(given[:, 0].astype(np.int64), wanted, side="right") - 1
    given[words, 1] = 1
    doc.from_array(["SENT_START"], cast("Any", given[:, 1:]))


def _lines(text: str, start: int, end: int) -> Iterator[Offsets]:
    for match in _LINE.finditer(text, start, end):
        yield match.start(), match.start() + len(match[0].rstrip())


def _wrap_width(text: str, lines: list[Offsets]) -> int | None:
    """The column at which the article's lines were wrapped, or None if lines are paragraphs.

    Wrapping breaks most lines in mid-sentence, at nearly the same width: a line without final
    punctuation, then a line that starts in lower case. A writer's own line breaks hardly ever do.
    """
    broken = single = 0
    for (start, end), (following, _) in pairwise(lines):
        if _BLANK_LINE.search(text, end, following):
            continue
        single += 1
        if (
            text[following].islower()
            and end - start >= _MIN_WRAP
            and not _ENDS_SENTENCE.search(text[end - 8 : end])
        ):
            broken += 1
    if broken * 2 < single or not broken:
        return None
    lengths = sorted(end - start for start, end in lines)
    # Not the longest line: an address that could not be broken may be far longer than the rest.
    width = lengths[len(lengths) * 3 // 4]
    return width if width <= _MAX_WRAP else None


def _joined(text: str, lines: list[Offsets], width: int) -> Iterator[Offsets]:
    """Paragraphs of hard-wrapped text, from its lines."""
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
    indented = gap.endswith(("   ", "\t"))
    first_word = text[following[0] : following[1]].split(maxsplit=1)[0]
    had_room = line[1] - line[0] + 1 + len(first_word) <= width
    return indented or had_room


class Paragraphs:
    """Writes ``doc._.paragraphs`` and the sentence starts. Goes before the model's parser."""

    def __call__(self, doc: Doc) -> Doc:
        self.set_annotations(doc, find_paragraphs(text_of(doc), doc._.body_start))
        return doc

    def set_annotations(self, doc: Doc, paragraphs: list[Paragraph]) -> None:
        doc._.paragraphs = paragraphs
        set_sentence_starts(doc, paragraphs)


@Language.factory(
    "newsquotes_paragraphs", assigns=["doc._.paragraphs", "token.is_sent_start"], retokenizes=False
)
def make_paragraphs(nlp: Language, name: str) -> Paragraphs:
    """Registers :class:`Paragraphs`."""
    return Paragraphs()
