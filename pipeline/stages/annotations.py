"""The attributes ``doc._.<name>`` that the stages write; each is written by one stage only.

They are plain data (dicts, lists, strings, numbers), so a ``Doc`` can be pickled and stored. All
offsets are half-open and count characters of ``doc.text``, never tokens. :data:`ATTRIBUTES` lists
all of them; registration, the joining of long articles and the contract check read it.
``doc._.quotes`` is a view over ``doc._.attributed_quotes``, see :mod:`.views`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, Final, Literal, NamedTuple, NotRequired, TypedDict

from spacy.tokens import Doc

from ..errors import PipelineContractError
from ..spans import Offsets


class Paragraph(TypedDict):
    """A paragraph without its line break. ``title`` only before ``doc._.body_start``."""

    start: int
    end: int
    kind: Literal["title", "body"]


class Copy(TypedDict):
    """A paragraph that repeats an earlier one."""

    start: int
    end: int


class Quotation(TypedDict):
    """The text between one pair of quotation marks in one paragraph, including the marks.

    ``closed`` is false if there is no closing mark in the paragraph, because the next paragraph
    reopens the quotation or because the mark is missing.
    ``continues`` is true if the opening mark reopens the quotation of the paragraph before.
    ``depth`` is 0 for outermost quotations, 1 for a quotation in a quotation, and so on.
    ``open`` and ``close`` are the marks as written; ``close`` is empty if not closed.
    """

    start: int
    end: int
    open: str
    close: str
    closed: bool
    continues: bool
    depth: int


class NameScore(TypedDict):
    """How likely the tagger finds it that a name of each sort begins with the word at ``start``.

    ``scores`` are natural logarithms: of :data:`~.names.first_look.GROUPS`, then of dates and
    numbers.
    """

    start: int
    scores: list[float]


class Mention(TypedDict):
    """A mention. ``confidence`` is the probability that it belongs to the cluster; by default 1."""

    start: int
    end: int
    form: Literal["name", "pronoun", "nominal"]
    confidence: NotRequired[float]


class Cluster(TypedDict):
    """One entity: its mentions in order of appearance, the fullest name and the other names.

    Other annotations refer to it by its ``id``, which is unique in the Doc: see :func:`numbered`.
    """

    id: str
    type: Literal["person", "place", "organization"]
    name: str
    aliases: list[str]
    roles: list[str]
    mentions: list[Mention]
    place: dict[str, Any] | None
    titles: NotRequired[list[str]]
    pronouns: NotRequired[list[str]]


class Unresolved(Mention):
    """A mention of one person that could not be resolved, and the reason."""

    reason: Literal["nobody-fits", "several-fit", "speaker-unknown", "uncertain"]


class Demonym(TypedDict):
    """A word for the people or things of a country (ISO 3166-1), such as "Pakistani"."""

    start: int
    end: int
    country_code: str


class Attribution(TypedDict):
    """A report that somebody says, writes or thinks something.

    ``content`` spans include the quotation marks that enclose them. ``source`` and ``addressee``
    are spans of the text, not yet entities. If ``stance`` is missing, it is "affirmed".
    """

    content: list[Offsets]
    cue: Offsets | None
    cue_lemma: str | None
    source: Offsets | None
    addressee: Offsets | None
    type: Literal["direct", "indirect", "mixed"]
    mode: Literal["speech", "writing", "thought"]
    confidence: float
    rule: str
    stance: NotRequired[Literal["affirmed", "denied", "not-said", "asked", "hypothetical"]]


class CoSpeaker(NamedTuple):
    """Another speaker of the same words: the id of the cluster, and the span of the name."""

    cluster: str
    mention: Offsets
    resolution: Literal["name", "alias"]
    confidence: float


class AttributedQuote(Attribution):
    """An attribution with its source resolved to a cluster.

    ``speaker`` and ``heard_by`` are ids of clusters, or None; ``co_speakers`` are other speakers of
    the same words. ``speaker_confidence`` is the confidence of ``speaker``, 0 to 1.
    """

    speaker: str | None
    heard_by: str | None
    speaker_confidence: NotRequired[float]
    co_speakers: NotRequired[list[CoSpeaker]]
    resolution: Literal["name", "alias", "pronoun", "nominal", "context", "unresolved"]


class StageNote(TypedDict):
    """A warning for the reader of the record."""

    code: str
    message: str
    start: int
    end: int


class DocAttribute(NamedTuple):
    """An attribute ``doc._.<name>``: its type, and which of its fields are offsets.

    ``kind`` is the type of the annotations in a list, or ``int`` for a single number. ``offsets``
    names the fields with offsets: numbers, pairs, or lists of pairs.
    """

    name: str
    kind: type
    offsets: tuple[str, ...] = ()

    @property
    def default(self) -> Any:
        """The value before any stage has run; spaCy copies lists for each ``Doc``."""
        return 0 if self.kind is int else []


_SPAN: Final = ("start", "end")
_ATTRIBUTION: Final = ("content", "cue", "source", "addressee")

ATTRIBUTES: Final = (
    DocAttribute("body_start", int),  # set by the caller; the title comes before it
    DocAttribute("copies", Copy, _SPAN),  # set by the caller
    DocAttribute("paragraphs", Paragraph, _SPAN),
    DocAttribute("quotations", Quotation, _SPAN),
    DocAttribute("attributions", Attribution, _ATTRIBUTION),
    DocAttribute("name_scores", NameScore, ("start",)),
    DocAttribute("people", Cluster, ("mentions",)),
    DocAttribute("unresolved", Unresolved, _SPAN),
    DocAttribute("places", Cluster, ("mentions",)),
    DocAttribute("organizations", Cluster, ("mentions",)),
    DocAttribute("demonyms", Demonym, _SPAN),
    DocAttribute("attributed_quotes", AttributedQuote, _ATTRIBUTION),
    DocAttribute("notes", StageNote, _SPAN),  # any stage may add to these, by add_note
)
"""All attributes on a ``Doc``. A stage with a new attribute adds a line here."""

_TEXT: Final = "newsquotes_text"


def register_extensions(attributes: Sequence[DocAttribute] = ATTRIBUTES) -> None:
    """Declare the attributes on ``Doc``. May be called more than once.

    Raises:
        PipelineContractError: other code has registered an extension with the same name.
    """
    for attribute in attributes:
        if not Doc.has_extension(attribute.name):
            Doc.set_extension(attribute.name, default=attribute.default)
            continue
        default, _, getter, _ = Doc.get_extension(attribute.name)
        if getter is not None or default != attribute.default:
            raise PipelineContractError(
                f"doc._.{attribute.name} is already registered by other code with another "
                "meaning; remove that extension or rename it before loading newsquotes."
            )


def shifted(annotation: Any, attribute: DocAttribute, by: int) -> Any:
    """An annotation of ``attribute`` with all its offsets shifted by a number of characters."""
    if not attribute.offsets:
        return annotation
    moved = {name: _moved(annotation[name], by) for name in attribute.offsets}
    return {**annotation, **moved}


def _moved(value: Any, by: int) -> Any:
    if isinstance(value, int):
        return value + by
    if isinstance(value, tuple):
        return tuple(offset + by for offset in value)
    if isinstance(value, list):
        return [_moved(one, by) for one in value]
    if isinstance(value, dict):
        return {**value, "start": value["start"] + by, "end": value["end"] + by}
    return value


def numbered(clusters: Iterable[Cluster]) -> list[Cluster]:
    """``clusters`` with ids that tell their type: ``person-1``, ``person-2``, ``place-1``, …"""
    counts: Counter[str] = Counter()
    found: list[Cluster] = []
    for cluster in clusters:
        counts[cluster["type"]] += 1
        found.append({**cluster, "id": f"{cluster['type']}-{counts[cluster['type']]}"})
    return found


def clusters_of(doc: Doc) -> list[Cluster]:
    """All entities of ``doc``: people, places and organisations, in this order."""
    return [*doc._.people, *doc._.places, *doc._.organizations]


def keep_text(doc: Doc, text: str) -> str:
    """Make :func:`text_of` return ``text``, from which ``doc`` was made."""
    doc.user_data[_TEXT] = text
    return text


def text_of(doc: Doc) -> str:
    """``doc.text``, cached, because spaCy joins all tokens at each access."""
    text: str | None = doc.user_data.get(_TEXT)
    return keep_text(doc, doc.text) if text is None else text


def add_note(doc: Doc, *, code: str, message: str, start: int, end: int) -> None:
    """Append a warning to ``doc._.notes``."""
    note: StageNote = {"code": code, "message": message, "start": start, "end": end}
    doc._.notes.append(note)


register_extensions()
