"""Quotes as articles print them, in whole records: who says what, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from newsquotes.extraction import extract

TABLE = Path(__file__).parent.parent / "cases" / "printed.jsonl"
CASES = [json.loads(line) for line in TABLE.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_who_says_what(nlp: Any, case: dict[str, Any]) -> None:
    record = extract(nlp, case["text"] + "\n")
    found = [
        [
            quote.speaker.name if quote.speaker else None,
            " ## ".join(span.text for span in quote.content),
        ]
        for quote in record.quotes
    ]
    assert [
        [name.title() if name and name.isupper() else name, words] for name, words in found
    ] == case["quotes"]
