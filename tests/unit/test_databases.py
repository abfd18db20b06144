"""Exports of Factiva and LexisNexis: split into their articles, each with its own header."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Final

import pytest
from newsquotes.articles import Article, read_articles
from newsquotes.errors import InputError
from newsquotes.settings import Settings

from tests.documents import as_docx, as_rtf

FACTIVA: Final = """Factiva

Page 1 of 2 © 2024 Factiva, Inc. All rights reserved.

Local News
Kiln reopens
at Vale
Ann Lee
312 words
3 May 2024
Vale Post
Page 3
VALEP
English
Copyright 2024 Vale Post. All rights reserved.

The kiln reopened on Friday.

“We fire at noon,” said Tamsin Okell, the potter.

Vale Post

Document VALEP00020240503ek5300001

Goat eats map
88 words
4 May 2024
Vale Post
VALEP
English
Copyright 2024 Vale Post. All rights reserved.

“It ate the map,” Tom Ode said.

Document VALEP00020240504ek5400002

Search Summary
Text\tkiln
"""
FACTIVA_CODES: Final = """
SE  Local News
HD  Kiln reopens
    at Vale
BY  By Ann Lee
WC  312 words
PD  3 May 2024
SN  Vale Post
LA  English
LP  The kiln reopened on Friday.
TD
“We fire at noon,” said Tamsin Okell, the potter.
CO  valkil : Vale Kilns
AN  Document VALEP00020240503ek5300001

HD  Goat eats map
WC  88 words
PD  4 May 2024
SN  Vale Post
LP  “It ate the map,” Tom Ode said.
Document VALEP00020240504ek5400002
"""
NEXIS: Final = """
                               1 of 2 DOCUMENTS

                                  Vale Post

                              May 3, 2024 Friday
                                 First Edition

Kiln reopens at
Vale

BYLINE: Ann Lee

SECTION: LOCAL; Pg. 3

LENGTH: 312 words

The kiln reopened on Friday.

“We fire at noon,” said Tamsin Okell, the potter.

LOAD-DATE: May 4, 2024

LANGUAGE: ENGLISH

                        Copyright 2024 Vale Post
                          All Rights Reserved

                               2 of 2 DOCUMENTS

                                  Vale Post

                             May 4, 2024 Saturday

Goat eats map

LENGTH: 88 words

“It ate the map,” Tom Ode said.

LOAD-DATE: May 5, 2024
"""
NEXIS_UNI: Final = """
Kiln reopens at Vale
Vale Post
May 3, 2024 Friday

Copyright 2024 Vale Post All Rights Reserved

Section: LOCAL; Pg. 3
Length: 312 words
Byline: Ann Lee

Body

The kiln reopened on Friday.

“We fire at noon,” said Tamsin Okell, the potter.

Page 1 of 1
Kiln reopens at Vale

Graphic

Picture, The kiln, Bea Lind

Load-Date: May 4, 2024

End of Document

Goat eats map
Vale Post
May 4, 2024 Saturday

Length: 88 words

Body

“It ate the map,” Tom Ode said.

Load-Date: May 5, 2024

End of Document
"""
NEXIS_LABELS: Final = "".join(
    f"""
{number} of 2 DOCUMENTS

Vale Post

{day} {weekday}

SECTION: LOCAL; Pg. 3

LENGTH: {words} words

HEADLINE: {title}
{byline}
BODY:
{body}

LOAD-DATE: May 5, 2024
"""
    for number, day, weekday, words, title, byline, body in (
        (1, "May 3, 2024", "Friday", 312, "Kiln reopens at Vale", "\nBYLINE: Ann Lee\n",
         "The kiln reopened on Friday.\n\n“We fire at noon,” said Tamsin Okell, the potter."),
        (2, "May 4, 2024", "Saturday", 88, "Goat eats map", "", "“It ate the map,” Tom Ode said."),
    )
)  # fmt: skip
EXPORTS: Final = {
    "nexis, labels": NEXIS_LABELS,
    "factiva, indented": "\n".join("   " + line for line in FACTIVA_CODES.split("\n")),
    "factiva": FACTIVA, "factiva codes": FACTIVA_CODES, "nexis": NEXIS, "nexis uni": NEXIS_UNI,
}  # fmt: skip


COVER: Final = """
User Name: Ann Lee
Date and Time: Sunday, May 5, 2024 9:00:00 AM GMT
Job Number: 222333444

Documents (2)

1. Kiln reopens at Vale
Client/Matter: -None-
Search Terms: kiln

About LexisNexis | Privacy Policy | Terms & Conditions | Copyright © 2024 LexisNexis
"""
FILES: Final[dict[str, Callable[[str], bytes]]] = {
    ".txt": str.encode,
    "-windows.txt": lambda text: text.replace("\n", "\r\n").encode(),
    ".docx": as_docx,
    ".rtf": as_rtf,
}


def read(folder: Path, text: str, end: str = ".txt") -> list[Article | InputError]:
    (folder / f"export{end}").write_bytes(FILES[end](text))
    return list(read_articles([folder], Settings()))


def test_the_list_that_nexis_puts_first_is_no_article(tmp_path: Path) -> None:
    footer = next(line for line in COVER.splitlines() if "About LexisNexis" in line)
    for end, cover in product(FILES, (COVER, COVER.replace(footer, ""))):
        folder = tmp_path / f"{end}{len(cover)}"
        folder.mkdir()
        kiln, _ = read(folder, cover + NEXIS_UNI, end)
        assert isinstance(kiln, Article)
        assert (kiln.title, kiln.publisher) == ("Kiln reopens at Vale", "Vale Post")
        assert "LexisNexis" not in kiln.text


@pytest.mark.parametrize("name", EXPORTS)
@pytest.mark.parametrize("end", FILES)
def test_each_article_has_its_own_header(tmp_path: Path, name: str, end: str) -> None:
    kiln, goat = read(tmp_path, EXPORTS[name], end)
    assert isinstance(kiln, Article)
    assert isinstance(goat, Article)
    stem = "export" + end.partition(".")[0]
    assert [kiln.id, goat.id] == [f"{stem}-1", f"{stem}-2"]
    assert [kiln.title, goat.title] == ["Kiln reopens at Vale", "Goat eats map"]
    assert [kiln.published, goat.published] == ["2024-05-03", "2024-05-04"]
    assert [kiln.publisher, goat.publisher] == ["Vale Post", "Vale Post"]
    assert kiln.authors == ("Ann Lee",)
    body = kiln.text[slice(*kiln.body)]
    assert body.startswith("The kiln reopened on Friday.")
    assert body.endswith("said Tamsin Okell, the potter.")
    assert goat.text[slice(*goat.body)] == "“It ate the map,” Tom Ode said."
    assert kiln.metadata["length"].startswith("312")
    assert "section" in kiln.metadata


FACTIVA_PAGE: Final = "".join(
    f"""<div class="article enArticle"><div><span class="enHeadline">{title}</span></div>
