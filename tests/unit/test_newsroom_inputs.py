"""Inputs as newsrooms and scholars send them, each a kind that was once lost or misread."""

# ruff: noqa: E501  texts are easier to read unbroken

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import docx
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from newsquotes.articles import Article
from newsquotes.articles.language import detect
from newsquotes.errors import InputError
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from tests.documents import as_docx, as_rtf
from tests.reading import bodies, one, read

LOCK_1: Final = "The lock at Ferrow broke on Sunday, and eleven barges were left on the wrong side of it until the evening."
LOCK_2: Final = (
    "“It was built for rowing boats,” said Ida Crane, who keeps it. “We told them so in March.”"
)
BELL_1: Final = "The bell of Quay will not ring this winter, the parish said on Monday, because its rope was eaten by mice."
BELL_2: Final = "“They left us a yard of it,” Bo Lind told the council. “A yard will not do.”"
LOCK: Final = f"{LOCK_1}\n\n{LOCK_2}"
BELL: Final = f"{BELL_1}\n\n{BELL_2}"
MARKED: Final = f"<p>{LOCK_1}</p><p>{LOCK_2}</p>"


def told(article: Article) -> str:
    return "\n".join(f"{note.code}: {note.message}" for note in article.notes)


@pytest.mark.parametrize(
    "table",
    [
        f"id,'title','text'\n1,'Lock','{LOCK}'\n2,'Bell','{BELL}'\n",
        f"'id';'title';'text'\n'1';'Lock';'{LOCK}'\n'2';'Bell';'{BELL}'\n",
        f'Nr;Titel;Volltext\n1;Lock;"{LOCK}"\n2;Bell;"{BELL}"\n',
    ],
)
def test_tables_of_other_programs_and_languages(tmp_path: Path, table: str) -> None:
    items = read(tmp_path, "a.csv", table)
    assert bodies(items) == [LOCK, BELL]
    assert [item.title for item in items if isinstance(item, Article)] == ["Lock", "Bell"]


def test_a_mark_within_single_marks_is_text(tmp_path: Path) -> None:
    table = "id,'title','text'\n1,'Crane\\'s lock','She said, \"No.\"'\n2,'Bell','Ida left.'\n"
    items = read(tmp_path, "a.csv", table)
    assert bodies(items) == ['She said, "No."', "Ida left."]


def test_lists_that_are_empty_and_titles_that_are_numbers(tmp_path: Path) -> None:
    article = one(read(tmp_path, "a.csv", f'title,text,authors,tags\n1984,"{LOCK}",[],[]\n'))
    assert (article.title, article.authors, article.metadata) == ("1984", (), {})


def test_a_row_without_a_text_is_told_where_nobody_types_rows(tmp_path: Path) -> None:
    stream = io.BytesIO()
    pq.write_table(pa.table({"text": [LOCK, None, "", BELL]}), stream)
    found = bodies(read(tmp_path, "a.parquet", stream.getvalue()))
    assert found == [LOCK, "no-text", "no-text", BELL]


def test_a_table_in_yet_another_encoding_is_refused(tmp_path: Path) -> None:
    table = "title,text\nШлюз,Шлюз сломался в воскресенье.\n".encode("cp1251")
    assert bodies(read(tmp_path, "a.csv", table)) == ["undecodable"]


OBJECTS: Final[dict[str, Any]] = {
    "what is known of it beside it": {"text": LOCK, "meta": {"title": "Lock", "date": "2024-05-03"}},
    "in several languages": {"title": {"de": "Schleuse", "en": "Lock"}, "body": {"de": "Die Schleuse.", "en": LOCK}, "date": "2024-05-03"},
    "sentences of paragraphs": {"title": "Lock", "text": [[LOCK_1], [LOCK_2]], "date": "2024-05-03"},
    "a page": {"date": "2024-05-03", "html": f"<!doctype html><html><head><title>Lock</title></head><body><article><h1>Lock</h1>{MARKED}</article></body></html>"},
    "a page as the text": {"date": "2024-05-03", "content": f"<html><head><title>Lock</title></head><body><article><h1>Lock</h1>{MARKED}</article></body></html>"},
    "escaped once more": {"title": "Lock", "date": "2024-05-03", "content": MARKED.replace("<", "&lt;").replace(">", "&gt;")},
    "marked, under html": {"title": "Lock", "publishedTime": "2024-05-03", "html": MARKED, "plaintext": None},
    "a form of the text": {"title": "Lock", "date": "2024-05-03", "body": {"storage": {"value": MARKED, "representation": "storage"}}},
    "the tree of Contentful": {"fields": {"title": "Lock", "date": "2024-05-03", "body": {"nodeType": "document", "content": [{"nodeType": "paragraph", "content": [{"nodeType": "text", "value": part}]} for part in (LOCK_1, LOCK_2)]}}},
    "one of a graph": {"@graph": [{"@type": "WebSite", "name": "Vale Post"}, {"@type": "NewsArticle", "headline": "Lock", "articleBody": LOCK, "datePublished": "2024-05-03"}]},
}  # fmt: skip


