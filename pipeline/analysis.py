"""From an article to its ``Doc``, however long it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.articles.base import Article
from pipeline.spans import Offsets
from pipeline.stages import AFTER_MODEL, factory_name

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc


def make_doc(nlp: Language, article: Article) -> Doc:
    """The Doc that the pipeline starts from: same offsets as the article's text."""
    doc = nlp.make_doc(article.prose)
    doc._.body_start = article.body[0]
    return doc


def analyse(nlp: Language, article: Article, max_chars: int) -> Doc:
    """The Doc of ``article`` with all that the pipeline finds.

    What is longer than ``max_chars`` characters goes through the model in parts, cut between
    paragraphs, so that memory is bounded; the stages behind the model, which tell who is who and
    who said what, then see the whole again.
    """
    if len(article.text) <= max_chars:
        return nlp(make_doc(nlp, article))
    from spacy.tokens import Doc

    behind = {factory_name(stem) for stem in AFTER_MODEL}
    parts = []
    paragraphs = []
    for start, end in cut(article.prose, max_chars):
        part = nlp.make_doc(article.prose[start:end])
        part._.body_start = max(0, article.body[0] - start)
        for name, component in nlp.pipeline:
            if name not in behind:
                part = component(part)
        paragraphs += [
            {**paragraph, "start": paragraph["start"] + start, "end": paragraph["end"] + start}
            for paragraph in part._.paragraphs
        ]
        part.tensor = part.tensor[:0]  # the model's own notes, of no use to the stages
        part.user_data.clear()
        parts.append(part)
    doc = Doc.from_docs(parts, ensure_whitespace=False)
    doc._.body_start = article.body[0]
    doc._.paragraphs = paragraphs
    for name, component in nlp.pipeline:
        if name in behind:
            doc = component(doc)
    return doc


def cut(text: str, size: int) -> Iterator[Offsets]:
    """Ranges that cover ``text``, at most ``size`` long: cut behind an empty line, else behind a
    line break, else behind white space, else anywhere.
    """
    start = 0
    while len(text) - start > size:
        end = start + size
        for mark in ("\n\n", "\n", " "):
            found = text.rfind(mark, start + size // 2, end)
            if found != -1:
                end = found + len(mark)
                break
        yield start, end
        start = end
    yield start, len(text)
