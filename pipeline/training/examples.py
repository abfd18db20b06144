"""Make training examples from gold articles: words, heads of cues, and labels around those."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from ..analysis import make_doc
from ..articles.text import article_of
from ..spans import Offsets
from ..stages.attribution.network import CONTENT, CUE, SOURCE
from ..stages.attribution.pair_features import BEFORE, WINDOW, Pairs, find_pairs
from ..stages.attribution.word_features import DEP_ROW, SYMBOLIC, Ints, Reader, Words

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from ..evaluation.gold import GoldArticle

RAREST: Final = {"lower": 8, "suffix": 5, "shape": 5, "tag": 1, "dep": 1, "ent": 1}
"""The least frequency in training of a string that gets an embedding of its own."""


@dataclass(frozen=True, slots=True)
class Example:
    """One article. ``ignored`` marks words that may be cues or not, shape (n,): the annotators
    discarded them, or they are of a quote that is optional.

    ``cues`` are the heads of the gold cues, shape (cues,); ``labels`` the labels of the words
    around each cue, shape (cues, WINDOW); ``pairs`` the features of these words and the cue.
    """

    words: Words
    ignored: np.ndarray[tuple[int], np.dtype[np.bool_]]
    cues: Ints
    labels: Ints
    pairs: Pairs


def analyse(nlp: Language, articles: Sequence[GoldArticle]) -> Iterator[Doc]:
    """The articles as Docs, read in the same way as plain text inputs."""
    return nlp.pipe(make_doc(nlp, article_of(article.text)) for article in articles)


def count_strings(docs: Iterable[Doc]) -> dict[str, list[str]]:
    """The strings that get an embedding, by attribute, most frequent first."""
    counts: dict[str, Counter[int]] = {name: Counter() for name in SYMBOLIC}
    strings = None
    for doc in docs:
        strings = doc.vocab.strings
        table = doc.to_array([*SYMBOLIC.values(), "IS_SPACE"])
        kept = table[table[:, -1] == 0]
        for column, name in enumerate(SYMBOLIC):
            counts[name].update(kept[:, column].tolist())
    if strings is None:
        return {name: [] for name in SYMBOLIC}
    return {
        name: [
            string
            for string, count in sorted(
                ((strings[key], count) for key, count in found.items()),
                key=lambda pair: (-pair[1], pair[0]),
            )
            if count >= RAREST[name]
        ]
        for name, found in counts.items()
    }


def make_example(doc: Doc, article: GoldArticle, reader: Reader, labels: int) -> Example:
    """One article as an example.

    Args:
        doc: the analysed article.
        article: its gold annotation.
        reader: makes the features.
        labels: the number of dependency labels, including the unknown one.
    """
    words = reader.read(doc, use_tensor=True)
    ignored = np.zeros(len(words), bool)
    windows: dict[int, Ints] = {}
    for quote in article.quotes or ():
        spans = quote.spans()
        if quote.optional:
            ignored[_covered(words, [*spans.cue, *spans.content])] = True
            continue
        cue = _covered(words, spans.cue)
        if not cue:
            continue
        head = _head(words, cue)
        if head in windows:
            continue
        window = np.zeros(WINDOW, np.int32)
        for label, part in ((CONTENT, spans.content), (SOURCE, spans.source), (CUE, spans.cue)):
            places = np.array(_covered(words, part), dtype=int) - head + BEFORE
            window[places[(places >= 0) & (places < WINDOW)]] = label
        window[BEFORE] = CUE
        windows[head] = window
    cues = np.array(sorted(windows), dtype=np.int32)
    ignored[cues] = False
    ignored[_covered(words, [(s.start, s.end) for s in article.ignored])] = True
    pairs = find_pairs(words, words.symbols[DEP_ROW], labels, cues)
    window_labels = np.zeros((len(cues), WINDOW), np.int32)
    for row, cue in enumerate(cues.tolist()):
        reached = pairs.column[pairs.cue == row]
        window_labels[row, reached] = windows[cue][reached]
    return Example(
        words=words,
        ignored=ignored,
        cues=cues,
        labels=window_labels,
        pairs=pairs,
    )


def _covered(words: Words, spans: Iterable[Offsets]) -> list[int]:
    found: list[int] = []
    for start, end in spans:
        low = int(np.searchsorted(words.end, start, side="right"))
        high = int(np.searchsorted(words.start, end, side="left"))
        found.extend(range(low, high))
    return found


def _head(words: Words, cue: list[int]) -> int:
    """The head word of a cue: one whose head is outside, preferably one with children."""
    inside = set(cue)
    heads = [i for i in cue if int(words.head[i]) not in inside or int(words.head[i]) == i]
    return max(heads, key=lambda i: (int(words.last[i] - words.first[i]), -i))


def gold_attributions(example: Example) -> list[tuple[set[int], set[int]]]:
    """Content and source of each gold attribution, as words in the window of its cue."""
    found = []
    for cue, labels in zip(example.cues.tolist(), example.labels, strict=True):
        offset = cue - BEFORE
        content, source = (
            set((np.flatnonzero(labels == label) + offset).tolist()) for label in (CONTENT, SOURCE)
        )
        found.append((content, source))
    return found
