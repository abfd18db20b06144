"""Texts that are no article, or several: noticed, and nothing that is one article is."""

# ruff: noqa: E501  texts are easier to read unbroken

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Final

import pytest
from newsquotes.articles import Article, read_articles
from newsquotes.settings import Settings

PROSE: Final = (
    "The ferry to Quill Bay stopped at noon because the tide had taken two planks of the pier.\n\n"
    "“We shall mend it before the weekend,” said Mara Okoro, who has kept the harbour for eleven "
    "years. She asked the passengers to be patient and promised them a bus along the coast, which "
    "came an hour later and was full at once.\n\n"
    "Otto Lindqvist, who sells ice on the quay, said that nobody had told him. “I have forty "
    "litres of lemon,” he said, “and not one customer.” The council meets on Tuesday."
)
OTHER: Final = PROSE.replace("Quill Bay", "Harl").replace("Mara Okoro", "Ada Vance")

SEVERAL: Final = {
    "heads of our own": f"Pier lost\nBy Ann Lee\nDate: 3 May 2024\n\n{PROSE}\n\nPier found\nBy Bo Crane\nDate: 4 May 2024\n\n{OTHER}",
    "bylines and dates": f"Pier lost\nBy Ann Lee\n3 May 2024\n\n{PROSE}\n\nPier found\nBy Bo Crane\n4 May 2024\n\n{OTHER}",
    "two bylines": f"By Ann Lee\n{PROSE}\n\nBy Bo Crane\n{OTHER}",
    "bylines alone": "\n\n".join(f"Pier lost {day}\n\nBy Ann Lee\n\n{PROSE}" for day in range(3)),
    "labels of a database": f"Title: Pier lost\nPublication title: Vale Post\nPublication date: May 3, 2024\nFull text:\n{PROSE}\n\nTitle: Pier found\nPublication title: Vale Post\nPublication date: May 4, 2024\nFull text:\n{OTHER}",
    "numbered": f"Document 1 of 2\n\nPier lost\n\n{PROSE}\n\nDocument 2 of 2\n\nPier found\n\n{OTHER}",
    "rules": f"Pier lost\n\n{PROSE}\n\n----------\n\nPier found again\n\n{OTHER}\n\n----------\n\nPier lost once more\n\n{PROSE}",
    "agencies": f"LONDON (Northwire) — {PROSE}\n\nNEW YORK (Northwire) — {OTHER}",
    "stars": f"Pier lost\n\n{PROSE}\n\n* * *\n\nPier found again\n\n{OTHER}\n\n* * *\n\nPier lost once more\n\n{PROSE}",
    "datelines": f"QUILL BAY, May 3 – {PROSE}\n\nHARL, May 4 – {OTHER}",
}
INDEX: Final = {
    "headings": "Northern news\n\n"
    + "\n".join(
        f"{who} {what} as tide takes the pier"
        for who in ("Council", "Harbour master", "Ice seller", "Union")
        for what in ("worries", "shrugs", "calls for calm")
    ),
    "teasers": "Latest\n\n"
    + "\n\n".join(
        f"Tide takes {thing} at Quill Bay\nThe council meets on Tuesday.\nRead more"
        for thing in ("pier", "bench", "buoy", "kiosk", "bus stop")
    ),
    "ages": "\n".join(
        f"Tide takes {thing} at Quill Bay\n{age} hours ago"
        for age, thing in enumerate(("pier", "bench", "buoy", "kiosk", "bus stop"), 2)
    ),
}
WALL: Final = {
    "cookies": "We value your privacy\n\nWe and our 842 partners store and/or access information on a device, such as cookies, and process personal data. You can change your choices at any time.\n\nManage options\nAccept all",
    "script": "Please enable JavaScript and reload the page to read this article.",
    "robots": "Vale Post\n\nChecking your browser before you go on. Verify you are human by completing the action below.\n\nRay ID: 7d1f0a\nPerformance & security by Cloudflare",
    "an error": "404 Not Found\n\nThe page you are looking for may have moved. Try the search.",
    "a gateway": "504 Gateway Time-out\n\nThe server didn’t respond in time.",
    "an error in the title": "404\n\nSorry, we can’t find the page you were looking for. Try the search.",
    "a form": "Log in\n\nEmail\nPassword\nForgot your password?\n\nDon’t have an account? Sign up",
    "a region": "Sorry\n\nThis article is not available in your region, because of the rules on data there.",
}
PAYWALL: Final = {
    "subscribe": f"{PROSE}\n\nSubscribe to continue reading. Already a subscriber? Sign in.",
    "limit": f"{PROSE}\n\nYou’ve reached your limit of free articles for May.",
    "a trial": "The ferry to Quill Bay stopped at noon.\n\nTo read this article, start a free trial. £1 a month.",
    "account": "The ferry to Quill Bay stopped at noon.\n\nThis content is for members. Register for free to continue.",
}
STUB: Final = {
    "dots": "The ferry to Quill Bay stopped at noon because the tide had taken two planks of the …",
    "brackets": "The ferry to Quill Bay stopped at noon because the tide had taken two [...]",
    "a link": "The ferry to Quill Bay stopped at noon, said Mara Okoro.\n\nContinue reading",
}
OTHERS: Final = {
    "web addresses": "Morning links\n\n" + "\n".join(f"Pier {n} https://vale-post.example/news/2024/05/pier-{n}.html" for n in range(8)),
    "e-mail": f"From: Ann Lee <ann@post.example>\nTo: desk@post.example\nSubject: Pier\nDate: Fri, 3 May 2024 09:00:00 +0000\n\n{PROSE}",
    "subtitles": "\n\n".join(f"{n}\n00:00:0{n},000 --> 00:00:0{n + 1},500\nWe shall mend the pier" for n in range(1, 6)),
    "have been lost": PROSE.replace("“", "?").replace("”", "?"),
    "to have been lost": PROSE.replace("“", "\ufffd"),
    "signs than words": base64.encodebytes(PROSE.encode()).decode(),
    "figures": "Tide table\n\n" + "\n".join(f"{day:02}/05  03:1{day % 10} 4.{day}  09:2{day % 10} 0.{day}  15:40 4.1" for day in range(1, 20)),
}  # fmt: skip
OTHER_KIND: Final = {
    "a dict of Python": "{'title': 'Pier lost', 'body': \"" + PROSE + "\", 'tags': ['sea']}",
    "an object of Python": f"Article(title='Pier lost', body={PROSE!r})",
    "a reference of BibTeX": "@article{okoro2024,\n  title = {Pier lost},\n  abstract = {"
    + PROSE
    + "},\n}",
    "settings": f'title = "Pier lost"\nbody = """{PROSE}"""',
    "a dump of a database": f"INSERT INTO articles (id, body) VALUES (1, '{PROSE}');",
    "a calendar": f"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDESCRIPTION:{PROSE}\nEND:VEVENT\nEND:VCALENDAR",
    "LaTeX": f"\\documentclass{{article}}\n\\begin{{document}}\n{PROSE}\n\\end{{document}}",
    "an answer of a server": f"HTTP/1.1 200 OK\nContent-Type: text/plain\n\n{PROSE}",
    "a patch": f"--- a/pier.txt\n+++ b/pier.txt\n@@ -1 +1 @@\n-{PROSE}\n+{OTHER}",
    "code": "import os\n\ndef read(path):\n    with open(path) as file:\n        return file.read()\n"
    * 3,
    "a table": "| who | what |\n|---|---|\n| Mara Okoro | We shall mend the pier. |\n",
}
CASES: Final = [
    (words, name, text)
    for words, group in (
        ("several articles", SEVERAL), ("list of stories", INDEX), ("wall of a website", WALL),
        ("paywall", PAYWALL), ("no more than a summary", STUB), ("data, code", OTHER_KIND),
    )
    for name, text in group.items()
] + [(name, name, text) for name, text in OTHERS.items()]  # fmt: skip

