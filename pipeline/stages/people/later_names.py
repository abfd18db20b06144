"""Who may be meant by a description that comes before the name: "the trade minister said … Roa".

A lead often says what somebody is, and a later sentence who it is. Only a description that reports
something is looked at, because for others the name matters little.
"""

from __future__ import annotations

from collections.abc import Iterator

from .descriptions import Description, alike, stems
from .discourse import Discourse, Seen, bucket
from .named_people import Person
from .ranking import Option
from .said import SaidOf

_NEAR = 4  # sentences
_FAR = 12  # sentences
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
        # Who is introduced as "one lawyer" is a lawyer where the name follows, too.
        if not known and (sentences > _NEAR or one.spot.inside or description.determiner == "a"):
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


def surely_later(
    discourse: Discourse,
    said: SaidOf,
    description: Description,
    wanted: set[str],
    before: set[Person],
) -> Person | None:
    """The only person, first named behind the description, who is said to be all of it.

    It has to say more than the noun. "A clerk of the mill" is somebody else than a clerk of the
    mill who is named later, perhaps; "a former KPX anchor" is not.

    Args:
        discourse: what has been decided so far.
        said: what each person is said to be.
        description: the phrase, a source.
        wanted: all words that it says of the noun; those of names with a capital letter.
        before: the people who are mentioned before.
    """
    lower = {word.lower() for word in wanted}
    is_particular = lower != wanted or len(wanted) > 1
    if not wanted or (description.determiner == "a" and not is_particular):
        return None
    sentence = discourse.context.sentence[description.head]
    found: dict[Person, None] = {}
    for one in discourse.names_from(description.head):
        if one.spot.sentence - sentence > _FAR:
            break
        if one.person is None or one.person in before or one.spot.sentence == sentence:
            continue
        known = said[one.person].get(description.noun, ())
        if any(stems(lower) <= stems(other.words) for other in known):
            found[one.person] = None
    return next(iter(found)) if len(found) == 1 else None
