"""News agencies' XML, NITF and NewsML, the feeds RSS and Atom, and the XML of trafilatura."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from html.entities import html5
from typing import Any

from ..errors import FailureCode, InputError
from ..settings import Settings
from .base import Article, Note
from .html import read_html
from .mapped import article_from
from .markup import plain_text
from .source import Source, read_bytes

_SHORT = 400
_APPEARED = re.compile(
    r"<p>\s*The post <a\b[^\n]{1,1000}? (?:appeared first|first appeared) on <a\b.*\Z", re.DOTALL
)
"""What WordPress puts below each article of a feed."""


def read_xml(source: Source, settings: Settings) -> Iterator[Article | InputError]:
    """Every article of an XML file, by the name of its root element."""
    try:
        from lxml import etree
    except ImportError as error:
        message = "Reading XML needs an extra; install it by: pip install 'newsquotes[xml]'."
        raise source.failure(FailureCode.MISSING_EXTRA, message) from error
    with source.open() as stream:
        data = read_bytes(stream, source, settings)
    # Neither the network nor a file is ever asked for a DTD or an entity.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        message = f"Not valid XML ({error}); correct it or remove it."
        raise source.failure(FailureCode.BAD_XML, message) from error
    if own := next((e.name for e in root.iter(etree.Entity) if f"{e.name};" not in html5), None):
        message = f"It has an entity of its own, &{own};, which is not expanded; write it out."
        raise source.failure(FailureCode.BAD_XML, message)
    name = _local(root)
    if name == "html":
        again = replace(source, open=partial(io.BytesIO, data))
        yield from read_html(again, settings)
        return
    if name in {"rss", "feed", "RDF"}:
        entries = _feed(data, source)
        kind = "application/atom+xml" if name == "feed" else "application/rss+xml"
    elif name == "nitf":
        entries, kind = [_nitf(root)], "application/nitf+xml"
    elif name in {"newsItem", "newsMessage"}:
        entries = [_newsml(item) for item in _named(root, "newsItem")]
        kind = "application/vnd.iptc.g2.newsitem+xml"
    elif name == "NewsML":
        entries, kind = (
            [_newsml_1(item) for item in _named(root, "NewsItem")],
            "text/vnd.iptc.newsml",
        )
    elif name == "doc" and _first(root, "main") is not None:
        entries, kind = [_trafilatura(root)], "application/xml"
    else:
        message = (
            f"Unknown XML ({name}); NITF, NewsML, RSS, Atom, XHTML and trafilatura's are read."
        )
        raise source.failure(FailureCode.UNSUPPORTED_FORMAT, message)
    if not entries:
        raise source.failure(FailureCode.EMPTY, "There is no article in it; remove it.")
    for number, fields in enumerate(entries, 1):
        at = f":{number}" if len(entries) > 1 else ""
        try:
            article = article_from(
                fields,
                source,
                at=at,
                sha256=hashlib.sha256(repr(sorted(fields.items())).encode()).hexdigest(),
                media_type=kind,
                encoding="utf-8",
                notes=_notes(fields),
                raw=settings.raw_text,
            )
        except InputError as error:
            yield error
        else:
            # An agency's id for it does not tell which file it was read from.
            yield replace(article, source=source.name + at)


def _notes(fields: dict[str, Any]) -> tuple[Note, ...]:
    if not fields.pop("summary only", False):
        return ()
    message = "The feed holds only a summary of this article; get its page for the whole text."
    return (Note("suspicious-input", message),)


def _feed(data: bytes, source: Source) -> list[dict[str, Any]]:
    try:
        import feedparser
    except ImportError as error:
        message = "Reading feeds needs an extra; install it by: pip install 'newsquotes[xml]'."
        raise source.failure(FailureCode.MISSING_EXTRA, message) from error
    feed = feedparser.parse(data)
    entries: list[dict[str, Any]] = []
    for entry in feed.entries:
        contents = entry.get("content") or []
        body = contents[0].get("value", "") if contents else entry.get("summary", "")
        body = _APPEARED.sub("", body)
        fields = {
            "id": entry.get("id"), "title": plain_text(entry.get("title", "")), "body_html": body,
            "published": entry.get("published") or entry.get("updated"),
            "publisher": feed.feed.get("title"),
            "authors": [author.get("name") for author in entry.get("authors", [])],
            "url": entry.get("link"), "language": feed.feed.get("language"),
            "keywords": [tag.get("term") for tag in entry.get("tags", [])],
            "summary only": not contents and len(body) < _SHORT,
        }  # fmt: skip
        entries.append(fields)
    return entries


def _nitf(root: Any) -> dict[str, Any]:
    content = _first(root, "body.content")
    if content is not None:  # the New York Times' corpus has the lead once more, on its own
        blocks = {block.get("class"): block for block in _named(content, "block")}
        content = blocks.get("full_text", content)
    byline = _first(root, "byline")
    for title in [] if byline is None else _named(byline, "byttl"):
        title.text = None
    dates = [*_named(root, "date.issue"), *_named(root, "date.release")]
    holders = [*_attributes(root, "pubdata", "name"), *_attributes(root, "doc.copyright", "holder")]
    return {
        "id": next(iter(_attributes(root, "doc-id", "id-string")), None),
        "title": _words(_first(root, "hl1")) or _words(_first(root, "title")),
        "body_html": "" if content is None else _markup(content),
        "published": next(
            (d.get("norm") for d in dates if d.get("norm")),
            next(iter(_attributes(root, "pubdata", "date.publication")), None),
        ),
        "publisher": next(iter(holders), None) or _words(_first(root, "distributor")),
        "authors": _words(byline),
        "section": next(iter(_attributes(root, "pubdata", "position.section")), None),
        "keywords": _attributes(root, "keyword", "key"),
    }


def _newsml(item: Any) -> dict[str, Any]:
    inline = _first(item, "inlineXML")
    data = _first(item, "inlineData")
    fields: dict[str, Any] = {}
    if inline is not None and (nitf := _first(inline, "nitf")) is not None:
        fields = _nitf(nitf)
    elif inline is not None:
        body = _first(inline, "body")
        fields["body_html"] = _markup(inline if body is None else body)
    elif data is not None:
        marked = "html" in (data.get("contenttype") or "")
        fields["body_html" if marked else "body"] = data.text or ""
    provider, language = _first(item, "provider"), _first(item, "language")
    created = [*_named(item, "contentCreated"), *_named(item, "versionCreated")]
    known = {
        "id": item.get("guid"),
        "title": _words(_first(item, "headline")),
        "published": next((words for date in created if (words := _words(date))), None),
        "publisher": None if provider is None else (_words(provider) or provider.get("literal")),
        "authors": _words(_first(item, "by")) or _words(_first(item, "creator")),
        "language": None if language is None else language.get("tag"),
        "slugline": _words(_first(item, "slugline")),
        "keywords": [words for word in _named(item, "keyword") if (words := _words(word))],
    }
    return {**fields, **{name: value for name, value in known.items() if value}}


def _newsml_1(item: Any) -> dict[str, Any]:
    nitf, data = _first(item, "nitf"), _first(item, "DataContent")
    fields = {} if nitf is None else _nitf(nitf)
    if nitf is None and data is not None:
        fields["body_html"] = _markup(data)
    known = {
        "id": _words(_first(item, "NewsItemId")),
        "title": _words(_first(item, "HeadLine")),
        "published": _words(_first(item, "FirstCreated")),
        "publisher": _words(_first(item, "CopyrightLine")) or _words(_first(item, "ProviderId")),
        "authors": _words(_first(item, "ByLine")),
        "slugline": _words(_first(item, "SlugLine")),
    }
    return {**fields, **{name: value for name, value in known.items() if value}}


def _trafilatura(root: Any) -> dict[str, Any]:
    return {**root.attrib, "body_html": _markup(_first(root, "main"))}


def _local(element: Any) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _named(root: Any, name: str) -> list[Any]:
    return [element for element in root.iter() if _local(element) == name]


def _first(root: Any, name: str) -> Any:
    return next((element for element in root.iter() if _local(element) == name), None)


def _attributes(root: Any, element: str, name: str) -> list[str]:
    return [value for found in _named(root, element) if (value := found.get(name))]


def _words(element: Any) -> str:
    return "" if element is None else " ".join("".join(element.itertext()).split())


def _markup(element: Any) -> str:
    from lxml import etree

    for media in _named(element, "media"):  # pictures, with their captions
        tail = media.tail or ""
        if (parent := media.getparent()) is not None:
            index = parent.index(media)
            parent.remove(media)
            if index:
                parent[index - 1].tail = (parent[index - 1].tail or "") + tail
            else:
                parent.text = (parent.text or "") + tail
    return re.sub(r"(</?)[\w.-]+:", r"\1", etree.tostring(element, encoding="unicode"))
