"""Spoilt text is cleaned, said to be, and left alone where nothing is wrong or on request."""

# ruff: noqa: E501  spoilt texts are easier to read unbroken

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from newsquotes.articles import Article, read_articles
from newsquotes.articles.cleaning import clean
from newsquotes.articles.divided import without_divided_words
from newsquotes.settings import Settings

STORY: Final = "Kiln reopens\n\n“We fire at noon,” said Zoë Okell of Okell & Sons."
CASES: Final = [
    ("entities", STORY.replace("“", "&ldquo;").replace("”", "&rdquo;").replace("&", "&amp;", 0)),
    ("numbers", STORY.replace("“", "&#8220;").replace("”", "&#x201D;")),
    ("tags", STORY.replace("“", "<p>“").replace("Sons.", "<b>Sons</b>.</p>")),
    ("entities", STORY.replace("“", "&amp;ldquo;").replace("”", "&amp;rdquo;")),
    ("escape sequences", STORY.replace("\n", "\\n")),
    ("escape sequences", STORY.replace("“", "\\u201c").replace("”", "\\u201d")),
    (
        "quoted-printable",
        STORY.replace("“", "=E2=80=9C").replace("”", "=E2=80=9D").replace(" of", "=\n of"),
    ),
    ("percent-encoding", quote(STORY)),
    ("line separators", STORY.replace("\n\n", "\u2029")),
    ("ligatures", STORY.replace("fi", "ﬁ")),
    ("Markdown", "# " + STORY.replace("Zoë", "**Zoë**")),
    (
        "Markdown",
        STORY.replace("Okell of", "[Okell](https://vale.example/o) of")
        .replace("“", "> *“")
        .replace("noon,”", "noon,”*")
        .replace("said", "**said**"),
    ),
    ("BBCode", STORY.replace("Zoë", "[b]Zoë[/b]")),
    ("wrongly decoded", STORY.replace("“", "â€œ").replace("”", "â€")),
    ("wrongly decoded", STORY.encode().decode("cp1252", "replace")),
]


def read(folder: Path, text: str, **settings: Any) -> Article:
    (folder / "a.txt").write_text(text, encoding="utf-8")
    (article,) = read_articles([folder], Settings(**settings))
    assert isinstance(article, Article), article
    return article


@pytest.mark.parametrize(("said", "text"), CASES)
def test_spoilt_text_is_cleaned(tmp_path: Path, said: str, text: str) -> None:
    if said == "wrongly decoded" and "\ufffd" in text:
        text = STORY.replace("“", "â€œ").replace("”", "â€\x9d").replace("ë", "Ã«")
    article = read(tmp_path, text)
    assert article.text == STORY
    assert article.title == "Kiln reopens"
    (note,) = article.notes
    assert note.code == "cleaned-text"
    assert said in note.message or said == "numbers"
    assert "--raw-text" in note.message


@pytest.mark.parametrize(("said", "text"), CASES)
def test_raw_text_is_left_alone(tmp_path: Path, said: str, text: str) -> None:
    article = read(tmp_path, text, raw_text=True)
    assert article.text == text
    assert "cleaned-text" not in {note.code for note in article.notes}


@pytest.mark.parametrize(
    "text",
    [
        STORY,
        "It rained at R&D; nobody cared, and AT&T too.",
        "If a < b and c > d, she said, the sum of <x> holds.",
        "He wrote <b> on the wall.",
        "Şule Öztürk, Łukasz Żak and François said “naïve” – 5 € or £4.",
        "Family 👨‍👩‍👧 of Amal Haddad أمل حداد won.",
        "A no-break\xa0space, and 10\u202f000 goats.",
        "“F**k that,” he said, “and s**t.” It was rated *** by the Post.",
        "The file is C:\\new\\notes; \\u201c is a mark.",
        "1 = 2, she wrote, and 50% of x_1 * x_2 * x_3.\n\n# 1 in the charts: It [sic] Rained (twice).",
        "- One thing\n- Another\n\n* A third\n\n> 5 goats",
    ],
)
def test_sound_text_stays(text: str) -> None:
    assert clean(text) == (text, ())


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=80))
def test_cleaned_text_is_clean(text: str) -> None:
    once, notes = clean(text)
    assert bool(notes) == (once != text)


