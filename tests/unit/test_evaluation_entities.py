"""The measures of entities, people, confidence and floors."""

from __future__ import annotations

import pytest
from newsquotes.evaluation.attribution import QuoteSpans, compare
from newsquotes.evaluation.confidence import (
    Rated,
    area_under_curve,
    calibration_error,
    confidence_figures,
    rated,
    reliability,
)
from newsquotes.evaluation.coreference import score_people
from newsquotes.evaluation.entities import EntitySpans, normalise, score_entities
from newsquotes.evaluation.floors import Floors, falls, gated, raised
from newsquotes.schemas.record import EntityType, Versioned
from newsquotes.spans import Offsets

TEXT = "Mara Okoro of the Harbour Board met Jon Okoro in Quill Bay. She thanked Okoro; he left."
PERSON, PLACE, ORGANIZATION = EntityType.PERSON, EntityType.PLACE, EntityType.ORGANIZATION


def find(part: str, after: int = 0) -> Offsets:
    start = TEXT.index(part, after)
    return start, start + len(part)


def entity(kind: EntityType, *names: Offsets, pronouns: tuple[Offsets, ...] = ()) -> EntitySpans:
    return EntitySpans(type=kind, name="n", names=names, pronouns=pronouns)


MARA, JON, OKORO = find("Mara Okoro"), find("Jon Okoro"), find("Okoro", 70)
SHE, HE = find("She"), find("he", TEXT.index(";"))
BOARD, BAY = find("Harbour Board"), find("Quill Bay")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the Quill Bank's", "Quill Bank"),
        ("The", "The"),
        ("“Okoro,”", "Okoro"),
        (" (Okoro) ", "Okoro"),
        ("Board (HB)", "Board (HB)"),
        ("Acme Inc.", "Acme Inc."),
        ("—", ""),
        ("", ""),
        ("THE the Bank’s’", "Bank"),
    ],
)
def test_normalise(text: str, expected: str) -> None:
    start, end = normalise(text, (0, len(text)))
    assert text[start:end] == expected


def test_entities() -> None:
    gold = [entity(PERSON, MARA, OKORO), entity(ORGANIZATION, BOARD), entity(PLACE, BAY)]
    predicted = [
        entity(PERSON, MARA, OKORO, OKORO),
        entity(PLACE, (find("the Harbour Board")[0], BOARD[1])),
        entity(PLACE, (BAY[0], BAY[1] - 4)),
    ]
    figures = score_entities(TEXT, gold, predicted).figures()["entities"]

    def numbers(figure: dict[str, float]) -> tuple[float, float, float, float]:
        return figure["p"], figure["r"], figure["pred"], figure["gold"]

    assert numbers(figures["exact"]["person"]) == (1.0, 1.0, 2, 2)
    assert numbers(figures["exact"]["organization"]) == (0.0, 0.0, 0, 1)
    assert numbers(figures["exact"]["place"]) == (0.0, 0.0, 2, 1)
    assert numbers(figures["exact"]["micro"]) == (0.5, 0.5, 4, 4)
    assert numbers(figures["partial"]["place"]) == (0.5, 1.0, 2, 1)
    assert numbers(figures["span"]) == (0.75, 0.75, 4, 4)
    assert numbers(figures["place_or_organization"]) == (0.75, 0.75, 4, 4)


GOLD_PEOPLE = [
    entity(PERSON, MARA, pronouns=(SHE,)),
    entity(PERSON, JON, OKORO, pronouns=(HE,)),
    entity(PLACE, BAY),
]


