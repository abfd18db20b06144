"""JSON (one object or an array of them) and JSON Lines.

Besides our own field names those of IPTC ninjs, News API, the Guardian, newspaper4k, trafilatura,
news-please, Fundus, CC-News and Media Cloud (see :mod:`newsquotes.articles.fields`).
"""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import Any, BinaryIO, Final

from ..errors import FailureCode, InputError
from ..settings import Settings
from .base import Article, Note
from .look import format_by_look
from .mapped import JSON, article_from
from .source import Source, decode, read_bytes, rejoined
from .wrapped import flattened, unwrapped

_OPENS_DOCUMENT: Final = re.compile(rb"\s*(?:\{|\[\s*(?:\{.*)?)\s*", re.DOTALL)
"""A first line that is no object of its own: the file is JSON, not JSON Lines."""

_NEXT: Final = re.compile(r"[ \t\r\n\x1e]*+\{")
_RECORD: Final = b"\x1e"
"""What begins each record of a JSON text sequence (RFC 7464)."""

_NOT_READ: Final = "From this line on it is binary data, which was not read; export it again."

_TRIED: Final = 1_000
"""Lines after which a file without any object among them is given up."""

_MOST_BLANK: Final = 1_000_000
"""Blank lines in a row; more are made to waste time."""


def read_json(source: Source, settings: Settings) -> Iterator[Article | InputError]:
    """Every article of a JSON file; a bad member of an array is one failure."""
    with source.open() as stream:
        data = read_bytes(stream, source, settings)
    text, encoding, notes = decode(data, source)
    try:
        with _deep_enough(source, ""):
            value = unwrapped(_parse(text, source, ""))
    except InputError:
        again = replace(source, open=partial(io.BytesIO, data))
        if format_by_look(data) != ".jsonl":
            if (values := _concatenated(text)) is None:
                _refuse_others(data, text, source)
                raise
            yield from _members(values, source, encoding, notes, settings)
            return
        yield from read_jsonl(again, settings)  # JSON Lines under another name
        return
    if not isinstance(value, list):
        sha256 = hashlib.sha256(data).hexdigest()
        yield _article(value, source, "", sha256, encoding, notes, settings)
        return
    if not value:
        message = "The array is empty; remove the file or put articles in."
        raise source.failure(FailureCode.EMPTY, message)
    if len(value) > _TRIED and not any(isinstance(member, dict) for member in value):
        message = f"None of its {len(value)} items is a JSON object; write each as {{...}}."
        raise source.failure(FailureCode.BAD_JSON, message)
    yield from _members(value, source, encoding, notes, settings)


def _members(
    values: list[Any],
    source: Source,
    encoding: str,
    notes: tuple[Note, ...],
    settings: Settings,
) -> Iterator[Article | InputError]:
    for number, member in enumerate(values, 1):
        at = f":{number}"
        try:
            with _deep_enough(source, at):
                # ASCII escapes keep the digest defined even for a lone surrogate.
                digest = hashlib.sha256(json.dumps(member, sort_keys=True).encode()).hexdigest()
            yield _article(member, source, at, digest, encoding, notes, settings)
        except InputError as error:
            yield error


