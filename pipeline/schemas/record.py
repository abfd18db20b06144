"""The record: one article's JSON, as pydantic models that prove themselves.

Constructing a :class:`Record` checks every offset, id and reference, so a record that exists is a
record that holds. The JSON Schema in ``pipeline/schemas`` is generated from here.
"""

from __future__ import annotations

from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from .consistency import find_faults
from .descriptions import describe

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

SCHEMA_VERSION: Final = "1.2.0"
SchemaVersion = Literal["1.0.0", "1.1.0", "1.2.0"]
"""Those whose records and manifests hold here: fields that came later are optional."""

RECORD_SCHEMA_NAME: Final = "newsquotes.record"

Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
EntityId = Annotated[str, StringConstraints(pattern=r"^e[1-9][0-9]*$")]
QuoteId = Annotated[str, StringConstraints(pattern=r"^q[1-9][0-9]*$")]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
Moment = Annotated[
    str,
    StringConstraints(
        pattern=r"^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?$"
    ),
]
NonEmpty = Annotated[str, StringConstraints(min_length=1)]
RecordId = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z0-9_-][A-Za-z0-9._-]*$", max_length=200)
]
"""Safe as the name of a file: no path, nothing hidden."""


class EntityType(StrEnum):
    """*organization*: companies, parties, authorities, teams; countries are places."""

    PERSON = "person"
    PLACE = "place"
    ORGANIZATION = "organization"


class MentionForm(StrEnum):
    """*name*: "Mara Okoro"; *pronoun*: "she"; *nominal*: a description, "the harbour master"."""

    NAME = "name"
    PRONOUN = "pronoun"
    NOMINAL = "nominal"


class PlaceKind(StrEnum):
    CITY = "city"
    COUNTRY = "country"
    REGION = "region"
    FACILITY = "facility"
    OTHER = "other"


class Unlocated(StrEnum):
    """*unlisted*: the gazetteer lacks the name; *uncertain*: it has, but not surely this place."""

    UNLISTED = "unlisted"
    UNCERTAIN = "uncertain"


class Doubt(StrEnum):
    """Why a mention is nobody's.

    *nobody-fits*: of nobody near; *several-fit*: two people have the role; *speaker-unknown*: an
    "I" in a quotation of nobody known; *uncertain*: less likely somebody's than is asked for.
    """

    NOBODY_FITS = "nobody-fits"
    SEVERAL_FIT = "several-fit"
    SPEAKER_UNKNOWN = "speaker-unknown"
    UNCERTAIN = "uncertain"


class QuoteType(StrEnum):
    """*direct*: every word of the content stands between quotation marks; *indirect*: none does."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


class QuoteMode(StrEnum):
    """*speech*: said, told; *writing*: wrote, tweeted; *thought*: believes, fears, wants, hopes."""

    SPEECH = "speech"
    WRITING = "writing"
    THOUGHT = "thought"


class Stance(StrEnum):
    """What the source does with the content.

    *affirmed*: says so; *denied*: rejects it; *not-said*: did not say it; *asked*: puts it as a
    question; *hypothetical*: may or would say it.
    """

    AFFIRMED = "affirmed"
    DENIED = "denied"
    NOT_SAID = "not-said"
    ASKED = "asked"
    HYPOTHETICAL = "hypothetical"


class Resolution(StrEnum):
    """How the words that name a source led to its entity.

    *name*: they are its fullest name; *alias*: a shorter or other name; *pronoun*: a pronoun;
    *nominal*: a description ("the minister"); *context*: no words here name the source, it goes
    on from the quotes before; *unresolved*: it is not known whom they mean.
    """

    NAME = "name"
    ALIAS = "alias"
    PRONOUN = "pronoun"
    NOMINAL = "nominal"
    CONTEXT = "context"
    UNRESOLVED = "unresolved"


class Model(BaseModel):
    """Shared by all parts of a record: frozen, nothing unknown, nothing coerced on the way in."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, json_schema_extra=describe)


class Span(Model):
    """A piece of ``text``: half-open, in Unicode code points, with the words it holds."""

    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(gt=0)]
    text: NonEmpty

    @model_validator(mode="after")
    def _length_matches(self) -> Self:
        if self.end - self.start != len(self.text):
            raise ValueError(
                f"span {self.start}..{self.end} is {self.end - self.start} characters long, "
                f"its text {len(self.text)}"
            )
        return self


class Body(Model):
    """Where title and header end and the story starts."""

    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(ge=0)]


class ArticleInfo(Model):
    """Where the article came from and what its header said."""

    source: NonEmpty
    sha256: Sha256
    media_type: NonEmpty
    encoding: NonEmpty
    title: str | None
    published: Moment | None
    published_raw: str | None
    publisher: str | None
    authors: tuple[str, ...]
    url: str | None
    language: NonEmpty
    metadata: dict[str, str] = Field(default_factory=dict)


class Mention(Span):
    """One place where an entity is named, called by a pronoun or described."""

    form: MentionForm
    quote: QuoteId | None


class Unresolved(Mention):
    """A pronoun or description of one person, of whom it cannot be said who that is."""

    reason: Doubt


class Demonym(Span):
    """A word for the people or things of a country ("Pakistani"), which is no place."""

    country_code: Country