GOOD: Final = {
    "prose": PROSE,
    "head": f"Pier lost\nBy Ann Lee\nDate: 3 May 2024\n\n{PROSE}",
    "a byline below the standfirst": f"Pier lost\n\nThe tide has taken the pier at Quill Bay, and nobody was told of it.\n\nBy Ann Lee\nDate: 3 May 2024\n\n{PROSE}",
    "a dateline": f"QUILL BAY, May 3 (Northwire) — {PROSE}",
    "a quote in brackets": f"[“We shall mend it,” said Mara Okoro.]\n\n{PROSE}",
    "a handle": f"@mara_okoro: {PROSE}",
    "imports": f"Import duties rise in Vale\n\n{PROSE}",
    "sections": f"{PROSE}\n\n* * *\n\n{OTHER}\n\n* * *\n\n{PROSE}",
    "subheadings": f"{PROSE}\n\nWhat the council says\n\n{OTHER}\n\nWhat comes next\n\n{PROSE}",
    "subheadings in capitals": f"{PROSE}\n\nTHE COUNCIL — {OTHER}\n\nTHE ICE SELLER — {PROSE}",
    "about cookies": f"Newspapers must let readers reject all cookies as easily as accept them, a court in Harl ruled.\n\n{PROSE}\n\n{OTHER}",
    "about a paywall": f"Readers are asked to start a subscription at the Vale Post.\n\n{PROSE}",
    "a transcript": "\n".join(
        f"{who}: We shall mend the pier before the weekend.\n" for who in ("OKORO", "VANCE") * 6
    ),
    "an interview": "\n\n".join(
        f"Question: What of plank {n}?\n\nAnswer: It is lost, and I miss it." for n in range(6)
    ),
    "a list": f"{PROSE}\n\nLost so far:\nTwo planks of the pier\nA bench with a view\nThe northern buoy\nOne kiosk\n\n{OTHER}",
    "links at the end": f"{PROSE}\n\nRead more\nShare\nhttps://vale-post.example/pier",
    "wrapped lines": "\n".join(PROSE[start : start + 66] for start in range(0, len(PROSE), 66)),
    "dots at the end of a story": f"{PROSE} {OTHER} {PROSE} And then the tide came back…",
    "a byline at the end": f"Pier lost\nBy Ann Lee\n\n{PROSE}\n\nBy Ann Lee in Quill Bay",
    "lower case": PROSE.lower(),
    "questions": f"{PROSE}\n\nWho took the planks? Nobody knows. Was it the tide? It was. Why? It is the sea.",
}


