"""Docs whose analysis is written out in the test, and the words that the attribution reads."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from builders import blank
from newsquotes.stages.annotations import Quotation
from newsquotes.stages.attribution.word_features import SYMBOLIC, Reader, Vocabulary, Words
from newsquotes.stages.paragraphs.component import find_paragraphs
from newsquotes.stages.quotations.pairing import find_quotations
from spacy.tokens import Doc

LABELS = ("ROOT", "nsubj", "ccomp", "dobj", "punct", "det", "prep", "pobj", "mark", "advcl")
"""The dependency labels that the tests' vocabulary knows; number 0 is for all others."""


def tree(*sentences: str) -> Doc:
    """A Doc of sentences such as ``"She/PRP/nsubj/2 spoke/VBD/ROOT/2 ././punct/2"``.

    Each word is followed by its tag, its label and the number of its head in its sentence, from 1.
    ``⏎`` stands for an empty line. Words stand one blank apart, where marks do not forbid it.
    """
    words: list[str] = []
    tags: list[str] = []
    deps: list[str] = []
    heads: list[int] = []
    for sentence in sentences:
        base = len(words)
        for part in sentence.split():
            word, tag, dep, head = part.rsplit("/", 3)
            words.append(word.replace("⏎", "\n\n"))
            tags.append(tag)
            deps.append(dep)
            heads.append(base + int(head) - 1)
    spaces = [
        word not in ("“", "\n\n") and following not in ("”", "\n\n", ".", ",", "?", "!", ":", "’s")
        for word, following in pairwise(words)
    ]
    doc = Doc(
        blank().vocab, words=words, spaces=[*spaces, False], tags=tags, deps=deps, heads=heads
    )
    return marked(doc)


def marked(doc: Doc) -> Doc:
    """The same Doc with its paragraphs and quotations."""
    doc._.paragraphs = find_paragraphs(doc.text, doc._.body_start)
    doc._.quotations = find_quotations(doc.text, doc._.paragraphs).quotations
    return doc


def reader(
    *, labels: Sequence[str] = LABELS, vectors: Sequence[str] = (), tensor_width: int = 0
) -> Reader:
    """A reader of features that knows some dependency labels and no other strings."""
    vocabularies = {name: Vocabulary.of(labels if name == "dep" else ()) for name in SYMBOLIC}
    rows = np.arange(1, len(vectors) + 1, dtype=np.uint32)
    return Reader(vocabularies, Vocabulary.of(vectors), rows, tensor_width)


def words_of(doc: Doc) -> Words:
    """The words of a Doc as :func:`reader` reads them."""
    return reader().read(doc, use_tensor=False)


def plain(text: str, body_start: int = 0) -> tuple[Doc, Words]:
    """A Doc of ``text`` without any tree, and its words."""
    doc = blank().make_doc(text)
    doc._.body_start = body_start
    marked(doc)
    return doc, words_of(doc)


def outermost(doc: Doc) -> list[Quotation]:
    """The outermost quotations of a Doc."""
    return [mark for mark in doc._.quotations if mark["depth"] == 0]


def places(doc: Doc, words: Words, *parts: str) -> list[int]:
    """Which words the parts are made of, each part found after the one before it."""
    found: list[int] = []
    position = 0
    for part in parts:
        start = doc.text.index(part, position)
        position = start + len(part)
        found += [i for i in range(len(words)) if start <= words.start[i] < position]
    return found
