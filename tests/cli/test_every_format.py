"""One file per format and a broken twin beside it, as one batch: all are accounted for."""

from __future__ import annotations

import base64
import bz2
import csv
import gzip
import io
import json
import lzma
import tarfile
import zipfile
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
import pyarrow.feather
import pyarrow.parquet as pq
import pytest
import xlsxwriter
import zstandard
from newsquotes import read_records
from newsquotes.articles.archives import ARCHIVES, SHORT
from newsquotes.articles.reading import READERS
from newsquotes.articles.unpacking import OPENERS
from newsquotes.schemas.run import Manifest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from tests.documents import as_docx, as_ods, as_rtf
from tests.unit.test_tables import XLS

if TYPE_CHECKING:
    from conftest import Command

TITLE: Final = "Kiln reopens at Vale"
PARAGRAPHS: Final = (
    "The kiln at Vale reopened on Friday after eleven years, and the first forty bowls were sold "
    "before noon to people who had come by bus.",
    "“We fire at noon,” said Tamsin Okell, the potter. “The clay decides the rest.”",
)
BODY: Final = "\n\n".join(PARAGRAPHS)
TEXT: Final = f"{TITLE}\nBy Ann Lee\nPublishing date: 3 May 2024\n\n{BODY}\n"
MARKED: Final = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
FIELDS: Final = {"title": TITLE, "body": BODY, "published": "2024-05-03", "authors": "Ann Lee"}
PAGE: Final = (
    f"<!doctype html><html><head><title>{TITLE}</title></head><body><article><h1>{TITLE}</h1>"
    f"{MARKED}</article></body></html>"
)
NITF: Final = (
    f"<nitf><body><body.head><hedline><hl1>{TITLE}</hl1></hedline></body.head>"
    f"<body.content>{MARKED}</body.content></body></nitf>"
)
NEWSML: Final = (
    '<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:x:1"><contentMeta>'
    f"<headline>{TITLE}</headline></contentMeta><contentSet><inlineXML>"
    f'<html xmlns="http://www.w3.org/1999/xhtml"><body>{MARKED}</body></html>'
    "</inlineXML></contentSet></newsItem>"
)
NEWSWIRE: Final = (
    f"<DOC>\n<DOCNO> V-1 </DOCNO>\n<HEADLINE>\n{TITLE}\n</HEADLINE>\n<TEXT>\n"
    + "".join(f"<P>\n{paragraph}\n</P>\n" for paragraph in PARAGRAPHS)
    + "</TEXT>\n</DOC>\n"
)
RSS: Final = (
    '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
    f"<title>Vale Post</title><item><title>{TITLE}</title>"
    f"<content:encoded><![CDATA[{MARKED}]]></content:encoded></item></channel></rss>"
)
ATOM: Final = (
    '<feed xmlns="http://www.w3.org/2005/Atom"><title>Vale Post</title><entry>'
    f'<title>{TITLE}</title><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">'
    f"{MARKED}</div></content></entry></feed>"
)


def table(delimiter: str) -> str:
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter).writerows([[*FIELDS], [*FIELDS.values()]])
    return stream.getvalue()


def written(write: Any) -> bytes:
    stream = io.BytesIO()
    write(stream)
    return stream.getvalue()


def workbook(stream: io.BytesIO) -> None:
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, [*FIELDS])
        sheet.write_row(1, 0, [*FIELDS.values()])


def open_document(stream: io.BytesIO) -> None:
    stream.write(as_ods([[*FIELDS], [*FIELDS.values()]]))


def as_text(stream: io.BytesIO) -> None:
    writer = WARCWriter(stream, gzip=False)
    writer.write_record(
        writer.create_warc_record(
            "https://vale.example/kiln",
            "conversion",
            payload=io.BytesIO(TEXT.encode()),
            warc_content_type="text/plain",
        )
    )


def crawled(stream: io.BytesIO, *, packed: bool = False) -> None:
    writer = WARCWriter(stream, gzip=packed)
    headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.0")
    url = "https://vale.example/kiln"
    page = io.BytesIO(PAGE.encode())
    writer.write_record(
        writer.create_warc_record(url, "response", payload=page, http_headers=headers)
    )


def zipped(stream: io.BytesIO, name: str, data: bytes) -> None:
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)


def tarred(stream: io.BytesIO) -> None:
    with tarfile.open(fileobj=stream, mode="w") as archive:
        member = tarfile.TarInfo("kiln.txt")
        member.size = len(TEXT.encode())
        archive.addfile(member, io.BytesIO(TEXT.encode()))


