"""Posts on social media without quotation marks, as articles embed them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from ...spans import trim
from ..annotations import Paragraph
from .certain import Certain, has_letter

_SIGNED: Final = re.compile(
    r"(?:^|(?<=\s))(?P<dash>[—–-])\s?(?P<name>[^()@\n]{2,60}?)\s\(@\w{1,15}\)"
    r"(?:\s(?:on\s)?\w{3,9}\.?\s\d{1,2},\s\d{4})?$"
)
_LONGEST_SIGNATURE: Final = 140
_HEADED: Final = re.compile(
    r"(?:(?<=\n)|^)[ \t]*(?P<name>[^\W\d_a-z][^@\n.!?:]{1,50}?)"
    r"[ \t]*(?:\n\s{0,4})?\(?@\w{1,15}\)?[^\n\w]{0,3}(?P<when>[^\n]{0,20})\n\s{0,4}"
    r"(?P<words>[^\s@][^\n]*(?:\n(?![ \t]*(?:\n|\d|[A-Z]\w{2,8}\.? \d{1,2}, \d{4}))[^\n]+)*)"
)
_WHEN: Final = re.compile(r"|\d{1,2}\s?[hms]|\d+ (?:hour|minute|day)s? ago|\w{3,9}\.? \d{1,2}.*")
_LONGEST_NAME: Final = 6
"""Words in the longest name above a post."""


def find_posts(text: str, paragraphs: Sequence[Paragraph]) -> list[Certain]:
    """Posts with the name of who wrote them below or above their words.

    Below stands ``— Ana Ruiz (@ana) May 3, 2025``, at the end of the words or in a paragraph of
    its own; above stand the name and the ``@ana``, in one line or in two.
    """
    return sorted([*_signed(text, paragraphs), *_headed(text)])


def _signed(text: str, paragraphs: Sequence[Paragraph]) -> list[Certain]:
    found: list[Certain] = []
    for at, paragraph in enumerate(paragraphs):
        start, end = paragraph["start"], paragraph["end"]
        signed = _SIGNED.search(text, max(start, end - _LONGEST_SIGNATURE), end)
        if signed is None:
            continue
        words = trim(text, (start, signed.start()))
        if words[0] == words[1] and at and paragraphs[at - 1]["kind"] == "body":
            words = (paragraphs[at - 1]["start"], paragraphs[at - 1]["end"])
        if has_letter(text, *words):
            name, dash = signed.span("name"), signed.span("dash")
            found.append(Certain([words], name, dash, "signed", mode="writing"))
    return found


def _headed(text: str) -> list[Certain]:
    if "@" not in text:
        return []
    return [
        Certain([trim(text, post.span("words"))], post.span("name"), None, "signed", mode="writing")
        for post in _HEADED.finditer(text)
        if _WHEN.fullmatch(post["when"].strip()) and len(post["name"].split()) <= _LONGEST_NAME
    ]
