"""Attributions by rule alone: transcripts, signed quotations, voices that go on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from analysed import outermost, plain
from newsquotes.spans import overlap
from newsquotes.stages.attribution.floating import Voiced, find_floating
from newsquotes.stages.attribution.rules import find_certain

CASES = Path(__file__).parent.parent / "cases"


def read(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (CASES / name).read_text("utf-8").splitlines()]


CERTAIN, FLOATING = read("certain.jsonl"), read("floating.jsonl")


@pytest.mark.parametrize("case", CERTAIN, ids=[case["why"] for case in CERTAIN])
def test_certain(case: dict[str, Any]) -> None:
    text = case["text"]
    doc = plain(text, body_start=case.get("title", 0))[0]
    people = [(text.index(name), text.index(name) + len(name)) for name in case.get("people", [])]
    found = find_certain(text, doc._.paragraphs, outermost(doc), sorted(people))
    actual = [
        ["\n\n".join(text[slice(*span)] for span in one.content)]
        + [text[slice(*span)] for span in (one.source, one.cue)]
        + [one.rule]
        for one in found
    ]
    assert actual == case["found"]
    assert found == sorted(found)
    for one in found:
        for span in one.content:
            assert not overlap(span, one.source)
            assert not overlap(span, one.cue)


@pytest.mark.parametrize("case", FLOATING, ids=[case["why"] for case in FLOATING])
def test_floating(case: dict[str, Any]) -> None:
    text = case["text"]
    doc = plain(text)[0]

    def place(part: str) -> tuple[int, int]:
        assert text.count(part) == 1, f"{part!r} should be there once"
        start = text.index(part)
        return start, start + len(part)

    voiced = [
        Voiced([place(part) for part in one["content"]], place(one["extent"]), one["quoted"])
        for one in case["voices"]
    ]
    found = find_floating(text, doc._.paragraphs, outermost(doc), voiced)
    actual = [
        ["\n\n".join(text[slice(*span)] for span in one.spans), one.voice, one.joined]
        for one in found
    ]
    assert actual == case["floating"]
