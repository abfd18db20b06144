"""The attribution measure: cases with every figure written out, and its parts one by one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from newsquotes.errors import UsageError
from newsquotes.evaluation.attribution import QuoteSpans, compare, score_article
from newsquotes.evaluation.counts import Sheet, Tally, bootstrap, total
from newsquotes.evaluation.matching import one_to_one
from newsquotes.evaluation.quoted_segments import quoted_segments
from newsquotes.evaluation.tokens import Tokens

TABLE = json.loads(
    (Path(__file__).parents[1] / "cases" / "attribution_scores.json").read_text("utf-8")
)
TEXT: str = TABLE["text"]


def spans(quote: dict[str, Any]) -> QuoteSpans:
    return QuoteSpans(
        content=tuple(map(tuple, quote["content"])),
        source=tuple(map(tuple, quote["source"] or ())),
        cue=tuple(map(tuple, quote["cue"] or ())),
        type=quote.get("type"),
    )


def sheet(case: dict[str, Any]) -> Sheet:
    gold, predicted = map(spans, case["gold"]), map(spans, case["predicted"])
    return score_article(TEXT, gold, predicted, map(tuple, case["ignored"]))


@pytest.mark.parametrize("case", TABLE["cases"], ids=lambda case: case["name"])
def test_every_figure(case: dict[str, Any]) -> None:
    assert sheet(case).figures() == case["figures"]


def test_articles_are_added_up_before_dividing() -> None:
    cases = {case["name"]: case for case in TABLE["cases"]}
    whole = total([sheet(cases["everything right"]), sheet(cases["nothing predicted"])])
    tally = whole.tallies["attribution.source_overlap"]
    assert (tally.precision, tally.recall, tally.predicted, tally.gold) == (1.0, 0.5, 5, 10)


def test_a_span_outside_the_text_is_refused() -> None:
    with pytest.raises(UsageError, match=r"The span 3\.\.20 of a quote does not lie in its text"):
        score_article("Too short", [], [QuoteSpans(content=((0, 9),), cue=((3, 20),))])
    with pytest.raises(UsageError, match="same version"):
        score_article("Too short", [QuoteSpans(content=((5, 5),))], [])


def detailed(name: str | None, mode: str = "speech", heard: bool = False) -> QuoteSpans:
    return QuoteSpans(
        content=((0, 10),), mode=mode, speaker=name, addressee=((11, 15),) if heard else ()
    )


@pytest.mark.parametrize(
    ("gold", "predicted", "name", "mode", "addressee"),
    [
        (detailed("Mara Okoro"), detailed("mara  Okoro"), 1.0, 1.0, 0.0),
        (detailed("Mara Okoro"), detailed("Okoro"), 0.0, 1.0, 0.0),
        (detailed("Mara Okoro"), detailed(None, "thought"), 0.0, 0.0, 0.0),
        (detailed(None, heard=True), detailed("Mara Okoro", heard=True), 0.0, 1.0, 1.0),
    ],
)
def test_speakers_modes_and_addressees(
    gold: QuoteSpans, predicted: QuoteSpans, name: float, mode: float, addressee: float
) -> None:
    figures = score_article(TEXT, [gold], [predicted], detailed=True).figures()
    assert figures["speaker"]["name"]["f1"] == name
    assert figures["mode_accuracy"]["accuracy"] == mode
    assert figures["speaker"]["addressee"]["f1"] == addressee


def test_gold_without_names_gives_no_figures_for_names() -> None:
    figures = score_article(TEXT, [detailed("A")], [detailed("A")]).figures()
    assert "speaker" not in figures
    assert "mode_accuracy" not in figures


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ('She said "not yet" twice.', ['"not yet"']),
        ("“One,” he said. “Two.”", ["“One,”", "“Two.”"]),
        ('"He cried “stop!” and ran."', ['"He cried “stop!” and ran."']),
        ("“It goes on.\n\n“It ends.” So.", ["“It goes on.", "“It ends.”"]),
        ("“It goes on.\n\nIt does not.", []),
        ('The 6\'4" keeper said "mine".', ['"mine"']),
        ("”Turned round” at the start", ["”Turned round”"]),
        ("“Closed so.“ Then “this one.”", ["“Closed so.“", "“this one.”"]),
        ("''Doubled,'' ``or so'' it went", ["''Doubled,''", "``or so''"]),
        ('“Opened curly" and no more', ['“Opened curly"']),
        ("It’s the crew’s ‘own’ word", []),
        ("''Open\n''Again''", ["''Open", "''Again''"]),
    ],
)
def test_quoted_segments(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in quoted_segments(text)] == expected


def test_tokens() -> None:
    tokens = Tokens("It's “here”, 3.5 m.", ignored=[(18, 19)])
    assert len(tokens) == 12
    assert tokens.within([(0, 4)]) == {0, 1, 2}
    assert tokens.words(tokens.within([(0, 12)])) == {0, 2, 4}
    assert tokens.words_or_all(tokens.within([(5, 6)])) == {3}
    assert tokens.within([(16, 19)]) == {10}
    assert tokens.long_segments(1) == [frozenset({4})]
    assert tokens.long_segments(2) == []


def test_matching_is_of_maximum_size() -> None:
    assert one_to_one({(0, 0): 0.9, (0, 1): 0.6, (1, 0): 0.8}) == {0: 1, 1: 0}
    assert one_to_one({}) == {}


def test_content_types() -> None:
    def of(part: str) -> str:
        start = TEXT.index(part)
        quote = QuoteSpans(content=((start, start + len(part)),))
        comparison = compare(TEXT, [quote], [])
        return comparison.content_type(comparison.gold[0])

    assert of('"We are nearly there, all of us,"') == "direct"
    assert of("The mayor, a “friend of boats,” wants") == "mixed"
    assert of("the harbour would reopen") == "indirect"


def test_bootstrap() -> None:
    def article(right: int) -> Sheet:
        one = Sheet()
        one.tallies["x"].add(Tally(predicted=1, gold=1, right_predicted=right, right_gold=right))
        return one

    assert bootstrap([article(1)] * 4, ["x"], 50) == {"x": (1.0, 1.0)}
    low, high = bootstrap([article(1), article(0)] * 20, ["x"], 500)["x"]
    assert 0.3 < low < 0.45
    assert 0.55 < high < 0.7
    assert bootstrap([article(1), article(0)], ["x", "absent"], 9)["absent"] == (0.0, 0.0)
    assert bootstrap([], ["x"], 9) == {}
    assert bootstrap([article(1)], ["x"], 0) == {}


@pytest.mark.parametrize(
    ("annotated", "predicted", "accuracy"),
    [(None, "indirect", 1.0), (None, "direct", 0.0), ("direct", "direct", 1.0)],
)
def test_an_annotated_type_counts_before_the_marks(
    annotated: str | None, predicted: str, accuracy: float
) -> None:
    gold = QuoteSpans(content=((0, 10),), type=annotated)
    figures = score_article(TEXT, [gold], [QuoteSpans(content=((0, 10),), type=predicted)])
    assert figures.shares["type_accuracy"].value == accuracy
