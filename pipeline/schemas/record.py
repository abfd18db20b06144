"""The record: one article's JSON, as pydantic models that check themselves.

Constructing a :class:`Record` checks every offset, id and reference, so a record that exists is
consistent. The JSON Schema in ``pipeline/schemas`` is generated from here.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from .consistency import find_faults
from .descriptions import describe
from .values import Doubt as Doubt
from .values import EntityType as EntityType
from .values import MentionForm as MentionForm
from .values import PlaceKind as PlaceKind
from .values import QuoteMode as QuoteMode
from .values import QuoteType as QuoteType
from .values import Resolution as Resolution
from .values import Stance as Stance
from .values import Unlocated as Unlocated

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


class Model(BaseModel):
    """Shared by all parts of a record: frozen, nothing unknown, nothing coerced on the way in."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, json_schema_extra=describe)


class Span(Model):
    """A piece of ``text``, from ``start`` to ``end`` (exclusive), in Unicode code points.

    Example:
        >>> cue = record.quotes[0].cue
        >>> record.text[cue.start : cue.end] == cue.text
        True
    """

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
    r"""Where title and header end and the story starts.

    Example:
        >>> record = extract(nlp, "Rain\n\n“It rains,” said Ilse Brand.")
        >>> record.text[record.body.start : record.body.end]
        '“It rains,” said Ilse Brand.'
    """

    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(ge=0)]


class ArticleInfo(Model):
    """Where the article came from and what its header said.

    Example:
        >>> article = Article.from_text("“No,” she said.", title="Rain", published="3 May 2024")
        >>> extract(nlp, article).article.published
        '2024-05-03'
    """

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
    """One place where an entity is named, called by a pronoun or described.

    Example:
        >>> record = extract(nlp, "“It rains,” said Ilse Brand. She left.")
        >>> [(mention.text, mention.form.value) for mention in record.entities[0].mentions]
        [('Ilse Brand', 'name'), ('She', 'pronoun')]
    """

    form: MentionForm
    quote: QuoteId | None


class Unresolved(Mention):
    """A pronoun or description of a person who cannot be identified.

    Example:
        >>> record = extract(nlp, "“He is late,” said Ilse Brand.")
        >>> [(mention.text, mention.reason.value) for mention in record.unresolved]
        [('He', 'nobody-fits')]
    """

    reason: Doubt


class Demonym(Span):
    """A word for the people or things of a country ("Pakistani"). It is not a place.

    Example:
        >>> record = extract(nlp, "“It rains,” said Ilse Brand, the Norwegian harbour master.")
        >>> [(word.text, word.country_code) for word in record.demonyms]
        [('Norwegian', 'NO')]
    """

    country_code: Country


class Place(Model):
    """What a gazetteer knows about a place; ``unlocated`` says why there are no coordinates.

    Example:
        >>> record = extract(nlp, "“It will rain in Bergen,” said Ilse Brand.")
        >>> place = record.entities[0].place
        >>> place.kind.value, place.country_code
        ('city', 'NO')
    """

    kind: PlaceKind
    geonames_id: int | None
    country_code: Country | None
    latitude: Annotated[float, Field(ge=-90, le=90)] | None
    longitude: Annotated[float, Field(ge=-180, le=180)] | None
    unlocated: Unlocated | None = None


class Entity(Model):
    """A person, place or organisation with all its mentions, in order of appearance.

    Example:
        >>> [(entity.name, entity.type.value, len(entity.mentions)) for entity in record.entities]
        [('Mara Okoro', 'person', 1)]
    """

    id: EntityId
    type: EntityType
    name: NonEmpty
    aliases: tuple[NonEmpty, ...]
    roles: tuple[NonEmpty, ...]
    mentions: Annotated[tuple[Mention, ...], Field(min_length=1)]
    place: Place | None
    titles: tuple[NonEmpty, ...] = ()
    pronouns: tuple[Literal["he", "she", "they"], ...] = ()

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if (self.place is not None) != (self.type is EntityType.PLACE):
            raise ValueError(f"entity {self.id}: places, and only places, have a 'place'")
        if self.roles and self.type is not EntityType.PERSON:
            raise ValueError(f"entity {self.id}: only persons have roles")
        if self.titles and self.type is not EntityType.PERSON:
            raise ValueError(f"entity {self.id}: only persons have titles")
        if self.name in self.aliases or len(set(self.aliases)) != len(self.aliases):
            raise ValueError(f"entity {self.id}: its name or an alias stands in 'aliases' twice")
        if any(a.start >= b.start for a, b in pairwise(self.mentions)):
            raise ValueError(f"entity {self.id}: mentions are not in order of appearance")
        return self


class Cue(Span):
    """The words that report: "said", "according to".

    Example:
        >>> cue = record.quotes[0].cue
        >>> cue.text, cue.lemma
        ('said', 'say')
    """

    lemma: NonEmpty


class Speaker(Model):
    """The speaker of a quote: the words that name the source, and who that is in this article.

    ``confidence`` is the probability that ``entity`` is right, given the mention; since 1.2.0.

    Example:
        >>> record = extract(nlp, "“It rains,” said Ilse Brand. “It pours,” she added.")
        >>> speaker = record.quotes[1].speaker
        >>> speaker.mention.text, speaker.name, speaker.resolution.value
        ('she', 'Ilse Brand', 'pronoun')
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
    """The person or group that something was said to.

    Example:
        >>> record = extract(nlp, "“It stays,” Ilse Brand told Jon Alder.")
        >>> record.quotes[0].addressee.mention.text
        'Jon Alder'
    """

    mention: Span
    entity: EntityId | None


class Quote(Model):
    """Something that somebody is reported to have said, written or thought.

    Example:
        >>> quote = record.quotes[0]
        >>> quote.speaker.name, quote.type.value, quote.text
        ('Mara Okoro', 'direct', '“It has rained for a week,”')
    """

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
        """All its words: the content's spans, joined by spaces.

        Example:
            >>> record.quotes[0].text
            '“It has rained for a week,”'
        """
        return " ".join(span.text for span in self.content)

    @model_validator(mode="after")
    def _content_in_order(self) -> Self:
        if any(a.end > b.start for a, b in pairwise(self.content)):
            raise ValueError(f"quote {self.id}: content spans overlap or are out of order")
        return self


class RecordWarning(Model):
    """Something a careful reader should know. ``start`` and ``end`` are null together.

    Example:
        >>> article = Article.from_text("“It rains,” said Ilse Brand.", published="3/5/2024")
        >>> [warning.code for warning in extract(nlp, article).warnings]
        ['ambiguous-date']
    """

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
    """The name of a package or model, and its version.

    Example:
        >>> record.provenance.pipeline.name
        'newsquotes'
    """

    name: NonEmpty
    version: NonEmpty


class Provenance(Model):
    """What the record was made with: the package, the model, the components and the settings.

    Example:
        >>> record.provenance.model.name
        'en_core_web_md'
    """

    pipeline: Versioned
    model: Versioned
    components: tuple[NonEmpty, ...]
    settings_sha256: Sha256


class Record(Model):
    """Everything found in one article.

    Example:
        >>> record.quotes[0].speaker.name
        'Mara Okoro'
        >>> record.model_dump(include={"body"})
        {'body': {'start': 0, 'end': 44}}
        >>> Record.model_validate_json(record.model_dump_json()) == record
        True
    """

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