<div class="author">By Ann Lee</div><div>88 words</div><div>3 May 2024</div><div>Vale Post</div>
<div>VALEP</div><div>English</div><div>© 2024 Vale Post.</div><p>The kiln reopened.</p>
<p>“We fire at noon,” said Tamsin Okell, the potter.</p>
<p>Document VALEP00020240503ek530000{n}</p></div>"""
    for n, title in enumerate(("Kiln reopens", "Kiln closes"))
)


def test_a_page_that_factiva_saved_is_split(tmp_path: Path) -> None:
    page = f"<!doctype html><html><body>{FACTIVA_PAGE}</body></html>"
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    items = list(read_articles([tmp_path], Settings()))
    assert len(items) == 2
    for item, title in zip(items, ("Kiln reopens", "Kiln closes"), strict=True):
        assert isinstance(item, Article), item
        assert (item.title, item.published, item.publisher) == (title, "2024-05-03", "Vale Post")
        assert item.text[slice(*item.body)] == (
            "The kiln reopened.\n\n“We fire at noon,” said Tamsin Okell, the potter."
        )


def test_one_article_without_the_marks_of_an_export(tmp_path: Path) -> None:
    (kiln,) = read(
        tmp_path, NEXIS_LABELS.split("2 of 2 DOCUMENTS")[0].replace("1 of 2 DOCUMENTS", "")
    )
    assert isinstance(kiln, Article)
    assert (kiln.title, kiln.published) == ("Kiln reopens at Vale", "2024-05-03")
    assert kiln.text[slice(*kiln.body)].startswith("The kiln reopened on Friday.\n\n“We fire")


def test_an_export_that_was_cut_off_loses_nothing(tmp_path: Path) -> None:
    cut = FACTIVA[: FACTIVA.index("Document VALEP00020240504")]
    kiln, goat = read(tmp_path, cut)
    assert isinstance(kiln, Article)
    assert isinstance(goat, Article)
    assert goat.text.endswith("“It ate the map,” Tom Ode said.")


def test_an_article_without_a_story_costs_itself(tmp_path: Path) -> None:
    goat = "“It ate the map,” Tom Ode said."
    for text in (FACTIVA, NEXIS, NEXIS_UNI):
        first, second = read(tmp_path, text.replace(goat, ""))
        assert isinstance(first, Article)
        assert isinstance(second, InputError)
        assert second.code == "no-text"


@pytest.mark.parametrize(
    "text",
    [
        "Kiln reopens\n\nDocument A1 was lost, said Ann Lee.\n\nIt had 312 words.\n",
        "Kiln reopens\n\n1 of 2 DOCUMENTS was lost, said Ann Lee.\n",
        "Kiln reopens\n\nEnd of Document\n\nsaid the last line, as always.\n",
    ],
)
def test_an_article_is_not_split(tmp_path: Path, text: str) -> None:
    (article,) = read(tmp_path, text)
    assert isinstance(article, Article)
    assert article.text == text


@pytest.mark.parametrize(
    ("words", "document"),
    [("Wörter", "Dokument"), ("mots", "Document"), ("palabras", "Documento")],
)
def test_factiva_in_other_languages(tmp_path: Path, words: str, document: str) -> None:
    text = FACTIVA.replace(" words", f" {words}").replace("Document ", f"{document} ")
    titles = [item.title for item in read(tmp_path, text) if isinstance(item, Article)]
    assert titles == ["Kiln reopens at Vale", "Goat eats map"]


def test_old_line_ends(tmp_path: Path) -> None:
    assert len(read(tmp_path, FACTIVA.replace("\n", "\r"))) == 2


def test_lexisnexis_in_german(tmp_path: Path) -> None:
    def article(number: int, title: str, story: str) -> str:
        return (
            f"Dokument {number} von 2\n\nVale Post\n\nMay {number}, 2024 Friday\n\n{title}\n\n"
            f"RUBRIK: News\n\nLÄNGE: 90 Wörter\n\n{story}\n\nLOAD-DATE: May 9, 2024\n\n"
        )

    first = "“It ate the map,” Tom Ode said."
    second = "“It was cold,” Ann Lee said of the kiln."
    items = read(tmp_path, article(1, "Goat eats map", first) + article(2, "Kiln", second))
    assert [i.title for i in items if isinstance(i, Article)] == ["Goat eats map", "Kiln"]
    bodies = [i.text[slice(*i.body)] for i in items if isinstance(i, Article)]
    assert bodies == [first, second]
    assert [i.metadata["section"] for i in items if isinstance(i, Article)] == ["News", "News"]
