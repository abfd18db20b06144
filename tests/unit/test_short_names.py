"""People called by initials or a pet name."""

from __future__ import annotations

from typing import Any

import pytest
from newsquotes.extraction import extract
from newsquotes.lexicons.known_people import full_name_of
from newsquotes.stages.entities.boundaries import EntityCandidate
from newsquotes.stages.entities.short_names import with_short_names
from newsquotes.stages.token_columns import read_words

from tests.builders import make_doc


@pytest.mark.parametrize(
    ("word", "others", "is_known"),
    [
        ("AMLO", {"obrador"}, True),
        ("Jokowi", {"widodo"}, True),
        ("MBS", {"tower"}, False),  # a hotel
        ("mbs", {"salman"}, False),
        ("HSE", {"obrador"}, False),
    ],
)
def test_the_family_name_has_to_be_there(word: str, others: set[str], is_known: bool) -> None:
    assert (full_name_of(word, others) is not None) is is_known


def test_the_label_is_put_right() -> None:
    words = read_words(make_doc("AMLO met López Obrador . AMLO Fund paid ."))
    found = [
        EntityCandidate(0, 1, "ORG"),
        EntityCandidate(2, 4, "PERSON"),
        EntityCandidate(5, 7, "ORG"),
    ]
    right = [EntityCandidate(0, 1, "PERSON"), *found[1:]]
    assert with_short_names(words, found) == right
    assert with_short_names(read_words(make_doc("Rain fell .")), []) == []


def test_initials_and_name_are_one_person(nlp: Any) -> None:
    text = "President López Obrador spoke on Monday. AMLO said that the train would run."
    found = extract(nlp, f"Trains\n\n{text}\n")
    assert [(one.name, one.aliases) for one in found.entities] == [("López Obrador", ("AMLO",))]
    assert [quote.speaker.name for quote in found.quotes] == ["López Obrador"]
