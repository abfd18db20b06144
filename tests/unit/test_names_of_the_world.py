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
