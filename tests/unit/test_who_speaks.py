"""Who says it, in whole records: joint speakers, people behind their office, pronouns."""

from __future__ import annotations

from typing import Any

from newsquotes.extraction import extract
from newsquotes.schemas.record import Record


def record(nlp: Any, text: str) -> Record:
    return extract(nlp, f"Station\n\n{text}\n")


def test_joint_speakers_are_all_named(nlp: Any) -> None:
    (quote,) = record(nlp, "Mara Okoro and Jon Lind said the station would close.").quotes
    assert quote.speaker.name == "Mara Okoro"
    assert [one.name for one in quote.co_speakers] == ["Jon Lind"]


def test_an_office_is_not_its_holder(nlp: Any) -> None:
    found = record(nlp, "“We won,” said Northern Foods managing director Ewa Brandt.")
    assert [quote.speaker.name for quote in found.quotes] == ["Ewa Brandt"]


def test_a_name_within_the_words_does_not_take_the_pronoun(nlp: Any) -> None:
    found = record(nlp, "Anna Frey said Maria Holt was wrong. “It was late,” she said.")
    assert [quote.speaker.name for quote in found.quotes] == ["Anna Frey", "Anna Frey"]


def test_pronouns_are_those_that_the_article_uses(nlp: Any) -> None:
    found = record(nlp, "Mara Okoro said she would leave. Jon Lind waited.")
    assert {e.name: e.pronouns for e in found.entities} == {"Mara Okoro": ("she",), "Jon Lind": ()}


def test_a_name_is_surer_than_a_pronoun(nlp: Any) -> None:
    found = record(nlp, "Mara Okoro said it rained. She said it was late.")
    first, second = (quote.speaker.confidence for quote in found.quotes)
    assert first is not None
    assert second is not None
    assert 0 < second < 1
    assert 0 < first < 1
