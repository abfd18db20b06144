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
        ("Prime Minister Park Dae-jun wept. Dae-jun had lost.", "Park Dae-jun"),
        ("President Moon Hae-in wept on Monday.", "Moon Hae-in"),
        ("Barrister Felix Kuan Mak-on said his client paid. Kuan was calm.", "Felix Kuan Mak-on"),
        ("“It is late,” spokesperson Kang In-ho said on Monday. Kang left.", "Kang In-ho"),
        (
            "Nurul Huda binti Salim said the bill was flawed. Nurul Huda left.",
            "Nurul Huda binti Salim",
        ),
        ("Datuk Seri Salim Sabri bin Yusof spoke on Monday.", "Salim Sabri bin Yusof"),
        ("The bronze went to the Salvadoran Héctor Mojica.", "Héctor Mojica"),
        ("Alhaji Musa Danladi spoke. Danladi was calm.", "Musa Danladi"),
        ("The judge Musa\u00a0Bello spoke. Bello was calm.", "Musa Bello"),
        ("The judge Musa \u200bBello spoke. Bello was calm.", "Musa Bello"),
        ("The judge Musa\u200bBello spoke. Bello was calm.", "Musa Bello"),
        ("Prime Minister Kow\u200balska left. Kowalska is proud.", "Kowalska"),
        ("Bridge\n\nIt was built by Marta\nOkoro, who is proud.", "Marta Okoro"),
        ("Mr. Trump says the plan would help.", "Trump"),
        ("Pikwanga Elder Jerry Lavall spoke. Lavall was calm.", "Jerry Lavall"),
        (
            "The head of the Inter-Ministerial Committee for Women Empowerment Wafa Bani Karim "
            "spoke on Monday. Bani Karim was calm.",
            "Wafa Bani Karim",
        ),
    ],
)
def test_people(nlp: Language, text: str, person: str) -> None:
    assert [e.name for e in extract(nlp, text).entities if e.type == "person"] == [person]


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("The U.N.-backed court sat in a U.S.-built hall.", "place", "U.S."),
        ("Ulaanbaatar /MONTSAME/. The minister visited the school.", "organization", "MONTSAME"),
        ("The road\n\nKUCHING: The road is closed.", "place", "KUCHING"),
        ("Non-EU workers came on Monday.", "organization", "EU"),
        ("The Dhaka-Kolkata train is late.", "place", "Kolkata"),
        ("The Cape\u00a0Town mayor left.", "place", "Cape Town"),
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


@pytest.mark.parametrize(
    "text",
    [
        "The ministry signed an MoU and sent an SMS on Monday.",
        "The herd costs about N$66,000 a year, and Tk 26 lakh was paid.",
        "The Yoruba and the Fulani met on Friday. A Cree elder prayed.",
        "Xhosa and Swahili are taught. The Herero sued on Monday.",
        "The Mapuche live in the south. The land was taken from the Mapuche.",
    ],
)
def test_no_names(nlp: Language, text: str) -> None:
    assert extract(nlp, text).entities == ()


def test_first_names_in_a_list_are_people(nlp: Language) -> None:
    record = extract(nlp, "The sons of Rosa, Yolanda, Imelda and Pilar won the race.")
    assert {e.type for e in record.entities} == {"person"}
    assert len(record.entities) == 4
