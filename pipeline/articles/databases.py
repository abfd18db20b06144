"""Exports of the databases Factiva and LexisNexis: one text, many articles, split here."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import Any

from ..errors import InputError
from ..lexicons.first_names import is_first_name
from ..settings import Settings
from .base import Article, Note
from .dates import parse_date
from .mapped import article_from
from .markup import plain_text
from .source import Source
from .text import article_in, split_authors

_FACTIVA_END = re.compile(
    r"^[ \t]*(?:AN[ \t]+)?Do[ck]umento? [A-Z][A-Za-z0-9]{14,40}[ \t]*$", re.MULTILINE
)
_OF_WORDS = "(?:words|Wörter|mots|palabras|palavras|parole|woorden)"
"""The unit of a length, in the languages in which people use Factiva."""
_FACTIVA_WORDS = re.compile(rf"^[ \t]*(?:WC\s+)?[\d,.]+ {_OF_WORDS}", re.MULTILINE)
_NEXIS_START = re.compile(
    r"^[ \t]*(?:\d+ of \d+ DOCUMENTS?|Dokument \d+ von \d+|Document \d+ (?:de|sur|van) \d+"
    r"|Documento \d+ (?:de|di) \d+|\d+ (?:de|von|van) \d+ DO[CK]UMENT(?:S|OS|E|EN)?)[ \t]*$",
    re.MULTILINE,
)
_NEXIS_END = re.compile(r"^[ \t]*End of Document[ \t]*$", re.MULTILINE)
_END_IN_MARKUP = re.compile(
    r">\s*(?:Document [A-Z][A-Za-z0-9]{14,40}|End of Document|\d+ of \d+ DOCUMENTS)\s*<"
)
_LINES_OF_HEAD = re.compile(r"</div>\s*<div[^>]*>")
_FIRST_LISTED = re.compile(r"^[ \t]*1\.[ \t]+(\S.*?)[ \t]*$", re.MULTILINE)
_NEXIS_LENGTH = re.compile(r"^[ \t]*Length:\s*\d+", re.MULTILINE | re.IGNORECASE)
_NEXIS_LOADED = re.compile(r"^[ \t]*Load-Date:", re.MULTILINE | re.IGNORECASE)
_WIRE_END = re.compile(r"^\(END\).*\Z", re.MULTILINE | re.DOTALL)
_COVER = 2_000
_FURNITURE = re.compile(
    r"^[ \t]*(?:Page \d+ of \d+.*|Page \d+[ \t]*(?:©|\(c\)).*|(?:©|\(c\)) \d{4} Factiva.*"
    r"|Factiva)$\n?",
    re.MULTILINE,
)
"""Lines that are printed on each page."""

_BY = re.compile(r"by ", re.IGNORECASE)
_PAGE = re.compile(r"(?:Page|p\.|pg\.) ?[A-Z]?\d+|[A-Z]{1,2}\d{1,3}", re.IGNORECASE)
_OWNER = re.compile(r"(?:copyright|\(c\)|©)\s+(?:\d{4}\s+)?(.{2,100})", re.IGNORECASE)
_SUMMARY = re.compile(r"Search Summary|©|\(c\)|Copyright|Page \d+", re.IGNORECASE)
_CONTENTS = re.compile(r"Search Summary|Table of Contents|Contents$", re.IGNORECASE)
_LISTED = re.compile(r"\d{1,4}\.[ \t]+\S.*[ \t.]\d{1,5}$")
_WORDS = re.compile(rf"([\d,.]+) {_OF_WORDS}", re.IGNORECASE)
_CODE = re.compile(
    r"^(SE|HD|BY|CR|WC|PD|ET|SN|SC|ED|PG|LA|CY|LP|TD|CT|RF|CO|IN|NS|RE|PUB|IPD|IPC|AN|VOL)"
    r"(?:[ \t]+|$)"
)
_LABEL = re.compile(r"^(?:(?:Body|BODY):?$|([A-ZÄÖÜ][^\W\d_]*(?:-[^\W\d_]+){0,3}):[ \t]*(.*))$")
_BEFORE = frozenset(
    {"headline", "byline", "section", "length", "dateline", "highlight", "url", "copyright"}
)
_BODY = frozenset({"Body", "Body:", "BODY", "BODY:"})
_IN_ENGLISH = {
    "länge": "length", "longueur": "length", "longitud": "length", "lengte": "length",
    "rubrik": "section", "rubrique": "section", "sección": "section", "sectie": "section",
    "autor": "byline", "auteur": "byline", "titel": "headline",
}  # fmt: skip
_OURS = {"byline": "authors", "headline": "title"}
_AFTER = re.compile(
    r"^(?:LOAD-DATE|LANGUAGE|PUBLICATION-TYPE|JOURNAL-CODE|GRAPHIC|SUBJECT|Load-Date|Language"
    r"|Publication-Type|Graphic|Subject)\s*:|^(?:Classification|Correction|Graphic|Notes)\s*$"
    r"|^\s*Copyright \d{4}"
)
_CODES = {
    "HD": "title", "BY": "authors", "PD": "published", "SN": "publisher", "LA": "language",
    "SE": "section", "WC": "length", "PG": "page", "AN": "accession number",
    "IN": "industry", "NS": "subject", "RE": "region", "CO": "company",
}  # fmt: skip


def articles_in(
    text: str,
    source: Source,
    settings: Settings,
    *,
    sha256: str,
    media_type: str = "text/plain",
    encoding: str = "utf-8",
    notes: tuple[Note, ...] = (),
) -> Iterator[Article | InputError]:
    """The articles in the text of a file: those of an export, or the one that it is.

    Raises:
        InputError: empty or no-text.
    """
    pieces = _pieces(text)
    if pieces is None:
        yield article_in(
            text,
            source,
            settings,
            sha256=sha256,
            media_type=media_type,
            encoding=encoding,
            notes=notes,
        )
        return
    for number, fields in enumerate(pieces, 1):
        digest = hashlib.sha256(repr(sorted(fields.items())).encode("utf-8", "surrogatepass"))
        try:
            yield article_from(
                fields,
                source,
                at=f":{number}",
                sha256=digest.hexdigest(),
                media_type=media_type,
                encoding=encoding,
                notes=notes,
                raw=settings.raw_text,
            )
        except InputError as error:
            yield error


def exported_text(page: str) -> str | None:
    """The text of a page in HTML that Factiva or Nexis saved; None for any other page."""
    if not _END_IN_MARKUP.search(page):
        return None
    text = plain_text(_LINES_OF_HEAD.sub("<br>", page))
    return text if _pieces(text) is not None else None


def _pieces(text: str) -> list[dict[str, Any]] | None:
    """The articles of an export of Factiva or LexisNexis; None where ``text`` is no such export."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    if _FACTIVA_END.search(lines) or _NEXIS_END.search(lines):
        lines = _FURNITURE.sub("", lines)
    if _FACTIVA_END.search(lines) and _FACTIVA_WORDS.search(lines):
        return [_factiva(piece) for piece in _whole(_FACTIVA_END.split(lines))]
    if _NEXIS_START.search(lines):
        return [_nexis(piece) for piece in _NEXIS_START.split(lines)[1:]]
    if _NEXIS_END.search(lines) and _NEXIS_LENGTH.search(lines):
        return [_nexis(piece) for piece in _whole(_NEXIS_END.split(_without_cover(lines)))]
    if _NEXIS_LENGTH.search(lines) and _NEXIS_LOADED.search(lines):
        return [_nexis(lines)]
    return None


