"""Who speaks if the source is a document, a government or an abbreviation: "a WMO report".

All ranges are of tokens; ``source`` are those of the whole phrase.
"""

from __future__ import annotations

from collections.abc import Set

from spacy.tokens import Doc, Token

from ...lexicons import load_terms
from ...lexicons.inflections import find_lemma

_BETWEEN = frozenset({"POS", "JJ", "NN", "VBN", "HYPH", "CD"})
_BY = frozenset({"by", "from", "of"})
_BY_WRITERS = frozenset({"by", "from"})
_TITLE_TAGS = frozenset({"NN", "NNP", "JJ", "POS", "HYPH"})
_TIMES = frozenset({"DATE", "TIME"})
_OF_GOVERNMENTS = frozenset({"the", "government", "of", "'s", "’s"})


def put_out(doc: Doc, source: range, body: range, aside: Set[int]) -> bool:
    """Whether the organisation ``body`` published it: "a WMO report", "the Marnia paper".

    So it is if the phrase is its name with a common noun: "Solvo group".

    Args:
        doc: the Doc.
        source: the whole phrase.
        body: the organisation's name in it.
        aside: the tokens in brackets.
    """
    before = range(source.start, body.start)
    behind = [i for i in range(body.stop, source.stop) if i not in aside]
    while behind and doc[behind[-1]].ent_type_ in _TIMES:
        behind.pop()  # "a WMO report this week"
    if behind:
        sort = doc[behind[0]]
        if sort.lower_ in load_terms("nouns_of_named_bodies") and _heads(sort, source):
            return True
        noun = doc[behind[-1]].lower_
        joined = all(doc[i].tag_ in _BETWEEN for i in behind[:-1])
    else:
        noun = next((doc[i].lower_ for i in before if doc[i].tag_ in {"NN", "NNS"}), "")
        joined = bool(before) and _leads_to_issuer(
            doc, before, _preposition_before(doc, source, body)
        )
    return joined and noun in load_terms("document_nouns") | load_terms("publication_nouns")


def _heads(noun: Token, source: range) -> bool:
    """Whether a noun is the head of a source: of "Solvo group", not of "Solvo group workers"."""
    return noun.head.i not in source and noun.dep_ != "compound"


def _leads_to_issuer(doc: Doc, before: range, by: int | None) -> bool:
    """Whether a document's words before a name lead to who put it out: "the report by the".

    Those of "a letter to the" and "an e-mail seen by the" do not. ``by`` is the preposition before
    the name and its title, if there is one.
    """
    last = before[-1] if by is None else by
    if by is None and doc[last].lower_ in load_terms("determiners") and len(before) > 1:
        last -= 1
    elif by is None and doc[last].lower_ not in _BY:
        return any(doc[i].lower_ in load_terms("determiners") for i in before[-2:])
    if doc[last].tag_ not in {"IN", "TO"}:
        return True
    participle = doc[last - 1].lower_ if doc[last - 1].tag_ in {"VBN", "VBD"} else ""
    seen = find_lemma(participle, load_terms("verbs_of_receiving")) is not None
    return doc[last].lower_ in _BY and not seen


def wrote(doc: Doc, source: range, person: range) -> bool:
    """Whether it is what a person wrote: "Mayor Quist's letter", "a letter by Mayor Quist"."""
    if person.stop == source.stop and (by := _preposition_before(doc, source, person)) is not None:
        return doc[by].lower_ in _BY_WRITERS and doc[by - 1].lower_ in load_terms("document_nouns")
    behind = [i for i in range(person.stop, source.stop) if doc[i].tag_ != "POS"]
    owns = doc[person.start].dep_ == "poss" or doc[person.start : person.stop].root.dep_ == "poss"
    joined = all(doc[i].tag_ in _BETWEEN for i in behind[:-1])
    said = load_terms("document_nouns")
    return owns and joined and bool(behind) and doc[behind[-1]].lower_ in said


def _preposition_before(doc: Doc, source: range, person: range) -> int | None:
    """The preposition before a person's name and title, if there is one in ``source``."""
    for index in range(person.start - 1, source.start, -1):
        if doc[index].tag_ == "IN":
            return index
        if doc[index].tag_ not in _TITLE_TAGS:
            return None
    return None


def governs(doc: Doc, source: range, place: range) -> bool:
    """Whether it is a country's government: "the UK government", "the government of Chile"."""
    others = {doc[i].lower_ for i in source if i not in place}
    return "government" in others and others <= _OF_GOVERNMENTS


def said_in(doc: Doc, source: range, document: str) -> bool:
    """Whether the sentence of a source says that it is in a document: "said in her letter"."""
    sentence = doc[source.start].sent
    for token in doc[source.stop : sentence.end]:
        if token.lower_ == document:
            return any(one.lower_ == "in" for one in doc[max(source.stop, token.i - 5) : token.i])
    return False


def abbreviates(doc: Doc, source: range, short: range) -> bool:
    """Whether a name in brackets stands for it: "the harbour watch committee (HWC)"."""
    before, behind = short.start - 1, short.stop
    if behind != source.stop - 1 or before <= source.start:
        return False
    if doc[before].text != "(" or doc[behind].text != ")":
        return False
    initials = (doc[i].lower_[0] for i in range(source.start, before))
    return all(letter in initials for letter in doc[short.start : short.stop].text.lower())
