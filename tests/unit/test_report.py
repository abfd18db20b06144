"""The ways to look at a record that need no browser: segments, a notebook, a terminal, the page."""

from __future__ import annotations

import io
import json
import re
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st
from newsquotes.report.page import build_page, render_page
from newsquotes.report.segments import segments
from newsquotes.report.terminal import render
from newsquotes.report.visible import visible_text
from newsquotes.schemas.record import Record
from rich.console import Console

from tests.samples import HARBOUR, bare, harbour, quote, record


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 12)), max_size=8))
def test_segments_are_the_text_and_every_span(given_spans: list[tuple[int, int]]) -> None:
    text = "0123456789" * 5
    spans = sorted({(start, start + length) for start, length in given_spans})
    quotes = [
        quote(n, [{"start": s, "end": e, "text": text[s:e]}]) for n, (s, e) in enumerate(spans, 1)
    ]
    found = segments(record("x", text, quotes=quotes))
    assert "".join(segment.text for segment in found) == text
    for number, (start, end) in enumerate(spans, 1):
        pieces = [s.text for s in found if any(layer.id == f"q{number}" for layer in s.layers)]
        assert "".join(pieces) == text[start:end]
        assert sum(layer.id == f"q{number}" for s in found for layer in s.ends) == 1


def test_a_quote_of_several_parts_ends_once() -> None:
    ends = [
        (s.text, layer.id)
        for s in segments(harbour())
        for layer in s.ends
        if layer.part == "content"
    ]
    assert [identifier for _, identifier in ends] == ["q1", "q2", "q3", "q4", "q5"]
    assert ends[0][0] == "“It stays.”"


def test_an_empty_text() -> None:
    assert segments(record("x", "")) == []


class Parsed(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.words = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data


def notebook(one: Record) -> str:
    return one._repr_html_()


def test_a_notebook_shows_the_text_and_no_markup_of_it() -> None:
    html = notebook(harbour())
    parsed = Parsed(html)
    assert parsed.open == []
    assert "script" not in parsed.tags
    assert "a" not in parsed.tags
    assert "<script>alert(1)</script>" in parsed.words
    assert parsed.words.count("person") == 4  # three mentions of Brand, one of Alder
    assert parsed.tags.count("tr") == 6


def test_a_notebook_shows_how_it_is_reported() -> None:
    assert "Ilse Brand“fears”" in Parsed(notebook(harbour())).words


def test_a_notebook_shows_a_record_without_quotes() -> None:
    assert "No quotes." in notebook(bare())


def terminal(one: Record, *, colour: bool = False) -> str:
    console = Console(
        file=io.StringIO(),
        width=100,
        force_terminal=colour,
        color_system="standard" if colour else None,
    )
    for part in render(one):
        console.print(part)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_a_terminal_shows_text_and_quotes() -> None:
    told = terminal(harbour())
    assert "Brand said that Jon Alder had said “no” to Oslo[q2][q3]. She fears rain[q4]." in told
    assert re.search(r"q4 +│ Ilse Brand \(She\) +│ rain +│ “fears”", told)
    assert "\x1b" not in told
    assert "\x1b[" in terminal(harbour(), colour=True)
    assert "No quotes." in terminal(bare())


def test_an_article_cannot_steer_the_terminal() -> None:
    told = terminal(record("x", "a\x1b[2Jb\x9bc\x07 [red]d[/red] :smile:", title="\x1b]0;t\x07"))
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", told)
    assert "[red]d[/red] :smile:" in told


@given(st.text())
def test_shown_text_has_no_control_characters(text: str) -> None:
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", visible_text(text))


def test_the_page_holds_no_markup_of_an_article() -> None:
    html = render_page(build_page([harbour()]), "T")
    assert html.count("<script") == 3  # two data blocks and the page's own
    assert html.count("</script>") == 3
    assert "<!--" not in html.split("<body>")[1]


def test_the_page_holds_the_records() -> None:
    html = render_page(build_page([harbour(), bare()], limit=1), "T")
    block = re.search(r'id="article-0">(.*?)</script>', html, re.DOTALL)
    assert block is not None
    article = json.loads(block[1])
    assert "".join(text for text, _, _ in article["segments"]) == HARBOUR
    assert "This page shows 1 of 2 articles" in html


def test_only_web_addresses_become_links() -> None:
    page = build_page([record("x", "A.", url="javascript:alert(1)")])
    assert page.articles[0]["url"] is None


def test_a_quote_is_listed_with_the_words_around_it() -> None:
    page = build_page([harbour()])
    text = harbour().text
    for one, row in zip(harbour().quotes, page.index["quotes"], strict=True):
        before, behind = row[-2:]
        start, end = one.content[0].start, one.content[-1].end
        assert text[:start].endswith(before)
        assert text[end:].startswith(behind)
        assert "\n" not in before + behind
        assert len(before) <= 80
        assert len(behind) <= 80
