"""Organisations: full names, short names, acronyms, and phrases such as "the army"."""

from __future__ import annotations

import pytest
from newsquotes.stages.entities.acronyms import initials
from newsquotes.stages.places.component import find_places

from tests.builders import make_doc


@pytest.mark.parametrize(
    ("names", "groups"),
    [
        (["Kessler Bank", "Kessler"], [["Kessler Bank", "Kessler"]]),
        (["Kessler Bank AG", "Kessler Bank"], [["Kessler Bank AG", "Kessler Bank"]]),
        (["Board of Clean Water", "BCW"], [["Board of Clean Water", "BCW"]]),
        (["Clean Water Commission", "Commission"], [["Clean Water Commission", "Commission"]]),
        (["Bank of Oslo", "Bank of Rome"], [["Bank of Oslo"], ["Bank of Rome"]]),
        (["Bank of Oslo", "Bank"], [["Bank of Oslo"], ["Bank"]]),
        (["Ark Aid", "Ark Press", "Ark"], [["Ark Aid"], ["Ark Press"], ["Ark"]]),
        (["Ark Aid", "Plover"], [["Ark Aid"], ["Plover"]]),
    ],
)
def test_grouping(names: list[str], groups: list[list[str]]) -> None:
    doc = make_doc(" and ".join(names), ents=[(name, "ORG") for name in names])
    clusters = find_places(doc).clusters
    assert [
        [doc.text[m["start"] : m["end"]] for m in cluster["mentions"]] for cluster in clusters
    ] == groups
    assert all(c["type"] == "organization" and c["place"] is None for c in clusters)


@pytest.mark.parametrize(
    ("text", "names", "phrases"),
    [
        ("The Arbel Army fled. Then the army hid.", ["Arbel Army"], ["the army"]),
        ("Then the army hid. The Arbel Army fled.", ["Arbel Army"], []),
        ("The Arbel Army and Ruch Army fled; the army hid.", ["Arbel Army", "Ruch Army"], []),
        ("The Arbel Army fled. An army hid.", ["Arbel Army"], []),
        ("The Union of Weavers met; then the union paid.", ["Union of Weavers"], ["the union"]),
        ("Arbel Coal fell. Then the coal was sold.", ["Arbel Coal"], []),
        ("The Arbel Army fled. Then the army of Ruch hid.", ["Arbel Army"], []),
    ],
)
def test_noun_phrases(text: str, names: list[str], phrases: list[str]) -> None:
    doc = make_doc(text, ents=[(name, "ORG") for name in names])
    mentions = [m for cluster in find_places(doc).clusters for m in cluster["mentions"]]
    assert [text[m["start"] : m["end"]] for m in mentions if m["form"] == "nominal"] == phrases


def test_a_general_word_behind_the_is_short_for_a_body() -> None:
    doc = make_doc(
        "The Federation of Guilds met. Then the Federation paid.",
        ents=[("Federation of Guilds", "ORG"), ("Federation", "ORG")],
    )
    (guilds,) = find_places(doc).clusters
    assert len(guilds["mentions"]) == 2


def test_places_and_organizations_are_in_order() -> None:
    doc = make_doc(
        "ARK AID left Oslo for OSLO and Ark Aid stayed.",
        ents=[("ARK AID", "ORG"), ("Oslo", "GPE"), ("OSLO", "GPE"), ("Ark Aid", "ORG")],
    )
    aid, oslo = find_places(doc).clusters
    assert (aid["type"], aid["name"], aid["aliases"]) == ("organization", "Ark Aid", ["ARK AID"])
    assert (oslo["type"], oslo["name"], oslo["aliases"]) == ("place", "Oslo", ["OSLO"])
    assert oslo["place"] is not None
    assert oslo["place"]["country_code"] == "NO"


@pytest.mark.parametrize(
    ("name", "letters"), [("Board of Clean Water", "BCW"), ("Tehreek-e-Insaf", "TI"), ("", "")]
)
def test_initials(name: str, letters: str) -> None:
    assert initials(name) == letters
