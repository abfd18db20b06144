"""One cluster a place or an organisation; places with their entry in the gazetteer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline.stages.annotations import Cluster, Mention
from pipeline.stages.entity_spans import PLACE_LABELS


def find_places(doc: Doc) -> list[Cluster]:
    """The places and organisations of ``doc`` in order of appearance."""
    places: dict[str, list[Span]] = {}
    organizations: dict[str, list[Span]] = {}
    for entity in doc.ents:
        if entity.label_ in PLACE_LABELS:
            places.setdefault(_key(entity), []).append(entity)
        elif entity.label_ == "ORG":
            organizations.setdefault(_key(entity), []).append(entity)
    clusters = [_cluster("place", spans) for spans in places.values()]
    clusters += [_cluster("organization", spans) for spans in organizations.values()]
    return sorted(clusters, key=lambda cluster: cluster["mentions"][0]["start"])


def _key(entity: Span) -> str:
    return " ".join(entity.text.casefold().split())


def _cluster(kind: Literal["place", "organization"], spans: Sequence[Span]) -> Cluster:
    texts = list(dict.fromkeys(" ".join(span.text.split()) for span in spans))
    return Cluster(
        type=kind,
        name=texts[0],
        aliases=texts[1:],
        roles=[],
        mentions=[Mention(start=s.start_char, end=s.end_char, form="name") for s in spans],
        place=None,
    )


class Places:
    """Writes ``doc._.places``."""

    def __call__(self, doc: Doc) -> Doc:
        self.set_annotations(doc, find_places(doc))
        return doc

    def set_annotations(self, doc: Doc, places: list[Cluster]) -> None:
        doc._.places = places


@Language.factory(
    "newsquotes_places", requires=["doc.ents"], assigns=["doc._.places"], retokenizes=False
)
def make_places(nlp: Language, name: str) -> Places:
    """Registers :class:`Places`."""
    return Places()
