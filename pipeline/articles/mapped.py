"""An article from named fields: an object of JSON, a row of a table."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ..errors import FailureCode
from .base import Article, Note
from .blocks import is_tree, paragraphs_of
from .cleaning import clean
from .fields import (
    MARKUP,
    MISSING,
    NAMES,
    as_date,
    as_list,
    as_text,
    metadata_of,
    plain_name,
    written_out,
)
from .ids import safe_id
from .markup import plain_text
from .page_in_field import with_its_article
from .source import Source
from .text import address_before, check_placeholder, dated, split_authors, trim

_CUT_OFF = re.compile(r"\[\+?\d{1,9} chars\]\Z")
_LONGEST_CUT_OFF = len("[+123456789 chars]")
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
JSON = "application/json"
HALF = re.compile("[\ud800-\udfff]")
"""Half a surrogate pair, which no text may hold."""
_TEXT_PARTS = ("value", "rendered", "content", "text")
_OF_FORMS = frozenset({"contenttype", "role", "charcount", "wordcount"})
_BY = re.compile(r"by\s+", re.IGNORECASE)
_MAIN = "main"
_ENGLISH = "en"
"""The key of the English one of a title or text in several languages."""
_WORDS = 3
"""Items of a list without a blank that may be paragraphs of one word."""


def article_from(
    value: Mapping[str, Any],
    source: Source,
    *,
    at: str,
    sha256: str,
    media_type: str,
    encoding: str,
    notes: tuple[Note, ...] = (),
    raw: bool = False,
) -> Article:
    """The article whose fields, under any name that :data:`NAMES` lists, are in ``value``.

    Raises:
        InputError: bad-json, binary, lone-surrogate or no-text.
    """
    for name, content in value.items():
        if _holds_nul(content):
            message = f"The field {name!r} holds NUL characters; remove them."
            raise source.failure(FailureCode.BINARY, message, at=at)
    value, of_page = with_its_article(value, source, at=at, raw=raw)
    notes += of_page
    fields = _Fields(value, source, at)
    title = " ".join((fields.single("title") or "").split())
    publisher = fields.publisher()
    if publisher:
        title = _without_publisher(title, publisher)
    text = fields.prose("text") or ""
    if not text.strip():
        body = fields.prose("body") or ""
        # Many put the title into the body as well.
        again = title and body.lstrip().startswith((f"{title}\n", f"{title}\r"))
        text = f"{title}\n\n{body}" if title and body.strip() and not again else body
    for name, content in (("text", text), ("title", title)):
        if HALF.search(content):
            message = f"The field {name!r} holds half a surrogate pair; replace it with U+FFFD."
            raise source.failure(FailureCode.LONE_SURROGATE, message, at=at)
    if not raw:
        text, cleaning = clean(text)
        title = " ".join(clean(title)[0].split())
        notes += cleaning
    start, end = trim(text, 0, len(text))
    headline = None
    address = address_before(text, start, end)
    if address:
        start, end = trim(text, address[1], end)
    if title and text.startswith(title, start):
        headline = (start, start + len(title))
        start, end = trim(text, headline[1], len(text))
    if start >= end:
        found = ", ".join(sorted(map(str, value))[:20]) or "nothing"
        message = f"No text; give 'text', or 'title' and 'body' (found: {found})."
        raise source.failure(FailureCode.NO_TEXT, message, at=at)
    check_placeholder(text[start:end], source, at)
    if (kept := _before_cut_off(text[start:end])) is not None:
        message = "The text was cut off when it was exported; the rest of the article is missing."
        notes += (Note("truncated-text", message, (start + len(kept), end)),)
        end = start + max(1, len(kept))
    given_date = fields.date("published")
    published, dating = dated(given_date)
    given = fields.single("id")
    identity = [("id", given)] if given and media_type != JSON and safe_id(given) != given else []
    return Article(
        id=safe_id(given) if given else source.id + at.replace(":", "-"),
        source=given if given and media_type == JSON else source.name + at,
        sha256=sha256,
        media_type=media_type,
        encoding=encoding,
        text=text,
        body=(start, end),
        headline=headline,
        title=title or None,
        published=published,
        published_raw=given_date,
        publisher=publisher,
        authors=fields.authors(),
        url=fields.single("url")
        or fields.address()
        or (text[slice(*address)] if address else None),
        language=fields.single("language"),
        metadata=metadata_of([*fields.rest(), *identity]),
        notes=notes + dating,
    )


def _without_publisher(title: str, publisher: str) -> str:
    """``title`` without the publisher's name behind it, as News API has it."""
    for divider in (" - ", " – ", " | "):
        title = title.removesuffix(f"{divider}{publisher}") or title
    return title


