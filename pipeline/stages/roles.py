"""What an article says a person is: offices and occupations, as written."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from pipeline.lexicons import load_terms
from pipeline.stages.name_groups import NameMention

_LEFT_OUT = frozenset({"the", "a", "an", "his", "her", "their", "its", "our", "my", "also", "then"})
_NAME_TAGS = frozenset({"NNP", "NNPS"})


def find_roles(doc: Doc, mention: NameMention) -> Iterator[str]:
    """The roles given to the person beside this mention of the name."""
    root = doc[mention.start : mention.end].root
    yield from _before(doc, mention)
    yield from _appositions(doc, mention, root)
    yield from _copulas(doc, root)


def _before(doc: Doc, mention: NameMention) -> Iterator[str]:
    """The nouns right before the name: "foreign minister" in "foreign minister Ishaq Dar"."""
    start = mention.start
    while start > 0 and _modifies(doc[start - 1]):
        start -= 1
    yield from _phrase(doc, start, mention.start)


def _modifies(token: Token) -> bool:
    return token.tag_ in {"NN", "NNP", "NNPS", "JJ", "HYPH", "VBN", "POS"} and not token.is_space


def _appositions(doc: Doc, mention: NameMention, root: Token) -> Iterator[str]:
    for child in root.children:
        if child.dep_ == "appos" and child.tag_ != "NNPS":
            yield from _noun_phrase(doc, child, mention)
    if root.dep_ == "appos" and root.head.i < mention.start:
        yield from _noun_phrase(doc, root.head, mention)


def _copulas(doc: Doc, root: Token) -> Iterator[str]:
    verbs = [child for child in root.children if child.dep_ == "relcl"]
    if root.dep_ == "nsubj":
        verbs.append(root.head)
    for verb in verbs:
        for child in verb.children:
            if verb.lower_ in _BE and child.dep_ == "attr":
                yield from _noun_phrase(doc, child, None)
            elif verb.lower_ in _SERVE and child.dep_ == "prep" and child.lower_ == "as":
                for noun in child.children:
                    if noun.dep_ == "pobj":
                        yield from _noun_phrase(doc, noun, None)


_BE = frozenset({"is", "was", "'s", "’s", "became", "becomes", "remains"})
_SERVE = frozenset(
    {"serves", "served", "works", "worked", "acts", "acted", "serving", "elected", "appointed"}
)


def _noun_phrase(doc: Doc, head: Token, mention: NameMention | None) -> Iterator[str]:
    start, end = head.left_edge.i, head.i + 1
    for child in head.rights:
        if child.dep_ == "prep" and child.lower_ in {"of", "for", "at", "in", "to"}:
            end = child.right_edge.i + 1
    if mention is not None and start <= mention.start < end:
        end = mention.start
    yield from _phrase(doc, start, end)


def _phrase(doc: Doc, start: int, end: int) -> Iterator[str]:
    while start < end and (doc[start].lower_ in _LEFT_OUT or not doc[start].text[0].isalpha()):
        start += 1
    for index in range(start, end):
        if doc[index].text in {",", ";", "–", "—", "(", "who"} or doc[index].is_space:
            end = index
            break
    while end > start and not doc[end - 1].text[-1].isalnum():
        end -= 1
    roles = load_terms("roles")
    titles = load_terms("titles")
    if any(doc[i].lower_ in roles or doc[i].lower_ in titles for i in range(start, end)):
        yield doc[start:end].text
