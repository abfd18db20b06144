"""One cluster a person: names, pronouns and roles of the people in an article."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.stages.annotations import Cluster, Mention
from pipeline.stages.name_groups import group_names, read_names
from pipeline.stages.pronouns import resolve_pronouns
from pipeline.stages.roles import find_roles


def find_people(doc: Doc) -> list[Cluster]:
    """The people of ``doc`` in order of appearance."""
    people = group_names(read_names(doc))
    pronouns = resolve_pronouns(doc, people)
    clusters = []
    for person in people:
        mentions = [_mention(doc, m.start, m.end, "name") for m in person.names]
        mentions += [
            _mention(doc, p.token, p.token + 1, "pronoun") for p in pronouns if p.person is person
        ]
        mentions.sort(key=lambda mention: mention["start"])
        name = person.fullest.text
        clusters.append(
            Cluster(
                type="person",
                name=name,
                aliases=unique(m.text for m in person.names if m.text != name),
                roles=unique(role for m in person.names for role in find_roles(doc, m)),
                mentions=mentions,
                place=None,
            )
        )
    return sorted(clusters, key=lambda cluster: cluster["mentions"][0]["start"])


def unique(texts: Iterable[str]) -> list[str]:
    """``texts`` without repetitions, in order."""
    return list(dict.fromkeys(texts))


def _mention(doc: Doc, start: int, end: int, form: str) -> Mention:
    last = doc[end - 1]
    return Mention(start=doc[start].idx, end=last.idx + len(last), form=form)  # type: ignore[typeddict-item]


class People:
    """Writes ``doc._.people``."""

    def __call__(self, doc: Doc) -> Doc:
        self.set_annotations(doc, find_people(doc))
        return doc

    def set_annotations(self, doc: Doc, people: list[Cluster]) -> None:
        doc._.people = people


@Language.factory(
    "newsquotes_people",
    requires=["doc.ents", "token.dep", "token.head", "doc._.marks"],
    assigns=["doc._.people"],
    retokenizes=False,
)
def make_people(nlp: Language, name: str) -> People:
    """Registers :class:`People`."""
    return People()
