"""spaCy's DocBin: Docs of the default English tokenizer with span groups.

``doc.ents`` has the names; ``doc.spans`` has ``mentions`` (pronouns, too), ``contents``, ``cues``,
``sources`` and ``addressees``, each span with the id of its entity or quote as ``span.id_``, and
``unresolved`` and ``demonyms``, labelled with the reason or the country;
``doc.user_data["newsquotes"]`` the id of the record. A span that ends inside a token grows to it.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final

import spacy
from spacy.lang.en import English
from spacy.tokens import Doc, DocBin, Span
from spacy.util import filter_spans

from ..schemas.record import MentionForm, Record
from ..schemas.record import Span as RecordSpan
from ..schemas.tables import parts
from ..settings import META_KEY

if TYPE_CHECKING:
    from spacy.vocab import Vocab

SUFFIX: Final = ".spacy"


def export(records: Iterable[Record], target: Path) -> None:
    """Write all Docs as one file; they are held in memory until then."""
    vocab = spacy.blank("en").vocab
    docs = DocBin(store_user_data=True, docs=(doc_of(record, vocab) for record in records))
    target.write_bytes(docs.to_bytes())


def is_ours(path: Path) -> bool:
    """Whether its Docs hold the ids of records, or there are none."""
    data = path.read_bytes()
    return len(DocBin().from_bytes(data)) == 0 or META_KEY.encode() in zlib.decompress(data)


def doc_of(record: Record, vocab: Vocab) -> Doc:
    """The record's text as a Doc of ``vocab``, with all that the module says."""
    nlp = English(vocab=vocab)
    nlp.max_length = 2**31
    doc: Doc = nlp.make_doc(record.text)
    doc.user_data[META_KEY] = record.id
    groups: dict[str, list[Span]] = {
        group: []
        for group in (
            *("mentions", "contents", "cues", "sources", "addressees"),
            *("unresolved", "demonyms"),
        )
    }
    names: list[Span] = []
    for entity in record.entities:
        for mention in entity.mentions:
            span = _span(doc, mention, entity.type.value.upper(), entity.id)
            groups["mentions"].append(span)
            if mention.form is MentionForm.NAME:
                names.append(span)
    for quote in record.quotes:
        for part, where in parts(quote):
            groups[f"{part}s"].append(_span(doc, where, quote.type.value.upper(), quote.id))
    for mention in record.unresolved:
        groups["unresolved"].append(_span(doc, mention, mention.reason.value, ""))
    for demonym in record.demonyms:
        groups["demonyms"].append(_span(doc, demonym, demonym.country_code, ""))
    doc.set_ents(filter_spans(names))
    for group, spans in groups.items():
        doc.spans[group] = spans
    return doc


def _span(doc: Doc, span: RecordSpan, label: str, identifier: str) -> Span:
    found = doc.char_span(span.start, span.end, label=label, alignment_mode="expand")
    assert found is not None, "a span of a valid record lies inside its text"
    found.id_ = identifier
    return found
