"""Gold annotations: what a careful reader finds in an article, and where they are read from.

These formats are read (:func:`read_gold` tells them apart):

brat
    A folder with ``text/<id>.txt`` and ``attributions/<id>_<annotator>.ann``, the layout of the
    PolNeAR corpus (:mod:`newsquotes.evaluation.brat`).
Citron
    JSON files with ``text`` and ``quotes``, each with ``cue``, ``sources`` and ``contents``
    (:mod:`newsquotes.evaluation.citron`).
our own
    JSON files with a :class:`GoldFile` each: entities, too, and speakers by name.
CoNLL, worldwide
    Names only: columns (:mod:`newsquotes.evaluation.conll`), or columns beside texts
    (:mod:`newsquotes.evaluation.worldwide`).
speakers
    JSON Lines of quotes with their speakers, beside texts
    (:mod:`newsquotes.evaluation.standoff`).
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Final, Literal, Self

from pydantic import Field, ValidationError, model_validator

from ..errors import UsageError
from ..schemas.record import EntityType, MentionForm, Model, NonEmpty, QuoteMode, QuoteType, Span
from ..spans import Offsets
from .attribution import QuoteSpans
from .entities import EntitySpans

GOLD_SCHEMA_NAME: Final = "newsquotes.gold"


class GoldMention(Span):
    """One place where an entity is named, or called by a pronoun."""

    form: MentionForm


class GoldName(Span):
    """One place where a person, place or organisation is named, whichever it is."""

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

    ``speaker`` is the name of the person or organisation behind the source, None where the
    article does not name it. ``type`` and ``mode`` are None where the annotation has none. What
    ends in ``_also`` is as right as the field itself; None in ``speaker_also`` says that to leave
    the speaker open is right, too. An ``optional`` quote may be found or not: neither is a mistake.
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
        """Every span, those of alternatives included."""
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

    ``quotes``, ``entities`` and ``names`` are None where the annotation has none (an
    empty list says that there are none); ``names`` are those of an annotation that does not say
    which of them are one entity's. ``ignored`` are stretches that measures of quotes, and of
    ``names``, leave out; ``region`` is the part of the world that the article is from.
    ``tells_speakers`` says that a quote without a speaker has an anonymous one, rather than one
    that nobody wrote down. All spans hold in ``text``, which is checked.
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
    """A gold annotation of our own, as a file holds it.

    The text is in the annotation itself, or in a file whose path ``text_file`` gives, relative to
    the annotation's.
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
        ValueError: if that is empty or does not lie in the text.
    """
    return Span(start=start, end=end, text=text[start:end])


def read_exactly(path: Path) -> str:
    """A text file's characters as they are: line ends are not changed, so that offsets hold.

    Raises:
        UsageError: if it cannot be read or is not UTF-8.
    """
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            return stream.read()
    except OSError as error:
        raise UsageError(f"{path} cannot be read ({error.strerror}); check the path.") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is not UTF-8; gold annotations must be.") from error


def read_own(path: Path) -> GoldArticle:
    """The article of one annotation file of our own.

    Raises:
        UsageError: if it or its text cannot be read, or an offset does not hold.
    """
    return parse_own(read_exactly(path), str(path), path)


def parse_own(annotation: str, name: str, path: Path) -> GoldArticle:
    """The article of one annotation of our own, which an error calls ``name``.

    Args:
        annotation: the JSON of a :class:`GoldFile`.
        name: the file, or the file and the line.
        path: the file, relative to whose folder ``text_file`` is.

    Raises:
        UsageError: if its text cannot be read, or an offset does not hold.
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
        raise UsageError(f"{name} is not a valid gold annotation: {error}") from error
