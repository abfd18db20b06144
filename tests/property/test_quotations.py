"""Quotation marks of any text: never a crash, always nested or disjoint, nothing out of bounds."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st
from newsquotes.stages.annotations import Quotation
from newsquotes.stages.paragraphs.component import find_paragraphs
from newsquotes.stages.quotations.pairing import find_quotations

MARKS = "\"'`´“”„‟‘’‚‛«»‹›＂❝❞〝〞〟「」『』"
texts = st.text(st.sampled_from(list(MARKS * 2 + "aBsn09 .,:—\n\n")), max_size=120)


def quotations(text: str) -> list[Quotation]:
    return find_quotations(text, find_paragraphs(text)).quotations


@given(texts)
@example("''" * 50)
@example("«“0«:\n“")
@example("“‘“‘x’”’”\n“‘")
def test_quotations_are_in_order_and_nested_or_disjoint(text: str) -> None:
    found = quotations(text)
    spans = [(q["start"], -q["end"]) for q in found]
    assert spans == sorted(spans)
    for i, one in enumerate(found):
        around = 0
        for other in found[:i]:
            disjoint = other["end"] <= one["start"]
            inside = other["start"] <= one["start"] and one["end"] <= other["end"]
            assert disjoint or inside
            around += inside
        assert one["depth"] == around


@given(texts)
def test_quotations_lie_in_one_paragraph_and_begin_and_end_with_their_marks(text: str) -> None:
    paragraphs = find_paragraphs(text)
    for q in quotations(text):
        words = text[q["start"] : q["end"]]
        assert any(p["start"] <= q["start"] and q["end"] <= p["end"] for p in paragraphs)
        assert words.startswith(q["open"])
        assert words.endswith(q["close"])
        assert q["closed"] == bool(q["close"])
        assert q["open"] or q["continues"]
        assert len(words) >= len(q["open"]) + len(q["close"])


@given(texts)
def test_what_is_left_open_goes_on_in_the_next_paragraph(text: str) -> None:
    paragraphs = find_paragraphs(text)
    found = quotations(text)
    ends = {p["end"] for p in paragraphs}
    for q in found:
        if not q["closed"]:
            assert q["end"] in ends


@given(texts)
def test_ignored_marks_belong_to_no_quotation(text: str) -> None:
    found = find_quotations(text, find_paragraphs(text))
    edges = {q["start"] for q in found.quotations if q["open"]}
    assert not edges & {start for start, _ in found.ignored}


@given(st.text())
def test_any_text_at_all(text: str) -> None:
    quotations(text)


def test_a_text_of_nothing_but_marks_is_no_more_work_than_any_other() -> None:
    for mark in MARKS:
        quotations((mark * 3 + " a") * 2_000)
    quotations("“" * 50_000 + '" ' * 20_000)
