"""Cluster the names, pronouns and descriptions of each person in an article, with roles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal, NamedTuple

from spacy.language import Language
from spacy.tokens import Doc

from ...lexicons.personal_names import gender_of_titles
from ...spans import Offsets
from ..annotations import Cluster, Mention, Unresolved, numbered
from ..contract import check_read
from .name_groups import group_names
from .named_people import Person, full_name, read_names
from .pronoun_features import third_person
from .ranking import THRESHOLD, Choice, Option, Rankers, read
from .ranks import titles_before, unique_titles
from .resolution import resolve
from .roles import Role, RoleFinder, unique_roles


class FoundPeople(NamedTuple):
    """The people of a Doc in order of appearance, and the unresolved mentions."""

    clusters: list[Cluster]
    unresolved: list[Unresolved]


def find_people(
    doc: Doc, rankers: Rankers | None = None, threshold: float = THRESHOLD
) -> FoundPeople:
    """The people that ``doc`` names, with all mentions of them.

    Args:
        doc: the Doc.
        rankers: the weights; by default the package's own.
        threshold: the confidence below which a pronoun or description is left unresolved.
    """
    rankers = rankers or read()
    people, roles = read_people(doc)
    mentions = {
        person: [_mention(m.offsets, "name", 1.0) for m in person.names] for person in people
    }
    unresolved: list[Unresolved] = []
    pronouns: dict[Person, dict[str, None]] = {person: {} for person in people}

    def choose(
        token: int, form: Literal["pronoun", "nominal"], options: Sequence[Option]
    ) -> Choice:
        ranker = rankers.pronouns if form == "pronoun" else rankers.descriptions
        return ranker.choose(options)

    lower = doc.to_array("LOWER").tolist()
    for one in resolve(doc, people, roles, lower, choose, threshold):
        phrase = doc[one.start : one.end]
        mention = _mention((phrase.start_char, phrase.end_char), one.form, one.confidence)
        if one.person is not None:
            mentions[one.person].append(mention)
            if one.form == "pronoun" and (used := third_person(phrase.text)):
                pronouns[one.person][used] = None
        elif one.reason is not None:
            unresolved.append(
                Unresolved(
                    start=mention["start"],
                    end=mention["end"],
                    form=one.form,
                    confidence=one.confidence,
                    reason=one.reason,
                )
            )
    clusters = [
        _cluster(doc, person, mentions[person], roles[person], list(pronouns[person]))
        for person in people
    ]
    clusters.sort(key=lambda cluster: cluster["mentions"][0]["start"])
    unresolved.sort(key=lambda mention: mention["start"])
    return FoundPeople(numbered(clusters), unresolved)


def read_people(doc: Doc) -> tuple[list[Person], dict[Person, list[Role]]]:
    """The people that ``doc`` names, and their roles."""
    people = group_names(read_names(doc))
    find_roles = RoleFinder(doc)
    roles = {
        person: [role for mention in person.names for role in find_roles(mention)]
        for person in people
    }
    for person in people:
        # "the actress Jo Hart", if the name alone does not tell the gender
        person.gender = person.gender or gender_of_titles(
            [doc[role.noun].lower_ for role in roles[person]]
        )
    return people, roles


def _cluster(
    doc: Doc, person: Person, mentions: list[Mention], roles: list[Role], pronouns: list[str]
) -> Cluster:
    name = full_name(person)
    return Cluster(
        id="",
        type="person",
        name=name,
        aliases=list(dict.fromkeys(m.text for m in person.names if m.text != name)),
        titles=unique_titles(t for m in person.names for t in titles_before(doc, m)),
        roles=unique_roles(roles),
        pronouns=pronouns,
        mentions=sorted(mentions, key=lambda mention: mention["start"]),
        place=None,
    )


def _mention(
    offsets: Offsets, form: Literal["name", "pronoun", "nominal"], confidence: float
) -> Mention:
    return Mention(start=offsets[0], end=offsets[1], form=form, confidence=confidence)


NAME: Final = "newsquotes_people"
READS: Final = (
    "doc.ents",
    "token.tag",
    "token.dep",
    "token.head",
    "doc._.quotations",
    "doc._.attributions",
)


class People:
    """Writes ``doc._.people`` and ``doc._.unresolved``.

    Args:
        rankers: the weights; by default the package's own.
        threshold: the confidence below which a pronoun or description is left unresolved.
    """

    def __init__(self, rankers: Rankers | None = None, *, threshold: float = THRESHOLD) -> None:
        self.rankers = rankers or read()
        self._threshold = threshold

    def __call__(self, doc: Doc) -> Doc:
        check_read(doc, NAME, READS)
        self.set_annotations(doc, find_people(doc, self.rankers, self._threshold))
        return doc

    def set_annotations(self, doc: Doc, found: FoundPeople) -> None:
        doc._.people = found.clusters
        doc._.unresolved = found.unresolved


@Language.factory(
    NAME,
    requires=list(READS),
    assigns=["doc._.people", "doc._.unresolved"],
    default_config={"threshold": THRESHOLD},
    retokenizes=False,
)
def make_people(nlp: Language, name: str, threshold: float) -> People:
    """Registers :class:`People`."""
    return People(threshold=threshold)