def _without_cover(text: str) -> str:
    """``text`` without the page that lists what was found, which Nexis Uni puts first."""
    if "Job Number:" not in text[:_COVER]:
        return text
    _, about, rest = text.partition("About LexisNexis")
    if about:
        return rest.partition("\n")[2] or text
    # The line with the links is a footer, which documents keep elsewhere.
    first = _FIRST_LISTED.search(text)
    again = first and re.search(
        rf"^[ \t]*{re.escape(first[1])}[ \t]*$", text[first.end() :], re.MULTILINE
    )
    return text[first.end() + again.start() :] if first and again else text


def _whole(pieces: list[str]) -> list[str]:
    """Pieces without the text behind the last article; an article that is cut off stays."""
    last = pieces[-1].strip()
    return pieces[:-1] if not last or _SUMMARY.match(last) else pieces


def _factiva(piece: str) -> dict[str, Any]:
    lines = piece.strip().split("\n")
    stripped = [line.strip() for line in lines]
    if any(line.startswith("HD") and _CODE.match(line) for line in stripped):
        return _factiva_codes(stripped)
    lines = stripped
    at = next((i for i, line in enumerate(lines) if _WORDS.fullmatch(line)), None)
    if at is None:
        return {"body": "\n".join(lines)}
    fields: dict[str, Any] = {"length": lines[at]}
    head = _without_contents(lines[:at])
    if head and (_BY.match(head[-1]) or (len(head) > 1 and _is_byline(head[-1]))):
        fields["authors"] = head.pop()
    if head:
        title = [head.pop()]
        while head and (title[0][:1].islower() or head[-1].endswith(",")):
            title.insert(0, head.pop())  # it was wrapped
        fields["title"] = " ".join(title)
    if head:
        fields["section"] = head[0]
    start = at + 1
    facts: list[str] = []
    while start < len(lines) and lines[start]:
        facts.append(lines[start])
        start += 1
    if facts:
        fields["published"] = facts[0]
    others = [f for f in facts[1:] if not re.match(r"\d|copyright|\(c\)|©", f, re.IGNORECASE)]
    if others:
        fields["publisher"] = others[0]
    for fact in others[1:]:
        known = "page" if _PAGE.fullmatch(fact) else "source code" if fact.isupper() else "language"
        fields[known] = fact
    body = _WIRE_END.sub("", "\n".join(lines[start:])).strip()
    owners = {match[1].rstrip(". ") for f in facts if (match := _OWNER.match(f))}
    fields["body"] = _without_tail(body, {*owners, fields.get("publisher", "")})
    return fields


