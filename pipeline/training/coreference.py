"""Train the weights that resolve pronouns and descriptions to people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from ..errors import UsageError
from ..evaluation.standoff import Row, read_rows
from ..lexicons.personal_names import parse_name
from ..stages.people.component import read_people
from ..stages.people.named_people import Person
from ..stages.people.ranking import Choice, Option, Ranker, Rankers
from ..stages.people.resolution import resolve

if TYPE_CHECKING:
    from spacy.tokens import Doc

FOLDS: Final = 5
REGULARIZATION: Final = {"pronoun": 8.0, "nominal": 4.0}
"""L2 penalty on the weights; chosen by cross-validation over articles."""
_LEAST: Final = {"pronoun": 3, "nominal": 2}
"""Features seen less often are left out."""
_TIMES_SOURCE: Final = 3
"""The weight of a description that is a source, as it decides who speaks."""
_KINDS: Final[tuple[Kind, Kind]] = ("pronoun", "nominal")

type Kind = Literal["pronoun", "nominal"]
type Floats = NDArray[np.float64]


class GoldPerson(NamedTuple):
    """A person in an annotated article: names, and the spans of pronouns and descriptions."""

    names: tuple[str, ...]
    pronouns: frozenset[int]
    descriptions: tuple[tuple[int, int], ...]


class GoldPeople(NamedTuple):
    """The people of one article."""

    id: str
    text: str
    people: tuple[GoldPerson, ...]


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


def read_people_gold(files: Iterable[Path], folders: Sequence[Path]) -> list[GoldPeople]:
    """Read annotations in JSON Lines and their texts.

    Raises:
        UsageError: a file cannot be read, or a text is missing or has changed.
    """
    return [_article(row) for path in files for row in read_rows(path, folders)]


def _article(row: Row) -> GoldPeople:
    try:
        people = tuple(
            GoldPerson(
                (one["name"], *one["aliases"]),
                frozenset(start for start, _ in one["pronouns"]),
                tuple((start, end) for start, end in one["nominals"]),
            )
            for one in row.values["people"]
            if one["name"]
        )
    except (ValueError, KeyError, TypeError) as error:
        raise UsageError(f"{row.place} has no valid 'people': {error!r}.") from error
    return GoldPeople(row.values["doc"], row.text, people)


class _Answers:
    """The right answers at the mentions of one Doc, from the gold annotation."""

    def __init__(self, doc: Doc, gold: GoldPeople, people: Sequence[Person]) -> None:
        owners = {
            parse_name(name.split()): number
            for number, one in enumerate(gold.people)
            for name in one.names
            if name.split()
        }
        self._number: dict[Person, int] = {}
        for person in people:
            votes = Counter(owners[name.name] for name in person.names if name.name in owners)
            if votes:
                self._number[person] = votes.most_common(1)[0][0]
        self._meant: dict[int, int] = {}
        starts = {token.idx: token.i for token in doc}
        for number, one in enumerate(gold.people):
            for start in one.pronouns:
                if start in starts:
                    self._meant[starts[start]] = number
            for start, end in one.descriptions:
                span = doc.char_span(start, end, alignment_mode="expand")
                if span is not None:
                    self._meant.setdefault(span.root.i, number)
        self.examples: dict[Kind, list[MentionExample]] = {"pronoun": [], "nominal": []}
        self.trials: list[Trial] = []

    def right(self, token: int, options: Sequence[Option]) -> frozenset[int] | None:
        """The right options; None if there is none among them."""
        meant = self._meant.get(token)
        if meant is None:
            return frozenset({len(options) - 1})
        fit = {
            number
            for number, option in enumerate(options)
            if option.person is not None and self._number.get(option.person) == meant
        }
        return frozenset(fit) or None

    def learn(self, rankers: Rankers | None) -> Callable[[int, Kind, Sequence[Option]], Choice]:
        """A chooser that collects every mention as an example.

        Earlier decisions are the right ones if there are no ``rankers``, else those of the rankers.
        """

        def choose(token: int, form: Kind, options: Sequence[Option]) -> Choice:
            right = self.right(token, options)
            if right is not None:
                features = [option.features for option in options]
                times = _TIMES_SOURCE if "nobody:source" in features[-1] else 1
                self.examples[form] += [MentionExample(features, right)] * times
            if rankers is not None:
                ranker = rankers.pronouns if form == "pronoun" else rankers.descriptions
                return ranker.choose(options)
            return Choice(None if right is None else options[min(right)].person, 1.0)

        return choose

    def test(self, rankers: Rankers) -> Callable[[int, Kind, Sequence[Option]], Choice]:
        """A chooser that records whether each decision was right."""

        def choose(token: int, form: Kind, options: Sequence[Option]) -> Choice:
            ranker = rankers.pronouns if form == "pronoun" else rankers.descriptions
            chances = ranker.probabilities(options)
            best = max(range(len(options)), key=chances.__getitem__)
            right = best in (self.right(token, options) or ())
            person = options[best].person
            self.trials.append(Trial(form, chances[best], right, person is not None))
            return Choice(person, chances[best])

        return choose


def _answers(doc: Doc, gold: GoldPeople, rankers: Rankers | None, *, test: bool) -> _Answers:
    people, roles = read_people(doc)
    answers = _Answers(doc, gold, people)
    lower = doc.to_array("LOWER").tolist()
    chooser = answers.test(rankers) if test and rankers else answers.learn(rankers)
    resolve(doc, people, roles, lower, chooser, 0.0)
    return answers


def train_coreference(docs: Sequence[Doc], gold: Sequence[GoldPeople]) -> Rankers:
    """Train on ``docs`` analysed by the stages up to the entities.

    In a first pass, earlier mentions are resolved by the gold annotation; in a second, by the
    weights from the first. The final weights are trained on both, so they have seen their own
    mistakes.
    """
    examples: dict[Kind, list[MentionExample]] = {"pronoun": [], "nominal": []}
    rankers: Rankers | None = None
    for strength in (1.0, 2.0):
        for doc, article in zip(docs, gold, strict=True):
            answers = _answers(doc, article, rankers, test=False)
            for kind in _KINDS:
                examples[kind] += answers.examples[kind]
        pronouns, descriptions = (
            Ranker(fit(examples[kind], strength * REGULARIZATION[kind], _LEAST[kind]))
            for kind in _KINDS
        )
        rankers = Rankers(pronouns, descriptions)
    assert rankers is not None
    return rankers


def cross_validate(docs: Sequence[Doc], gold: Sequence[GoldPeople]) -> list[Trial]:
    """The results on articles that the weights were not trained on."""
    trials: list[Trial] = []
    for held_out, rankers in folds(docs, gold):
        for index in held_out:
            trials += _answers(docs[index], gold[index], rankers, test=True).trials
    return trials


def folds(docs: Sequence[Doc], gold: Sequence[GoldPeople]) -> Iterable[tuple[list[int], Rankers]]:
    """The articles of each fold, and the weights trained on all others."""
    order = np.random.default_rng(0).permutation(len(docs)).tolist()
    for fold in range(FOLDS):
        held_out = order[fold::FOLDS]
        rest = sorted(set(order) - set(held_out))
        yield held_out, train_coreference([docs[i] for i in rest], [gold[i] for i in rest])


def calibrated(rankers: Rankers, trials: Sequence[Trial]) -> Rankers:
    """The rankers with probabilities calibrated on ``trials`` (Platt 1999)."""
    pronouns, descriptions = (
        calibrate(ranker, [t for t in trials if t.kind == kind and t.answered])
        for ranker, kind in zip((rankers.pronouns, rankers.descriptions), _KINDS, strict=True)
    )
    return Rankers(pronouns, descriptions)


def calibrate(ranker: Ranker, trials: Sequence[Trial]) -> Ranker:
    """``ranker`` with its probabilities calibrated on ``trials`` (Platt 1999)."""
    if not trials:
        return ranker
    chance = np.clip([trial.chance for trial in trials], 1e-6, 1 - 1e-6)
    logit = np.log(chance / (1 - chance))
    right = np.array([trial.right for trial in trials], float)

    def loss(parameters: Floats) -> float:
        margin = parameters[0] * logit + parameters[1]
        return float(np.sum(np.logaddexp(0, margin) - right * margin))

    slope, shift = minimize(loss, np.array([1.0, 0.0]), method="L-BFGS-B").x.tolist()
    return Ranker(ranker.weights, slope, shift)


def fit(examples: Sequence[MentionExample], strength: float, least: int) -> dict[str, float]:
    """The weights of a conditional logit with an L2 penalty, by maximum likelihood."""
    if not examples:
        return {}
    counts = Counter(name for one in examples for option in one.options for name in option)
    columns = {name: i for i, name in enumerate(sorted(n for n in counts if counts[n] >= least))}
    rows: list[int] = []
    cells: list[int] = []
    right: list[bool] = []
    first = [0]
    for example in examples:
        for number, option in enumerate(example.options):
            found = [columns[name] for name in option if name in columns]
            rows += [len(right)] * len(found)
            cells += found
            right.append(number in example.right)
        first.append(len(right))
    matrix = csr_matrix((np.ones(len(rows)), (rows, cells)), shape=(len(right), len(columns)))
    begins = np.array(first[:-1])
    of = np.repeat(np.arange(len(examples)), np.diff(first))
    is_right = np.array(right)

    def loss(weights: Floats) -> tuple[float, Floats]:
        scores = matrix @ weights
        parts = np.exp(scores - np.maximum.reduceat(scores, begins)[of])
        chance = parts / np.add.reduceat(parts, begins)[of]
        mass = np.add.reduceat(chance * is_right, begins).clip(1e-12)
        wanted = chance * is_right / mass[of]
        value = -np.log(mass).sum() + strength / 2 * weights @ weights
        return float(value), matrix.T @ (chance - wanted) + strength * weights

    start = np.zeros(len(columns))
    found_weights = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 200}).x
    return {name: float(found_weights[i]) for name, i in columns.items()}
