"""One cluster a person: names, pronouns and roles of the people in an article."""

from __future__ import annotations

from typing import Literal, NamedTuple

from spacy.language import Language
from spacy.tokens import Doc

from ...lexicons.personal_names import gender_of_titles
from ...spans import Offsets
from ..annotations import Cluster, Mention, Unresolved
from .name_groups import group_names
from .named_people import Person, Referent, read_names
from .nominals import resolve_nominals
from .pronouns import resolve_pronouns
from .roles import Role, RoleFinder, unique_roles


class Found(NamedTuple):
    """The people of a Doc in order of appearance, and the mentions that are left to nobody."""

    clusters: list[Cluster]
    unresolved: list[Unresolved]


def find_people(doc: Doc) -> Found:
    """The people that ``doc`` names, with all that stands for them."""
    people = group_names(read_names(doc))
    lower = doc.to_array("LOWER").tolist()
    find_roles = RoleFinder(doc)
    roles = {
        person: [role for mention in person.names for role in find_roles(mention)]
        for person in people
    }
    for person in people:
        # "the actress Jo Hart", where the name alone does not say
        person.gender = person.gender or gender_of_titles(
            [doc[role.noun].lower_ for role in roles[person]]
        )
    mentions = {person: [_mention(m.offsets, "name") for m in person.names] for person in people}
    unresolved: list[Unresolved] = []

    def add(offsets: Offsets, form: Literal["pronoun", "nominal"], referent: Referent) -> None:
        if isinstance(referent, Person):
            mentions[referent].append(_mention(offsets, form))
        else:
            unresolved.append({**_mention(offsets, form), "reason": referent})

    for pronoun in resolve_pronouns(doc, people, lower):
        token = doc[pronoun.token]
        add((token.idx, token.idx + len(token)), "pronoun", pronoun.referent)
    for nominal in resolve_nominals(doc, roles, lower):
        phrase = doc[nominal.start : nominal.end]
        add((phrase.start_char, phrase.end_char), "nominal", nominal.referent)
    clusters = [_cluster(person, mentions[person], roles[person]) for person in people]
    clusters.sort(key=lambda cluster: cluster["mentions"][0]["start"])
    unresolved.sort(key=lambda mention: mention["start"])
    return Found(clusters, unresolved)


def _cluster(person: Person, mentions: list[Mention], roles: list[Role]) -> Cluster:
    name = person.fullest.text
    return Cluster(
        type="person",
        name=name,
        aliases=list(dict.fromkeys(m.text for m in person.names if m.text != name)),
        roles=unique_roles(roles),
        mentions=sorted(mentions, key=lambda mention: mention["start"]),
        place=None,
    )


def _mention(offsets: Offsets, form: Literal["name", "pronoun", "nominal"]) -> Mention:
    return Mention(start=offsets[0], end=offsets[1], form=form)


class People:
    """Writes ``doc._.people`` and ``doc._.unresolved``."""

    def __call__(self, doc: Doc) -> Doc:
        self.set_annotations(doc, find_people(doc))
        return doc

    def set_annotations(self, doc: Doc, found: Found) -> None:
        doc._.people = found.clusters
        doc._.unresolved = found.unresolved


@Language.factory(
    "newsquotes_people",
    requires=[
        "doc.ents",
        "token.tag",
        "token.dep",
        "token.head",
        "doc._.quotations",
        "doc._.attributions",
    ],
    assigns=["doc._.people", "doc._.unresolved"],
    retokenizes=False,
)
def make_people(nlp: Language, name: str) -> People:
    """Registers :class:`People`."""
    return People()
