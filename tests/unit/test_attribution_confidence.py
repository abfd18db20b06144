"""The confidence of a report: its traits, its form, and the logistic unit over both."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from analysed import places, plain, words_of
from newsquotes.stages.attribution.candidates import Candidate
from newsquotes.stages.attribution.confidence import TRAITS, forms, rate, traits
from newsquotes.stages.attribution.weights import read

if TYPE_CHECKING:
    from spacy.language import Language


def test_confidence_is_a_logistic_unit_over_the_traits() -> None:
    doc, words = plain("“We came,” said Ana.")
    content = places(doc, words, "“We came,”")
    one = Candidate(5, content, places(doc, words, "Ana"), [5], 2.0, -20.0)
    assert dict(zip(TRAITS, traits(words, [one])[0].tolist(), strict=True)) == {
        "cue_logit": 2.0,
        "log_probability": -8.0,
        "log_length": pytest.approx(np.log(5)),
        "quoted": 1.0,
        "has_source": 1.0,
        "bias": 1.0,
    }
    weights = np.array([0.5, 0, 0, 0, 0, -1], np.float32)
    both = [one, replace(one, source=[])]
    assert rate(doc, words, both, weights, {}) == pytest.approx([0.5, 0.5])
    has_source = np.eye(6, dtype=np.float32)[4]
    assert rate(doc, words, both, weights + has_source, {}) == pytest.approx([0.7310586, 0.5])
    assert rate(doc, words, [], weights, {"content quoted": 1.0}) == []


def test_the_form_weighs_too() -> None:
    doc, words = plain("“We came,” said Ana.")
    one = Candidate(5, places(doc, words, "“We came,”"), [], [5], 0.0, 0.0)
    weights = np.zeros(6, np.float32)
    of_forms = {"content quoted": 2.0, "source none": -1.0, "content that": 9.0}
    assert rate(doc, words, [one], weights, of_forms) == pytest.approx([0.7310586])


CASES = [
    ("Ana Ruiz said that the bridge is safe.", "said", "that the bridge is safe", "Ana Ruiz",
     {"cue speech", "content that", "source person", "place behind"}),
    ("The bridge is safe, the minister said.", "said", "The bridge is safe", "the minister",
     {"content clause", "source noun for people", "place before"}),
    ("The club plans to sell the ground.", "plans", "to sell the ground", "The club",
     {"content infinitive", "place behind"}),
    ("The council discussed the new toll.", "discussed", "the new toll", "The council",
     {"content noun"}),
    ("The council offers a tour that starts at noon.", "offers", "a tour that starts at noon",
     "The council", {"content noun, clause"}),
    ("They asked whether the toll would rise.", "asked", "whether the toll would rise", "They",
     {"content question", "source pronoun", "in cues_asking"}),
    ("It denied taking the money.", "denied", "taking the money", "It",
     {"content gerund", "source it", "in cues_denying"}),
    ("The bridge was said to be safe.", "said", "to be safe", "",
     {"passive", "source none", "passive, content infinitive"}),
    ("Ana Ruiz will not say that it is safe.", "say", "that it is safe", "Ana Ruiz",
     {"negated", "modal"}),
    ("The report says the bridge is safe.", "says", "the bridge is safe", "The report",
     {"source writing"}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "cue", "content", "source", "wanted"), CASES, ids=[row[0] for row in CASES]
)
def test_the_form_of_a_report(
    text: str, cue: str, content: str, source: str, wanted: set[str], nlp: Language
) -> None:
    doc = nlp(text)
    words = words_of(doc)
    head = places(doc, words, cue)[0]
    of_source = places(doc, words, source) if source else []
    one = Candidate(head, places(doc, words, content), of_source, [head], 0.0, 0.0)
    assert wanted <= set(forms(doc, words, one))


def test_a_plan_is_less_sure_than_a_report(nlp: Language) -> None:
    """Of the same words, the package's weights believe a clause behind a verb of speech more."""
    trained = read()

    def form_of(text: str, cue: str, content: str) -> float:
        doc = nlp(text)
        words = words_of(doc)
        head = places(doc, words, cue)[0]
        one = Candidate(
            head, places(doc, words, content), places(doc, words, "The club"), [head], 0.0, 0.0
        )
        return sum(trained.forms.get(name, 0.0) for name in forms(doc, words, one))

    said = form_of("The club said that it would sell the ground.", "said", "that it would sell")
    plans = form_of("The club plans to sell the ground.", "plans", "to sell the ground")
    offers = form_of("The club offers a tour of the ground.", "offers", "a tour of the ground")
    assert said > plans
    assert said > offers
