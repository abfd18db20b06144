"""What people are said to be, and whom "the minister" or "the MCE" can mean, on analysed texts."""

from __future__ import annotations

from typing import Any

import pytest
from newsquotes.extraction import extract
from newsquotes.stages.people.component import full_name, read_people
from newsquotes.stages.people.context import Context
from newsquotes.stages.people.descriptions import countries_in, find_descriptions
from newsquotes.stages.people.ranking import Choice
from newsquotes.stages.people.resolution import resolve
from newsquotes.stages.people.said import find_said

ROLES = [
    (
        "Norwegian Minister of Interior and Municipalities Anna Quist resigned.",
        "Norwegian Minister of Interior and Municipalities",
    ),
    ("Norwegian Minister for Health Anna Quist resigned.", "Norwegian Minister for Health"),
]


@pytest.mark.parametrize(("text", "role"), ROLES)
def test_what_an_office_is_of_belongs_to_it(nlp: Any, text: str, role: str) -> None:
    (person,) = nlp(text)._.people
    assert person["roles"] == [role]


@pytest.mark.parametrize(
    "text", ["A spokesman for President Anna Quist left.", "A son of actor Anna Quist left."]
)
def test_somebody_elses_office_is_not_hers(nlp: Any, text: str) -> None:
    (person,) = nlp(text)._.people
    assert not any("of" in role.split() or "for" in role.split() for role in person["roles"])


SAID = [
    ("The minister of trade, fishing and ports, Anna Quist, spoke.", "minister", "fishing", ""),
    ("The founder, owner and director of the mill, Anna Quist, spoke.", "founder", "mill", ""),
    ("The founder, owner and director of the mill, Anna Quist, spoke.", "owner", "mill", ""),
    ("The deputy minister, Anna Quist, spoke.", "minister", "deputy", "deputy"),
    ("The trade minister, Anna Quist, spoke.", "minister", "trade", ""),
    ("Municipal Chief Executive Anna Quist spoke.", "MCE", "chief", ""),
    ("Municipal Chief Executive Anna Quist spoke.", "CE", "chief", ""),
]


@pytest.mark.parametrize(("text", "noun", "word", "lesser"), SAID)
def test_what_is_said(nlp: Any, text: str, noun: str, word: str, lesser: str) -> None:
    doc = nlp(text)
    (person,), roles = read_people(doc)
    said = find_said(doc, Context(doc), roles)[person][noun]
    assert any(word in one.words and one.lesser == lesser for one in said)


def options(nlp: Any, text: str, noun: str) -> list[str | None]:
    """The names of the people that the last phrase with this noun can mean."""
    doc = nlp(text)
    people, roles = read_people(doc)
    found: list[list[str | None]] = []

    def choose(token: int, form: str, possible: Any) -> Choice:
        if doc[token].text == noun:
            found.append([one.person and full_name(one.person) for one in possible])
        return Choice(None, 1.0)

    resolve(doc, people, roles, doc.to_array("LOWER").tolist(), choose, 0.0)
    return found[-1]


@pytest.mark.parametrize(
    ("text", "noun", "possible"),
    [
        # All that the phrase says is said of one of them.
        (
            "Chilean minister Anna Quist met Danish minister Paul Berg. "
            "Berg listened. The Chilean minister said it rained.",
            "minister",
            {"Anna Quist"},
        ),
        (
            "Anna Quist, the commander of the Lake Guard, met Paul Berg, the commander of the "
            "River Guard. The commander of the Lake Guard said it rained.",
            "commander",
            {"Anna Quist"},
        ),
        (
            "Trade minister Anna Quist met Paul Berg. The minister said it rained.",
            "minister",
            {"Anna Quist", "Paul Berg"},
        ),
        # Of whose country it is, nothing has to be said but of those from abroad.
        (
            "Paul Berg met Anna Quist, the Prime Minister of India. "
            "The Prime Minister said it rained.",
            "Minister",
            {"Paul Berg", "Anna Quist"},
        ),
        (
            "Canadian Treasury Secretary Paul Berg met Anna Quist. "
            "The Norwegian finance minister said it rained.",
            "minister",
            {"Anna Quist"},
        ),
        # The office by its initials, of which there are two.
        (
            "Municipal Chief Executive Anna Quist met Municipal Chief Executive Paul Berg in Oslo. "
            "The MCE said it rained.",
            "MCE",
            {"Anna Quist", "Paul Berg"},
        ),
        # Nobody of whom something else is said is the spokesman.
        ("Paul Berg, a farmer, left. The spokesman said it rained.", "spokesman", set()),
        ("Paul Berg left. The spokesman said it rained.", "spokesman", {"Paul Berg"}),
        ("Spokesperson Paul Berg left. The spokesman said it rained.", "spokesman", {"Paul Berg"}),
        # "A minister" is somebody new; the name may come later.
        ("Minister Anna Quist left. A minister said it rained.", "minister", set()),
        (
            "A trade minister said it rained. Trade minister Anna Quist spoke in Oslo.",
            "minister",
            {"Anna Quist"},
        ),
    ],
)
def test_whom_a_description_can_mean(nlp: Any, text: str, noun: str, possible: set[str]) -> None:
    assert {name for name in options(nlp, text, noun) if name} == possible


def test_who_is_named_in_the_words_does_not_say_them(nlp: Any) -> None:
    text = "Paul Berg met Tom Fenn. “Carl Stone never listens. He is wrong,” he said."
    assert "Carl Stone" not in options(nlp, text, "he")


def test_only_capitals_are_initials(nlp: Any) -> None:
    doc = nlp("Interior Secretary Anna Quist left. This is so, and the IS said so.")
    _, roles = read_people(doc)
    context = Context(doc)
    found = find_descriptions(doc, context, find_said(doc, context, roles))
    assert {one.noun for one in found} <= {"IS", "secretary"}


def test_initials_of_an_office_are_no_organisation(nlp: Any) -> None:
    text = "Anna Quist, the Municipal Chief Executive (MCE), spoke. The MCE said it rained."
    found = extract(nlp, f"Rain\n\n{text}\n")
    assert [one.name for one in found.entities] == ["Anna Quist"]


def test_initials_of_a_body_are_an_organisation(nlp: Any) -> None:
    text = "The Harbour Safety Executive (HSE) spoke. The HSE said it rained."
    found = extract(nlp, f"Rain\n\n{text}\n")
    assert {one.type for one in found.entities} == {"organization"}


@pytest.mark.parametrize(
    ("lead", "speaker"),
    [
        ("A former KPX anchor said that it rained.", "Anna Quist"),
        ("Former KPX anchors said that it rained.", None),
        ("A clerk said that it rained.", None),
    ],
)
def test_a_later_sentence_says_who_it_is(nlp: Any, lead: str, speaker: str | None) -> None:
    later = "Former KPX anchor Anna Quist spoke in Oslo. Clerk Paul Berg listened."
    found = extract(nlp, f"Rain\n\n{lead}\n\n{later}\n")
    assert [quote.speaker.name for quote in found.quotes] == [speaker]


@pytest.mark.parametrize(
    ("words", "countries"),
    [
        (("indian", "minister"), {"in"}),
        (("president", "of", "india"), {"in"}),
        (("trade", "minister"), set()),
    ],
)
def test_countries(words: tuple[str, ...], countries: set[str]) -> None:
    assert countries_in(words) == countries
