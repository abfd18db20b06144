"""How words stand to a cue: in the tree, in the text, in the quotation marks."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from analysed import LABELS, plain, tree, words_of
from hypothesis import given
from hypothesis import strategies as st
from newsquotes.stages.attribution.pair_features import (
    AFTER,
    BEFORE,
    DISTANCE,
    EDGES,
    LEVELS,
    PLACES,
    QUOTATIONS,
    WINDOW,
    Pairs,
    find_pairs,
    relations,
)
from newsquotes.stages.attribution.word_features import DEP_ROW, Words, join

COUNT = len(LABELS) + 1
NONE = relations(COUNT) - 1
DENIAL = "Ana/NNP/nsubj/2 denies/VBZ/ROOT/2 that/IN/mark/5 Bo/NNP/nsubj/5 lied/VBD/ccomp/2"


def pairs_of(words: Words, *cues: int) -> Pairs:
    return find_pairs(words, words.symbols[DEP_ROW], COUNT, np.array(cues, dtype=np.int32))


def of(number: int, pairs: Pairs, feature: str) -> list[int]:
    """A feature of all words that are paired with one of the cues, in order."""
    found: list[int] = getattr(pairs, feature)[pairs.cue == number].tolist()
    return found


def relation(level: int, label: str | None) -> int:
    return level * (COUNT + 1) + (0 if label is None else LABELS.index(label) + 2)


def test_below_the_cue() -> None:
    words = words_of(tree(DENIAL))
    pairs = pairs_of(words, 1)
    clause = relation(0, "ccomp")
    assert of(0, pairs, "relation") == [
        relation(0, "nsubj"), relation(0, None), clause, clause, clause,
    ]  # fmt: skip
    # 1 the first word of its branch, 2 the last, 4 its head.
    assert of(0, pairs, "edge") == [7, 0, 1, 0, 6]


def test_above_the_cue() -> None:
    words = words_of(tree(DENIAL))
    pairs = pairs_of(words, 4)
    assert of(0, pairs, "relation") == [
        relation(1, "nsubj"), relation(1, None), relation(0, "mark"), relation(0, "nsubj"),
        relation(0, None),
    ]  # fmt: skip
    assert of(0, pairs, "edge") == [7, 0, 7, 7, 0]


def test_beyond_the_levels() -> None:
    chain = " ".join(f"w{i}/NN/dobj/{max(i - 1, 1)}" for i in range(1, 9))
    words = words_of(tree(chain))
    found = of(0, pairs_of(words, 7), "relation")
    assert found == [NONE] * 4 + [relation(3 - i, None) for i in range(4)]


def test_other_sentences_and_other_docs() -> None:
    first = words_of(tree(DENIAL, DENIAL))
    words = join([first, first])
    pairs = pairs_of(words, 1, 16)
    assert of(0, pairs, "word") == list(range(10))
    assert of(1, pairs, "word") == list(range(10, 20))
    assert of(0, pairs, "column") == list(range(BEFORE - 1, BEFORE + 9))
    assert of(0, pairs, "relation")[5:] == [NONE] * 5
    assert of(1, pairs, "relation")[:5] == [NONE] * 5
    assert of(1, pairs, "relation")[6] == relation(0, None)


def test_other_paragraphs() -> None:
    words = replace(plain("a b c d e f")[1], paragraph=np.array([1, 1, 2, 2, 2, 3], dtype=np.int32))
    pairs = pairs_of(words, 0, 3, 5)
    assert [of(row, pairs, "word") for row in range(3)] == [[0, 1], [2, 3, 4], [5]]


def test_long_paragraphs() -> None:
    pairs = pairs_of(plain(" ".join("w" * 200))[1], 100)
    assert of(0, pairs, "word") == list(range(100 - BEFORE, 101 + AFTER))
    assert of(0, pairs, "column") == list(range(WINDOW))


def test_no_cues() -> None:
    pairs = pairs_of(words_of(tree(DENIAL)))
    assert pairs.word.shape == pairs.relation.shape == pairs.quotation.shape == (0,)


@st.composite
def trees(draw: st.DrawFn) -> tuple[Words, int]:
    """Any tree over a few words, branches crossing or not, and one of them."""
    count = draw(st.integers(1, 10))
    order = draw(st.permutations(range(count)))
    head = np.zeros(count, np.int32)
    for place, word in enumerate(order):
        head[word] = order[draw(st.integers(0, place - 1))] if place else word
    words = plain(" ".join("w" * count))[1]
    below = [[i for i in range(count) if word in path(head, i)] for word in range(count)]
    return replace(
        words,
        head=head,
        first=np.array([min(b) for b in below], np.int32),
        last=np.array([max(b) for b in below], np.int32),
    ), draw(st.integers(0, count - 1))


def path(head: np.ndarray, word: int) -> list[int]:
    """The word, its head, that one's head and so on."""
    found = [word]
    while int(head[found[-1]]) != found[-1]:
        found.append(int(head[found[-1]]))
    return found


