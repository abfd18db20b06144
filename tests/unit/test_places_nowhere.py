"""Places that are in no one country, and namesakes of places elsewhere."""

from __future__ import annotations

from typing import Any

import pytest
from newsquotes import extract
from spacy.language import Language


def places(nlp: Language, text: str) -> dict[str, Any]:
    record = extract(nlp, text)
    return {
        entity.name: entity.place.country_code
        for entity in record.entities
        if entity.place is not None
    }


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("The nurses went to work in the Gulf last year.", "Gulf", None),
        ("She lives in San Juan, and works in Managua and Granada in Nicaragua.", "San Juan", None),
        ("The minister of Kenya flew from Nairobi to Paris on Monday.", "Paris", "FR"),
    ],
)
def test_the_country_of_a_place(nlp: Language, text: str, name: str, country: str | None) -> None:
    found = places(nlp, text)
    assert found.get(name) == country
