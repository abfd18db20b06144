"""The page: all records of a run in one HTML file that needs no network.

The records travel as JSON in data blocks: one for the lists, with all quotes, and one per article,
which is read when it is opened or searched. The page's own script and styles are the only ones that
its policy lets run.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from .. import __version__
from ..cross_document import JoinedEntity, Joiner
from ..schemas.record import EntityType, Quote, QuoteMode, QuoteType, Record, Span
from .segments import Segment, segments, stance_of

MOST_ARTICLES: Final = 10_000
"""So many articles of usual length open in some seconds and stay smooth."""

SCRIPTS: Final = (
    "base", "filters", "lists", "charts", "corrections", "articles", "quotes", "speakers",
    "article", "routes",
)  # fmt: skip
"""The parts of the page's script, in the order in which they need one another."""

AROUND: Final = 80
"""Characters of its line that are shown before a quote, and after it."""

_TYPES: Final = list(QuoteType)
_MODES: Final = list(QuoteMode)


@dataclass(slots=True)
class Page:
    """What the template shows. ``total`` counts the records left out as well."""

    index: dict[str, Any]
    articles: list[dict[str, Any]] = field(default_factory=list)
    total: int = 0


def build_page(records: Iterable[Record], limit: int = MOST_ARTICLES) -> Page:
    """The first ``limit`` records as the page needs them; the others are only counted."""
    joiner = Joiner()
    page = Page({"articles": [], "quotes": [], "entities": []})
    for record in records:
        page.total += 1
        if page.total > limit:
            continue
        number = len(page.articles)
        joined = joiner.add(record)
        page.index["articles"].append(_summary(record, joined))
        page.index["quotes"] += [
            _quote(number, quote, joined, record.text) for quote in record.quotes
        ]
        page.articles.append(_article(record, joined))
    page.index["entities"] = [_entity(entity) for entity in joiner.entities]
    return page


def render_page(page: Page, title: str) -> str:
    """The page as HTML."""
    environment = Environment(
        loader=PackageLoader("newsquotes.report", "assets"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style = _asset("charts.min.css") + "\n" + _asset("page.css")
    parts = "\n".join(_asset(f"page/{name}.js") for name in SCRIPTS)
    script = f'"use strict";\n(() => {{\n{parts}}})();\n'
    policy = (
        f"default-src 'none'; style-src {_digest(style)}; script-src {_digest(script)}; "
        "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'"
    )
    index = _data(page.index)
    return environment.get_template(
        "page.html.jinja"
    ).render(
        title=title,
        policy=policy,
        style=Markup(style),  # noqa: S704  (our own file)
        script=Markup(script),  # noqa: S704  (our own file)
        index=index,
        digest=sha256(index.encode()).hexdigest()[:16],
        articles=[_data(article) for article in page.articles],
        shown=len(page.articles),
        total=page.total,
        version=__version__,
    )


def is_page(path: Path) -> bool:
    """Whether the file says that this program generated it."""
    with path.open("rb") as file:
        return b'<meta name="generator" content="newsquotes ' in file.read(512)


def _asset(name: str) -> str:
    return (files("newsquotes.report") / "assets" / name).read_text(encoding="utf-8")


def _digest(content: str) -> str:
    return f"'sha256-{b64encode(sha256(content.encode()).digest()).decode()}'"


def _data(value: Any) -> Markup:
    """JSON for a data block: no ``<``, so that nothing in it can end the block."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c"))  # noqa: S704  (see above)


def _entity(entity: JoinedEntity) -> dict[str, Any]:
    return {"name": entity.name, "type": entity.type.value, "roles": list(entity.roles)}


def _summary(record: Record, joined: dict[str, int]) -> dict[str, Any]:
    article = record.article
    return {
        "id": record.id,
        "title": article.title or record.id,
        "published": article.published,
        "publisher": article.publisher,
        "people": sorted({joined[e.id] for e in record.entities if e.type is EntityType.PERSON}),
        "places": sorted({joined[e.id] for e in record.entities if e.type is EntityType.PLACE}),
    }


def _quote(article: int, quote: Quote, joined: dict[str, int], text: str) -> list[Any]:
    """Short, for there are many: article, id, speakers, type, mode, confidence, words, cue, the
    stance where it is not affirmed, and what stands before and after it in its line.

    Each speaker is the number of an entity, the words of the source where it is not known who that
    is, or null.
    """
    speakers: list[int | str | None] = []
    for speaker in (quote.speaker, *quote.co_speakers):
        if speaker.entity is not None:
            speakers.append(joined[speaker.entity])
        else:
            speakers.append(None if speaker.mention is None else speaker.mention.text)
    return [
        article,
        quote.id,
        speakers,
        _TYPES.index(quote.type),
        _MODES.index(quote.mode),
        quote.confidence,
        " … ".join(content.text for content in quote.content),
        None if quote.cue is None else quote.cue.text,
        stance_of(quote),
        _before_it(text, quote.content[0].start),
        _behind_it(text, quote.content[-1].end),
    ]


def _before_it(text: str, start: int) -> str:
    words = text[max(0, start - AROUND) : start].rpartition("\n")[2]
    # What begins in the middle of a word is not shown.
    return words if len(words) < AROUND else words.partition(" ")[2]


def _behind_it(text: str, end: int) -> str:
    words = text[end : end + AROUND].partition("\n")[0]
    return words if len(words) < AROUND else words.rpartition(" ")[0]


def _article(record: Record, joined: dict[str, int]) -> dict[str, Any]:
    info = record.article
    pieces = segments(record)
    return {
        "authors": list(info.authors),
        "url": info.url if info.url and info.url.startswith(("http://", "https://")) else None,
        "source": info.source,
        "segments": [
            [segment.text, [[layer.part, layer.id] for layer in segment.layers], _ended(segment)]
            for segment in pieces
        ],
        "header": _header(pieces, record.body.start),
        "entities": {
            entity.id: {
                "type": entity.type.value,
                "name": entity.name,
                "roles": list(entity.roles),
                "joined": joined[entity.id],
                "mentions": [[mention.start, mention.end] for mention in entity.mentions],
            }
            for entity in record.entities
        },
        "spans": {quote.id: _spans(quote) for quote in record.quotes},
        "warnings": [[warning.code, warning.message] for warning in record.warnings],
    }


def _header(pieces: list[Segment], start: int) -> int:
    """How many segments stand before the body: the title and the header lines."""
    position = count = 0
    for piece in pieces:
        position += len(piece.text)
        if position > start:
            break
        count += 1
    return count


def _spans(quote: Quote) -> dict[str, Any]:
    """Who says it, by the entity's id in the record, and where its parts stand."""
    sources = [one.mention for one in (quote.speaker, *quote.co_speakers)]
    return {
        "entity": quote.speaker.entity,
        "resolution": quote.speaker.resolution.value,
        "content": _offsets(quote.content),
        "source": _offsets(sources),
        "cue": _offsets([quote.cue]),
        "addressee": _offsets([quote.addressee.mention] if quote.addressee else []),
    }


def _offsets(spans: Iterable[Span | None]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans if span is not None]


def _ended(segment: Segment) -> list[str]:
    return [layer.id for layer in segment.ends if layer.part == "content"]
