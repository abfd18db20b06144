"""The names of people in an article, and what they tell about each person."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Literal, NamedTuple

from spacy.tokens import Doc, Token

from ...lexicons import load_terms
from ...lexicons.first_names import Gender, is_first_name
from ...lexicons.known_people import full_name_of
from ...lexicons.personal_names import (
    ALSO_NAMES,
    WITH_NAMES,
    PersonName,
    ends_name,
    parse_name,
)
from ...spans import Offsets, merge, plain_words, touches
from ..annotations import text_of
from ..grammar import SUBJECTS
from ..token_columns import read_entities

_BORN = load_terms("birth_names")
_DIVIDERS = load_terms("name_dividers")
_BESIDE = frozenset({"appos", "compound", "flat", "nmod"})
_AND = frozenset({"and", "&"})
_TWO_WORDS = 3  # with "and"


class NameMention(NamedTuple):
    """One occurrence of a name: tokens ``start`` to ``end`` (exclusive) of the Doc.

    ``offsets`` are characters; ``text`` has single spaces for white space; ``titles`` are the
    words of the titles before it, the last one also with the word before it: "minister", "prime
    minister". ``renames`` is true for another name of the person named right before it: "Anna
    Kowalska (née Lewandowska)"; ``differs`` if that is somebody else: "Henshaw v. Henshaw";
    ``speaks`` if the name is in the source of an attribution; ``acts`` if it is the subject of a
    verb or in apposition to one.
    """

    start: int
    end: int
    name: PersonName
    text: str
    offsets: Offsets
    titles: tuple[str, ...] = ()
    renames: bool = False
    differs: bool = False
    speaks: bool = False
    acts: bool = False


@dataclass(eq=False, slots=True)
class Person:
    """The names of one person in order of appearance, and what is known about them.

    ``number`` is the number of people found before; ``forms`` are the different names;
    ``families`` are the family names, with and without particles, first or last; ``words`` are all
    words that may name the person alone; ``titles`` are the person's titles. ``is_titled`` is true
    if a title tells the gender.
    """

    number: int
    names: list[NameMention] = field(default_factory=list)
    gender: Gender | None = None
    forms: set[PersonName] = field(default_factory=set)
    families: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)
    titles: set[str] = field(default_factory=set)
    is_titled: bool = False

    @property
    def fullest(self) -> NameMention:
        """The earliest of the names with the most words, then characters."""
        return max(self.names, key=lambda m: (len(m.text.split()), len(m.text)))

    def add(self, mention: NameMention) -> bool:
        """Add ``mention``; the gender of a title takes precedence over that of a first name.

        That of a first name takes precedence over that of a form that begins with another name.
        """
        insort(self.names, mention, key=lambda m: m.start)
        self.titles.update(mention.titles)
        name = mention.name
        if name in self.forms:
            return False
        is_fuller = bool(self.forms) and all(ends_name(form, name) for form in self.forms)
        is_end = any(ends_name(name, form) for form in self.forms)
        self.forms.add(name)
        self.families |= {name.family, name.family.split()[-1]}
        if name.family_first:
            self.families.add(name.family_first)
        self.words |= name.words
        news = name.gender and (
            (self.gender is None and not is_end)
            or (name.titled and not self.is_titled)
            or (is_fuller and not self.is_titled)
        )
        # A family name may also be a first name ("Mr Kelly"); it does not tell the gender.
        if news and (name.titled or name.full or len(self.names) == 1):
            self.gender, self.is_titled = name.gender, name.titled
        return True

    def may_be(self, name: PersonName) -> bool:
        """Whether the gender of ``name`` is compatible with what is known."""
        return (
            not (name.titled or name.full)
            or None in {self.gender, name.gender}
            or self.gender == name.gender
            or any(ends_name(name, form) for form in self.forms)
            or (not self.is_titled and any(ends_name(form, name) for form in self.forms))
            # "Mr Amporn" is Amporn Pinasa, whatever gender that name mostly has.
            or (not self.is_titled and any(f.given[:1] == (name.family,) for f in self.forms))
        )


def full_name(person: Person) -> str:
    """The name with the most words, with a title that always goes with it: "Sheikh Hasina"."""
    name = person.fullest
    title = name.titles[0] if name.titles and not name.name.full else ""
    return f"{title.title()} {name.text}" if title in WITH_NAMES else name.text


def read_names(doc: Doc) -> list[NameMention]:
    """The names of people in ``doc``, split into parts: PERSON entities, and short names of those.

    A short name that is also a common word counts if it is a source: "Cuban said" for Mark Cuban.
    """
    found: list[NameMention] = []
    sources = merge(one["source"] for one in doc._.attributions if one["source"])
    told_apart = {one.name for one in by_generation(doc)}
    named = [
        (start, end)
        for start, end, _ in read_entities(doc, ["PERSON"])
        if end - 1 not in told_apart
    ]
    ends = dict(named)
    last_words = {doc[end - 1].lower_ for _, end in named}
    for start, end in sorted(named + _in_sources(doc, named, sources)):
        mention = _read(doc, start, end, found[-1].end if found else 0)
        if end - start == 1 and (full := full_name_of(mention.text, last_words)):
            mention = mention._replace(name=parse_name(full, mention.titles))
        shared = _shared_family_name(doc, end, mention, ends)
        if shared and not any(one.name.given[:1] == (mention.name.family,) for one in found):
            mention = mention._replace(name=parse_name(shared, mention.titles))
        owns = end < len(doc) and doc[end].tag_ == "POS"
        speaks = not owns and touches(sources, mention.offsets)
        found.append(mention._replace(speaks=speaks, acts=_acts(doc[start:end].root)))
    return _with_titles_off(found)


def _with_titles_off(found: Sequence[NameMention]) -> list[NameMention]:
    """``found``, with "Imam Ahmad" as who is Imam Ahmad ibn Ibrahim elsewhere."""
    titled = {
        (title, mention.name.given[0]): mention.name
        for mention in found
        for title in mention.titles
        if mention.name.given and title in ALSO_NAMES
    }
    return [
        mention._replace(name=titled.get((*mention.name.given, mention.name.family), mention.name))
        if len(mention.name.given) == 1
        else mention
        for mention in found
    ]


def _shared_family_name(
    doc: Doc, end: int, mention: NameMention, ends: Mapping[int, int]
) -> list[str] | None:
    """The first name and the family name behind the next: "Tomás and Carlos Quist".

    ``ends`` are the ends of names by their starts.
    """
    if mention.name.full or mention.titles or doc[end : end + 1].text not in _AND:
        return None
    last = ends.get(end + 1, 0)
    first, second = mention.text, doc[end + 1].text if last else ""
    if last - end != _TWO_WORDS or not (
        is_first_name(first.lower()) and is_first_name(second.lower())
    ):
        return None
    return [first, doc[last - 1].text]


def _in_sources(
    doc: Doc, named: Sequence[tuple[int, int]], sources: Sequence[Offsets]
) -> list[tuple[int, int]]:
    """Sources of one word that are the last of somebody's full name, and of no entity but NORP.

    A clause may follow: "Cuban, who is a host".
    """
    last = {doc[end - 1].text for start, end in named if end - start > 1}
    found = []
    for start, end in sources if last else ():
        span = doc.char_span(start, end)
        is_one = span is not None and (len(span) == 1 or span[1].text == ",")
        word = span[0] if span is not None and is_one else None
        if word is not None and word.text in last and word.ent_type_ in {"", "NORP", "MISC"}:
            found.append((word.i, word.i + 1))
    return found


def _acts(name: Token) -> bool:
    """Whether a name is a subject or in apposition to one: "the minister, Ewa Brandt"."""
    for word in (name, *name.ancestors):
        if word.dep_ not in _BESIDE:
            return word.dep_ in SUBJECTS
    return False


def _read(doc: Doc, start: int, end: int, end_before: int) -> NameMention:
    titles: list[str] = []
    index = start - 1
    known = load_terms("titles")
    word = ""
    while index >= 0 and (word := doc[index].lower_) in known:
        titles.append(word)
        index -= 1
    if titles and index >= 0 and doc[index].tag_ == "NNP" and not doc[index].ent_type_:
        # Of two ministers named Han, one is the prime minister.
        titles.append(f"{word} {titles[-1]}")
    between = index - end_before
    renames = word in _BORN and (
        between == 0 or (between == 1 and doc[end_before].text in {"(", ","})
    )
    differs = index == end_before > 0 and word in _DIVIDERS
    token = doc[start]
    offsets = token.idx, token.idx + len(token)
    if end - start > 1:
        last = doc[end - 1]
        offsets = token.idx, last.idx + len(last)
    words = plain_words(text_of(doc)[slice(*offsets)])
    name = parse_name(words, titles)
    return NameMention(start, end, name, " ".join(words), offsets, tuple(titles), renames, differs)


class ByGeneration(NamedTuple):
    """Tokens ``start`` to ``name`` (inclusive): "the elder Quist"."""

    start: int
    name: int
    generation: Literal["elder", "younger"]


@cache
def _words() -> Mapping[str, Literal["elder", "younger"]]:
    terms = (term.split("=") for term in load_terms("generation_words"))
    return {word: "elder" if which == "elder" else "younger" for word, which in terms}


def by_generation(doc: Doc) -> Iterator[ByGeneration]:
    """The names of ``doc`` that are told apart by generation."""
    named = [(start, end) for start, end, _ in read_entities(doc, ["PERSON"])]
    families: frozenset[str] | None = None
    for start, end in named:
        name = end - 1
        before = start - 1 if doc[start].lower_ not in _words() else start
        if before < 1 or name - before != 1 or doc[before].lower_ not in _words():
            continue
        if doc[before - 1].lower_ != "the":
            continue
        if families is None:
            families = frozenset(doc[e - 1].lower_ for s, e in named if e - s > 1) | frozenset(
                doc[e - 2].lower_ for s, e in named if e - s > 2
            )
        if doc[name].lower_ in families:
            yield ByGeneration(before - 1, name, _words()[doc[before].lower_])
