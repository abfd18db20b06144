"""Inputs in layouts that are rarer than those of the other tests: read whole, or told."""

# ruff: noqa: E501  texts are easier to read unbroken

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import pytest
from newsquotes.articles import Article
from newsquotes.articles.text import split_authors
from newsquotes.errors import InputError

from tests.reading import bodies, one, read

KILN: Final = "The kiln reopened.\n\n“We fire at noon,” said Tamsin Okell, the potter."
GOAT: Final = "“It ate the map,” Tom Ode said, and nobody laughed in the whole of Vale."


def codes(article: Article) -> list[str]:
    return [note.code for note in article.notes]


TWO: Final[dict[str, Any]] = {
    "by id": {"k1": {"title": "Kiln", "text": KILN}, "g1": {"title": "Goat", "text": GOAT}},
    "by id, texts alone": {"k1": {"text": KILN}, "g1": {"text": GOAT}},
    "by id, beside others": {
        "meta": {"made": "today"},
        "k1": {"title": "Kiln", "text": KILN},
        "g1": {"title": "Goat", "text": GOAT},
    },
    "lists in a list": [[{"title": "Kiln", "text": KILN}], [{"title": "Goat", "text": GOAT}]],
    "rows below names": [["title", "text"], ["Kiln", KILN], ["Goat", GOAT]],
    "a data frame, split": {
        "columns": ["title", "text"],
        "index": [0, 1],
        "data": [["Kiln", KILN], ["Goat", GOAT]],
    },
}


@pytest.mark.parametrize("name", TWO)
def test_none_of_two_articles_is_lost(tmp_path: Path, name: str) -> None:
    assert bodies(read(tmp_path, "a.json", json.dumps(TWO[name]))) == [KILN, GOAT]


@pytest.mark.parametrize("name", ["a.json", "a.jsonl", "a.txt"])
@pytest.mark.parametrize(
    ("between", "indent"), [("", None), ("\r", None), ("\n", 1), ("\n\x1e", None), (" \n", 1)]
)
def test_objects_one_after_the_other(
    tmp_path: Path, name: str, between: str, indent: int | None
) -> None:
    both = between.join(json.dumps({"text": text}, indent=indent) for text in (KILN, GOAT))
    assert bodies(read(tmp_path, name, both)) == [KILN, GOAT]


def test_a_broken_object_behind_a_good_one_is_told(tmp_path: Path) -> None:
    both = json.dumps({"text": KILN}, indent=1) + '\n{"text": '
    assert bodies(read(tmp_path, "a.json", both)) == ["bad-json"]


FIRST, SECOND = KILN.split("\n\n")
TREES: Final[dict[str, Any]] = {
    "Slate": [{"type": "p", "children": [{"text": part}]} for part in (FIRST, SECOND)],
    "pieces": [
        {"children": [{"text": FIRST[:8]}, {"text": FIRST[8:], "bold": True}]},
        {"children": [{"text": SECOND}]},
    ],
    "Draft.js": {"blocks": [{"text": FIRST}, {"text": SECOND}], "entityMap": {}},
    "Editor.js": {"time": 1, "blocks": [{"data": {"text": part}} for part in (FIRST, SECOND)]},
    "ProseMirror": {
        "type": "doc",
        "content": [
            {"type": "paragraph", "content": [{"type": "text", "text": part}]}
            for part in (FIRST, SECOND)
        ],
    },
    "Portable Text": [
        {"_type": "block", "children": [{"_type": "span", "text": FIRST}]},
        {"_type": "image", "asset": {"ref": "x"}},
        {"_type": "block", "children": [{"_type": "span", "text": SECOND}]},
    ],
}


@pytest.mark.parametrize("editor", TREES)
def test_the_trees_of_editors(tmp_path: Path, editor: str) -> None:
    value = {"title": "Kiln reopens", "body": TREES[editor]}
    assert bodies(read(tmp_path, "a.json", json.dumps(value))) == [KILN]


