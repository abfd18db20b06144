"""Paragraphs of any text: nothing lost, nothing twice, no white space at an edge."""

from __future__ import annotations

import spacy
from hypothesis import given
from hypothesis import strategies as st
from newsquotes.stages.paragraphs.component import find_paragraphs, set_sentence_starts

texts = st.text(
    st.sampled_from(list("aBc .!?\"' \n\r\t\f\x85\u00a0\u2028\u2029\ud7ff😀")), max_size=200
)


@given(texts, st.integers(0, 200))
def test_every_word_is_in_exactly_one_paragraph(text: str, body_start: int) -> None:
    paragraphs = find_paragraphs(text, min(body_start, len(text)))
    position = 0
    for paragraph in paragraphs:
        start, end = paragraph["start"], paragraph["end"]
        assert not text[position:start].strip()
        assert start < end
        assert text[start:end] == text[start:end].strip()
        position = end
    assert not text[position:].strip()


@given(texts)
def test_every_paragraph_starts_a_sentence(text: str) -> None:
    doc = spacy.blank("en").make_doc(text)
    paragraphs = find_paragraphs(text)
    set_sentence_starts(doc, paragraphs)
    starts = [token for token in doc if token.is_sent_start and not token.is_space]
    held = [next(t for t in doc if t.idx <= p["start"] < t.idx + len(t)) for p in paragraphs]
    assert [t.i for t in held if t.is_sent_start] == [t.i for t in held]
    assert len(starts) <= len(paragraphs) + 1
