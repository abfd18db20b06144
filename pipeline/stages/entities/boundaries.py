"""Trims the spans of entities to the name alone.

Articles ("the"), possessive endings, quotation marks, titles and line breaks are cut off.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from ...lexicons import load_terms
from ...lexicons.first_names import gender_of_first_name, is_first_name
from ...lexicons.gazetteer import find_places, place_key
from ...lexicons.personal_names import split_titles
from ..token_columns import TokenColumns

PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})
LABELS = frozenset({"PERSON", "ORG", "NORP"}) | PLACE_LABELS

_POSSESSIVES = frozenset({"'s", "’s", "'", "’", "'S", "’S", "‘s"})
_EDGES = frozenset("\"“”„«»‘’'`,;:()[]{}-–—_/|*•&.…<>=+~") | {
    "''",
    "``",
    "--",
    "...",
    "the",
    "The",
    "THE",
    "a",
    "an",
    "A",
    "An",
}
_SORTS = load_terms("publication_nouns")
_OFFICES = load_terms("office_nouns")
_BORN = frozenset({"née", "nee", "né"})
_PREPOSITIONS = load_terms("name_prepositions")
_JOINING = load_terms("name_joiners")
_LONGEST_NAME = 5  # tokens
_LIST_WORDS = frozenset({",", "and", "or", "&"})
_DIVIDERS = load_terms("name_dividers")
_SUFFIXES = load_terms("name_suffixes")
_HONOURS = load_terms("name_honours")
_PARTICIPLES = load_terms("joined_participles")
_BREAKS = frozenset({"-", "–", "—", "--", "/", ":", ";", "("})
_CLOSING = {")": "(", "]": "["}
_STORMS = frozenset({"cyclone", "hurricane", "typhoon", "storm", "tropical"})
_PLURAL = re.compile(r"[A-Z]{2,}s")  # MPs, NGOs


class EntityCandidate(NamedTuple):
    """Tokens ``start`` to ``end`` (exclusive) of a Doc, which may be an entity of this label."""

    start: int
    end: int
    label: str


def tidied(words: TokenColumns, candidate: EntityCandidate) -> list[EntityCandidate]:
    """The names in ``candidate``: it is cut at line breaks, and each part is trimmed.

    The list is empty if no name is left.
    """
    start, end, label = candidate
    if _is_address(words, start, end):
        return []
    while start < end and _only_opens(words, start, end):
        start += 1
    if label == "ORG" and end < len(words.text) and words.text[end] == ")" and words.glued[end]:
        name = "".join(words.text[start:end])
        # "CPI(M)"
        end += name.count("(") > name.count(")")
    if _is_prefixed(words, start, end):
        start += 2
    if end - start > 2 and words.text[end - 2] == "-" and words.lower[end - 1] in _PARTICIPLES:
        end -= 2  # "Okoro-led"
    text, glued = tuple(words.text[start:end]), tuple(words.glued[start + 1 : end])
    return [EntityCandidate(start + a, start + b, label) for a, b in _names_in(text, glued, label)]


def _is_address(words: TokenColumns, start: int, end: int) -> bool:
    """Whether it is the noun of a form of address: "Grace" in "His Grace"."""
    owned = words.lower[start - 1 : start] in (["his"], ["her"], ["your"])
    return end - start == 1 and owned and words.lower[start] in load_terms("forms_of_address")


def joined(words: TokenColumns, found: Sequence[EntityCandidate]) -> list[EntityCandidate]:
    """The candidates with the parts of a person's name joined where they stand side by side.

    A particle may stand between them: "Nurul Izzah binti Ahmad". ``found`` must be in order. A
    joined name has at most five tokens.
    """
    result: list[EntityCandidate] = []
    for c in found:
        before = result[-1] if result else None
        if (
            before is not None
            and before.label == c.label == "PERSON"
            and (before.end == c.start or _is_linked(words, before.end, c.start))
            and c.end - before.start <= _LONGEST_NAME
        ):
            result[-1] = before._replace(end=c.end)
        else:
            result.append(c)
    return result


def _is_linked(words: TokenColumns, start: int, end: int) -> bool:
    """Whether all between two names is a particle in lower case; "y" and "e" also mean "and"."""
    between = words.text[start:end]
    return len(between) == 1 and len(between[0]) > 1 and between[0] in load_terms("name_particles")


def are_listed(words: TokenColumns, one: EntityCandidate, other: EntityCandidate) -> bool:
    """Whether nothing but a comma, "and", "or" or "&" stands between the two names."""
    between = words.lower[one.end : other.start]
    return 0 < len(between) <= 2 and _LIST_WORDS.issuperset(between)


def _only_opens(words: TokenColumns, start: int, end: int) -> bool:
    """Whether the first word is not part of the name: "Meet" in "Meet Ada Quill".

    A word that is also a first name is kept where it can be one.
    """
    word = words.lower[start]
    if word not in load_terms("name_openers"):
        return False
    if start + 1 == end:
        return not words.named[start] or _is_aforesaid(words, start)
    if not is_first_name(word):
        return True
    # "Meet Ada Quill" and "Tell Ada", but "Said Ahmed"
    return not gender_of_first_name(word) or (
        words.named[start] and end - start > 2 and is_first_name(words.lower[start + 1])
    )


def _is_aforesaid(words: TokenColumns, index: int) -> bool:
    """Whether a noun and a verb follow the first word of a sentence: "Said contract was"."""
    noun, verb = [*words.text[index + 1 : index + 3], "", ""][:2]
    is_noun = noun.islower() and noun.isalpha() and not noun.endswith(("ly", "ed"))
    is_noun &= noun not in load_terms("function_words") and noun not in load_terms("modals")
    is_verb = verb in load_terms("linking_verbs") or verb in load_terms("modals")
    return words.lower[index] == "said" and words.begins_sentence(index) and is_noun and is_verb


def _is_prefixed(words: TokenColumns, start: int, end: int) -> bool:
    """Whether the name begins with a prefix that is no part of it: "Non-EU" (but "Non-Aligned")."""
    if end - start != 3 or words.text[start + 1] != "-" or not words.glued[start + 2]:
        return False
    last = words.text[start + 2]
    is_name = (last.isupper() and len(last) > 1) or bool(find_places(place_key(last)))
    return is_name and words.lower[start] in load_terms("prefixes_before_names")


@lru_cache(maxsize=10_000)
def _names_in(
    words: tuple[str, ...], glued: tuple[bool, ...], label: str
) -> tuple[tuple[int, int], ...]:
    """The names in ``words``, as pairs of the first word and the word after the last.

    Args:
        words: the tokens of a candidate.
        glued: for every token but the first, whether no white space stands before it.
        label: the candidate's label.
    """
    accepts = is_personal_name if label == "PERSON" else is_name
    found = []
    for start, end in _lines(words, label):
        start, end = _trimmed(words, start, end)
        if label == "PERSON":
            start, end = _trimmed(words, *_person(words, glued, start, end))
        elif label == "ORG":
            while end - 1 > start and (
                words[end - 1] in _SORTS or words[end - 1].lower() in load_terms("titles_of_people")
            ):
                end -= 1  # "Ministry of Works Engr"
        if start < end and accepts(_joined(words, glued, start, end)):
            found.append((start, end))
    return tuple(found)


def _joined(words: Sequence[str], glued: Sequence[bool], start: int, end: int) -> list[str]:
    """Tokens ``start`` to ``end`` as words between white space ("Kamr-ul-Hassan" is one word)."""
    rest = (words[i] if glued[i - 1] else " " + words[i] for i in range(start + 1, end))
    return "".join((words[start], *rest)).split()


def is_personal_name(words: Sequence[str]) -> bool:
    """Whether ``words`` are a name, and do not end in an office such as "Foreign Minister"."""
    return is_name(words) and words[-1].lower() not in _OFFICES


def is_name(words: Sequence[str]) -> bool:
    """Whether ``words`` can be a name.

    It needs a capital letter, and a word that is not a title, a role or a month. A single letter,
    a plural such as "MPs" and the name of a storm are not names.
    """
    if len(words) == 1 and (len(words[0]) == 1 or _PLURAL.fullmatch(words[0])):
        return False
    if words[0].lower() in _STORMS:
        return False
    if not any(
        word[0].isupper() or (len(word) > 1 and any(c.isupper() for c in word)) for word in words
    ):
        return False
    return not _common_words().issuperset(word.lower() for word in words)


@cache
def _common_words() -> frozenset[str]:
    return load_terms("titles") | load_terms("roles") | load_terms("not_names")


def _lines(words: Sequence[str], label: str) -> Iterator[tuple[int, int]]:
    start = 0
    for index, word in enumerate(words):
        if (word != " " and word.isspace()) or (
            0 < index < len(words) - 1 and _divides(words, index, label)
        ):
            if start < index:
                yield start, index
            start = index + 1
    if start < len(words):
        yield start, len(words)


def _divides(words: Sequence[str], index: int, label: str) -> bool:
    """Whether the word at ``index`` separates two names, as in "Quist v. Quist" or "Ada, Tom"."""
    word = words[index]
    if label == "PERSON":
        is_comma = word == "," and words[index + 1].lower() not in _SUFFIXES
        return word in _DIVIDERS or word in load_terms("birth_names") or is_comma
    if word == "-" and label in PLACE_LABELS:
        return _are_two_places(words, index)
    return label == "ORG" and word == "the" and words[index - 1] not in _JOINING


def _are_two_places(words: Sequence[str], index: int) -> bool:
    """Whether the hyphen at ``index`` joins two places, as in "the Dhaka-Sylhet road"."""
    first, second = words[index - 1], words[index + 1]
    return bool(find_places(place_key(first)) and find_places(place_key(second))) and not (
        find_places(place_key(f"{first} {second}"))
    )


def _trimmed(words: Sequence[str], start: int, end: int) -> tuple[int, int]:
    while start < end and (words[start] in _EDGES or words[start].isspace()):
        start += 1
    while start < end:
        last = words[end - 1]
        if last not in _EDGES and last not in _POSSESSIVES and not last.isspace():
            break
        opening = _CLOSING.get(last)
        if opening and any(opening in word for word in words[start:end]):
            break
        end -= 1
    return start, end


def _begins_no_name(words: Sequence[str]) -> bool:
    """Whether the first word is not part of the name: "Brexit Quill" (but "April Quill")."""
    first = words[0].lower()
    if is_first_name(first):
        return False
    if len(words) > 2 and is_first_name(words[1].lower()) and _is_country(first):
        return True  # "Miss Uganda Brenda Quill"
    # "Salvadoran Héctor Mojica"
    return first in load_terms("not_names") or (len(words) > 1 and first in load_terms("demonyms"))


def _is_country(name: str) -> bool:
    return any(place.kind == "country" for place in find_places(place_key(name)))


def _person(tokens: Sequence[str], glued: Sequence[bool], start: int, end: int) -> tuple[int, int]:
    """The start and end of the personal name in tokens ``start`` to ``end`` (exclusive).

    Titles, roles, digits, honours and everything after a dash are not part of it.
    """
    start += _behind_bracket(tokens[start:end])
    words = list(tokens[start:end])
    for offset, word in enumerate(words):
        if word in _BREAKS and offset:
            at = start + offset
            if not (word == "-" and glued[at - 1] and glued[at]):
                words = words[:offset]
                break
    while (
        words
        and (
            (not words[-1][0].isupper() and words[-2:-1] != ["-"])
            or any(c.isdigit() for c in words[-1])
            or words[-1] in _POSSESSIVES
            or _is_honour(words)
            # "Jun" is short for June, but not in "Dae-jun".
            or (words[-1].lower() in load_terms("not_names") and words[-2:-1] != ["-"])
        )
    ):
        words.pop()
    while words and (words[0].lower() in _BORN or _begins_no_name(words)):
        words.pop(0)
        start += 1
    end = start + len(words)
    lower = [word.lower() for word in words]
    roles = load_terms("roles")
    for offset in range(len(lower) - 2, -1, -1):
        if lower[offset] in roles and not words[offset][0].isupper():
            start, lower, words = start + offset + 1, lower[offset + 1 :], words[offset + 1 :]
            break
    if _begins_with_occupation(lower):
        start, lower, words = start + 1, lower[1:], words[1:]
    if (titled := _title_within(lower)) is not None:
        start, lower = start + titled + 1, lower[titled + 1 :]
    for cut, word in enumerate(lower):
        # "Isabel Ruiz of Ark Aid", but "Joan of Arc"
        if ((word == "of" and cut > 1) or (word in _PREPOSITIONS and cut)) and lower[
            cut - 1
        ] != "-":
            lower, end = lower[:cut], start + cut
            break
    if len(words) > 2 and words[0].isupper() and lower[0] in initials_of_offices():
        return start + 1, end  # "DPP Ada Quill"
    if len(words) > 1 and _are_initials(words[0], words[1]):
        return start, end
    kept, _ = split_titles(lower)
    return end - len(kept), end


@cache
def initials_of_offices() -> frozenset[str]:
    """Initials of offices that may stand before a name, in lower case: "dpp"."""
    return frozenset(term.partition("=")[0] for term in load_terms("office_initials"))


def _behind_bracket(name: Sequence[str]) -> int:
    """The index behind titles with more in brackets: "Chief (Mrs.) Ada Quill"; or 0."""
    known = load_terms("titles") | load_terms("title_brackets") | {".", "("}
    for index, word in enumerate(name[:_LONGEST_NAME]):
        if word == ")":
            return index + 1 if "(" in name[1:index] else 0
        if word.lower() not in known:
            return 0
    return 0


def _begins_with_occupation(name: Sequence[str]) -> bool:
    """Whether an occupation that opens the sentence stands before a full name: "Farmer Jon Lind".

    Where it is a first name, too, the next word has to be another one.
    """
    if len(name) < 2 or name[0] not in load_terms("roles") | load_terms("nouns_person"):
        return False
    if name[0] in load_terms("titles"):
        return False
    return not is_first_name(name[0]) or (len(name) > 2 and is_first_name(name[1]))


def _is_honour(words: Sequence[str]) -> bool:
    """Whether the last word is an honour after a name, as "QC" in "Asha Quill QC"."""
    last = words[-1]
    return (
        len(words) > 1
        and (last.isupper() or not last.isalpha() or not last.istitle())
        and last[0].isupper()
        and (not words[-2].isupper() or (len(words) > 2 and words[-2].lower() in _HONOURS))
        and last.lower() in _HONOURS
    )


def _are_initials(word: str, following: str) -> bool:
    """Whether a word that could be a title is two initials: "MS Quill" (not "Ms" or "MS QUILL").

    Ranks are written in capitals: "SP Quill".
    """
    initials = len(word) == 2 and word.isalpha() and word.isupper() and not following.isupper()
    ranks = load_terms("rank_titles") - load_terms("courtesy_titles")
    return initials and word.lower() not in ranks


def _title_within(name: Sequence[str]) -> int | None:
    """The index of a title inside ``name``, with a first name after it; else None.

    In "Pikwanga Elder Jerry Lavall" the name proper begins after "Elder".
    """
    if not name or is_first_name(name[0]):
        return None
    titles = load_terms("titles") | load_terms("roles")
    for index in range(len(name) - 3, 0, -1):
        if name[index] in titles and is_first_name(name[index + 1]):
            return index
    return None
