"""Readers: every format, every failure code, laziness, ids and dates."""

from __future__ import annotations

import gzip
import io
import json
import os
import re
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from newsquotes.articles import Article, count_inputs, read_articles
from newsquotes.articles.dates import parse_date
from newsquotes.articles.ids import safe_id
from newsquotes.articles.reading import READERS
from newsquotes.articles.roots import shared_root
from newsquotes.articles.source import Source
from newsquotes.articles.text import article_of
from newsquotes.errors import FailureCode, InputError, Stage, UsageError
from newsquotes.settings import Settings

STORY = "The harbour at Quill Bay reopened.\n\nMara Okoro said it was time.\n"
SEED = Path(__file__).parents[2] / "seeds" / "000_c54c2a8a42594d80.txt"


def read(path: Path, **settings: int) -> list[Article | InputError]:
    return list(read_articles([path], Settings(**settings)))


def one(path: Path) -> Article:
    (article,) = read(path)
    assert isinstance(article, Article), article
    return article


def test_the_seed() -> None:
    article = one(SEED)
    assert article.id == "000_c54c2a8a42594d80"
    assert (article.published, article.published_raw) == ("2025-09-02", "02 September 2025")
    assert article.publisher == "Al Jazeera"
    assert (article.headline, article.body[0]) == ((0, 54), 115)
    assert article.text.encode() == SEED.read_bytes()


@pytest.mark.parametrize(
    ("text", "title", "body"),
    [
        ("Harbour reopens\n\n" + STORY, "Harbour reopens", STORY.strip()),
        (STORY, None, STORY.strip()),
        ("One paragraph only", None, "One paragraph only"),
        ("Harbour reopens\r\nBy Ann Lee\r\nDate: 2 May 2024\r\n\r\nA.\r\nB.", "Harbour reopens",
         "A.\r\nB."),
        ("Harbour\n\nNote: this stays.\nBy noon it rained.", "Harbour",
         "Note: this stays.\nBy noon it rained."),
    ],
)  # fmt: skip
def test_plain_text(tmp_path: Path, text: str, title: str | None, body: str) -> None:
    (tmp_path / "a.txt").write_bytes(text.encode())
    article = one(tmp_path / "a.txt")
    assert article.text == text
    assert article.title == title
    assert article.text[slice(*article.body)] == body


@pytest.mark.parametrize(
    ("text", "title", "body"),
    [
        ("https://vale.example/a?b=1\n\n" + STORY, None, STORY.strip()),
        ("https://vale.example/a?b=1\r\n\r\nHarbour reopens\r\n\r\nA.\r\nB.", "Harbour reopens",
         "A.\r\nB."),
        ("https://vale.example/a?b=1\nHarbour\nSection: Sea\nWord count: 9\n\nA story.", "Harbour",
         "A story."),
        ("https://vale.example/a?b=1\nHarbour\nSection: Sea\nWord count: 9\nWords: 9\n"
         "Reading time: 1 min\n\nA story.", "Harbour", "A story."),
    ],
)  # fmt: skip
def test_an_address_in_the_first_line(
    tmp_path: Path, text: str, title: str | None, body: str
) -> None:
    (tmp_path / "a.txt").write_bytes(text.encode())
    article = one(tmp_path / "a.txt")
    assert (article.url, article.title) == ("https://vale.example/a?b=1", title)
    assert article.text[slice(*article.body)] == body
    if "Section" in text:
        assert article.metadata.items() >= {"section": "Sea", "word count": "9"}.items()


