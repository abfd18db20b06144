"""JSON (one object or an array of them) and JSON Lines; our own field names and IPTC ninjs's."""

from __future__ import annotations

import gzip
import hashlib
import json
import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO

from ..errors import FailureCode, InputError
from ..settings import Settings
from .base import Article, Note
from .ids import safe_id
from .source import Source, decode, read_bytes
from .text import dated, split_authors, trim

_NAMES = {
    "id": ("id", "uri"),
    "text": ("text",),
    "title": ("title", "headline", "headlines"),
    "body": ("body", "body_text", "bodies", "body_xhtml"),
    "published": ("published", "versioncreated", "firstcreated"),
    "publisher": ("publisher", "copyrightholder", "provider"),
    "authors": ("authors", "author", "byline", "by"),
    "url": ("url",),
    "language": ("language",),
}


def read_json(source: Source, settings: Settings) -> Iterator[Article | InputError]:
    """Every article of a JSON file; a bad member of an array is one failure."""
    with source.open() as stream:
        data = read_bytes(stream, source, settings)
    text, encoding, notes = decode(data, source)
    value = _parse(text, source, "")
    if not isinstance(value, list):
        sha256 = hashlib.sha256(data).hexdigest()
        yield _article(value, source, settings, "", sha256, encoding, notes)
        return
    if not value:
        message = "The array is empty; remove the file or put articles in."
        raise source.failure(FailureCode.EMPTY, message)
    for number, member in enumerate(value, 1):
        # ASCII escapes keep the digest defined even for a lone surrogate.
        digest = hashlib.sha256(json.dumps(member, sort_keys=True).encode()).hexdigest()
        try:
            yield _article(member, source, settings, f":{number}", digest, encoding, notes)
        except InputError as error:
            yield error


def read_jsonl(source: Source, settings: Settings) -> Iterator[Article | InputError]:
    """Every article of a JSON Lines file, line by line; a bad line is one failure."""
    with source.open() as stream:
        number = 0
        while line := _line(stream, source, settings):
            number += 1
            at = f":{number}"
            if number == 1 and line.startswith((b"\xff\xfe", b"\xfe\xff")):
                message = "JSON Lines must be UTF-8, this is UTF-16; save the file as UTF-8."
                raise source.failure(FailureCode.UNDECODABLE, message)
            if not line.strip():
                continue
            try:
                if len(line) > settings.max_bytes:
                    while line and not line.endswith(b"\n"):
                        line = _line(stream, source, settings)
                    message = f"More than {settings.max_bytes} bytes; split it or raise max_bytes."
                    raise source.failure(FailureCode.TOO_LARGE, message, at=at)
                text, encoding, notes = decode(line.rstrip(b"\r\n"), source, at=at)
                digest = hashlib.sha256(line.rstrip(b"\r\n")).hexdigest()
                value = _parse(text, source, at)
                yield _article(value, source, settings, at, digest, encoding, notes)
            except InputError as error:
                yield error
        if not number:
            message = "There is no line in it; remove it or put articles in."
            raise source.failure(FailureCode.EMPTY, message)


def _line(stream: BinaryIO, source: Source, settings: Settings) -> bytes:
    try:
        return stream.readline(settings.max_bytes + 1)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        message = f"The gzip data is broken ({error}); pack the file again."
        raise source.failure(FailureCode.BAD_GZIP, message) from error
    except OSError as error:
        message = f"The input cannot be read ({error.strerror or error}); check its permissions."
        raise source.failure(FailureCode.UNREADABLE, message) from error


def _parse(text: str, source: Source, at: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        message = f"Not valid JSON ({error}); correct it or remove it."
        raise source.failure(FailureCode.BAD_JSON, message, at=at) from error


def _article(
    value: Any,
    source: Source,
    settings: Settings,
    at: str,
    sha256: str,
    encoding: str,
    notes: tuple[Note, ...],
) -> Article:
    if not isinstance(value, dict):
        message = "An article must be a JSON object; write it as {...}."
        raise source.failure(FailureCode.BAD_JSON, message, at=at)
    fields = {name: _field(value, name, source, at) for name in _NAMES}
    for name, content in fields.items():
        if any("\ud800" <= character <= "\udfff" for character in content or ""):
            message = f"The field {name!r} holds half a surrogate pair; replace it by U+FFFD."
            raise source.failure(FailureCode.LONE_SURROGATE, message, at=at)
    title = (fields["title"] or "").strip()
    text, body = fields["text"] or "", fields["body"] or ""
    if not text.strip() and body.strip():
        text = f"{title}\n\n{body}" if title else body
    start, end = trim(text, 0, len(text))
    headline = None
    if title and text.startswith(title, start):
        headline = (start, start + len(title))
        start, end = trim(text, headline[1], len(text))
    if start >= end:
        message = "No text; give 'text', or 'title' and 'body'."
        raise source.failure(FailureCode.NO_TEXT, message, at=at)
    raw = (fields["published"] or "").strip() or None
    published, note = dated(raw)
    given = (fields["id"] or "").strip()
    return Article(
        id=safe_id(given) if given else source.id + at.replace(":", "-"),
        source=given or source.name + at,
        sha256=sha256,
        media_type="application/json",
        encoding=encoding,
        text=text,
        body=(start, end),
        headline=headline,
        title=title or None,
        published=published,
        published_raw=raw,
        publisher=(fields["publisher"] or "").strip() or None,
        authors=split_authors(fields["authors"] or ""),
        url=(fields["url"] or "").strip() or None,
        language=(fields["language"] or "").strip() or "en",
        notes=notes + note,
    )


def _field(value: dict[str, Any], name: str, source: Source, at: str) -> str | None:
    for key in _NAMES[name]:
        content = value.get(key)
        if content in (None, "", []):
            continue
        if name == "id" and isinstance(content, int) and not isinstance(content, bool):
            return str(content)
        many = content if isinstance(content, list) else [content]
        if key in {"headlines", "bodies"}:
            many = many[:1]  # ninjs 2: the same words in several forms, the main one first
        parts: list[Any] = [
            next((m[k] for k in ("value", "name", "literal") if k in m), m)
            if isinstance(m, dict)
            else m
            for m in many
        ]
        listed = isinstance(content, list | dict)
        structured = {"authors", "headlines", "bodies", "provider"}
        if not all(isinstance(p, str) for p in parts) or (
            listed and name not in structured and key not in structured
        ):
            message = f"The field {key!r} must be a string; correct its type."
            raise source.failure(FailureCode.BAD_JSON, message, at=at)
        return "; ".join(parts)
    return None
