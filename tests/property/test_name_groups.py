"""Names looked up are grouped like names compared with all others."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

from hypothesis import example, given, settings
from hypothesis import strategies as st
from newsquotes.lexicons.first_names import load_nicknames
from newsquotes.lexicons.name_spellings import keys_like_spelling, keys_of_spelling, nearly_same
from newsquotes.lexicons.personal_names import (
    keys_like_name,
    keys_of_name,
    parse_name,
    same_person,
    split_particles,
)
from newsquotes.stages.people.name_groups import group_names
from newsquotes.stages.people.named_people import NameMention, Person

FIRST = (
    *("Ada", "Anna", "A.", "J", "J.", "Joe", "Joseph", "William", "Bill", "Billy", "Kim", "Tom"),
    *("S", "M", "Kamr-ul-Mahmud", "de", "van", "K.L."),
)
FAMILY = (
    *("Quist", "Fenn", "Kim", "Tom", "Berglund", "Bergland", "Berglund-Fenn", "Fenns", "Billy"),
    *("van der Berg", "al-Sabri", "Sabri", "López García", "García", "López", "Castellanos"),
    *(
        "Castelanos",
        "Kastellanos",
        "Bregland",
        "Bennet",
        "Bennett",
        "al-Sabir",
        "William",
        "de Vries",
        "Berg",
        "Jr.",
    ),
)
TITLES = ("mr", "mrs", "dr", "sir")

full_names = st.tuples(
    st.lists(st.sampled_from(FIRST), min_size=1, max_size=3), st.sampled_from(FAMILY)
).map(lambda parts: " ".join((*parts[0], parts[1])))
spellings = st.text(alphabet="abc", min_size=5, max_size=13)
changes = st.tuples(st.integers(0, 12), st.integers(0, 1), st.sampled_from(["", "x"]))


@st.composite
def mentions(draw: st.DrawFn) -> list[NameMention]:
    # Few words, so that they meet again.
    first = draw(st.lists(st.sampled_from(FIRST), min_size=1, max_size=4))
    family = draw(st.lists(st.sampled_from(FAMILY), min_size=1, max_size=3))
    full = [" ".join(words) for words in product(first, family)]
    texts = st.sampled_from([*full, f"{first[0]} {full[-1]}", *(family * 4), *first])
    size = draw(st.integers(0, 25))
    found: list[NameMention] = []
    start = 0
    for text in draw(st.lists(texts, min_size=size, max_size=size)):
        start += draw(st.integers(1, 60))
        titles = draw(st.sampled_from([(), (), (), *((title,) for title in TITLES), TITLES[:2]]))
        renames = draw(st.integers(0, 9)) == 0
        end = start + len(text.split())
        name = parse_name(text.split(), titles)
        speaks, acts = draw(st.tuples(st.booleans(), st.booleans()))
        mention = NameMention(start, end, name, text, (start, end), titles, renames)
        found.append(mention._replace(speaks=speaks, acts=acts))
        start = end
    return found


def simply_grouped(found: Sequence[NameMention]) -> list[list[int]]:
    """The definition: every name is held against every person named."""
    people: list[Person] = []
    bearers: dict[int, Person] = {}
    for full, bearer in ((True, bearer_of_full), (False, bearer_of_short)):
        for at, mention in enumerate(found):
            if mention.name.full is full:
                person = bearers.get(at - 1) if mention.renames else None
                person = person or bearer(mention, people)
                if person is None:
                    person = Person(len(people))
                    people.append(person)
                person.add(mention)
                bearers[at] = person
    return starts(people)


def starts(people: Sequence[Person]) -> list[list[int]]:
    return sorted([mention.start for mention in person.names] for person in people)


def bearer_of_full(mention: NameMention, people: Sequence[Person]) -> Person | None:
    for person in reversed(people):
        if person.may_be(mention.name) and (
            mention.name in person.forms
            or all(same_person(mention.name, form) for form in person.forms)
        ):
            return person
    return None


def bearer_of_short(mention: NameMention, people: Sequence[Person]) -> Person | None:
    word = mention.name.family
    fitting = [p for p in people if word in p.words] or called_otherwise(word, people)
    if (person := bearer_by_first_of_two(mention, fitting)) is not None:
        return person
    fitting = [p for p in fitting if p.may_be(mention.name)]
    fitting = [p for p in fitting if word in p.families] or fitting
    fitting = [p for p in fitting if not p.titles.isdisjoint(mention.titles)] or fitting
    since = last_full_name_with(word, mention, people)
    return min(fitting, key=lambda person: distance(person, mention, since), default=None)


def last_full_name_with(word: str, mention: NameMention, people: Sequence[Person]) -> int:
    """Where somebody whose family name comes first, such as Kim, was last named in full, and acted.

    Nobody counts as called by that word before.
    """
    before = (m for p in people for m in p.names if m.start < mention.start)
    named = (m.start for m in before if m.acts and m.name.family_first == word)
    return max(named, default=-1)


def bearer_by_first_of_two(mention: NameMention, people: Sequence[Person]) -> Person | None:
    """Who was last named with this as the name before the family name, if it is nobody's own."""
    word = mention.name.family
    latest = {
        p: max((m.start for m in p.names if m.start < mention.start), default=-1) for p in people
    }
    named = [p for p in people if latest[p] >= 0]
    if any(word in p.families for p in named):
        return None
    having = [p for p in named if any(f.given[1:] and f.given[-1] == word for f in p.forms)]
    last = max(having, key=lambda p: latest[p], default=None)
    return last if last is not None and last.may_be(mention.name) else None


