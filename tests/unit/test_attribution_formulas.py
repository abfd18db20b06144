"""Reports that are sure by their form, and sentences that only look like them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from spacy.language import Language

CERTAIN = [
    ("The owner is said to have left the country.", ["The owner", "to have left the country"]),
    ("Asked whether she would resign, Ruiz left.", ["whether she would resign"]),
    ("Ruiz was asked what the islanders needed.", ["what the islanders needed"]),
    ("Officials put the bill at 310 million euros.", ["the bill at 310 million euros"]),
    (
        "The port has rejected the suggestion that the crane was unsafe.",
        ["the suggestion that the crane was unsafe"],
    ),
    ("Pier row\n\nThe council voted. Okoro: “About time.” Lind: “A disgrace.”", ["“About time.”"]),
]
NOTHING = [
    "He put the keys at the door of the office.",
    "She spoke for an hour.",
    "The port is expected to close.",
]


@pytest.mark.parametrize(("text", "content"), CERTAIN, ids=[text for text, _ in CERTAIN])
def test_sure_by_its_form(text: str, content: list[str], nlp: Language) -> None:
    found = [[text[slice(*span)] for span in one["content"]] for one in nlp(text)._.attributions]
    assert content in found


@pytest.mark.parametrize("text", NOTHING)
def test_no_report(text: str, nlp: Language) -> None:
    assert nlp(text)._.attributions == []


def test_of_two_subjects_the_nearest_reports(nlp: Language) -> None:
    """The parser takes "left" for a participle and gives "asked" two subjects."""
    text = (
        'The 6-foot-2" keeper who let the winner slip past him left without speaking, and Khumalo '
        "asked fans to leave him alone."
    )
    (one,) = nlp(text)._.attributions
    assert text[slice(*one["source"])] == "Khumalo"