@pytest.mark.parametrize(
    "head",
    [
        "Harbour reopens\nBy Ann Lee\n3 May 2024\n\n",
        "Harbour reopens\n\nBy Ann Lee | 3 May 2024\n\n",
        "Harbour reopens\nWritten by Ann Lee\n3 May 2024\nUpdated 4 May 2024 at 10:42\n\n",
        "Harbour reopens\nFriday, May 3, 2024\nBy Ann Lee\n\n",
        "FOR IMMEDIATE RELEASE\n\nHarbour reopens\n\nBy Ann Lee\nPosted on May 3, 2024\n\n",
        "---\ntitle: 'Harbour reopens'\ndate: 2024-05-03\nauthor: Ann Lee\ntags: [sea]\n---\n\n",
        "---\r\nauthor: Ann Lee\r\ndate: 2024-05-03\r\n---\r\nHarbour reopens\r\n\r\n",
    ],
)
def test_what_stands_above_the_story(tmp_path: Path, head: str) -> None:
    (tmp_path / "a.md").write_bytes((head + STORY).encode())
    article = one(tmp_path / "a.md")
    assert (article.title, article.authors, article.published) == (
        "Harbour reopens", ("Ann Lee",), "2024-05-03",
    )  # fmt: skip
    assert article.headline is not None
    assert article.text[slice(*article.headline)] == "Harbour reopens"
    assert article.text[slice(*article.body)] == STORY.strip()


def test_old_files_of_the_macintosh(tmp_path: Path) -> None:
    text = "Harbour reopens\n\n“It’s open,” Ann Lee said. “We’re glad.”"
    (tmp_path / "a.txt").write_bytes(text.encode("mac_roman"))
    article = one(tmp_path / "a.txt")
    assert (article.text, article.encoding) == (text, "mac_roman")
    assert [note.code for note in article.notes] == ["encoding-fallback"]


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("Harbour “shut”\n\n".encode() + b"Zo\xeb said no.", "Harbour “shut”\n\nZoë said no."),
        (b"\xef\xbb\xbf" * 2 + b"Harbour\n\nIt rained.", "Harbour\n\nIt rained."),
        (b"Harbour\n\nZo\xeb said no.", "Harbour\n\nZoë said no."),
    ],
)
def test_bytes_that_are_no_utf8(tmp_path: Path, data: bytes, text: str) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    article = one(tmp_path / "a.txt")
    assert article.text == text
    assert article.title is not None
    assert article.title.startswith("Harbour")


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Совет порта повысит сборы в мае, заявила во вторник его председатель.", "koi8-r"),
        ("Совет порта повысит сборы в мае, заявила во вторник его председатель.", "cp1251"),
        ("港口委员会周二表示将提高费用，主席说。", "gb18030"),
        ("Το λιμάνι θα αυξήσει τα τέλη τον Μάιο, είπε η πρόεδρος.", "iso8859-7"),
    ],
)
def test_other_encodings_are_refused(tmp_path: Path, text: str, encoding: str) -> None:
    (tmp_path / "a.txt").write_bytes(text.encode(encoding))
    (failure,) = read_articles([tmp_path], Settings())
    assert isinstance(failure, InputError), failure.text
    assert failure.code == "undecodable"


RAIN = "<p>" + 6 * "It rained all day, said Mara Okoro, and the harbour was closed. " + "</p>"


def page(head: str = "", foot: str = "", body: str = RAIN) -> str:
    return (
        f"<html><head>{head}<title>Rain</title></head><body><article><h1>Rain</h1>{body}"
        f"</article><footer>{foot}</footer></body></html>"
    )


CONTENT_TYPE = '<meta http-equiv="Content-Type" content="text/html; charset=koi8-r">'


@pytest.mark.parametrize(
    ("meta", "words", "written", "read"),
    [
        ("<meta charset='windows-1251'>", "“Да” — ё", "cp1251", "cp1251"),
        (CONTENT_TYPE, "Да", "koi8-r", "koi8-r"),
        ("<meta charset=iso-8859-1>", "“Zoë”", "cp1252", "cp1252"),
        ("<meta charset=windows-1251>", "Zoë", "utf-8", "utf-8"),
        ("<meta charset=unicode_escape>", "Zoë", "cp1252", "cp1252"),
    ],
)
def test_a_page_says_what_its_encoding_is(
    tmp_path: Path, meta: str, words: str, written: str, read: str
) -> None:
    pytest.importorskip("trafilatura")
    data = page(meta, body=f"<p>{words}</p>{RAIN}").encode(written)
    (tmp_path / "a.html").write_bytes(data)
    article = one(tmp_path / "a.html")
    assert article.encoding == read
    assert words in article.text
    guessed = "encoding-fallback" in [note.code for note in article.notes]
    assert guessed == ("unicode_escape" in meta)


