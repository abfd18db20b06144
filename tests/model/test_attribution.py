"""Attributions as the packaged model and weights find them: a table of sentences."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from spacy.language import Language

TABLE = Path(__file__).parent.parent / "cases" / "attributions.jsonl"
CASES: list[dict[str, Any]] = [
    json.loads(line) for line in TABLE.read_text(encoding="utf-8").splitlines()
]
OPENING = "The old bridge over the river was closed on Monday after heavy rain.\n\n"
"""Sentences are tried within an article, behind this, and alone."""

_MISSED_BOTH_WAYS = {
    "a dash": "a sentence after a dash says whose words stand before it",
    "asked somebody": "the person asked is taken for what was asked",
    "in the words of": "the cue has all words of the phrase, the table one",
    "noun cue, belief": "the noun is part of the content, not of the cue",
    "noun cue, claim": "the clause of a noun cue swallows the main verb",
    "noun cue with name": "the clause of a noun cue swallows the main verb",
    "passive with as": "the preposition is part of the content, not of the cue",
}
MISSED = {
    **_MISSED_BOTH_WAYS,
    **{f"{name} (alone)": reason for name, reason in _MISSED_BOTH_WAYS.items()},
    "no source, it was reported": "not found as here within an article",
    "no source, it was reported (alone)": "the pronoun is part of the content",
}
"""Rows that are known to be missed, and why."""


@pytest.fixture(scope="module")
def found(nlp: Language) -> dict[tuple[str, bool], list[dict[str, Any]]]:
    """What is found in each row, by what it is about and whether it stands alone."""
    rows = [(case, alone) for case in CASES for alone in (False, True)]
    docs = nlp.pipe(case["text"] if alone else OPENING + case["text"] for case, alone in rows)
    return {
        (case["why"], alone): attributions(doc)
        for (case, alone), doc in zip(rows, docs, strict=True)
    }


def attributions(doc: Any) -> list[dict[str, Any]]:
    def words(span: tuple[int, int] | None) -> str | None:
        return None if span is None else doc.text[slice(*span)]

    return [
        {
            "content": [words(span) for span in one["content"]],
            "source": words(one["source"]),
            "cue": words(one["cue"]),
            "type": one["type"],
            "mode": one["mode"],
            "addressee": words(one["addressee"]),
        }
        for one in doc._.attributions
    ]


def collected() -> list[Any]:
    rows = []
    for case in CASES:
        for alone in (False, True):
            name = f"{case['why']} (alone)" if alone else case["why"]
            reason = MISSED.get(name)
            marks = [pytest.mark.xfail(reason=reason, strict=True)] if reason else []
            rows.append(pytest.param(case, alone, id=name, marks=marks))
    return rows


@pytest.mark.parametrize(("case", "alone"), collected())
def test_table(
    case: dict[str, Any], alone: bool, found: dict[tuple[str, bool], list[dict[str, Any]]]
) -> None:
    expected = case["quotes"]
    actual = found[case["why"], alone]
    # What a row does not tell of is not compared.
    told = [
        {key: value for key, value in one.items() if key in keys}
        for one, keys in zip(actual, expected, strict=False)
    ]
    assert told + actual[len(expected) :] == expected


def test_names_of_rows_hold() -> None:
    names = [case["why"] for case in CASES]
    assert len(set(names)) == len(names) >= 60
    both = {*names, *(f"{name} (alone)" for name in names)}
    assert MISSED.keys() <= both


def test_alone_or_in_company_the_same_is_found(nlp: Language) -> None:
    """What else is in a batch makes no difference."""
    texts = [OPENING + case["text"] for case in CASES[:12]]
    together = [attributions(doc) for doc in nlp.pipe(texts)]
    assert together == [attributions(nlp(text)) for text in texts]


def test_all_fields_fit_their_text(nlp: Language) -> None:
    for doc in nlp.pipe(OPENING + case["text"] for case in CASES):
        for one in doc._.attributions:
            spans = [*one["content"], one["cue"], one["source"], one["addressee"]]
            for start, end in filter(None, spans):
                assert 0 <= start < end <= len(doc.text)
                assert doc.text[start:end] == doc.text[start:end].strip()
            assert one["content"] == sorted(one["content"])
            assert 0 < one["confidence"] <= 1
            assert (one["cue"] is None) == (one["cue_lemma"] is None)