@pytest.mark.parametrize("name", OBJECTS)
def test_objects_of_other_tools(tmp_path: Path, name: str) -> None:
    article = one(read(tmp_path, "a.json", json.dumps(OBJECTS[name])))
    assert article.text[slice(*article.body)].replace("\n\n", "\n") == LOCK.replace("\n\n", "\n")
    assert (article.title, article.published) == ("Lock", "2024-05-03")


def test_a_list_under_the_name_of_a_text(tmp_path: Path) -> None:
    value = {"article": [{"title": "Lock", "body": LOCK}, {"title": "Bell", "body": BELL}]}
    assert bodies(read(tmp_path, "a.json", json.dumps(value))) == [LOCK, BELL]


def test_a_list_of_words_is_refused(tmp_path: Path) -> None:
    value = {"text": ["The", "lock", "at", "Ferrow", "broke", "."]}
    (failure,) = read(tmp_path, "a.json", json.dumps(value))
    assert isinstance(failure, InputError)
    assert "list of words" in failure.message
    few = {"body": ["No.", "Yes.", "Ida Crane left the room."]}
    assert one(read(tmp_path, "b.json", json.dumps(few)))


def test_addresses_are_neither_authors_nor_publishers(tmp_path: Path) -> None:
    given = {"text": LOCK, "author": "https://vale.example/ida", "source": "https://vale.example/1"}
    article = one(read(tmp_path, "a.json", json.dumps(given)))
    assert (article.authors, article.publisher) == ((), None)
    assert article.url == "https://vale.example/1"


G2: Final = 'xmlns="http://iptc.org/std/nar/2006-10-01/"'
RSS: Final = 'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:media="http://search.yahoo.com/mrss/"'
XML: Final = {
    "a headline without lines": f"<nitf><body><body.head><hedline>Lock</hedline></body.head><body.content>{MARKED}</body.content></body></nitf>",
    "headlines in two languages": f'<newsItem {G2}><contentMeta><language tag="en"/><headline xml:lang="de">Schleuse</headline><headline xml:lang="en">Lock</headline></contentMeta><contentSet><inlineXML>{MARKED}</inlineXML></contentSet></newsItem>',
    "plain text of NewsML 1": f"<NewsML><NewsItem><NewsLines><HeadLine>Lock</HeadLine></NewsLines><DataContent><![CDATA[{LOCK}]]></DataContent></NewsItem></NewsML>",
    "captions of a feed": f"<rss version='2.0' {RSS}><channel><item><title>Lock</title><media:description>The lock in May.</media:description><content:encoded><![CDATA[{MARKED}]]></content:encoded></item></channel></rss>",
    "captions behind a text": f"<rss version='2.0' {RSS}><channel><item><title>Lock</title><description><![CDATA[{MARKED}]]></description><media:content url='a'><media:description>The lock in May.</media:description></media:content></item></channel></rss>",
    "documents of trafilatura": f'<corpus><doc title="Lock"><main>{MARKED}</main></doc></corpus>',
    "somebody's own": f"<stories><story><headline>Lock</headline><section>News</section><text>{LOCK}</text></story></stories>",
    "somebody's own, marked": f'<x:stories xmlns:x="urn:x"><x:story title="Lock"><x:body><x:p>{LOCK_1}</x:p><x:p>{LOCK_2}</x:p></x:body></x:story></x:stories>',
}


@pytest.mark.parametrize("name", XML)
def test_more_xml_of_others(tmp_path: Path, name: str) -> None:
    article = one(read(tmp_path, "a.xml", XML[name]))
    assert (article.title, article.text[slice(*article.body)]) == ("Lock", LOCK)


@pytest.mark.parametrize(
    "text", ["<settings><item id='1'><text>Open</text></item></settings>", "<opml><body/></opml>"]
)
def test_other_xml_is_refused(tmp_path: Path, text: str) -> None:
    assert bodies(read(tmp_path, "a.xml", text)) == ["unsupported-format"]


def archived(kind: str, data: bytes, said: str, of: str = "text/plain") -> bytes:
    stream = io.BytesIO()
    writer = WARCWriter(stream, gzip=False)
    headers = StatusAndHeaders("200 OK", [("Content-Type", said)], protocol="HTTP/1.1")
    record = writer.create_warc_record(
        "https://vale.example/1",
        kind,
        payload=io.BytesIO(data),
        warc_content_type=of,
        http_headers=headers if kind == "response" else None,
    )
    writer.write_record(record)
    return stream.getvalue()