def test_the_blocks_of_the_guardian(tmp_path: Path) -> None:
    blocks = [{"id": "b", "bodyHtml": f"<p>{part}</p>"} for part in (FIRST, SECOND)]
    item = {"id": "uk/kiln", "webTitle": "Kiln reopens", "blocks": {"body": blocks}}
    article = one(read(tmp_path, "a.json", json.dumps({"response": {"content": item}})))
    assert article.title == "Kiln reopens"
    assert article.text[slice(*article.body)] == KILN


def test_a_headline_that_the_body_repeats_stands_once(tmp_path: Path) -> None:
    value = {"title": "Kiln reopens", "body": f"Kiln reopens\n\n{KILN}"}
    article = one(read(tmp_path, "a.json", json.dumps(value)))
    assert article.text == f"Kiln reopens\n\n{KILN}"
    assert article.text[slice(*article.body)] == KILN


@pytest.mark.parametrize(
    "date", [{"$date": {"$numberLong": "1714727400000"}}, "1714727400", {"$date": "2024-05-03"}]
)
def test_dates_of_databases(tmp_path: Path, date: Any) -> None:
    article = one(read(tmp_path, "a.json", json.dumps({"text": KILN, "date": date})))
    assert (article.published or "")[:10] == "2024-05-03"


def test_the_headline_of_arc(tmp_path: Path) -> None:
    value = {"headlines": {"basic": "Kiln reopens"}, "content_elements": [{"content": KILN}]}
    assert one(read(tmp_path, "a.json", json.dumps(value))).title == "Kiln reopens"


def test_of_two_columns_of_one_name_the_first_is_read(tmp_path: Path) -> None:
    table = f'id,text,text\n1,"{KILN}",Kiln\n2,,"{GOAT}"\n3,"{GOAT}","{GOAT}"\n'
    items = read(tmp_path, "a.csv", table)
    assert bodies(items) == [KILN, GOAT, GOAT]
    notes = [codes(item) for item in items if isinstance(item, Article)]
    assert notes == [["suspicious-input"], [], []]


@pytest.mark.parametrize("delimiter", ["^", "~", "\x01"])
def test_rare_delimiters(tmp_path: Path, delimiter: str) -> None:
    rows = [["id", "title", "text"], ["1", "Goat", GOAT]]
    table = "\n".join(delimiter.join(row) for row in rows)
    assert bodies(read(tmp_path, "a.csv", table)) == [GOAT]


def test_a_table_in_markdown(tmp_path: Path) -> None:
    table = f"| title | text |\n|:---|---:|\n| Goat | {GOAT} |\n"
    assert bodies(read(tmp_path, "a.csv", table)) == [GOAT]


@pytest.mark.parametrize("name", ["a.csv", "a.txt"])
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_its_mark_is_named(tmp_path: Path, name: str, encoding: str) -> None:
    (item,) = read(tmp_path, name, f"id,title,text\n1,Goat,{GOAT}\n".encode(encoding))
    assert isinstance(item, InputError)
    assert item.code == "undecodable"
    assert "UTF-16" in item.message


@pytest.mark.parametrize("end", ["\n", "\r"])
def test_a_table_of_an_old_macintosh(tmp_path: Path, end: str) -> None:
    table = f"id;text{end}1;{GOAT}{end}".encode("mac_roman")
    article = one(read(tmp_path, "a.csv", table))
    assert article.text == GOAT
    assert article.encoding == "mac_roman"
    assert codes(article) == ["encoding-fallback"]


def test_a_cell_that_a_workbook_cut_off_is_told(tmp_path: Path) -> None:
    text = (f"{GOAT} " * 600)[:32_767]
    article = one(read(tmp_path, "a.csv", f'id,text\n1,"{text}"\n'))
    assert codes(article) == ["truncated-text"]
    assert not codes(one(read(tmp_path, "b.csv", f'id,text\n1,"{text[:-9]}"\n')))


