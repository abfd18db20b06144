"""Group the names of organisations: full names, short names and acronyms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import pairwise

import numpy as np
from spacy.tokens import Doc, Span

from ...lexicons import load_terms
from ..entities.acronyms import initials

_LEGAL_FORMS = load_terms("legal_forms")


type _Name = tuple[str, ...]
"""Words in lower case, without the legal form."""


def group_organizations(entities: Sequence[Span]) -> list[list[Span]]:
    """Group ``entities`` by organisation: full name, short name ("Kessler") and acronym.

    A short name that fits several organisations forms a group of its own.
    """
    groups: dict[_Name, list[Span]] = {}
    for entity in entities:
        groups.setdefault(_words(entity), []).append(entity)
    groups = _turned_alike(groups)
    names = _Names(groups, _introduced(entities))
    result: dict[_Name, list[Span]] = {}
    for name in groups:
        result.setdefault(names.fullest(name), []).extend(groups[name])
    return [sorted(group, key=lambda span: span.start) for group in result.values()]


def find_nominals(doc: Doc, groups: Sequence[Sequence[Span]]) -> list[tuple[int, int, int]]:
    """``(group, start, end)`` of phrases such as "the army", after "the Bangladesh Army".

    ``start`` and ``end`` (exclusive) are tokens. Phrases that fit two organisations are left out.
    """
    general = load_terms("organization_words")
    by_noun: dict[str, set[int]] = {}
    for number, group in enumerate(groups):
        for word in {_head(span) for span in group if len(span) > 1}:
            if word in general:
                by_noun.setdefault(word, set()).add(number)
    nouns = {
        doc.vocab.strings[word]: numbers.pop()
        for word, numbers in by_noun.items()
        if len(numbers) == 1
    }
    if not nouns:
        return []
    found = []
    lower = doc.to_array("LOWER")
    for noun, number in nouns.items():
        for index in np.flatnonzero(lower == noun).tolist():
            if not index:
                continue
            token = doc[index]
            if token.text != token.lower_ or token.ent_type_ or doc[index - 1].lower_ != "the":
                continue
            complemented = index + 1 < len(doc) and doc[index + 1].lower_ in {"of", "-"}
            if token.dep_ != "compound" and not complemented and groups[number][0].start < index:
                found.append((number, index - 1, index + 1))
    return found


def _head(span: Span) -> str:
    """The kind of organisation in a name, in lower case: "union" in "Union of Weavers"."""
    words = [token.lower_ for token in span]
    for index, word in enumerate(words[1:], 1):
        if word in {"of", "for"}:
            return words[index - 1]
    return words[-1]


class _Names:
    """Names by their possible short forms: initials, first words, the last word."""

    def __init__(
        self, groups: Mapping[_Name, Sequence[Span]], introduced: Mapping[_Name, _Name]
    ) -> None:
        self._groups = groups
        self._introduced = introduced
        self._by_words: defaultdict[_Name, list[_Name]] = defaultdict(list)
        for name in groups:
            for short in {*(name[:size] for size in range(1, len(name))), name[-1:]}:
                self._by_words[short].append(name)

    @cached_property
    def _by_initials(self) -> Mapping[str, list[_Name]]:
        found: defaultdict[str, list[_Name]] = defaultdict(list)
        for name, spans in self._groups.items():
            for letters in {initials(text) for text in {span.text for span in spans}}:
                found[letters].append(name)
        return found

    def fullest(self, name: _Name) -> _Name:
        """The full name that ``name`` is short for, or ``name`` itself."""
        acronym = _acronym(self._groups[name][0]) if len(name) == 1 else None
        if acronym is not None:
            longer = [full for full in self._by_initials.get(acronym, ()) if full != name]
            if not longer and name in self._introduced:
                return self._introduced[name]
        else:
            first = self._groups[name][0]
            definite, start = _is_definite(first), first.start
            longer = [
                full
                for full in self._by_words.get(name, ())
                if _shortens(
                    name, full, definite=definite, later=self._groups[full][0].start < start
                )
            ]
        # "Nordbau", "Nordbau Pumpen", "Nordbau Pumpen Nord": the longest, if each is a beginning
        # of the next.
        longer.sort(key=len)
        if any(first != second[: len(first)] for first, second in pairwise(longer)):
            return name
        return longer[-1] if longer else name


def _turned_alike(groups: Mapping[_Name, list[Span]]) -> dict[_Name, list[Span]]:
    """``groups``, with the "Interior Ministry" in the one of the "Ministry of the Interior"."""
    turned = {(*name[_after_of(name) :], name[0]): name for name in groups if _after_of(name)}
    result: dict[_Name, list[Span]] = {}
    for name, spans in groups.items():
        result.setdefault(turned.get(name, name), []).extend(spans)
    return result


def _after_of(name: _Name) -> int:
    """The place behind "of" or "of the" in "Ministry of the Interior"; 0 if it is none of these."""
    if len(name) < 3 or name[1] not in {"of", "for"} or name[0] not in load_terms("state_bodies"):
        return 0
    return 2 + (name[2] == "the" and len(name) > 3)


def _introduced(entities: Sequence[Span]) -> dict[_Name, _Name]:
    """Full names by the acronyms in brackets behind them, whose letters are another language's.

    An example is "Institutional Workers' Party (PTI)". An acronym behind two names is left out.
    """
    found: dict[_Name, set[_Name]] = {}
    for entity, short in pairwise(sorted(entities, key=lambda span: span.start)):
        doc = short.doc
        if len(entity) < 2 or short.start != entity.end + 1 or _acronym(short) is None:
            continue
        brackets = doc[entity.end].text, doc[short.end : short.end + 1].text
        if brackets == ("(", ")") and _acronym(entity) is None:
            found.setdefault(_words(short), set()).add(_words(entity))
    return {short: full.pop() for short, full in found.items() if len(full) == 1}


def _words(entity: Span) -> _Name:
    words = tuple(word.lower().rstrip(",") for word in entity.text.split())
    while len(words) > 1 and words[-1] in _LEGAL_FORMS:
        words = words[:-1]
    return words


def _is_definite(entity: Span) -> bool:
    return entity.start > 0 and entity.doc[entity.start - 1].lower_ == "the"


def _shortens(short: _Name, full: _Name, *, definite: bool, later: bool) -> bool:
    """Whether ``short`` is the distinctive beginning of ``full``, or stands for it behind "the".

    ``later`` is true if it is first named after ``full``.
    """
    if len(short) >= len(full):
        return False
    general = load_terms("organization_words")
    if full[: len(short)] == short:
        is_general = len(short) == 1 and short[0] in general
        if full[len(short)] in {"of", "for"}:
            # "the Federation", after "Federation of Guilds"; "Crane Society", after that "of Marn"
            return (is_general and definite) or (len(short) > 1 and later)
        return not is_general
    # "the Commission", after "the Clean Water Commission"
    return len(short) == 1 and full[-1] == short[0] and short[0] in general


def _acronym(entity: Span) -> str | None:
    """The letters of a name that is an acronym."""
    text = entity.text
    letters = text.replace(".", "")
    fits = 2 <= len(letters) <= 8 and letters.isupper() and " " not in letters
    return letters.upper() if fits else None
