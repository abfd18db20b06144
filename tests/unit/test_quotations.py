"""Pairs of quotation marks: a table of sentences, and what the stage writes of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import spacy
from newsquotes.stages.paragraphs.component import Paragraphs, find_paragraphs
from newsquotes.stages.quotations.component import Quotations
from newsquotes.stages.quotations.pairing import find_quotations

TABLE = Path(__file__).parent.parent / "cases" / "quotations.jsonl"
CASES = [json.loads(line) for line in TABLE.read_text(encoding="utf-8").splitlines()]
DEFAULTS = {"depth": 0, "closed": True, "continues": False}


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_table(case: dict[str, Any]) -> None:
    text = case["text"]
    found = find_quotations(text, find_paragraphs(text))
    expected = [
        DEFAULTS | (quotation if isinstance(quotation, dict) else {"text": quotation})
        for quotation in case["quotations"]
    ]
    actual = [
        {"text": text[q["start"] : q["end"]]} | {key: q[key] for key in DEFAULTS}  # type: ignore[literal-required]
        for q in found.quotations
    ]
    assert actual == [{k: v for k, v in e.items() if k != "open"} for e in expected]
    assert [text[start:end] for start, end in found.ignored] == case["ignored"]


def test_the_marks_are_given_as_written() -> None:
    text = "“We built it,\" she said. ``Then\nwe left.''"
    found = find_quotations(text, find_paragraphs(text)).quotations
    assert [(q["open"], q["close"]) for q in found] == [("“", '"'), ("``", ""), ("", "''")]


def test_the_title_does_not_run_on_into_the_body() -> None:
    text = "“We built it\n“It is ours,” he said."
    found = find_quotations(text, find_paragraphs(text, body_start=13)).quotations
    assert [text[q["start"] : q["end"]] for q in found] == ["“It is ours,”"]
    assert not found[0]["continues"]


def test_the_stage_writes_plain_data_and_notes_what_it_ignored() -> None:
    doc = spacy.blank("en").make_doc("She said “no”. He said “yes.")
    Quotations()(Paragraphs()(doc))
    assert doc._.quotations == [
        {
            "start": 9,
            "end": 13,
            "open": "“",
            "close": "”",
            "closed": True,
            "continues": False,
            "depth": 0,
        }
    ]
    (note,) = doc._.notes
    assert (note["code"], note["start"], note["end"]) == ("unclosed-mark", 23, 24)