def notes(folder: Path, text: str, name: str = "a.txt") -> list[str]:
    (folder / name).write_text(text, encoding="utf-8")
    (article,) = read_articles([folder], Settings())
    assert isinstance(article, Article), article
    assert all(note.span is None for note in article.notes)
    return [note.message for note in article.notes if note.code == "suspicious-input"]


@pytest.mark.parametrize(
    ("words", "name", "text"), CASES, ids=lambda value: value if len(value) < 40 else ""
)
def test_what_is_no_article_is_noticed(tmp_path: Path, words: str, name: str, text: str) -> None:
    found = notes(tmp_path, text)
    assert any(words in message for message in found), (name, found)
    assert all("check that" in message for message in found)


@pytest.mark.parametrize("name", GOOD)
def test_an_article_is_not_suspected(tmp_path: Path, name: str) -> None:
    assert notes(tmp_path, GOOD[name]) == []


def test_it_is_noticed_in_every_format(tmp_path: Path) -> None:
    fields = {"title": "Vale Post", "body": WALL["cookies"]}
    (message,) = notes(tmp_path, json.dumps(fields), "a.json")
    assert "wall of a website" in message


def test_a_page_that_is_not_free_is_noticed(tmp_path: Path) -> None:
    start = PROSE.split("\n\n")[1]
    page = (
        "<html><head><title>Pier</title><script type='application/ld+json'>"
        '{"@type": "NewsArticle", "isAccessibleForFree": "False"}</script></head>'
        f"<body><article><h1>Pier</h1><p>{start}</p></article></body></html>"
    )
    (message,) = notes(tmp_path, page, "a.html")
    assert "not free" in message


@pytest.mark.parametrize(
    "content",
    [
        '{"title": "Pier lost", "body": "The tide took it."}',
        '[\n{"title": "Pier lost", "body": "The tide took it."}\n]',
        '{"title": "Pier lost", "body": "The tide took it."}\n{"id": "b", "text": "It came back."}',
        "<?xml version='1.0'?>\n<nitf><body><body.head><hedline><hl1>Pier lost</hl1></hedline>"
        "</body.head><body.content><p>The tide took it.</p></body.content></body></nitf>",
        "title,body\nPier lost,The tide took it.\n",
        "<!DOCTYPE html><html><head><title>Pier lost</title></head><body><article><h1>Pier lost"
        "</h1><p>The tide took it.</p></article></body></html>",
    ],
    ids=["object", "array", "lines", "xml", "table", "page"],
)
@pytest.mark.parametrize("name", ["a.txt", "-"])
def test_a_format_is_told_by_its_look(tmp_path: Path, content: str, name: str) -> None:
    (tmp_path / "a.txt").write_text(content, encoding="utf-8")
    with (tmp_path / "a.txt").open("rb") as stream:
        path = name if name == "-" else tmp_path
        article, *_ = read_articles([path], Settings(), stdin=stream)
    assert isinstance(article, Article), article
    assert article.title == "Pier lost"
    assert article.text[slice(*article.body)] == "The tide took it."


@pytest.mark.parametrize(
    "text",
    [
        "[Editor’s note: the pier is lost.]",
        "{The pier} is lost.",
        "<The pier> is lost.",
        "Pier, lost",
    ],
)
def test_brackets_alone_are_text(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    (article,) = read_articles([tmp_path], Settings())
    assert isinstance(article, Article), article
    assert (article.text, article.media_type) == (text, "text/plain")


def test_json_lines_under_another_name(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"text": "One."}\n{"text": "Two."}\n', encoding="utf-8")
    found = list(read_articles([tmp_path], Settings()))
    assert [article.text for article in found if isinstance(article, Article)] == ["One.", "Two."]
