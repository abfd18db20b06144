"""Paragraphs of a text, and a sentence start at each of them.

In news text each line is a paragraph, unless the article was hard-wrapped for a terminal or an
e-mail. This is decided once per article, by how its lines end (see :mod:`.wrapping`).
"""

from __future__ import annotations

from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from spacy.errors import Errors
from spacy.language import Language
from spacy.tokens import Doc

from ..annotations import Paragraph, text_of
from .wrapping import find_lines, join_lines


def find_paragraphs(text: str, body_start: int = 0) -> list[Paragraph]:
    """The paragraphs of ``text`` in order, without white space at either edge.

    The text before ``body_start`` (in characters) is the title. A body paragraph is a line. In
    hard-wrapped text it has several lines and ends before a blank line, before an indented line, or
    after a line that had room for more; line breaks are then inside the paragraph.
    """
    title = [
        Paragraph(start=start, end=end, kind="title")
        for start, end in find_lines(text, 0, body_start)
    ]
    spans = join_lines(text, find_lines(text, body_start, len(text)))
    return title + [Paragraph(start=start, end=end, kind="body") for start, end in spans]


def set_sentence_starts(doc: Doc, paragraphs: list[Paragraph]) -> None:
    """Start a sentence at the first token of each paragraph; leave other tokens undecided.

    Raises:
        ValueError: ``doc`` is already parsed (spaCy's E043); this stage must run before the parser.
    """
    if not paragraphs:
        return
    if doc.has_annotation("DEP"):
        raise ValueError(
            "newsquotes_paragraphs has to run before the parser, but this text is parsed "
            'already; add it with nlp.add_pipe("newsquotes_paragraphs", first=True). ' + Errors.E043
        )
    # All at once, because the setter of a single token goes through the whole Doc.
    given: NDArray[Any] = doc.to_array(["IDX", "SENT_START"])
    wanted = [paragraph["start"] for paragraph in paragraphs]
    # A paragraph does not begin with white space, so its first character is in a word.
    words = np.searchsorted(given[:, 0].astype(np.int64), wanted, side="right") - 1
    given[words, 1] = 1
    doc.from_array(["SENT_START"], cast("Any", given[:, 1:]))


class Paragraphs:
    """Writes ``doc._.paragraphs`` and sentence starts. Must run before the model's parser."""

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
