"""The values of the record that are words from a list, each with what it means."""

from __future__ import annotations

from enum import StrEnum


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
