"""A text as it is read: credits, mail marks, copies and wrapped lines."""

from __future__ import annotations

import pytest
from newsquotes.stages.paragraphs.layout import is_furniture, read_layout

WRAPPED = """\
The ferry to Holm will not sail before Friday, the harbour master Ana
Ruiz told the island's council. “We have one engine,” Ruiz said, “and
Holm is eleven miles away.” Nobody had asked for the
second one.
"""


def read(text: str, body_start: int = 0) -> str:
    readable = read_layout(text, body_start).text
    assert len(readable) == len(text)
    return readable


def test_wrapped_lines_become_one_though_capitals_begin_them() -> None:
    joined = WRAPPED.strip().replace("\n", " ")
    assert read(WRAPPED).strip() == joined


def test_lines_that_are_paragraphs_stay() -> None:
    text = "The ferry will not sail.\n“We have one engine,” Ruiz said.\nHolm is far."
    assert read(text) == text


@pytest.mark.parametrize(
    "line",
    [
        "Photo: Ted Holm/Sahel Press",
        "(Reporting by Ted Holm in Ilse; Editing by Ana Ruiz)",
        "Reporting by Ted Holm; Editing by Ana Ruiz",
        "Read more: Mayor says “never”",
        "Word count: 612",
        "— Photograph by Ted Holm",
        "Media contact: Ted Holm, +47 555",
    ],
)
def test_credits_and_links_are_not_read(line: str) -> None:
    assert is_furniture(line)
    assert read(f"The ferry sailed.\n\n{line}\n\nRuiz cheered.").split("\n") == [
        *("The ferry sailed.", "", " " * len(line), "", "Ruiz cheered.")
    ]


@pytest.mark.parametrize(
    "line",
    [
        "Reporting by the harbour's own staff found three faults.",
        "Read more books, the teacher Ted Holm said.",
        "Words failed her.",
        "Pictures of the ferry were shown.",
        "Morecambe is far.",
    ],
)
def test_prose_that_begins_alike_is_read(line: str) -> None:
    assert not is_furniture(line)


def test_a_caption_is_read_without_its_credit() -> None:
    text = "The pier in May. Photograph: Ted Holm/Sahel Press"
    assert read(text).rstrip() == "The pier in May."


def test_the_marks_of_a_quoted_mail_are_not_read() -> None:
    text = "> > The ferry is late.\n> Ruiz knows."
    assert read(text) == "    The ferry is late.\n  Ruiz knows."


def test_a_paragraph_that_comes_again_is_a_copy() -> None:
    first = "“We have one engine,” said Ana Ruiz on Monday."
    text = f"{first}\n\nYes.\n\n{first}\n\nYes."
    readable = read_layout(text, 0)
    assert readable.text == text
    assert [text[slice(*span)] for span in readable.repeated] == [first]


def test_a_headline_in_title_case_is_read_as_a_sentence() -> None:
    title = "Ruiz Says Ferry ‘Will Sail’ To Holm After All"
    text = f"{title}\n\nThe ferry will sail after repairs, Ana Ruiz said in Holm."
    expected = "Ruiz says ferry ‘will sail’ to Holm after All"
    assert read(text, len(title) + 2)[: len(title)] == expected


def test_a_headline_in_sentence_case_stays() -> None:
    title = "Ferry will sail, says Ruiz"
    assert read(f"{title}\n\nThe Ferry Board met.", len(title) + 2)[: len(title)] == title


@pytest.mark.parametrize(
    ("text", "apart"),
    [
        ("Astana /KAZPRESS/. It rained.", "Astana (KAZPRESS). It rained."),
        ("/SAHEL PRESS/ – It rained.", "(SAHEL PRESS) – It rained."),
        ("Ada Quist (NOR)/Tom Fenn (USA) won.", "Ada Quist (NOR) Tom Fenn (USA) won."),
        ("A U.S.-backed plan, a D.C.-based firm.", "A U.S. backed plan, a D.C. based firm."),
        ("Either and/or both, 1/2, A/B, km/h, E.-W. Quist.", None),
    ],
)
def test_what_the_tokenizer_would_glue_is_set_apart(text: str, apart: str | None) -> None:
    assert read(text) == (apart or text)
