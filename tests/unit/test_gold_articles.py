"""Our own gold articles: the annotations hold together, and hold what readers were promised."""

from __future__ import annotations

from pathlib import Path

import pytest
from newsquotes.articles import Article, read_articles
from newsquotes.evaluation.gold import GoldArticle
from newsquotes.evaluation.gold_formats import read_gold
from newsquotes.schemas.record import EntityType, MentionForm, QuoteMode, QuoteType
from newsquotes.settings import Settings

ROOT = Path(__file__).parents[2]
GOLD = {article.id: article for article in read_gold(ROOT / "tests" / "cases" / "gold")}
SEEDS = {
    article.id: article
    for article in read_articles([ROOT / "seeds"], Settings())
    if isinstance(article, Article)
}
FIRST = GOLD["000_c54c2a8a42594d80"]

each = pytest.mark.parametrize("gold", GOLD.values(), ids=GOLD)


def test_every_seed_has_a_gold_annotation() -> None:
    assert len(GOLD) >= 25
    assert {name: article.text for name, article in SEEDS.items()} == {
        name: article.text for name, article in GOLD.items()
    }


@each
def test_entities_hold_together(gold: GoldArticle) -> None:
    assert gold.entities
    for entity in gold.entities:
        names = {m.text for m in entity.mentions if m.form is MentionForm.NAME}
        assert names == {entity.name, *entity.aliases}
        assert entity.name not in entity.aliases
        starts = [mention.start for mention in entity.mentions]
        assert starts == sorted(set(starts))
    spans = [(m.start, m.end) for entity in gold.entities for m in entity.mentions]
    assert len(spans) == len(set(spans))


@each
def test_quotes_hold_together(gold: GoldArticle) -> None:
    names = {entity.name for entity in gold.entities or ()}
    for quote in gold.quotes or ():
        assert quote.type is not None
        assert quote.mode is not None
        assert quote.speaker is None or quote.speaker in names
        assert len(quote.cue) <= 1
        assert len(quote.source) <= 1
        for span in (*quote.content, *quote.source, *quote.cue, *quote.addressee):
            assert span.text == span.text.strip()


@each
def test_annotations_stand_in_title_or_body(gold: GoldArticle) -> None:
    article = SEEDS[gold.id]
    zones = [article.body] if article.headline is None else [article.headline, article.body]
    spans = [m for entity in gold.entities or () for m in entity.mentions]
    spans += [span for quote in gold.quotes or () for span in quote.content]
    for span in spans:
        assert any(start <= span.start and span.end <= end for start, end in zones)


def test_all_types_and_modes_occur() -> None:
    quotes = [quote for gold in GOLD.values() for quote in gold.quotes or ()]
    assert {quote.type for quote in quotes} == set(QuoteType)
    assert {quote.mode for quote in quotes} == set(QuoteMode)
    assert any(gold.quotes == () for gold in GOLD.values())


def test_the_first_article() -> None:
    assert FIRST.entities is not None
    people = {e.name for e in FIRST.entities if e.type is EntityType.PERSON}
    assert people == {
        "Ishaq Dar", "Sheikh Hasina", "Masood Khalid", "Shehbaz Sharif", "Muhammad Yunus",
        "S M Kamr-ul-Hassan", "Asim Munir", "Mohammad Nazmul Hassan", "Amna Baloch",
    }  # fmt: skip
    organizations = {e.name for e in FIRST.entities if e.type is EntityType.ORGANIZATION}
    assert organizations == {"Al Jazeera", "Bangladesh Army"}
    assert [(quote.speaker, quote.type) for quote in FIRST.quotes or ()] == [
        ("Ishaq Dar", QuoteType.MIXED),
        ("Ishaq Dar", QuoteType.MIXED),
        ("Ishaq Dar", QuoteType.DIRECT),
        ("Masood Khalid", QuoteType.INDIRECT),
        ("Masood Khalid", QuoteType.DIRECT),
        ("Masood Khalid", QuoteType.MIXED),
    ]
