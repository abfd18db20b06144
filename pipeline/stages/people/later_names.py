"""Who may be meant by a description that comes before the name: "the trade minister said … Roa".

A lead often says what somebody is, and a later sentence who it is. Only a description that reports
something is looked at, because for others the name matters little.
"""

from __future__ import annotations

from collections.abc import Iterator

from .descriptions import Description, SaidOf, alike, stems
from .discourse import Discourse, Seen, bucket
from .named_people import Person
from .ranking import Option

_NEAR = 4  # sentences
_MOST = 6


def later_options(
    discourse: Discourse,
    said: SaidOf,
    description: Description,
    wanted: set[str],
    before: set[Person],
) -> Iterator[Option]:
    """The people who are first named behind the description.

    Args:
        discourse: what has been decided so far.
        said: what each person is said to be.
        description: the phrase, a source.
        wanted: all words that it says of the noun.
        before: the people who are mentioned before.
    """
    spot = discourse.context.spot(description.head)
    found: dict[Person, Seen] = {}
    for one in discourse.names_from(description.head):
        if one.person is not None and one.person not in before:
            found.setdefault(one.person, one)
        if len(found) == _MOST:
            break
    newest = next(iter(found), None)
    for person, one in found.items():
        known = said[person].get(description.noun, ())
        exact = any(stems(wanted) <= stems(other.words) for other in known)
        sentences = one.spot.sentence - spot.sentence
        if not known and (sentences > _NEAR or one.spot.inside):
            continue
        if spot.inside or one.spot.sentence == spot.sentence:
            continue
        what = (
            "nothing"
            if not said[person]
            else "another"
            if not known and alike().get(description.noun, frozenset()).isdisjoint(said[person])
            else "alike"
            if not known
            else "bare"
            if not wanted
            else "exact"
            if exact
            else "partly"
        )
        is_next = person is newest and one.spot.main
        yield Option(
            person,
            [
                "later",
                f"later:{what}",
                f"later:{what}:{description.determiner}",
                f"later:{what}:{bucket(sentences, (1, 2, 4, 8))}",
                f"later:{what}:{'first' if is_next else 'other'}",
                f"later:{'others' if before else 'nobody'}-before",
                f"later:paragraph={bucket(spot.paragraph, (0, 1, 2))}:{what}",
            ],
        )