@pytest.mark.parametrize(
    "unit",
    ["[", "[a](", "**", "*a", "\\n", "=E2", "%20", "# ", "![", "> ",
     "<p ", "<p>", "&amp", "<!--", "<script>", " \n", "</", "\x02"],
)  # fmt: skip
def test_it_takes_linear_time(unit: str) -> None:
    started = time.process_time()
    clean("<b></b>" + unit * 60_000)
    assert time.process_time() - started < 3


def test_fields_of_json(tmp_path: Path) -> None:
    value = {"title": "Kiln &amp; goat", "body": "<p>“No,” said Ann Lee.</p><p>It rained.</p>"}
    (tmp_path / "a.json").write_text(json.dumps(value), encoding="utf-8")
    (article,) = read_articles([tmp_path], Settings())
    assert isinstance(article, Article)
    assert article.text == "Kiln & goat\n\n“No,” said Ann Lee.\n\nIt rained."
    assert article.title == "Kiln & goat"
    assert [note.code for note in article.notes] == ["cleaned-text"]


def test_invisible_characters_stay_in_the_text_and_are_not_analysed(tmp_path: Path) -> None:
    text = STORY.replace("fire", "\ufefffire\u200b").replace("Zoë", "\x02Zoë")
    article = read(tmp_path, text)
    assert (article.text, article.notes) == (text, ())
    assert len(article.prose) == len(text)
    assert "“We  fire  at noon,” said  Zoë Okell" in article.prose


def test_no_break_spaces_are_analysed_as_blanks(tmp_path: Path) -> None:
    article = read(tmp_path, "Kiln reopens\n\n“No,” said Zoë\xa0Okell\u202f; 10\u2009000 came.")
    assert "Zoë\xa0Okell" in article.text
    assert "said Zoë Okell ; 10 000 came." in article.prose
    assert len(article.prose) == len(article.text)


def test_words_divided_at_line_ends_are_joined(tmp_path: Path) -> None:
    text = (
        "Kiln reopens\n\nThe kiln at Vale was re-\nopened on Friday by the pot-\nters, who had well-\n"
        "known friends, and a state-\nof-\nthe-art oven.\nA self-made man came."
    )
    article = read(tmp_path, text)
    assert "was reopened\non Friday by the potters,\nwho had well-known\nfriends," in article.text
    assert "a state-of-the-art\noven.\nA self-made man" in article.text
    assert [note.code for note in article.notes] == ["cleaned-text"]


@pytest.mark.parametrize(
    ("halves", "word"),
    [
        ("govern-\nment", "government"),
        ("negotia-\ntions", "negotiations"),
        ("high-\nway", "highway"),
        ("be-\ncause", "because"),
        ("co-\noperation", "cooperation"),
        ("well-\nknown", "well-known"),
        ("government-\nbacked", "government-backed"),
        ("state-\nowned", "state-owned"),
        ("London-\nbased", "London-based"),
        ("second-\nlargest", "second-largest"),
        ("ex-\nwife", "ex-wife"),
        ("mother-\nin-law", "mother-in-law"),
        ("G7-\nled", "G7-led"),
        ("Anglo-\nAmerican", "Anglo-American"),
        ("Nether-\nlands", "Netherlands"),
        ("Oke-\nllson", "Okellson"),
        ("Wells-\nward", "Wellsward"),  # the article has it elsewhere
        ("Even-\nly", "Even-ly"),
    ],
)
def test_only_the_hyphens_of_divided_words_are_lost(halves: str, word: str) -> None:
    text = f"The pot-\nters of Wellsward and Even-ly met {halves} and the brick-\nlayers, the car-\npenters."
    joined = without_divided_words(text)
    assert f" met {word}\nand the bricklayers,\nthe carpenters." in joined


def test_the_carriage_returns_of_a_workbook(tmp_path: Path) -> None:
    article = read(tmp_path, "Kiln reopens\n\n“No,” said Zoë._x000D_\n_x000D_\nShe left._x000D_")
    assert article.text == "Kiln reopens\n\n“No,” said Zoë.\n\nShe left.\n"
    assert [note.code for note in article.notes] == ["cleaned-text"]
