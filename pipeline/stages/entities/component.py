"""Corrects the model's entities: spans are trimmed, and labels decided by the whole article."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

from ..contract import check_read
from ..token_columns import TokenColumns, read_entities, read_words, write_entities
from .acronyms import with_acronyms
from .alike import made_alike
from .bodies import apart, opened, with_bodies
from .boundaries import LABELS, EntityCandidate, joined, tidied
from .bylines import with_bylines
from .capitals import out_of_capitals
from .cut_short import bridged, made_whole, parted, with_given_names
from .datelines import with_datelines
from .evidence import relabelled
from .full_names import aged, begun, completed, nicknamed, titled, without_offices
from .labelled import labelled
from .settled import kept, settled, with_offices, with_partners
from .short_names import with_short_names
from .speaking_alone import speaking_alone
from .standing import with_campaigns, with_clubs
from .tagger_scores import clues_of_scores
from .unclaimed import find_unclaimed

CONTESTED: Final = LABELS | {"MISC"}
"""Labels that may be changed by what the rest of the article says about a name."""


def candidates(words: TokenColumns, doc: Doc) -> list[EntityCandidate]:
    """All that may be a name, in order: the model's entities, trimmed, and names that it missed."""
    raw = [EntityCandidate(*entity) for entity in read_entities(doc)]
    found = {name for c in raw if c.label in CONTESTED for name in tidied(words, c)}
    taken = {index for c in raw for index in range(c.start, c.end)}
    found |= set(find_unclaimed(words, taken, found))
    whole = nicknamed(
        words, bridged(words, without_offices(words, aged(words, titled(words, sorted(found)))))
    )
    whole = with_bodies(words, whole)
    return out_of_capitals(words, begun(words, completed(words, whole)))


def find_entities(doc: Doc) -> list[EntityCandidate]:
    """The people, places, organisations and nationalities of an article, in order.

    No two of them overlap. Their labels are those of OntoNotes: PERSON; GPE, LOC and FAC for
    places; ORG; NORP for nationalities, religions and parties. Entities of other kinds (dates,
    sums of money) are kept if they share no word with these.
    """
    words = read_words(doc)
    found = candidates(words, doc)
    decided = relabelled(words, found, [*clues_of_scores(doc, found)])
    found = settled(words, made_alike(words, kept(words, found, decided)))
    found = with_partners(words, with_offices(words, found))
    found = with_campaigns(words, with_clubs(words, found))
    found = completed(words, found)  # for those who are people only by their kind
    found = labelled(words, opened(words, found), doc)
    found = parted(words, with_given_names(words, made_whole(words, joined(words, found))))
    found = apart(words, found)
    found = _longest(
        sorted(with_datelines(words, with_acronyms(words, with_bylines(words, found))))
    )
    found = speaking_alone(words, with_short_names(words, found), doc)
    taken = bytearray(len(doc))
    for start, end, _ in found:
        taken[start:end] = b"\1" * (end - start)
    raw = (EntityCandidate(*entity) for entity in read_entities(doc))
    others = [c for c in raw if c.label not in CONTESTED and not any(taken[c.start : c.end])]
    return sorted(found + others) if others else found


def _longest(found: list[EntityCandidate]) -> list[EntityCandidate]:
    """The candidates without overlaps: the longest one is kept, or the first of equal length."""
    if all(a.end <= b.start for a, b in pairwise(found)):
        return found
    kept: list[EntityCandidate] = []
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

    def set_annotations(self, doc: Doc, entities: Sequence[EntityCandidate]) -> None:
        write_entities(doc, entities)


@Language.factory(
    NAME,
    requires=list(READS),
    assigns=["doc.ents", "token.ent_type", "token.ent_iob"],
    retokenizes=False,
)
def make_entities(nlp: Language, name: str) -> Entities:
    """Make the component :class:`Entities` for spaCy."""
    return Entities()