def test_what_the_server_says_of_the_encoding_is_believed(tmp_path: Path) -> None:
    story = "".join(f"<p>Ēriks Brūns said so on day {n} of the fair at Quay.</p>" for n in range(9))
    page = f"<html><head><title>Bell</title></head><body><article>{story}</article></body></html>"
    data = archived("response", page.encode("iso8859-13"), "text/html; charset=ISO-8859-13")
    article = one(read(tmp_path, "a.warc", data))
    assert "Ēriks Brūns" in article.text
    assert article.encoding == "iso8859-13"


@pytest.mark.parametrize("name", ["a.warc", "a.warc.wet", "a.txt"])
def test_pages_as_text(tmp_path: Path, name: str) -> None:
    article = one(read(tmp_path, name, archived("conversion", LOCK.encode(), "")))
    assert (article.text, article.url) == (LOCK, "https://vale.example/1")


type Rows = list[list[str]]
ROWS: Final = [["Headline", "Text", "Date"], ["Lock", LOCK, "3 May 2024"], ["Bell", BELL, "4 May 2024"]]  # fmt: skip
BESIDE: Final = [[[a, b] for a, b in zip(ROWS[0], row, strict=True)] for row in ROWS[1:]]


def in_word(*tables: Rows, above: str = "Press review") -> bytes:
    document = docx.Document()
    document.add_paragraph(above)
    for rows in tables:
        table = document.add_table(rows=len(rows), cols=len(rows[0]))
        for cells, row in zip(table.rows, rows, strict=True):
            for cell, words in zip(cells.cells, row, strict=True):
                cell.text = words
        document.add_paragraph("")
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def in_rtf(rows: Rows, above: str = "Press review") -> bytes:
    start, end = rb"\f0\fs24 ", b"\\par}"
    whole = as_rtf("X")
    head = whole[: whole.index(start) + len(start)]

    def words(cell: str) -> bytes:
        return as_rtf(cell)[len(head) : -len(end)]

    made = b"".join(
        rb"\trowd\cellx900 " + b"".join(words(cell) + rb"\cell " for cell in row) + rb"\row "
        for row in rows
    )
    return head + above.encode() + rb"\par " + made + b"}"


TABLES: Final[dict[str, tuple[str, Callable[[], bytes]]]] = {
    "a table": ("a.docx", lambda: in_word(ROWS)),
    "a heading above the names": ("a.docx", lambda: in_word([["May", "", ""], *ROWS])),
    "two tables": ("a.docx", lambda: in_word(ROWS[:2], [ROWS[0], ROWS[2]])),
    "a table for each": ("a.docx", lambda: in_word(*BESIDE)),
    "RTF": ("a.rtf", lambda: in_rtf(ROWS)),
}


@pytest.mark.parametrize("name", TABLES)
def test_tables_of_articles_in_documents(tmp_path: Path, name: str) -> None:
    file, made = TABLES[name]
    items = read(tmp_path, file, made())
    assert bodies(items) == [LOCK, BELL]
    articles = [item for item in items if isinstance(item, Article)]
    assert [(a.title, a.published) for a in articles] == [
        ("Lock", "2024-05-03"),
        ("Bell", "2024-05-04"),
    ]
    assert not any(article.notes for article in articles)


def test_text_beside_a_table_of_articles_is_told(tmp_path: Path) -> None:
    lock, bell = read(tmp_path, "a.docx", in_word(ROWS, above=f"{LOCK_1} {BELL}"))
    assert isinstance(lock, Article)
    assert isinstance(bell, Article)
    assert "which was not read" in told(lock)
    assert not bell.notes


def test_other_tables_are_part_of_the_story(tmp_path: Path) -> None:
    facts = [["Title", "Owner"], ["Lock", "Ferrow"]]
    for name, data in (("a.docx", in_word(facts, above=LOCK)), ("a.rtf", in_rtf(facts, "Lock."))):
        assert "Ferrow" in one(read(tmp_path, name, data)).text


@pytest.mark.parametrize(
    "above",
    [
        "Search Summary\nText lock\nTimestamp 5 May 2024\n\n",
        "Table of Contents\n\n1. Mill burns .......... 2\n2. Bell falls silent .... 3\n\n",
    ],
)
def test_what_factiva_puts_first_is_no_title(tmp_path: Path, above: str) -> None:
    export = f"{above}Mill burns\n300 words\n3 May 2024\nVale Post\nVALEP\nEnglish\n\n{LOCK}\n\nDocument VALEP00020240503ek5300001\n"
    article = one(read(tmp_path, "a.txt", export))
    assert (article.title, article.authors) == ("Mill burns", ())


