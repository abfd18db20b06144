"""Makes the arrays that the network reads from analysed Docs, in training and in use.

Words are the tokens that are not white space. One :class:`Words` holds the words of several Docs,
one Doc after another, so that one array operation handles them all. No index points from one Doc
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
"""Attributes of a word that are looked up in a vocabulary; each has its own embedding."""

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
_SUBJECTS: Final = ("nsubj", "nsubjpass", "csubj")  # the weights were trained with these
_COMPLEMENTS: Final = ("ccomp", "xcomp", "dobj", "pobj", "pcomp")
_QUESTION_TAGS: Final = frozenset({"WP", "WP$", "WDT", "WRB"})
STOPS: Final = frozenset({".", "?", "!"})
CUE_LEXICONS: Final = ("cues_speech", "cues_writing", "cues_thought", "cues_nouns")


class Vocabulary:
    """Gives each known string, as spaCy's 64-bit hash, a number from 1 on; 0 is for all others."""

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
        """The number of each hash; the result has the shape of ``hashes``."""
        if not len(self._sorted):
            return np.zeros(hashes.shape, np.int32)
        place = np.minimum(np.searchsorted(self._sorted, hashes), len(self._sorted) - 1)
        return np.where(self._sorted[place] == hashes, self._order[place] + 1, 0).astype(np.int32)


@dataclass(frozen=True, slots=True)
class Words:
    """The ``n`` words of one or more Docs, as arrays.

    A word is given by its index in these arrays, which are of shape (n,) if not said otherwise.

    Attributes:
        doc: the index of the word's Doc.
        token: the index of its token in that Doc.
        start, end: its offsets in the text of that Doc, in characters.
        symbols: its numbers in the vocabularies of :data:`SYMBOLIC`, shape (6, n).
        vector: its row in the table of word vectors, 0 for none.
        tensor: the model's own vector of the token, shape (n, width); width 0 if there are none.
        flags: 1 for each of :data:`FLAGS` that is so, else 0, shape (n, flags).
        frame: 1 for each dependency label that a child of the word has, else 0, shape (n, labels).
        head: its head in the parse; a root is its own head.
        subject, complement: its first child of that kind, or the word itself if there is none.
        first, last: the first and the last word of its subtree, both inclusive.
        sentence, paragraph: the number of its sentence and paragraph, counted through all Docs.
        quotation: the number of the outermost quotation around it, -1 for none.
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


def opens_question(token: Token) -> bool:
    """Whether a word opens a question, also an indirect one: "what", "whether"."""
    return token.tag_ in _QUESTION_TAGS or token.lower_ in {"if", "whether"}


def token_of(doc: Doc, words: Words, word: int) -> Token:
    """The token of a word, given by its index in ``words``."""
    return doc[words.token.item(word)]


def cue_forms() -> tuple[Vocabulary, NDArray[np.bool_]]:
    """The inflected forms of the words in the cue lexicons, and which lexicons each is in.

    Returns:
        A vocabulary of the forms, and a table of shape (forms + 1, lexicons), whose rows are the
        numbers in the vocabulary. Its first row is for all other words.
    """
    lexicons = [
        {form for term in load_terms(name) for form in inflect(term)} for name in CUE_LEXICONS
    ]
    forms = sorted(set().union(*lexicons))
    table = [[False] * len(lexicons), *([form in one for one in lexicons] for form in forms)]
    return Vocabulary.of(forms), np.array(table)


class Reader:
    """Makes :class:`Words` from Docs.

    Args:
        vocabularies: one vocabulary for each of :data:`SYMBOLIC`.
        vectors: the words that have a word vector.
        vector_rows: the row of each of these words in the table of word vectors.
        tensor_width: the width of ``doc.tensor`` with which the network was trained.
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
        """The words of one Doc. If ``use_tensor`` is false, their ``tensor`` is all zeros."""
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
    """The words of several Docs, one Doc after another, as one :class:`Words`."""
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
    """For each number of ``vocabulary``, whether it belongs to one of ``strings``."""
    found = np.zeros(len(vocabulary), bool)
    found[vocabulary.numbers(np.array([*map(get_string_id, strings)], dtype=np.uint64))] = True
    found[0] = False
    return found


def _paragraphs(doc: Doc, start: Ints) -> tuple[Ints, list[Bools]]:
    """The paragraph of each word, and whether it starts one, ends one, and is in the title."""
    edges = np.array([p["start"] for p in doc._.paragraphs], dtype=np.int32)
    titles = np.array([False, *(p["kind"] == "title" for p in doc._.paragraphs)])
    place = np.searchsorted(edges, start, side="right").astype(np.int32)
    starts = np.diff(place, prepend=-1) != 0
    ends = np.diff(place, append=-1) != 0
    return place, [starts, ends, titles[place]]


def _quotations(doc: Doc, start: Ints, end: Ints) -> tuple[Ints, list[Bools]]:
    """The outermost quotation around each word, and flags of the word.

    The flags are whether the word is in a quotation, opens one, closes one, and continues one. The
    last is set for the first word of a quotation that reopens the one before it.
    """
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
    """The head of each word among the words.

    If the parse makes a token of white space the head of a word, that token's own head is taken.
    """
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
    """For each word, its first child among the ``wanted`` words, or itself if there is none."""
    found = np.arange(len(head), dtype=np.int32)
    # Backwards, so that of several children the first is written last.
    children = np.flatnonzero(wanted & (head != found))[::-1]
    found[head[children]] = children
    return found