def test_tsv_without_quoting(tmp_path: Path) -> None:
    rows = ['1\t"We fire at noon," said Ann Lee.', '2\t"It ate "my" map," he said.', "3\tNo."]
    items = read(tmp_path, "a.tsv", "id\ttext\n" + "\n".join(rows))
    assert bodies(items) == [row[2:] for row in rows]


@pytest.mark.parametrize(
    ("names", "authors"),
    [
        ("Okell, Ann", ("Ann Okell",)),
        ("Okell, Ann; van Dyk, B. C.", ("Ann Okell", "B. C. van Dyk")),
        ("Ann Lee, Bo Crane", ("Ann Lee", "Bo Crane")),
        ("Ann Lee, reporter", ("Ann Lee",)),
        ("Lee, Reuters", ("Lee", "Reuters")),
    ],
)
def test_names_of_catalogues(names: str, authors: tuple[str, ...]) -> None:
    assert split_authors(names) == authors


MARKED: Final = f"<p>{FIRST}</p><p>{SECOND}</p>"
NITF: Final = f"<nitf><head><docdata><doc-id id-string='ID'/></docdata></head><body><body.content>{MARKED}</body.content></body></nitf>"
DECLARED: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
RSS: Final = f"<rss version='2.0'><channel><item><guid>n1</guid><description>{MARKED.replace('<', '&lt;')}</description></item></channel></rss>"
XML: Final = {
    "blank lines first": "\n\n" + DECLARED + NITF,
    "entities of HTML": NITF.replace("The kiln", "The&nbsp;kiln").replace("“", "&ldquo;"),
    "in other XML": f"<export><made/>{NITF}</export>",
    "RCV1": f'<newsitem itemid="7" date="1996-08-20" xml:lang="en"><title>Kiln</title><text>{MARKED}</text></newsitem>',
    "TEI": f'<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><text><body>{MARKED}</body></text></TEI>',
}


@pytest.mark.parametrize("name", XML)
def test_xml_of_others(tmp_path: Path, name: str) -> None:
    found = bodies(read(tmp_path, "a.xml", XML[name]))
    assert [body.replace("\xa0", " ") for body in found] == [KILN]


def test_documents_of_xml_one_after_the_other(tmp_path: Path) -> None:
    both = "".join(DECLARED + NITF.replace("ID", name) + "\n" for name in ("n1", "n2"))
    items = read(tmp_path, "a.xml", both)
    assert bodies(items) == [KILN, KILN]
    assert [item.id for item in items] == ["n1", "n2"]


@pytest.mark.parametrize(
    ("broken", "code"),
    [
        (RSS.replace("<guid>", "<media:x>1</media:x><guid>"), None),
        (RSS.replace("</item>", ""), None),
        (RSS[:-20], "bad-xml"),
        (NITF.replace("</p>", "", 1), "bad-xml"),
    ],
)
def test_a_feed_that_is_not_valid_is_read_and_told(
    tmp_path: Path, broken: str, code: str | None
) -> None:
    (item,) = read(tmp_path, "a.xml", broken)
    if code is None:
        assert isinstance(item, Article)
        assert any("not valid XML" in note.message for note in item.notes)
    else:
        assert isinstance(item, InputError)
        assert item.code == code


def test_the_id_of_an_entry_is_no_address(tmp_path: Path) -> None:
    assert one(read(tmp_path, "a.rss", RSS)).url is None


