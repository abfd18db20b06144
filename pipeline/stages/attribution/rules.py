"""Attributions that need no network: transcripts, signed quotations, voices that go on."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from operator import itemgetter
from typing import Final, NamedTuple

from ...spans import Offsets, merge, touches, trim
from ..annotations import Paragraph, Quotation

_LABEL: Final = re.compile(
    r"""["“”'‘]?\s*(?:\[[^\]]{1,20}\]\s*)?
    (?P<label>
        (?:[A-Z][A-Z.'’-]*\s+){0,5}[A-Z][A-Z.'’-]+      # PENCE, GOV. ANA RUIZ
        | [QA]                                          # questions and answers
        | (?:[A-Z][\w.'’-]*\s+){0,3}[A-Z][\w.'’-]*      # Ana Ruiz
    )
    (?:\s*\([^)]{1,40}\))?(?P<colon>:)(?=\s)""",
    re.VERBOSE,
)
_SIGNED: Final = re.compile(
    r"\s*(?P<dash>[―—–]|--?)\s*(?P<name>[A-Z][^\n]{1,80}?)\s*$",
)
_HEADLINE: Final = re.compile(r"(?P<name>[A-Z][\w.'’-]*(?:\s+[\w.'’-]+){0,4})(?P<colon>:)\s+")
_NAME_END: Final = re.compile(r",|\s\(|\s[―—–-]\s|\.\s")
_LONGEST_NAME: Final = 8
_SENTENCE_END: Final = (".", "?", "!", "…")
_MARKS: Final = "\"“”„❝❞'‘’«»「」『』"
_TURN_END: Final = (*_SENTENCE_END, *"-–—)]")
_SHORTEST: Final = 4
"""Fewer words than this between marks are no voice that goes on, but a term or a title."""


class Certain(NamedTuple):
    """An attribution as spans; ``rule`` as in the record."""

    content: Offsets
    source: Offsets
    cue: Offsets
    rule: str


def find_certain(
    text: str, paragraphs: Sequence[Paragraph], marks: Sequence[Quotation]
) -> list[Certain]:
    """All that the rules of this module find; nothing within a transcript is found once more."""
    transcripts = find_transcripts(text, paragraphs)
    turns = [one.content for one in transcripts]
    others = [*find_signed(text, paragraphs, marks), *find_headlines(text, paragraphs, marks)]
    return sorted([*transcripts, *(one for one in others if not touches(turns, one.content))])


def find_transcripts(text: str, paragraphs: Sequence[Paragraph]) -> list[Certain]:
    """What stands behind ``NAME:`` at the start of paragraphs, where several have such a label.

    Labels in capitals count if there are two, others if they alternate: one comes back and another
    comes back too. Most turns must end as sentences do: lists of facts have labels as well. A
    paragraph that only goes on within quotation marks belongs to the last label.
    """
    labelled = [_LABEL.match(text, p["start"], p["end"]) for p in paragraphs]
    names = Counter(found["label"] for found in labelled if found)
    capitals = sum(n for name, n in names.items() if len(name) > 1 and name.isupper())
    alternating = sum(1 for n in names.values() if n > 1) > 1
    pairs = zip(paragraphs, labelled, strict=True)
    turns = [text[p["start"] : p["end"]].rstrip("\"”'’ ") for p, label in pairs if label]
    if 2 * sum(turn.endswith(_TURN_END) for turn in turns) < len(turns):
        return []
    found: list[Certain] = []
    last: re.Match[str] | None = None
    for paragraph, label in zip(paragraphs, labelled, strict=True):
        start, end = paragraph["start"], paragraph["end"]
        title = paragraph["kind"] == "title"
        if (
            label
            and not title
            and (
                (capitals > 1 and label["label"].isupper())
                or (alternating and names[label["label"]] > 1)
            )
        ):
            last = label
            start = label.end("colon")
        elif last is None or text[start] not in '"“' or text[last.start()] not in '"“':
            last = None
            continue
        content = trim(text, (start, end))
        if any(c.isalnum() for c in text[slice(*content)]) and text[content[0]] not in "([":
            found.append(Certain(content, last.span("label"), last.span("colon"), "transcript"))
    return found


def find_signed(
    text: str, paragraphs: Sequence[Paragraph], marks: Sequence[Quotation]
) -> list[Certain]:
    """Quotations with a dash and a name behind them, in their paragraph or in one of its own."""
    found: list[Certain] = []
    for mark in marks:
        at = _paragraph(paragraphs, mark["start"])
        if at is None or text[paragraphs[at]["start"] : mark["start"]].strip(" •*·\t"):
            continue
        end = paragraphs[at]["end"]
        if not text[mark["end"] : end].strip() and at + 1 < len(paragraphs):
            end = paragraphs[at + 1]["end"]
        signed = _SIGNED.match(text, mark["end"], end)
        if signed is None:
            continue
        name = _name(text, signed.span("name"))
        if len(text[slice(*name)].split()) <= _LONGEST_NAME:
            content = (mark["start"], mark["end"])
            found.append(Certain(content, name, signed.span("dash"), "signed"))
    return found


def find_headlines(
    text: str, paragraphs: Sequence[Paragraph], marks: Sequence[Quotation]
) -> list[Certain]:
    """Titles like ``Ruiz: 'We will rebuild'``."""
    found: list[Certain] = []
    for paragraph in paragraphs:
        if paragraph["kind"] != "title":
            continue
        start, end = paragraph["start"], paragraph["end"]
        label = _HEADLINE.match(text, start, end)
        if label is None:
            continue
        for mark in marks:
            if mark["start"] == label.end() and not _has_letter(text, mark["end"], end):
                span = (mark["start"], mark["end"])
                found.append(Certain(span, label.span("name"), label.span("colon"), "headline"))
    return found


def _paragraph(paragraphs: Sequence[Paragraph], position: int) -> int | None:
    """The index of the paragraph that a character is in."""
    at = bisect_right(paragraphs, position, key=itemgetter("start")) - 1
    return at if at >= 0 and position < paragraphs[at]["end"] else None


def _has_letter(text: str, start: int, end: int) -> bool:
    return any(character.isalpha() for character in text[start:end])


def _name(text: str, span: Offsets) -> Offsets:
    """A name without what follows it ("Ana Ruiz, 34, of Leeds")."""
    start, end = span
    stop = _NAME_END.search(text, start + 4, end)
    return trim(text, (start, stop.start() if stop else end), ".")


class Voiced(NamedTuple):
    """An attribution as far as it matters to a voice that goes on.

    ``extent`` reaches from the first to the last of its words, source and cue included.
    """

    content: Sequence[Offsets]
    extent: Offsets
    quoted: bool


class Floating(NamedTuple):
    """A quotation without a cue: ``voice`` is the index of the attribution whose voice goes on.

    ``spans`` are several where later paragraphs reopen it. ``joined`` where it follows so closely
    that both are one quote.
    """

    spans: list[Offsets]
    voice: int
    joined: bool


def find_floating(
    text: str,
    paragraphs: Sequence[Paragraph],
    marks: Sequence[Quotation],
    voiced: Sequence[Voiced],
) -> list[Floating]:
    """Quotations without a cue that go on in the voice of the attribution before them.

    One counts if it makes whole sentences, nothing in it is attributed, and the attribution before
    it stands in the same paragraph, or ends the one before. After indirect speech, it must be all
    of its paragraph. Where the next paragraphs reopen it, it goes on in them.

    Args:
        text: of the article.
        paragraphs: its paragraphs.
        marks: its outermost quotations, in order.
        voiced: the attributions found so far, in order of their content.
    """
    found: list[Floating] = []
    contents = merge(span for one in voiced for span in one.content)
    # By where they end, and by where they begin: each is passed once.
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
            continue  # nobody has spoken, or somebody else since
        at = _paragraph(paragraphs, span[0])
        if at is None or touches(contents, span) or not _is_sentence(text, span, paragraphs[at]):
            continue
        (start, end), voice = last
        same = start >= paragraphs[at]["start"]
        near = not any(character.isalnum() for character in text[end : span[0]])
        quoted = voiced[voice].quoted
        begins = span[0] == paragraphs[at]["start"]
        alone = begins and not _has_letter(text, span[1], paragraphs[at]["end"])
        if same or (near and (alone or (quoted and begins))):
            found.append(Floating([span], voice, same and near and quoted))
            last = (span, voice)
    return found


def _is_sentence(text: str, span: Offsets, paragraph: Paragraph) -> bool:
    start, end = span
    before = text[paragraph["start"] : start].rstrip()
    inner = text[start:end].strip(_MARKS + " ")
    ended = inner.endswith(_SENTENCE_END) or text[end : end + 1] in _SENTENCE_END
    begun = not before or before.endswith((*_SENTENCE_END, *_MARKS))
    return begun and ended and not is_short(text, span)


def is_short(text: str, span: Offsets) -> bool:
    """Whether a quotation is more likely a term, a title or a scare quote than something said."""
    return len(text[slice(*span)].split()) < _SHORTEST
