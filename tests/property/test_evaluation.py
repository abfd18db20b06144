"""What holds of the measures whatever the text and the annotations."""

from __future__ import annotations

from itertools import combinations, permutations

from hypothesis import given
from hypothesis import strategies as st
from newsquotes.evaluation.attribution import QuoteSpans, score_article
from newsquotes.evaluation.confidence import Rated, area_under_curve, calibration_error
from newsquotes.evaluation.entities import normalise
from newsquotes.evaluation.matching import one_to_one
from newsquotes.evaluation.quoted_segments import quoted_segments
from newsquotes.evaluation.tokens import Tokens
from newsquotes.spans import Offsets

texts = st.text(alphabet="ab '’\"“”„`.,—-5\n\t", max_size=60)


@st.composite
def spans(draw: st.DrawFn, text: str) -> Offsets:
    start = draw(st.integers(0, len(text) - 1))
    return start, draw(st.integers(start + 1, len(text)))


@st.composite
def quotes(draw: st.DrawFn, text: str) -> QuoteSpans:
    some = st.lists(spans(text), max_size=2).map(tuple)
    content = st.lists(spans(text), min_size=1, max_size=3).map(tuple)
    return QuoteSpans(content=draw(content), source=draw(some), cue=draw(some))


@st.composite
def cases(draw: st.DrawFn) -> tuple[str, list[QuoteSpans], list[QuoteSpans]]:
    text = draw(texts.filter(bool))
    lists = st.lists(quotes(text), max_size=5)
    return text, draw(lists), draw(lists)


@given(cases())
def test_gold_and_predicted_swap_precision_and_recall(
    case: tuple[str, list[QuoteSpans], list[QuoteSpans]],
) -> None:
    text, gold, predicted = case
    there, back = score_article(text, gold, predicted), score_article(text, predicted, gold)
    for name in ("content_token.all", "content_span.relaxed", "content_span.exact", "cue.overlap"):
        one, other = there.tallies[name], back.tallies[name]
        assert (one.precision, one.recall) == (other.recall, other.precision)


@given(cases())
def test_figures_are_shares(case: tuple[str, list[QuoteSpans], list[QuoteSpans]]) -> None:
    sheet = score_article(*case)
    for tally in sheet.tallies.values():
        assert 0 <= tally.right_predicted <= tally.predicted
        assert 0 <= tally.right_gold <= tally.gold
    assert all(0 <= share.right <= share.of for share in sheet.shares.values())


@given(cases())
def test_gold_itself_is_all_right(case: tuple[str, list[QuoteSpans], list[QuoteSpans]]) -> None:
    text, gold, _ = case
    sheet = score_article(text, gold, gold)
    for name in ("content_token.all", "content_span.exact", "content_span.relaxed", "cue.overlap"):
        tally = sheet.tallies[name]
        assert tally.right_gold == tally.right_predicted == tally.gold == tally.predicted


@given(st.dictionaries(st.tuples(st.integers(0, 4), st.integers(0, 4)), st.floats(0.1, 1)))
def test_matching_is_of_maximum_size(weights: dict[tuple[int, int], float]) -> None:
    found = one_to_one(weights)
    assert all(pair in weights for pair in found.items())
    assert len(set(found.values())) == len(found)

    def exists(size: int) -> bool:
        return any(
            all(pair in weights for pair in zip(lefts, rights, strict=True))
            for lefts in combinations(range(5), size)
            for rights in permutations(range(5), size)
        )

    assert len(found) == 5 or not exists(len(found) + 1)


@given(texts)
def test_quoted_segments_are_in_order_and_hold_a_mark(text: str) -> None:
    last = 0
    for start, end in quoted_segments(text):
        assert 0 <= start < end <= len(text)
        assert end > last
        assert text[start] in "\"“”„'`"
        last = end


@given(texts.filter(bool).flatmap(lambda text: st.tuples(st.just(text), spans(text))))
def test_tokens_within_are_those_that_share_a_character(case: tuple[str, Offsets]) -> None:
    text, (start, end) = case
    covered = Tokens(text).within([(start, end)])
    assert bool(covered) == any(not character.isspace() for character in text[start:end])


@given(texts.filter(bool).flatmap(lambda text: st.tuples(st.just(text), spans(text))))
def test_normalising_twice_changes_nothing(case: tuple[str, Offsets]) -> None:
    text, span = case
    once = normalise(text, span)
    assert span[0] <= once[0] <= once[1] <= span[1]
    assert normalise(text, once) == once


ratings = st.lists(st.builds(Rated, st.floats(0, 1), st.booleans()), max_size=30)


@given(ratings)
def test_confidence_figures_are_shares(some: list[Rated]) -> None:
    area = area_under_curve(some)
    assert (area is None) == (len({rating.right for rating in some}) < 2)
    assert area is None or 0 <= area <= 1
    assert 0 <= calibration_error(some) <= 1


@given(ratings)
def test_area_is_the_share_of_pairs_in_order(some: list[Rated]) -> None:
    right = [r.confidence for r in some if r.right]
    wrong = [r.confidence for r in some if not r.right]
    area = area_under_curve(some)
    if area is not None:
        pairs = [(a > b) + (a == b) / 2 for a in right for b in wrong]
        assert abs(area - sum(pairs) / len(pairs)) < 1e-9