@pytest.mark.parametrize("name", ["a.txt", "a.sgml"])
def test_a_newswire_collection(tmp_path: Path, name: str) -> None:
    paragraphs = f"<P>\n{FIRST}\n</P>\n<P>\n{SECOND}\n</P>"
    trec = f"<DOC>\n<DOCNO> NW-1 </DOCNO>\n<HEADLINE>\nKiln\nreopens\n</HEADLINE>\n<TEXT>\n{paragraphs}\n</TEXT>\n</DOC>\n"
    gigaword = f'<DOC id="NW-2" type="story">\n<HEADLINE>\nGoat eats map\n</HEADLINE>\n<TEXT>\n<P>\n{GOAT}\n</P>\n</TEXT>\n</DOC>\n'
    items = read(tmp_path, name, trec + gigaword)
    assert bodies(items) == [KILN, GOAT]
    assert [item.id for item in items] == ["NW-1", "NW-2"]
    assert [item.title for item in items if isinstance(item, Article)] == [
        "Kiln reopens",
        "Goat eats map",
    ]


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("a.doc", "save it as .docx"),
        ("a.eml", "save the text"),
        ("a.jpg", "OCR"),
        ("a.7z", "unpack it"),
        ("a.gz", ".txt.gz"),
        ("a", "no suffix"),
        ("a.xyz", "use one of .txt"),
    ],
)
def test_what_has_no_reader_gets_advice(tmp_path: Path, name: str, advice: str) -> None:
    (item,) = read(tmp_path, name, KILN)
    assert isinstance(item, InputError)
    assert item.code == "unsupported-format"
    assert advice in item.message
    assert item.message.endswith("or move it away.")


PAGES: Final = {
    "another story": ("".join(f"<article><h1>{title}</h1>{''.join(f'<p>{text} It was day {n} of the fair.</p>' for n in range(5))}</article>" for title, text in (("Kiln reopens", f"{SECOND} {FIRST}"), ("Goat eats map", GOAT))), "2 articles"),
    "teasers": ("".join(f"<article><h2>Goat {n} eats map</h2><p>It was map number {n}, said the council.</p></article>" for n in range(9)), "short articles"),
    "nothing": ("<div>Loading …</div>", "Next to no text"),
}  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_what_a_page_does_not_say_is_told(tmp_path: Path, name: str) -> None:
    body, words = PAGES[name]
    article = one(read(tmp_path, "a.html", f"<html><body>{body}</body></html>"))
    assert any(words in note.message for note in article.notes), article.notes


def test_cards_beside_an_article_are_not_told(tmp_path: Path) -> None:
    cards = "".join(f"<article><a>Goat {n}</a><p>Teaser {n}.</p></article>" for n in range(9))
    page = f"<html><body><main><p>{FIRST}</p><p>{SECOND} {GOAT}</p></main><aside>{cards}</aside></body></html>"
    assert not one(read(tmp_path, "a.html", page)).notes


@pytest.mark.parametrize(("end", "told"), [("", True), (".", False)])
def test_a_page_that_is_cut_off(tmp_path: Path, end: str, told: bool) -> None:
    page = f"<html><body><article><p>{KILN} {GOAT}</p><p>“We never thought that the tide{end}"
    assert ("truncated-text" in codes(one(read(tmp_path, "a.html", page)))) == told


