"""Which place of its name is meant, on sentences of our own writing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import spacy
from newsquotes.lexicons.gazetteer import find_places, place_key
from newsquotes.stages.places.component import find_places as find_all_places
from newsquotes.stages.places.toponyms import locate
from spacy.tokens import Doc, Span

from tests.builders import make_doc

CASES = Path(__file__).parents[1] / "cases" / "places.jsonl"
FLOOR = 0.98  # of the mentions; only rising


@pytest.fixture(scope="module")
def blank() -> spacy.language.Language:
    return spacy.blank("en")


def marked(blank: spacy.language.Language, text: str, label: str = "GPE") -> Doc:
    """A Doc of ``text`` whose names in square brackets are entities."""
    words, spans = "", []
    for part in text.split("["):
        name, closing, rest = part.partition("]")
        if closing:
            spans.append((len(words), len(words) + len(name)))
            words += name + rest
        else:
            words += part
    doc = blank(words)
    doc.set_ents([doc.char_span(*span, label=label) for span in spans])
    return doc


def test_gold_table(blank: spacy.language.Language) -> None:
    right = mentions = 0
    for line in CASES.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        doc = blank(case["text"])
        names = [
            doc.char_span(place["start"], place["end"], label="GPE") for place in case["places"]
        ]
        assert all(names), case["text"]
        doc.set_ents(names)
        for place, spot in zip(case["places"], locate(doc, names), strict=True):
            mentions += 1
            right += all(
                spot.place[field] == place[field] for field in ("geonames_id", "country_code")
            ) and place["kind"] in {spot.place["kind"], None}
    assert mentions >= 150
    assert right / mentions >= FLOOR, f"{right} of {mentions}"


@pytest.mark.parametrize(
    ("text", "country", "kind"),
    [
        ("Rain fell in [Paris].", "FR", "city"),
        ("Rain fell in [Paris], [Texas].", "US", "city"),
        ("The president of [Georgia] flew home.", "GE", "country"),
        ("[Georgia] and [Florida] closed their beaches.", "US", "region"),
        ("[Hyderabad] lies on the Indus, south of [Karachi].", "PK", "city"),
        ("The former [Soviet Union] built it.", "RU", "country"),
        ("They met at [Lahore airport].", "PK", "facility"),
        ("They met in [Springfield], far from [Dallas] and [Denver].", None, "other"),
        ("Snow fell in [Iowa].", "US", "region"),
        ("They met in the village of [Qwertyville].", None, "city"),
        ("They crossed the [Black Sea].", None, "other"),
    ],
)
def test_first_place(
    blank: spacy.language.Language, text: str, country: str | None, kind: str
) -> None:
    doc = marked(blank, text)
    place = locate(doc, doc.ents)[0].place
    assert (place["country_code"], place["kind"]) == (country, kind)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Snow fell in [London], [Ontario], and in [Boston].", ["city", "region", "city"]),
        ("Snow fell in [Buffalo], [New York].", ["city", "region"]),
        ("Snow fell in [Washington], [D.C.]", ["city", "city"]),
    ],
)
def test_what_holds_the_place_before_it_is_a_region(
    blank: spacy.language.Language, text: str, kinds: list[str]
) -> None:
    doc = marked(blank, text)
    assert [spot.place["kind"] for spot in locate(doc, doc.ents)] == kinds


def test_names_of_one_place_share_their_identity(blank: spacy.language.Language) -> None:
    doc = marked(blank, "[Bombay] is now [Mumbai]; the [U.S.] is [America].")
    bombay, mumbai, us, america = locate(doc, doc.ents)
    assert bombay.identity == mumbai.identity
    assert us.identity == america.identity != mumbai.identity


@pytest.mark.parametrize(("name", "why"), [("Qwertyville", "unlisted"), ("Newtown", "uncertain")])
def test_unknown_places_are_null(blank: spacy.language.Language, name: str, why: str) -> None:
    doc = marked(blank, f"She lives in [{name}].")
    assert locate(doc, doc.ents)[0].place == {
        "kind": "other",
        "geonames_id": None,
        "country_code": None,
        "latitude": None,
        "longitude": None,
        "unlocated": why,
    }


def test_demonyms_are_of_a_country_and_say_where_an_article_is() -> None:
    doc = make_doc(
        "The Pakistani minister, two Sri Lankans and a Catholic flew to Hyderabad.",
        ents=[
            ("Pakistani", "NORP"),
            ("Sri Lankans", "NORP"),
            ("Catholic", "NORP"),
            ("Hyderabad", "GPE"),
        ],
    )
    (hyderabad,), demonyms = find_all_places(doc)
    assert hyderabad["place"] is not None
    found = [(doc.text[d["start"] : d["end"]], d["country_code"]) for d in demonyms]
    assert found == [("Pakistani", "PK"), ("Sri Lankans", "LK")]
    assert hyderabad["place"]["country_code"] == "PK"


@pytest.mark.parametrize(
    ("name", "key"),
    [("St. Louis", "saint louis"), ("Malmö", "malmo"), ("Guinea-Bissau", "guinea bissau")],
)
def test_place_key(name: str, key: str) -> None:
    assert place_key(name) == key


def test_usual_names_come_first() -> None:
    assert find_places("paris")[0].country_code == "FR"
    assert not find_places("qwertyville")


def test_no_places_no_gazetteer(blank: spacy.language.Language) -> None:
    empty: list[Span] = []
    assert locate(blank("Nothing here."), empty) == []