@pytest.mark.parametrize(
    ("lines", "authors", "publisher"),
    [
        ("Ida Crane\nMay 3, 2024", ("Ida Crane",), None),
        ("Ida Crane in Ferrow\nFri 3 May 2024 10.15 BST", ("Ida Crane",), None),
        ("Vale Post\nMay 3, 2024 Friday", (), "Vale Post"),
        ("Vale Post, 3 May 2024", (), "Vale Post"),
    ],
)
def test_credits_without_a_label(
    tmp_path: Path, lines: str, authors: tuple[str, ...], publisher: str | None
) -> None:
    article = one(read(tmp_path, "a.txt", f"Lock breaks at Ferrow\n{lines}\n\n{LOCK}"))
    assert (article.authors, article.publisher) == (authors, publisher)
    assert (article.published or "")[:10] == "2024-05-03"
    assert article.text[slice(*article.body)] == LOCK


def test_credits_below_a_standfirst(tmp_path: Path) -> None:
    first = "Eleven barges wait while the keeper of the lock looks for a spanner"
    text = f"Lock breaks at Ferrow\n{first}\n\nBy Ida Crane\nPublished 3 May 2024\n\n{LOCK}"
    article = one(read(tmp_path, "a.txt", text))
    assert (article.authors, article.published) == (("Ida Crane",), "2024-05-03")
    assert first in article.text[slice(*article.body)]


@pytest.mark.parametrize("line", ["Nobody Came To The Fair", "He left", "“No”"])
def test_a_line_above_a_paragraph_is_no_credit(tmp_path: Path, line: str) -> None:
    article = one(read(tmp_path, "a.txt", f"Lock breaks\n{line}\n\n{LOCK}"))
    assert article.text[slice(*article.body)] == f"{line}\n\n{LOCK}"


SEVERAL: Final = {
    "titles": f"Title: Lock\nDate: 3 May 2024\n\n{LOCK}\n\nTitle: Bell\nDate: 4 May 2024\n\n{BELL}",
    "bylines": f"Lock\nBy Ida Crane\n\n{LOCK}\n\nBell falls silent for winter\nBy Bo Lind\n\n{BELL}",
    "papers": f"Lock\nVale Post, 3 May 2024\n\n{LOCK}\n\nBell falls silent for winter\nQuay News, 4 May 2024\n\n{BELL}",
    "marks": f"Lock\n\n{LOCK}\n\n###\n\nBell falls silent for winter\n\n{BELL}\n\n###\n\nA goat eats the map\n\n{LOCK_2}\n\n###",
}


@pytest.mark.parametrize("name", SEVERAL)
def test_short_articles_in_one_file_are_noticed(tmp_path: Path, name: str) -> None:
    assert "several articles" in told(one(read(tmp_path, "a.txt", SEVERAL[name])))


@pytest.mark.parametrize(
    "text", [f"Lock\nBy Ida Crane\n\n{LOCK}\n\n###\n\nFor more, ask Ida Crane.", f"Title: Lock\n\n{LOCK}"]
)  # fmt: skip
def test_one_article_with_an_end_is_not_suspected(tmp_path: Path, text: str) -> None:
    assert not one(read(tmp_path, "a.txt", text)).notes


def test_more_of_markdown(tmp_path: Path) -> None:
    text = f"Lock\n====\n\n{LOCK_1}[^1]\n\n<!-- draft -->\n\n{LOCK_2}\n\n[^1]: See page 4.\n"
    article = one(read(tmp_path, "a.md", text))
    assert article.title == "Lock"
    assert article.text[slice(*article.body)].split() == LOCK.split()
    starred = one(read(tmp_path, "b.md", f"*Lock*\n\n_{LOCK_1}_\n\n{LOCK_2}"))
    assert starred.text == f"Lock\n\n{LOCK}"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("vi", "Âu thuyền ở Ferrow bị hỏng vào Chủ nhật, bà Ida Crane nói."),
        ("zh", "费罗的船闸周日坏了。艾达说：“三月份我们就告诉过他们了。”"),
    ],
)
def test_few_letters_tell_a_language_unlike_english(language: str, text: str) -> None:
    assert detect(text).language == language
    assert detect(f"{LOCK_1}\n\n{text}\n\n{LOCK_2}").other == language


def test_a_story_below_a_title_in_chinese_is_whole(tmp_path: Path) -> None:
    article = one(read(tmp_path, "a.txt", f"费罗的船闸周日坏了。\n\n{LOCK}"))
    assert article.title is None


def test_clippings_of_word_without_a_table_are_noticed(tmp_path: Path) -> None:
    made = as_docx(f"{SEVERAL['bylines']}")
    assert "several articles" in told(one(read(tmp_path, "a.docx", made)))
