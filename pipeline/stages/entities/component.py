"""The model's entities made honest: spans trimmed, labels set right by the rest of the article."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

from ..contract import check_read
from ..token_columns import read_entities, read_words, write_entities
from .boundaries import LABELS, Candidate, tidied
from .evidence import relabelled
from .missing import with_datelines, with_missing_names
from .repeats import with_repeats


def find_entities(doc: Doc) -> list[Candidate]:
    """People, places, organisations and nationalities in order; no two overlap.

    Labels are the model's own (OntoNotes): PERSON; GPE, LOC and FAC for places; ORG; NORP for
    nationalities, religions and parties. What the model found of other kinds (dates, sums) is
    kept where nothing here claims its words.
    """
    words = read_words(doc)
    raw = [Candidate(*entity) for entity in read_entities(doc)]
    found = [name for c in raw if c.label in LABELS for name in tidied(words, c)]
    found = with_missing_names(words, found)
    found = with_datelines(words, relabelled(words, found))
    found = _longest(with_repeats(words, found))
    taken = bytearray(len(doc))
    for start, end, _ in found:
        taken[start:end] = b"\1" * (end - start)
    others = [c for c in raw if c.label not in LABELS and not any(taken[c.start : c.end])]
    return sorted(found + others) if others else found


def _longest(found: list[Candidate]) -> list[Candidate]:
    """Of candidates that overlap the longest, and of equally long ones the first."""
    if all(a.end <= b.start for a, b in pairwise(found)):
        return found
    kept: list[Candidate] = []
    taken: set[int] = set()
    for c in sorted(found, key=lambda c: (c.start - c.end, c.start)):
        if taken.isdisjoint(range(c.start, c.end)):
            kept.append(c)
            taken.update(range(c.start, c.end))
    return sorted(kept)


NAME: Final = "newsquotes_entities"
READS: Final = ("doc.ents", "token.tag")


class Entities:
    """Replaces the people, places, organisations and nationalities of ``doc.ents``."""

    def __call__(self, doc: Doc) -> Doc:
        check_read(doc, NAME, READS)
        self.set_annotations(doc, find_entities(doc))
        return doc

    def set_annotations(self, doc: Doc, entities: Sequence[Candidate]) -> None:
        write_entities(doc, entities)


@Language.factory(
    NAME,
    requires=list(READS),
    assigns=["doc.ents", "token.ent_type", "token.ent_iob"],
    retokenizes=False,
)
def make_entities(nlp: Language, name: str) -> Entities:
    """Registers :class:`Entities`."""
    return Entities()
