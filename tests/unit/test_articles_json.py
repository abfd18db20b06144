"""JSON as other tools write it: every field where it belongs, and what is unknown kept."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from newsquotes.articles import Article, read_articles
from newsquotes.errors import FailureCode, InputError
from newsquotes.settings import Settings

STORY = "The kiln reopened on Friday.\n\n“We fire at noon,” said Tamsin Okell, the potter."
MARKED = (
    "<p>The kiln reopened on&nbsp;Friday.</p><p>“We fire at noon,” said <b>Tamsin Okell</b>.</p>"
)
DAY = "2024-05-03"


def read(folder: Path, value: Any) -> list[Article | InputError]:
    (folder / "a.json").write_text(json.dumps(value), encoding="utf-8")
    return list(read_articles([folder], Settings()))


def one(folder: Path, value: Any) -> Article:
    (article,) = read(folder, value)
    assert isinstance(article, Article), article
    return article


TOOLS: dict[str, dict[str, Any]] = {
    "News API": {"source": {"id": None, "name": "Vale Post"}, "author": "Ann Lee",
                 "publishedAt": "2024-05-03T09:00:00Z", "content": STORY, "description": "Kiln",
                 "url": "https://vale.example/1"},
    "CC-News": {"domain": "Vale Post", "date": "2024-05-03 09:00:00", "text": STORY,
                "authors": "Ann Lee", "url": "https://vale.example/1", "description": "Kiln"},
    "newspaper4k": {"publish_date": "2024-05-03T09:00:00", "source": "Vale Post", "text": STORY,
                    "authors": ["Ann Lee"], "canonical_link": "https://vale.example/1",
                    "description": "Kiln"},
    "news-please": {"date_publish": "2024-05-03 09:00:00", "maintext": STORY, "text": None,
                    "authors": ["Ann Lee"], "source_domain": "Vale Post",
                    "url": "https://vale.example/1", "description": "Kiln", "date_modify": "None"},
    "Fundus": {"publishing_date": "2024-05-03 09:00:00+00:00", "publisher": "Vale Post",
               "authors": ["Ann Lee"], "link": "https://vale.example/1", "description": "Kiln",
               "body": {"summary": [], "sections": [
                   {"headline": [], "paragraphs": STORY.split("\n\n")}]}},
    "trafilatura": {"date": DAY, "sitename": "Vale Post", "author": "Ann Lee", "text": STORY,
                    "source": "https://vale.example/1", "url": "https://vale.example/1",
                    "description": "Kiln"},
    "Media Cloud": {"stories_id": 7, "publish_date": DAY, "media_name": "Vale Post",
                    "text": STORY, "author": "Ann Lee", "url": "https://vale.example/1",
                    "description": "Kiln"},
    "ninjs 3": {"uri": "urn:x:1", "contentCreated": "2024-05-03T09:00:00Z",
                "headlines": [{"role": "main", "value": "Kiln reopens"}], "by": "Ann Lee",
                "provider": {"name": "Vale Post"}, "url": "https://vale.example/1",
                "bodies": [{"contentType": "text/plain", "value": STORY}], "description": "Kiln"},
    "schema.org": {"datePublished": DAY, "articleBody": STORY, "headline": "Kiln reopens",
                   "author": [{"@type": "Person", "name": "Ann Lee"}],
                   "publisher": {"name": "Vale Post"}, "url": "https://vale.example/1",
                   "description": "Kiln"},
}  # fmt: skip


@pytest.mark.parametrize("tool", TOOLS)
def test_each_tool(tmp_path: Path, tool: str) -> None:
    article = one(tmp_path, {"title": "Kiln reopens", **TOOLS[tool]})
    assert article.title == "Kiln reopens"
    assert article.text[slice(*article.body)] == STORY
    assert (article.published or "")[:10] == DAY
    assert article.publisher == "Vale Post"
    assert article.authors == ("Ann Lee",)
    assert article.url == "https://vale.example/1"
    assert article.metadata["description"] == "Kiln"
    assert not article.notes


@pytest.mark.parametrize(
    "fields",
    [
        {"body_xhtml": MARKED},
        {"body_html": MARKED},
        {"bodies": [{"contenttype": "application/xhtml+xml", "value": MARKED}]},
        {"bodies": [{"contentType": "text/html", "value": MARKED}]},
    ],
)
def test_markup_is_not_text(tmp_path: Path, fields: dict[str, Any]) -> None:
    article = one(tmp_path, {"headline": "Kiln", **fields})
    assert article.text[slice(*article.body)] == (
        "The kiln reopened on\xa0Friday.\n\n“We fire at noon,” said Tamsin Okell."
    )


@pytest.mark.parametrize("key", ["articles", "stories", "results"])
def test_the_answer_of_an_interface_is_its_articles(tmp_path: Path, key: str) -> None:
    found = read(tmp_path, {"status": "ok", "totalResults": 2, key: [{"content": STORY}] * 2})
    assert [item.source for item in found] == ["a.json:1", "a.json:2"]


def test_the_guardian(tmp_path: Path) -> None:
    result = {"id": "vale/1", "webTitle": "Kiln", "webPublicationDate": "2024-05-03T09:00:00Z",
              "webUrl": "https://vale.example/1", "sectionName": "Craft",
              "fields": {"bodyText": STORY, "byline": "By Ann Lee"}}  # fmt: skip
    article = one(tmp_path, {"response": {"status": "ok", "results": [result]}})
    assert (article.title, article.published, article.authors) == (
        "Kiln", "2024-05-03T09:00:00Z", ("Ann Lee",),
    )  # fmt: skip
    assert article.metadata["sectionName"] == "Craft"
    assert one(tmp_path, {"response": {"content": result}}).id == "vale__1"


KILN: dict[str, Any] = {"title": "Kiln", "text": STORY, "date": DAY}
GOAT: dict[str, Any] = {"title": "Goat", "text": STORY.replace("kiln", "goat"), "date": DAY}
HOLDING_TWO: dict[str, Any] = {
    "Elasticsearch": {"took": 3, "hits": {"total": 2, "hits": [
        {"_id": "a", "_source": KILN}, {"_id": "b", "_source": GOAT}]}},
    "Event Registry": {"articles": {"page": 1, "results": [KILN, GOAT]}},
    "Webz": {"posts": [{"thread": {"title": "Kiln", "url": "u"}, **KILN}, GOAT], "totalResults": 2},
    "an agency": {"data": {"items": [{"item": KILN}, {"item": GOAT}]}},
    "Superdesk": {"_items": [KILN, GOAT], "_meta": {"total": 2}},
    "pandas": {name: {"0": KILN[name], "1": GOAT[name]} for name in KILN},
    "datasets": {name: [KILN[name], GOAT[name]] for name in KILN},
}  # fmt: skip


@pytest.mark.parametrize("tool", HOLDING_TWO)
def test_articles_are_found_in_what_holds_them(tmp_path: Path, tool: str) -> None:
    found = [item for item in read(tmp_path, HOLDING_TWO[tool]) if isinstance(item, Article)]
    assert [item.title for item in found] == ["Kiln", "Goat"]
    assert [item.text[slice(*item.body)] for item in found] == [KILN["text"], GOAT["text"]]
    assert {item.published for item in found} == {DAY}


@pytest.mark.parametrize(
    "value",
    [
        {"title": "Kiln", "text": None, "related": GOAT},
        {"title": "Kiln", "related": [GOAT]},
        {"url": "https://vale.example/1", "entities": [{"text": "Vale", "id": "Q1"}]},
        {"title": "Kiln", "content": "[Removed]"},
        {"title": "Kiln", "content": "ONLY AVAILABLE IN PAID PLANS"},
        {"title": "Kiln", "text": "nan"},
    ],
)
def test_nothing_else_is_taken_for_the_text(tmp_path: Path, value: dict[str, Any]) -> None:
    (failure,) = read(tmp_path, value)
    assert isinstance(failure, InputError)
    assert failure.code == "no-text"


@pytest.mark.parametrize(
    "fields",
    [
        {"content": {"rendered": STORY, "protected": False}, "author": 3},
        {"content": {"content": STORY, "direction": "ltr"}},
        {"paragraphs": STORY.split("\n\n")},
        {"content_elements": [
            *({"type": "text", "content": one} for one in STORY.split("\n\n")),
            {"type": "image", "url": "https://vale.example/kiln.jpg"}]},
        {"bodies": [{"role": "main", "value": STORY}, {"role": "print", "value": "Short."}]},
    ],
)  # fmt: skip
def test_a_text_in_parts_is_whole(tmp_path: Path, fields: dict[str, Any]) -> None:
    article = one(tmp_path, {"title": {"rendered": "Kiln"}, **fields})
    assert article.text == f"Kiln\n\n{STORY}"
    assert article.authors == ()


def test_a_line_end_in_a_string_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"title": "Kiln", "text": "It rained.\nIt snowed."}', "utf-8")
    (article,) = read_articles([tmp_path], Settings())
    assert isinstance(article, Article)
    assert article.text == "It rained.\nIt snowed."


@pytest.mark.parametrize("indent", [None, 1])
def test_json_under_the_name_of_json_lines(tmp_path: Path, indent: int | None) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps([KILN, GOAT], indent=indent), encoding="utf-8")
    items = list(read_articles([tmp_path], Settings()))
    assert [item.title for item in items if isinstance(item, Article)] == ["Kiln", "Goat"]


@pytest.mark.parametrize("end", ["… [+2312 chars]", "[+8 chars]", "... [2312 chars]"])
def test_a_text_cut_off_is_told(tmp_path: Path, end: str) -> None:
    article = one(tmp_path, {"content": STORY + end})
    (note,) = article.notes
    assert note.code == "truncated-text"
    assert note.span is not None
    assert article.text[slice(*article.body)] == STORY


def test_without_text_the_keys_are_named(tmp_path: Path) -> None:
    (failure,) = read(tmp_path, {"status": "ok", "totalResults": 0, "articles": []})
    assert isinstance(failure, InputError)
    assert "(found: articles, status, totalResults)" in failure.message


@pytest.mark.parametrize("value", [1714727400, 1714727400000])
def test_seconds_since_1970_are_a_date(tmp_path: Path, value: int) -> None:
    assert one(tmp_path, {"text": STORY, "date": value}).published == "2024-05-03T09:10:00Z"


def test_metadata_are_strings(tmp_path: Path) -> None:
    given = {"text": STORY, "section": "Craft", "words": 12, "share": 0.5, "front": True,
             "keywords": ["clay", "kilns"], "tags": [{"name": "art"}], "deep": {"a": {"b": 1}},
             "nothing": None, "empty": "", "long": "x" * 5000, "bad": "\ud800"}  # fmt: skip
    assert one(tmp_path, given).metadata == {
        "section": "Craft", "words": "12", "share": "0.5", "front": "true",
        "keywords": "clay; kilns", "tags": "art",
    }  # fmt: skip


def test_of_several_forms_the_body_and_the_headline_are_read(tmp_path: Path) -> None:
    article = one(
        tmp_path,
        {
            "uri": "urn:x:3",
            "title": "kiln-slug",
            "headlines": [
                {"role": "short", "value": "Kiln"},
                {"role": "main", "value": "Kiln opens"},
            ],
            "bodies": [
                {"role": "teaser", "contentType": "text/plain", "value": "A kiln opens."},
                {"role": "body", "contentType": "application/xhtml+xml", "value": MARKED},
                {"role": "caption", "contentType": "text/plain", "value": "The kiln, cold."},
            ],
            "infosources": [{"name": "Vale Post", "uri": "urn:x:vp"}],
        },
    )
    assert (article.title, article.publisher) == ("Kiln opens", "Vale Post")
    assert article.text.startswith("Kiln opens\n\nThe kiln reopened")
    assert "kiln-slug" not in article.text
    assert "A kiln opens" not in article.text


def test_the_body_of_the_guardian_is_the_story(tmp_path: Path) -> None:
    beside = (
        '<aside class="element-rich-link"><p>Related: <a href="x">Old kilns</a></p></aside>'
        "<figure><img/><figcaption>The kiln. Photograph: Bo Frost</figcaption></figure>"
        "<p>More details soon …</p>"
    )
    fields = {"headline": "Kiln reopens", "byline": "Ann Lee in Vale", "body": MARKED + beside}
    article = one(tmp_path, {"id": "a", "webTitle": "Kiln | Ann Lee", "fields": fields})
    assert article.authors == ("Ann Lee",)
    assert article.text.split("\n\n")[-2:] == [
        "“We fire at noon,” said Tamsin Okell.",
        "More details soon …",
    ]
    assert [note.code for note in article.notes] == ["cleaned-text"]


def test_a_title_is_without_its_publisher(tmp_path: Path) -> None:
    value = {"title": "Kiln reopens - Vale Post", "source": {"name": "Vale Post"}, "content": STORY}
    assert one(tmp_path, value).title == "Kiln reopens"
    assert one(tmp_path, {**value, "title": "Vale Post"}).title == "Vale Post"
    assert one(tmp_path, {**value, "source": "Vale"}).title == "Kiln reopens - Vale Post"


def test_the_address_of_fundus(tmp_path: Path) -> None:
    page = {"requested_url": "https://vale.example/a", "responded_url": "https://vale.example/b"}
    body = {"summary": [], "sections": [{"headline": [], "paragraphs": [STORY]}]}
    assert one(tmp_path, {"html": page, "body": body}).url == "https://vale.example/b"


@pytest.mark.parametrize(
    ("byline", "authors"),
    [
        ("Ann Lee in Vale and Bo Frost in Lowmoor", ("Ann Lee", "Bo Frost")),
        ("Ann Lee, Maritime correspondent", ("Ann Lee",)),
        ("Ann Lee, Political Editor, and James Bishop", ("Ann Lee", "James Bishop")),
        ("Staff reporters", ("Staff reporters",)),
    ],
)
def test_authors_are_names(tmp_path: Path, byline: str, authors: tuple[str, ...]) -> None:
    assert one(tmp_path, {"text": STORY, "byline": byline}).authors == authors


@pytest.mark.parametrize(
    "fields",
    [
        {"text": "It rained.\0 More."},
        {"title": "Ra\0in", "text": "It rained."},
        {"authors": ["Ann\0"], "text": "It rained."},
        {"text": "It rained.", "section": {"name": ["A\0"]}},
    ],
)
def test_nul_is_refused(tmp_path: Path, fields: dict[str, Any]) -> None:
    (failed,) = read(tmp_path, fields)
    assert isinstance(failed, InputError)
    assert failed.code is FailureCode.BINARY
    assert failed.message == f"The field {_with_nul(fields)!r} holds NUL characters; remove them."


def _with_nul(fields: dict[str, Any]) -> str:
    return next(name for name, value in fields.items() if "\\x00" in repr(value))


@pytest.mark.parametrize("value", [[0] * 2_000, [[]] * 2_000])
def test_an_array_without_any_object_is_one_failure(tmp_path: Path, value: Any) -> None:
    (failed,) = read(tmp_path, value)
    assert isinstance(failed, InputError)
    assert failed.code is FailureCode.BAD_JSON
    assert failed.message == "None of its 2000 items is a JSON object; write each as {...}."


def test_lines_without_any_object_are_given_up(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text("0\n" * 3_000, encoding="utf-8")
    found = list(read_articles([tmp_path], Settings()))
    assert len(found) == 1_001
    last = found[-1]
    assert isinstance(last, InputError)
    assert (last.source, last.id) == ("a.jsonl", "a")
    assert last.message.startswith("None of its first 1000 lines is a JSON object")
    story = json.dumps({"text": "It rained."})
    (tmp_path / "a.jsonl").write_text(f"{story}\n" + "0\n" * 3_000 + story, encoding="utf-8")
    assert len(list(read_articles([tmp_path], Settings()))) == 3_002


def test_blank_lines_without_end_are_given_up(tmp_path: Path) -> None:
    story = json.dumps({"text": "It rained."})
    (tmp_path / "a.jsonl").write_text(f"{story}\n" + "\n" * 1_100_000 + story, encoding="utf-8")
    article, failed = read_articles([tmp_path], Settings())
    assert isinstance(article, Article)
    assert isinstance(failed, InputError)
    assert failed.code is FailureCode.TOO_LARGE
    assert failed.message == "More than 1000000 blank lines in a row; remove them."


def test_blank_lines_before_standard_input_take_no_time_squared() -> None:
    stream = io.BytesIO(b"\n" * 500_000 + json.dumps({"text": "It rained."}).encode())
    (article,) = read_articles(["-"], Settings(), stdin=stream)
    assert isinstance(article, Article)
    assert article.text == "It rained."


@pytest.mark.parametrize("depth", [100, 400, 900, 2_000, 100_000])
@pytest.mark.parametrize("name", ["a.json", "a.jsonl"])
def test_what_is_nested_deeply_is_a_failure_at_worst(tmp_path: Path, depth: int, name: str) -> None:
    nested = "[" * depth + '"It rained."' + "]" * depth
    lines = [
        f'{{"text": {nested}}}',
        f'{{"text": "It rained.", "more": {nested}}}',
        '{"text": "A"}',
    ]
    text = f"[{','.join(lines)}]" if name == "a.json" else "\n".join(lines)
    (tmp_path / name).write_text(text, encoding="utf-8")
    found = list(read_articles([tmp_path], Settings()))
    for item in found:
        assert isinstance(item, Article) or item.code is FailureCode.BAD_JSON, item
    if name == "a.jsonl":
        assert isinstance(found[-1], Article)


def test_a_json_feed(tmp_path: Path) -> None:
    items = [
        {"id": "1", "title": "Kiln", "content_html": MARKED, "date_published": DAY},
        {"id": "2", "title": "Goat", "content_text": STORY, "authors": [{"name": "Ann Lee"}]},
    ]
    kiln, goat = read(
        tmp_path,
        {"version": "https://jsonfeed.org/version/1.1", "title": "Vale Post", "items": items},
    )
    assert isinstance(kiln, Article), kiln
    assert isinstance(goat, Article), goat
    assert (kiln.title, kiln.published, kiln.notes) == ("Kiln", DAY, ())
    assert kiln.text.endswith("“We fire at noon,” said Tamsin Okell.")
    assert (goat.title, goat.authors) == ("Goat", ("Ann Lee",))


def test_posts_of_wordpress(tmp_path: Path) -> None:
    post = {"post_title": "Kiln", "post_date": DAY, "post_content": MARKED, "author_name": "Lee"}
    article = one(tmp_path, post)
    assert (article.title, article.published, article.authors) == ("Kiln", DAY, ("Lee",))
    assert "<p>" not in article.text


def test_a_file_of_zeros_is_not_read_to_its_end(tmp_path: Path) -> None:
    with (tmp_path / "a.jsonl").open("wb") as file:
        file.truncate(2**40)  # a sparse one
    (failed,) = read_articles([tmp_path], Settings())
    assert isinstance(failed, InputError)
    assert (failed.source, failed.code) == ("a.jsonl", FailureCode.BINARY)


def test_an_address_that_is_the_first_line_of_the_text_is_the_articles(tmp_path: Path) -> None:
    address = "https://vale.example/news/kiln-reopens"
    article = one(tmp_path, {"text": f"{address}\n\n{STORY}"})
    assert (article.url, article.text[slice(*article.body)]) == (address, STORY)
    assert one(tmp_path, {"text": f"{address} is new. {STORY}"}).url is None
    assert one(tmp_path, {"text": f"{address}\n{STORY}", "url": "u"}).url == "u"
