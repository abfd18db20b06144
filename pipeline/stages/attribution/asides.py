"""Speakers named in an aside next to a quotation: "(Ana Ruiz, nurse)", "as Ruiz put it"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from ...spans import Offsets
from ..grammar import FINITE_OR_BARE
from .cues import cue_lemma, noun_phrase
from .formulas import WORDED, whose_words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

_BRACKET: Final = re.compile(r"\s*\([^()\n]{3,80}\)")
_LINE_BELOW: Final = re.compile(r"[ \t]*\n\s*(?P<line>[^\n]{3,80})(?=\n|$)")
_ENDS_SENTENCE: Final = frozenset({".", "?", "!", ":", ",", "…"})
_SO: Final = frozenset({"so", "thus"})
_PUT: Final = frozenset({"put", "puts"})
_CLOSING: Final = frozenset("\"'”’»")
_LONGEST_ASIDE: Final = 12
"""Words between a quotation and the end of the aside that names its speaker."""


class Aside(NamedTuple):
    """Who speaks, and the words that say so, if they are more than the name."""

    source: Offsets
    cue: Token | None


def by_aside(doc: Doc, text: str, quotation: Offsets) -> Aside | None:
    """The speaker of a quotation, from the aside before or behind it.

    Asides are a name in brackets right behind the quotation, a line below it that is a name with
    no verb, "as Ruiz put it", "in Ruiz's words", "in the words of Ruiz", and a sentence "So says
    Ruiz".
    """
    return (
        _in_brackets(doc, text, quotation[1])
        or _on_line_below(doc, text, quotation)
        or _before(doc, text, quotation[0])
        or _behind(doc, text, quotation[1])
    )


def is_name_line(line: Span) -> bool:
    """Whether a line is only the name of a person, with what they are: "Mayor Ana Ruiz, 34"."""
    people = [entity for entity in line.ents if entity.label_ == "PERSON"]
    if len(people) != 1 or line[-1].text in _ENDS_SENTENCE or len(line) > _LONGEST_ASIDE:
        return False
    if any(word.tag_ in FINITE_OR_BARE for word in line):
        return False
    behind = line.doc[people[0].end : line.end]
    before = line.doc[line.start : people[0].start]
    return (not behind or behind[0].is_punct) and all(word.text[0].isupper() for word in before)


def _in_brackets(doc: Doc, text: str, end: int) -> Aside | None:
    found = _BRACKET.match(text, end)
    inside = found and doc.char_span(text.index("(", end) + 1, found.end() - 1)
    if not inside or not is_name_line(inside):
        return None
    return Aside(_person(inside), None)


def _on_line_below(doc: Doc, text: str, quotation: Offsets) -> Aside | None:
    start, end = quotation
    below = _LINE_BELOW.match(text, end)
    if below is None or text[text.rfind("\n", 0, start) + 1 : start].strip():
        return None
    line = doc.char_span(*below.span("line"), alignment_mode="expand")
    if line is None or not is_name_line(line):
        return None
    if _is_headed(doc, text, start):
        return None
    return Aside(_person(line), None)


def _is_headed(doc: Doc, text: str, start: int) -> bool:
    """Whether the line above is a name, and not that of the speaker of the quotation above it."""
    above = text[:start].rstrip()
    at = above.rfind("\n") + 1
    line = doc.char_span(at, len(above), alignment_mode="expand") if above[at:] else None
    ends_quotation = above[:at].rstrip()[-1:] in _CLOSING
    return line is not None and not ends_quotation and is_name_line(line)


def _person(span: Span) -> Offsets:
    name = next(entity for entity in span.ents if entity.label_ == "PERSON")
    return name.start_char, name.end_char


def _before(doc: Doc, text: str, start: int) -> Aside | None:
    """An aside such as "as Ruiz put it" or "in Ruiz's words" right before a quotation."""
    line = text.rfind("\n", 0, start) + 1
    words = doc.char_span(line, len(text[:start].rstrip(" ,")), alignment_mode="expand")
    if not words:
        return None
    last = words[-1]
    if (worded := _in_words_of(doc, words)) is not None:
        return worded
    if last.lower_ == "it":
        return _put(doc, last.head, words)
    if last.lower_ in {"word", "words"} and last.head.lower_ == "in":
        owner = next((child for child in last.lefts if child.dep_ == "poss"), None)
        return Aside(noun_phrase(doc, owner), last) if owner is not None else None
    return None


def _in_words_of(doc: Doc, before: Span) -> Aside | None:
    """Whose words a sentence is said to be in, before the quotation in it."""
    for word in before:
        worded = doc[word.i : word.i + WORDED].text.lower() == "in the words of"
        if worded and word.sent == before[-1].sent:
            named = whose_words(doc, word.i)
            if named is None or named.stop > before.end:
                return None
            source = doc[named.start : named.stop]
            return Aside((source.start_char, source.end_char), doc[word.i + 2])
    return None


def _behind(doc: Doc, text: str, end: int) -> Aside | None:
    """An aside such as "So says Ruiz" or "as Ruiz puts it" right behind a quotation."""
    stop = text.find("\n", end)
    words = doc.char_span(end, len(text) if stop < 0 else stop, alignment_mode="expand")
    if not words:
        return None
    first = words[:_LONGEST_ASIDE]
    if words[0].lower_ in _SO:
        said = next((word for word in first if cue_lemma(word) == "say"), None)
        source = _subject(said) if said is not None else None
        return Aside(noun_phrase(doc, source), said) if source is not None else None
    return next((aside for word in first if (aside := _put(doc, word, words))), None)


def _put(doc: Doc, verb: Token, within: Span) -> Aside | None:
    """The subject of "put it" behind "as"."""
    if verb.lower_ not in _PUT or verb.i not in range(within.start, within.end):
        return None
    as_ = any(child.lower_ == "as" and child.i >= within.start for child in verb.lefts)
    it = any(child.lower_ == "it" for child in verb.rights)
    source = _subject(verb)
    if source is None or not (as_ and it):
        return None
    return Aside(noun_phrase(doc, source), verb)


def _subject(verb: Token) -> Token | None:
    return next((child for child in verb.children if child.dep_ == "nsubj"), None)
