"""Finds attributions by layout, without the network: transcripts, signed quotations, headlines."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from functools import cache
from typing import Final

from ...lexicons import load_terms
from ...lexicons.inflections import find_lemma
from ...spans import Offsets, merge, touches, trim
from ..annotations import Paragraph, Quotation
from .certain import Certain, has_letter, paragraph_at
from .interviews import find_interview
from .posts import find_posts
from .transcripts import find_transcripts

_SIGNED: Final = re.compile(
    r"\s*(?P<dash>[―—–]|--?)\s*(?P<name>[^\W\d_][^\n]{1,80}?)\s*$",
)
_HEADLINE: Final = re.compile(r"(?P<name>[^\W\d_][\w.'’-]*+(?:\s+[\w.'’-]++){0,5})(?P<colon>:)\s+")
_HEADLINE_END: Final = re.compile(
    r"(?:(?P<colon>:)|\s(?P<dash>[–—-]))\s(?P<name>[^\W\d_][\w.'’-]*+(?:\s[\w.'’-]++){0,3})$"
)
_LONGEST_HEADLINE_END: Final = 80
_HEADLINE_CUES: Final = (
    re.compile(r",\s(?P<cue>[a-z]++)\s(?P<name>[^\W\d_][\w.'’-]*+(?:\s[\w.'’-]++){0,4})$"),
    re.compile(r",\s(?P<name>(?:[\w.'’-]++\s){1,5})(?P<cue>[a-z]+s)$"),
)
_PREPOSITION: Final = re.compile(r"(?:,[^,]*,)?\s(?:on|about|at|in|after)\s")
_NAME_END: Final = re.compile(r",|\s\(|\s[―—–-]\s|\.\s")
_LONGEST_NAME: Final = 8
_LIST_MARK: Final = re.compile(r"\s*(?:[•*·▪–-]|\(?\d{1,3}[.)])?\s*")


def find_certain(
    text: str,
    paragraphs: Sequence[Paragraph],
    marks: Sequence[Quotation],
    people: Sequence[Offsets] = (),
) -> list[Certain]:
    """All attributions that these rules find, in order.

    Inside a transcript or an interview, only its turns are found.

    Args:
        text: the text of the article.
        paragraphs: its paragraphs.
        marks: its outermost quotations, in order.
        people: the offsets at which it names people, in order.
    """
    transcripts = find_transcripts(text, paragraphs, people)
    transcripts = transcripts or find_interview(text, paragraphs, people)
    turns = [span for one in transcripts for span in one.content]
    others = find_headlines(text, paragraphs, marks, people)
    titles = merge(span for one in others for span in one.content)
    others += [
        one for one in find_signed(text, paragraphs, marks) if not touches(titles, one.content[0])
    ]
    signed = merge(span for one in others for span in one.content)
    others += [one for one in find_posts(text, paragraphs) if not touches(signed, one.content[0])]
    return sorted([*transcripts, *(one for one in others if not touches(turns, one.content[-1]))])


def find_signed(
    text: str, paragraphs: Sequence[Paragraph], marks: Sequence[Quotation]
) -> list[Certain]:
    """Quotations followed by a dash and a name, in the same paragraph or in the next one."""
    found: list[Certain] = []
    content: list[Offsets] = []
    for mark in marks:
        content = [*content, (mark["start"], mark["end"])] if mark["continues"] else []
        content = content or [(mark["start"], mark["end"])]
        at = paragraph_at(paragraphs, mark["start"])
        if at is None:
            continue
        start, end = paragraphs[at]["start"], paragraphs[at]["end"]
        if not _LIST_MARK.fullmatch(text, start, mark["start"]):
            continue
        if not text[mark["end"] : end].strip() and at + 1 < len(paragraphs):
            end = paragraphs[at + 1]["end"]
        signed = _SIGNED.match(text, mark["end"], end)
        if signed is None:
            continue
        name = _name(text, signed.span("name"))
        words = text[slice(*name)].split()
        if len(words) <= _LONGEST_NAME and (words[0][0].isupper() or _is_office(words)):
            found.append(Certain(content, name, signed.span("dash"), "signed"))
    return found


def find_headlines(
    text: str,
    paragraphs: Sequence[Paragraph],
    marks: Sequence[Quotation],
    people: Sequence[Offsets] = (),
) -> list[Certain]:
    """Titles like ``Ruiz: 'We will rebuild'``, ``'We will rebuild' – Ruiz``, ``…, mayor warns``.

    If there is more than a quotation beside the name, the name must be that of a person in the
    article, or a word for a person (``Mayor: fees 'will not rise'``). After a quotation and a
    colon, the name may be anybody's (``'We will rebuild': Ruiz on a hard year``).
    """
    surnames = {text[start:end].split()[-1].casefold() for start, end in people}
    found: list[Certain] = []
    for paragraph in paragraphs:
        if paragraph["kind"] != "title":
            continue
        span = paragraph["start"], paragraph["end"]
        one = (
            _labelled(text, span, marks, surnames)
            or _with_cue(text, span, surnames)
            or _introducing(text, span, marks, people)
        )
        if one is not None:
            found.append(one)
    return found


def _labelled(
    text: str, title: Offsets, marks: Sequence[Quotation], surnames: Set[str]
) -> Certain | None:
    start, end = title
    label = _HEADLINE.match(text, start, end)
    if label is None:
        label = _HEADLINE_END.search(text, max(start, end - _LONGEST_HEADLINE_END), end)
        words = trim(text, (start, label.start())) if label else (start, end)
    else:
        words = trim(text, (label.end(), end))
    name = label["name"] if label else ""
    if label is None or not name[0].isupper() or name.lower() in load_terms("fact_labels"):
        return None
    inside = [mark for mark in marks if words[0] <= mark["start"] < words[1]]
    quoted = any(
        mark["start"] == words[0] and not has_letter(text, mark["end"], words[1]) for mark in inside
    )
    first = label.start("name") == start
    last = name.split()[-1].casefold()
    called = last in _called() and (first or " " not in name)
    speaks = (last in surnames or called) and (
        inside or any(word in _finite() for word in text[slice(*words)].lower().split())
    )
    if not speaks and not (quoted and first):
        return None
    sign = "colon" if label["colon"] else "dash"
    return Certain([words], label.span("name"), label.span(sign), "headline")


def _with_cue(text: str, title: Offsets, surnames: Set[str]) -> Certain | None:
    """A title with its cue at the end: ``It is 'rotten', engineer warns``, ``…, says Ruiz``."""
    start, end = title
    for form in _HEADLINE_CUES:
        told = form.search(text, max(start, end - _LONGEST_HEADLINE_END), end)
        if told is None or not has_letter(text, start, told.start()):
            continue
        name = trim(text, told.span("name"))
        last = text[slice(*name)].split()[-1].casefold()
        called = last in surnames or last in _called() or last in load_terms("writings")
        if called and find_lemma(told["cue"], load_terms("cues_speech")) is not None:
            return Certain([(start, told.start())], name, told.span("cue"), "headline")
    return None


def _introducing(
    text: str, title: Offsets, marks: Sequence[Quotation], people: Sequence[Offsets]
) -> Certain | None:
    start, end = title
    mark = next((mark for mark in marks if mark["start"] == start), None)
    if mark is None or text[mark["end"] : mark["end"] + 1] != ":":
        return None
    name = next((span for span in people if mark["end"] < span[0] and span[1] <= end), None)
    if name is None or not _PREPOSITION.match(text, name[1], end):
        return None
    sign = (mark["end"], mark["end"] + 1)
    return Certain([(start, mark["end"])], name, sign, "headline")


def _is_office(words: Sequence[str]) -> bool:
    """Whether words in lower case say who signs: "architect Wen Li", "a clerk of the board"."""
    noun = ""
    for word in words:
        if word[0].isupper() or word in load_terms("prepositions"):
            break
        noun = word
    return noun in _called()


@cache
def _called() -> frozenset[str]:
    """Words that headlines use for people: "Mayor", "Police"."""
    return load_terms("roles") | load_terms("listeners") | load_terms("nouns_person")


@cache
def _finite() -> frozenset[str]:
    return (
        load_terms("modals") | load_terms("linking_verbs") | {"are", "were", "has", "have", "had"}
    )


def _name(text: str, span: Offsets) -> Offsets:
    """The span of a name without what follows it, as in "Ana Ruiz, 34, of Leeds"."""
    start, end = span
    stop = _NAME_END.search(text, start + 4, end)
    return trim(text, (start, stop.start() if stop else end), ".")
