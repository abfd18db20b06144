"""Where paragraphs end, and where sentences start for it."""

from __future__ import annotations

import pytest
import spacy
from newsquotes.stages.paragraphs.component import Paragraphs, find_paragraphs
from spacy.tokens import Doc

WRAPPED = """\
The minister said on Tuesday that the harbour would be closed for at
least six weeks while the cranes were being repaired by the firm that
had built them.

Fishermen were not pleased. "We heard it on the wireless," said one of
them, Jon Alder, whose boat has been in the harbour since the spring of
last year. He went on.
"""


def words(text: str, body_start: int = 0) -> list[tuple[str, str]]:
    return [
        (paragraph["kind"], text[paragraph["start"] : paragraph["end"]])
        for paragraph in find_paragraphs(text, body_start)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", [], id="empty"),
        pytest.param(" \n\t\r\n ", [], id="blank"),
        pytest.param("One.\nTwo.", ["One.", "Two."], id="one-a-line"),
        pytest.param("One.\r\n\r\nTwo.\r\n", ["One.", "Two."], id="windows"),
        pytest.param("One.\rTwo.", ["One.", "Two."], id="old-mac"),
        pytest.param("One.\u2028Two.\u2029Three.", ["One.", "Two.", "Three."], id="separators"),
        pytest.param("One.\fTwo.\vThree.", ["One.", "Two.", "Three."], id="page-breaks"),
        pytest.param("Wait\x85 what?", ["Wait\x85 what?"], id="nel-is-an-ellipsis"),
        pytest.param(" \u00a0One. \u00a0\n\tTwo.\t", ["One.", "Two."], id="edges-trimmed"),
        pytest.param("A\nb\nC", ["A", "b", "C"], id="short-lines-are-no-wrapping"),
    ],
)
def test_a_line_is_a_paragraph(text: str, expected: list[str]) -> None:
    assert [paragraph for _, paragraph in words(text)] == expected


def test_the_title_is_a_paragraph_of_its_own_kind() -> None:
    text = "Harbour shut\n                \n      \nThe harbour is shut.\nFor good."
    assert words(text, text.index("The")) == [
        ("title", "Harbour shut"),
        ("body", "The harbour is shut."),
        ("body", "For good."),
    ]


def test_hard_wrapped_text_has_its_paragraphs_at_blank_lines() -> None:
    first, second = (paragraph.strip() for paragraph in WRAPPED.split("\n\n"))
    assert words(WRAPPED) == [("body", first), ("body", second)]
    windows = WRAPPED.replace("\n", "\r\n")
    assert [p for _, p in words(windows)] == [s.replace("\n", "\r\n") for s in (first, second)]


def test_hard_wrapped_text_without_blank_lines_has_them_where_a_line_had_room() -> None:
    text = WRAPPED.replace("\n\n", "\n")
    assert words(text) == words(WRAPPED)


def test_hard_wrapped_text_with_indented_paragraphs() -> None:
    text = WRAPPED.replace(
        "had built them.\n\n", "had built them and the seventeen others on it.\n   "
    )
    assert [p[:9] for _, p in words(text)] == ["The minis", "Fishermen"]


def test_a_heading_in_hard_wrapped_text_stands_alone() -> None:
    assert next(p for _, p in words("Background\n" + WRAPPED)) == "Background"


def test_long_lines_are_paragraphs_even_if_one_starts_in_lower_case() -> None:
    line = "The company, which makes lamps, said that it would move to the coast in the spring"
    text = f"{line}.\n{line} {line}\niLamp is its trade name.\n{line}.\n{line}."
    assert len(words(text)) == 5


def test_sentences_start_at_paragraphs_and_nowhere_else_by_decree() -> None:
    doc = spacy.blank("en").make_doc("  Harbour shut \n\n \n“Well,” he said \n \nand left. Then")
    Paragraphs()(doc)
    decided = {token.text: token.is_sent_start for token in doc if token.is_sent_start is not None}
    assert decided == {"  ": True, "Harbour": True, "“": True, "and": True}  # spaCy's first is True


def test_the_stage_writes_paragraphs_as_plain_data() -> None:
    doc = spacy.blank("en").make_doc("One.\nTwo.")
    doc._.body_start = 5
    Paragraphs()(doc)
    assert doc._.paragraphs == [
        {"start": 0, "end": 4, "kind": "title"},
        {"start": 5, "end": 9, "kind": "body"},
    ]


def test_a_parsed_doc_is_refused() -> None:
    vocab = spacy.blank("en").vocab
    doc = Doc(vocab, words=["He", "left"], heads=[1, 1], deps=["nsubj", "ROOT"])
    with pytest.raises(ValueError, match="E043"):
        Paragraphs()(doc)
