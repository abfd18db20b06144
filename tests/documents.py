"""Texts as the files of word processors."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable

import docx


def as_docx(text: str) -> bytes:
    """A paragraph of Word for each line."""
    document = docx.Document()
    for line in text.split("\n"):
        document.add_paragraph(line)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def as_rtf(text: str) -> bytes:
    """As Word writes RTF: fonts, an author, what is not ASCII as numbers in two bytes."""
    escaped = "".join(
        rf"\{letter}" if letter in "\\{}" else letter if letter.isascii() else _numbered(letter)
        for letter in text
    )
    lines = escaped.replace("\n", "\\par\n")
    return (
        r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\froman Times;}}{\info{\author Nobody}}"
        rf"\f0\fs24 {lines}\par}}"
    ).encode("ascii")


def _numbered(letter: str) -> str:
    units = letter.encode("utf-16-le")
    numbers = (
        int.from_bytes(units[start : start + 2], "little", signed=True)
        for start in range(0, len(units), 2)
    )
    return "".join(rf"\u{number}?" for number in numbers)


def as_ods(rows: Iterable[Iterable[str]]) -> bytes:
    """A spreadsheet of LibreOffice; each line of a cell is a paragraph in it."""
    cells = "".join(
        "<table:table-row>"
        + "".join(
            '<table:table-cell office:value-type="string">'
            + "".join(f"<text:p>{line}</text:p>" for line in cell.split("\n"))
            + "</table:table-cell>"
            for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
    names = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    manifest = '<manifest xmlns="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("META-INF/manifest.xml", manifest)
        packed.writestr(
            "content.xml",
            f"<office:document-content{names}><office:body><office:spreadsheet>"
            f'<table:table table:name="A">{cells}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return stream.getvalue()
