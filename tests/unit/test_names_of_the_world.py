"""Names of forms that local news of other continents has."""

from __future__ import annotations

import pytest
from newsquotes import extract
from spacy.language import Language


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("A woman surnamed Zhou called the harbour master on Tuesday.", "Zhou"),
        ("MP Tarek Al-Hadidi asked for a new road on Sunday.", "Tarek Al-Hadidi"),
        ("Mayor Ramón Beltrán came. On Friday, Ramon Beltran left.", "Ramón Beltrán"),
    ],
)
def test_people(nlp: Language, text: str, person: str) -> None:
    assert [e.name for e in extract(nlp, text).entities if e.type == "person"] == [person]


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("The U.N.-backed court sat in a U.S.-built hall.", "place", "U.S."),
        ("Ulaanbaatar /MONTSAME/. The minister visited the school.", "organization", "MONTSAME"),
        ("Gold went to Ida Holm (NOR)/Mathieu Baumont (FRA).", "person", "Mathieu Baumont"),
    ],
)
def test_names_that_the_tokenizer_glues(nlp: Language, text: str, kind: str, name: str) -> None:
    assert name in [e.name for e in extract(nlp, text).entities if e.type == kind]


@pytest.mark.parametrize("title", ["Highness", "Royal Highness", "Most Gracious Majesty"])
def test_a_form_of_address_is_no_pronoun(nlp: Language, title: str) -> None:
    text = f"Prime Minister Ahmad Salem spoke on Monday. His {title} the Crown Prince thanked him."
    person = next(e for e in extract(nlp, text).entities if e.type == "person")
    assert "His" not in {mention.text for mention in person.mentions}
