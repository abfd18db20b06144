"""Hand-made Docs, for tests of one stage that should not depend on a model's opinion."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

import spacy
from newsquotes.stages.annotations import ATTRIBUTES  # also declares what doc._ has
from spacy.language import Language
from spacy.tokens import Doc


@cache
def blank() -> Language:
    """English tokenizer and vocabulary, no components."""
    return spacy.blank("en")


def make_doc(
    text: str,
    *,
    heads: Sequence[int] | None = None,
    deps: Sequence[str] | None = None,
    tags: Sequence[str] | None = None,
    ents: Sequence[tuple[str, str]] = (),
    sent_starts: Sequence[int] = (),
    body_start: int = 0,
    underscore: Mapping[str, object] | None = None,
) -> Doc:
    """A Doc of ``text`` as the tokenizer cuts it, annotated by hand.

    Args:
        heads: the index of each token's head (its own for a root).
        ents: ``(words, label)`` in order of appearance; each is found after the one before it.
        sent_starts: indices of tokens that start a sentence, where there are no ``heads``.
        underscore: values for ``doc._``, by name.
    """
    cut = blank().make_doc(text)
    doc = Doc(
        cut.vocab,
        words=[token.text for token in cut],
        spaces=[bool(token.whitespace_) for token in cut],
        heads=None if heads is None else list(heads),
        deps=list(deps) if deps is not None else None if heads is None else ["dep"] * len(cut),
        tags=None if tags is None else list(tags),
        sent_starts=[i == 0 or i in sent_starts for i in range(len(cut))] if sent_starts else None,
    )
    assert doc.text == text
    spans = []
    position = 0
    for words, label in ents:
        start = text.index(words, position)
        position = start + len(words)
        span = doc.char_span(start, position, label=label)
        assert span is not None, f"{words!r} does not stand on token edges"
        spans.append(span)
    doc.set_ents(spans)
    doc._.body_start = body_start
    for name, value in (underscore or {}).items():
        setattr(doc._, name, value)
    return doc


def offsets(text: str, *parts: str) -> list[tuple[int, int]]:
    """Where each part stands in ``text``, each after the end of the one before it."""
    found = []
    position = 0
    for part in parts:
        start = text.index(part, position)
        position = start + len(part)
        found.append((start, position))
    return found


def declared(doc: Doc) -> Doc:
    """``doc`` with all that no component has written left as if one had found nothing."""
    for attribute in ATTRIBUTES:
        setattr(doc._, attribute.name, getattr(doc._, attribute.name))
    for token in doc:
        token.tag_, token.dep_ = token.tag_ or "XX", token.dep_ or "dep"
    return doc
