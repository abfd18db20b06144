"""Forms of English verbs without a model."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from newsquotes.lexicons import load_terms
from newsquotes.lexicons.inflections import find_lemma, inflect, lemmatise
from newsquotes.stages.attribution.word_features import CUE_LEXICONS

FORMS = [
    # lemma, third person, past, participle, -ing
    ("say", "says", "said", "said", "saying"),
    ("tell", "tells", "told", "told", "telling"),
    ("think", "thinks", "thought", "thought", "thinking"),
    ("write", "writes", "wrote", "written", "writing"),
    ("speak", "speaks", "spoke", "spoken", "speaking"),
    ("admit", "admits", "admitted", "admitted", "admitting"),
    ("refer", "refers", "referred", "referred", "referring"),
    ("swear", "swears", "swore", "sworn", "swearing"),
    ("deny", "denies", "denied", "denied", "denying"),
    ("cry", "cries", "cried", "cried", "crying"),
    ("convey", "conveys", "conveyed", "conveyed", "conveying"),
    ("argue", "argues", "argued", "argued", "arguing"),
    ("agree", "agrees", "agreed", "agreed", "agreeing"),
    ("guarantee", "guarantees", "guaranteed", "guaranteed", "guaranteeing"),
    ("stress", "stresses", "stressed", "stressed", "stressing"),
    ("preach", "preaches", "preached", "preached", "preaching"),
    ("wish", "wishes", "wished", "wished", "wishing"),
    ("tweet", "tweets", "tweeted", "tweeted", "tweeting"),
    ("lie", "lies", "lied", "lied", "lying"),
    ("quip", "quips", "quipped", "quipped", "quipping"),
    ("see", "sees", "saw", "seen", "seeing"),
    ("foresee", "foresees", "foresaw", "foreseen", "foreseeing"),
    ("understand", "understands", "understood", "understood", "understanding"),
    ("co-write", "co-writes", "co-wrote", "co-written", "co-writing"),
    ("forecast", "forecasts", "forecast", "forecast", "forecasting"),
    ("put", "puts", "put", "put", "putting"),
    ("plan", "plans", "planned", "planned", "planning"),
    ("echo", "echoes", "echoed", "echoed", "echoing"),
]
WRONG = ["sayed", "telled", "thinked", "admited", "denyed", "tweetted", "putted", "writed"]
NOUNS = [("claim", "claims"), ("accusation", "accusations"), ("prophecy", "prophecies")]
LEMMAS = sorted(frozenset().union(*(load_terms(name) for name in CUE_LEXICONS)))


@pytest.mark.parametrize("forms", FORMS, ids=[forms[0] for forms in FORMS])
def test_forms(forms: tuple[str, ...]) -> None:
    assert inflect(forms[0]) == set(forms)
    for form in forms:
        assert lemmatise(form, frozenset({forms[0]})) == forms[0]
        assert lemmatise(form.upper(), frozenset({forms[0]})) == forms[0]


@pytest.mark.parametrize("lemma", ["label", "signal", "counsel"])
def test_british_and_american_spelling(lemma: str) -> None:
    assert inflect(lemma) == {
        lemma, lemma + "s", lemma + "ed", lemma + "led", lemma + "ing", lemma + "ling",
    }  # fmt: skip


@pytest.mark.parametrize("form", WRONG)
def test_wrong_forms_are_none(form: str) -> None:
    known = frozenset(forms[0] for forms in FORMS)
    assert not any(form in inflect(lemma) for lemma in known)
    assert find_lemma(form, known) is None


@pytest.mark.parametrize(("noun", "plural"), NOUNS)
def test_nouns(noun: str, plural: str) -> None:
    assert plural in inflect(noun)
    assert lemmatise(plural, frozenset({noun})) == noun


@pytest.mark.parametrize(
    ("form", "lemmas", "lemma"),
    [
        ("saw", {"see"}, "see"),
        ("saw", {"saw"}, "saw"),
        ("found", {"find"}, "find"),
        ("zorbs", set(), "zorb"),
        ("zorbing", set(), "zorb"),
        ("zorbies", set(), "zorby"),
        ("expressed", set(), "express"),
        ("expresses", set(), "express"),
        ("raised", set(), "raise"),
        ("raises", set(), "raise"),
        ("declined", set(), "decline"),
        ("signed", set(), "sign"),
        ("noted", set(), "note"),
        ("dropped", set(), "drop"),
        ("backed", set(), "back"),
        ("questioned", set(), "question"),
        ("explained", set(), "explain"),
        ("urging", set(), "urge"),
        ("settled", set(), "settle"),
        ("shared", set(), "share"),
        ("offered", set(), "offer"),
        ("called", set(), "call"),
        ("agreed", set(), "agree"),
        ("said", set(), "say"),
        ("thought", {"think", "thought"}, "thought"),
        ("", set(), ""),
        ("s", set(), "s"),
        ("according", set(), "accord"),
    ],
)
def test_known_lemmas_go_first_then_rules(form: str, lemmas: set[str], lemma: str) -> None:
    assert lemmatise(form, frozenset(lemmas)) == lemma


@pytest.mark.parametrize("name", CUE_LEXICONS)
def test_every_form_leads_back_to_the_lexicon(name: str) -> None:
    terms = load_terms(name)
    for term in sorted(terms):
        for form in sorted(inflect(term)):
            lemma = lemmatise(form, terms)
            assert lemma in terms, f"{form} of {term} is taken for {lemma}"
            assert form in inflect(lemma)


@given(st.sampled_from(LEMMAS), st.data())
def test_with_all_lexicons_at_once(lemma: str, data: st.DataObject) -> None:
    form = data.draw(st.sampled_from(sorted(inflect(lemma))))
    found = lemmatise(form, frozenset(LEMMAS))
    assert found in LEMMAS
    assert form in inflect(found)


@given(st.text(max_size=12))
def test_any_string_has_a_lemma(form: str) -> None:
    assert isinstance(lemmatise(form, frozenset(LEMMAS)), str)


def test_all_cue_verbs_have_the_forms_that_english_has() -> None:
    """A final consonant that ought to double is in the list of irregular verbs."""
    doubled = ("admit", "beg", "brag", "commit", "dub", "fret", "infer", "pan", "quip", "rebut",
               "refer", "regret", "slam", "snap", "submit", "flag", "prefer", "plan")  # fmt: skip
    for lemma in doubled:
        assert f"{lemma}{lemma[-1]}ed" in inflect(lemma)
        assert f"{lemma}ed" not in inflect(lemma)
