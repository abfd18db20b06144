"""The model's entities made honest: spans trimmed, labels set right by the rest of the article."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from pipeline.stages.entity_clues import read_words
from pipeline.stages.entity_evidence import relabelled
from pipeline.stages.entity_missing import with_missing_names
from pipeline.stages.entity_repeats import with_repeats
from pipeline.stages.entity_spans import LABELS, Candidate, tidied


def find_entities(doc: Doc) -> list[Span]:
    """People, places, organisations and nationalities in order; no two overlap.

    Labels are the model's own (OntoNotes): PERSON; GPE, LOC and FAC for places; ORG; NORP for
    nationalities, religions and parties. What the model found of other kinds (dates, sums) is
    kept where nothing here claims its words.
    """
    found: list[Candidate] = []
    for entity in doc.ents:
        if entity.label_ in LABELS:
            found += tidied(doc, Candidate(entity.start, entity.end, entity.label_))
    words = read_words(doc)
    found = with_missing_names(words, found)
    found = relabelled(words, found)
    found = with_repeats(words, found)
    return filter_spans(Span(doc, c.start, c.end, label=c.label) for c in found)


class Entities:
    """Replaces the people, places, organisations and nationalities of ``doc.ents``."""

    def __call__(self, doc: Doc) -> Doc:
        self.set_annotations(doc, find_entities(doc))
        return doc

    def set_annotations(self, doc: Doc, entities: list[Span]) -> None:
        taken = {index for span in entities for index in range(span.start, span.end)}
        others = [
            entity
            for entity in doc.ents
            if entity.label_ not in LABELS and taken.isdisjoint(range(entity.start, entity.end))
        ]
        doc.set_ents([*entities, *others])


@Language.factory(
    "newsquotes_entities",
    requires=["doc.ents", "token.tag"],
    assigns=["doc.ents", "token.ent_type", "token.ent_iob"],
    retokenizes=False,
)
def make_entities(nlp: Language, name: str) -> Entities:
    """Registers :class:`Entities`."""
    return Entities()
