"""DOCX and RTF: what is shown of them is read, and nothing that is not."""

from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path
from typing import Final

import docx
import pytest
from newsquotes.articles import Article, read_articles
from newsquotes.errors import InputError
from newsquotes.settings import Settings

from tests.documents import as_docx, as_rtf

STORY: Final = (
    "Kiln reopens\nBy Ann Lee\nDate: 3 May 2024\n\nThe kiln reopened on Friday.\n"
    "“We fire at noon – at 1,200°,” said Tamsin Okell 🔥, the potter of {Vale}."
)
FORMATS: Final = {"a.docx": as_docx, "a.rtf": as_rtf, "a.txt": as_rtf}


def read(folder: Path, name: str, data: bytes, **settings: int) -> Article | InputError:
    (folder / name).write_bytes(data)
    (item,) = read_articles([folder], Settings(**settings))
    return item


@pytest.mark.parametrize("name", FORMATS)
def test_it_is_read_as_plain_text_is(tmp_path: Path, name: str) -> None:
    article = read(tmp_path, name, FORMATS[name](STORY))
    assert isinstance(article, Article), article
    assert (article.title, article.published) == ("Kiln reopens", "2024-05-03")
    assert article.authors == ("Ann Lee",)
    body = article.text[slice(*article.body)]
    assert " ".join(body.split()) == " ".join(STORY.split("\n\n")[1].split())
    assert "text/plain" not in article.media_type


W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MC: Final = "http://schemas.openxmlformats.org/markup-compatibility/2006"
CHANGED: Final = f"""<w:document xmlns:w="{W}" xmlns:mc="{MC}"><w:body>
<w:p><w:r><w:t>The kiln </w:t></w:r><w:del><w:r><w:delText>closed</w:delText></w:r></w:del>
<w:ins><w:r><w:t>reopened</w:t></w:r></w:ins><w:moveFrom><w:r><w:t> gone</w:t></w:r></w:moveFrom>
<w:hyperlink><w:r><w:t> on</w:t><w:br/><w:t>Friday.</w:t></w:r></w:hyperlink></w:p>
<w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>In a box.</w:t></w:r></w:p>
</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent><w:p><w:r><w:t>In a box.</w:t></w:r></w:p>
</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r></w:p>
<w:tbl><w:tr><w:tc><w:p><w:r><w:t>In a cell.</w:t></w:r></w:p></w:tc></w:tr></w:tbl>
<w:sdt><w:sdtContent><w:p><w:r><w:t>In a field.</w:t></w:r></w:p></w:sdtContent></w:sdt>
</w:body></w:document>"""


def with_body(xml: str) -> bytes:
    made, stream = as_docx("x"), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            new.writestr(name, xml if name == "word/document.xml" else old.read(name))
    return stream.getvalue()


def test_what_word_shows_is_read_once(tmp_path: Path) -> None:
    article = read(tmp_path, "a.docx", with_body(CHANGED))
    assert isinstance(article, Article), article
    assert article.text == "The kiln reopened on\nFriday.\n\nIn a box.\n\nIn a cell.\n\nIn a field."


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.docx", b"The kiln reopened.", "bad-document"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 64, "bad-document"),
        ("a.docx", as_docx(STORY)[:-400], "bad-document"),
        ("a.docx", with_body("<w:document"), "bad-document"),
        ("a.docx", as_docx("\n"), "empty"),
        ("a.docx", b"", "bad-document"),
        ("a.rtf", b"The kiln reopened.", "bad-document"),
        ("a.rtf", as_rtf(STORY)[:-20], "bad-document"),
        ("a.rtf", rb"{\rtf1 \u99999999? x}", "bad-document"),
        ("a.rtf", rb"{\rtf1 \par}", "empty"),
        ("a.rtf", b"", "bad-document"),
    ],
)
def test_broken_twins(tmp_path: Path, name: str, data: bytes, code: str) -> None:
    failure = read(tmp_path, name, data)
    assert isinstance(failure, InputError), failure
    assert (failure.source, failure.code) == (name, code)
    assert failure.message.endswith(".")


@pytest.mark.parametrize("name", ["a.docx", "a.rtf"])
@pytest.mark.parametrize("seed", range(40))
def test_damage_anywhere_is_a_failure_or_an_article(tmp_path: Path, name: str, seed: int) -> None:
    data = bytearray(FORMATS[name](STORY))
    dice = random.Random(seed)
    for _ in range(1 + seed % 4):
        data[dice.randrange(len(data))] = dice.randrange(256)
    item = read(tmp_path, name, bytes(data))
    assert isinstance(item, Article | InputError)
    if isinstance(item, Article):
        item.text.encode()
        assert "\0" not in item.text


def test_a_document_that_swells_is_refused(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("x" * 3_000_000)
    document.save(str(tmp_path / "a.docx"))
    (failure,) = read_articles([tmp_path], Settings(max_bytes=100_000))
    assert isinstance(failure, InputError)
    assert failure.code == "too-large"