def read_jsonl(source: Source, settings: Settings) -> Iterator[Article | InputError]:
    """Every article of a JSON Lines file, line by line; a bad line is one failure."""
    with source.open() as stream:
        number = articles = objects = blank = 0
        while line := _line(stream, source, settings):
            number += 1
            line = line.lstrip(_RECORD)
            if number == 1 and _OPENS_DOCUMENT.fullmatch(line):
                whole = replace(source, open=partial(rejoined, line, stream))
                yield from read_json(whole, settings)
                return
            at = f":{number}"
            if number == 1 and line.startswith(b"\0"):
                message = "This is binary data, not JSON Lines; export it again."
                raise source.failure(FailureCode.BINARY, message)
            if number == 1 and line.startswith((b"\xff\xfe", b"\xfe\xff")):
                message = "JSON Lines must be UTF-8, this is UTF-16; save the file as UTF-8."
                raise source.failure(FailureCode.UNDECODABLE, message)
            if not line.strip():
                blank += 1
                if blank > _MOST_BLANK:
                    message = f"More than {_MOST_BLANK} blank lines in a row; remove them."
                    raise source.failure(FailureCode.TOO_LARGE, message, at=at)
                continue
            blank = 0
            articles += 1
            try:
                if len(line) > settings.max_bytes:
                    while line and not line.endswith(b"\n"):
                        if b"\0" in line:  # and maybe no line end for many gigabytes
                            yield source.failure(FailureCode.BINARY, _NOT_READ, at=at)
                            return
                        line = _line(stream, source, settings)
                    message = f"More than {settings.max_bytes} bytes; split it or raise max_bytes."
                    raise source.failure(FailureCode.TOO_LARGE, message, at=at)
                text, encoding, notes = decode(line.rstrip(b"\r\n"), source, at=at)
                digest = hashlib.sha256(line.rstrip(b"\r\n")).hexdigest()
                try:
                    value = _parse(text, source, at)
                except InputError:
                    if number > 1 or _concatenated(text) is None:
                        raise
                    whole = replace(source, open=partial(rejoined, line, stream))
                    yield from _read_concatenated(whole, settings)
                    return
                objects += isinstance(value, dict)
                yield _article(value, source, at, digest, encoding, notes, settings)
            except InputError as error:
                yield error
                if articles == _TRIED and not objects:
                    message = (
                        f"None of its first {_TRIED} lines is a JSON object, and the rest was not "
                        "read; name the file by its format, or write each line as {...}."
                    )
                    raise source.failure(FailureCode.BAD_JSON, message) from error
        if not articles:
            message = "There is no article in it; remove it or put some in."
            raise source.failure(FailureCode.EMPTY, message)


def _refuse_others(data: bytes, text: str, source: Source) -> None:
    """Say so where it is something else under the name of JSON.

    Raises:
        InputError: bad-json.
    """
    look = format_by_look(data) or (".txt" if text.lstrip()[:1].isalpha() else None)
    if look not in {None, ".json", ".jsonl"}:
        message = f"This looks like {look}, not JSON; give the file that suffix."
        raise source.failure(FailureCode.BAD_JSON, message)


def _read_concatenated(source: Source, settings: Settings) -> Iterator[Article | InputError]:
    with source.open() as stream:
        data = read_bytes(stream, source, settings)
    text, encoding, notes = decode(data, source)
    values = _concatenated(text)
    if values is None:
        message = "Several values stand in one line, and one is not valid JSON; correct it."
        raise source.failure(FailureCode.BAD_JSON, message)
    yield from _members(values, source, encoding, notes, settings)


def _concatenated(text: str) -> list[Any] | None:
    """Objects one after the other, with no more than white space between them; or None."""
    decoder = json.JSONDecoder(strict=False)
    values: list[Any] = []
    position = 0
    try:
        while found := _NEXT.match(text, position):
            value, position = decoder.raw_decode(text, found.end() - 1)
            values.append(value)
    except (ValueError, RecursionError):
        return None
    return values if len(values) > 1 and not text[position:].strip(" \t\r\n\x1e") else None


def _line(stream: BinaryIO, source: Source, settings: Settings) -> bytes:
    try:
        return stream.readline(settings.max_bytes + 1)
    except OSError as error:
        message = f"The input cannot be read ({error.strerror or error}); check its permissions."
        raise source.failure(FailureCode.UNREADABLE, message) from error


def _parse(text: str, source: Source, at: str) -> Any:
    try:
        return json.loads(text, strict=False)  # line ends in strings do no harm
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
    with _deep_enough(source, at):
        return article_from(
            flattened(value),
            source,
            at=at,
            sha256=sha256,
            media_type=JSON,
            encoding=encoding,
            notes=notes,
            raw=settings.raw_text,
        )


@contextmanager
def _deep_enough(source: Source, at: str) -> Iterator[None]:
    try:
        yield
    except RecursionError as error:
        message = "It is nested too deeply to be read; make it flatter."
        raise source.failure(FailureCode.BAD_JSON, message, at=at) from error
