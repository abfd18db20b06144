"""From an article and its analysed ``Doc`` to its record; pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from math import inf
from typing import TYPE_CHECKING, Any

from pydantic_core import to_json

from . import __version__
from .analysis import analyse
from .articles.base import Article
from .articles.language import ENGLISH
from .articles.noticing import noticed
from .articles.text import article_of
from .blas import one_thread
from .errors import UsageError
from .schemas.record import RECORD_SCHEMA_NAME, SCHEMA_VERSION, Place, Provenance, Record, Versioned
from .settings import META_KEY, Settings, loaded_settings
from .spans import Offsets
from .stages.annotations import clusters_of

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from .stages.annotations import AttributedQuote, Cluster, Mention


def extract(nlp: Language, article: Article | str, settings: Settings | None = None) -> Record:
    """Make the record of one article, or of a text that is laid out as a plain text file.

    Args:
        nlp: from :func:`newsquotes.load`, or a pipeline of your own with our stages. Several
            threads may share it.
        article: the article, or its text.
        settings: by default those that ``nlp`` was loaded with. Others can be given only for a
            pipeline that :func:`newsquotes.load` has not made.

    Example:
        >>> record = extract(nlp, "“It has rained for a week,” said Mara Okoro.")
        >>> record.quotes[0].speaker.name, record.quotes[0].text
        ('Mara Okoro', '“It has rained for a week,”')

    Raises:
        TypeError: it is neither a str nor an Article.
        InputError: the text holds no story, or is not English, unless the settings take
            ``any_language``.
        UsageError: ``nlp`` was loaded with other settings.
        pydantic.ValidationError: a stage wrote annotations that contradict one another.
    """
    settings = settings_for(nlp, settings)
    if not isinstance(article, Article):
        article = article_of(article)
    if article.language is None:
        article = noticed(article, settings)
    with one_thread():
        doc = analyse(nlp, article, settings.max_chars)
    return build_record(article, doc, provenance_of(nlp, settings))


def settings_for(nlp: Language, settings: Settings | None) -> Settings:
    """The settings to use with ``nlp``: those that it was loaded with, if any.

    Raises:
        UsageError: these are others.
    """
    loaded = loaded_settings(nlp.meta)
    if loaded is not None and settings is not None and settings != loaded:
        other = ", ".join(name for name, value in settings if value != getattr(loaded, name))
        raise UsageError(
            f"The pipeline was loaded with other settings ({other}); "
            "load one with these, or leave them out."
        )
    return settings or loaded or Settings()


def provenance_of(nlp: Language, settings: Settings) -> Provenance:
    """What makes records with this pipeline and these settings."""
    loaded = nlp.meta.get(META_KEY, {})
    # As they were when the pipeline was loaded: a file of weights may have changed since.
    known = settings == loaded_settings(nlp.meta)
    return Provenance(
        pipeline=Versioned(name="newsquotes", version=__version__),
        model=Versioned(name=f"{nlp.lang}_{nlp.meta['name']}", version=nlp.meta["version"]),
        components=tuple(nlp.pipe_names),
        settings_sha256=loaded["settings_sha256"] if known else settings.sha256,
    )


def build_record(article: Article, doc: Doc, provenance: Provenance) -> Record:
    """What the stages left on ``doc``, as the record of ``article``.

    Raises:
        pydantic.ValidationError: the annotations are inconsistent.
    """
    return Record.model_validate_json(record_json(article, doc, provenance))


def record_json(
    article: Article, doc: Doc, provenance: Provenance, *, indent: int | None = None
) -> bytes:
    """The record of ``article`` as JSON, not checked yet.

    :class:`Record` checks it when it reads it, so exactly the bytes that are written are checked.
    """
    text = article.text
    clusters = clusters_of(doc)
    by_mention = sorted(clusters, key=_first_mention)
    entity_ids = {one["id"]: f"e{number}" for number, one in enumerate(by_mention, 1)}
    names = {cluster["id"]: cluster["name"] for cluster in clusters}
    found: list[AttributedQuote] = sorted(
        doc._.attributed_quotes, key=lambda quote: quote["content"][0]
    )
    contents = _Contents(quote["content"] for quote in found)
    record = {
        "schema_name": RECORD_SCHEMA_NAME,
        "schema_version": SCHEMA_VERSION,
        "id": article.id,
        "article": _article_info(article),
        "text": text,
        "body": {"start": article.body[0], "end": article.body[1]},
        "entities": [_entity(entity_ids[one["id"]], one, contents, text) for one in by_mention],
        "quotes": [
            {
                **_quote(f"q{number}", quote, names, entity_ids, text),
                "within": _within(f"q{number}", quote, contents),
            }
            for number, quote in enumerate(found, 1)
        ],
        "warnings": list(_warnings(article, doc)),
        "provenance": provenance,
        "unresolved": [
            {**_mention(mention, contents, text), "reason": mention["reason"]}
            for mention in doc._.unresolved
        ],
        "demonyms": [
            {
                **_span((demonym["start"], demonym["end"]), text),
                "country_code": demonym["country_code"],
            }
            for demonym in doc._.demonyms
        ],
    }
    # What JSON has no type for becomes a string, and that is refused where it does not belong.
    return to_json(record, indent=indent, fallback=str)


def _article_info(article: Article) -> dict[str, Any]:
    return {
        "source": article.source,
        "sha256": article.sha256,
        "media_type": article.media_type,
        "encoding": article.encoding,
        "title": article.title,
        "published": article.published,
        "published_raw": article.published_raw,
        "publisher": article.publisher,
        "authors": article.authors,
        "url": article.url,
        "language": article.language or ENGLISH,
        "metadata": article.metadata,
    }


def _first_mention(cluster: Cluster) -> Offsets:
    return cluster["mentions"][0]["start"], cluster["mentions"][0]["end"]


def _span(offsets: Offsets, text: str) -> dict[str, Any]:
    start, end = offsets
    return {"start": start, "end": end, "text": text[start:end]}


def _entity(identifier: str, cluster: Cluster, contents: _Contents, text: str) -> dict[str, Any]:
    return {
        "id": identifier,
        "type": cluster["type"],
        "name": cluster["name"],
        "aliases": cluster["aliases"],
        "roles": cluster["roles"],
        "titles": cluster.get("titles", []),
        "pronouns": cluster.get("pronouns", []),
        "mentions": [_mention(mention, contents, text) for mention in cluster["mentions"]],
        "place": _place(cluster["place"]) if cluster["type"] == "place" else None,
    }


def _mention(mention: Mention, contents: _Contents, text: str) -> dict[str, Any]:
    start, end = mention["start"], mention["end"]
    return {
        "start": start,
        "end": end,
        "text": text[start:end],
        "form": mention["form"],
        "quote": contents.holder((start, end)),
    }


def _place(known: dict[str, Any] | None) -> dict[str, Any]:
    # A place that no gazetteer knows is still a place.
    known = known or dict.fromkeys(Place.model_fields) | {"kind": "other", "unlocated": "unlisted"}
    return {name: known[name] for name in Place.model_fields}


class _Contents:
    """The contents of all quotes, to be asked which of them holds a mention."""

    def __init__(self, contents: Iterable[Sequence[Offsets]]) -> None:
        self._spans = sorted(
            (start, end, number) for number, spans in enumerate(contents, 1) for start, end in spans
        )
        # How far the spans up to each reach: tells where looking further back is of no use.
        self._reach = list(accumulate((end for _, end, _ in self._spans), max))

    def holder(self, mention: Offsets) -> str | None:
        """The id of the quote whose content holds the mention; of several, the shortest."""
        index = bisect_right(self._spans, (mention[0], inf)) - 1
        shortest: tuple[int, int] | None = None
        while index >= 0 and self._reach[index] >= mention[1]:
            start, end, number = self._spans[index]
            if end >= mention[1] and (shortest is None or (end - start, number) < shortest):
                shortest = end - start, number
            index -= 1
        return None if shortest is None else f"q{shortest[1]}"


def _quote(
    identifier: str,
    quote: AttributedQuote,
    names: Mapping[str, str],
    entity_ids: Mapping[str, str],
    text: str,
) -> dict[str, Any]:
    cue, source, addressee = quote["cue"], quote["source"], quote["addressee"]
    speaker, heard_by = quote["speaker"], quote["heard_by"]
    return {
        "id": identifier,
        "type": quote["type"],
        "mode": quote["mode"],
        "content": [_span(offsets, text) for offsets in quote["content"]],
        "cue": None if cue is None else _cue(cue, quote["cue_lemma"], text),
        "speaker": {
            "mention": None if source is None else _span(source, text),
            "entity": None if speaker is None else entity_ids[speaker],
            "name": None if speaker is None else names[speaker],
            "resolution": quote["resolution"],
            "confidence": round(quote.get("speaker_confidence", 1.0), 2),
        },
        "co_speakers": [
            {
                "mention": _span(one.mention, text),
                "entity": entity_ids[one.cluster],
                "name": names[one.cluster],
                "resolution": one.resolution,
                "confidence": round(one.confidence, 2),
            }
            for one in quote.get("co_speakers", ())
        ],
        "addressee": None
        if addressee is None
        else {
            "mention": _span(addressee, text),
            "entity": None if heard_by is None else entity_ids[heard_by],
        },
        "confidence": round(quote["confidence"], 2),
        "rule": quote["rule"],
        "stance": quote.get("stance", "affirmed"),
    }


def _within(identifier: str, quote: AttributedQuote, contents: _Contents) -> str | None:
    """The id of the quote that reports this report: the one whose content holds its cue."""
    holder = None if quote["cue"] is None else contents.holder(quote["cue"])
    return None if holder == identifier else holder


def _cue(offsets: Offsets, lemma: str | None, text: str) -> dict[str, Any]:
    cue = _span(offsets, text)
    return {**cue, "lemma": lemma or cue["text"].lower()}


def _warnings(article: Article, doc: Doc) -> Iterator[dict[str, Any]]:
    for note in article.notes:
        start, end = note.span or (None, None)
        yield {"code": note.code, "message": note.message, "start": start, "end": end}
    for note in sorted(doc._.notes, key=lambda note: (note["start"], note["end"], note["code"])):
        yield {**note}
