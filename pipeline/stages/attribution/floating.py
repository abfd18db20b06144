"""Quotations without a cue that go on in the voice before them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from ...spans import Offsets, merge, touches
from ..annotations import Paragraph, Quotation
from .certain import SENTENCE_END, has_letter, paragraph_at

_MARKS: Final = "\"“”„❝❞'‘’«»「」『』"
_SHORTEST: Final = 4
"""Fewer words than this between marks are no voice that goes on, but a term or a title."""


_SHORTEST_ALONE: Final = 8
"""Fewer words than this in a paragraph of their own, after prose, may be anything."""
_FAR: Final = 3
"""So many paragraphs on, a voice still goes on in a paragraph that is all one quotation."""
_REST: Final = re.compile(r"(?:[^.!?\n]|\.(?=\w)){0,80}[.!?]?\s*")
"""The rest of a sentence that reports: "said the mayor" " on Monday."."""


class Voiced(NamedTuple):
    """An attribution as far as it matters to a voice that goes on.

    ``extent`` reaches from the first to the last of its words, source and cue included.
    """

    content: Sequence[Offsets]
    extent: Offsets
    quoted: bool


class Floating(NamedTuple):
    """A quotation without a cue; ``voice`` is the index of the attribution that it continues.

    There are several ``spans`` if later paragraphs reopen it. ``joined`` is true if it directly
    follows a quotation of the attribution, so that both are one quote; ``after_prose`` if so much
    prose lies between that somebody else may speak.
    """

    spans: list[Offsets]
    voice: int
    joined: bool
    after_prose: bool = False


def find_floating(
    text: str,
    paragraphs: Sequence[Paragraph],
    marks: Sequence[Quotation],
    voiced: Sequence[Voiced],
) -> list[Floating]:
    """Quotations without a cue that continue the attribution before them.

    A quotation counts if it consists of whole sentences, nothing in it is attributed, and the
    attribution before it is in the same paragraph or ends the paragraph before. After indirect
    speech it must fill its paragraph; a long one that does may also follow some prose. If the next
    paragraphs reopen it, it continues in them.

    Args:
        text: the text of the article.
        paragraphs: its paragraphs.
        marks: its outermost quotations, in order.
        voiced: the attributions found so far, in order of their content.
    """
    found: list[Floating] = []
    contents = merge(span for one in voiced for span in one.content)
    # Sorted by end and by start, so that each is passed once.
    spoken = sorted((one.extent[::-1], index) for index, one in enumerate(voiced))
    everyone = sorted(one.extent for one in voiced)
    passed = begun = heard = 0
    last: tuple[Offsets, int] | None = None
    for mark in marks:
        span = (mark["start"], mark["end"])
        if mark["continues"] and found and last and last[0] == found[-1].spans[-1]:
            if not touches(contents, span):
                found[-1].spans.append(span)
                last = (span, last[1])
            continue
        while passed < len(spoken) and spoken[passed][0][0] <= span[0]:
            (end, start), index = spoken[passed]
            if last is None or end > last[0][1]:
                last = ((start, end), index)
            passed += 1
        while begun < len(everyone) and everyone[begun][0] < span[0]:
            heard = max(heard, everyone[begun][1])
            begun += 1
        if last is None or heard > last[0][1]:
            continue  # nobody has spoken, or somebody else has spoken since
        at = paragraph_at(paragraphs, span[0])
        if at is None or touches(contents, span) or not _is_sentence(text, span, paragraphs[at]):
            continue
        (start, end), voice = last
        same = start >= paragraphs[at]["start"]
        near = not any(character.isalnum() for character in text[end : span[0]])
        quoted = voiced[voice].quoted
        begins = span[0] == paragraphs[at]["start"]
        alone = begins and not has_letter(text, span[1], paragraphs[at]["end"])
        follows = near or bool(_REST.fullmatch(text, end, span[0]))
        nearby = at > 0 and end > paragraphs[max(0, at - _FAR)]["start"]
        goes_on = same or (follows and (alone or (quoted and begins)))
        if goes_on or (nearby and alone and not is_short(text, span, _SHORTEST_ALONE)):
            found.append(Floating([span], voice, near and quoted, not goes_on))
            last = (span, voice)
    return found


def _is_sentence(text: str, span: Offsets, paragraph: Paragraph) -> bool:
    start, end = span
    before = text[paragraph["start"] : start].rstrip()
    inner = text[start:end].strip(_MARKS + " ")
    ended = inner.endswith(SENTENCE_END) or text[end : end + 1] in SENTENCE_END
    begun = not before or before.endswith((*SENTENCE_END, *_MARKS))
    return begun and ended and not is_short(text, span)


def is_short(text: str, span: Offsets, least: int = _SHORTEST) -> bool:
    """Whether a quotation is probably a term, a title or a scare quote rather than speech."""
    return len(text[slice(*span)].split()) < least
