"""Organisations that report without their name: "it", "the group", "the statement"."""

from __future__ import annotations

from typing import Any

import pytest
from newsquotes.errors import WeightsError
from newsquotes.extraction import extract
from newsquotes.stages.people.ranking import Ranker, read_ranker, save_ranker
from newsquotes.stages.speakers.collectives import Asked, Candidates, chooser, read_source

TEXTS = [
    (
        "The Harbour Workers Union rejected the offer on Monday. "
        "The union said that talks would go on.",
        "Harbour Workers Union",
    ),
    (
        "Brandvik Energy, a Norwegian company, will close two plants. "
        "The company said that no jobs would be lost.",
        "Brandvik Energy",
    ),
    (
        "The Marn Wildlife Society filed a complaint on Monday. "
        "It said that the ponds had been drained.",
        "Marn Wildlife Society",
    ),
    (
        "The Lake Commission published a report on Tuesday. "
        "The report said that fish stocks had fallen by a third.",
        "Lake Commission",
    ),
]


@pytest.mark.parametrize(("text", "speaker"), TEXTS)
def test_who_reports(nlp: Any, text: str, speaker: str) -> None:
    quote = extract(nlp, f"News\n\n{text}\n").quotes[-1]
    assert quote.speaker.name is not None
    assert quote.speaker.name.removeprefix("The ") == speaker
    assert quote.speaker.resolution in {"pronoun", "nominal"}
    assert 0.5 <= quote.speaker.confidence <= 1


NOBODY = [
    "A rights group was founded in May. The group said that it would grow.",
    "It rained on Monday. It said on the door that nobody was in.",
    "The government said that taxes would rise.",
]


@pytest.mark.parametrize("text", NOBODY)
def test_nobody_named_reports(nlp: Any, text: str) -> None:
    for quote in extract(nlp, f"News\n\n{text}\n").quotes:
        assert quote.speaker.name is None


SOURCES = [
    ("It said so.", 1, Asked("it", "it", 0, "")),
    ("The committee said so.", 2, Asked("kind", "committee", 0, "the")),
    ("The Committee said so.", 2, Asked("kind", "committee", 0, "the")),
    ("The company said so.", 2, Asked("general", "company", 0, "the")),
    ("The statement said so.", 2, Asked("document", "statement", 0, "the")),
    ("The court’s letter said so.", 4, Asked("kind", "court", 0, "the")),
    ("The minister said so.", 2, None),
    ("She said so.", 1, None),
]


@pytest.mark.parametrize(("text", "size", "asked"), SOURCES, ids=[text for text, *_ in SOURCES])
def test_what_a_source_asks_for(nlp: Any, text: str, size: int, asked: Asked | None) -> None:
    assert read_source(nlp(text), range(size)) == asked


def test_ranker_chooses_the_likeliest() -> None:
    choose = chooser(Ranker({"near": 2.0}))
    asked = Asked("it", "it", 3, "")
    organization, chance = choose(asked, [("a", ["near"]), ("b", []), (None, [])], [])
    assert organization == "a"
    assert 0.5 < chance < 1


def test_weights_survive_and_broken_ones_are_refused(tmp_path: Any) -> None:
    path = tmp_path / "w.json"
    save_ranker(Ranker({"near": 1.25}, 2.0, 0.5), path)
    assert read_ranker(path) == Ranker({"near": 1.25}, 2.0, 0.5)
    (tmp_path / "broken.json").write_text('{"format": "newsquotes.ranker/1"}')
    with pytest.raises(WeightsError, match=r"broken\.json holds no weights"):
        read_ranker(tmp_path / "broken.json")


def test_who_was_meant_before_is_mentioned(nlp: Any) -> None:
    doc = nlp("The Lake Commission met. The commission said it rained. It said so.")
    candidates = Candidates(doc, doc._.organizations)
    body = doc._.organizations[0]["id"]
    asked = Asked("it", "it", 12, "")
    assert "sentences=2" in candidates.options(asked, [], None, ())[0][1]
    candidates.mention([(body, range(5, 7)), ("place-9", range(5, 7)), (body, range(3))])
    found = candidates.options(asked, [], None, ())[0][1]
    assert "sentences=1" in found
    assert "mentions=2" in found
