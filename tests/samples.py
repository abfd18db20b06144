"""Records made by hand, hard on those who write them out: markup, emoji, line breaks, overlaps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from newsquotes.schemas.record import Record

HARBOUR = (
    "Harbour “shut” <script>alert(1)</script>\r\n"
    "Published by: The Gull & Post\r\n"
    "\r\n"
    "“We 🚢 built it,\r\nand it’s ours,” Ilse Brand told the Gull & Post. “It stays.”\r\n"
    "Brand said that Jon Alder had said “no” to Oslo. She fears rain.\r\n"
    '=HYPERLINK("http://x.example") & </script><!-- said nobody.\r\n'
)


def span(text: str, words: str, nth: int = 0) -> dict[str, Any]:
    """The ``nth`` place of ``words`` in ``text``, as a span."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return {"start": start, "end": start + len(words), "text": words}


def entity(
    number: int,
    kind: str,
    name: str,
    mentions: Sequence[Mapping[str, Any]],
    *,
    aliases: Sequence[str] = (),
    roles: Sequence[str] = (),
    place: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    return {
        "id": f"e{number}",
        "type": kind,
        "name": name,
        "aliases": list(aliases),
        "roles": list(roles),
        "mentions": [{"form": "name", "quote": None} | dict(mention) for mention in mentions],
        "place": place and {"unlocated": None, **place},
    }


def quote(
    number: int,
    content: Sequence[Mapping[str, Any]],
    *,
    kind: str = "direct",
    mode: str = "speech",
    cue: Mapping[str, Any] | None = None,
    source: Mapping[str, Any] | None = None,
    speaker: tuple[str, str, str] | None = None,
    addressee: Mapping[str, Any] | None = None,
    confidence: float = 0.9,
    co_speakers: Sequence[Mapping[str, Any]] = (),
) -> dict[str, Any]:
    """``speaker`` is the entity's id, its name and the resolution."""
    identifier, name, resolution = speaker or (None, None, "unresolved")
    return {
        "id": f"q{number}",
        "type": kind,
        "mode": mode,
        "content": list(content),
        "cue": cue,
        "speaker": {
            "mention": source,
            "entity": identifier,
            "name": name,
            "resolution": resolution,
        },
        "co_speakers": list(co_speakers),
        "addressee": addressee,
        "confidence": confidence,
        "rule": "cue-after",
        "stance": "affirmed",
        "within": None,
    }


def record(
    identifier: str,
    text: str,
    *,
    entities: Sequence[Mapping[str, Any]] = (),
    quotes: Sequence[Mapping[str, Any]] = (),
    warnings: Sequence[Mapping[str, Any]] = (),
    unresolved: Sequence[Mapping[str, Any]] = (),
    demonyms: Sequence[Mapping[str, Any]] = (),
    **article: Any,
) -> Record:
    """A valid record; raises if the parts do not hold together."""
    info = {
        "source": f"{identifier}.txt",
        "sha256": "0" * 64,
        "media_type": "text/plain",
        "encoding": "utf-8",
        "title": None,
        "published": None,
        "published_raw": None,
        "publisher": None,
        "authors": (),
        "url": None,
        "language": "en",
        "metadata": {},
    } | article
    made = {
        "schema_name": "newsquotes.record",
        "schema_version": "1.2.0",
        "id": identifier,
        "article": info,
        "text": text,
        "body": {"start": 0, "end": len(text)},
        "entities": list(entities),
        "quotes": list(quotes),
        "warnings": list(warnings),
        "provenance": {
            "pipeline": {"name": "newsquotes", "version": "0.1.0"},
            "model": {"name": "en_core_web_md", "version": "3.8.0"},
            "components": ["tok2vec"],
            "settings_sha256": "0" * 64,
        },
        "unresolved": list(unresolved),
        "demonyms": list(demonyms),
    }
    import json

    return Record.model_validate_json(json.dumps(made))


def harbour() -> Record:
    """The record of :data:`HARBOUR`: four quotes of three sorts, one of them inside another."""
    text = HARBOUR
    oslo = {
        "kind": "city",
        "geonames_id": 3143244,
        "country_code": "NO",
        "latitude": 59.91,
        "longitude": 10.75,
        "unlocated": None,
    }
    brand = ("e1", "Ilse Brand", "name")
    first = [span(text, "“We 🚢 built it,\r\nand it’s ours,”"), span(text, "“It stays.”")]
    indirect = span(text, "that Jon Alder had said “no” to Oslo")
    return record(
        "harbour",
        text,
        title="Harbour “shut” <script>alert(1)</script>",
        published="2024-05-06",
        published_raw="6 May 2024",
        publisher="The Gull & Post",
        authors=("Ada <b>Quill</b>",),
        url="https://gull.example/harbour?a=1&b=2",
        entities=[
            entity(
                1,
                "person",
                "Ilse Brand",
                [
                    span(text, "Ilse Brand"),
                    span(text, "Brand", 1),
                    span(text, "She") | {"form": "pronoun"},
                ],
                aliases=["Brand"],
                roles=["harbour master"],
            ),
            entity(2, "organization", "Gull & Post", [span(text, "Gull & Post", 1)]),
            entity(3, "person", "Jon Alder", [span(text, "Jon Alder") | {"quote": "q2"}]),
            entity(4, "place", "Oslo", [span(text, "Oslo") | {"quote": "q2"}], place=oslo),
        ],
        quotes=[
            quote(
                1,
                first,
                cue=span(text, "told") | {"lemma": "tell"},
                source=span(text, "Ilse Brand"),
                speaker=brand,
                addressee={"mention": span(text, "the Gull & Post"), "entity": "e2"},
                confidence=0.97,
            ),
            quote(
                2,
                [indirect],
                kind="mixed",
                cue=span(text, "said") | {"lemma": "say"},
                source=span(text, "Brand", 1),
                speaker=("e1", "Ilse Brand", "alias"),
                confidence=0.8,
            ),
            quote(
                3,
                [span(text, "“no” to Oslo")],
                kind="mixed",
                cue=span(text, "said", 1) | {"lemma": "say"},
                source=span(text, "Jon Alder"),
                speaker=("e3", "Jon Alder", "name"),
                confidence=0.6,
            ),
            quote(
                4,
                [span(text, "rain")],
                kind="indirect",
                mode="thought",
                cue=span(text, "fears") | {"lemma": "fear"},
                source=span(text, "She"),
                speaker=("e1", "Ilse Brand", "pronoun"),
                confidence=0.4,
            ),
            quote(
                5,
                [span(text, '=HYPERLINK("http://x.example") & </script><!--')],
                kind="indirect",
                cue=span(text, "said", 2) | {"lemma": "say"},
                source=span(text, "nobody"),
                confidence=0.1,
            ),
        ],
        warnings=[{"code": "unclosed-mark", "message": "A mark.", "start": 0, "end": 1}],
        unresolved=[
            span(text, "nobody") | {"form": "pronoun", "quote": None, "reason": "nobody-fits"}
        ],
        demonyms=[span(text, "Oslo") | {"country_code": "NO"}],
    )


def bare() -> Record:
    """A record of which nothing is known and in which nothing was found."""
    return record("bare", "Nothing.")
