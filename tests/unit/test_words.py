"""Words that the cache of tokens keeps beyond a memory zone."""

from __future__ import annotations

import pytest
import spacy
from newsquotes.spacy_model import token_cache as words
from newsquotes.spacy_model.token_cache import TokenCache

TEXTS = ['"Don\'t go," she told Mr. Alder-Finch (aged 60).', "See https://example.org/" + "a" * 40]


def test_what_is_learnt_outlives_a_zone_and_the_rest_does_not() -> None:
    nlp = spacy.blank("en")
    TokenCache(nlp).learn(TEXTS)
    with nlp.memory_zone():
        nlp("Finch spoke of herrings.")
    assert "Alder" in nlp.vocab.strings
    assert "herrings" not in nlp.vocab.strings
    assert "a" * 40 not in "".join(nlp.vocab.strings)


def test_texts_are_tokenized_as_if_nothing_were_known() -> None:
    nlp, stock = spacy.blank("en"), spacy.blank("en")
    TokenCache(nlp).learn(TEXTS)
    with nlp.memory_zone():
        for text in TEXTS:
            assert [token.text for token in nlp(text)] == [token.text for token in stock(text)]


def test_no_more_than_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "ENOUGH", 3)
    nlp = spacy.blank("en")
    before = len(nlp.vocab)
    kept = TokenCache(nlp)
    for number in range(10):
        kept.learn([f"one{number} two{number}"])
    assert len(nlp.vocab) == before + 3
