"""Contents as characters: at quotation marks and paragraph ends, and their type."""

from __future__ import annotations

from itertools import pairwise

import pytest
from analysed import outermost, places, plain
from hypothesis import given, settings
from hypothesis import strategies as st
from newsquotes.stages.attribution.content_spans import content_spans, content_type

BROKEN = "“We came,” Ana said. “Then we left.”"


@pytest.mark.parametrize(
    ("text", "content", "expected"),
    [
        ("“We came,” Ana said.", ["We came"], ["“We came,”"]),
        ("“We came,” Ana said.", ["“We came,”"], ["“We came,”"]),
        ("“We came,” Ana said.", ["We came,"], ["“We came,”"]),
        (BROKEN, ["We came,”", "“Then we left"], ["“We came,”", "“Then we left.”"]),
        ("Ana said they “came early” and left.", ["they “came early"], ["they “came early”"]),
        ("Ana said they “came early” and left.", ["early”"], ["early”"]),
        ("Ana said they “came early” and left.", ["they “came"], ["they “came"]),
        ("It rains, Ana said.", ["It rains,"], ["It rains"]),
        ("Ana said: It rains.", [": It rains."], ["It rains."]),
        ("Ana said it rains; Bo slept.", ["it rains;"], ["it rains"]),
        ("“We came.\n\n“We left,” she said.", ["“We came.\n\n“We left,”"],
         ["“We came.", "“We left,”"]),
        ("She said it rains.\n\nIt pours.", ["it rains.\n\nIt pours."],
         ["it rains.", "It pours."]),
        ("It rains , she said , and pours .", ["It rains ,", ",", "and pours"],
         ["It rains", "and pours"]),
        ("Ana warned of ‘great harm’.", ["great harm"], ["‘great harm’"]),
        ("“We said ‘no’ twice,” Ana said.", ["We said ‘no’ twice"], ["“We said ‘no’ twice,”"]),
        ("Ana said “no.” Bo slept.", ["no."], ["“no.”"]),
    ],
    ids=[
        "marks are added", "marks are kept", "one mark is missing", "both parts of a broken one",
        "the partner of a mark inside", "no partner where it cannot be had",
        "nor behind the content", "a comma at the end", "a colon at the start", "a semicolon",
        "a quotation over a paragraph end", "plain words over a paragraph end",
        "commas alone are no part", "single marks", "marks within marks", "a full stop inside",
    ],
)  # fmt: skip
def test_spans(text: str, content: list[str], expected: list[str]) -> None:
    doc, words = plain(text)
    spans = content_spans(text, words, places(doc, words, *content), outermost(doc))
    assert [text[start:end] for start, end in spans] == expected


@pytest.mark.parametrize(
    ("text", "content", "expected"),
    [
        ("“We came,” Ana said.", ["“We came,”"], "direct"),
        ("“We came,” Ana said.", ["We came"], "direct"),
        (BROKEN, ["“We came,”", "“Then we left.”"], "direct"),
        ("“We came.” “We left.” Ana", ["“We came.” “We left.”"], "direct"),
        ("She said it rains.", ["it rains"], "indirect"),
        ("She said it “rains”.", ["it “rains”"], "mixed"),
        ("She said “it” rains.", ["“it” rains"], "mixed"),
        ("“It rains,” she said, and pours.", ["“It rains,”", "and pours"], "mixed"),
        ("She said “it rains” — “now”.", ["“it rains” — “now”"], "direct"),
        ("She said: ‘No!’", ["‘No!’"], "direct"),
    ],
)
def test_type(text: str, content: list[str], expected: str) -> None:
    spans, position = [], 0
    for part in content:
        start = text.index(part, position)
        position = start + len(part)
        spans.append((start, position))
    assert content_type(text, spans, outermost(plain(text)[0])) == expected


PIECES = [
    "We came", "“We came,”", "“We came.", "said Ana", "‘no’", ",", ":", "\n\n", "\n", "It’s ours.",
]  # fmt: skip


@settings(deadline=None)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=8).map(" ".join), st.data())
def test_whatever_is_chosen_the_spans_hold(text: str, data: st.DataObject) -> None:
    doc, words = plain(text)
    if not len(words):
        return
    content = sorted(data.draw(st.sets(st.integers(0, len(words) - 1), min_size=1)))
    marks = outermost(doc)
    spans = content_spans(text, words, content, marks)
    joining = {",", ":"}
    assert spans or {doc[int(words.token[i])].text for i in content} <= joining
    assert spans == sorted(spans)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    for start, end in spans:
        assert 0 <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
        inside = [p for p in doc._.paragraphs if p["start"] <= start and end <= p["end"]]
        assert len(inside) == 1, "a span keeps to its paragraph"
    for index in content:
        low, high = int(words.start[index]), int(words.end[index])
        if any(c.isalnum() for c in text[low:high]):
            assert any(start <= low and high <= end for start, end in spans)
    assert content_type(text, spans, marks) in {"direct", "indirect", "mixed"}
