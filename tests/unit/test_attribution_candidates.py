"""Candidates: completed at quotation marks, and chosen so that none takes another's words."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from random import Random

import numpy as np
import pytest
from analysed import places, plain, tree, words_of
from hypothesis import given
from hypothesis import strategies as st
from newsquotes.stages.attribution.candidates import Candidate, complete, runs, supply_source
from newsquotes.stages.attribution.selection import LARGEST_SHARE, SMALLEST_REST, choose
from newsquotes.stages.attribution.word_features import Words

SHORT = "“We came early and left late,” Ana said."
BROKEN = "“We came,” Ana said, “and then we left.”"
LONG = "“" + "We built it and nobody came . " * 6 + "” Ana said."
SEVERAL = "“We came.\n\n“We saw it.\n\n“We left,” Ana said. “It rains.”"
HOLDS_SOURCE = "“" + "We built it and nobody came , Bo says . " * 4 + "”"


def candidate(content: list[int], source: list[int] | None = None, cue: int = 99) -> Candidate:
    return Candidate(cue, content, source or [], [cue], 0.0, 0.0)


@pytest.mark.parametrize(
    ("text", "content", "others", "expected"),
    [
        (SHORT, ["We came early and left"], ["Ana"], ["“We came early and left late,”"]),
        (SHORT, ["We came"], ["Ana"], ["We came"]),
        (BROKEN, ["We came,", "then we left."], ["Ana"], ["“We came,”", "“and then we left.”"]),
        (BROKEN, ["We came,"], ["Ana"], ["“We came,”"]),
        (LONG, ["We built it and nobody came . We built it and nobody"], [], [LONG[:-10]]),
        (LONG, ["We built it and nobody came . We built it and"], [], None),
        (SEVERAL, ["We came."], ["Ana"], [SEVERAL[: SEVERAL.index(" Ana")]]),
        (SEVERAL, ["We left,"], ["Ana"], [SEVERAL[: SEVERAL.index(" Ana")]]),
        (HOLDS_SOURCE, ["“We built it and nobody came ,", "We built it and nobody came ,"], ["Bo"],
         None),
        ("She said it rains.", ["it rains"], ["She"], ["it rains"]),
    ],
    ids=[
        "most of it", "little of it", "both parts", "one part is no reason for the other",
        "twelve words of a long one", "eleven words of a long one",
        "goes on in the next paragraphs", "goes back to the paragraphs before",
        "a long one with the source in it", "no marks at all",
    ],
)  # fmt: skip
def test_quotations_are_completed(
    text: str, content: list[str], others: list[str], expected: list[str] | None
) -> None:
    doc, words = plain(text)
    given_words = places(doc, words, *content)
    source = places(doc, words, *others)
    found = complete(words, candidate(given_words, source))
    assert found.content == (given_words if expected is None else places(doc, words, *expected))
    assert found.source == source


def test_source_and_cue_never_become_content() -> None:
    doc, words = plain("“We came, Ana said, and we left.”")
    content = places(doc, words, "“We came,", ", and we left.”")
    source, cue = places(doc, words, "Ana"), places(doc, words, "said")
    found = complete(words, Candidate(cue[0], content, source, cue, 0.0, 0.0))
    assert found.content == content


@pytest.mark.parametrize(
    ("indices", "expected"),
    [
        ([], []),
        ([4], [(4, 4)]),
        ([1, 2, 3], [(1, 3)]),
        ([1, 3, 4, 9], [(1, 1), (3, 4), (9, 9)]),
    ],
)
def test_runs(indices: list[int], expected: list[tuple[int, int]]) -> None:
    assert runs(indices) == expected


@given(st.sets(st.integers(0, 30)))
def test_runs_cover_what_they_are_made_of(indices: set[int]) -> None:
    found = runs(sorted(indices))
    assert [i for first, last in found for i in range(first, last + 1)] == sorted(indices)
    assert all(a[1] + 1 < b[0] for a, b in pairwise(found))


rated = st.lists(
    st.tuples(
        st.builds(
            lambda head, content, cue: Candidate(
                head, sorted(content), [], sorted({head, *cue}), 0.0, 0.0
            ),
            st.integers(0, 20),
            st.sets(st.integers(0, 20), min_size=1, max_size=8),
            st.sets(st.integers(0, 20), max_size=2),
        ),
        st.floats(0, 1),
    ),
    max_size=8,
    unique_by=lambda pair: pair[0].head,
)


def sentences(*numbers: int) -> Words:
    """Words of which only the sentence is known; the last one goes on."""
    words = plain("w " * 100)[1]
    every = [*numbers, *[numbers[-1]] * (100 - len(numbers))]
    return replace(words, sentence=np.array(every, np.int32))


ONE_SENTENCE = sentences(0)


@given(rated, st.lists(st.integers(0, 1), min_size=20, max_size=20))
def test_chosen_candidates_share_no_words(
    pairs: list[tuple[Candidate, float]], starts: list[int]
) -> None:
    chosen = choose(sentences(*np.cumsum(starts).tolist()), pairs)
    contents = [set(one.content) for one, _ in chosen]
    assert sum(map(len, contents)) == len(set().union(*contents))
    first = [one.content[0] for one, _ in chosen]
    assert first == sorted(first)
    before = {one.head: (one, rating) for one, rating in pairs}
    for one, rating in chosen:
        original, given_rating = before[one.head]
        assert rating == given_rating
        assert set(one.content) <= set(original.content)
        assert one.content == sorted(one.content)
        assert replace(one, content=original.content) == original
        better = [other for other, r in chosen if (-r, other.head) < (-rating, one.head)]
        assert not any(one.head in other.cue for other in better)


@given(rated)
def test_in_one_sentence_the_better_one_is_first_served(
    pairs: list[tuple[Candidate, float]],
) -> None:
    chosen = choose(ONE_SENTENCE, pairs)
    before = {one.head: one for one, _ in pairs}
    for one, _ in chosen:
        full = before[one.head].content
        assert len(one.content) >= SMALLEST_REST * len(full)
        for first, last in runs(full):
            left = sum(first <= word <= last for word in one.content)
            size = last + 1 - first
            assert left == 0 or size - left <= LARGEST_SHARE * size
    if pairs:
        assert min(pairs, key=lambda pair: (-pair[1], pair[0].head)) in chosen


def test_a_report_inside_a_report_is_chosen_if_both_are_good() -> None:
    outer = Candidate(1, list(range(2, 12)), [0], [1], 0.0, 0.0)
    inner = Candidate(4, list(range(6, 12)), [3], [4], 0.0, 0.0)
    for good in (0.7, 0.9):
        assert choose(ONE_SENTENCE, [(outer, 0.8), (inner, good)]) == [(outer, 0.8), (inner, good)]
    assert len(choose(ONE_SENTENCE, [(outer, 0.8), (inner, 0.5)])) == 1
    without_source = replace(inner, source=[])
    assert len(choose(ONE_SENTENCE, [(outer, 0.8), (without_source, 0.9)])) == 1


@given(rated, st.randoms(use_true_random=False))
def test_the_order_of_candidates_does_not_matter(
    pairs: list[tuple[Candidate, float]], random: Random
) -> None:
    shuffled = list(pairs)
    random.shuffle(shuffled)
    assert choose(ONE_SENTENCE, shuffled) == choose(ONE_SENTENCE, pairs)


@pytest.mark.parametrize(
    ("given", "expected"),
    [("", "Ana"), ("Bo", "Ana"), ("Ana", "Ana"), ("asked Bo", "asked Bo")],
    ids=["none", "only quoted", "not quoted", "partly quoted"],
)
def test_the_source_of_a_quotation(given: str, expected: str) -> None:
    doc = tree(
        "Ana/NNP/nsubj/2 asked/VBD/ROOT/2 “/``/punct/5 Bo/NNP/nsubj/5 left/VBD/ccomp/2 ”/''/punct/5"
    )
    words = words_of(doc)
    names = [token.text for token in doc]
    source = [names.index(name) for name in given.split()]
    found = supply_source(words, Candidate(1, [2, 3, 4, 5], source, [1], 0.0, 0.0))
    assert [names[i] for i in found.source] == expected.split()


@pytest.mark.parametrize(
    ("weaker", "left"),
    [
        ([3, 4, 5, 6, 7, 8, 9], [4, 5, 6, 7, 8, 9]),
        ([2, 3, 4, 5], [4, 5]),
        ([1, 2, 3, 4, 5], None),
        ([5, 6], [5, 6]),
        ([2, 3], None),
    ],
    ids=["loses a little", "loses half", "would lose most", "loses nothing", "lies within"],
)
def test_two_cues_of_one_sentence(weaker: list[int], left: list[int] | None) -> None:
    strong, weak = candidate([0, 1, 2, 3], cue=20), candidate(weaker, cue=21)
    found = choose(ONE_SENTENCE, [(weak, 0.5), (strong, 0.9)])
    assert [one.content for one, _ in found] == ([strong.content, left] if left else [[0, 1, 2, 3]])


def test_a_piece_that_a_better_one_has_is_given_up_and_the_rest_kept() -> None:
    strong = candidate([0, 1, 2, 3], cue=20)
    weak = candidate([2, 3, 4, 8, 9, 10], cue=21)
    found = choose(ONE_SENTENCE, [(weak, 0.5), (strong, 0.9)])
    assert [one.content for one, _ in found] == [[0, 1, 2, 3], [8, 9, 10]]


@pytest.mark.parametrize("rating", [0.5, 0.9])
def test_a_sentence_with_its_own_cue_keeps_its_content(rating: float) -> None:
    """However sure the attribution is that reaches into it, and however much that one loses."""
    words = sentences(*[0] * 10, *[1] * 10)
    own = Candidate(15, [11, 12, 13], [], [15], 0.0, 0.0)
    reaching = Candidate(5, [3, *range(11, 15)], [], [5], 0.0, 0.0)
    found = choose(words, [(own, 0.7), (reaching, rating)])
    assert [(one.head, one.content) for one, _ in found] == [(5, [3, 14]), (15, [11, 12, 13])]


def test_a_sentence_without_its_own_cue_goes_to_the_better_one() -> None:
    words = sentences(*[0] * 5, *[1] * 5, *[2] * 5)
    before = Candidate(3, [2, 6, 7, 8], [], [3], 0.0, 0.0)
    after = Candidate(13, [6, 7, 8, 12], [], [13], 0.0, 0.0)
    assert [one.head for one, _ in choose(words, [(before, 0.9), (after, 0.5)])] == [3]
    assert [one.head for one, _ in choose(words, [(before, 0.5), (after, 0.9)])] == [13]


def test_two_words_of_one_cue_give_one_attribution() -> None:
    made = Candidate(10, [1, 2], [], [10, 11], 0.0, 0.0)
    claim = Candidate(11, [5, 6], [], [11], 0.0, 0.0)
    assert [o.head for o, _ in choose(ONE_SENTENCE, [(made, 0.9), (claim, 0.8)])] == [10]
    assert [o.head for o, _ in choose(ONE_SENTENCE, [(made, 0.7), (claim, 0.8)])] == [10, 11]
