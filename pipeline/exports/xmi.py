"""UIMA CAS as XMI, for INCEpTION and other tools of UIMA: one file per article, and their types.

- ``NamedEntity`` of DKPro Core marks the names, with the type and the id of their entity;
- ``newsquotes.Mention`` marks every mention, pronouns and descriptions too;
- ``newsquotes.Part`` marks the parts of quotes: content, cue, source, addressee;
- ``newsquotes.PartOf`` leads from each other part of a quote to its first content.

Import ``TypeSystem.xml`` as layers first. Offsets in XMI count UTF-16 code units, as UIMA does. A
character that XML cannot hold stands as U+FFFD.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from ..errors import UsageError
from ..schemas.record import MentionForm, Quote, Record, Span
from ..schemas.tables import parts

SUFFIX: Final = None
NAMES: Final = ("*.xmi", "TypeSystem.xml")

_NAMED_ENTITY: Final = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"
_MENTION: Final = "newsquotes.Mention"
_PART: Final = "newsquotes.Part"
_PART_OF: Final = "newsquotes.PartOf"

_TEXT: Final = "uima.cas.String"
_FEATURES: Final = {
    _NAMED_ENTITY: {"value": _TEXT, "identifier": _TEXT},
    _MENTION: dict.fromkeys(("entity", "name", "kind", "form", "quote"), _TEXT),
    _PART: {
        **dict.fromkeys(("quote", "part", "kind", "mode", "stance", "speaker", "rule"), _TEXT),
        "confidence": "uima.cas.Double",
    },
    _PART_OF: {"Governor": _PART, "Dependent": _PART},
}
_UNWRITABLE: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def export(records: Iterable[Record], target: Path) -> None:
    """Write the types and the articles into the folder.

    Raises:
        UsageError: dkpro-cassis is not installed.
    """
    try:
        import cassis
    except ImportError as error:
        raise UsageError(
            "The format xmi needs dkpro-cassis: pip install 'newsquotes[xmi]'"
        ) from error
    types = cassis.TypeSystem()
    made = {name: types.create_type(name) for name in _FEATURES}
    for name, features in _FEATURES.items():
        for feature, kind in features.items():
            types.create_feature(made[name], feature, kind)
    types.to_xml(target / "TypeSystem.xml")
    for record in records:
        cas = cassis.Cas(types)
        cas.sofa_string = _UNWRITABLE.sub("\ufffd", record.text)
        cas.sofa_mime = "text/plain"
        for annotation in _annotations(record, made):
            cas.add(annotation)
        cas.to_xmi(target / f"{record.id}.xmi")


def _annotations(record: Record, types: dict[str, Any]) -> Iterable[Any]:
    for entity in record.entities:
        for mention in entity.mentions:
            if mention.form is MentionForm.NAME:
                value = entity.type.value.upper()
                yield types[_NAMED_ENTITY](**_at(mention), value=value, identifier=entity.id)
            yield types[_MENTION](
                **_at(mention),
                entity=entity.id,
                name=entity.name,
                kind=entity.type.value,
                form=mention.form.value,
                quote=mention.quote,
            )
    for quote in record.quotes:
        first, *others = (types[_PART](**_part(quote, *one)) for one in parts(quote))
        yield first
        for other in others:
            yield other
            where = {"begin": other.begin, "end": other.end}
            yield types[_PART_OF](**where, Governor=first, Dependent=other)


def _at(span: Span) -> dict[str, int]:
    return {"begin": span.start, "end": span.end}


def _part(quote: Quote, part: str, span: Span) -> dict[str, Any]:
    found = {**_at(span), "quote": quote.id, "part": part}
    if part != "content":
        return found
    return {
        **found,
        "kind": quote.type.value,
        "mode": quote.mode.value,
        "stance": quote.stance.value,
        "speaker": quote.speaker.name,
        "rule": quote.rule,
        "confidence": quote.confidence,
    }
