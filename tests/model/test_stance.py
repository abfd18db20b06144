"""The stance of a report: a table of sentences, each with source, cue and content marked."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from newsquotes.spans import Offsets
from newsquotes.stages.attribution.stance import find_stance

if TYPE_CHECKING:
    from spacy.language import Language

TABLE = Path(__file__).parent.parent / "cases" / "stances.jsonl"
CASES = [json.loads(line) for line in TABLE.read_text(encoding="utf-8").splitlines()]
PAIRS = {"[": "]", "{": "}", "<": ">"}
LEAST = 0.9
"""The F1 that each value has to reach."""


def read(marked: str) -> tuple[str, dict[str, Offsets]]:
    """The sentence without ``[source] {cue} <content>``, and where these stand."""
    text = ""
    spans: dict[str, Offsets] = {}
    starts: dict[str, int] = {}
    for character in marked:
        if character in PAIRS:
            starts[PAIRS[character]] = len(text)
        elif character in starts:
            spans[character] = (starts.pop(character), len(text))
        else:
            text += character
    return text, spans


@pytest.fixture(scope="module")
def found(nlp: Language) -> list[str]:
    stances = []
    for case in CASES:
        text, spans = read(case["text"])
        doc = nlp(text)
        stances.append(find_stance(doc, spans["}"], spans["]"], [spans[">"]], text))
    return stances


def test_every_value_is_found_and_only_where_it_is(found: list[str]) -> None:
    right = Counter(f for f, case in zip(found, CASES, strict=True) if f == case["stance"])
    gold, told = Counter(case["stance"] for case in CASES), Counter(found)
    figures = {value: 2 * right[value] / (gold[value] + told[value]) for value in gold}
    assert len(CASES) >= 150
    assert min(figures.values()) >= LEAST, figures


def test_the_table_is_read_as_it_stands(found: list[str]) -> None:
    wrong = [
        (case["text"], got) for case, got in zip(CASES, found, strict=True) if got != case["stance"]
    ]
    assert not wrong


def test_a_denial_is_told_in_the_record(nlp: Language) -> None:
    from newsquotes.extraction import extract

    text = (
        "Bridge\n\nMara Lind denied that she had taken the money. "
        "Bram Holt said that the bridge was safe.\n"
    )
    quotes = extract(nlp, text).quotes
    assert [quote.stance.value for quote in quotes] == ["denied", "affirmed"]
