"""Make records from the texts of gold articles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import batched
from typing import TYPE_CHECKING

from ..analysis import make_doc
from ..articles.ids import safe_id
from ..articles.text import article_of
from ..extraction import build_record, provenance_of
from ..schemas.record import Record
from ..settings import Settings
from .gold import GoldArticle

if TYPE_CHECKING:
    from spacy.language import Language

BATCH = 32


def extract_gold(
    nlp: Language, gold: Iterable[GoldArticle], settings: Settings
) -> Iterator[Record]:
    """The record of every gold article, in their order.

    Raises:
        InputError: a text contains no story.
        pydantic.ValidationError: a stage made inconsistent annotations.
    """
    provenance = provenance_of(nlp, settings)
    for batch in batched(gold, BATCH):
        articles = [article_of(item.text, identity=safe_id(item.id)) for item in batch]
        docs = nlp.pipe([make_doc(nlp, article) for article in articles])
        for article, doc in zip(articles, docs, strict=True):
            yield build_record(article, doc, provenance)
