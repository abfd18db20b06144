"""``doc._.quotes``: the quotes of a ``Doc`` as spaCy ``Span`` objects, for users of the stages.

It is a view over the plain annotations in ``doc._.attributed_quotes``, made at each access, so a
``Doc`` stays picklable and offsets are stored only once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from spacy.tokens import Doc, Span

from ..errors import PipelineContractError
from ..spans import Offsets
from .annotations import AttributedQuote, Cluster, clusters_of


@dataclass(frozen=True, slots=True)
class QuoteView:
    """One quote and its speaker.

    ``content``, ``cue``, ``source`` and ``addressee`` are spans of whole tokens that cover the
    annotated characters. ``speaker`` is the entity that ``source`` refers to, if known, and
    ``speaker_confidence`` the probability that it is, 0 to 1; ``co_speakers`` are the others who
    say the same words. What is not ``affirmed`` was denied, asked, not said, or may yet be said.
    """

    content: tuple[Span, ...]
    cue: Span | None
    source: Span | None
    addressee: Span | None
    speaker: Cluster | None
    type: Literal["direct", "indirect", "mixed"]
    mode: Literal["speech", "writing", "thought"]
    stance: Literal["affirmed", "denied", "not-said", "asked", "hypothetical"]
    confidence: float
    speaker_confidence: float | None
    co_speakers: tuple[Cluster, ...]
    rule: str


def quotes_of(doc: Doc) -> tuple[QuoteView, ...]:
    """The quotes of ``doc`` in the order of ``doc._.attributed_quotes``."""
    clusters = {cluster["id"]: cluster for cluster in clusters_of(doc)}
    return tuple(_view(doc, quote, clusters) for quote in doc._.attributed_quotes)


def _view(doc: Doc, quote: AttributedQuote, clusters: dict[str, Cluster]) -> QuoteView:
    speaker = quote["speaker"]
    return QuoteView(
        content=tuple(_span(doc, offsets) for offsets in quote["content"]),
        cue=_span_or_none(doc, quote["cue"]),
        source=_span_or_none(doc, quote["source"]),
        addressee=_span_or_none(doc, quote["addressee"]),
        speaker=None if speaker is None else clusters[speaker],
        type=quote["type"],
        mode=quote["mode"],
        stance=quote.get("stance", "affirmed"),
        confidence=quote["confidence"],
        speaker_confidence=quote.get("speaker_confidence"),
        co_speakers=tuple(clusters[one.cluster] for one in quote.get("co_speakers", ())),
        rule=quote["rule"],
    )


def _span(doc: Doc, offsets: Offsets) -> Span:
    span = doc.char_span(*offsets, alignment_mode="expand")
    assert span is not None, offsets
    return span


def _span_or_none(doc: Doc, offsets: Offsets | None) -> Span | None:
    return None if offsets is None else _span(doc, offsets)


def register_view() -> None:
    """Declare ``doc._.quotes``. May be called more than once.

    Raises:
        PipelineContractError: other code has registered an extension with that name.
    """
    if Doc.has_extension("quotes"):
        if Doc.get_extension("quotes")[2] is not quotes_of:
            raise PipelineContractError(
                "doc._.quotes is already registered by other code; remove that extension or "
                "rename it before loading newsquotes."
            )
        return
    Doc.set_extension("quotes", getter=quotes_of)


register_view()