ROWS: Final = pa.table({name: [value] for name, value in FIELDS.items()})
TAR: Final = written(tarred)
SOUND: Final[dict[str, bytes]] = {
    ".txt": TEXT.encode(),
    ".text": TEXT.encode("utf-16"),
    ".md": f"---\ntitle: {TITLE}\nauthor: Ann Lee\n---\n\n# {TITLE}\n\n{BODY}".encode(),
    ".json": json.dumps(FIELDS).encode(),
    ".jsonl": json.dumps(FIELDS).encode(),
    ".ndjson": json.dumps(FIELDS).encode(),
    ".jl": json.dumps(FIELDS).encode(),
    ".jsonlines": json.dumps(FIELDS).encode(),
    ".html": PAGE.encode(),
    ".htm": PAGE.encode(),
    ".xhtml": PAGE.encode(),
    ".csv": table(";").encode("utf-8-sig"),
    ".tsv": table("\t").encode(),
    ".tab": table("\t").encode(),
    ".psv": table("|").encode(),
    ".parquet": written(lambda stream: pq.write_table(ROWS, stream)),
    ".arrow": written(lambda stream: pa.feather.write_feather(ROWS, stream)),
    ".feather": written(lambda stream: pa.feather.write_feather(ROWS, stream)),
    ".xlsx": written(workbook),
    ".xlsm": written(workbook),
    ".xls": zlib.decompress(base64.b85decode(XLS)),
    ".ods": written(open_document),
    ".xml": NITF.encode(),
    ".nitf": NITF.encode(),
    ".newsml": NEWSML.encode(),
    ".rss": RSS.encode(),
    ".atom": ATOM.encode(),
    ".rdf": RSS.encode(),
    ".sgml": NEWSWIRE.encode(),
    ".sgm": NEWSWIRE.replace("V-1", "V-2").encode(),
    ".warc": written(crawled),
    ".wet": written(as_text),
    ".docx": as_docx(TEXT),
    ".rtf": as_rtf(TEXT),
    ".zip": written(lambda stream: zipped(stream, "kiln.txt", TEXT.encode())),
    ".tar": TAR,
    ".wacz": written(lambda stream: zipped(stream, "archive/data.warc", written(crawled))),
    ".txt.gz": gzip.compress(TEXT.encode()),
    ".txt.bz2": bz2.compress(TEXT.encode()),
    ".txt.xz": lzma.compress(TEXT.encode()),
    ".txt.zst": zstandard.compress(TEXT.encode()),
    ".tgz": gzip.compress(TAR),
    ".tbz2": bz2.compress(TAR),
    ".txz": lzma.compress(TAR),
    ".tzst": zstandard.compress(TAR),
    ".warc.gz": written(lambda stream: crawled(stream, packed=True)),
}
BROKEN: Final[dict[str, bytes]] = {
    ".txt": b"",
    ".text": TEXT.encode("utf-16")[2:],
    ".md": f"{TITLE}\nBy Ann Lee\nPublishing date: 3 May 2024\n".encode(),
    ".html": b"<!doctype html><html><head><title>Kiln</title></head><body></body></html>",
    ".htm": SOUND[".zip"],
    ".xhtml": b"",
    ".csv": b"name;price\nbowl;40\n",
    ".tsv": table("\t").encode().replace(b"body", b"n/a"),
    ".tab": table("\t").splitlines()[0].encode(),
    ".psv": b"name|price\nbowl|40\n",
    ".sgml": b"",
    ".sgm": NEWSWIRE[:40].encode(),
    ".pdf": b"%PDF-1.7\n",
    ".warc": SOUND[".warc"][:200],
    ".wet": SOUND[".wet"][:200],
    ".tar": TAR[:600],
}
"""Those that are not just cut in the middle."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    for name, data in SOUND.items():
        path = folder / f"sound-{name.strip('.').replace('.', '-')}" / f"kiln{name}"
        path.parent.mkdir(parents=True)
        path.write_bytes(data)
    for name in [*SOUND, ".pdf"]:
        data = BROKEN.get(name, SOUND.get(name, b""))
        path = folder / f"broken-{name.strip('.').replace('.', '-')}" / f"kiln{name}"
        path.parent.mkdir()
        path.write_bytes(data if name in BROKEN else data[: len(data) // 2])
    return folder


def test_every_input_is_accounted_for(newsquotes: Command, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert newsquotes("extract", folder, "-o", out, "-j", 1).exit_code == 1
    run = Manifest.model_validate_json((out / "run.json").read_bytes())
    found = {item.source.split("/")[0]: item.outcome for item in run.inputs}
    assert found == {
        path.name: "failed" if path.name.startswith("broken") else "written"
        for path in folder.iterdir()
    }
    for record in read_records(out):
        assert {quote.speaker.name for quote in record.quotes if quote.speaker} <= {
            "Tamsin Okell",
            "Ann Lee",
        }, record.article.source
        assert record.quotes, record.article.source
    failures = (out / "failures.jsonl").read_text(encoding="utf-8").splitlines()
    for failure in map(json.loads, failures):
        assert failure["source"].startswith("broken-"), failure
        assert failure["message"].endswith((".", ")")), failure


def test_no_format_is_left_out() -> None:
    known = {*READERS, *ARCHIVES, *SHORT}
    assert known - {*SOUND} == {".pdf"}
    assert {f".txt{packed}" for packed in OPENERS} <= {*SOUND}