def _is_byline(line: str) -> bool:
    """Whether it is names of people, each with a first name that is known."""
    names = split_authors(line)
    return all(
        2 <= len(n.split()) <= 4
        and is_first_name(n.split()[0].lower())
        and n.split()[-1][:1].isupper()
        for n in names
    )


def _without_contents(head: list[str]) -> list[str]:
    """The lines above a length without the blocks that say what the file holds."""
    blocks = [block.split("\n") for block in re.split(r"\n{2,}", "\n".join(head).strip())]
    kept = [
        block
        for block in blocks[:-1]
        if not _CONTENTS.match(block[0]) and not all(map(_LISTED.match, block))
    ]
    return [line for block in [*kept, *blocks[-1:]] for line in block if line]


def _without_tail(body: str, owners: set[str]) -> str:
    """``body`` without the name of its publisher or owner as its last paragraph."""
    paragraphs = re.split(r"\n\s*\n", body)
    if len(paragraphs) > 1 and paragraphs[-1].strip(" \t\r\n.") in owners:
        paragraphs.pop()
    return "\n\n".join(paragraphs)


def _factiva_codes(lines: list[str]) -> dict[str, Any]:
    values: dict[str, list[str]] = {}
    code = ""
    for line in lines:
        if found := _CODE.match(line):
            code, line = found[1], line[found.end() :]
        values.setdefault(code, []).append(line.strip())
    fields: dict[str, Any] = {
        name: " ".join(filter(None, values[code]))
        for code, name in _CODES.items()
        if code in values
    }
    body = [*values.get("LP", []), "", *values.get("TD", [])]
    fields["body"] = "\n".join(body).strip()
    return fields


def _nexis(piece: str) -> dict[str, Any]:
    lines = [line.strip() for line in piece.strip().split("\n")]
    fields: dict[str, Any] = {}
    head: list[str] = []
    start = 0
    for number, line in enumerate(lines):
        found = _LABEL.match(line)
        name = (found[1] or "").lower() if found else ""
        name = _IN_ENGLISH.get(name, name)
        if found and (not name or name in _BEFORE):
            if name:
                fields[_OURS.get(name, name)] = found[2]
            start = number + 1
        elif not start and not re.match(r"copyright|all rights", line, re.IGNORECASE):
            head.append(line)
        elif start and line and name not in _BEFORE and "length" in fields:
            ahead = lines[number : number + 12]
            if not _BODY & {*ahead} and not any(map(_is_before, ahead)):
                break
    headline = fields.get("title")
    _read_head(head, fields)
    fields["title"] = headline or fields["title"]
    end = next((i for i, line in enumerate(lines) if i > start and _AFTER.match(line)), len(lines))
    title = fields["title"] or "\n"  # stands on every page
    fields["body"] = "\n".join(line for line in lines[start:end] if line != title).strip()
    for line in lines[end:]:
        if (found := _LABEL.match(line)) and found[1]:
            fields.setdefault(found[1].lower(), found[2])
    return fields


def _is_before(line: str) -> bool:
    found = _LABEL.match(line)
    name = (found[1] or "").lower() if found else ""
    return _IN_ENGLISH.get(name, name) in _BEFORE


def _read_head(head: list[str], fields: dict[str, Any]) -> None:
    """The title, publisher and date of the lines above the labels; blank lines keep them apart.

    Nexis Uni puts the title first; before, it stood in a block below the date and the edition.
    """
    lines = [line for line in head if line]
    dates = (i for i, line in enumerate(lines) if re.search(r"\d{4}", line) and parse_date(line)[0])
    at = next(dates, None)
    if at is None:
        fields["title"] = " ".join(lines[:1])
        return
    fields["published"] = lines[at]
    if at >= 2:
        fields["title"], fields["publisher"] = " ".join(lines[: at - 1]), lines[at - 1]
        return
    fields["publisher"] = "".join(lines[:at])
    below = "\n".join(head[head.index(lines[at]) + 1 :])
    edition, _, title = below.partition("\n\n") if "\n\n" in below.strip() else ("", "", below)
    if edition.strip():
        fields["edition"] = " ".join(edition.split())
    fields["title"] = " ".join(title.strip().partition("\n\n")[0].split())
