"""The words of a Doc as plain lists, read once for all rules about names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple, cast

import numpy as np
from spacy.strings import get_string_id
from spacy.tokens import Doc

from pipeline.stages.annotations import text_of

_INSIDE, _OUTSIDE, _BEGINS = 1, 2, 3  # spaCy's ENT_IOB
_NAME_TAGS = tuple(get_string_id(tag) for tag in ("NNP", "NNPS"))


class Words(NamedTuple):
    """The tokens of a Doc.

    Attributes:
        text, lower: as written, and in lower case.
        named: whether tagged as a proper noun.
        glued: whether no white space stands before the token.
        starts: the tokens that begin a sentence.

    """

    text: Sequence[str]
    lower: Sequence[str]
    named: Sequence[bool]
    glued: Sequence[bool]
    starts: Sequence[int]


def read_words(doc: Doc) -> Words:
    """The words of ``doc``."""
    whole = text_of(doc)
    columns = doc.to_array(["IDX", "LENGTH", "TAG", "SPACY", "SENT_START"])
    begin, tags = columns[:, 0], columns[:, 2]
    # Cut from the text: several times as fast as asking each token.
    ends = (begin + columns[:, 1]).tolist()
    text = [whole[i:j] for i, j in zip(begin.tolist(), ends, strict=True)]
    named = (tags == _NAME_TAGS[0]) | (tags == _NAME_TAGS[1])
    glued = [True, *(columns[:-1, 3] == 0).tolist()] if text else []
    starts = np.flatnonzero(columns[:, 4] == 1).tolist()
    return Words(text, list(map(str.lower, text)), named.tolist(), glued, starts)


def read_entities(doc: Doc) -> list[tuple[int, int, str]]:
    """``doc.ents`` as ``(start, end, label)``, in tokens; no Span is made."""
    columns = doc.to_array(["ENT_IOB", "ENT_TYPE"])
    iob, labels = columns[:, 0], columns[:, 1]
    starts = np.flatnonzero((iob == _BEGINS) & (labels != 0))
    ends = np.append(np.flatnonzero(iob != _INSIDE), len(doc))
    strings = doc.vocab.strings
    return [
        (start, end, strings[label])
        for start, end, label in zip(
            starts.tolist(),
            ends[np.searchsorted(ends, starts, side="right")].tolist(),
            labels[starts].tolist(),
            strict=True,
        )
    ]


def write_entities(doc: Doc, entities: Sequence[tuple[int, int, str]]) -> None:
    """Make ``entities``, which do not overlap, ``doc.ents``; the quick way of ``doc.set_ents``."""
    columns = np.zeros((2, len(doc)), dtype=np.uint64)
    iob, types = columns
    iob.fill(_OUTSIDE)
    ids = {label: doc.vocab.strings.add(label) for label in {label for _, _, label in entities}}
    for start, end, label in entities:
        iob[start:end] = _INSIDE
        types[start:end] = ids[label]
    iob[[start for start, _, _ in entities]] = _BEGINS
    doc.from_array(["ENT_IOB", "ENT_TYPE"], cast("Any", columns.T))
