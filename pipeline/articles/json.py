"""JSON (one object or an array of them) and JSON Lines.

Besides our own field names those of IPTC ninjs, News API, the Guardian, newspaper4k, trafilatura,
news-please, Fundus, CC-News and Media Cloud (see :mod:`newsquotes.articles.fields`).
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any, BinaryIO

from ..errors import FailureCode, InputError
from ..settings import Settings
from .base import Article, Note
from .look import format_by_look
from .mapped import article_from
from .source import Source, decode, read_bytes

_LISTS = ("articles", "results", "stories", "items", "docs", "data", "news")


def read_json(source: Source, settings: Settings) -> Iterator[Article | InputError]:
    """Every article of a JSON file; a bad member of an array is one failure."""
    with source.open() as stream:
        data = read_bytes(stream, source, settings)
    text, encoding, notes = decode(data, source)
    try:
        value = _unwrapped(_parse(text, source, ""))
    except InputError:
        if format_by_look(data) != ".jsonl":
            raise
        again = replace(source, open=partial(io.BytesIO, data))
        yield from read_jsonl(again, settings)  # JSON Lines under another name
        return
    if not isinstance(value, list):
        sha256 = hashlib.sha256(data).hexdigest()
        yield _article(value, source, "", sha256, encoding, notes, settings)
        return
    if not value:
        message = "The array is empty; remove the file or put articles in."
        raise source.failure(FailureCode.EMPTY, message)
    for number, member in enumerate(value, 1):
        # ASCII escapes keep the digest defined even for a lone surrogate.
        digest = hashlib.sha256(json.dumps(member, sort_keys=True).encode()).hexdigest()
        try:
            yield _article(member, source, f":{number}", digest, encoding, notes, settings)
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
                yield _article(value, source, at, digest, encoding, notes, settings)
            except InputError as error:
                yield error
        if not number:
            message = "There is no line in it; remove it or put articles in."
            raise source.failure(FailureCode.EMPTY, message)


def _line(stream: BinaryIO, source: Source, settings: Settings) -> bytes:
    try:
        return stream.readline(settings.max_bytes + 1)
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
    at: str,
    sha256: str,
    encoding: str,
    notes: tuple[Note, ...],
    settings: Settings,
) -> Article:
    if not isinstance(value, dict):
        message = "An article must be a JSON object; write it as {...}."
        raise source.failure(FailureCode.BAD_JSON, message, at=at)
    return article_from(
        value,
        source,
        at=at,
        sha256=sha256,
        media_type="application/json",
        encoding=encoding,
        notes=notes,
        raw=settings.raw_text,
    )


def _unwrapped(value: Any) -> Any:
    """The articles in the answer of an interface: ``{"status": "ok", "articles": [...]}``."""
    if not isinstance(value, dict):
        return value
    if isinstance(response := value.get("response"), dict):  # the Guardian
        content = response.get("content")
        return _unwrapped(content if isinstance(content, dict) else response)
    for key in _LISTS:
        members = value.get(key)
        if isinstance(members, list) and members and all(isinstance(m, dict) for m in members):
            return value if _has_text(value) else members
    return value


def _has_text(value: dict[str, Any]) -> bool:
    return any(isinstance(value.get(key), str) for key in ("text", "body", "content"))
