"""Reports that are sure by their form alone.

They are what is so "according to" somebody or "in the words of" somebody, or "told by" one; what is
"said to be" so; what somebody is asked ("Asked whether she would resign"); labels ("Okoro: “…”"),
estimates ("put the cost at two million") and denials ("rejected statements that it leaks"). Outside
of other reports so are "Ruiz states that" and "Ruiz directed them to".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ...lexicons import load_terms
from ..grammar import FINITE, SUBJECTS
from .candidates import Candidate
from .cues import cue_lemma, find_charge
from .word_features import CUE_LEXICONS, Words, opens_question, token_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

FORMULA_CERTAINTY: Final = 0.5
_UNLIKE: Final = frozenset({"neg", "auxpass"})
WORDED: Final = 4
"""Words of "in the words of"."""
NUMBER_WITHIN: Final = 5
"""Words behind "at" in which the number of an estimate stands."""
CLAIM_WITHIN: Final = 4
"""Words of a content in which the "that" of a denied claim stands."""


def least_of(doc: Doc, words: Words, one: Candidate, *, within: bool = True) -> float:
    """The confidence that a candidate has by its form alone.

    Every form of this module has the same confidence, :data:`FORMULA_CERTAINTY`; others have 0.

    Args:
        doc: the article.
        words: its words.
        one: the candidate.
        within: whether its cue may be in the content of another report, which a plain one
            ("Ruiz states that", "Ruiz directed them to") would take apart.
    """
    cue = token_of(doc, words, one.head)
    formula = (
        cue.lower_ == "according"
        or is_worded(doc, words, one.head)
        or _is_told(doc, words, one, cue)
        or _is_estimate(doc, words, one, cue)
        or is_label(words, one, cue)
        or _is_denial(doc, words, one, cue)
    )
    passive = _is_raised(doc, words, one, cue) or _is_asked(doc, words, one, cue)
    sure = passive or (formula and one.source) or (not within and _is_plain(doc, words, one, cue))
    return FORMULA_CERTAINTY if sure else 0.0


def is_worded(doc: Doc, words: Words, head: int) -> bool:
    """Whether a word begins "in the words of", or the like."""
    phrase = [token_of(doc, words, at).lower_ for at in range(head, min(head + WORDED, len(words)))]
    return phrase == ["in", "the", "words", "of"]


def whose_words(doc: Doc, phrase: int) -> range | None:
    """The tokens of who is named at the token ``phrase``, "in" of "in the words of Ana Ruiz, it".

    None if no clause is around, or it does not follow a comma.
    """
    verb, first = doc[phrase].head, phrase + WORDED
    subject = next((child for child in verb.lefts if child.dep_ in SUBJECTS), None)
    if subject is not None and subject.i > phrase:
        stop = subject.left_edge.i
    else:
        stop = next((c.i for c in verb.lefts if c.i > first and not c.is_punct), verb.i)
        stop = next((token.i for token in doc[first:stop] if token.tag_ in FINITE), stop)
    while stop > first and doc[stop - 1].tag_ == "RB":
        stop -= 1
    return range(first, stop - 1) if stop > first + 1 and doc[stop - 1].text == "," else None


def _is_told(doc: Doc, words: Words, one: Candidate, cue: Token) -> bool:
    """Whether a passive reports: "was told by Ruiz that", "was accused of lying by Ruiz"."""
    if cue.tag_ != "VBN" or one.content[0] < one.head:
        return False
    by = any(child.dep_ == "agent" for child in cue.rights)
    first = token_of(doc, words, one.content[0])
    passive = any(child.dep_ == "nsubjpass" for child in cue.lefts)
    behind = bool(one.source) and one.source[0] > one.content[-1]
    return (by and first.lower_ == "that") or (passive and behind and first.tag_ == "VBG")


def _is_raised(doc: Doc, words: Words, one: Candidate, cue: Token) -> bool:
    """Whether a clause stands around the cue: "The owner is said to have left"."""
    if cue.tag_ != "VBN" or not one.content[0] < one.head < one.content[-1]:
        return False
    behind = next(word for word in one.content if word > one.head)
    return (
        any(child.dep_ == "auxpass" for child in cue.lefts)
        and token_of(doc, words, behind).tag_ == "TO"
        and cue_lemma(cue) in load_terms("cues_speech")
    )


def _is_asked(doc: Doc, words: Words, one: Candidate, cue: Token) -> bool:
    """Whether a question follows a passive: "was asked what they needed", "Asked if it rained"."""
    alone = cue.dep_ == "advcl" and not any(child.dep_ == "nsubj" for child in cue.lefts)
    if not (cue.tag_ == "VBN" or alone) or one.content[0] < one.head:
        return False
    first = token_of(doc, words, one.content[0])
    return opens_question(first) and cue_lemma(cue) in load_terms("cues_asking")


def _is_estimate(doc: Doc, words: Words, one: Candidate, cue: Token) -> bool:
    """Whether a number is given for something: "put the bill at 310 million euros"."""
    if cue_lemma(cue) not in load_terms("cues_estimating") or one.content[0] < one.head:
        return False
    content = [token_of(doc, words, word) for word in one.content]
    return any(
        word.lower_ == "at" and any(near.like_num for near in content[at + 1 : at + NUMBER_WITHIN])
        for at, word in enumerate(content)
    )


def is_label(words: Words, one: Candidate, cue: Token) -> bool:
    """Whether a name with a colon stands before a quotation: "Okoro: “About time.”"."""
    beside = bool(one.source) and one.source[-1] + 1 == one.head == one.content[0] - 1
    return cue.text == ":" and beside and int(words.quotation[one.content[0]]) >= 0


def _is_denial(doc: Doc, words: Words, one: Candidate, cue: Token) -> bool:
    """Whether it is denied what others say: "rejected the claim that it leaks"."""
    if cue_lemma(cue) not in load_terms("cues_denying") or one.content[0] < one.head:
        return False
    opening = (token_of(doc, words, word).lower_ for word in one.content[:CLAIM_WITHIN])
    return "that" in opening


def _is_plain(doc: Doc, words: Words, one: Candidate, cue: Token) -> bool:
    """Whether a finite verb of saying has a source before it, and its clause behind it."""
    helpers = [child.lower_ for child in cue.lefts if child.dep_ == "aux"]
    finite = helpers == [] if cue.tag_ in FINITE else helpers in (["has"], ["have"], ["had"])
    if not finite or not cue.tag_.startswith("V") or any(c.dep_ in _UNLIKE for c in cue.children):
        return False
    if not one.source or not one.source[-1] < one.head < one.content[0]:
        return False
    lemma = cue_lemma(cue)
    first = token_of(doc, words, one.content[0])
    if first.lower_ == "that" and first.tag_ == "IN":
        return any(lemma in load_terms(name) for name in CUE_LEXICONS)
    charge = find_charge(cue, lemma)
    return charge is not None and charge.i <= int(words.token[one.content[-1]])
