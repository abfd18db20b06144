"""Who is meant by the sources of annotated attributions, and by no other mention.

An annotation of quotes and their speakers tells who "he" or "the minister" is where that is a
source: the speaker. Of all other mentions of the article it tells nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from ..evaluation.speakers import name_key
from ..evaluation.standoff import Row, values_of
from ..spans import Offsets
from ..stages.people.named_people import Person, full_name
from ..stages.people.ranking import Option, Rankers
from .answers import Answers, Kind

if TYPE_CHECKING:
    from spacy.tokens import Doc


class GoldSource(NamedTuple):
    """The words of a source, and all right names of who speaks.

    ``may_be_nobody`` is true if it is right, too, that nobody with a name is meant.
    """

    words: Offsets
    names: tuple[str, ...]
    may_be_nobody: bool


class GoldSources(NamedTuple):
    """The sources of one article."""

    id: str
    text: str
    sources: tuple[GoldSource, ...]


def sources_of(row: Row) -> GoldSources:
    """The sources in one line of annotations.

    Raises:
        UsageError: its attributions are invalid.
    """
    sources = tuple(values_of(row, "attributions", _sources))
    return GoldSources(row.values["doc"], row.text, sources)


def _sources(attributions: Iterable[Mapping[str, Any]]) -> Iterator[GoldSource]:
    for one in attributions:
        source = one["source"]
        if not source:
            continue
        start, end = source if isinstance(source[0], int) else (source[0][0], source[-1][1])
        names = one["speaker"], *one.get("also", ())
        yield GoldSource((start, end), tuple(filter(None, names)), None in names)


class SourceAnswers(Answers):
    """The right answers at the sources of one Doc.

    A description of an organisation means none of the people, and so does one of somebody without a
    name. For he and she that would not tell enough: somebody is always meant.
    """

    def __init__(
        self, doc: Doc, gold: GoldSources, people: Sequence[Person], otherwise: Rankers
    ) -> None:
        super().__init__(otherwise)
        known = {person: keys_of(person) for person in people}
        bodies = {
            name_key(name)
            for one in (*doc._.organizations, *doc._.places)
            for name in (one["name"], *one["aliases"])
        }
        self._meant: dict[int, frozenset[Person | None]] = {}
        for source in gold.sources:
            span = doc.char_span(*source.words, alignment_mode="expand")
            if span is None:
                continue
            persons = {find_person(name, known) for name in source.names} - {None}
            is_body = not bodies.isdisjoint(map(name_key, source.names))
            meant: set[Person | None] = {*persons}
            if source.may_be_nobody or (is_body and not persons):
                meant.add(None)
            if meant:
                self._meant.setdefault(span.root.i, frozenset(meant))

    def right(self, token: int, form: Kind, options: Sequence[Option]) -> frozenset[int] | None:
        meant = self._meant.get(token)
        if meant is None or (form == "pronoun" and None in meant):
            return None
        return frozenset(number for number, option in enumerate(options) if option.person in meant)


def keys_of(person: Person) -> frozenset[str]:
    """The keys of all names of a person."""
    names = (full_name(person), *(mention.text for mention in person.names))
    return frozenset(key for name in names if (key := name_key(name)))


def find_person(name: str, known: Mapping[Person, frozenset[str]]) -> Person | None:
    """The only person of that name, or else the only one whose fullest name is part of it.

    Or the other way about: "Okoro" is the only Mara Okoro. None if there is none, or several.

    Args:
        name: a name of the annotation.
        known: the people and the keys of their names.
    """
    key = name_key(name)
    if not key:
        return None
    exact = [person for person, keys in known.items() if key in keys]
    if exact:
        return exact[0] if len(exact) == 1 else None
    words = set(key.split())
    alike = [
        person
        for person, keys in known.items()
        if (own := set(max(keys, key=lambda one: len(one.split()), default="").split()))
        and (own <= words or words <= own)
    ]
    return alike[0] if len(alike) == 1 else None