def called_otherwise(word: str, people: Sequence[Person]) -> list[Person]:
    *particles, bare = split_particles(word)
    if particles and (bearers := [p for p in people if bare in p.words]):
        return bearers
    nicknames = load_nicknames()
    first = nicknames.get(word)
    return (
        [
            p
            for p in people
            if any(
                name.given and nicknames.get(name.given[0], name.given[0]) == first
                for name in p.forms
            )
        ]
        or [p for p in people if any(word in family.split("-") for family in p.families)]
        or [p for p in people if any(nearly_same(word, family) for family in p.families)]
    )


def distance(person: Person, mention: NameMention, since: int) -> tuple[int, float]:
    before = [m for m in person.names if m.start < mention.start]
    if not before:
        return 2, person.names[0].start - mention.start
    away = mention.start - before[-1].start
    word = mention.name.family
    if word in person.words and not any(word in m.name.words for m in before):
        return 1, away
    short = [m for m in before if m.name.family == word and not m.name.full]
    used = any(m.start > since for m in short)
    spoke = mention.speaks and any(m.speaks for m in before)
    acted = any(m.acts for m in before)
    return 0, away / ((4 if used else 1) * (16 if spoke else 1) * (4 if acted else 1))


@given(mentions())
@settings(max_examples=400, deadline=None)
def test_groups_are_those_of_the_definition(found: list[NameMention]) -> None:
    assert starts(group_names(found)) == simply_grouped(found)


@given(full_names, full_names)
@settings(max_examples=1000)
@example("Bill Fenn", "William Fenn")
@example("A. Fenn", "Ada Fenn")
@example("S M Fenn", "Syed M Fenn")
@example("M Fenn", "S M Fenn")
@example("María López", "María López García")
@example("Suu Kyi", "Aung San Suu Kyi")
@example("Anna Berglund", "Anna Kim Bergland")
@example("Anna Berglund", "Ada Anna Bergland")
def test_names_of_one_person_have_a_key_in_common(one: str, other: str) -> None:
    a, b = parse_name(one.split()), parse_name(other.split())
    if a.full and b.full and same_person(a, b):
        assert keys_like_name(a) & keys_of_name(b)


@given(
    spellings,
    st.lists(st.tuples(st.integers(0, 12), st.sampled_from(["", "x", "+"])), max_size=2),
    st.none() | st.integers(0, 12),
)
@settings(max_examples=1000)
def test_spellings_of_one_name_have_a_key_in_common(
    one: str, changes: list[tuple[int, str]], swapped: int | None
) -> None:
    other = one
    if swapped is not None:
        other = one[:swapped] + one[swapped : swapped + 2][::-1] + one[swapped + 2 :]
    for at, change in changes:
        kept = at if change == "+" else at + 1
        other = other[:at] + change + other[kept:]
    if other and nearly_same(one, other):
        assert keys_like_spelling(one) & keys_of_spelling(other)


def test_a_nickname_in_marks_with_a_blank() -> None:
    found = [
        NameMention(start, start + len(words), parse_name(words), " ".join(words), (start, start))
        for start, words in ((0, ["Ana", "“Bolt", "”", "Quist"]), (9, ["XYZ"]))
    ]
    assert starts(group_names(found)) == [[0], [9]]
