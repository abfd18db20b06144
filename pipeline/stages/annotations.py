"""What the stages leave on a ``Doc``: plain data under ``doc._``, each written by one stage alone.

Plain data (dicts, lists, strings, numbers) so that a ``Doc`` can be pickled and stored. All offsets
are characters of ``doc.text``, half-open; never token indices.

===================  ==============================  =====================================
attribute            value                           written by
===================  ==============================  =====================================
``doc._.body_start`` int, default 0                  the caller, before the pipeline runs:
                                                     what stands before it is the title
``doc._.paragraphs`` list of :class:`Paragraph`      ``newsquotes_paragraphs``
``doc._.marks``      list of :class:`Quotation`      ``newsquotes_quotations``
``doc._.people``     list of :class:`Cluster`        ``newsquotes_people``
``doc._.unresolved`` list of :class:`Unresolved`     ``newsquotes_people``
``doc._.places``     list of :class:`Cluster`        ``newsquotes_places`` (and organisations)
``doc._.demonyms``   list of :class:`Demonym`        ``newsquotes_places``
``doc._.attributions`` list of :class:`Attribution`  ``newsquotes_attribution``
``doc._.quotes``     list of :class:`AttributedQuote` ``newsquotes_speakers``
``doc._.notes``      list of :class:`StageNote`      any stage, through :func:`add_note`
===================  ==============================  =====================================
"""

from __future__ import annotations

from typing import Any, Final, Literal, TypedDict

from spacy.tokens import Doc

from ..spans import Offsets


class Paragraph(TypedDict):
    """A paragraph without its line break. ``title`` only before ``doc._.body_start``."""

    start: int
    end: int
    kind: Literal["title", "body"]


class Quotation(TypedDict):
    """What stands between one pair of quotation marks in one paragraph, marks included.

    ``closed`` is false where a paragraph's mark is left open because the next one reopens it.
    ``continues`` is true where this mark reopens the quotation of the paragraph before.
    ``depth`` is 0 for outermost quotations, 1 for a quotation in a quotation, and so on.
    ``open`` and ``close`` are the marks as written (``close`` is empty if not closed).
    """

    start: int
    end: int
    open: str
    close: str
    closed: bool
    continues: bool
    depth: int


class Mention(TypedDict):
    start: int
    end: int
    form: Literal["name", "pronoun", "nominal"]


class Cluster(TypedDict):
    """One entity: its mentions in order of appearance, the fullest name and the other names."""

    type: Literal["person", "place", "organization"]
    name: str
    aliases: list[str]
    roles: list[str]
    mentions: list[Mention]
    place: dict[str, Any] | None


class Unresolved(Mention):
    """A mention of one person of whom it cannot be said who that is, and why."""

    reason: Literal["nobody-fits", "several-fit", "speaker-unknown"]


class Demonym(TypedDict):
    """A word for the people or things of a country (ISO 3166-1), such as "Pakistani"."""

    start: int
    end: int
    country_code: str


class Attribution(TypedDict):
    """Somebody is reported to say, write or think something.

    ``content`` spans include the quotation marks that enclose them. ``source`` and ``addressee``
    are the words here, not yet who that is.
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


class AttributedQuote(Attribution):
    """An attribution whose source is tied to a cluster.

    ``speaker`` and ``heard_by`` are indices into ``doc._.people + doc._.places``, or None.
    """

    speaker: int | None
    heard_by: int | None
    resolution: Literal["name", "alias", "pronoun", "nominal", "context", "unresolved"]


class StageNote(TypedDict):
    """A warning for the reader of the record."""

    code: str
    message: str
    start: int
    end: int


_TEXT: Final = "newsquotes_text"


def register_extensions() -> None:
    """Declare the attributes above on ``Doc``. Harmless to call again."""
    defaults: dict[str, Any] = {"body_start": 0}
    for name in ("paragraphs", "marks", "attributions", "people", "unresolved", "places"):
        defaults[name] = []
    for name in ("demonyms", "quotes", "notes"):
        defaults[name] = []
    for name, default in defaults.items():
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=default)


def keep_text(doc: Doc, text: str) -> str:
    """Have :func:`text_of` return ``text``, the one that ``doc`` was made of."""
    doc.user_data[_TEXT] = text
    return text


def text_of(doc: Doc) -> str:
    """``doc.text``, kept: spaCy joins all tokens anew each time that it is asked."""
    text: str | None = doc.user_data.get(_TEXT)
    return keep_text(doc, doc.text) if text is None else text


def add_note(doc: Doc, *, code: str, message: str, start: int, end: int) -> None:
    """Append a warning to ``doc._.notes``."""
    note: StageNote = {"code": code, "message": message, "start": start, "end": end}
    doc._.notes.append(note)


register_extensions()