def _holds_nul(value: Any) -> bool:
    if isinstance(value, str):
        return "\0" in value
    if isinstance(value, Mapping):
        return any(map(_holds_nul, value.values()))
    return isinstance(value, list) and any(map(_holds_nul, value))


def _before_cut_off(text: str) -> str | None:
    """What stands before the "… [+123 chars]" that ends ``text``; None if it does not end so."""
    cut = _CUT_OFF.search(text, max(0, len(text) - _LONGEST_CUT_OFF))
    if cut is None:
        return None
    kept = text[: cut.start()].rstrip()
    for mark in ("…", "..."):
        kept = kept.removesuffix(mark)
    return kept.rstrip()


class _Fields:
    """The fields of one article by our names; remembers which keys were used."""

    def __init__(self, value: Mapping[str, Any], source: Source, at: str) -> None:
        self._value = value
        self._source = source
        self._at = at
        self._used: set[str] = set()
        self._keys: dict[str, str] = {}
        for key in value:
            self._keys.setdefault(plain_name(str(key)), key)

    def single(self, name: str) -> str | None:
        """The first value; if it has several forms (ninjs 2), the main one or the first."""
        for key, content in self._candidates(name):
            if found := as_list(_main_form(content)):
                self._used.add(key)
                text = found[0]
                if HALF.search(text) and name != "title":
                    message = (
                        f"The field {key!r} holds half a surrogate pair; replace it with U+FFFD."
                    )
                    raise self._source.failure(FailureCode.LONE_SURROGATE, message, at=self._at)
                return text
        return None

    def date(self, name: str) -> str | None:
        """The first date, as it was written."""
        for key, content in self._candidates(name):
            if found := as_date(content):
                self._used.add(key)
                return found
        return None

    def publisher(self) -> str | None:
        """The publisher's name; an address does not count as one."""
        for key, content in self._candidates("publisher"):
            for text in as_list(content):
                if not _ADDRESS.match(text):
                    self._used.add(key)
                    return text
        return None

    def address(self) -> str | None:
        """The address in the field that others use for the publisher (trafilatura)."""
        for key, content in self._candidates("publisher"):
            for text in as_list(content):
                if _ADDRESS.fullmatch(text):
                    self._used.add(key)
                    return text
        return None

    def authors(self) -> tuple[str, ...]:
        """All authors, without the "By" of a byline."""
        for key, content in self._candidates("authors"):
            found = as_list(written_out(content))
            if names := [n for n in found if not n.isdigit() and not _ADDRESS.fullmatch(n)]:
                self._used.add(key)
                return split_authors(
                    "; ".join(_BY.sub("", n) if _BY.match(n) else n for n in names)
                )
        return ()

    def prose(self, name: str) -> str | None:
        """The text of a field, whatever form it has: plain, marked up, in sections."""
        for key, content in self._candidates(name):
            marked = plain_name(key) in MARKUP
            content = written_out(content)
            if isinstance(content, list) and content:
                if all(isinstance(item, Mapping) for item in content):
                    forms = None if is_tree(content) else _one_form(content)
                    content = forms or paragraphs_of(content)
                if isinstance(content, list):
                    content = self._joined(content, key)
            if isinstance(content, Mapping):
                content = content.get(_ENGLISH) or content
            if isinstance(content, Mapping):
                if isinstance(sections := content.get("sections"), list):  # Fundus
                    content = "\n\n".join(_paragraphs(content.get("summary"), sections))
                else:
                    kind = next(
                        (v for k, v in content.items() if plain_name(k) == "contenttype"), ""
                    )
                    marked = marked or "html" in str(kind).lower()
                    content = _form_of(content)
                    found = next((content[part] for part in _TEXT_PARTS if content.get(part)), "")
                    whole = isinstance(found, str) and found
                    content = found if whole else "\n\n".join(paragraphs_of(content))
            if not isinstance(content, str):
                raise self._mistyped(key)
            if content.strip():
                self._used.add(key)
                return plain_text(content) if marked else content
        return None

    def _joined(self, parts: list[Any], key: str) -> Any:
        """Paragraphs as one text, and sentences of paragraphs; lists of words are refused."""
        if all(isinstance(part, list) for part in parts):
            sentences = [item for part in parts for item in part]
            parts = [" ".join(part) if _are_strings(part) else part for part in parts]
        else:
            sentences = parts
        if not _are_strings(parts) or not _are_strings(sentences):
            return parts
        if sum(" " not in item.strip() for item in sentences) > max(_WORDS, len(sentences) / 2):
            message = f"The field {key!r} is a list of words; join them to a text."
            raise self._source.failure(FailureCode.BAD_JSON, message, at=self._at)
        return "\n\n".join(parts)

    def rest(self) -> list[tuple[str, Any]]:
        """The fields that were not used."""
        return [(str(k), v) for k, v in self._value.items() if k not in self._used]

    def _candidates(self, name: str) -> list[tuple[str, Any]]:
        keys = (self._keys.get(known) for known in NAMES[name])
        found = [(key, self._value[key]) for key in keys if key is not None]
        return [(k, v) for k, v in found if v not in (None, "", []) and as_text(v) not in MISSING]

    def _mistyped(self, key: str) -> Exception:
        message = f"The field {key!r} must be a string; correct its type."
        return self._source.failure(FailureCode.BAD_JSON, message, at=self._at)


