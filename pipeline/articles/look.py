"""Recognise the format of an input by how it begins: standard input, or a misnamed .txt."""

from __future__ import annotations

import re
from typing import Final

from .delimited import is_table

_MAGIC: Final = {
    b"%PDF-": ".pdf",
    b"PAR1": ".parquet",
    b"ARROW1": ".arrow",
    b"WARC/": ".warc",
    b"{\\rtf": ".rtf",
}
_SGML: Final = re.compile(rb"<DOC[\s>].{0,2000}?<(?:DOCNO|HEADLINE|DOCID|TEXT)>", re.DOTALL)
_HTML: Final = re.compile(rb"<!doctype html|<html|<head[\s>]", re.IGNORECASE)
_XML: Final = re.compile(rb"<\?xml|<(?:nitf|newsItem|newsMessage|rss|feed|rdf:RDF)[\s>]")
_OBJECT: Final = re.compile(rb'\{\s*["}]')
_ARRAY: Final = re.compile(rb"\[\s*[{\]]")
_HEAD: Final = 1_000


def format_by_look(start: bytes) -> str | None:
    """The suffix of the format of what begins with ``start``, its first line or more of it.

    None where it is plain text, or nothing that we know.
    """
    for magic, suffix in _MAGIC.items():
        if start.startswith(magic):
            return suffix
    start = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    line = start.partition(b"\n")[0].strip()
    if _OBJECT.match(start):
        # A first line that closes its object is a line of JSON Lines.
        return ".jsonl" if line.endswith(b"}") else ".json"
    if _ARRAY.match(start):
        return ".json"
    if _HTML.match(start):
        return ".html"
    if _SGML.match(start):
        return ".sgml"
    if _XML.match(start):
        return ".html" if _HTML.search(start[:_HEAD]) and b"<nitf" not in start[:_HEAD] else ".xml"
    return ".csv" if is_table(line[:10_000].decode("utf-8", "replace")) else None