def test_a_page_with_a_heading_only(tmp_path: Path) -> None:
    pytest.importorskip("trafilatura")
    (tmp_path / "a.html").write_text(page(body=""), encoding="utf-8")
    (failure,) = read_articles([tmp_path], Settings())
    assert isinstance(failure, InputError)
    assert failure.code == "no-text"


@pytest.mark.parametrize(
    ("data", "published"),
    [
        (page(foot="Copyright 2019 The Post"), None),
        (page(head="<meta name=date content=2024-13-45>"), None),
        (page(body=RAIN + "<p>The fair is on 12 June 2025.</p>"), None),
        (page(head="<meta name=date content=2024-01-01>"), "2024-01-01"),
        (page(body="<time datetime=2024-03-05T10:00:00Z>5 March</time>" + RAIN), "2024-03-05"),
        (
            page(
                '<script type="application/ld+json">{"@type": "NewsArticle", '
                '"dateModified": "2024-04-06", "datePublished": "2024-03-05T01:02:03Z"}</script>'
            ),
            "2024-03-05",
        ),
    ],
)
def test_a_page_has_the_date_that_it_gives(
    tmp_path: Path, data: str, published: str | None
) -> None:
    pytest.importorskip("trafilatura")
    (tmp_path / "a.html").write_text(data, encoding="utf-8")
    assert one(tmp_path / "a.html").published == published


@pytest.mark.parametrize("data", ["\n", "\n\n  \r\n"])
def test_lines_without_an_article(tmp_path: Path, data: str) -> None:
    (tmp_path / "a.jsonl").write_text(data, encoding="utf-8")
    (failure,) = read_articles([tmp_path], Settings())
    assert isinstance(failure, InputError)
    assert (failure.source, failure.code) == ("a.jsonl", "empty")


@pytest.mark.parametrize("text", ["[Removed]", "Article removed.", "Kiln reopens\n\nNo content"])
def test_what_stands_for_a_text_is_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    (failure,) = read_articles([tmp_path], Settings())
    assert isinstance(failure, InputError)
    assert failure.code == "no-text"


LINE = json.dumps({"id": "n1", "title": "Harbour", "body": STORY, "authors": ["A B", "C D"]})
NINJS = {"uri": "urn:x:1", "headline": "Harbour", "body_text": STORY, "byline": "A B",
         "versioncreated": "2024-05-02T10:00:00Z", "provider": "Quill News"}  # fmt: skip


@pytest.mark.parametrize("pack", [False, True])
@pytest.mark.parametrize(
    ("name", "data", "source"),
    [
        ("f.jsonl", LINE + "\n\n", "n1"),
        ("f.json", LINE, "n1"),
        ("f.json", f"[{LINE}]", "n1"),
        ("f.json", json.dumps(NINJS), "urn:x:1"),
        ("f.txt", "Harbour\n\n" + STORY, None),
    ],
)
def test_formats_and_gzip(
    tmp_path: Path, name: str, data: str, source: str | None, pack: bool
) -> None:
    path = tmp_path / (name + ".gz" * pack)
    path.write_bytes(gzip.compress(data.encode()) if pack else data.encode())
    article = one(path)
    assert article.source == (source or path.name)
    assert article.title == "Harbour"
    assert article.headline == (0, 7)
    assert article.text == "Harbour\n\n" + STORY