@given(trees(), st.data())
def test_relations_are_what_the_definition_says(
    drawn: tuple[Words, int], data: st.DataObject
) -> None:
    words, cue = drawn
    count = len(words)
    dep = np.array(data.draw(st.lists(st.integers(0, 3), min_size=count, max_size=count)), np.int32)
    pairs = find_pairs(words, dep, COUNT, np.array([cue], dtype=np.int32))
    above = path(words.head, cue)[:LEVELS]
    for word, (number, edge) in enumerate(
        zip(of(0, pairs, "relation"), of(0, pairs, "edge"), strict=True)
    ):
        up = path(words.head, word)
        level = next((i for i, ancestor in enumerate(above) if ancestor in up), None)
        if level is None:
            assert (number, edge) == (NONE, 0)
            continue
        place = up.index(above[level])
        if place == 0:
            assert (number, edge) == (level * (COUNT + 1), 0)
            continue
        branch = up[place - 1]
        assert number == level * (COUNT + 1) + int(dep[branch]) + 1
        assert edge == (
            (word == words.first[branch]) + 2 * (word == words.last[branch]) + 4 * (word == branch)
        )


@given(trees())
def test_numbers_fit_their_tables(drawn: tuple[Words, int]) -> None:
    words, cue = drawn
    pairs = pairs_of(words, cue)
    for array, size in (
        (pairs.relation, relations(COUNT)),
        (pairs.edge, EDGES),
        (pairs.place, PLACES),
        (pairs.quotation, QUOTATIONS),
    ):
        assert array.shape == (len(words),)
        assert array.min() >= 0
        assert array.max() < size


def test_distances() -> None:
    assert len(DISTANCE) == WINDOW == BEFORE + 1 + AFTER
    assert DISTANCE.min() == 0
    steps = np.diff(DISTANCE)
    assert set(steps.tolist()) == {0, 1}, "classes ascend and none is left out"
    assert (steps[BEFORE - 8 : BEFORE + 8] == 1).all(), "near words have a class each"
    size = np.arange(BEFORE + 1)
    assert np.array_equal(
        DISTANCE[BEFORE + size] - DISTANCE[BEFORE], DISTANCE[BEFORE] - DISTANCE[BEFORE - size]
    )


@pytest.mark.parametrize(
    ("cue", "expected"),
    # Clipped to -2 … 3.
    [(0, [0, 1, 2, 3, 3]), (2, [-2, -1, 0, 1, 2]), (4, [-2, -2, -2, -1, 0])],
)
def test_sentences_off(cue: int, expected: list[int]) -> None:
    words = replace(plain("a b c d e")[1], sentence=np.arange(5, dtype=np.int32))
    assert of(0, pairs_of(words, cue), "place") == [sentence + 2 for sentence in expected]


@pytest.mark.parametrize(
    ("cue", "expected"),
    [
        # 12 the same quotation; else 4 for each that opens in between, 2 word in one, 1 cue in one
        ("says", {"One": 4, "two": 2, "says": 0, "three": 6, "then": 4, "four": 10, "end": 8}),
        ("two", {"One": 5, "two": 12, "says": 1, "three": 7, "then": 5, "four": 11, "end": 9}),
        ("end", {"One": 8, "two": 10, "says": 8, "three": 6, "then": 4, "four": 2, "end": 0}),
    ],
)
def test_quotations_between(cue: str, expected: dict[str, int]) -> None:
    doc, words = plain("One “ two ” says “ three ” then “ four ” end")
    names = [doc[int(i)].text for i in words.token]
    place = names.index(cue)
    found = of(0, pairs_of(words, place), "quotation")
    assert {n: q for n, q in zip(names, found, strict=True) if n.isalpha()} == expected
