"""What is found in an article depends on no article that shares its batch, to the last bit."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from itertools import batched
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from newsquotes.analysis import make_doc
from newsquotes.articles import Article, read_articles
from newsquotes.settings import Settings
from newsquotes.spacy_model.fast_tok2vec import is_accelerated

if TYPE_CHECKING:
    from spacy.language import Language

SEEDS = Path(__file__).parents[2] / "seeds"
ARTICLES = [item for item in read_articles([SEEDS], Settings()) if isinstance(item, Article)]


def forget(nlp: Language) -> None:
    """Have every word embedded anew, wherever it stands in its next batch."""
    for _, component in nlp.components:
        for node in component.model.walk() if hasattr(component, "model") else ():
            if is_accelerated(node) and hasattr(node._func, "_remembered"):
                node._func._remembered = None


def found(nlp: Language, batches: Iterator[Sequence[Article]]) -> dict[str, Any]:
    forget(nlp)
    results = {}
    for articles in batches:
        docs = [make_doc(nlp, article) for article in articles]
        for article, doc in zip(articles, nlp.pipe(docs, batch_size=len(docs)), strict=True):
            words = doc.to_array(["TAG", "DEP", "HEAD", "ENT_TYPE", "ENT_IOB"]).tobytes()
            results[article.id] = doc.tensor.tobytes(), words, doc._.attributions, doc._.people
    return results


@pytest.fixture(scope="module")
def together(nlp: Language) -> dict[str, Any]:
    return found(nlp, batched(ARTICLES, len(ARTICLES)))


@pytest.mark.parametrize("size", [1, 5, 16])
def test_in_any_company(nlp: Language, together: dict[str, Any], size: int) -> None:
    articles = random.Random(size).sample(ARTICLES, len(ARTICLES))
    apart = found(nlp, batched(articles, size))
    assert len(ARTICLES) >= 27
    assert any(attributions for _, _, attributions, _ in together.values())
    assert [key for key in together if together[key] != apart[key]] == []
