"""What each field says, in a sentence, for the JSON Schemas and the reference pages."""

from __future__ import annotations

from typing import Any, Final

_SPAN: Final = {
    "start": "Offset of the first character in the record's text, in Unicode code points.",
    "end": "Offset after the last character.",
    "text": "The words between the two offsets.",
}
_MENTION: Final = {
    **_SPAN,
    "form": "Whether it is a name, a pronoun or a description.",
    "quote": "Id of the quote whose content holds it; null outside quotes.",
}

_RUN: Final = {
    "schema_name": "What kind of document this is.",
    "schema_version": "Version of the schema: a new optional field raises the minor part.",
    "started": "When the run started, in UTC.",
    "finished": "When it ended, in UTC.",
    "seconds": "How long it took, in seconds of wall-clock time.",
    "host": "Name of the machine.",
    "python": "Version of Python.",
    "pipeline": "This package.",
    "spacy": "The version of spaCy.",
    "model": "The spaCy model.",
    "settings": "The settings that shape a record.",
    "settings_sha256": "Their digest, as in each record.",
    "options": "The options that do not shape a record, such as the number of workers.",
    "counts": "Sums over the inputs.",
}

DESCRIPTIONS: Final[dict[str, dict[str, str]]] = {
    "Span": _SPAN,
    "Body": {"start": "Offset where the story starts.", "end": "Offset after its end."},
    "ArticleInfo": {
        "source": "Path of the input, relative to the folder that was given, or that holds all "
        "inputs given; or its id in a file of many.",
        "sha256": "Digest of the input's bytes, by which a later run recognises it.",
        "media_type": "What the input was read as.",
        "encoding": "How its bytes were decoded.",
        "title": "The headline; null where none was found.",
        "published": "When it was published, as ISO 8601; null where that is not certain.",
        "published_raw": "The date as the input gave it.",
        "publisher": "Who published it, as the input says.",
        "authors": "The names in its byline.",
        "url": "Its address, as the input says.",
        "language": "Code of its language.",
        "metadata": "What else the input said about the article: section, keywords, word count …",
    },
    "Mention": _MENTION,
    "Unresolved": {**_MENTION, "reason": "Why the person cannot be identified."},
    "Demonym": {**_SPAN, "country_code": "ISO 3166 code of the country."},
    "Place": {
        "kind": "What sort of place it is.",
        "geonames_id": "Its number at GeoNames.",
        "country_code": "ISO 3166 code of the country that it is in.",
        "latitude": "Degrees north of the equator.",
        "longitude": "Degrees east of Greenwich.",
        "unlocated": "Why it has no coordinates; null where it has.",
    },
    "Entity": {
        "id": "Name of the entity in this record: e1, e2, … by first mention.",
        "type": "Whether it is a person, a place or an organisation.",
        "name": "The fullest name that the article uses.",
        "aliases": "Other names that it uses, in order of appearance.",
        "roles": "A person's offices and occupations, as written; no titles.",
        "titles": "A person's titles of courtesy and rank, as written: Dr, Sir, Lt. Gen. …",
        "pronouns": "The pronouns that the article uses for a person; never guessed from a name.",
        "mentions": "Every place where the entity is named, called by a pronoun or described.",
        "place": "What a gazetteer knows about a place; null for anything else.",
    },
    "Cue": {**_SPAN, "lemma": "The base form of its verb, or its words in lower case."},
    "Speaker": {
        "mention": "The words that name the source here; null where nothing does.",
        "entity": "Id of the entity; null if not known.",
        "name": "The name of that entity.",
        "resolution": "How the words led to the entity.",
        "confidence": "How probable it is (0 to 1) that the entity is right, given the mention.",
    },
    "Addressee": {
        "mention": "The words that name the addressee.",
        "entity": "Id of the entity; null if not known.",
    },
    "Quote": {
        "id": "Name of the quote in this record: q1, q2, … by the start of its content.",
        "type": "Whether all, none or some of its words stand between quotation marks.",
        "mode": "Whether it was said, written or thought.",
        "content": "What was said: several spans where the cue or a paragraph breaks it.",
        "cue": "The words that report it; null where there are none.",
        "speaker": "Who is said to have said it.",
        "co_speakers": "Further speakers of the same words.",
        "stance": "Whether the source affirmed it, denied it, asked it, or may yet say it.",
        "within": "Id of the quote whose content holds this one; null outside quotes.",
        "addressee": "Whom it was said to; null where the article does not say.",
        "confidence": "How probable it is (0 to 1) that content and source are both right.",
        "rule": "Which rule or model found it.",
    },
    "RecordWarning": {
        "code": "Short name of the kind of warning.",
        "message": "What a careful reader should know.",
        "start": "Where in the text; null where it concerns the article as a whole.",
        "end": "Offset after its end; null together with start.",
    },
    "Versioned": {"name": "What it is called.", "version": "The version that ran."},
    "Provenance": {
        "pipeline": "This package.",
        "model": "The spaCy model.",
        "components": "The components that ran, in order.",
        "settings_sha256": "Digest of the settings that shape a record.",
    },
    "Record": {
        "schema_name": "What kind of document this is.",
        "schema_version": "Version of the schema: a new optional field raises the minor part.",
        "id": "Name of the article: stable, unique in a run, safe as a file name.",
        "article": "Where the article came from and what its header said.",
        "text": "The article exactly as decoded; all offsets count its code points.",
        "body": "Where title and header end and the story starts.",
        "entities": "The people, places and organisations in it.",
        "quotes": "Who said, wrote or thought what.",
        "warnings": "What a careful reader should know.",
        "provenance": "What made the record: enough to make it again.",
        "unresolved": "Pronouns and descriptions of people who cannot be identified.",
        "demonyms": "Words for the people or things of a country, which are not places.",
    },
    "Failure": {
        "source": "The input: its path, or its place in a file of many.",
        "stage": "When it failed: as it was read, processed or written.",
        "code": "Short name of the kind of failure.",
        "message": "What went wrong, and where possible what to do.",
    },
    "InputOutcome": {
        "source": "The input: its path, or its place in a file of many.",
        "outcome": "Whether its record was written now, kept from an earlier run, or not made.",
        "id": "Id of its record; null where it failed.",
        "code": "Kind of its failure; null where it has a record.",
    },
    "Stale": {"id": "Id of the record.", "source": "The input that it was made from."},
    "Counts": {
        "inputs": "All inputs.",
        "written": "Inputs whose record was written in this run.",
        "kept": "Inputs whose record of an earlier run was still right.",
        "failed": "Inputs without a record.",
        "entities": "Entities in all records of the run.",
        "quotes": "Quotes in all records of the run.",
    },
    "RunSummary": _RUN,
    "Manifest": {**_RUN, "inputs": "What became of each input, in the inputs' order."},
}
"""By model and field."""


def describe(schema: dict[str, Any], model: type) -> None:
    """Put the descriptions of the model's fields into its JSON Schema; no examples in Python."""
    if "description" in schema:
        schema["description"] = schema["description"].partition("\n\nExample:")[0]
    known = DESCRIPTIONS.get(model.__name__, {})
    for name, field in schema.get("properties", {}).items():
        if name in known:
            field.setdefault("description", known[name])
