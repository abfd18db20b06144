"""Texts as the files of word processors."""

from __future__ import annotations

import io

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
