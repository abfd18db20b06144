"""Cluster the names of places and organisations, and look places up in the gazetteer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal, NamedTuple

from spacy.language import Language
from spacy.tokens import Doc, Span

from ...lexicons.gazetteer import place_key
from ...spans import plain_words
from ..annotations import Cluster, Demonym, Mention, numbered
from ..contract import check_read
from ..entities.boundaries import PLACE_LABELS
from ..token_columns import read_entities
from .demonyms import find_demonyms
from .led_by_people import find_led_by_people
from .organizations import find_nominals, group_organizations
from .toponyms import LocatedPlace, locate

_LABELS = (*sorted(PLACE_LABELS), "ORG", "NORP")


class FoundPlaces(NamedTuple):
    """The places and organisations of a Doc in order of appearance, and the demonyms in it."""

    clusters: list[Cluster]
    demonyms: list[Demonym]


def find_places(doc: Doc) -> FoundPlaces:
    """Find the places, organisations and demonyms in ``doc``."""
    entities: list[Span] = []
    organized: list[Span] = []
    nationalities: list[tuple[int, int]] = []
    for start, end, label in read_entities(doc, _LABELS):
        if label in PLACE_LABELS:
            entities.append(Span(doc, start, end, label=label))
        elif label == "ORG":
            organized.append(doc[start:end])
        elif label == "NORP":
            nationalities.append((start, end))
    demonyms = find_demonyms(doc, nationalities)
    spots = locate(doc, entities, demonyms)
    groups: dict[object, list[int]] = {}
    for index, (entity, spot) in enumerate(zip(entities, spots, strict=True)):
        groups.setdefault(spot.identity or place_key(entity.text), []).append(index)
    clusters = [
        _cluster("place", [entities[i] for i in group], spots[group[0]])
        for group in groups.values()
    ]
    organizations = group_organizations(organized)
    named = [_cluster("organization", group) for group in organizations]
    for number, start, end in find_nominals(doc, organizations):
        phrase = doc[start:end]
        named[number]["mentions"].append(
            Mention(start=phrase.start_char, end=phrase.end_char, form="nominal")
        )
    for cluster in named:
        cluster["mentions"].sort(key=lambda mention: mention["start"])
    clusters += named + find_led_by_people(doc)
    clusters.sort(key=lambda cluster: cluster["mentions"][0]["start"])
    return FoundPlaces(numbered(clusters), demonyms)


def _cluster(
    kind: Literal["place", "organization"], spans: Sequence[Span], spot: LocatedPlace | None = None
) -> Cluster:
    texts = list(dict.fromkeys(" ".join(plain_words(span.text)) for span in spans))
    name = max(texts, key=lambda text: (not text.isupper(), len(text)))
    return Cluster(
        id="",
        type=kind,
        name=name,
        aliases=[text for text in texts if text != name],
        roles=[],
        mentions=[Mention(start=s.start_char, end=s.end_char, form="name") for s in spans],
        place=None if spot is None else spot.place,
    )


NAME: Final = "newsquotes_places"
READS: Final = ("doc.ents", "token.tag", "doc._.attributions", "doc._.people")


class Places:
    """Writes ``doc._.places``, ``doc._.organizations`` and ``doc._.demonyms``."""

    def __call__(self, doc: Doc) -> Doc:
        check_read(doc, NAME, READS)
        self.set_annotations(doc, find_places(doc))
        return doc

    def set_annotations(self, doc: Doc, found: FoundPlaces) -> None:
        doc._.places = [one for one in found.clusters if one["type"] == "place"]
        doc._.organizations = [one for one in found.clusters if one["type"] == "organization"]
        doc._.demonyms = found.demonyms


@Language.factory(
    NAME,
    requires=list(READS),
    assigns=["doc._.places", "doc._.organizations", "doc._.demonyms"],
    retokenizes=False,
)
def make_places(nlp: Language, name: str) -> Places:
    """Registers :class:`Places`."""
    return Places()