class Place(Model):
    """What a gazetteer knows of a place; null where not certain (``unlocated``: why it is not)."""

    kind: PlaceKind
    geonames_id: int | None
    country_code: Country | None
    latitude: Annotated[float, Field(ge=-90, le=90)] | None
    longitude: Annotated[float, Field(ge=-180, le=180)] | None
    unlocated: Unlocated | None = None


class Entity(Model):
    """A person, place or organisation with all its mentions, in order of appearance."""

    id: EntityId
    type: EntityType
    name: NonEmpty
    aliases: tuple[NonEmpty, ...]
    roles: tuple[NonEmpty, ...]
    mentions: Annotated[tuple[Mention, ...], Field(min_length=1)]
    place: Place | None
    pronouns: tuple[Literal["he", "she", "they"], ...] = ()

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if (self.place is not None) != (self.type is EntityType.PLACE):
            raise ValueError(f"entity {self.id}: places, and only places, have a 'place'")
        if self.roles and self.type is not EntityType.PERSON:
            raise ValueError(f"entity {self.id}: only persons have roles")
        if self.name in self.aliases or len(set(self.aliases)) != len(self.aliases):
            raise ValueError(f"entity {self.id}: its name or an alias stands in 'aliases' twice")
        if any(a.start >= b.start for a, b in pairwise(self.mentions)):
            raise ValueError(f"entity {self.id}: mentions are not in order of appearance")
        return self


class Cue(Span):
    """The words that report: "said", "according to"."""

    lemma: NonEmpty


class Speaker(Model):
    """The source of a quote: its words here, and who that is in this article.

    ``confidence`` is the probability that ``entity`` is right, given the mention; since 1.2.0.
    """

    mention: Span | None
    entity: EntityId | None
    name: str | None
    resolution: Resolution
    confidence: Annotated[float, Field(ge=0, le=1)] | None = None

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        unresolved = self.resolution is Resolution.UNRESOLVED
        if (self.entity is None) != unresolved or (self.name is None) != unresolved:
            raise ValueError("a speaker has an entity and a name exactly when it is resolved")
        return self


class Addressee(Model):
    """Whom it was said to."""

    mention: Span
    entity: EntityId | None


class Quote(Model):
    """Something that somebody is reported to have said, written or thought."""

    id: QuoteId
    type: QuoteType
    mode: QuoteMode
    content: Annotated[tuple[Span, ...], Field(min_length=1)]
    cue: Cue | None
    speaker: Speaker
    co_speakers: tuple[Speaker, ...] = ()
    addressee: Addressee | None
    confidence: Annotated[float, Field(ge=0, le=1)]
    rule: NonEmpty
    stance: Stance = Stance.AFFIRMED
    within: QuoteId | None = None

    @property
    def text(self) -> str:
        """All its words: the content's spans, joined by spaces."""
        return " ".join(span.text for span in self.content)

    @model_validator(mode="after")
    def _content_in_order(self) -> Self:
        if any(a.end > b.start for a, b in pairwise(self.content)):
            raise ValueError(f"quote {self.id}: content spans overlap or are out of order")
        return self


class RecordWarning(Model):
    """Something a careful reader should know. ``start`` and ``end`` are null together."""

    code: NonEmpty
    message: NonEmpty
    start: Annotated[int, Field(ge=0)] | None
    end: Annotated[int, Field(ge=0)] | None

    @model_validator(mode="after")
    def _both_or_neither(self) -> Self:
        if (self.start is None) != (self.end is None):
            raise ValueError("a warning has both start and end, or neither")
        return self


class Versioned(Model):
    """A named thing and the version of it that ran."""

    name: NonEmpty
    version: NonEmpty


class Provenance(Model):
    """What made the record: enough to make it again."""

    pipeline: Versioned
    model: Versioned
    components: tuple[NonEmpty, ...]
    settings_sha256: Sha256


class Record(Model):
    """Everything found in one article."""

    schema_name: Literal["newsquotes.record"]
    schema_version: SchemaVersion
    id: RecordId
    article: ArticleInfo
    text: str
    body: Body
    entities: tuple[Entity, ...]
    quotes: tuple[Quote, ...]
    warnings: tuple[RecordWarning, ...]
    provenance: Provenance
    unresolved: tuple[Unresolved, ...] = ()
    demonyms: tuple[Demonym, ...] = ()

    @model_validator(mode="after")
    def _offsets_and_references_hold(self) -> Self:
        faults = list(find_faults(self))
        if faults:
            raise ValueError("; ".join(faults))
        return self

    def to_doc(self, vocab: Vocab) -> Doc:
        """The text as a spaCy Doc of ``vocab``, with what the record says of it.

        ``doc.ents`` has the names; ``doc.spans`` has ``mentions``, ``contents``, ``cues``,
        ``sources``, ``addressees``, ``unresolved`` and ``demonyms``, each span with the id of its
        entity or quote as ``span.id_``.

        Example:
            >>> doc = record.to_doc(nlp.vocab)
            >>> doc.ents, doc.spans["cues"][0]
            ((Mara Okoro,), said)
        """
        from ..exports.docbin import doc_of

        return doc_of(self, vocab)

    def _repr_html_(self) -> str:
        """The record as a notebook shows it: the article marked up, and a table of its quotes."""
        from ..report.notebook import render

        return render(self)
