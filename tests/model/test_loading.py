"""The loaded model: faster than stock spaCy, and of the same opinion."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from newsquotes import load
from newsquotes.articles import Article, read_articles
from newsquotes.benchmark.parity import differing
from newsquotes.errors import ModelMissingError
from newsquotes.settings import DEFAULT_MODEL, Settings
from newsquotes.spacy_model.fast_tok2vec import is_accelerated
from newsquotes.spacy_model.lookup import find_model

if TYPE_CHECKING:
    from spacy.language import Language

SEEDS = Path(__file__).parents[2] / "seeds"


def test_annotations_are_those_of_stock_spacy(nlp: Language) -> None:
    """With spaCy's stock settings, all its own components, and the same paragraph boundaries."""
    articles = [item for item in read_articles([SEEDS], Settings()) if isinstance(item, Article)]
    assert articles
    compared = list(differing(articles, Settings(), nlp))
    assert compared == [(article.id, []) for article in articles]


def test_the_layers_of_the_default_model_are_recognised(nlp: Language) -> None:
    for name in ("tok2vec", "newsquotes_names"):
        nodes = [*nlp.get_pipe(name).model.walk()]  # type: ignore[attr-defined]
        assert sum(map(is_accelerated, nodes)) == 2


def test_no_tokens_at_all(nlp: Language) -> None:
    assert [len(doc) for doc in nlp.pipe(["", "Rain.", ""])] == [0, 2, 0]


def test_every_node_multiplies_with_numpy(nlp: Language) -> None:
    for name, component in nlp.pipeline:
        for node in component.model.walk() if hasattr(component, "model") else ():
            assert not node.ops.use_blis, f"{name}: {node.name}"


@pytest.mark.parametrize(
    ("model", "message"),
    [
        ("no_such_model", "'no_such_model' is not installed"),
        ("json", "json is not a spaCy model: "),
        ("a/path", "'a/path' is not installed"),
    ],
)
def test_missing_models(model: str, message: str) -> None:
    with pytest.raises(ModelMissingError, match=message):
        load(model)


def test_a_broken_model(tmp_path: Path) -> None:
    (tmp_path / "meta.json").write_text('{"lang": "en", "name": "x", "version": "1"}', "utf-8")
    (tmp_path / "config.cfg").write_text("[nlp]\nlang = en\n", "utf-8")
    with pytest.raises(ModelMissingError, match=r"cannot be loaded \(.*\); install one"):
        load(str(tmp_path))


def test_a_model_by_its_path() -> None:
    assert load(str(find_model(DEFAULT_MODEL).path)).meta["name"] == "core_web_md"
