"""The page: all records of a run in one HTML file that needs no network.

The records travel as JSON in data blocks: one for the list, with all quotes, and one an article,
read when it is opened. The page's own script and styles are the only ones its policy lets run.
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
from ..cross_document import Joiner
from ..schemas.record import EntityType, Quote, QuoteMode, QuoteType, Record
from .segments import segments, stance_of

MOST_ARTICLES: Final = 2_000
"""So many articles still open in under three seconds."""

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
    page = Page({"articles": [], "quotes": [], "voices": []})
    for record in records:
        page.total += 1
        if page.total > limit:
            continue
        number = len(page.articles)
        voices = joiner.add(record)
        page.index["articles"].append(_summary(record, voices))
        page.index["quotes"] += [_quote(number, quote, voices) for quote in record.quotes]
        page.articles.append(_article(record, voices))
    page.index["voices"] = [
        {"name": voice.name, "type": voice.type.value, "roles": list(voice.roles)}
        for voice in joiner.voices
    ]
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
    script = _asset("page.js")
    policy = (
        f"default-src 'none'; style-src {_digest(style)}; script-src {_digest(script)}; "
        "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'"
    )
    return environment.get_template("page.html.jinja").render(
        title=title,
        policy=policy,
        style=Markup(style),  # noqa: S704  (our own file)
        script=Markup(script),  # noqa: S704  (our own file)
        index=_data(page.index),
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


def _summary(record: Record, voices: dict[str, int]) -> dict[str, Any]:
    article = record.article
    return {
        "id": record.id,
        "title": article.title or record.id,
        "published": article.published,
        "publisher": article.publisher,
        "people": sorted({voices[e.id] for e in record.entities if e.type is EntityType.PERSON}),
        "places": sorted({voices[e.id] for e in record.entities if e.type is EntityType.PLACE}),
    }


def _quote(article: int, quote: Quote, voices: dict[str, int]) -> list[Any]:
    """Short, for there are many: article, id, voice, source, type, mode, confidence, words, cue,
    and the stance where it is not affirmed.
    """
    speaker = quote.speaker
    return [
        article,
        quote.id,
        None if speaker.entity is None else voices[speaker.entity],
        None if speaker.mention is None else speaker.mention.text,
        _TYPES.index(quote.type),
        _MODES.index(quote.mode),
        quote.confidence,
        " … ".join(content.text for content in quote.content),
        None if quote.cue is None else quote.cue.text,
        stance_of(quote),
    ]


def _article(record: Record, voices: dict[str, int]) -> dict[str, Any]:
    info = record.article
    return {
        "authors": list(info.authors),
        "url": info.url if info.url and info.url.startswith(("http://", "https://")) else None,
        "source": info.source,
        "segments": [
            [segment.text, [[layer.part, layer.id] for layer in segment.layers], _ended(segment)]
            for segment in segments(record)
        ],
        "entities": {
            entity.id: {
                "type": entity.type.value,
                "name": entity.name,
                "roles": list(entity.roles),
                "voice": voices[entity.id],
            }
            for entity in record.entities
        },
        "speakers": {quote.id: quote.speaker.entity for quote in record.quotes},
        "warnings": [[warning.code, warning.message] for warning in record.warnings],
    }


def _ended(segment: Any) -> list[str]:
    return [layer.id for layer in segment.ends if layer.part == "content"]
