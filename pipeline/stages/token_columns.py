"""The tokens of a Doc as plain lists, read once for all rules about names."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import reduce
from typing import Any, NamedTuple, cast

import numpy as np
from spacy.strings import get_string_id
from spacy.tokens import Doc

from ..spans import without_unseen
from .annotations import text_of

_INSIDE, _OUTSIDE, _BEGINS = 1, 2, 3  # spaCy's ENT_IOB
_NAME_TAGS = tuple(get_string_id(tag) for tag in ("NNP", "NNPS"))


class TokenColumns(NamedTuple):
    """The tokens of a Doc.

    Attributes:
        text, lower: as written, without characters that nobody sees, and in lower case.
        named: whether the token is tagged as a proper noun; ``names`` are the indices of these.
        glued: whether there is no white space before the token.
        starts: indices of the tokens that begin a sentence.

    """

    text: Sequence[str]
    lower: Sequence[str]
    named: Sequence[bool]
    names: Sequence[int]
    glued: Sequence[bool]
    starts: Sequence[int]

    def begins_sentence(self, index: int) -> bool:
        """Whether the token at ``index`` is one of ``starts``."""
        at = bisect_left(self.starts, index)
        return at < len(self.starts) and self.starts[at] == index


def read_words(doc: Doc) -> TokenColumns:
    """The words of ``doc``."""
    whole = text_of(doc)
    columns = doc.to_array(["IDX", "LENGTH", "TAG", "SPACY", "SENT_START"])
    begin, tags = columns[:, 0], columns[:, 2]
    # Slicing the text is several times faster than reading each token.
    ends = (begin + columns[:, 1]).tolist()
    text = [whole[i:j] for i, j in zip(begin.tolist(), ends, strict=True)]
    if not whole.isascii():
        text = [without_unseen(word) or word for word in text]
    named = (tags == _NAME_TAGS[0]) | (tags == _NAME_TAGS[1])
    glued = [True, *(columns[:-1, 3] == 0).tolist()] if text else []
    starts = np.flatnonzero(columns[:, 4] == 1).tolist()
    names = np.flatnonzero(named).tolist()
    return TokenColumns(text, list(map(str.lower, text)), named.tolist(), names, glued, starts)


def read_entities(doc: Doc, only: Iterable[str] = ()) -> list[tuple[int, int, str]]:
    """``doc.ents`` as ``(start, end, label)`` in tokens, without making Span objects.

    ``only`` limits the labels.
    """
    columns = doc.to_array(["ENT_IOB", "ENT_TYPE"])
    iob, types = columns[:, 0], columns[:, 1]
    first = iob == _BEGINS
    wanted = {get_string_id(label): label for label in only}
    if wanted:
        first &= reduce(np.bitwise_or, (types == label for label in wanted))
    else:
        first &= types != 0
    starts = np.flatnonzero(first)
    if not len(starts):
        return []
    ends = np.append(np.flatnonzero(iob != _INSIDE), len(doc))
    ids = types[starts].tolist()
    names = wanted or {label: doc.vocab.strings[label] for label in set(ids)}
    return [
        (start, end, names[label])
        for start, end, label in zip(
            starts.tolist(),
            ends[np.searchsorted(ends, starts, side="right")].tolist(),
            ids,
            strict=True,
        )
    ]


def write_entities(doc: Doc, entities: Sequence[tuple[int, int, str]]) -> None:
    """Set ``doc.ents`` to ``entities``, sorted and disjoint; a faster ``doc.set_ents``."""
    ids = {label: doc.vocab.strings.add(label) for label in {label for _, _, label in entities}}
    types: list[int] = []
    lengths: list[int] = []
    position = 0
    for start, end, label in entities:
        types += (0, ids[label])
        lengths += (start - position, end - start)
        position = end
    columns = np.zeros((2, len(doc)), dtype=np.uint64)
    columns[1, :position] = np.repeat(np.array(types, dtype=np.uint64), lengths)
    columns[0] = np.where(columns[1], _INSIDE, _OUTSIDE)
    columns[0, [start for start, _, _ in entities]] = _BEGINS
    doc.from_array(["ENT_IOB", "ENT_TYPE"], cast("Any", columns.T))
