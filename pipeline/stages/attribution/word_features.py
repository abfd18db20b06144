"""From analysed Docs to the arrays that the network reads. Training and running share this file.

Words are the tokens that are no white space. The words of several Docs lie behind one another in
one :class:`Words`, so that an array operation serves them all; no index ever leads from one Doc
into another.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from spacy.strings import get_string_id
from spacy.tokens import Doc, Token

from ...lexicons import load_terms
from ...lexicons.inflections import inflect

type Ints = NDArray[np.int32]
type Floats = NDArray[np.float32]

type Bools = NDArray[np.bool_]

SYMBOLIC: Final = {
    "lower": "LOWER",
    "suffix": "SUFFIX",
    "shape": "SHAPE",
    "tag": "TAG",
    "dep": "DEP",
    "ent": "ENT_TYPE",
}
"""Attributes of a word that are looked up in a vocabulary and have an embedding each."""

FLAGS: Final = (
    "in_quotation",
    "opens_quotation",
    "closes_quotation",
    "continues_quotation",
    "starts_paragraph",
    "ends_paragraph",
    "title",
    "starts_sentence",
    "speech_cue",
    "writing_cue",
    "thought_cue",
    "noun_cue",
)
"""Yes-or-no features of a word, in the order of their columns."""

DEP_ROW: Final = list(SYMBOLIC).index("dep")
TAG_ROW: Final = list(SYMBOLIC).index("tag")
LOWER_ROW: Final = list(SYMBOLIC).index("lower")
_ATTRIBUTES: Final[list[int | str]] = [
    *SYMBOLIC.values(),
    "HEAD",
    "SENT_START",
    "IS_SPACE",
    "IDX",
    "LENGTH",
]
_SUBJECTS: Final = ("nsubj", "nsubjpass", "csubj")
_COMPLEMENTS: Final = ("ccomp", "xcomp", "dobj", "pobj", "pcomp")
FINITE: Final = frozenset({"VBD", "VBZ", "VBP", "MD"})
"""Tags of verbs that have a tense."""
STOPS: Final = frozenset({".", "?", "!"})
CUE_LEXICONS: Final = ("cues_speech", "cues_writing", "cues_thought", "cues_nouns")


class Vocabulary:
    """Strings (as spaCy's 64-bit hashes) to consecutive numbers; 0 is for all others."""

    def __init__(self, keys: NDArray[np.uint64]) -> None:
        self._order = np.argsort(keys).astype(np.int32)
        self._sorted = keys[self._order]

    @classmethod
    def of(cls, strings: Sequence[str]) -> Vocabulary:
        """The vocabulary in which ``strings[i]`` has the number ``i + 1``."""
        return cls(np.array([get_string_id(string) for string in strings], dtype=np.uint64))

    def __len__(self) -> int:
        return len(self._sorted) + 1

    def numbers(self, hashes: NDArray[np.uint64]) -> Ints:
        """The number of each hash, shape as given."""
        if not len(self._sorted):
            return np.zeros(hashes.shape, np.int32)
        place = np.minimum(np.searchsorted(self._sorted, hashes), len(self._sorted) - 1)
        return np.where(self._sorted[place] == hashes, self._order[place] + 1, 0).astype(np.int32)


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one or more Docs. ``n`` words; indices are into these arrays.

    Attributes:
        doc: which Doc a word is of, shape (n,).
        token: its index in its Doc, (n,).
        start, end: characters in its Doc, (n,).
        symbols: numbers in the vocabularies of :data:`SYMBOLIC`, (6, n).
        vector: row in the table of word vectors, 0 for none, (n,).
        tensor: the model's own token vectors, (n, width); width 0 if there are none.
        flags: (n, len(FLAGS)).
        frame: which dependency labels a word's children have, (n, number of labels).
        head: (n,); roots are their own heads.
        subject, complement: the first child of that kind, or the word itself, (n,).
        first, last: edges of the word's subtree, inclusive, (n,).
        sentence, paragraph: numbered through all Docs, (n,).
        quotation: number of the outermost quotation around a word, -1 for none, (n,).
    """

    doc: Ints
    token: Ints
    start: Ints
    end: Ints
    symbols: Ints
    vector: Ints
    tensor: Floats
    flags: Floats
    frame: Floats
    head: Ints
    subject: Ints
    complement: Ints
    first: Ints
    last: Ints
    sentence: Ints
    paragraph: Ints
    quotation: Ints

    def __len__(self) -> int:
        return len(self.doc)


def token_of(doc: Doc, words: Words, word: int) -> Token:
    """The token that is a word."""
    return doc[int(words.token[word])]


def cue_forms() -> tuple[Vocabulary, NDArray[np.bool_]]:
    """The inflected forms in the cue lexicons, and which of these each number stands in.

    The table has the shape (forms + 1, lexicons); its first row is for all other words.
    """
    lexicons = [
        {form for term in load_terms(name) for form in inflect(term)} for name in CUE_LEXICONS
    ]
    forms = sorted(set().union(*lexicons))
    table = [[False] * len(lexicons), *([form in one for one in lexicons] for form in forms)]
    return Vocabulary.of(forms), np.array(table)


class Reader:
    """Makes :class:`Words` of Docs.

    Args:
        vocabularies: one for each of :data:`SYMBOLIC`.
        vectors: the keys of the table of word vectors, and ``vector_rows`` the row of each.
        tensor_width: width of ``doc.tensor`` that the network was trained with.
    """

    def __init__(
        self,
        vocabularies: Mapping[str, Vocabulary],
        vectors: Vocabulary,
        vector_rows: NDArray[np.uint32],
        tensor_width: int,
    ) -> None:
        self._vocabularies = vocabularies
        self._vectors = vectors
        self._vector_rows = np.concatenate([[0], vector_rows]).astype(np.int32)
        self._tensor_width = tensor_width
        self._cues, self._cue_table = cue_forms()
        dep = vocabularies["dep"]
        self._is_subject = _which(dep, _SUBJECTS)
        self._is_complement = _which(dep, _COMPLEMENTS)

    def read(self, doc: Doc, *, use_tensor: bool) -> Words:
        """The words of a Doc. With ``use_tensor`` false the model's own vectors are left out."""
        table = doc.to_array(_ATTRIBUTES)
        kept = np.flatnonzero(table[:, _ATTRIBUTES.index("IS_SPACE")] == 0)
        column = {attribute: table[kept, i] for i, attribute in enumerate(_ATTRIBUTES)}
        count = len(kept)
        start = column["IDX"].astype(np.int32)
        end = start + column["LENGTH"].astype(np.int32)
        begins = column["SENT_START"].astype(np.int64) == 1
        head = _heads(table[:, _ATTRIBUTES.index("HEAD")], kept)
        symbols = np.stack(
            [
                self._vocabularies[name].numbers(column[attribute])
                for name, attribute in SYMBOLIC.items()
            ]
        )
        dep = symbols[DEP_ROW]
        first, last = _subtree_edges(head)
        tensor = np.zeros((count, self._tensor_width), np.float32)
        if use_tensor:
            np.take(doc.tensor, kept, axis=0, out=tensor, mode="clip")
        paragraph, paragraph_flags = _paragraphs(doc, start)
        quotation, quotation_flags = _quotations(doc, start, end)
        cue_flags = self._cue_table[self._cues.numbers(column["LOWER"])].T
        flags = np.stack([*quotation_flags, *paragraph_flags, begins, *cue_flags], axis=1)
        return Words(
            doc=np.zeros(count, np.int32),
            token=kept.astype(np.int32),
            start=start,
            end=end,
            symbols=symbols,
            vector=self._vector_rows[self._vectors.numbers(column["LOWER"])],
            tensor=tensor,
            flags=flags.astype(np.float32),
            frame=_frames(head, dep, len(self._vocabularies["dep"])),
            head=head,
            subject=_child(head, self._is_subject[dep]),
            complement=_child(head, self._is_complement[dep]),
            first=first,
            last=last,
            sentence=np.maximum(np.cumsum(begins) - 1, 0).astype(np.int32),
            paragraph=paragraph,
            quotation=quotation,
        )


def join(parts: Sequence[Words]) -> Words:
    """The words of several Docs behind one another."""
    joined: dict[str, Any] = {}
    sizes = [len(part) for part in parts]
    offsets = np.repeat(np.cumsum([0, *sizes[:-1]]), sizes).astype(np.int32)
    for field in fields(Words):
        arrays = [getattr(part, field.name) for part in parts]
        joined[field.name] = np.concatenate(arrays, axis=1 if field.name == "symbols" else 0)
    joined["doc"] = np.repeat(np.arange(len(parts), dtype=np.int32), sizes)
    for name in ("head", "subject", "complement", "first", "last"):
        joined[name] = joined[name] + offsets
    # These only need to differ from Doc to Doc; no Doc has more of them than words.
    for name in ("sentence", "paragraph", "quotation"):
        joined[name] = np.where(joined[name] < 0, -1, joined[name] + offsets)
    return Words(**joined)


def _which(vocabulary: Vocabulary, strings: Sequence[str]) -> Bools:
    """Whether each number of ``vocabulary`` is that of one of ``strings``."""
    found = np.zeros(len(vocabulary), bool)
    found[vocabulary.numbers(np.array([*map(get_string_id, strings)], dtype=np.uint64))] = True
    found[0] = False
    return found


def _paragraphs(doc: Doc, start: Ints) -> tuple[Ints, list[Bools]]:
    """The paragraph of each word; flags: starts a paragraph, ends one, is in the title."""
    edges = np.array([p["start"] for p in doc._.paragraphs], dtype=np.int32)
    titles = np.array([False, *(p["kind"] == "title" for p in doc._.paragraphs)])
    place = np.searchsorted(edges, start, side="right").astype(np.int32)
    starts = np.diff(place, prepend=-1) != 0
    ends = np.diff(place, append=-1) != 0
    return place, [starts, ends, titles[place]]


def _quotations(doc: Doc, start: Ints, end: Ints) -> tuple[Ints, list[Bools]]:
    """The outermost quotation around each word; flags: in one, opens, closes, continues one."""
    quotation = np.full(len(start), -1, np.int32)
    opens, closes, continues = np.zeros((3, len(start)), bool)
    marks = [mark for mark in doc._.quotations if mark["depth"] == 0]
    lows = np.searchsorted(end, [mark["start"] for mark in marks], side="right").tolist()
    highs = np.searchsorted(start, [mark["end"] for mark in marks], side="left").tolist()
    for number, (mark, low, high) in enumerate(zip(marks, lows, highs, strict=True)):
        if low < high:
            quotation[low:high] = number
            opens[low] = closes[high - 1] = True
            continues[low] = mark["continues"]
    return quotation, [quotation >= 0, opens, closes, continues]


def _heads(offsets: NDArray[Any], kept: NDArray[np.intp]) -> Ints:
    """Heads among words; a word under white space hangs from that token's own head."""
    head = np.arange(len(offsets)) + offsets.astype(np.int64)
    number = np.full(len(offsets), -1, np.int64)
    number[kept] = np.arange(len(kept))
    above = head[kept]
    for _ in range(3):
        above = np.where(number[above] < 0, head[above], above)
    return np.where(number[above] < 0, np.arange(len(kept)), number[above]).astype(np.int32)


def _subtree_edges(head: Ints) -> tuple[Ints, Ints]:
    first = np.arange(len(head), dtype=np.int32)
    last = first.copy()
    while True:
        lower, higher = first.copy(), last.copy()
        np.minimum.at(lower, head, first)
        np.maximum.at(higher, head, last)
        if np.array_equal(lower, first) and np.array_equal(higher, last):
            return first, last
        first, last = lower, higher


def _frames(head: Ints, dep: Ints, labels: int) -> Floats:
    frame = np.zeros((len(head), labels), np.float32)
    child = np.flatnonzero(head != np.arange(len(head)))
    frame[head[child], dep[child]] = 1
    return frame


def _child(head: Ints, wanted: Bools) -> Ints:
    """For each word its first child among the ``wanted`` words, or itself."""
    found = np.arange(len(head), dtype=np.int32)
    # Backwards, so that the first of several is the one that stays.
    children = np.flatnonzero(wanted & (head != found))[::-1]
    found[head[children]] = children
    return found