@pytest.mark.parametrize(
    ("predicted", "names", "short", "pronouns"),
    [
        (GOLD_PEOPLE, (1.0, 1.0), 1.0, (1.0, 1.0)),
        ([], (1.0, 0.6667), 0.0, (0.0, 0.0)),
        # One entity of three names is Jon, who has two of them.
        (
            [entity(PERSON, MARA, JON, OKORO, pronouns=(SHE, HE))],
            (0.5556, 1.0),
            1.0,
            (0.5, 0.5),
        ),
        # One of two names each is nobody.
        (
            [entity(PERSON, MARA, OKORO, pronouns=(SHE, HE)), entity(PERSON, JON)],
            (0.6667, 0.6667),
            0.0,
            (0.0, 0.0),
        ),
        # A pronoun of an entity without a name claims nothing.
        (
            [entity(PERSON, MARA, pronouns=(SHE,)), entity(PERSON, pronouns=(HE,))],
            (1.0, 0.6667),
            0.0,
            (1.0, 0.5),
        ),
    ],
)
def test_people(
    predicted: list[EntitySpans],
    names: tuple[float, float],
    short: float,
    pronouns: tuple[float, float],
) -> None:
    figures = score_people(TEXT, GOLD_PEOPLE, predicted).figures()["people"]
    assert (figures["names"]["p"], figures["names"]["r"]) == names
    assert figures["short_to_full"] == {"accuracy": short, "n": 1}
    assert (figures["pronouns"]["p"], figures["pronouns"]["r"]) == pronouns


@pytest.mark.parametrize(
    ("ratings", "area"),
    [
        ([(0.9, True), (0.1, False)], 1.0),
        ([(0.1, True), (0.9, False)], 0.0),
        ([(0.5, True), (0.5, False)], 0.5),
        ([(0.9, True), (0.6, False), (0.6, True), (0.2, False)], 0.875),
        ([(0.9, True)], None),
        ([], None),
    ],
)
def test_area_under_curve(ratings: list[tuple[float, bool]], area: float | None) -> None:
    assert area_under_curve([Rated(*rating) for rating in ratings]) == area


def test_calibration() -> None:
    ratings = [Rated(0.95, True), Rated(0.95, False), Rated(1.0, True), Rated(0.05, False)]
    table = reliability(ratings)
    assert [(round(b.low, 1), b.size) for b in table] == [(0.0, 1), (0.9, 3)]
    assert calibration_error(ratings) == pytest.approx((0.05 + 3 * (2.9 / 3 - 2 / 3)) / 4)
    assert calibration_error([]) == 0.0
    figures = confidence_figures([ratings])
    assert (figures["n"], figures["auc"], figures["ece"]) == (4, 0.875, 0.2375)
    assert figures["reliability"][1]["right"] == 0.6667


def test_what_is_rated() -> None:
    gold = [QuoteSpans(content=((0, 10),), source=(BAY,))]
    predicted = [
        QuoteSpans(content=((0, 10),), source=(BAY,), confidence=0.9),
        QuoteSpans(content=((0, 10),), source=(BAY,), confidence=0.8),
        QuoteSpans(content=(BAY,)),
    ]
    assert rated(compare(TEXT, gold, predicted)) == [Rated(0.9, True), Rated(0.8, False)]


MODEL = Versioned(name="m", version="1")
FIGURES = {"cue": {"overlap": {"p": 0.5, "r": 0.25, "f1": 0.3333, "gold": 4, "pred": 2}}}


def test_floors() -> None:
    measured = gated(FIGURES)
    assert measured == {"cue.overlap.p": 0.5, "cue.overlap.r": 0.25, "cue.overlap.f1": 0.3333}
    floors = raised(None, measured, "0" * 64, MODEL)
    assert falls(floors, measured) == []
    assert falls(floors, measured | {"cue.overlap.r": 0.2499}) == [
        "cue.overlap.r: 0.2499, floor 0.2500"
    ]
    assert falls(floors, {}) == [
        "cue.overlap.p: 0.0000, floor 0.5000",
        "cue.overlap.r: 0.0000, floor 0.2500",
        "cue.overlap.f1: 0.0000, floor 0.3333",
    ]


def test_floors_only_rise() -> None:
    floors = raised(None, {"x": 0.5, "y": 0.5}, "0" * 64, MODEL)
    assert raised(floors, {"x": 0.4, "y": 0.6}, "0" * 64, MODEL).figures == {"x": 0.5, "y": 0.6}
    other = raised(floors, {"x": 0.4}, "1" * 64, MODEL)
    assert other == Floors(gold_sha256="1" * 64, model=MODEL, figures={"x": 0.4})