def _are_strings(items: list[Any]) -> bool:
    return all(isinstance(item, str) for item in items)


def _main_form(content: Any) -> Any:
    """Of several forms of a title (ninjs 2 and later) the one with the role "main"."""
    if isinstance(content, Mapping):
        return content.get(_ENGLISH) or content
    if not isinstance(content, list):
        return content
    return next((c for c in content if isinstance(c, Mapping) and c.get("role") == _MAIN), content)


def _form_of(content: Mapping[str, Any]) -> Mapping[str, Any]:
    """``content``, or the form of the text in it (Confluence): ``{"storage": {"value": …}}``."""
    if any(content.get(part) for part in _TEXT_PARTS):
        return content
    forms = (form for form in content.values() if isinstance(form, Mapping))
    return next((form for form in forms if isinstance(form.get("value"), str)), content)


def _one_form(items: list[Any]) -> Any:
    """Of several forms of a text (ninjs 2 and later) the longest; of its blocks, those with text.

    The others are captions and teasers, or the same text without tags.
    """
    texts = [next((item[p] for p in _TEXT_PARTS if item.get(p)), "") for item in items]
    if any(plain_name(key) in _OF_FORMS for item in items for key in item):
        lengths = [len(text) if isinstance(text, str) else 0 for text in texts]
        return items[lengths.index(max(lengths))]
    return [text for text in texts if isinstance(text, str) and text]


def _paragraphs(summary: Any, sections: list[Any]) -> list[str]:
    paragraphs = as_list(summary or [])
    for section in sections:
        if isinstance(section, Mapping):
            paragraphs += as_list(section.get("headline") or [])
            paragraphs += as_list(section.get("paragraphs") or [])
    return paragraphs