LAYOUTS: Final = {
    "NEL": "\x85",
    "vertical tabs": "\x0b",
    "form feeds": "\x0c",
    "CR": "\r",
    "CR CR LF": "\r\r\n",
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_line_ends_of_every_kind(tmp_path: Path, name: str) -> None:
    text = f"Kiln reopens\nBy Ann Lee\n3 May 2024\n\n{KILN}".replace("\n", LAYOUTS[name])
    article = one(read(tmp_path, "a.txt", text))
    assert (article.title, article.authors) == ("Kiln reopens", ("Ann Lee",))
    assert article.published == "2024-05-03"


def test_an_ellipsis_among_line_ends_is_none(tmp_path: Path) -> None:
    text = f"{KILN}\n\nThey waited\x85 and waited\x85 and left."
    assert "waited… and" in one(read(tmp_path, "a.txt", text)).text


WIDE: Final = {ord(" "): " "} | {code: chr(code + 0xFEE0) for code in range(0x21, 0x7F)}
SPOILT: Final = {
    "UTF-7": GOAT.encode("utf-7").decode("ascii"),
    "escape sequences": repr(f"{FIRST}\n\n{GOAT}\n\n".encode()),
    "letters of other styles": GOAT.translate(WIDE),
    "entities": GOAT.replace("“", "&ldquo").replace("”", "&rdquo"),
    "wiki markup": f"'''Goat'''\n\n{GOAT.replace('Tom Ode', '[[Tom Ode|Tom Ode]]').replace('Vale', '[[Vale]]')}<ref>x</ref>\n[[Category:Goats]]",
}


@pytest.mark.parametrize("said", SPOILT)
def test_rarer_ways_to_spoil_a_text_are_undone(tmp_path: Path, said: str) -> None:
    article = one(read(tmp_path, "a.txt", SPOILT[said]))
    words = "It ate the map,"
    assert words in article.text
    assert not {"+IB", "\\x", "&ldquo", "[[", "'''"} & {
        mark for mark in ("+IB", "\\x", "&ldquo", "[[", "'''") if mark in article.text
    }
    assert any(said in note.message for note in article.notes)


SHAPES: Final = {
    "Lines that belong together": "\n\n".join(["The kiln of Vale, which had been", "cold since the spring, was lit", "again on Friday by the potter", "who had bought it from the", "council for a pound."]),
    "are numbered": "\n".join(f"{n:3}  {line}" for n, line in enumerate(["The kiln of Vale, which had been", "cold since the spring, was lit", "again on Friday by the potter", "who had bought it from the", "council for a pound.", "It burns wood."], 1)),
    "two alphabets": GOAT.replace("a", "а").replace("o", "о"),
    "captions": "\n\n".join(f"{who} at the kiln. Photograph: Tom Ode" for who in ("Ann Lee", "Bo Crane", "A goat", "Tom Ode")),
    "e-mail": f"See below.\n\nOn Fri, 3 May 2024, Ann Lee wrote:\n> {GOAT}\n\nThanks.",
    "several articles": f"TY  - NEWS\nTI  - Kiln\nN2  - {GOAT}\nER  -\n\nTY  - NEWS\nTI  - Goat\nN2  - {GOAT}\nER  -",
}  # fmt: skip


@pytest.mark.parametrize("words", SHAPES)
def test_rarer_shapes_are_noticed(tmp_path: Path, words: str) -> None:
    article = one(read(tmp_path, "a.txt", SHAPES[words]))
    assert any(words in note.message for note in article.notes), article.notes


@pytest.mark.parametrize("text", ["\u200b\u200b\n\xad", "???\n\n!!!", "—\n—"])
def test_what_has_no_words_is_no_article(tmp_path: Path, text: str) -> None:
    assert bodies(read(tmp_path, "a.txt", text)) == ["no-text"]


def test_front_matter_in_toml_and_its_lists(tmp_path: Path) -> None:
    toml = f'+++\ntitle = "Kiln reopens"\ndate = 2024-05-03\nauthors = ["Ann Lee", "Bo Crane"]\n+++\n\n{KILN}'
    yaml = f"---\ntitle: Kiln reopens\ndate: 2024-05-03\nauthors:\n  - Ann Lee\n  - 'Bo Crane'\n---\n\n{KILN}"
    for number, text in enumerate((toml, yaml)):
        article = one(read(tmp_path, f"{number}.md", text))
        assert (article.title, article.published) == ("Kiln reopens", "2024-05-03")
        assert article.authors == ("Ann Lee", "Bo Crane")
        assert article.text[slice(*article.body)] == KILN


def test_what_rtf_hides_is_not_read(tmp_path: Path) -> None:
    hidden = r"{\deleted Old {\b words}.}{\*\x1 \v not this}"
    rtf = rf"{{\rtf1\mac {hidden}\'d2No,\'d3 said Ann Lee, the potter of Vale.}}"
    assert bodies(read(tmp_path, "a.rtf", rtf)) == ["“No,” said Ann Lee, the potter of Vale."]
