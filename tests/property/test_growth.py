"""Ten times the text takes at most twelve times as long, whatever it is made of."""

from __future__ import annotations

import io
import json
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
import spacy
from newsquotes.analysis import tokenized
from newsquotes.articles.json import read_json
from newsquotes.articles.plain import read_plain
from newsquotes.articles.source import Source
from newsquotes.articles.text import article_of, split_authors
from newsquotes.errors import InputError
from newsquotes.settings import Settings
from newsquotes.stages.paragraphs.component import find_paragraphs

if TYPE_CHECKING:
    from spacy.language import Language

RATIO = 12
ENOUGH = 0.05
"""Seconds below which a time says nothing."""

WHITE_SPACE = (" ", "\t", "\n", "\r\n", " \n", "\u00a0", "\u2028", "\v", "\x1c", "\u3000")
MARKS = (
    '"',
    "'",
    "(",
    ")",
    "“",
    "”",
    "“‘",
    "😀",
    "-",
    "—",
    ".",
    "…",
    "$",
    "&",
    ",",
    ":",
    "'s",
    "\u0301",
)
WORDS = ("a", "A", "1", "Mr. ", "By A", "and ", "a,", "said ", "Aa Bb Cc ", "A: ", "a : ", "x\n")


def seconds(task: Callable[[], Any]) -> float:
    """The shortest of three times."""
    times = []
    for _ in range(3):
        started = time.process_time()
        task()
        times.append(time.process_time() - started)
        if times[-1] > 1:
            break
    return min(times)


def assert_grows_as_its_input(
    task: Callable[[str], Any], unit: str, small: int, large: int
) -> None:
    def of(size: int) -> float:
        text = (unit * size)[:size]
        return seconds(lambda: task(text))

    ratio = of(large) / max(of(small), ENOUGH)
    assert ratio <= RATIO * large / small / 10, f"{ratio:.1f} times as long"


def read(text: str) -> None:
    for article in (
        text,
        f"{text}\nTitle\n\nIt rained.",
        f"Title\n\nIt rained.{text}",
        f"By{text}x",
    ):
        source = Source("a", "a", lambda article=article: io.BytesIO(article.encode()))  # type: ignore[misc]
        try:
            [*read_plain(source, Settings())]
        except InputError as error:
            assert error.code in {"empty", "no-text"}  # noqa: PT017


def read_fields(text: str) -> None:
    for name in ("authors", "title", "published", "id", "text"):
        data = json.dumps({"text": "It rained.", name: f"a{text}b"}).encode()
        [*read_json(Source("a", "a", lambda data=data: io.BytesIO(data)), Settings())]  # type: ignore[misc]


def paragraphs(text: str) -> None:
    for story in (text, f"{text}It rained.", f"It rained.{text}", f"It{text}rained"):
        find_paragraphs(story)


TASKS: dict[str, Callable[[str], Any]] = {
    "text": read,
    "json": read_fields,
    "authors": split_authors,
    "paragraphs": paragraphs,
}


@pytest.mark.parametrize(
    "unit",
    [*WHITE_SPACE, *(pytest.param(unit, marks=pytest.mark.soak) for unit in MARKS + WORDS)],
    ids=repr,
)
@pytest.mark.parametrize("name", TASKS)
def test_readers(name: str, unit: str) -> None:
    assert_grows_as_its_input(TASKS[name], unit, 10_000, 100_000)


@pytest.fixture(scope="module")
def tokenizer() -> Language:
    return spacy.blank("en")


@pytest.mark.soak
@pytest.mark.parametrize("unit", [*MARKS, "a"], ids=repr)
def test_tokens(tokenizer: Language, unit: str) -> None:
    def task(text: str) -> None:
        assert tokenized(tokenizer, f"It is.{text} So").text == f"It is.{text} So"

    assert_grows_as_its_input(task, unit, 5_000, 50_000)


def test_tokens_are_those_of_spacy_where_nothing_is_cut(tokenizer: Language) -> None:
    text = f"They don't: {'“x” ' * 300} {'a' * 500} {'…' * 50} so."
    ours, theirs = tokenized(tokenizer, text), tokenizer.make_doc(text)
    assert [(t.text, t.norm_, t.whitespace_) for t in ours] == [
        (t.text, t.norm_, t.whitespace_) for t in theirs
    ]


@pytest.mark.soak
@pytest.mark.parametrize("unit", WHITE_SPACE + MARKS + WORDS, ids=repr)
def test_whole_articles(nlp: Language, unit: str) -> None:
    """From 10 kB to 1 MB, in two steps; a text of nothing else is no article."""
    from newsquotes import extract

    def task(text: str) -> None:
        extract(nlp, article_of(f"Title\n\nIt rained. {text} So it did."))

    assert_grows_as_its_input(task, unit, 10_000, 100_000)
    assert_grows_as_its_input(task, unit, 100_000, 1_000_000)
