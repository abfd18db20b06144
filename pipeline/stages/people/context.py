"""The context of mentions: columns of a Doc, its quotations and its attributions."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Final, Literal, NamedTuple

import numpy as np
from spacy.strings import get_string_id
from spacy.tokens import Doc

from ...spans import Offsets
from .. import grammar

Role = Literal["subject", "object", "prep", "agent", "poss", "root", "other"]

SUBJECTS: Final = frozenset(map(get_string_id, grammar.SUBJECTS))
OBJECTS: Final = frozenset(map(get_string_id, grammar.OBJECTS | {"pobj"}))
POSSESSIVE, CONJUNCT, APPOSITION, ROOT = map(get_string_id, ("poss", "conj", "appos", "ROOT"))
_PREPOSITIONAL, _AGENT, _COMPOUND = map(get_string_id, ("pobj", "agent", "compound"))
_DIRECT_OBJECTS = frozenset(map(get_string_id, grammar.OBJECTS))
_SHARING = frozenset({APPOSITION, CONJUNCT, _COMPOUND})
_LONGEST_CHAIN = 3
_NUMBER_OR_COMMA = frozenset(map(get_string_id, ("CD", ",")))
_BESIDE_NAME = frozenset(map(get_string_id, ("NN", "NNP", "JJ", "HYPH", "VBN", ".")))


class Report(NamedTuple):
    """An attribution in tokens. ``start`` is the start of its source, or else of its cue."""

    number: int
    start: int
    source: range | None
    is_direct: bool


class Spot(NamedTuple):
    """The place of a mention; ``inside`` are indices of the reports whose content contains it."""

    token: int
    sentence: int
    paragraph: int
    head: int
    dep: int
    role: Role
    quoted: bool
    inside: Sequence[int]
    main: bool


class Context:
    """One Doc, with look-ups of its tokens by index."""

    def __init__(self, doc: Doc) -> None:
        columns = doc.to_array(["SENT_START", "HEAD", "DEP", "IDX", "LENGTH", "TAG"])
        begin = columns[:, 3].astype(np.int64)
        # Views, which become lists only when read, because few of the tokens are needed.
        self.sentence = memoryview((columns[:, 0] == 1).cumsum())
        self.head = memoryview(columns[:, 1].astype(np.int64) + np.arange(len(columns)))
        self.dep = memoryview(columns[:, 2])
        self._tag = memoryview(columns[:, 5])
        self._begin = memoryview(begin)
        self._end = memoryview(begin + columns[:, 4].astype(np.int64))
        starts = [paragraph["start"] for paragraph in doc._.paragraphs]
        self.paragraph = memoryview(np.searchsorted(starts, begin, side="right"))
        self.quoted = [False] * len(doc)
        self._marks: list[tuple[Offsets, Offsets]] = []
        for mark in doc._.quotations:
            offsets = mark["start"], mark["end"]
            start, end = self.tokens(*offsets)
            self.quoted[start:end] = [True] * (end - start)
            self._marks.append((offsets, (start, end)))
        self._opens = [offsets[0] for offsets, _ in self._marks]
        # How far the marks up to each reach, because an earlier one may end after the last.
        self._reach = list(accumulate((offsets[1] for offsets, _ in self._marks), max))
        self.reports: list[Report] = []
        self.source_of: dict[int, int] = {}
        self._contents: list[tuple[int, int, int]] = []
        self._read_reports(doc)
        self._by_place = sorted(self.reports, key=lambda report: report.start)
        self._places = [report.start for report in self._by_place]

    def _read_reports(self, doc: Doc) -> None:
        for number, attribution in enumerate(doc._.attributions):
            source, cue = attribution["source"], attribution["cue"]
            words = None if source is None else range(*self.tokens(*source))
            start = self.tokens(*(source or cue or attribution["content"][0]))[0]
            self.reports.append(Report(number, start, words, attribution["type"] != "indirect"))
            for part in attribution["content"]:
                self._contents.append((*self.tokens(*part), number))
            for token in words or ():
                self.source_of.setdefault(token, number)
        self._contents.sort()
        self._content_reach = list(accumulate((end for _, end, _ in self._contents), max))

    def inside(self, token: int) -> tuple[int, ...]:
        """The indices of the reports whose content contains ``token``, innermost first."""
        found = []
        at = bisect_left(self._contents, (token + 1,)) - 1
        while at >= 0 and self._content_reach[at] > token:
            _, end, number = self._contents[at]
            if end > token:
                found.append(number)
            at -= 1
        return tuple(found)

    def reports_before(self, token: int) -> Iterator[Report]:
        """The reports made before ``token``, latest first."""
        for at in range(bisect_left(self._places, token) - 1, -1, -1):
            yield self._by_place[at]

    def last_report(self, token: int, own: int | None) -> Report | None:
        """The last report before ``token`` but ``own``, of which it is no source."""
        for report in self.reports_before(token):
            if report.number != own and token not in (report.source or ()):
                return report
        return None

    def quotations(self, content: Sequence[Offsets]) -> Iterator[Offsets]:
        """The tokens between the quotation marks that contain some of the content."""
        first = bisect_right(self._reach, content[0][0])
        last = bisect_left(self._opens, content[-1][1])
        for (opens, closes), tokens in self._marks[first:last]:
            if any(start < closes and opens < end for start, end in content):
                yield tokens

    def tokens(self, start: int, end: int) -> tuple[int, int]:
        """The tokens (end exclusive) that overlap the characters ``start`` to ``end``."""
        return bisect_right(self._end, start), bisect_left(self._begin, end)

    def head_of(self, start: int, end: int) -> int:
        """The token of a span whose head is outside the span."""
        for index in range(end - 1, start - 1, -1):
            head = self.head[index]
            if not start <= head < end or head == index:
                return index
        return end - 1

    def ends_with_own_name(self, source: range, name: int) -> bool:
        """Whether a name at the end of a source is that of who speaks: "mother of two Ada Quist".

        What is before it says what she is, unless it says whose it is: "the mother of Ada Quist".

        Args:
            source: the tokens of the source.
            name: the token of the name's head.
        """
        if name + 1 != source.stop:
            return False
        for index in range(name - 1, source.start - 1, -1):
            if self._tag[index] in _NUMBER_OR_COMMA:
                return True
            if self._tag[index] not in _BESIDE_NAME:
                return False
        return True

    def spot(self, index: int) -> Spot:
        head, role = self.head[index], self.role(index)
        return Spot(
            token=index,
            sentence=self.sentence[index],
            paragraph=self.paragraph[index],
            head=head,
            dep=self.dep[index],
            role=role,
            quoted=self.quoted[index],
            inside=self.inside(index),
            main=role == "subject" and self.dep[head] == ROOT,
        )

    def role(self, index: int) -> Role:
        """The grammatical role; words coordinated by "and" or a comma share it."""
        for _ in range(_LONGEST_CHAIN):
            if self.dep[index] not in _SHARING:
                break
            index = self.head[index]
        dep = self.dep[index]
        if dep in SUBJECTS:
            return "subject"
        if dep in _DIRECT_OBJECTS:
            return "object"
        if dep == _PREPOSITIONAL:
            return "agent" if self.dep[self.head[index]] == _AGENT else "prep"
        if dep == POSSESSIVE:
            return "poss"
        return "root" if dep == ROOT else "other"
