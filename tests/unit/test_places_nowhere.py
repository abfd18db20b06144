"""Places that are in no one country, namesakes, and countries named beside a place."""

from __future__ import annotations

from typing import Any

import pytest
from newsquotes import extract
from spacy.language import Language


def places(nlp: Language, text: str) -> list[tuple[str, Any]]:
    record = extract(nlp, text)
    return [
        (entity.name, entity.place.country_code)
        for entity in record.entities
        if entity.place is not None
    ]


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        # words of the compass and seas, and names that many countries give to a part of theirs
        ("The nurses went to work in the Gulf last year.", "Gulf", None),
        ("Ships waited in the Red Sea on Friday.", "Red Sea", None),
        ("Farmers in the East want rain. So do traders in Nairobi.", "East", None),
        ("The Asia-Pacific region grew. Asia needs ports.", "Asia", None),
        ("Kurdistan wants a vote. Iran and Iraq are against it.", "Kurdistan", None),
        (
            "The fair opens in Accra and Kumasi. Cocoa grows in the Central Region.",
            "Central Region",
            None,
        ),
        ("Northern Nigeria needs rain, the governor of Kano said.", "Northern Nigeria", "NG"),
        ("Trinidad and Tobago beat Antigua and Barbuda.", "Trinidad and Tobago", "TT"),
        # namesakes
        ("She lives in San Juan, and works in Managua and Granada in Nicaragua.", "San Juan", None),
        ("In Nicaragua, the road from Managua to Granada is closed.", "Granada", "NI"),
        ("In South Africa, police shut the Brixton station in Johannesburg.", "Brixton", None),
        ("The White House denied it. Morocco had asked for help.", "White House", "US"),
        ("The minister of Kenya flew from Nairobi to Paris on Monday.", "Paris", "FR"),
        ("Traders in Bombay and Calcutta once set the price. Now Dhaka does.", "Dhaka", "BD"),
        ("Niger recalled its envoy. Troops in Niger State of Nigeria were told.", "Niger", "NE"),
        ("In Berlin, Ghana's envoy apologised.", "Berlin", "DE"),
        # what is named beside it
        ("In Tema, Ghana's main port, cranes stood still.", "Tema", "GH"),
        ("Rain fell in Hyderabad in southern Pakistan on Monday.", "Hyderabad", "PK"),
        ("India sent tents. Pakistan's Hyderabad was flooded.", "Hyderabad", "PK"),
        ("Spain sent tents. The Mexican port city of Valladolid was hit.", "Valladolid", "MX"),
        ("The clinic in Tripoli, in northern Lebanon, was shut.", "Tripoli", "LB"),
        ("The ship left Guinea-Bissau for the Republic of Guinea.", "Guinea-Bissau", "GW"),
        ("The friend of Islamabad, the US, would not allow it.", "Islamabad", "PK"),
    ],
)
def test_the_country_of_a_place(nlp: Language, text: str, name: str, country: str | None) -> None:
    assert (name, country) in places(nlp, text)


def test_each_mention_is_in_the_country_beside_it(nlp: Language) -> None:
    text = "The council of Hyderabad, Pakistan, met the mayor of Hyderabad, India."
    found = places(nlp, text)
    assert ("Hyderabad", "PK") in found
    assert ("Hyderabad", "IN") in found
