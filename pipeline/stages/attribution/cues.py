"""The lemma, the mode and the addressee of an attribution, from its words."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Final, Literal

from spacy.tokens import Doc, Token

from ...lexicons import load_terms
from ...lexicons.inflections import find_lemma, lemmatise
from ...spans import Offsets
from ..grammar import FINITE, OBJECTS

type Mode = Literal["speech", "writing", "thought"]

_SAYS_TO: Final = frozenset({"to", "with", "before"})
_OCCASIONS: Final = load_terms("occasions")
_ACCUSES: Final = frozenset({"accuse"})


def cue_lemma(token: Token) -> str:
    """The lemma of a cue's head in lower case: "say" for "said"; "according" stays."""
    return _lemma(token.lower_, token.tag_)


@lru_cache(maxsize=10_000)
def _lemma(form: str, tag: str) -> str:
    if form == "according" or not tag.startswith(("V", "N")):
        return form
    known = _verbs() if tag.startswith("V") else load_terms("cues_nouns")
    if tag in {"VB", "VBP", "NN"}:
        return find_lemma(form, known) or form
    return lemmatise(form, known)


@cache
def _verbs() -> frozenset[str]:
    lexicons = ("cues_speech", "cues_writing", "cues_thought", "cues_addressing")
    return frozenset[str]().union(*map(load_terms, lexicons))


def find_mode(lemma: str, source: Token | None, cue: Token | None = None) -> Mode:
    """Speech, writing or thought, by the cue. What a document says is writing.

    So is what somebody says in a document: "said in an emailed statement".
    """
    if lemma in load_terms("cues_writing") or (cue is not None and _is_in_writing(cue)):
        return "writing"
    if lemma in load_terms("thoughts"):
        return "thought"
    if lemma in load_terms("cues_thought") and lemma not in load_terms("cues_speech"):
        return "thought"
    if source is not None and _is_writing(source):
        return "writing"
    return "speech"


def _is_writing(noun: Token) -> bool:
    return {noun.lower_, noun.lower_.removesuffix("s")} & load_terms("writings") != set()


def _is_in_writing(cue: Token) -> bool:
    return any(
        _is_writing(noun)
        for preposition in cue.rights
        if preposition.dep_ == "prep" and preposition.lower_ in {"in", "by", "on", "through"}
        for noun in preposition.rights
        if noun.dep_ == "pobj" and (noun.lower_ != "statement" or _is_written(noun))
    )


def _is_written(statement: Token) -> bool:
    """Whether a document was written, such as an emailed statement; others can be read out."""
    return any(word.lower_ in {"emailed", "e-mailed", "written"} for word in statement.lefts)


def find_addressee(doc: Doc, cue: Token, lemma: str) -> Offsets | None:
    """The addressee: "told reporters", "said to her", "in an interview with Le Monde"."""
    addressed = None
    if lemma in load_terms("cues_addressing"):
        addressed = next((child for child in cue.rights if child.dep_ in OBJECTS), None)
    prepositions = (child for child in cue.rights if child.dep_ in {"prep", "dative"})
    addressed = addressed or next(filter(None, map(_behind, prepositions)), None)
    if addressed is None and lemma in load_terms("cues_addressing"):
        addressed = _passive_subject(cue)
    if addressed is None or not (_can_listen(addressed) or lemma in _ACCUSES):
        return None
    return noun_phrase(doc, addressed)


def find_charge(cue: Token, lemma: str) -> Token | None:
    """The first word of what somebody is urged to do, or accused of.

    None of what has something done to it: "ordered the bridge to be closed".
    """
    heard = next((child for child in cue.rights if child.dep_ in OBJECTS), None)
    if heard is None or lemma not in load_terms("cues_addressing"):
        return None
    if lemma in _ACCUSES:
        return _crime(cue, heard)
    for child in (*heard.rights, *cue.rights):
        if child.i < heard.i:
            continue
        if child.dep_ == "prep" and child.lower_ == "of":
            deed = next((word for word in child.rights if word.dep_ == "pcomp"), None)
        else:
            told = child.dep_ == "xcomp" and any(word.tag_ == "TO" for word in child.lefts)
            deed = child if told else None
        if deed is None:
            continue
        passive = any(word.dep_ == "auxpass" for word in deed.lefts)
        return None if passive and not _can_listen(heard) else child.left_edge
    return None


def _crime(cue: Token, heard: Token) -> Token | None:
    """The "of" before what somebody is accused of, which the parser may take for a part of a name.

    In "accused the owner of the boat of arson" it is the last one, in "accused the mayor of Marn"
    there is none.
    """
    words = cue.doc[heard.i + 1 : cue.right_edge.i + 1]
    for word in words:
        if word.tag_ in FINITE:
            break
        deed = any(child.dep_ == "pcomp" for child in word.rights)
        if word.lower_ == "of" and (deed or word.head == cue):
            return word
    for word in reversed(words):
        if word.lower_ == "of":
            return None if any(child.ent_type_ for child in word.rights) else word
    return None


def _passive_subject(cue: Token) -> Token | None:
    """The subject of "was told", and of "asked why" before a report."""
    own = next((child for child in cue.lefts if child.dep_ == "nsubjpass"), None)
    if own is not None or cue.tag_ != "VBN" or cue.dep_ != "advcl":
        return own
    return next((child for child in cue.head.children if child.dep_ == "nsubj"), None)


def _behind(preposition: Token) -> Token | None:
    target = next((child for child in preposition.rights if child.dep_ == "pobj"), None)
    if target is None or preposition.lower_ in _SAYS_TO:
        return target
    if target.lower_ in _OCCASIONS:
        # "in an interview with Le Monde", "in a letter to the minister"
        for child in target.rights:
            if child.dep_ == "prep" and child.lower_ in _SAYS_TO:
                return next((word for word in child.rights if word.dep_ == "pobj"), None)
    return None


def _can_listen(token: Token) -> bool:
    """Whether a word can be an addressee: a name, a pronoun or a noun for people."""
    return token.tag_ in {"NNP", "NNPS", "PRP"} or token.lower_ in load_terms("listeners")


def noun_phrase(doc: Doc, head: Token) -> Offsets:
    """The noun phrase of ``head`` without relative clauses and what follows a comma."""
    first = head.left_edge.i
    last = head.i
    for child in head.rights:
        if child.dep_ not in {"prep", "poss", "compound", "flat", "nummod", "amod", "case"}:
            break
        if any(word.dep_ == "pcomp" for word in child.rights):
            break  # "accused the mayor of lying"
        last = child.right_edge.i
    for token in doc[head.i + 1 : last + 1]:
        if token.is_space or token.text in ",;:":
            last = token.i - 1
            break
    return doc[first].idx, doc[last].idx + len(doc[last])
