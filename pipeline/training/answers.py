"""What is right at each mention of an article, as far as its annotation tells, to learn from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from ..stages.people.ranking import Choice, Option, Ranker, Rankers

type Kind = Literal["pronoun", "nominal"]
type Choose = Callable[[int, Kind, Sequence[Option]], Choice]

KINDS: Final[tuple[Kind, Kind]] = ("pronoun", "nominal")
_TIMES_SOURCE: Final = 3
"""The weight of a description that is a source, as it decides who speaks."""


class MentionExample(NamedTuple):
    """The features of each option of one mention, and the indices of the right options."""

    options: list[list[str]]
    right: frozenset[int]


@dataclass(frozen=True, slots=True)
class Trial:
    """A decision on a held-out article: its probability, and whether it was right."""

    kind: Kind
    chance: float
    right: bool
    answered: bool


class Answers:
    """The right answers at the mentions of one Doc, and the examples made of them.

    Args:
        otherwise: decides where the annotation does not tell.
    """

    def __init__(self, otherwise: Rankers) -> None:
        self._otherwise = otherwise
        self.examples: dict[Kind, list[MentionExample]] = {"pronoun": [], "nominal": []}
        self.trials: list[Trial] = []

    def right(self, token: int, form: Kind, options: Sequence[Option]) -> frozenset[int] | None:
        """The right options, empty if there is none; None if the annotation does not tell."""
        raise NotImplementedError

    def learn(self, rankers: Rankers | None) -> Choose:
        """A chooser that collects as an example what the annotation tells.

        Earlier decisions are the right ones if there are no ``rankers``, else those of the rankers.
        """

        def choose(token: int, form: Kind, options: Sequence[Option]) -> Choice:
            right = self.right(token, form, options)
            if right:
                features = [option.features for option in options]
                times = _TIMES_SOURCE if "nobody:source" in features[-1] else 1
                self.examples[form] += [MentionExample(features, right)] * times
            if rankers is not None or right is None:
                return _ranker(rankers or self._otherwise, form).choose(options)
            return Choice(options[min(right)].person if right else None, 1.0)

        return choose

    def test(self, rankers: Rankers) -> Choose:
        """A chooser that records whether each decision was right."""

        def choose(token: int, form: Kind, options: Sequence[Option]) -> Choice:
            chances = _ranker(rankers, form).probabilities(options)
            best = max(range(len(options)), key=chances.__getitem__)
            person = options[best].person
            right = self.right(token, form, options)
            if right is not None:
                self.trials.append(Trial(form, chances[best], best in right, person is not None))
            return Choice(person, chances[best])

        return choose


def _ranker(rankers: Rankers, form: Kind) -> Ranker:
    return rankers.pronouns if form == "pronoun" else rankers.descriptions
