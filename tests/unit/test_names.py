"""Personal names: their parts, and which of them can be one person's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from newsquotes.lexicons.first_names import gender_of_first_name, is_first_name
from newsquotes.lexicons.name_spellings import nearly_same
from newsquotes.lexicons.personal_names import gender_of_titles, parse_name, same_person


@pytest.mark.parametrize(
    ("name", "given_names", "family"),
    [
        ("Ada Quist", ("ada",), "quist"),
        ("Quist", (), "quist"),
        ("Ada M. Quist", ("ada", "m."), "quist"),
        ("A.K. Quist", ("a", "k"), "quist"),
        ("Pieter van der Berg", ("pieter",), "van der berg"),
        ("van der Berg", (), "van der berg"),
        ("Al Fenwick", ("al",), "fenwick"),
        ("Noor bin Saleh", ("noor",), "bin saleh"),
        ("Tom Abara Jr.", ("tom",), "abara"),
        ("Lieutenant General S M Kamr-ul-Hassan", ("s", "m"), "kamr-ul-hassan"),
        ("Sheikh Rahima", ("sheikh",), "rahima"),
        ("Prince Olaf", (), "olaf"),
        ("Dr Lena Brandt", ("lena",), "brandt"),
    ],
)
def test_parts(name: str, given_names: tuple[str, ...], family: str) -> None:
    parsed = parse_name(name.split())
    assert (parsed.given, parsed.family) == (given_names, family)


def test_no_words_is_an_error() -> None:
    with pytest.raises(ValueError, match="at least one word"):
        parse_name([])


@pytest.mark.parametrize(
    ("name", "titles", "gender"),
    [
        ("Maria Quist", [], "female"),
        ("John Quist", [], "male"),
        ("Kim Quist", [], None),
        ("Quist", ["Mrs."], "female"),
        ("John Quist", ["Dame"], "female"),
        ("Sir Quentin Abara", [], "male"),
    ],
)
def test_gender(name: str, titles: list[str], gender: str | None) -> None:
    assert parse_name(name.split(), titles).gender == gender


def test_gender_of_words() -> None:
    assert gender_of_titles(["chief", "spokeswoman"]) == "female"
    assert gender_of_titles(["minister"]) is None
    assert gender_of_first_name("maria-elena") == "female"
    assert is_first_name("kim")
    assert not is_first_name("xqzvw")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ada Quist", "A. Quist"),
        ("Ada Kirsten Quist", "A.K. Quist"),
        ("Ada Quist", "Ada M. Quist"),
        ("William Abara", "Bill Abara"),
        ("Aung Mya Suu Thein", "Suu Thein"),
        ("María López", "María López García"),
        ("Mohammad Nazmul Karim", "Nazmul Karim"),
        ("Mohammed Saleh", "Muhammad Saleh"),
        ("Ada Seif Al Dawla", "Seif Al Dawla"),  # a middle name tells no gender
        ("Lucas Moravec", "Lucas Moarvec"),
        ("Lucas Al Moraveci", "Al Moravecy"),
    ],
)
def test_one_person(one: str, other: str) -> None:
    assert same_person(parse_name(one.split()), parse_name(other.split()))
    assert same_person(parse_name(other.split()), parse_name(one.split()))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Laura Henshaw", "Mark Henshaw"),
        ("Ada Quist", "Ada Brandt"),
        ("George W. Fenn", "George H. Fenn"),
        ("Mohammad Nazmul Karim", "S M Karim"),
        ("Kim Dae-mun", "Kim Dae-min"),
        ("Ada Berglund", "Tom Bergland"),
    ],
)
def test_two_people(one: str, other: str) -> None:
    assert not same_person(parse_name(one.split()), parse_name(other.split()))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("berglund", "bergland", True),
        ("vasquez", "vazquez", True),
        ("stavropoulos", "stavrapoulus", True),  # two letters in a long name
        ("lindholm", "lundhelm", False),
        ("jadvic", "javdic", True),  # neighbours changed places
        ("jadvic", "vadjic", False),
        ("bennet", "bennett", True),  # a first name, but only doubled
        ("lund", "lunde", False),  # too short
        ("kessler", "bessler", False),
        ("kennedy", "kennedys", False),
        ("williams", "william", False),  # a first name
    ],
)
def test_spellings_of_a_family_name(one: str, other: str, same: bool) -> None:
    assert nearly_same(one, other) is same
    assert nearly_same(other, one) is same


def test_apostrophes_are_one() -> None:
    assert parse_name(["O’Dowd"]) == parse_name(["O'Dowd"])


@given(st.lists(st.text(min_size=1).filter(lambda w: w.split() == [w]), min_size=1, max_size=6))
def test_any_words_make_a_name(words: list[str]) -> None:
    name = parse_name(words)
    assert name.family
    assert name.family in name.words
