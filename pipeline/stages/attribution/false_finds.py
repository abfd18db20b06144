"""Recognises finds of the network that report nothing: names, set phrases, deeds, datelines."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from ...lexicons import load_terms
from ..annotations import Attribution
from ..grammar import FINITE, OBJECTS
from .certain import has_letter
from .line_starts import begins_line, is_place
from .word_features import CUE_LEXICONS

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from ...spans import Offsets

LONGEST_NAME: Final = 8
"""In words, articles and the like included."""
DEED_BELOW: Final = 0.75
"""With this confidence or more, even a verb in no lexicon may report a noun phrase."""


def is_false(doc: Doc, text: str, one: Attribution) -> bool:
    """Whether an attribution reports nothing that anybody said, wrote or thought."""
    return (
        is_name(text, one)
        or is_turn(text, one)
        or is_circumstance(doc, one)
        or is_deed(doc, one)
        or is_refusal(doc, one)
        or is_empty(doc, text, one)
        or is_in_name(doc, one)
        or is_dateline(text, one, doc._.body_start)
    )


def is_dateline(text: str, one: Attribution, body_start: int) -> bool:
    """Whether its "source" is only the dateline of the article: "Doha: As per law, …"."""
    source, cue = one["source"], one["cue"]
    if source is None or cue is None or text[slice(*cue)] != ":" or one["type"] != "indirect":
        return False
    begins = source[0] >= body_start and begins_line(text, source[0])
    return begins and is_place(text[slice(*source)])


def is_name(text: str, one: Attribution) -> bool:
    """Whether an attribution only gives a name: "known as “Shorty”", "a film titled “Home”".

    Whoever is known by a name does not say the name.
    """
    known = one["cue_lemma"] == "know" and text[slice(*(one["cue"] or (0, 0)))].endswith(
        ("as", "to")
    )
    return (
        one["cue_lemma"] in load_terms("cues_naming")
        and (known or one["source"] is None)
        and one["type"] != "indirect"
        and sum(len(text[slice(*span)].split()) for span in one["content"]) <= LONGEST_NAME
    )


def is_turn(text: str, one: Attribution) -> bool:
    """Whether it is only a set phrase: "That said, the rain stopped"."""
    start = one["source"][0] if one["source"] else one["content"][0][0]
    return text[start : one["content"][0][0]].strip().lower() in {"that said,", "this said,"}


def is_in_name(doc: Doc, one: Attribution) -> bool:
    """Whether its "cue" is only part of a person's name: "“Wait for us,” Dr Okoro"."""
    cue = None if one["cue"] is None else doc.char_span(*one["cue"], alignment_mode="expand")
    return bool(cue) and all(word.ent_type_ == "PERSON" for word in cue or ())


def is_empty(doc: Doc, text: str, one: Attribution) -> bool:
    """Whether its content is only a pronoun, or says nothing: "wrote it", "said nothing"."""
    start, end = one["content"][0][0], one["content"][-1][1]
    if not has_letter(text, start, end):
        return not any(character.isdigit() for character in text[start:end])
    if one["type"] != "indirect":
        return False
    if " ".join(text[start:end].lower().split()).strip(".,;:!?") in load_terms("empty_contents"):
        return True
    content = doc.char_span(start, end, alignment_mode="expand")
    return all(word.tag_ == "PRP" for word in content or ())


def is_circumstance(doc: Doc, one: Attribution) -> bool:
    """Whether its content is only where, when or for whom: "On her behalf, Ruiz asked …"."""
    if one["type"] != "indirect" or one["cue"] is None or len(one["content"]) > 1:
        return False
    (start, end) = one["content"][0]
    content = doc.char_span(start, end, alignment_mode="contract")
    if content is None or end > one["cue"][0] or not content or content[0].tag_ != "IN":
        return False
    if any(word.tag_ in FINITE or word.tag_ == "TO" for word in content):
        return False
    return all(word.i <= content[0].right_edge.i for word in content if not word.is_punct)


def is_deed(doc: Doc, one: Attribution) -> bool:
    """Whether it tells what somebody did: "The city signed an agreement to run the buses".

    The verb is in no lexicon of cues or of light verbs, or is in that of deeds, and the content is
    a noun phrase, an infinitive or a gerund. Or the content is only who is reported to.
    """
    if one["type"] != "indirect" or one["confidence"] >= DEED_BELOW or one["cue"] is None:
        return False
    cue = doc.char_span(*one["cue"], alignment_mode="expand")
    said = one["cue_lemma"] in load_terms("cues_speech")
    if said and cue is not None and _is_reported_to(doc, cue.root, one["content"][0]):
        return True
    if one["cue_lemma"] in _known() or any(word.lower_ in _known() for word in cue or ()):
        return False
    content = [
        word
        for span in one["content"]
        for word in doc.char_span(*span, alignment_mode="expand") or ()
    ]
    if any(word.tag_ in FINITE for word in content):
        return False
    verbs = [word.tag_ for word in content if word.tag_.startswith("VB")]
    gerund = bool(content) and content[0].tag_ == "VBG"
    return not verbs or gerund or any(word.tag_ == "TO" for word in content)


def _is_reported_to(doc: Doc, cue: Token, span: Offsets) -> bool:
    """Whether a content is what "to" behind the cue leads to: "reported to the police in May"."""
    to = next(
        (child for child in cue.rights if child.dep_ == "prep" and child.lower_ == "to"), None
    )
    content = doc.char_span(*span, alignment_mode="expand")
    if to is None or not content or content.start != to.i + 1:
        return False
    return not any(word.tag_.startswith("VB") for word in content)


def is_refusal(doc: Doc, one: Attribution) -> bool:
    """Whether something is kept from somebody: "denied the motion the chance to be heard"."""
    if one["cue"] is None or one["cue_lemma"] != "deny" or one["type"] != "indirect":
        return False
    cue = doc.char_span(*one["cue"], alignment_mode="expand")
    objects = [child for child in cue.root.rights if child.dep_ in OBJECTS] if cue else []
    return len(objects) > 1


@cache
def _known() -> frozenset[str]:
    lexicons = (*CUE_LEXICONS, "cues_addressing", "light_verbs")
    return frozenset[str]().union(*map(load_terms, lexicons)) - load_terms("deed_verbs")
