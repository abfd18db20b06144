"""Organisations looked up are grouped like organisations compared with all others."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from newsquotes.lexicons import load_terms
from newsquotes.stages.entities.acronyms import initials
from newsquotes.stages.places.organizations import group_organizations

from tests.builders import make_doc

WORDS = (
    "Arbel",
    "Bank",
    "Water",
    "of",
    "for",
    "Commission",
    "Coal",
    "Ministry",
    "WC",
    "WCC",
    "W.C.",
    "Inc",
)
names = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)


def simply_grouped(found: list[str]) -> list[list[int]]:
    """The definition: every name is held against every other one."""
    general = load_terms("organization_words")
    groups: dict[tuple[str, ...], list[int]] = {}
    for at, name in enumerate(found):
        words = name.lower().split()
        while len(words) > 1 and words[-1] == "inc":
            words.pop()
        groups.setdefault(tuple(words), []).append(at)
    # The "Water Ministry" is the "Ministry of Water".
    turned = {
        (*name[2:], name[0]): name
        for name in groups
        if len(name) > 2 and name[1] in {"of", "for"} and name[0] in load_terms("state_bodies")
    }
    apart, groups = groups, {}
    for name, places in apart.items():
        groups.setdefault(turned.get(name, name), []).extend(places)

    def shortens(short: tuple[str, ...], full: tuple[str, ...]) -> bool:
        letters = found[groups[short][0]].replace(".", "")
        if len(short) == 1 and letters.isupper() and len(letters) > 1 and " " not in letters:
            return full != short and any(initials(found[at]) == letters for at in groups[full])
        if len(short) >= len(full):
            return False
        if full[: len(short)] == short:
            if full[len(short)] in {"of", "for"}:
                return len(short) > 1 and groups[full][0] < groups[short][0]
            return len(short) > 1 or short[0] not in general
        return len(short) == 1 and full[-1] == short[0] and short[0] in general

    result: dict[tuple[str, ...], list[int]] = {}
    for name in groups:
        longer = sorted((full for full in groups if shortens(name, full)), key=len)
        chain = all(one == other[: len(one)] for one, other in pairwise(longer))
        result.setdefault(longer[-1] if longer and chain else name, []).extend(groups[name])
    return sorted(sorted(group) for group in result.values())


@given(st.lists(names, max_size=12))
@settings(max_examples=400, deadline=None)
def test_groups_are_those_of_the_definition(found: list[str]) -> None:
    doc = make_doc(" ; ".join(found), ents=[(name, "ORG") for name in found])
    number = {span.start: at for at, span in enumerate(doc.ents)}
    groups = group_organizations(doc.ents)
    assert sorted([number[span.start] for span in g] for g in groups) == simply_grouped(found)
