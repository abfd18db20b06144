"""The loaded model: faster than stock spaCy, and of the same opinion."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import spacy

from pipeline import load
from pipeline.analysis import make_doc
from pipeline.articles import Article, read_articles
from pipeline.errors import ModelMissingError
from pipeline.models import find_model
from pipeline.settings import DEFAULT_MODEL, Settings
from pipeline.stages import BEFORE_MODEL, factory_name

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

SEEDS = Path(__file__).parents[2] / "seeds"


def annotations(doc: Doc) -> dict[str, Any]:
    """What the model's own components say of a Doc."""
    return {
        "words": [token.text for token in doc],
        "tags": [token.tag_ for token in doc],
        "deps": [token.dep_ for token in doc],
        "heads": [token.head.i for token in doc],
        "sentences": [sent.start for sent in doc.sents],
        "ents": [(ent.start, ent.end, ent.label_) for ent in doc.ents],
    }


def test_annotations_are_those_of_stock_spacy(nlp: Language) -> None:
    """With spaCy's stock settings, all its own components, and the same paragraph boundaries."""
    stock = spacy.load(find_model(DEFAULT_MODEL).path)
    for stem in reversed(BEFORE_MODEL):
        stock.add_pipe(factory_name(stem), first=True)
    articles = [item for item in read_articles([SEEDS], Settings()) if isinstance(item, Article)]
    assert articles
    ours = [name for name in nlp.pipe_names if name.startswith("newsquotes_")]
    with nlp.select_pipes(disable=[name for name in ours if name not in stock.pipe_names]):
        fast = list(nlp.pipe(make_doc(nlp, article) for article in articles))
    for article, doc in zip(articles, fast, strict=True):
        assert annotations(doc) == annotations(stock(make_doc(stock, article))), article.id


def test_the_layers_of_the_default_model_are_recognised(nlp: Language) -> None:
    for name in ("tok2vec", "ner"):
        nodes = {node.name for node in nlp.get_pipe(name).model.walk()}
        assert {"embed_distinct", "convolve_in_blocks"} <= nodes


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
        ("json", "json is no spaCy model: "),
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
