"""The values of the record that are words from a list, each with what it means."""

from __future__ import annotations

from enum import StrEnum


class EntityType(StrEnum):
    """What kind of thing has the name.

    *person*: one person; *place*: a country, a town, a river, a building; *organization*: a
    company, a party, an authority, a team.
    """

    PERSON = "person"
    PLACE = "place"
    ORGANIZATION = "organization"


class MentionForm(StrEnum):
    """What the words of a mention are.

    *name*: a name ("Mara Okoro"); *pronoun*: a pronoun ("she"); *nominal*: a description ("the
    harbour master").
    """

    NAME = "name"
    PRONOUN = "pronoun"
    NOMINAL = "nominal"


class PlaceKind(StrEnum):
    """What sort of place it is.

    *city*: a town or village of any size; *country*: a state; *region*: a part of a country or
    of the world; *facility*: a building, a road or the like; *other*: any other, such as a river.
    """

    CITY = "city"
    COUNTRY = "country"
    REGION = "region"
    FACILITY = "facility"
    OTHER = "other"


class Unlocated(StrEnum):
    """Why a place has no coordinates.

    *unlisted*: its name is not in the gazetteer; *uncertain*: the gazetteer has places of this
    name, but it is not clear which of them is meant, if any.
    """

    UNLISTED = "unlisted"
    UNCERTAIN = "uncertain"


class Doubt(StrEnum):
    """Why it is not known whom a pronoun or a description means.

    *nobody-fits*: no person named nearby fits; *several-fit*: two or more people have this role;
    *speaker-unknown*: it is "I" or "we" in a quotation whose speaker is not known; *uncertain*: the
    most probable person is less probable than ``speaker_threshold``.
    """

    NOBODY_FITS = "nobody-fits"
    SEVERAL_FIT = "several-fit"
    SPEAKER_UNKNOWN = "speaker-unknown"
    UNCERTAIN = "uncertain"


class QuoteType(StrEnum):
    """How much of the content stands between quotation marks.

    *direct*: every word; *indirect*: none; *mixed*: some.
    """

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


class QuoteMode(StrEnum):
    """How the content is expressed, as the cue says.

    *speech*: spoken (said, told); *writing*: written (wrote, tweeted); *thought*: thought or felt
    (believes, fears, wants, hopes).
    """

    SPEECH = "speech"
    WRITING = "writing"
    THOUGHT = "thought"


class Stance(StrEnum):
    """What the source does with the content.

    *affirmed*: says that it is so; *denied*: says that it is not so; *not-said*: did not say it;
    *asked*: asks whether it is so; *hypothetical*: may say it, or would.
    """

    AFFIRMED = "affirmed"
    DENIED = "denied"
    NOT_SAID = "not-said"
    ASKED = "asked"
    HYPOTHETICAL = "hypothetical"


class Resolution(StrEnum):
    """How the words that name a source led to its entity.

    *name*: they are its fullest name; *alias*: they are a shorter or another name; *pronoun*: they
    are a pronoun; *nominal*: they are a description ("the minister"); *context*: no words name the
    source of this quote, and it is taken from the quotes before; *unresolved*: it is not known whom
    they mean.
    """

    NAME = "name"
    ALIAS = "alias"
    PRONOUN = "pronoun"
    NOMINAL = "nominal"
    CONTEXT = "context"
    UNRESOLVED = "unresolved"
