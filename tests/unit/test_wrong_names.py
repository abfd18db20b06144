"""Files under the name of another format, and tables that hold more than texts: read or told."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
import time
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter
from newsquotes.articles import Article, read_articles
from newsquotes.articles.cleaning import clean
from newsquotes.articles.markup import plain_text
from newsquotes.articles.text import article_of
from newsquotes.errors import InputError
from newsquotes.settings import Settings

GOAT: Final = "“It ate the map,” Tom Ode said, and nobody laughed in the whole of Vale."
KILN: Final = "“We fire at noon,” said Tamsin Okell, the potter of Vale."
PAGE: Final = f"<html><body><p>{GOAT}</p></body></html>"


def read(path: Path) -> list[Article | InputError]:
    return list(read_articles([path], Settings()))


def told(folder: Path, name: str, data: bytes) -> str:
    (folder / name).write_bytes(data)
    (item,) = read(folder / name)
    assert isinstance(item, InputError), item
    return item.message


def texts(items: list[Article | InputError]) -> list[str]:
    return [item.text if isinstance(item, Article) else item.code for item in items]


@pytest.mark.parametrize("name", ["a.txt", "a.csv", "a.json", "a.html"])
@pytest.mark.parametrize(
    ("data", "words"),
    [
        (gzip.compress(GOAT.encode(), mtime=0), "gzip; end its name in .gz"),
        (bz2.compress(GOAT.encode()), "bzip2"),
        (lzma.compress(GOAT.encode()), "xz"),
        (b"PK\x03\x04" + bytes(40), "zip archive"),
        (b"PAR1" + bytes(40), "Parquet"),
        (b"%PDF-1.4\n%", "PDF"),
        (b"\xd0\xcf\x11\xe0" + bytes(40), "Office"),
    ],
)
def test_binary_data_is_told_by_its_kind(
    tmp_path: Path, name: str, data: bytes, words: str
) -> None:
    assert words in told(tmp_path, name, data)


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("a.json", PAGE, "looks like .html"),
        ("a.json", f'id,title,text\n1,Goat,"{GOAT}"\n', "looks like .csv"),
        ("a.json", "The goat ate the map.", "looks like .txt"),
        ("a.html", json.dumps({"text": GOAT}, indent=1), "looks like .json"),
        ("a.html", GOAT, "looks like .txt"),
        ("a.xlsx", f'id,text\n1,"{GOAT}"\n', "text, not a workbook"),
        ("a.xls", PAGE, "text, not a workbook"),
    ],
)
def test_text_is_told_by_its_look(tmp_path: Path, name: str, text: str, words: str) -> None:
    assert words in told(tmp_path, name, text.encode())


def test_a_web_archive_as_text_is_read_as_what_it_is(tmp_path: Path) -> None:
    page = PAGE.encode()
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://vale.example/1\r\n"
        "WARC-Date: 2024-05-03T09:00:00Z\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    (tmp_path / "a.txt").write_bytes(head.encode() + http + b"\r\n\r\n")
    (article,) = read(tmp_path / "a.txt")
    assert isinstance(article, Article)
    assert article.url == "https://vale.example/1"


def test_every_sheet_with_texts_is_read(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    for name, cells in (("2023", ["text", GOAT]), ("Notes", ["x"]), ("2024", ["text", KILN])):
        sheet = book.add_worksheet(name)
        for row, cell in enumerate(cells):
            sheet.write(row, 0, cell)
    book.close()
    items = read(tmp_path / "a.xlsx")
    assert texts(items) == [GOAT, KILN]
    assert [item.id for item in items] == ["a-1", "a-sheet3-1"]


COLUMNS: Final[dict[str, dict[str, Any]]] = {
    "bytes": {"text": [GOAT.encode()]},
    "a struct": {"article": [{"title": "Goat", "text": GOAT}]},
    "a list as Python writes it": {"text": [str([GOAT])], "authors": ["['Ann Lee', 'Bo Crane']"]},
    "JSON": {"text": [json.dumps({"text": GOAT})]},
    "a list": {"paragraphs": [[GOAT]]},
}


@pytest.mark.parametrize("name", COLUMNS)
def test_texts_of_every_form(tmp_path: Path, name: str) -> None:
    pq.write_table(pa.table(COLUMNS[name]), tmp_path / "a.parquet")
    (article,) = read(tmp_path / "a.parquet")
    assert isinstance(article, Article)
    assert article.text[slice(*article.body)] == GOAT
    if "authors" in COLUMNS[name]:
        assert article.authors == ("Ann Lee", "Bo Crane")


@pytest.mark.parametrize("text", ["[sic] was all he wrote.", "{x} is a set.", "['tis true]", "[]"])
def test_brackets_are_no_list(tmp_path: Path, text: str) -> None:
    pq.write_table(pa.table({"text": [text + " He left."]}), tmp_path / "a.parquet")
    assert texts(read(tmp_path / "a.parquet")) == [text + " He left."]


def test_bytes_in_two_encodings(tmp_path: Path) -> None:
    pq.write_table(
        pa.table({"text": [GOAT.encode("cp1252"), KILN.encode()]}), tmp_path / "a.parquet"
    )
    assert texts(read(tmp_path / "a.parquet")) == [GOAT, KILN]


def test_columns_of_one_name_in_parquet(tmp_path: Path) -> None:
    table = pa.Table.from_arrays([pa.array([GOAT]), pa.array([KILN])], names=["text", "text"])
    pq.write_table(table, tmp_path / "a.parquet")
    (article,) = read(tmp_path / "a.parquet")
    assert isinstance(article, Article)
    assert article.text == GOAT
    assert [note.code for note in article.notes] == ["suspicious-input"]


def test_ids_that_are_decimals(tmp_path: Path) -> None:
    ids = pa.array([Decimal(12)], pa.decimal128(10, 0))
    pq.write_table(pa.table({"id": ids, "text": [GOAT]}), tmp_path / "a.parquet")
    assert [item.id for item in read(tmp_path / "a.parquet")] == ["12"]


NEWSML: Final = (
    '<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="n1"><contentMeta>'
    '<headline role="hldrole:sub">A goat</headline><headline role="hldrole:main">Goat eats map'
    f'</headline></contentMeta><contentSet><inlineData contenttype="text/plain">{GOAT}'
    "</inlineData></contentSet></newsItem>"
)


def test_of_several_headlines_the_main_one_is_the_title(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(NEWSML, "utf-8")
    (article,) = read(tmp_path / "a.xml")
    assert isinstance(article, Article)
    assert article.title == "Goat eats map"


def test_a_dump_of_wordpress_holds_more_than_articles(tmp_path: Path) -> None:
    def item(kind: str, text: str) -> str:
        described = f"<description><![CDATA[{text}]]></description>"
        return f"<item><wp:post_type>{kind}</wp:post_type>{described}</item>"

    items = item("post", f"<p>{GOAT}</p>") + item("attachment", "") + item("nav_menu_item", "")
    (tmp_path / "a.xml").write_text(
        '<rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/"><channel>'
        f"{items}</channel></rss>",
        "utf-8",
    )
    assert texts(read(tmp_path / "a.xml")) == [GOAT]


def test_entities_of_a_feed_are_not_read_leniently(tmp_path: Path) -> None:
    feed = f'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><rss version="2.0"><channel><item><description>&a; {GOAT}</description></item></channel></rss>'  # noqa: E501
    assert "&a;" in told(tmp_path, "a.rss", feed.encode())


def test_shortcodes_are_removed() -> None:
    text = f'{GOAT}\n\n[caption id="x"]A goat, fed[/caption]\n\n[gallery ids="1,2"]'
    assert clean(text)[0].strip() == GOAT
    assert clean("He wrote [sic] in [gallery style].")[1] != ()
    assert clean("He wrote [sic] and [video evidence was lost] in it.")[0].startswith("He wrote")


HEADS: Final = [
    ("By Ann Lee May 3, 2024", ("Ann Lee",), "2024-05-03"),
    ("By Ann Lee 3 May 2024", ("Ann Lee",), "2024-05-03"),
    ("May 3, 2024 By Ann Lee", ("Ann Lee",), "2024-05-03"),
    ("Posted on May 3, 2024 by Ann Lee", ("Ann Lee",), "2024-05-03"),
    ("Ann Lee | 3 May 2024", ("Ann Lee",), "2024-05-03"),
    ("3 May 2024 · Ann Lee", ("Ann Lee",), "2024-05-03"),
    ("By Ann Lee (Northwire)", ("Ann Lee",), None),
    ("By Ann Lee @annlee", ("Ann Lee",), None),
    ("By Ann Lee ann@vale.example", ("Ann Lee",), None),
    ("Reporter: Ann Lee", ("Ann Lee",), None),
    ("First published on Fri 3 May 2024 10.15 GMT", (), "2024-05-03"),
    ("Location: Vale", (), None),
]


@pytest.mark.parametrize(("line", "authors", "day"), HEADS)
def test_lines_below_a_title(
    tmp_path: Path, line: str, authors: tuple[str, ...], day: str | None
) -> None:
    (tmp_path / "a.txt").write_text(f"Goat eats map\n{line}\n\n{GOAT}\n", "utf-8")
    (article,) = read(tmp_path / "a.txt")
    assert isinstance(article, Article)
    assert article.text[slice(*article.body)] == GOAT
    assert article.authors == authors
    assert (article.published or "")[:10] == (day or "")


@pytest.mark.parametrize(
    "line", ["The goat ate by Ann", "Vale | 3 goats", "A map | nobody laughed"]
)
def test_other_lines_are_no_byline(tmp_path: Path, line: str) -> None:
    (tmp_path / "a.txt").write_text(f"Goat eats map\n{line}\n\n{GOAT}\n", "utf-8")
    (article,) = read(tmp_path / "a.txt")
    assert isinstance(article, Article)
    assert article.authors == ()
    assert article.text[slice(*article.body)].startswith(line)


def warc(*pages: tuple[bytes, int]) -> bytes:
    """An archive of these pages, each with a length that is off by so many bytes."""
    records: list[bytes] = []
    for number, (page, off) in enumerate(pages):
        http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://vale.example/{number}\r\n"
            f"WARC-Date: 2024-05-03T09:00:00Z\r\nWARC-Record-ID: <urn:uuid:{number}>\r\n"
            "Content-Type: application/http; msgtype=response\r\n"
            f"Content-Length: {len(http) + off}\r\n\r\n"
        )
        records.append(head.encode() + http + b"\r\n\r\n")
    return b"".join(records)


def test_a_page_of_a_wrong_length_is_told(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    page = f"<html><body><p>{KILN}</p><p>{GOAT}</p></body></html>".encode()
    (tmp_path / "a.warc").write_bytes(warc((page, 0), (page, -40), (page, 0)))
    items = read(tmp_path / "a.warc")
    codes = [{note.code for note in item.notes} for item in items if isinstance(item, Article)]
    assert codes == [set(), {"truncated-text"}, set()]
    assert capfd.readouterr().err == ""


def test_pages_before_a_broken_one_are_read(tmp_path: Path) -> None:
    page = f"<html><body><p>{KILN}</p><p>{GOAT}</p></body></html>".encode()
    (tmp_path / "a.warc").write_bytes(warc((page, 0), (page, 0)) + b"PAGE/9\r\nnonsense\r\n\r\n")
    items = read(tmp_path / "a.warc")
    assert [isinstance(item, Article) for item in items] == [True, True, False]


@pytest.mark.parametrize("name", ["content", "summary"])
def test_an_entry_of_a_feed_without_words_is_one_failure(tmp_path: Path, name: str) -> None:
    entry = f'<entry><{name} type="xhtml"/><title/></entry>'
    feed = f'<feed xmlns="http://www.w3.org/2005/Atom">{entry}</feed>'
    (tmp_path / "a.atom").write_text(feed, "utf-8")
    assert texts(read(tmp_path / "a.atom")) == ["no-text"]


LONG: Final = {
    "a byline": "Title\nBy Ann Lee{}x\n\nText here.",
    "authors": "Title\nBy: Ann{}x (\n\nText here.",
    "a date": "Title\n3 May 2024{}by\n\nText.",
    "front matter": "---\ntitle: a{}b\n---\n\nText here.",
    "a list in it": "---\nauthors:\n{}- a\n---\n\nText here.",
    "a label": "Mr. OKELL.{}x",
}


@pytest.mark.parametrize("name", LONG)
def test_long_runs_of_blanks_take_linear_time(name: str) -> None:
    started = time.monotonic()
    article_of(LONG[name].format(" " * 100_000))
    assert time.monotonic() - started < 2


def test_a_title_below_its_date(tmp_path: Path) -> None:
    text = f"FOR IMMEDIATE RELEASE\n\nMay 3, 2024\n\nKiln Reopens\n\n{GOAT}"
    (tmp_path / "a.txt").write_text(text, "utf-8")
    (article,) = read(tmp_path / "a.txt")
    assert isinstance(article, Article)
    assert (article.title, article.published) == ("Kiln Reopens", "2024-05-03")
    assert article.text[slice(*article.body)] == GOAT


def test_a_story_below_its_date_has_no_title(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"May 3, 2024\n\n{GOAT}\n\n{KILN}", "utf-8")
    (article,) = read(tmp_path / "a.txt")
    assert isinstance(article, Article)
    assert article.title is None
    assert article.text[slice(*article.body)] == f"{GOAT}\n\n{KILN}"


def test_rules_are_no_soft_line_breaks() -> None:
    text = f"{GOAT}\n\n=====\n\n{KILN}\n\n=====\n"
    assert clean(text) == (text, ())


def test_short_articles_with_heads_of_labels_are_noticed(tmp_path: Path) -> None:
    head = "Title: {}\nAuthor: Ann Lee\nPublication: Vale Post\nDate: May 3, 2024\n\n"
    stories = f"{GOAT} {KILN}"
    text = head.format("Goat") + stories + "\n\n" + head.format("Kiln") + stories
    (tmp_path / "a.txt").write_text(text, "utf-8")
    (article,) = read(tmp_path / "a.txt")
    assert isinstance(article, Article)
    assert any("several articles" in note.message for note in article.notes)


def test_rows_that_end_before_the_second_of_two_columns(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f'text,text\n"{GOAT}"\n"{KILN}",x\n', "utf-8")
    assert texts(read(tmp_path / "a.csv")) == [GOAT, KILN]


@pytest.mark.parametrize("between", ["", "</p>", " "])
def test_a_quotation_is_kept_apart_from_who_signs_it(tmp_path: Path, between: str) -> None:
    signed = f"<blockquote><p>It was cold all day.{between}<cite>Ann Lee</cite></blockquote>"
    page = f"<html><body><article><p>{KILN}</p>{signed}<p>{GOAT}</p></article></body></html>"
    (tmp_path / "a.html").write_text(page, "utf-8")
    (article,) = read(tmp_path / "a.html")
    assert isinstance(article, Article)
    assert "day. — Ann Lee" in " ".join(article.text.split())


def test_a_work_that_is_cited_gets_no_dash() -> None:
    markup = "<p>She read <cite>The Vale</cite>.</p><blockquote>No. — <cite>Ann</cite></blockquote>"
    assert plain_text(markup) == "She read The Vale.\n\nNo. — Ann"


def test_a_zip_archive_of_a_later_version_is_told(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.txt", GOAT)
    data = bytearray((tmp_path / "a.zip").read_bytes())
    data[data.index(b"PK\x01\x02") + 6] = 250  # the version needed to extract, in the list of files
    assert "archive is broken" in told(tmp_path, "b.zip", bytes(data))
