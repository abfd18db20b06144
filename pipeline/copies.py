"""Equal and nearly equal articles: one story that several outlets printed, or one twice.

Two articles are copies if the runs of five words in their bodies are the same in great part
(Jaccard similarity), whatever their headlines, headers, marks and capitals. The similarity is
estimated by MinHash (Broder 1997) and found without comparing each with each by locality-sensitive
hashing (Indyk and Motwani 1998): a kilobyte per article, and time that grows as their number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final, NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from .errors import UsageError
from .schemas.record import Record

SIMILARITY: Final = 0.7
"""From which on articles are copies."""

LEAST_SIMILARITY: Final = 0.5
"""Below which too many copies would be missed: at it one in ten is, at the default none."""

_SHINGLE: Final = 5
_BANDS: Final = 32
_ROWS: Final = 4
_HASHES: Final = _BANDS * _ROWS
_CHUNK: Final = 4_096
_STEP: Final = 256
"""Rows of hashes at a time that a core's own cache holds."""
_MOST_HEADS: Final = 64
"""Of articles that look alike by chance, how many each is compared with."""
_WORD: Final = re.compile(r"\w+")
_RANDOM: Final = np.random.Generator(np.random.PCG64(1997)).integers(
    2**32, size=(2, _HASHES), dtype=np.uint32
)
_MASKS: Final = _RANDOM[0]
_FACTORS: Final = _RANDOM[1] | np.uint32(1)  # odd, so that no two numbers become one
_MIX: Final = np.uint64(0x9E3779B97F4A7C15)

type Signatures = NDArray[np.uint32]
type Indices = NDArray[np.int64]


class Printed(NamedTuple):
    """One article of a group of copies; the head, the longest of them, stands first in it.

    ``similarity`` is that to the head, from 0 to 1, estimated to some 0.04.
    """

    position: int
    id: str
    similarity: float
    characters: int
    source: str
    publisher: str | None
    published: str | None
    title: str | None


class CopyFinder:
    """Takes records in turn, keeps what it needs of each, and groups them at the end."""

    def __init__(self) -> None:
        self._seen: list[Printed] = []
        self._chunks: list[Signatures] = []
        self._signed: list[int] = []

    def add(self, record: Record) -> None:
        """Look at one more record."""
        text = record.text[record.body.start : record.body.end]
        info = record.article
        self._seen.append(
            Printed(
                len(self._seen), record.id, 1.0, len(text), info.source, info.publisher,
                info.published, info.title,
            )
        )  # fmt: skip
        signature = sign(text)
        if signature is None:
            return
        row = len(self._signed) % _CHUNK
        if row == 0:
            self._chunks.append(np.empty((_CHUNK, _HASHES), dtype=np.uint32))
        self._chunks[-1][row] = signature
        self._signed.append(len(self._seen) - 1)

    def groups(self, similarity: float = SIMILARITY) -> list[list[Printed]]:
        """The groups of two articles or more, in the order of their heads.

        Raises:
            UsageError: ``similarity`` is below :data:`LEAST_SIMILARITY` or above 1.
        """
        if not LEAST_SIMILARITY <= similarity <= 1:
            raise UsageError(f"The similarity must be {LEAST_SIMILARITY} to 1, not {similarity}.")
        if not self._signed:
            return []
        signatures = np.concatenate(self._chunks)[: len(self._signed)]
        lengths = np.array([self._seen[position].characters for position in self._signed])
        found: dict[int, list[Printed]] = {}
        for copy, head, likeness in find_heads(signatures, lengths, similarity):
            first = self._seen[self._signed[head]]
            group = found.setdefault(first.position, [first])
            group.append(self._seen[self._signed[copy]]._replace(similarity=round(likeness, 2)))
        return [[group[0], *sorted(group[1:])] for _, group in sorted(found.items())]


def find_copies(records: Iterable[Record], similarity: float = SIMILARITY) -> list[list[Printed]]:
    """The copies among ``records``, see :meth:`CopyFinder.groups`."""
    finder = CopyFinder()
    for record in records:
        finder.add(record)
    return finder.groups(similarity)


def sign(text: str) -> Signatures | None:
    """The MinHash of the runs of words in ``text``; None where there is no word."""
    words = [crc32(word.encode()) for word in _WORD.findall(text.casefold())]
    if not words:
        return None
    hashes = np.array(words, dtype=np.uint64)
    size = min(_SHINGLE, len(hashes))
    runs = np.zeros(len(hashes) - size + 1, dtype=np.uint64)
    for offset in range(size):
        runs = (runs ^ (runs >> np.uint64(29)) ^ hashes[offset : offset + len(runs)]) * _MIX
    numbers = np.unique(((runs ^ (runs >> np.uint64(32))) * _MIX) >> np.uint64(32))
    columns = numbers.astype(np.uint32)[:, np.newaxis]
    least = np.full(_HASHES, np.iinfo(np.uint32).max, dtype=np.uint32)
    for start in range(0, len(columns), _STEP):
        part = (columns[start : start + _STEP] ^ _MASKS) * _FACTORS
        least = np.minimum(least, part.min(axis=0))
    return least


def find_heads(
    signatures: Signatures, lengths: NDArray[Any], similarity: float
) -> Iterator[tuple[int, int, float]]:
    """Each article that is a copy, its head, and how similar they are.

    Heads are the longest, and of equally long ones the first; no head is a copy of another. A copy
    has the head to which it is most similar, never one that it is only joined to by others.
    """
    order = np.lexsort((np.arange(len(lengths)), -lengths))
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    likely: dict[int, set[int]] = {}
    for band in range(_BANDS):
        rows = signatures[:, band * _ROWS : (band + 1) * _ROWS].astype(np.uint64)
        keys = rows[:, 0]
        for row in range(1, _ROWS):
            keys = (keys ^ (keys >> np.uint64(29)) ^ rows[:, row]) * _MIX
        for run in _runs(keys, rank):
            for copy, head in _pairs(run, signatures, similarity):
                likely.setdefault(copy, set()).add(head)
    heads: dict[int, int] = {}
    for copy in sorted(likely, key=rank.__getitem__):
        ahead = sorted({heads.get(one, one) for one in likely[copy]}, key=rank.__getitem__)
        likeness = _likeness(signatures, np.array(ahead), copy)
        best = int(likeness.argmax())
        if likeness[best] >= similarity:
            heads[copy] = ahead[best]
            yield copy, ahead[best], float(likeness[best])


def _runs(keys: NDArray[np.uint64], rank: Indices) -> Iterator[Indices]:
    """The articles that share a key, the longest first."""
    order = np.lexsort((rank, keys))
    edges = np.flatnonzero(np.diff(keys[order])) + 1
    bounds = np.concatenate(([0], edges, [len(order)]))
    long = np.flatnonzero(np.diff(bounds) > 1)
    for start, end in zip(bounds[long].tolist(), bounds[long + 1].tolist(), strict=True):
        yield order[start:end]


def _pairs(run: Indices, signatures: Signatures, similarity: float) -> Iterator[tuple[int, int]]:
    """Of articles that share a key, those that are similar to a longer one, and that one."""
    for _ in range(_MOST_HEADS):
        if len(run) < 2:
            return
        head, run = int(run[0]), run[1:]
        near = _likeness(signatures, run, head) >= similarity
        for copy in run[near].tolist():
            yield copy, head
        run = run[~near]


def _likeness(signatures: Signatures, some: Indices, one: int) -> NDArray[np.float64]:
    found: NDArray[np.float64] = np.asarray((signatures[some] == signatures[one]).mean(axis=1))
    return found
