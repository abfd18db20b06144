"""Gold annotations: what a careful reader finds in an article.

These formats can be read; :func:`read_gold` tells them apart:

brat
    A folder with ``text/<id>.txt`` and ``attributions/<id>_<annotator>.ann``, the layout of the
    PolNeAR corpus (:mod:`newsquotes.evaluation.brat`).
Citron
    JSON files with ``text`` and ``quotes``, each with ``cue``, ``sources`` and ``contents``
    (:mod:`newsquotes.evaluation.citron`).
our own
    JSON files, each a :class:`GoldFile`, which also has entities and speakers by name.
CoNLL, worldwide
    Only names: columns (:mod:`newsquotes.evaluation.conll`), or columns with separate texts
    (:mod:`newsquotes.evaluation.worldwide`).
speakers
    JSON Lines of quotes with their speakers, with separate texts
    (:mod:`newsquotes.evaluation.standoff`).
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Final, Literal, Self

from pydantic import Field, ValidationError, model_validator

from ..errors import UsageError
from ..schemas.faults import first_fault
from ..schemas.record import EntityType, MentionForm, Model, NonEmpty, QuoteMode, QuoteType, Span
from ..spans import Offsets
from .attribution import QuoteSpans
from .entities import EntitySpans

GOLD_SCHEMA_NAME: Final = "newsquotes.gold"


class GoldMention(Span):
    """One mention of an entity, by a name or a pronoun."""

    form: MentionForm


class GoldName(Span):
    """One mention by name of a person, place or organisation, not linked to an entity."""

    type: EntityType


class GoldEntity(Model):
    """A person, place or organisation. ``name`` is the fullest name in the article."""

    type: EntityType
    name: NonEmpty
    aliases: tuple[NonEmpty, ...] = ()
    mentions: Annotated[tuple[GoldMention, ...], Field(min_length=1)]

    def spans(self) -> EntitySpans:
        """The same as plain offsets, for the scorer."""
        return EntitySpans(
            type=self.type,
            name=self.name,
            names=_offsets(m for m in self.mentions if m.form is MentionForm.NAME),
            pronouns=_offsets(m for m in self.mentions if m.form is MentionForm.PRONOUN),
        )


class GoldQuote(Model):
    """An attribution: content with its quotation marks, cue, source as written.

    ``speaker`` is the name of the person or organisation behind the source, or None if the article
    does not name it. ``type`` and ``mode`` are None if they are not annotated. Fields that end in
    ``_also`` have alternatives that are just as right; None in ``speaker_also`` means that an
    unnamed speaker is right, too. Whether an ``optional`` quote is found makes no difference.
    """

    content: Annotated[tuple[Span, ...], Field(min_length=1)]
    source: tuple[Span, ...] = ()
    cue: tuple[Span, ...] = ()
    addressee: tuple[Span, ...] = ()
    speaker: NonEmpty | None = None
    type: QuoteType | None = None
    mode: QuoteMode | None = None
    content_also: tuple[Annotated[tuple[Span, ...], Field(min_length=1)], ...] = ()
    source_also: tuple[Annotated[tuple[Span, ...], Field(min_length=1)], ...] = ()
    speaker_also: tuple[NonEmpty | None, ...] = ()
    type_also: tuple[QuoteType, ...] = ()
    mode_also: tuple[QuoteMode, ...] = ()
    optional: bool = False

    @property
    def all_spans(self) -> tuple[Span, ...]:
        """All spans, including those of alternatives."""
        also = (one for spans in (*self.content_also, *self.source_also) for one in spans)
        return *self.content, *self.source, *self.cue, *self.addressee, *also

    def spans(self) -> QuoteSpans:
        """The same as plain offsets, for the scorer."""
        return QuoteSpans(
            content=_offsets(self.content),
            source=_offsets(self.source),
            cue=_offsets(self.cue),
            addressee=_offsets(self.addressee),
            type=self.type,
            mode=self.mode,
            speaker=self.speaker,
            speaker_also=self.speaker_also,
        )


def _offsets(spans: Iterable[Span]) -> tuple[Offsets, ...]:
    return tuple((span.start, span.end) for span in spans)


class GoldArticle(Model):
    """One annotated article.

    ``quotes``, ``entities`` and ``names`` are None if they were not annotated; an empty list means
    that there are none. ``names`` are used by annotations that do not link names to entities.
    ``ignored`` are spans that the measures of quotes and of ``names`` leave out; ``region`` is the
    part of the world that the article is from. ``tells_speakers`` is True if a quote without a
    speaker has an anonymous one, and False if speakers were not annotated. All spans are checked
    against ``text``.
    """

    id: NonEmpty
    text: NonEmpty
    quotes: tuple[GoldQuote, ...] | None
    entities: tuple[GoldEntity, ...] | None = None
    names: tuple[GoldName, ...] | None = None
    ignored: tuple[Span, ...] = ()
    region: str | None = None
    tells_speakers: bool = False

    @model_validator(mode="after")
    def _spans_hold(self) -> Self:
        spans: list[Span] = [*self.ignored, *(self.names or ())]
        for quote in self.quotes or ():
            spans += quote.all_spans
        for entity in self.entities or ():
            spans += entity.mentions
        for span in spans:
            found = self.text[span.start : span.end]
            if found != span.text:
                raise ValueError(f"text[{span.start}:{span.end}] is {found!r}, not {span.text!r}")
        return self


class GoldFile(Model):
    """A gold annotation in our own format, as it is stored in a file.

    The text is in the annotation itself, or in the file ``text_file``, whose path is relative to
    that of the annotation.
    """

    schema_name: Literal["newsquotes.gold"] = GOLD_SCHEMA_NAME
    id: NonEmpty
    text: NonEmpty | None = None
    text_file: NonEmpty | None = None
    entities: tuple[GoldEntity, ...] | None
    quotes: tuple[GoldQuote, ...] | None
    ignored: tuple[Span, ...] = ()

    @model_validator(mode="after")
    def _one_text(self) -> Self:
        if (self.text is None) == (self.text_file is None):
            raise ValueError("give either 'text' or 'text_file'")
        return self


def span(text: str, start: int, end: int) -> Span:
    """The span ``text[start:end]``.

    Raises:
        ValueError: the span is empty or lies outside the text.
    """
    return Span(start=start, end=end, text=text[start:end])


def read_exactly(path: Path) -> str:
    """A text file's characters, with line ends unchanged, so that offsets stay valid.

    Raises:
        UsageError: it cannot be read or is not UTF-8.
    """
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            return stream.read()
    except OSError as error:
        raise UsageError(f"{path} cannot be read ({error.strerror}); check the path.") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is not UTF-8; gold annotations must be.") from error


def read_own(path: Path) -> GoldArticle:
    """The article of one annotation file in our own format.

    Raises:
        UsageError: it or its text cannot be read, or an offset is invalid.
    """
    return parse_own(read_exactly(path), str(path), path)


def parse_own(annotation: str, name: str, path: Path) -> GoldArticle:
    """The article of one annotation in our own format.

    Args:
        annotation: the JSON of a :class:`GoldFile`.
        name: what to call it in an error: the file, or the file and the line.
        path: the file of the annotation; ``text_file`` is relative to its folder.

    Raises:
        UsageError: its text cannot be read, or an offset is invalid.
    """
    try:
        gold = GoldFile.model_validate_json(annotation)
        return GoldArticle(
            id=gold.id,
            text=gold.text or read_exactly(path.parent / (gold.text_file or "")),
            entities=gold.entities,
            quotes=gold.quotes,
            ignored=gold.ignored,
            tells_speakers=gold.entities is not None
            or any(quote.speaker for quote in gold.quotes or ()),
        )
    except ValidationError as error:
        raise UsageError(f"{name} is not a valid gold annotation: {first_fault(error)}.") from error
