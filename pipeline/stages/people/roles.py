"""The offices, occupations and titles that an article gives a person, as written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from spacy.strings import get_string_id
from spacy.tokens import Doc, Token

from ...lexicons import load_terms
from ...lexicons.first_names import is_first_name
from ..grammar import FINITE, SUBJECTS
from .named_people import NameMention
from .ranks import bracketed, ends_office, is_inside_rank, is_office_of_general, is_rank

_LEFT_OUT = load_terms("role_openers")
_STYLES = load_terms("forms_of_address")
_NO_NAMES = load_terms("not_names")  # "On Friday police chief …"
_ONLY_WITH_OTHERS = load_terms("rank_modifiers")
_MODIFIERS = load_terms("office_modifiers")
_KIN = load_terms("kin")
_BE = load_terms("linking_verbs")
_SERVE = load_terms("serving_verbs")
_SURNAMED = "surnamed"
_LONGEST_BEFORE = 12  # tokens; anything longer is a list of names, not a role
_COMPLEMENTS = load_terms("role_prepositions")
_INSIDE = 1  # spaCy's ENT_IOB
_OF = frozenset({"of", "for"})
_ARTICLES = frozenset({"a", "an"})
_JOINING = frozenset({"and", "the", "-"})
_NO_END = load_terms("role_ends")
_FINITE = frozenset(map(get_string_id, FINITE))
_PARTICIPLES = frozenset(map(get_string_id, ("VBN", "VBD", "VBG")))
_ENDS = frozenset({",", ";", "–", "—", "(", "who", "which", "that", "and", "whose", "\n"})
_BEFORE_TAGS = frozenset(
    map(get_string_id, ("NN", "NNP", "NNPS", "JJ", "HYPH", "VBN", "POS", "CC"))
)
_DESCRIBING = frozenset(map(get_string_id, ("JJ", "RB", "VBN", "VBD", "VBG")))
_CONJUNCTION, _POSSESSIVE = get_string_id("CC"), get_string_id("POS")
_APPOSITION, _RELATIVE_CLAUSE, _ATTRIBUTE, _PREPOSITION, _OBJECT, _PERSON, _ORG = map(
    get_string_id, ("appos", "relcl", "attr", "prep", "pobj", "PERSON", "ORG")
)
_SUBJECTS = frozenset(map(get_string_id, SUBJECTS))
_OBJECT_PREDICATE = get_string_id("oprd")


class Role(NamedTuple):
    """A role as written, the token of its noun ("minister"), and the words before the noun."""

    text: str
    noun: int
    start: int


class RoleFinder:
    """Finds the roles of people in one Doc."""

    def __init__(self, doc: Doc) -> None:
        self._doc = doc
        columns = doc.to_array(["DEP", "HEAD"])
        # Dependants of these two kinds are looked up, not searched for among the children.
        self._appositions = _by_head(columns, _APPOSITION)
        self._clauses = _by_head(columns, _RELATIVE_CLAUSE)

    def __call__(self, mention: NameMention) -> list[Role]:
        """The roles given beside this mention of a name, in text order."""
        doc, start, end = self._doc, mention.start, mention.end
        root = doc[start] if end - start == 1 else doc[start:end].root
        found: list[Role] = []
        if start and (doc[start - 1].tag in _BEFORE_TAGS or doc[start - 1].lower_ == _SURNAMED):
            found += _before(doc, mention)
        index, dep = root.i, root.dep
        if dep == _APPOSITION or index in self._appositions:
            found += self._apposed(mention, root)
        if dep in _SUBJECTS or dep == _APPOSITION or index in self._clauses:
            found += self._copulas(root)
        if not found:
            found += _set_off(doc, mention)
        return sorted(found, key=lambda role: role.start) if len(found) > 1 else found

    def _apposed(self, mention: NameMention, root: Token) -> Iterator[Role]:
        for index in self._appositions.get(root.i, ()):
            # An office may be taken for a body: "Roa, the Municipal Chief Executive".
            noun = self._doc[index]
            if not noun.ent_type or (noun.ent_type == _ORG and noun.lower_ in _role_nouns()):
                yield from _noun_phrase(self._doc, self._doc[index], mention)
        if root.dep == _APPOSITION:
            head = root.head
            if head.ent_type and head.dep == _OBJECT and head.ent_type != _PERSON:
                head = head.head.head  # "the ambassador to Chile, Ana Brusk"
            others = (token.ent_type for token in self._doc[head.i + 1 : mention.start])
            if head.i < mention.start and head.ent_type != _PERSON and _PERSON not in others:
                yield from _noun_phrase(self._doc, head, mention)

    def _copulas(self, root: Token) -> Iterator[Role]:
        verbs = [self._doc[index] for index in self._clauses.get(root.i, ())]
        subject = root.head if root.dep == _APPOSITION else root
        if subject.dep in _SUBJECTS:
            verbs.append(subject.head)
        for verb in verbs:
            word = verb.lower_
            if word in _BE:
                for child in verb.children:
                    if child.dep == _ATTRIBUTE:
                        yield from _noun_phrase(self._doc, child, None)
            elif word in _SERVE:
                for child in verb.children:
                    if child.dep == _OBJECT_PREDICATE:  # "was elected mayor"
                        yield from _noun_phrase(self._doc, child, None)
                    elif child.dep == _PREPOSITION and child.lower_ == "as":
                        for noun in child.children:
                            if noun.dep == _OBJECT:
                                yield from _noun_phrase(self._doc, noun, None)


def _by_head(columns: NDArray[Any], dep: int) -> dict[int, list[int]]:
    """The tokens with this dependency label, by their heads."""
    found: dict[int, list[int]] = {}
    tokens = np.flatnonzero(columns[:, 0] == dep)
    heads = tokens + columns[tokens, 1].astype(np.int64)
    for token, head in zip(tokens.tolist(), heads.tolist(), strict=True):
        found.setdefault(head, []).append(token)
    return found


def _before(doc: Doc, mention: NameMention) -> Iterator[Role]:
    """The role right before a name: "foreign minister" in "foreign minister Ishaq Dar"."""
    start = name = mention.start - bracketed(doc, mention.start)
    if start and doc[start - 1].lower_ == _SURNAMED:
        start = name = start - 1  # "a trader surnamed Quill"
    first = max(0, start - _LONGEST_BEFORE)
    while start > first and not (token := doc[start - 1]).is_space:
        if token.tag not in _BEFORE_TAGS and token.lower_ not in _MODIFIERS:
            if token.ent_type == doc[start].ent_type == _ORG and doc[start].ent_iob == _INSIDE:
                start -= 1  # "Chamber of Commerce President Ishaq Dar"
                continue
            if _follows_office(doc, start - 1, name):
                start -= 2  # "Minister of Trade Ishaq Dar"
                continue
            break
        if token.tag == _CONJUNCTION and start > 1 and doc[start - 2].ent_type == _PERSON:
            break  # "Sir Colin Pratt and Dr Asha Menon"
        start -= 1
    if start < name:
        yield from _phrase(doc, start, name, name, is_before=True)


def _set_off(doc: Doc, mention: NameMention) -> Iterator[Role]:
    """The role before a comma and a name: "the governor of Kano, Malam" Ishaq Dar."""
    name = mention.start
    while name and is_rank(doc, name - 1):
        name -= 1
    comma, end = name - 1, mention.end
    if comma < 2 or doc[comma].text != "," or doc[end : end + 1].text not in {",", ".", ";"}:
        return
    if doc[end + 1 : end + 2].text and doc[end + 1].ent_type == _PERSON:
        return  # a list
    for index in range(comma - 1, max(0, comma - _LONGEST_BEFORE) - 1, -1):
        token = doc[index]
        if token.is_punct or token.is_space or token.ent_type == _PERSON or token.tag in _FINITE:
            return
        if token.lower_ not in load_terms("name_determiners"):
            continue
        noun = _role_noun(doc, index + 1, comma)
        if noun is not None and (noun + 1 == comma or doc[noun + 1].lower_ in _COMPLEMENTS):
            yield from _phrase(doc, index + 1, comma, noun + 1)
            return


def _follows_office(doc: Doc, index: int, name: int) -> bool:
    """Whether "of" or "for" here says what the office right before a name is of.

    In "a son of minister Ishaq Dar" and "spokesman for President Roa" the office comes behind.
    """
    if doc[index].lower_ not in _OF or not 0 < index < name - 1:
        return False
    office = doc[index - 1].lower_
    return (
        office in _role_nouns()
        and office not in _KIN
        and _role_noun(doc, index + 1, name) is None
        and all(_is_capital(token) or token.lower_ in _JOINING for token in doc[index + 1 : name])
    )


def _noun_phrase(doc: Doc, head: Token, mention: NameMention | None) -> Iterator[Role]:
    """The phrase of ``head`` with its first complement ("ambassador to China")."""
    start, end = head.left_edge.i, head.i + 1
    for child in head.rights:
        if child.dep != _PREPOSITION or child.lower_ not in _COMPLEMENTS:
            continue
        edge = child.right_edge.i + 1
        edge = next((i for i in range(child.i, edge) if _ends_at(doc, i)), edge)
        # "a driver for 16 years" is a driver.
        if not any(token.like_num for token in doc[child.i : edge]):
            end = edge
        break
    if mention is not None and start <= mention.start < end:
        end = mention.start
    yield from _phrase(doc, start, end, head.i + 1)


def _phrase(
    doc: Doc, start: int, end: int, noun_end: int, *, is_before: bool = False
) -> Iterator[Role]:
    """The role in tokens ``start`` to ``end`` whose noun is before ``noun_end``, if any.

    ``is_before`` says that a name follows: then ranks at its end are that name's titles.
    """
    for index in range(start, min(noun_end, end)):
        # "Hanoi-based Mr", "said economist": what belongs to the sentence before.
        if doc[index].is_space or (
            doc[index].is_punct and doc[index].text not in {"-", "’", "'", "."}
        ):
            start = index + 1
    start = _without_openers(doc, start, min(noun_end, end))
    for index in range(noun_end, end):
        if _ends_at(doc, index) or doc[index].is_space:
            end = index
            break
    noun = _role_noun(doc, start, min(noun_end, end))
    if noun is None:
        return
    if is_before:
        end = _without_ranks(doc, start, end)
        noun = _role_noun(doc, start, end)
        if noun is not None and any(doc[i].tag == _POSSESSIVE for i in range(noun, end)):
            return  # "Minister Roa's counterpart"
    while end > start and (
        (not doc[end - 1].text[-1].isalnum() and doc[end - 1].text[-1] != ".")
        or doc[end - 1].lower_ in _NO_END
    ):
        end -= 1
    if noun is None or noun >= end or doc[noun + 1 : noun + 2].text.lower() in _STYLES:
        return  # "Her Royal Highness" is no office
    # "ever a scholar"
    start = next((i + 1 for i in range(noun - 1, start, -1) if doc[i].lower_ in _ARTICLES), start)
    start = _office_start(doc, start, noun)
    words = [doc[index].lower_ for index in range(start, end)]
    if len(words) > 1 or words[0] not in _KIN:
        yield Role(doc[start:end].text, noun, start)


def _without_openers(doc: Doc, start: int, end: int) -> int:
    """The start of a role, after words that are not part of it: "45-year-old"."""
    for index in range(end - 2, start - 1, -1):
        if doc[index].lower_ in _STYLES or (index > start + 1 and doc[index].lower_ == "old"):
            start = index + 1
            break
    while start < end:
        word = doc[start].lower_
        # "fellow" is no opener in "fellow of the academy".
        is_opener = word in _LEFT_OUT and (start + 1 < end or word not in _role_nouns())
        if not is_opener and word not in _NO_NAMES and word[0].isalpha():
            break
        start += 1
    return start


def _role_noun(doc: Doc, start: int, end: int) -> int | None:
    """The last token in ``start`` to ``end`` that is a noun for an office or occupation."""
    known = _role_nouns()
    for index in range(end - 1, start - 1, -1):
        if (
            doc[index].lower_ in known
            or is_office_of_general(doc, index)
            or ends_office(doc, index)
        ):
            return index
    return None


def _without_ranks(doc: Doc, start: int, end: int) -> int:
    """The end of an office without ranks after it: "police chief Gen." is a police chief."""
    cut = end
    while cut > start and (is_rank(doc, cut - 1) or (cut > 1 and is_inside_rank(doc, cut - 1))):
        cut -= 1
    if cut > start and _role_noun(doc, cut - 1, cut) is None:
        office = _role_noun(doc, start, cut)
        if (
            office is not None
            and doc[office + 1].lower_ in _OF
            and doc[cut - 1].lower_ not in _OF  # "Chief of Staff"
        ):
            return cut  # "Minister of Education Dr"
        # "Air Force Commander Lt. Gen."; "retired General", "Crown Prince"
        return cut + 1 if cut < end and doc[cut].lower_ in load_terms("roles") else end
    return cut


def _office_start(doc: Doc, start: int, noun: int) -> int:
    """The start of the office: "subdued Prime Minister" is the Prime Minister.

    Before a capitalised office, lower-case words belong to it only if they say when or how it is
    held. Before other offices, participles do not belong to it.
    """
    is_capital = doc[noun].text[0].isupper()
    for index in range(noun - 1, start - 1, -1):
        token = doc[index]
        if token.lower_ in _MODIFIERS or not token.text[0].isalpha() or _is_capital(token):
            continue
        if token.ent_type == _ORG and token.ent_iob == _INSIDE:
            continue
        if token.tag == _CONJUNCTION and index > start and _joins(doc, start, index):
            continue
        if (is_capital and token.tag_ != "POS") or token.tag in _PARTICIPLES:
            return index + 1
    return start


def _joins(doc: Doc, start: int, index: int) -> bool:
    """Whether "and" is inside an office: "Trade and Tourism Minister".

    In "the Prince and Prime Minister Roa" it may join two people.
    """
    if not _is_capital(doc[index - 1]):
        return False
    if is_first_name(doc[index - 1].lower_) and _role_noun(doc, index - 2, index - 1) is not None:
        return False  # "King Tarik and Queen Salma"
    is_office = _role_noun(doc, index - 1, index) is not None
    return not (is_office and start and doc[start - 1].lower_ in load_terms("determiners"))


def _is_capital(token: Token) -> bool:
    """Whether a word is capitalised, and not only because it begins a sentence."""
    return token.text[0].isupper() and (
        not token.is_sent_start or token.ent_type != 0 or token.tag not in _DESCRIBING
    )


def _ends_at(doc: Doc, index: int) -> bool:
    """Whether a role ends before this token; not at an "and" within a capitalised name."""
    if doc[index].text not in _ENDS:
        return False
    is_inside = doc[index].text == "and" and 0 < index < len(doc) - 1
    return not (is_inside and doc[index - 1].is_title and doc[index + 1].is_title)


@cache
def _role_nouns() -> frozenset[str]:
    titles = load_terms("titles") - load_terms("rank_titles")
    return (load_terms("roles") | titles) - load_terms("courtesy_titles") - _ONLY_WITH_OTHERS


def unique_roles(roles: Iterable[Role]) -> list[str]:
    """The texts of ``roles`` in order, without duplicates, ignoring case."""
    texts: dict[str, str] = {}
    for role in roles:
        texts.setdefault(role.text.casefold(), role.text)
    return list(texts.values())
