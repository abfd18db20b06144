"""News agencies' XML, NITF and NewsML, the feeds RSS and Atom, and the XML of trafilatura."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from html.entities import html5
from typing import Any, Final

from ..errors import FailureCode, InputError
from ..settings import Settings
from .base import Article, Note
from .html import read_html
from .mapped import article_from
from .markup import plain_text
from .own_xml import own_fields
from .source import Source, read_bytes

_SHORT = 400
_HEAD = 1_000
_SAFE: Final[dict[str, Any]] = {"resolve_entities": False, "no_network": True, "load_dtd": False}
"""Neither the network nor a file is ever asked for a DTD or an entity."""
_DECLARATION = re.compile(rb"(?=<\?xml[ \t])")
_NAMED = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,30});")
_OF_XML = frozenset({"amp;", "lt;", "gt;", "quot;", "apos;"})
_FEED = re.compile(rb"<(?:rss|feed|rdf:RDF)[\s>]")
_WHOLE_FEED = re.compile(rb"</(?:rss|feed|rdf:RDF)>\s*\Z")
_NO_ARTICLES = frozenset(
    {"attachment", "nav_menu_item", "revision", "custom_css", "wp_global_styles", "wp_navigation"}
)
"""What else is in a dump of WordPress."""
_NITF_TITLES = ("hl1", "hedline", "title")
_APPEARED = re.compile(
    r"<p>\s*The post <a\b[^\n]{1,1000}? (?:appeared first|first appeared) on <a\b.*\Z", re.DOTALL
)
"""What WordPress puts below each article of a feed."""


def read_xml(source: Source, settings: Settings) -> Iterator[Article | InputError]:
    """Every article of an XML file, by the name of its root element."""
    try:
        import lxml.etree  # noqa: F401  said to be missing before anything is read
    except ImportError as error:
        message = "Reading XML needs an extra; install it with: pip install 'newsquotes[xml]'."
        raise source.failure(FailureCode.MISSING_EXTRA, message) from error
    with source.open() as stream:
        data = read_bytes(stream, source, settings)
    documents, notes = _documents(data, source)
    entries: list[dict[str, Any]] = []
    kind = ""
    for content, root in documents:
        if _local(root) == "html":
            again = replace(source, open=partial(io.BytesIO, content))
            yield from read_html(again, settings)
            return
        found, kind = _entries(root, content, source)
        entries += found
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
                notes=_notes(fields) + notes,
                raw=settings.raw_text,
            )
        except InputError as error:
            yield error
        else:
            # An agency's id for it does not tell which file it was read from.
            yield replace(article, source=source.name + at)


def _documents(data: bytes, source: Source) -> tuple[list[tuple[bytes, Any]], tuple[Note, ...]]:
    """Each document in ``data``, of which some programs write several, with its root; and notes.

    Raises:
        InputError: bad-xml.
    """
    data = data.lstrip(b" \t\r\n")
    try:
        return [(data, _root(data, source))], ()
    except InputError as error:
        parts = [part for part in _DECLARATION.split(data) if part.strip()]
        if len(parts) > 1:
            return [(part, _root(part, source)) for part in parts], ()
        if b"&" in data and (named := _NAMED.sub(_numbered, data)) != data:
            return _documents(named, source)
        is_feed = _FEED.search(data[:_HEAD]) and _WHOLE_FEED.search(data)
        if not is_feed or error.__cause__ is None:  # or it has entities of its own
            raise
        # Feeds are read by a reader of their own, which is as lenient as others of feeds are.
        from lxml import etree

        root = etree.fromstring(data, etree.XMLParser(recover=True, **_SAFE))
        if root is None or not _local(root):
            raise
        message = f"The feed is not valid XML ({error.__cause__}); check that nothing is missing."
        return [(data, root)], (Note("suspicious-input", message),)


def _root(data: bytes, source: Source) -> Any:
    from lxml import etree

    try:
        root = etree.fromstring(data, etree.XMLParser(**_SAFE))
    except (etree.XMLSyntaxError, ValueError) as error:
        message = f"Not valid XML ({error}); correct it or remove it."
        raise source.failure(FailureCode.BAD_XML, message) from error
    if own := next((e.name for e in root.iter(etree.Entity) if f"{e.name};" not in html5), None):
        message = f"It has an entity of its own, &{own};, which is not expanded; write it out."
        raise source.failure(FailureCode.BAD_XML, message)
    return root


def _numbered(found: re.Match[bytes]) -> bytes:
    """An entity of HTML by its number, as XML does not know its name."""
    name = f"{found[1].decode('ascii')};"
    if name not in html5 or name in _OF_XML:
        return found[0]
    return "".join(f"&#{ord(letter)};" for letter in html5[name]).encode("ascii")


def _entries(root: Any, data: bytes, source: Source) -> tuple[list[dict[str, Any]], str]:
    """The fields of each article below ``root``, and the media type of what it is.

    Raises:
        InputError: unsupported-format, or missing-extra.
    """
    name = _local(root)
    if name in {"rss", "feed", "RDF"}:
        kind = "application/atom+xml" if name == "feed" else "application/rss+xml"
        return _feed(data, source), kind
    if name == "doc" and _first(root, "main") is not None:
        return [_trafilatura(root)], "application/xml"
    if name in {"TEI", "teiCorpus"}:
        return [_tei(item) for item in _named(root, "TEI")], "application/tei+xml"
    for item_name, (fields_of, kind) in _ITEMS.items():
        # Other roots only hold them, as many as there are.
        if items := _outermost(root, item_name):
            return [fields_of(item) for item in items], kind
    if name == "newsMessage":
        return [], ""
    if documents := [d for d in _outermost(root, "doc") if _first(d, "main") is not None]:
        return [_trafilatura(document) for document in documents], "application/xml"
    if own := own_fields(root):
        return own, "application/xml"
    message = (
        f"Unknown XML ({name}); NITF, NewsML, RSS, Atom, XHTML, RCV1, TEI and trafilatura's are "
        "read."
    )
    raise source.failure(FailureCode.UNSUPPORTED_FORMAT, message)


def _outermost(root: Any, name: str) -> list[Any]:
    if _local(root) == name:
        return [root]
    return [item for child in root for item in _outermost(child, name)]


def _notes(fields: dict[str, Any]) -> tuple[Note, ...]:
    if not fields.pop("summary only", False):
        return ()
    message = "The feed holds only a summary of this article; get its page for the whole text."
    return (Note("suspicious-input", message),)


def _feed(data: bytes, source: Source) -> list[dict[str, Any]]:
    try:
        import feedparser
    except ImportError as error:
        message = "Reading feeds needs an extra; install it with: pip install 'newsquotes[xml]'."
        raise source.failure(FailureCode.MISSING_EXTRA, message) from error
    feed = feedparser.parse(data)
    is_atom = str(feed.version).startswith("atom")
    entries: list[dict[str, Any]] = []
    for entry in feed.entries:
        if str(entry.get("wp_post_type")) in _NO_ARTICLES:
            continue
        contents = [
            content.get("value") or ""
            for content in entry.get("content") or []
            if is_atom or "html" in str(content.get("type"))  # others are captions, in RSS
        ]
        body = max(contents, key=len, default="") or entry.get("summary") or ""
        body = _APPEARED.sub("", body)
        fields = {
            "id": entry.get("id"), "title": plain_text(entry.get("title") or ""), "body_html": body,
            "published": entry.get("published") or entry.get("updated"),
            "publisher": feed.feed.get("title"),
            "authors": [author.get("name") for author in entry.get("authors", [])],
            "url": link if "://" in (link := entry.get("link") or "") else None,
            "language": feed.feed.get("language"),
            "keywords": [tag.get("term") for tag in entry.get("tags", [])],
            "summary only": not any(contents) and len(body) < _SHORT,
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
        "title": next(filter(None, (_words(_first(root, n)) for n in _NITF_TITLES)), ""),
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
        "title": _main_headline(item),
        "published": next((words for date in created if (words := _words(date))), None),
        "publisher": None if provider is None else (_words(provider) or provider.get("literal")),
        "authors": _words(_first(item, "by")) or _words(_first(item, "creator")),
        "language": None if language is None else language.get("tag"),
        "slugline": _words(_first(item, "slugline")),
        "keywords": [words for word in _named(item, "keyword") if (words := _words(word))],
    }
    return {**fields, **{name: value for name, value in known.items() if value}}


def _main_headline(item: Any) -> str:
    """The headline, of several the one with the role "main", or none."""
    found = _named(item, "headline")
    roles = [(one.get("role") or "").rpartition(":")[2].lower() for one in found]
    of_text = _first(item, "language")
    of_text = of_text is not None and of_text.get("tag")
    tongues = [next(iter(one.xpath("@*[local-name() = 'lang']")), None) for one in found]
    same = [at for at, tongue in enumerate(tongues) if tongue in (None, of_text)]
    order = [*same, *(at for at in range(len(found)) if at not in same)]
    best = next((at for role in ("main", "") for at in order if roles[at] == role), 0)
    return _words(found[best]) if found else ""


def _newsml_1(item: Any) -> dict[str, Any]:
    nitf, data = _first(item, "nitf"), _first(item, "DataContent")
    fields = {} if nitf is None else _nitf(nitf)
    if nitf is None and data is not None:
        plain = len(data) == 0 and "<" not in (data.text or "")
        fields["body" if plain else "body_html"] = data.text if plain else _markup(data)
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


def _tei(root: Any) -> dict[str, Any]:
    header, text = _first(root, "teiHeader"), _first(root, "text")
    body = None if text is None else _first(text, "body")
    dates = [] if header is None else [d.get("when") or _words(d) for d in _named(header, "date")]
    return {
        "title": "" if header is None else _words(_first(header, "title")),
        "body_html": "" if body is None else _markup(body),
        "published": next(filter(None, dates), None),
        "publisher": "" if header is None else _words(_first(header, "publisher")),
        "authors": []
        if header is None
        else [_words(author) for author in _named(header, "author")],
    }


def _rcv1(item: Any) -> dict[str, Any]:
    text = _first(item, "text")
    return {
        "id": item.get("itemid"),
        "title": _words(_first(item, "headline")) or _words(_first(item, "title")),
        "body_html": "" if text is None else _markup(text),
        "published": item.get("date"),
        "copyright": _words(_first(item, "copyright")),
        "authors": _words(_first(item, "byline")),
        "language": next(iter(item.xpath("@*[local-name() = 'lang']")), None),
    }


_ITEMS: Final[dict[str, tuple[Callable[[Any], dict[str, Any]], str]]] = {
    "newsItem": (_newsml, "application/vnd.iptc.g2.newsitem+xml"),
    "NewsItem": (_newsml_1, "text/vnd.iptc.newsml"),
    "nitf": (_nitf, "application/nitf+xml"),
    "newsitem": (_rcv1, "application/xml"),
}
"""What holds one article, and may stand in other XML; those that hold another one come first."""


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
