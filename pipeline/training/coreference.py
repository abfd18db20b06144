"""Train the weights that resolve pronouns and descriptions to people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from ..evaluation.standoff import Row, values_of
from ..lexicons.personal_names import parse_name
from ..stages.people import ranking
from ..stages.people.component import read_people
from ..stages.people.named_people import Person
from ..stages.people.ranking import Option, Ranker, Rankers
from ..stages.people.resolution import resolve
from .answers import KINDS, Answers, Kind, MentionExample, Trial
from .source_answers import GoldSources, SourceAnswers

if TYPE_CHECKING:
    from spacy.tokens import Doc

FOLDS: Final = 5
REGULARIZATION: Final = {"pronoun": 8.0, "nominal": 4.0}
"""L2 penalty on the weights; chosen by cross-validation over articles."""
_FROM_OTHERS: Final = {"pronoun": 32.0, "nominal": 8.0}
"""L2 penalty on the distance from weights that were learned before."""
_LEAST: Final = {"pronoun": 3, "nominal": 2}
"""Features seen less often are left out."""

type Gold = GoldPeople | GoldSources
"""All that is known of the people of an article, or who its sources are."""

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


def people_of(row: Row) -> GoldPeople:
    """The people in one line of annotations.

    Raises:
        UsageError: its people are invalid.
    """
    return GoldPeople(row.values["doc"], row.text, tuple(values_of(row, "people", _people)))


def _people(people: Iterable[Mapping[str, Any]]) -> Iterator[GoldPerson]:
    for one in people:
        if one["name"]:
            yield GoldPerson(
                (one["name"], *one["aliases"]),
                frozenset(start for start, _ in one["pronouns"]),
                tuple((start, end) for start, end in one["nominals"]),
            )


class PeopleAnswers(Answers):
    """The right answers at all mentions of one Doc."""

    def __init__(
        self, doc: Doc, gold: GoldPeople, people: Sequence[Person], otherwise: Rankers
    ) -> None:
        super().__init__(otherwise)
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

    def right(self, token: int, form: Kind, options: Sequence[Option]) -> frozenset[int]:
        meant = self._meant.get(token)
        if meant is None:
            return frozenset({len(options) - 1})
        fit = {
            number
            for number, option in enumerate(options)
            if option.person is not None and self._number.get(option.person) == meant
        }
        return frozenset(fit)


def answers_of(doc: Doc, gold: Gold, rankers: Rankers | None, *, test: bool) -> Answers:
    """What the mentions of one article teach, or where ``rankers`` are right in it."""
    people, roles = read_people(doc)
    answers: Answers
    if isinstance(gold, GoldSources):
        answers = SourceAnswers(doc, gold, people, ranking.read())
    else:
        answers = PeopleAnswers(doc, gold, people, ranking.read())
    lower = doc.to_array("LOWER").tolist()
    chooser = answers.test(rankers) if test and rankers else answers.learn(rankers)
    resolve(doc, people, roles, lower, chooser, 0.0)
    return answers


def train_coreference(
    docs: Sequence[Doc], gold: Sequence[Gold], prior: Rankers | None = None
) -> Rankers:
    """Train on ``docs`` analysed by the stages up to the entities.

    With ``prior``, what is learned departs from weights that were learned before only as far as
    the examples ask for it: those have seen articles that are not there any more.

    In a first pass, earlier mentions are resolved by the gold annotation; in a second, by the
    weights from the first. The final weights are trained on both, so they have seen their own
    mistakes.
    """
    examples: dict[Kind, list[MentionExample]] = {"pronoun": [], "nominal": []}
    rankers: Rankers | None = None
    penalty = REGULARIZATION if prior is None else _FROM_OTHERS
    known = (None, None) if prior is None else (prior.pronouns.weights, prior.descriptions.weights)
    for strength in (1.0, 2.0):
        for doc, article in zip(docs, gold, strict=True):
            answers = answers_of(doc, article, rankers, test=False)
            for kind in KINDS:
                examples[kind] += answers.examples[kind]
        pronouns, descriptions = (
            Ranker(fit(examples[kind], strength * penalty[kind], _LEAST[kind], before))
            for kind, before in zip(KINDS, known, strict=True)
        )
        rankers = Rankers(pronouns, descriptions)
    assert rankers is not None
    return rankers


def cross_validate(
    docs: Sequence[Doc], gold: Sequence[Gold], prior: Rankers | None = None
) -> list[Trial]:
    """The results on articles that the weights were not trained on."""
    trials: list[Trial] = []
    for held_out, rankers in folds(docs, gold, prior):
        for index in held_out:
            trials += answers_of(docs[index], gold[index], rankers, test=True).trials
    return trials


def folds(
    docs: Sequence[Doc], gold: Sequence[Gold], prior: Rankers | None = None
) -> Iterable[tuple[list[int], Rankers]]:
    """The articles of each fold, and the weights trained on all others."""
    order = np.random.default_rng(0).permutation(len(docs)).tolist()
    for fold in range(FOLDS):
        held_out = order[fold::FOLDS]
        rest = sorted(set(order) - set(held_out))
        yield held_out, train_coreference([docs[i] for i in rest], [gold[i] for i in rest], prior)


def calibrated(rankers: Rankers, trials: Sequence[Trial]) -> Rankers:
    """The rankers with probabilities calibrated on ``trials`` (Platt 1999)."""
    pronouns, descriptions = (
        calibrate(ranker, [t for t in trials if t.kind == kind and t.answered])
        for ranker, kind in zip((rankers.pronouns, rankers.descriptions), KINDS, strict=True)
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


def fit(
    examples: Sequence[MentionExample],
    strength: float,
    least: int,
    prior: Mapping[str, float] | None = None,
) -> dict[str, float]:
    """The weights of a conditional logit with an L2 penalty, by maximum likelihood.

    Args:
        examples: what to learn from.
        strength: that of the penalty.
        least: features seen less often are left out.
        prior: weights from which it is a penalty to depart; those of zero by default.
    """
    prior = prior or {}
    if not examples:
        return dict(prior)
    counts = Counter(name for one in examples for option in one.options for name in option)
    frequent = (name for name in counts if counts[name] >= least or name in prior)
    columns = {name: i for i, name in enumerate(sorted(frequent))}
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

    expected = np.array([prior.get(name, 0.0) for name in columns])

    def loss(weights: Floats) -> tuple[float, Floats]:
        off = weights - expected
        scores = matrix @ weights
        parts = np.exp(scores - np.maximum.reduceat(scores, begins)[of])
        chance = parts / np.add.reduceat(parts, begins)[of]
        mass = np.add.reduceat(chance * is_right, begins).clip(1e-12)
        wanted = chance * is_right / mass[of]
        value = -np.log(mass).sum() + strength / 2 * off @ off
        return float(value), matrix.T @ (chance - wanted) + strength * off

    found_weights = minimize(
        loss, expected, jac=True, method="L-BFGS-B", options={"maxiter": 200}
    ).x
    return {**prior, **{name: float(found_weights[i]) for name, i in columns.items()}}