def test_html(tmp_path: Path) -> None:
    pytest.importorskip("trafilatura")
    paragraphs = "".join(f"<p>Mara Okoro said pier {n} was safe to use again.</p>" for n in "1234")
    page = f"<html><head><title>Harbour</title></head><body><article><h1>Harbour</h1>{paragraphs}"
    (tmp_path / "a.html").write_text(page + "</article></body></html>", encoding="utf-8")
    article = one(tmp_path / "a.html")
    assert article.title == "Harbour"
    assert "pier 3 was safe" in article.text[slice(*article.body)]


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.txt.gz", b"\x1f\x8bnope", "bad-gzip"),
        ("a.txt.gz", gzip.compress(b"A story." * 50, mtime=0)[:-12], "bad-gzip"),
        ("a.txt.gz", gzip.compress(b"x" * 9000, mtime=0), "too-large"),
        ("a.txt", b"x" * 9000, "too-large"),
        ("a.txt", b" \n ", "empty"),
        ("a.jsonl", b"", "empty"),
        ("a.txt", b"a\0b", "binary"),
        ("a.txt", b"%PDF-1.7 x", "binary"),
        ("a.txt", b"caf\x81", "undecodable"),
        ("a.txt", b"Harbour\nDate: 2 May 2024\n", "no-text"),
        ("a.json", b"{", "bad-json"),
        ("a.json", b'{"text": 3}', "bad-json"),
        ("a.json", b"[" * 4000, "bad-json"),
        ("a.json", b'{"title": "x"}', "no-text"),
        ("a.json", b'{"text": "a \\ud800 b"}', "lone-surrogate"),
        ("a.odt", b"x", "unsupported-format"),
    ],
)
def test_failures(tmp_path: Path, name: str, data: bytes, code: str) -> None:
    (tmp_path / name).write_bytes(data)
    (failure,) = read(tmp_path, max_bytes=8000)
    assert isinstance(failure, InputError), failure
    assert (failure.code, failure.stage) == (FailureCode(code), Stage.READ)
    assert failure.source == name
    assert failure.message.endswith(".")


def test_a_fifo_is_unreadable(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    (failure,) = read(tmp_path)
    assert isinstance(failure, InputError)
    assert failure.code is FailureCode.UNREADABLE


@pytest.mark.parametrize("after", [0, 1])
def test_what_takes_too_long_to_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    """A pattern that goes astray is broken off, and the next file is read."""

    def astray(source: Source, settings: Settings) -> Iterator[Article]:
        for _ in range(after):
            yield article_of("It rained.", identity="before")
        assert re.match("(a+)+$", 40 * "a" + "b")
        yield article_of("It rained.", identity="behind")

    monkeypatch.setitem(READERS, ".md", astray)
    (tmp_path / "a.md").write_text("x", encoding="utf-8")
    (tmp_path / "b.txt").write_text("They said so.", encoding="utf-8")
    handler, timed = signal.getsignal(signal.SIGALRM), bool(signal.getitimer(signal.ITIMER_REAL)[0])
    *before, failed, good = read_articles([tmp_path], Settings(), timeout=0.2)
    assert len(before) == after
    assert isinstance(failed, InputError)
    assert (failed.source, failed.stage, failed.code) == ("a.md", "read", "timeout")
    assert failed.message == (
        "Reading an article took more than 0.2 seconds; split the file or raise --timeout."
    )
    assert isinstance(good, Article)
    assert signal.getsignal(signal.SIGALRM) == handler
    assert bool(signal.getitimer(signal.ITIMER_REAL)[0]) == timed


def test_missing_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "trafilatura", None)
    (tmp_path / "a.html").write_text("<p>x</p>", encoding="utf-8")
    (failure,) = read(tmp_path)
    assert isinstance(failure, InputError)
    assert failure.code is FailureCode.MISSING_EXTRA
    assert "pip install 'newsquotes[html]'" in failure.message


def test_a_bad_line_is_one_failure(tmp_path: Path) -> None:
    (tmp_path / "f.jsonl").write_text('{"text": "One."}\n{\n\n{"text": "Two."}\n', encoding="utf-8")
    first, bad, last = read(tmp_path)
    assert isinstance(first, Article)
    assert isinstance(last, Article)
    assert (first.source, first.id, last.source) == ("f.jsonl:1", "f-1", "f.jsonl:4")
    assert isinstance(bad, InputError)
    assert (bad.source, bad.code) == ("f.jsonl:2", FailureCode.BAD_JSON)


