"""Make training examples for the name tagger from labelled texts.

Corpora differ in what they label. Words whose label is unknown do not affect training:

- A place may be a country or town (GPE), a landscape (LOC) or a building (FAC). If a corpus does
  not distinguish them, the model's own ``ner`` decides; by default it is a GPE.
- Works, events, laws and products are MISC. A corpus with MISC but without nationalities, such as
  CoNLL's, has them in MISC; its MISC then counts only where the model's ``ner`` has a name.
- Dates and numbers are taken from the model's ``ner`` where the corpus has no name.
- Names that begin or end inside a token, or cross a sentence boundary, cannot be predicted, so they
  are unknown; so is text that no annotator looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from spacy.tokens import Doc, Span
from spacy.training import Example

from ..evaluation.labelled import KINDS, LabelledText
from ..schemas.record import EntityType
from ..stages.entities.boundaries import PLACE_LABELS

MISC: Final = "MISC"
NUMBERS: Final = frozenset({
    "DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "CARDINAL", "ORDINAL", "LANGUAGE",
})  # fmt: skip
"""spaCy's labels that are learned from the model's own ``ner``."""

_PLACES: Final = {"gpe": "GPE", "fac": "FAC", "facility": "FAC"}
_NATIONALITY: Final = "norp"
_OTHERS: Final = frozenset({"misc", "work_of_art", "event", "law", "product"})
_NAMES: Final = {EntityType.PERSON: "PERSON", EntityType.ORGANIZATION: "ORG"}


def make_examples(docs: Sequence[Doc], texts: Sequence[LabelledText]) -> list[Example]:
    """The examples of one corpus.

    Args:
        docs: analysed by the model, including its own ``ner``.
        texts: the same texts with their labels; ``docs[i]`` belongs to ``texts[i]``.
    """
    labels = {label.label.casefold() for text in texts for label in text.labels}
    misc_is_clear = _NATIONALITY in labels or "misc" not in labels
    return [make_example(doc, text, misc_is_clear) for doc, text in zip(docs, texts, strict=True)]


def make_example(doc: Doc, text: LabelledText, misc_is_clear: bool) -> Example:
    """The example of one text; ``misc_is_clear`` says that MISC has no nationalities."""
    known: list[Span] = []
    unknown: list[Span] = [_around(doc, *part) for part in text.unlabelled]
    for start, end, label in text.labels:
        if label.upper() in NUMBERS:
            continue
        name = doc.char_span(start, end)
        if name is None:
            unknown.append(_around(doc, start, end))
        elif any(token.is_sent_start for token in name[1:]):
            unknown.append(name)
        elif kind := _kind(name, label.casefold(), misc_is_clear):
            known.append(Span(doc, name.start, name.end, kind))
        else:
            unknown.append(name)
    taken = {token for span in (*known, *unknown) for token in range(span.start, span.end)}
    numbers = [
        span
        for span in doc.ents
        if span.label_ in NUMBERS and taken.isdisjoint(range(span.start, span.end))
    ]
    return Example(without_names(doc), _with(doc, [*known, *numbers], unknown))


def _kind(name: Span, label: str, misc_is_clear: bool) -> str:
    """The label that spaCy has for a name; empty if unknown."""
    if label == _NATIONALITY:
        return "NORP"
    kind = KINDS.get(label)
    if kind is EntityType.PLACE:
        own = name.root.ent_type_
        return _PLACES.get(label) or (own if own in PLACE_LABELS else "GPE")
    if kind is not None:
        return _NAMES[kind]
    if label in _OTHERS and (misc_is_clear or label != "misc"):
        return MISC
    same = (own.label_ for own in name.ents if (own.start, own.end) == (name.start, name.end))
    return next((own for own in same if own == "NORP"), "")


def _around(doc: Doc, start: int, end: int) -> Span:
    """The tokens that overlap ``start`` to ``end``."""
    tokens = [token.i for token in doc if token.idx < end and start < token.idx + len(token)]
    return doc[tokens[0] : tokens[-1] + 1] if tokens else doc[0:0]


def without_names(doc: Doc) -> Doc:
    """A copy of a Doc with its words and sentences but without entities, as input of the tagger."""
    return _with(doc, [], [doc[:]])


def _with(doc: Doc, entities: Iterable[Span], unknown: Iterable[Span]) -> Doc:
    made = doc.copy()
    made.user_data.clear()
    spans = sorted(entities, key=lambda span: span.start)
    taken = {token for span in spans for token in range(span.start, span.end)}
    missing = {token for span in unknown for token in range(span.start, span.end)} - taken
    made.set_ents(
        [Span(made, span.start, span.end, span.label) for span in spans],
        missing=[made[token : token + 1] for token in sorted(missing)],
        default="outside",
    )
    return made
