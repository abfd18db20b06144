"""Roles looked up have the holders that they have when all roles are gone through."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from newsquotes.stages.people.named_people import Person, Referent
from newsquotes.stages.people.nominals import resolve_nominals
from newsquotes.stages.people.roles import Role

from tests.builders import make_doc

PAST = {"former", "late", "ex"}
MODIFIERS = ("former", "late", "new", "foreign", "young")
phrases = st.tuples(
    st.lists(st.sampled_from((*MODIFIERS, "foreign", "young", "ex-foreign")), max_size=2),
    st.sampled_from(("minister", "farmer")),
)
roles = st.lists(st.tuples(st.integers(0, 3), phrases), max_size=10)
asked = st.tuples(
    st.lists(st.sampled_from((*MODIFIERS, "foreign", "young")), max_size=3), st.just("minister")
)


@given(roles, asked, st.integers(0, 10))
@settings(max_examples=500, deadline=None)
def test_holders_are_those_of_the_definition(
    given_to: list[tuple[int, tuple[list[str], str]]], asked_for: tuple[list[str], str], at: int
) -> None:
    people = [Person(number) for number in range(4)]
    known: dict[Person, list[Role]] = {person: [] for person in people}
    words, before = [], 0
    for index, (number, (modifiers, noun)) in enumerate(given_to):
        if index == at:
            words += [".", "the", *asked_for[0], asked_for[1], "spoke", "."]
            before = len(words)
        text = " ".join((*modifiers, noun))
        known[people[number]].append(Role(text, len(words), len(words)))
        words += [noun, "."]
    if at >= len(given_to):
        words += [".", "the", *asked_for[0], asked_for[1], "spoke", "."]
        before = len(words)
    token = before - 3
    tags = {"spoke": "VBD", "the": "DT", ".": "."} | dict.fromkeys(MODIFIERS, "JJ")
    doc = make_doc(" ".join(words), tags=[tags.get(word, "NN") for word in words])

    wanted = set(asked_for[0]) - {"former", "late", "new"}
    fitting = [
        (person, role.text.replace("-", " ").split())
        for person, have in known.items()
        for role in have
        if role.noun < token and role.text.endswith("minister") and wanted <= {*role.text.split()}
    ]
    if len(fitting) > 1:
        past = doc[token - len(asked_for[0])].lower_ in PAST
        of_time = [one for one in fitting if PAST.isdisjoint(one[1]) is not past]
        fitting = of_time or fitting
    holders = {person for person, _ in fitting}
    expected: list[Referent] = [holders.pop()] if len(holders) == 1 else ["several-fit"]
    found = [
        nominal.referent
        for nominal in resolve_nominals(doc, known, doc.to_array("LOWER").tolist())
        if nominal.end == token + 1
    ]
    assert found == (expected if fitting else [])
