"""Plain text: a title line, header lines, paragraphs; each may be missing but the last."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, dropwhile, islice

from ..errors import FailureCode, InputError
from ..lexicons import load_terms
from ..lexicons.first_names import is_first_name
from ..settings import Settings
from ..spans import Offsets
from .base import Article, Note
from .cleaning import clean
from .dates import parse_date
from .front_matter import front_matter
from .source import Source

_LABELS = {
    "title": ("title", "headline"),
    "published": (
        "publishing date", "publication date", "published", "published on", "posted", "posted on",
        "date",
    ),
    "publisher": (
        "published in", "published by", "publisher", "source", "publication", "outlet", "newspaper",
    ),
    "authors": ("by", "author", "authors", "byline", "reporter", "writer", "written by"),
    "url": ("url", "link"),
    "language": ("language",),
    "other": (
        "section", "updated", "last updated", "word count", "words", "length", "reading time",
        "keywords", "tags", "category", "country", "edition", "page", "location", "topic", "topics",
        "editor", "credit", "copyright", "id",
    ),
}  # fmt: skip
_FIELD = {label: name for name, labels in _LABELS.items() for label in labels}
# A line from its first word on. Long runs of white space must not be gone over again from each of
# their places, here and below.
_LINE = re.compile(r"\S[^\r\n]*+")
_HEADER = re.compile(r"([A-Za-z][A-Za-z ]*+)\s*+:\s*+(.*)", re.DOTALL)
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>]{4,2000}", re.IGNORECASE)
_BYLINE = re.compile(
    r"(?:(?:Story|Written|Words|Text|Reported)\s++by|By|BY)\s++([A-Z].{1,80}[^.\s])"
)
_UPDATED = re.compile(r"(?:last\s++)?(?:updated|modified)(?:\s++(?:on|at))?\s++", re.IGNORECASE)
_RELEASE = re.compile(r"\W*(?P<words>[A-Za-z][A-Za-z ]*[A-Za-z])(?:\W*|:.*|\W*\d.*)", re.DOTALL)
_WHERE = re.compile(r"(?<=\w)\s+in\s+[A-Z][^,;]*\Z")
"""Where an author wrote it, behind the name."""
_SURNAME_FIRST = re.compile(
    r"([^\W\d_][\w’'-]{0,40}(?: [^\W\d_][\w’'-]{0,40})?),\s?"
    r"([^\W\d_][\w.’'-]{0,40}(?: [^\W\d_][\w.’'-]{0,40}){0,2})"
)
_INITIAL = re.compile(r"[A-Z]\.")
_DIVIDER = re.compile(r"\s+[|·•–—]\s+")
_MAX_TITLE = 250
_LINES_BELOW = 3
_WITH_DATES = frozenset({"authors", "publisher"})
_PAPER_AND_DATE = re.compile(r"([A-Z][^,|·•\n]{1,50}?)(?:,| [|·•–—-])[ \t]+(\S.{5,60})")
_CREDITS = frozenset({"authors", "published", "updated"})
_NAMED = re.compile(r"[A-Z][\w.’'-]*(?: (?:of|the|and|&|in|de|van|von|\(?[A-Z][\w.’'-]*\)?)){0,5}")
"""Names of people or papers: words with a capital each, and no end of a sentence."""
_LONGEST_DATE = 60
_DATE_AND_BY = re.compile(r"(.{6,60}?)[ \t]*[|,·•–—-]?[ \t]+[Bb][Yy][ \t]+([A-Z].{1,80})")
_DAY_BEHIND = re.compile(
    r"(?<![ \t,|])[ \t,|]++"
    r"(?=(?:[A-Z][a-z]{2,8}\.? \d{1,2},? \d{4}|\d{1,2} [A-Z][a-z]{2,8} \d{4})\b)"
)
_PUBLISHED = re.compile(r"(?<=\w)[ \t]++(?:Published|Updated|Posted):?[ \t]+", re.IGNORECASE)
_ADDRESS_OF_AUTHOR = re.compile(
    r"(?<![ \t(])[ \t(]++(?:@\w{2,30}|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4})\)?"
)
_AGENCY_OF_AUTHOR = re.compile(r"(?<=\w)[ \t]++\([A-Z][\w &./-]{1,40}\)\Z")
_LONGEST_PLACEHOLDER = 60


def article_in(
    text: str,
    source: Source,
    settings: Settings,
    *,
    sha256: str,
    media_type: str = "text/plain",
    encoding: str = "utf-8",
    notes: tuple[Note, ...] = (),
) -> Article:
    """The one article in the text of a file.

    Raises:
        InputError: empty or no-text.
    """
    if not settings.raw_text:
        text, cleaning = clean(text)
        notes += cleaning
        if not text.strip():
            message = "There is no text in it but markup; put the article in."
            raise source.failure(FailureCode.EMPTY, message)
    article = _article(text, source, sha256, encoding, notes)
    check_placeholder(text[slice(*article.body)], source)
    return replace(article, media_type=media_type)


def article_of(text: str, *, identity: str | None = None) -> Article:
    """The article in a text laid out like a plain text input, under the id ``identity``.

    Without one, its id is made of its words: the same for the same text, and no other's.

    Raises:
        TypeError: ``text`` is no str.
        InputError: lone-surrogate, empty or no-text.
    """
    if not isinstance(text, str):
        hint = "; decode it first" if isinstance(text, bytes) else ""
        raise TypeError(f"an article's text must be a str, not {type(text).__name__}{hint}")
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    identity = identity or f"text-{digest[:12]}"
    source = Source(identity, identity, io.BytesIO)
    try:
        text.encode()
    except UnicodeEncodeError as error:
        message = "The text holds half a surrogate pair; replace it with U+FFFD."
        raise source.failure(FailureCode.LONE_SURROGATE, message) from error
    if not text.strip():
        raise source.failure(FailureCode.EMPTY, "There is no text in it; give an article.")
    return _article(text, source, digest, "utf-8", ())


def _article(
    text: str, source: Source, sha256: str, encoding: str, notes: tuple[Note, ...]
) -> Article:
    values: dict[str, str] = {}
    metadata: dict[str, str] = {}
    headline = None
    front = front_matter(text)
    for name, value, at in front.entries if front else ():
        field = _FIELD.get(name.lower(), "")
        if field == "title":
            headline = at
        elif field in {"", "other"}:
            metadata.setdefault(name.lower(), value)
        else:
            values.setdefault(field, value)
    found = _LINE.finditer(text, front.end if front else 0)
    spans = (trim(text, *match.span()) for match in found)
    lines = dropwhile(lambda line: _is_release(text[slice(*line)]), spans)
    first = list(islice(lines, 2))
    if not first:
        raise _no_story(source)
    if _ADDRESS.fullmatch(text[slice(*first[0])]):
        values["url"] = text[slice(*first[0])]
        first = [*first[1:], *islice(lines, 1)]
    titled = _title(text, first) if first else None
    headline = headline or titled
    start = None
    following: Iterator[Offsets] = chain(first[1:] if titled else first, lines)
    while line := next(following, None):
        header = _header(text[slice(*line)])
        if header is None:
            ahead = list(islice(following, _LINES_BELOW))
            following = chain(ahead, following)
            header = _credit(text, line, ahead) if headline and not values else None
        if header is None:
            start = line[0]
            if headline:
                _read_below(text, ahead, values)
            # Some put the date above the title.
            if headline is None and values and (below := next(following, None)):
                headline = _title(text, [line, below])
                start = below[0] if headline else start
            break
        name, value = header
        if name == "updated":
            metadata.setdefault(name, value)
            continue
        if name == "other":
            if value:
                metadata.setdefault(text[line[0] : line[1]].split(":")[0].strip().lower(), value)
            continue
        if name in _WITH_DATES:
            value, day = _without_date(value)
            if day:
                values.setdefault("published", day)
        values.setdefault(name, value)
        if name == "title" and headline is None and value:
            headline = (line[1] - len(value), line[1])
    if start is None:
        raise _no_story(source)
    published, note = dated(values.get("published"))
    return Article(
        id=source.id,
        source=source.name,
        sha256=sha256,
        media_type="text/plain",
        encoding=encoding,
        text=text,
        body=trim(text, start, len(text)),
        headline=headline,
        title=text[slice(*headline)] if headline else None,
        published=published,
        published_raw=values.get("published") or None,
        publisher=values.get("publisher") or None,
        authors=split_authors(values.get("authors", "")),
        url=values.get("url") or None,
        language=values.get("language") or None,
        metadata=metadata,
        notes=notes + note,
    )


def address_before(text: str, start: int, end: int) -> Offsets | None:
    """The web address that is the first line of the text from ``start`` to ``end``, if any.

    None if no line follows it.
    """
    line = _LINE.match(text, start, end)
    first = trim(text, *line.span()) if line else (start, start)
    is_address = line and line.end() < end and _ADDRESS.fullmatch(text[slice(*first)])
    return first if is_address else None


def _credit(text: str, line: Offsets, below: list[Offsets]) -> tuple[str, str] | None:
    """Who wrote or published it, where that stands without a label between title and date."""
    words = text[slice(*line)]
    if not below or not is_date(text[slice(*below[0])]) or not _NAMED.fullmatch(words):
        return None
    first, second, *rest = [*words.split(), "", ""]
    is_paper = [second, *filter(None, rest)][-1].lower() in load_terms("organization_words")
    is_person = is_first_name(first.lower()) and second[:1].isupper() and not is_paper
    return ("authors" if is_person else "publisher"), words


def _read_below(text: str, lines: list[Offsets], values: dict[str, str]) -> None:
    """Read the byline and the date that stand below the first paragraph, a standfirst.

    They stay in the body, as it is one piece.
    """
    for line in lines:
        header = _header(text[slice(*line)])
        if header is None or header[0] not in _CREDITS:
            return
        name, words = header
        if name == "authors":
            words, day = _without_date(words)
            if day:
                values.setdefault("published", day)
        values.setdefault(name, words)


def _no_story(source: Source) -> InputError:
    message = "Only a title and header lines, no story; put the article's text below them."
    return source.failure(FailureCode.NO_TEXT, message)


def check_placeholder(body: str, source: Source, at: str = "") -> None:
    """Refuse what stands for a text that is missing, such as ``[Removed]``.

    Raises:
        InputError: no-text.
    """
    words = body.strip(" \t\r\n.…")
    if len(words) <= _LONGEST_PLACEHOLDER and words.casefold() in load_terms("placeholders"):
        message = f"The text is only {words!r}, a placeholder for a missing text; remove it."
        raise source.failure(FailureCode.NO_TEXT, message, at=at)


def dated(raw: str | None) -> tuple[str | None, tuple[Note, ...]]:
    """ISO date and notes of a date as the input gave it; nothing where there is none."""
    if not raw:
        return None, ()
    published, note = parse_date(raw)
    return published, (note,) if note else ()


def split_authors(names: str) -> tuple[str, ...]:
    """``"A. One in Vale, B. Two and C. Three, reporters"`` to three names.

    Catalogues have ``"One, Ann; Two, Bo"``.
    """
    names = _ADDRESS_OF_AUTHOR.sub("", names)
    names = "; ".join(map(_forename_first, names.split(";")))
    parts = re.split(r"[,;]|(?<=\s)(?:and|&)(?=\s)", names)
    stripped = (_AGENCY_OF_AUTHOR.sub("", part.strip()) for part in parts)
    trimmed = (_WHERE.sub("", re.sub(r"^and\s++", "", part)) for part in stripped)
    found = [name for name in trimmed if name]
    return tuple([name for name in found if not _is_role(name)] or found)


def _forename_first(name: str) -> str:
    """``Lee, Ann`` as ``Ann Lee``; anything else as it is."""
    found = _SURNAME_FIRST.fullmatch(name.strip())
    if found is None or _is_role(found[2]):
        return name
    surname = found[1].split()
    if len(surname) > 1 and surname[0][0].isupper() and is_first_name(surname[0].lower()):
        return name  # two people
    first = found[2].split()[0]
    known = is_first_name(first.lower()) or _INITIAL.fullmatch(first)
    return f"{found[2]} {found[1]}" if known else name


def _is_role(words: str) -> bool:
    """Whether it is what an author does, as bylines have it behind the name."""
    first, *_, last = words.split() * 2
    role = last.lower().removesuffix("s")
    return role in load_terms("roles") and (last.islower() or not is_first_name(first.lower()))


def trim(text: str, start: int, end: int) -> Offsets:
    """Offsets of ``text[start:end]`` without the white space around it."""
    part = text[start:end]
    return start + len(part) - len(part.lstrip()), start + len(part.rstrip())


def _title(text: str, lines: list[Offsets]) -> Offsets | None:
    """The first of these lines, of which only two matter, if it is a title."""
    first = text[slice(*lines[0])]
    if len(lines) < 2 or len(first) > _MAX_TITLE or _header(first):
        return None
    following = text[slice(*lines[1])]
    if _header(following):
        return lines[0]
    # A hard-wrapped paragraph goes on in lower case; prose ends in a full stop, titles do not.
    prose = following[0].islower() or re.search(r"[.,;:。।][\"'”’」]*$", first)
    return None if prose else lines[0]


def _header(line: str) -> tuple[str, str] | None:
    """What a line, without white space around it, says in a header: of what, and the words."""
    if (found := _HEADER.fullmatch(line)) and (name := _FIELD.get(found[1].rstrip().lower())):
        return name, found[2]
    if found := _BYLINE.fullmatch(line):
        return "authors", found[1]
    if is_date(line):
        return "published", line
    short = len(line) <= _MAX_TITLE
    if short and (found := _DATE_AND_BY.fullmatch(line)) and is_date(found[1]):
        return "authors", f"{found[2]} | {found[1]}"
    if _is_name_and_date(line):
        return "authors", line
    if short and (paper := credits_paper(line)):
        return "publisher", paper
    if (found := _UPDATED.match(line)) and is_date(line[found.end() :]):
        return "updated", line[found.end() :]
    return None


def credits_paper(line: str) -> str | None:
    """``Vale Post, 3 May 2024`` with a divider before the date; None for any other line."""
    found = _PAPER_AND_DATE.fullmatch(line)
    if found is None or not is_date(found[2]):
        return None
    is_paper = found[1].split()[-1].lower() in load_terms("organization_words")
    return f"{found[1]} | {found[2]}" if is_paper else None


def is_date(line: str) -> bool:
    """Whether a line is a date and nothing else."""
    if len(line) > _LONGEST_DATE or not any(map(str.isdigit, line)):
        return False
    day, note = parse_date(line)
    return day is not None or (note is not None and note.code == "ambiguous-date")


def _without_date(names: str) -> tuple[str, str | None]:
    """The names of a byline, and the date that stands behind them: ``Ann Lee | 3 May 2024``."""
    if len(names) > _MAX_TITLE:
        return names, None
    names = _PUBLISHED.sub(" | ", names, count=1)
    if not _DIVIDER.search(names):
        names = _DAY_BEHIND.sub(" | ", names, count=1)
    parts = _DIVIDER.split(names)
    day = next((part for part in parts if len(parts) > 1 and is_date(part)), None)
    return (names if len(parts) == 1 else ", ".join(p for p in parts if p != day)), day


def _is_name_and_date(line: str) -> bool:
    """Whether it is the name of a person and a date, with a divider between them."""
    parts = _DIVIDER.split(line) if len(line) <= _MAX_TITLE else []
    if len(parts) != 2 or sum(map(is_date, parts)) != 1:
        return False
    (name,) = (part for part in parts if not is_date(part))
    words = name.split()
    known = is_first_name(words[0].lower()) if words else False
    return 2 <= len(words) <= 4 and known and all(word[0].isupper() for word in words)


def _is_release(line: str) -> bool:
    """Whether a first line says no more than that it is a press release, and from when on."""
    found = _RELEASE.fullmatch(line) if len(line) <= _MAX_TITLE else None
    return found is not None and found["words"].casefold() in load_terms("release_labels")