def test_folders_sorted_hidden_skipped_duplicates_named(tmp_path: Path) -> None:
    for name in ("b.txt", "sub/x.txt", ".h/x.txt", ".y.txt", "a.txt", "B.text"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(STORY, encoding="utf-8")
    found = read(tmp_path)
    assert [item.source for item in found] == ["B.text", "a.txt", "b.txt", "sub/x.txt"]
    assert [a.id for a in found if isinstance(a, Article)] == ["B", "a", "sub__x"]
    duplicate = found[2]
    assert isinstance(duplicate, InputError)
    assert duplicate.code is FailureCode.DUPLICATE_ID
    assert "B.text" in duplicate.message
    assert count_inputs([tmp_path]) == 4


def test_duplicate_ids_in_json_are_told_by_their_files(tmp_path: Path) -> None:
    for name in ("a.json", "b.json"):
        (tmp_path / name).write_text(LINE, encoding="utf-8")
    _, duplicate = read_articles([tmp_path], Settings())
    assert isinstance(duplicate, InputError)
    assert duplicate.message == (
        "The id 'n1', in b.json, is already that of an article in a.json; rename one of them."
    )


def test_duplicate_ids_of_several_inputs_are_told_with_their_folders(tmp_path: Path) -> None:
    for name in ("mon/1.txt", "tue/1.txt", "wed/1.txt"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(STORY, encoding="utf-8")
    mon, tue, one = tmp_path / "mon", f"{tmp_path}/tue/", tmp_path / "wed" / "1.txt"
    first, second, third = read_articles([mon, tue, one], Settings())
    assert isinstance(first, Article)
    assert (first.id, first.source) == ("1", "mon/1.txt")
    for duplicate, file in ((second, f"{tmp_path}/tue/1.txt"), (third, str(one))):
        assert isinstance(duplicate, InputError)
        assert duplicate.source == str(Path(file).relative_to(tmp_path))
        assert duplicate.message == (
            f"The id '1', in {file}, is already that of an article in {mon}/1.txt; rename one of "
            "them."
        )


@pytest.mark.parametrize("again", [["mon"], ["mon/1.txt"]])
def test_what_is_given_twice_is_told_to_be(tmp_path: Path, again: list[str]) -> None:
    (tmp_path / "mon").mkdir()
    (tmp_path / "mon/1.txt").write_text(STORY, encoding="utf-8")
    article, twice = read_articles([tmp_path / given for given in ["mon", *again]], Settings())
    assert isinstance(article, Article)
    assert isinstance(twice, InputError)
    assert article.source == twice.source == "1.txt"
    assert twice.code is FailureCode.DUPLICATE_ID
    assert twice.message == (
        f"{tmp_path}/mon/1.txt is in two of the inputs, and has been read already; give it once."
    )


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (["mon"], [""]),
        (["mon", "tue"], ["mon/", "tue/"]),
        (["a/x/mon", "a/y/mon"], ["x/mon/", "y/mon/"]),
        ([".", "a"], ["", "a/"]),
        (["a", "a"], ["", ""]),
        (["a/1.txt", "a/2.txt"], ["", ""]),
        (["a/1.txt", "mon/../tue/1.txt", "-"], ["a/", "tue/", ""]),
        (["-", "a"], ["", ""]),
        (["s3://b/a", "s3://b/c/d/"], ["a/", "c/d/"]),
        (["s3://b/a", "s3://c/a"], ["s3://b/a/", "s3://c/a/"]),
        (["s3://b/a", "a", "mon"], ["s3://b/a/", "a/", "mon/"]),
        (["s3://b/a", "a"], ["s3://b/a/", ""]),
        (["s3://b/1.txt", "s3://b/1.txt"], ["", ""]),
    ],
)
def test_names_are_relative_to_the_folder_that_holds_all_inputs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: list[str], expected: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for folder in ("mon", "tue", "a/x/mon", "a/y/mon"):
        Path(folder).mkdir(parents=True)
    assert shared_root(given) == expected


def test_a_path_that_does_not_exist_is_refused_at_once(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="does not exist"):
        read_articles([SEED, tmp_path / "none"], Settings())


