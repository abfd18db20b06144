"""One cluster a person: names, pronouns and roles of the people in an article."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.spans import Offsets
from pipeline.stages.annotations import Cluster, Mention
from pipeline.stages.name_groups import Person, group_names, read_names
from pipeline.stages.names import gender_of_titles
from pipeline.stages.nominals import resolve_nominals
from pipeline.stages.pronouns import resolve_pronouns
from pipeline.stages.roles import Role, RoleFinder, unique_roles


def find_people(doc: Doc) -> list[Cluster]:
    """The people of ``doc`` in order of appearance."""
    people = group_names(read_names(doc))
    if not people:
        return []
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
    for pronoun in resolve_pronouns(doc, people, lower):
        token = doc[pronoun.token]
        offsets = token.idx, token.idx + len(token)
        mentions[pronoun.person].append(_mention(offsets, "pronoun"))
    for nominal in resolve_nominals(doc, roles, lower):
        phrase = doc[nominal.start : nominal.end]
        offsets = phrase.start_char, phrase.end_char
        mentions[nominal.person].append(_mention(offsets, "nominal"))
    clusters = [_cluster(person, mentions[person], roles[person]) for person in people]
    return sorted(clusters, key=lambda cluster: cluster["mentions"][0]["start"])


def _cluster(person: Person, mentions: list[Mention], roles: list[Role]) -> Cluster:
    name = person.fullest.text
    return Cluster(
        type="person",
        name=name,
        aliases=unique(m.text for m in person.names if m.text != name),
        roles=unique_roles(roles),
        mentions=sorted(mentions, key=lambda mention: mention["start"]),
        place=None,
    )


def unique(texts: Iterable[str]) -> list[str]:
    """``texts`` without repetitions, in order."""
    return list(dict.fromkeys(texts))


def _mention(offsets: Offsets, form: Literal["name", "pronoun", "nominal"]) -> Mention:
    return Mention(start=offsets[0], end=offsets[1], form=form)


class People:
    """Writes ``doc._.people``."""

    def __call__(self, doc: Doc) -> Doc:
        self.set_annotations(doc, find_people(doc))
        return doc

    def set_annotations(self, doc: Doc, people: list[Cluster]) -> None:
        doc._.people = people


@Language.factory(
    "newsquotes_people",
    requires=[
        "doc.ents",
        "token.tag",
        "token.dep",
        "token.head",
        "doc._.marks",
        "doc._.attributions",
    ],
    assigns=["doc._.people"],
    retokenizes=False,
)
def make_people(nlp: Language, name: str) -> People:
    """Registers :class:`People`."""
    return People()
