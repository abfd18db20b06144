"""What an article says a person is: offices, occupations and titles, as written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from spacy.tokens import Doc, Token

from pipeline.lexicons import load_terms
from pipeline.stages.name_groups import NameMention

_LEFT_OUT = frozenset(
    {
        *("the", "a", "an", "his", "her", "their", "its", "our", "my", "your", "this", "also"),
        *("then", "now", "only", "one", "who", "including", "like", "while", "whose", "both"),
    }
)
_COURTESIES = frozenset(
    {
        *("mr", "mr.", "mrs", "mrs.", "ms", "ms.", "miss", "mx", "mx.", "messrs"),
        "st",
        "st.",
        "saint",
    }
)
_KIN = frozenset(
    {
        *("father", "mother", "brother", "sister", "son", "daughter", "wife", "husband", "uncle"),
        *("aunt", "cousin", "nephew", "niece", "friend", "colleague", "partner", "man", "woman"),
    }
)
_BE = frozenset({"is", "was", "became", "becomes", "remains", "remained", "be", "been"})
_SERVE = frozenset(
    {"serves", "served", "serving", "works", "worked", "acts", "acted", "elected", "appointed"}
)
_COMPLEMENTS = frozenset({"of", "to", "at", "for", "in", "on"})
_ENDS = frozenset({",", ";", "–", "—", "(", "who", "which", "that", "and", "whose", "\n"})
_BEFORE_TAGS = frozenset({"NN", "NNP", "NNPS", "JJ", "HYPH", "VBN", "POS", "CC"})


class Role(NamedTuple):
    """A role as written, the token of its noun ("minister"), and the words before that noun."""

    text: str
    noun: int
    start: int


def find_roles(doc: Doc, mention: NameMention) -> Iterator[Role]:
    """The roles given to the person beside this mention of the name, in the order of the text."""
    root = doc[mention.start : mention.end].root
    found = [
        *_before(doc, mention),
        *_appositions(doc, mention, root),
        *_copulas(doc, root),
    ]
    yield from sorted(found, key=lambda role: role.start)


def _before(doc: Doc, mention: NameMention) -> Iterator[Role]:
    """The nouns right before the name: "foreign minister" in "foreign minister Ishaq Dar"."""
    start = mention.start
    while start > 0 and doc[start - 1].tag_ in _BEFORE_TAGS and not doc[start - 1].is_space:
        start -= 1
    if start < mention.start:
        yield from _phrase(doc, start, mention.start, mention.start)


def _appositions(doc: Doc, mention: NameMention, root: Token) -> Iterator[Role]:
    for child in root.children:
        if child.dep_ == "appos" and not child.ent_type_:
            yield from _noun_phrase(doc, child, mention)
    if root.dep_ == "appos" and root.head.i < mention.start and root.head.ent_type_ != "PERSON":
        yield from _noun_phrase(doc, root.head, mention)


def _copulas(doc: Doc, root: Token) -> Iterator[Role]:
    verbs = [child for child in root.children if child.dep_ == "relcl"]
    if root.dep_ == "nsubj":
        verbs.append(root.head)
    for verb in verbs:
        for child in verb.children:
            if child.dep_ == "attr" and verb.lower_ in _BE:
                yield from _noun_phrase(doc, child, None)
            elif child.dep_ == "prep" and child.lower_ == "as" and verb.lower_ in _SERVE:
                for noun in child.children:
                    if noun.dep_ == "pobj":
                        yield from _noun_phrase(doc, noun, None)


def _noun_phrase(doc: Doc, head: Token, mention: NameMention | None) -> Iterator[Role]:
    """The phrase of ``head`` with the first phrase that completes it ("ambassador to China")."""
    start, end = head.left_edge.i, head.i + 1
    for child in head.rights:
        if child.dep_ != "prep" or child.lower_ not in _COMPLEMENTS:
            continue
        edge = child.right_edge.i + 1
        edge = next((i for i in range(child.i, edge) if doc[i].text in _ENDS), edge)
        # "a driver for 16 years" is a driver.
        if not any(token.like_num for token in doc[child.i : edge]):
            end = edge
        break
    if mention is not None and start <= mention.start < end:
        end = mention.start
    yield from _phrase(doc, start, end, head.i + 1)


def _phrase(doc: Doc, start: int, end: int, noun_end: int) -> Iterator[Role]:
    """The role in tokens ``start`` to ``end`` whose noun stands before ``noun_end``, if any."""
    for index in range(start, min(noun_end, end)):
        # "Hanoi-based Mr", "said economist": what belongs to the sentence before.
        if doc[index].is_space or (
            doc[index].is_punct and doc[index].text not in {"-", "’", "'", "."}
        ):
            start = index + 1
    while start < end and (doc[start].lower_ in _LEFT_OUT or doc[start].lower_ in _COURTESIES):
        start += 1
    while start < end and not doc[start].text[0].isalpha():
        start += 1
    for index in range(noun_end, end):
        if doc[index].text in _ENDS or doc[index].is_space:
            end = index
            break
    while end > start and not doc[end - 1].text[-1].isalnum() and doc[end - 1].text[-1] != ".":
        end -= 1
    words = [doc[index].lower_ for index in range(start, end)]
    if not words or (len(words) == 1 and words[0] in _KIN):
        return
    known = _role_nouns()
    for index in range(min(noun_end, end) - 1, start - 1, -1):
        if doc[index].lower_ in known:
            yield Role(doc[start:end].text, index, start)
            return


@cache
def _role_nouns() -> frozenset[str]:
    return (load_terms("roles") | load_terms("titles")) - _COURTESIES


def unique_roles(roles: Iterable[Role]) -> list[str]:
    """The texts of ``roles`` in order, each once whatever its capitals."""
    texts: dict[str, str] = {}
    for role in roles:
        texts.setdefault(role.text.casefold(), role.text)
    return list(texts.values())