def test_cp1252_with_a_note_and_boms(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("“Caf\u00e9”".encode("cp1252"))
    article = one(tmp_path / "a.txt")
    assert (article.text, article.encoding) == ("“Café”", "cp1252")
    assert [note.code for note in article.notes] == ["encoding-fallback"]
    for encoding in ("utf-8-sig", "utf-16", "utf-32"):
        (tmp_path / "a.txt").write_bytes(STORY.encode(encoding))
        article = one(tmp_path / "a.txt")
        assert (article.text, article.encoding) == (STORY, encoding)


def test_two_encodings_in_one_file_are_both_named(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("“No,” said ".encode() + "Zoë".encode("cp1252"))
    (article,) = read(tmp_path)
    assert isinstance(article, Article)
    assert (article.text, article.encoding) == ("“No,” said Zoë", "utf-8, cp1252")
    assert [note.code for note in article.notes] == ["encoding-fallback"]


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (LINE + "\n" + '{"text": "Two."}', "application/json"),
        (json.dumps([{"text": "One."}, {"text": "Two."}], indent=1), "application/json"),
        ("\n" + STORY, "text/plain"),
    ],
)
def test_standard_input(data: str, kind: str) -> None:
    found = list(read_articles(["-"], Settings(), stdin=io.BytesIO(data.encode())))
    assert len(found) == (1 if kind == "text/plain" else 2)
    assert all(isinstance(a, Article) and a.media_type == kind for a in found)


def test_lines_are_read_as_they_are_asked_for() -> None:
    stream = io.BytesIO(b'{"text": "One."}\n' * 50_000)
    first = next(read_articles(["-"], Settings(), stdin=stream))
    assert isinstance(first, Article)
    assert stream.tell() < 1_000


PUBLISHED = re.compile(
    r"^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?$"
)  # fmt: skip


@pytest.mark.parametrize(
    ("raw", "iso"),
    [
        ("2025-09-02", "2025-09-02"),
        ("2025-09-02T10:30:00Z", "2025-09-02T10:30:00Z"),
        ("2025-09-02 10:30+0200", "2025-09-02T10:30+02:00"),
        ("02 September 2025", "2025-09-02"),
        ("2 Sept. 2025", "2025-09-02"),
        ("September 2, 2025", "2025-09-02"),
        ("Sept 2, 2025 10:30 p.m. EDT", "2025-09-02"),
        ("Sept 2, 2025 at 10:30 p.m.", "2025-09-02T22:30"),
        ("Tuesday, 2 September 2025", "2025-09-02"),
        ("2025/09/02", "2025-09-02"),
        ("Tue, 02 Sep 2025 10:30:00 +0000", "2025-09-02T10:30:00+00:00"),
        ("25/12/2023", "2023-12-25"),
        ("12/25/2023", "2023-12-25"),
        ("20240503", "2024-05-03"),
        ("20240503T101530Z", "2024-05-03T10:15:30Z"),
        ("20240503T1015+0200", "2024-05-03T10:15+02:00"),
        ("May 3, 2024 Friday", "2024-05-03"),
        ("May 3, 2024 Friday 10:15 AM GMT", "2024-05-03T10:15Z"),
        ("3 May 2024, Friday", "2024-05-03"),
        ("20240503101530", "2024-05-03T10:15:30"),
        ("Fri May 03 10:15:30 +0000 2024", "2024-05-03T10:15:30+00:00"),
        ("Fri May  3 10:15:30 UTC 2024", "2024-05-03T10:15:30Z"),
        ("First published on Fri 3 May 2024 10.15 BST", "2024-05-03"),
        ("Published: 3 May 2024", "2024-05-03"),
        ("10:15 AM, May 3, 2024", "2024-05-03T10:15"),
        ("3 May 2024 — 10:15am", "2024-05-03T10:15"),
        ("2024-05-03T10:15:30-05:00[America/New_York]", "2024-05-03T10:15:30-05:00"),
    ],
)
def test_dates(raw: str, iso: str) -> None:
    assert parse_date(raw) == (iso, None)
    assert PUBLISHED.match(iso)


@pytest.mark.parametrize(
    ("raw", "code"),
    [("03/04/2023", "ambiguous-date"), ("last week", "unparsed-date"),
     ("31 February 2024", "unparsed-date"), ("2 M 2024", "unparsed-date")],
)  # fmt: skip
def test_dates_not_guessed(raw: str, code: str) -> None:
    published, note = parse_date(raw)
    assert published is None
    assert note is not None
    assert note.code == code


@pytest.mark.parametrize(
    "name", ["run", "CON", "Failures", "nul.a", ".x", "é", "a" * 121, "", ".."]
)
def test_unsafe_names_are_changed(name: str) -> None:
    assert safe_id(name) != name
    assert re.fullmatch(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,119}", safe_id(name))
