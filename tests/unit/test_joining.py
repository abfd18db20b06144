"""Who is taken for the same person in two articles."""

from __future__ import annotations

import pytest
from newsquotes.cross_document import Joiner, join_people, roles_contradict
from newsquotes.lexicons import load_terms
from newsquotes.schemas.record import QuoteType, Record

from tests.samples import bare, entity, harbour, record, span


def article(identifier: str, name: str, *roles: str, kind: str = "person") -> Record:
    text = f"{name} came."
    people = [entity(1, kind, name, [span(text, name)], roles=roles)]
    return record(identifier, text, entities=people)


@pytest.mark.parametrize(
    ("one", "other", "joined"),
    [
        pytest.param(("Jon Alder",), ("Jon Alder",), True, id="same full name"),
        pytest.param(("JON ALDER",), ("Jon Alder",), True, id="whatever the case"),
        pytest.param(("Alder",), ("Alder",), False, id="one word is no full name"),
        pytest.param(("Jon Alder",), ("Jon B. Alder",), False, id="another full name"),
        pytest.param(("Jon Alder", "mayor"), ("Jon Alder",), True, id="a role and none"),
        pytest.param(("Jon Alder", "mayor"), ("Jon Alder", "former senator"), True, id="one walk"),
        pytest.param(("Jon Alder", "goalkeeper"), ("Jon Alder", "bishop"), False, id="two walks"),
        pytest.param(("Jon Alder", "diver"), ("Jon Alder", "bishop"), True, id="an unknown role"),
    ],
)
def test_joining(one: tuple[str, ...], other: tuple[str, ...], joined: bool) -> None:
    joiner = Joiner()
    first, second = (joiner.add(article(i, *who))["e1"] for i, who in (("a", one), ("b", other)))
    assert (first == second) is joined


def test_two_of_one_name_in_one_article_stay_two() -> None:
    text = "Jon Alder met Jon Alder."
    people = [entity(n, "person", "Jon Alder", [span(text, "Jon Alder", n - 1)]) for n in (1, 2)]
    joiner = Joiner()
    assert len(set(joiner.add(record("a", text, entities=people)).values())) == 2


def test_organisations_of_one_name_are_one_and_never_a_person() -> None:
    joiner = Joiner()
    given = [article(i, "Norvia", kind="organization") for i in "ab"]
    given.append(article("c", "Norvia Alder"))
    assert [joiner.add(one)["e1"] for one in given] == [0, 0, 1]


def test_counts() -> None:
    people = join_people([harbour(), bare(), article("c", "Ilse Brand", "captain")])
    assert [voice.name for voice in people] == ["Ilse Brand", "Jon Alder"]
    brand = people[0]
    assert brand.articles == ["harbour", "c"]
    assert list(brand.roles) == ["harbour master", "captain"]
    assert brand.quotes == {QuoteType.DIRECT: 1, QuoteType.MIXED: 1, QuoteType.INDIRECT: 1}


def test_fields_share_no_role() -> None:
    fields = [
        load_terms(f"field_{name}") for name in ("arts", "faith", "public", "science", "sport")
    ]
    assert sum(map(len, fields)) == len(frozenset().union(*fields))
    assert not roles_contradict([], ["bishop"])
