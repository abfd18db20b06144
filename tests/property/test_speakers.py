"""Roles of speakers looked up have the holders that they have when all roles are gone through."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from newsquotes.stages.annotations import Attribution, Cluster, numbered
from newsquotes.stages.speakers.component import find_speakers

from tests.builders import make_doc

WORDS = ("trade", "minister", "chief", "of", "for", "Chile", "board")
roles = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)
owned = st.tuples(st.sampled_from(("", "Peru's ", "Chile's ")), roles).map("".join)
clusters = st.lists(st.tuples(st.booleans(), roles, st.lists(owned, max_size=2)), max_size=5)


def holds(of: str, role: str, other: str) -> bool:
    """The definition: the same role, or its last words, or those before what it is tied to.

    The last words begin before that: a minister of trade is no "trade".
    """
    other_of, _, other_role = other.lower().rpartition("'s ")
    if of and other_of and of != other_of:
        return False
    ties = ("at", "for", "in", "of")
    places = (other_role.find(f" {word} ") for word in ties)
    tie = min((at for at in places if at >= 0), default=len(other_role))
    ends = other_role.endswith(f" {role}") and len(other_role) - len(role) < tie
    tied = tuple(f"{role} {word} " for word in ties)
    return role == other_role or ends or other_role.startswith(tied)


@given(clusters, st.sampled_from(("", "Peru", "Chile")), roles)
@settings(max_examples=500, deadline=None)
def test_holders_are_those_of_the_definition(
    known: list[tuple[bool, str, list[str]]], of: str, role: str
) -> None:
    source = f"{of}'s {role}" if of else f"the {role}"
    doc = make_doc(f"{source} left. So.")
    found = numbered(
        Cluster(
            id="",
            type="organization" if is_organization else "person",
            name=name,
            aliases=[],
            roles=have,
            mentions=[],
            place=None,
        )
        for is_organization, name, have in known
    )
    doc._.people = [one for one in found if one["type"] == "person"]
    doc._.places = [one for one in found if one["type"] != "person"]
    doc._.attributions = [
        Attribution(
            content=[(len(source) + 1, len(source) + 5)],
            cue=None,
            cue_lemma=None,
            source=(0, len(source)),
            addressee=None,
            type="indirect",
            mode="speech",
            confidence=1.0,
            rule="test",
        )
    ]
    role = role.lower()
    fits = [
        one["id"]
        for one in [*doc._.people, *doc._.places]
        if any(holds(of.lower(), role, other) for other in one["roles"])
        or (one["type"] == "organization" and one["name"].lower().endswith(f" {role}"))
    ]
    (quote,) = find_speakers(doc)
    assert quote["speaker"] == (fits[0] if len(fits) == 1 else None)
