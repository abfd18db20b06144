"""Agencies' XML, feeds and web archives: every article, and nothing from outside the file."""

# ruff: noqa: E501  markup is easier to read unbroken

from __future__ import annotations

import io
from pathlib import Path
from typing import Final

import pytest
from newsquotes.articles import Article, read_articles
from newsquotes.articles.cleaning import clean
from newsquotes.errors import InputError
from newsquotes.settings import Settings
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

BODY: Final = "The kiln reopened.\n\n“We fire at noon,” said Tamsin Okell, the potter."
MARKED: Final = (
    "<p>The kiln reopened.</p><p>“We fire at noon,” said <b>Tamsin Okell</b>, the potter.</p>"
)
NITF: Final = f"""<?xml version="1.0" encoding="UTF-8"?>
<nitf><head><title>Kiln</title><docdata><doc-id id-string="n1"/><date.issue norm="20240503"/>
<key-list><keyword key="pottery"/></key-list></docdata><pubdata name="Vale Post"/></head>
<body><body.head><hedline><hl1>Kiln reopens</hl1></hedline><byline>By Ann Lee</byline></body.head>
<body.content><media><media-caption>A kiln, cold.</media-caption></media>{MARKED}</body.content>
</body></nitf>"""
NEWSML: Final = f"""<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="n1">
<itemMeta><provider literal="Vale Post"/><versionCreated>2024-05-03T09:00:00Z</versionCreated></itemMeta>
<contentMeta><language tag="en"/><by>By Ann Lee</by><headline>Kiln reopens</headline>
<keyword>pottery</keyword></contentMeta><contentSet><inlineXML contenttype="application/xhtml+xml">
<html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body>{MARKED}</body></html>
</inlineXML></contentSet></newsItem>"""
NEWSML_NITF: Final = (
    NEWSML[: NEWSML.index("<html")]
    + NITF[NITF.index("<nitf") :]
    + ("</inlineXML></contentSet></newsItem>")
)
RSS: Final = f"""<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Vale Post</title>
<item><guid>n1</guid><title>Kiln reopens</title><pubDate>Fri, 03 May 2024 09:00:00 GMT</pubDate>
<dc:creator>Ann Lee</dc:creator><category>pottery</category>
<content:encoded><![CDATA[{MARKED}]]></content:encoded></item></channel></rss>"""
ATOM: Final = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Vale Post</title>
<entry><id>n1</id><title>Kiln reopens</title><published>2024-05-03T09:00:00Z</published>
<author><name>Ann Lee</name></author><category term="pottery"/>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{MARKED}</div></content></entry></feed>"""
LEAD, REST = MARKED.split("</p>", 1)
NITF_OF_A_CORPUS: Final = (
    NITF.replace(
        MARKED,
        f'<block class="lead_paragraph">{LEAD}</p></block><block class="full_text">{MARKED}</block>',
    )
    .replace('<date.issue norm="20240503"/>', "")
    .replace('name="Vale Post"', 'name="Vale Post" date.publication="20240503T000000"')
    .replace("By Ann Lee", "By <person>Ann Lee</person><byttl>Potter</byttl>")
)
NEWSML_1: Final = f"""<NewsML Version="1.2"><NewsItem><Identification><NewsIdentifier><ProviderId>Vale Post</ProviderId>
<NewsItemId>n1</NewsItemId></NewsIdentifier></Identification><NewsManagement><FirstCreated>20240503T090000Z</FirstCreated>
</NewsManagement><NewsComponent><NewsLines><HeadLine>Kiln reopens</HeadLine><ByLine>By Ann Lee</ByLine></NewsLines>
<ContentItem><DataContent>{NITF[NITF.index("<nitf") :]}</DataContent></ContentItem></NewsComponent></NewsItem></NewsML>"""
TRAFILATURA: Final = f"""<doc id="n1" title="Kiln reopens" author="Ann Lee" date="2024-05-03" sitename="Vale Post"
keywords="pottery"><main>{MARKED}</main><comments/></doc>"""
FORMATS: Final = {
    "corpus.xml": NITF_OF_A_CORPUS, "old.newsml": NEWSML_1, "page.xml": TRAFILATURA,
    "a.nitf": NITF, "a.xml": NITF, "a.newsml": NEWSML, "b.xml": NEWSML, "nested.xml": NEWSML_NITF,
    "a.rss": RSS, "c.xml": RSS, "a.atom": ATOM, "message.xml": f"<newsMessage>{NEWSML}</newsMessage>",
}  # fmt: skip


def read(folder: Path, name: str, content: str | bytes) -> list[Article | InputError]:
    data = content.encode() if isinstance(content, str) else content
    (folder / name).write_bytes(data)
    return list(read_articles([folder], Settings()))


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_gives_the_same_article(tmp_path: Path, name: str) -> None:
    (article,) = read(tmp_path, name, FORMATS[name])
    assert isinstance(article, Article), article
    assert article.text == f"Kiln reopens\n\n{BODY}"
    assert article.text[slice(*article.body)] == BODY
    assert (article.id, article.title) == ("n1", "Kiln reopens")
    assert (article.published or "")[:10] == "2024-05-03"
    assert (article.publisher, article.authors) == ("Vale Post", ("Ann Lee",))
    assert article.metadata["keywords"] == "pottery"


def test_a_summary_is_told(tmp_path: Path) -> None:
    short = RSS.replace("content:encoded", "description")
    (article,) = read(tmp_path, "a.rss", short)
    assert isinstance(article, Article)
    assert [note.code for note in article.notes] == ["suspicious-input"]


def test_an_entry_without_a_text_costs_itself(tmp_path: Path) -> None:
    feed = RSS.replace("<item>", "<item><title>Goat</title></item><item>", 1)
    failure, article = read(tmp_path, "a.rss", feed)
    assert isinstance(failure, InputError)
    assert failure.code == "no-text"
    assert isinstance(article, Article)


def test_nothing_is_fetched_and_no_entity_swells(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("hidden words", encoding="utf-8")
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    head = f'<!DOCTYPE nitf [<!ENTITY a0 "boom"><!ENTITY x SYSTEM "{secret.as_uri()}">{entities}]>'
    text = NITF.split("\n", 1)[1].replace("reopened.", "reopened. &x; &a11;")
    secret.rename(tmp_path / ".secret")
    items = read(tmp_path, "a.xml", head + text)
    for item in items:
        assert not isinstance(item, Article) or len(item.text) < 200


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.xml", "<nitf><body>", "bad-xml"),
        ("a.xml", "", "bad-xml"),
        ("a.xml", "<catalogue/>", "unsupported-format"),
        ("a.xml", "<nitf/>", "no-text"),
        (
            "a.xml",
            '<!DOCTYPE nitf [<!ENTITY x "y">]>' + NITF.split("\n", 1)[1].replace("kiln", "&x;"),
            "bad-xml",
        ),
        ("a.rss", "<rss><channel><title>x</title></channel></rss>", "empty"),
        ("a.newsml", NEWSML.replace(MARKED, ""), "no-text"),
        ("a.warc", b"", "empty"),
        ("a.warc", b"no archive at all", "unreadable"),
    ],
)
def test_broken_twins(tmp_path: Path, name: str, content: str | bytes, code: str) -> None:
    (failure,) = read(tmp_path, name, content)
    assert isinstance(failure, InputError)
    assert failure.code == code


def archive(*pages: tuple[str, str, str]) -> bytes:
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=False)
    for number, (status, kind, page) in enumerate(pages):
        headers = StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.1")
        url = f"https://vale.example/{number}"
        record = writer.create_warc_record(
            url, "response", payload=io.BytesIO(page.encode()), http_headers=headers
        )
        writer.write_record(record)
    return out.getvalue()


def test_the_pages_of_an_archive(tmp_path: Path) -> None:
    filler = "<p>The wall of the kiln was built long ago and mended at some cost to the town.</p>"
    page = f"<html><body><article><h1>Kiln reopens</h1>{MARKED}{filler * 3}</article></body></html>"
    data = archive(
        ("404 Not Found", "text/html", page),
        ("200 OK", "image/png", "picture"),
        ("200 OK", "text/html; charset=utf-8", page),
        ("200 OK", "text/html", "<html></html>"),
    )
    article, failure = read(tmp_path, "a.warc", data)
    assert isinstance(article, Article), article
    assert "said Tamsin Okell" in article.text
    assert (article.id, article.url) == ("a-1", "https://vale.example/2")
    assert isinstance(failure, InputError)
    assert (failure.source, failure.code) == ("a.warc:2", "no-text")


def test_an_archive_that_was_cut_off(tmp_path: Path) -> None:
    page = f"<html><body><article><h1>Kiln</h1>{MARKED * 4}</article></body></html>"
    data = archive(*[("200 OK", "text/html", page)] * 2)
    items = read(tmp_path, "a.warc", data[: len(data) // 2 + 60])
    assert isinstance(items[0], Article)


def test_pdf_is_refused_with_advice(tmp_path: Path) -> None:
    (failure,) = read(tmp_path, "a.pdf", b"%PDF-1.7")
    assert isinstance(failure, InputError)
    assert failure.code == "unsupported-format"
    assert "convert it" in failure.message


def test_what_feeds_put_around_an_article(tmp_path: Path) -> None:
    below = (
        '<p>The post <a href="https://vale.example/1">Kiln reopens</a> appeared first on '
        '<a href="https://vale.example">Vale Post</a>.</p>]]>'
    )
    rss = RSS.replace("]]>", below).replace("<title>Kiln", "<title>&lt;em&gt;Kiln&lt;/em&gt;")
    (article,) = read(tmp_path, "a.rss", rss)
    assert isinstance(article, Article)
    assert article.title == "Kiln reopens"
    assert article.text.endswith("said Tamsin Okell, the potter.")
    assert article.notes == ()


def test_an_entry_has_all_its_authors(tmp_path: Path) -> None:
    second = "</author><author><name>Bo Frost</name></author>"
    (article,) = read(tmp_path, "a.atom", ATOM.replace("</author>", second))
    assert isinstance(article, Article)
    assert article.authors == ("Ann Lee", "Bo Frost")


@pytest.mark.parametrize(
    ("marked", "text"),
    [
        ("<q>No</q>, she said.", "“No”, she said."),
        ("“<q>No</q>” or <q>“yes”</q>, <q class='x'>she</q> said.", "“No” or “yes”, “she” said."),
        ("<q>I said <q>no</q> twice</q>.", "“I said ‘no’ twice”."),
    ],
)
def test_quotations_in_markup_have_their_marks(tmp_path: Path, marked: str, text: str) -> None:
    (nitf,) = read(tmp_path, "a.nitf", NITF.replace(MARKED, f"<p>{marked}</p>"))
    assert isinstance(nitf, Article)
    assert nitf.text[slice(*nitf.body)] == text
    assert clean(f"<p>{marked}</p>")[0] == text
    filler = "<p>The kiln at Vale reopened on Friday after eleven years of wind and rain.</p>"
    page = (
        f"<html><body><article><h1>Kiln</h1>{filler}<p>{marked}</p>{filler}</article></body></html>"
    )
    (tmp_path / "a.nitf").unlink()
    (article,) = read(tmp_path, "a.html", page)
    assert isinstance(article, Article)
    assert text in article.text
