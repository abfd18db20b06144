"""Learn the weights of ``stages/entities``: what each clue says about the kind of a name.

    python tools/fit_kinds.py GOLD.jsonl -o pipeline/stages/entities/weights.json

A line of GOLD.jsonl is an article with its names::

    {"text": "…", "names": [[0, 9, "PERSON"]], "silent": [[30, 90]], "peoples": true,
     "tagger": "t.npz"}

Labels are PERSON, PLACE, ORG, NORP and MISC. ``silent`` are stretches of which the annotation says
nothing. ``peoples`` is false where it has no NORP: the tagger is believed then. ``tagger`` are
weights of ``newsquotes_names`` that were not trained on the article, or null for the package's: of
names that it has learned by heart, its labels say more than they will of new ones. Needs scipy.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from newsquotes.analysis import make_doc
from newsquotes.articles.text import article_of
from newsquotes.spacy_model.loading import NAMES, load
from newsquotes.stages.entities.component import candidates
from newsquotes.stages.entities.evidence import Clues, clues_of
from newsquotes.stages.entities.kind_weights import DEFAULT_WEIGHTS, KINDS, KindWeights, save
from newsquotes.stages.entities.tagger_scores import clues_of_scores
from newsquotes.stages.token_columns import read_words
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import minimize
from spacy.tokens import Doc

FEWEST_ARTICLES = 5
"""A clue of fewer articles may be chance, or a name."""
RIDGE = 2.0
"""How much large weights cost (L2)."""
STEPS = 150
WITHOUT_SCORES = 1
"""One article in so many is learned from once more as if the tagger told no scores: some do not."""


class Example(NamedTuple):
    """The clues of each candidate of an article, and its right kind or None.

    ``again`` is true for an article that stands among the examples already.
    """

    clues: list[Clues]
    kinds: list[str | None]
    again: bool = False


def read_examples(lines: Iterable[str]) -> Iterator[Example]:
    """The examples of all articles, analysed as a run analyses them."""
    articles = sorted(map(json.loads, lines), key=lambda article: article["tagger"] or "")
    for tagger, group in groupby(articles, key=lambda article: article["tagger"]):
        nlp = load()
        if tagger is not None:
            nlp.replace_pipe(NAMES, NAMES, config={"weights": tagger})
        later = nlp.pipe_names[nlp.pipe_names.index(NAMES) + 1 :]
        with nlp.select_pipes(disable=later):
            for number, article in enumerate(group):
                doc = nlp(make_doc(nlp, article_of(article["text"])))
                yield example(doc, article["names"], article["silent"], article["peoples"])
                if number % WITHOUT_SCORES == 0:
                    doc._.name_scores = []
                    again = example(doc, article["names"], article["silent"], article["peoples"])
                    yield again._replace(again=True)


def example(
    doc: Doc,
    names: Sequence[Sequence[Any]],
    silent: Sequence[Sequence[int]],
    peoples: bool,
) -> Example:
    """What there is to learn from one article."""
    words = read_words(doc)
    found = candidates(words, doc)
    right = {(start, end): label for start, end, label in names}
    kinds: list[str | None] = []
    for c in found:
        start, end = doc[c.start].idx, doc[c.end - 1].idx + len(doc[c.end - 1])
        known = right.get((start, end))
        touched = [*right, *map(tuple, silent)]
        if known is None and not any(start < b and a < end for a, b in touched):
            known = "NORP" if c.label == "NORP" and not peoples else "MISC"  # no name at all
        kinds.append(known)
    return Example(clues_of(words, found, [*clues_of_scores(doc, found)]), kinds)


def fit(examples: Sequence[Example]) -> KindWeights:
    """The weights by which the right kinds are likeliest: multinomial logistic regression."""
    articles = Counter(
        clue
        for one in examples
        if not one.again
        for clue in {c for each in one.clues for c in each}
    )
    often = sorted(clue for clue, count in articles.items() if count >= FEWEST_ARTICLES)
    rows = {clue: row for row, clue in enumerate(often)}
    pairs = [
        (clues, KINDS.index(kind))
        for one in examples
        for clues, kind in zip(one.clues, one.kinds, strict=True)
        if kind is not None
    ]
    inputs = sparse.lil_matrix((len(pairs), len(rows)), dtype=np.float32)
    for line, (clues, _) in enumerate(pairs):
        for clue, amount in clues.items():
            if clue in rows:
                inputs[line, rows[clue]] = amount
    matrix = inputs.tocsr()
    targets = np.eye(len(KINDS))[[kind for _, kind in pairs]]

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        weights = flat.reshape(len(rows), len(KINDS))
        scores = matrix @ weights
        scores -= scores.max(axis=1, keepdims=True)
        chances = np.exp(scores)
        chances /= chances.sum(axis=1, keepdims=True)
        cost = -np.log(np.maximum(chances, 1e-12))[targets > 0].sum()
        slope = matrix.T @ (chances - targets) + RIDGE * weights
        return cost + RIDGE / 2 * (weights**2).sum(), slope.ravel()

    start = np.zeros(len(rows) * len(KINDS))
    best = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": STEPS})
    return KindWeights(rows, best.x.reshape(len(rows), len(KINDS)).astype(np.float32))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("gold", type=Path)
    parser.add_argument("-o", "--output", type=Path, default=DEFAULT_WEIGHTS)
    arguments = parser.parse_args()
    with arguments.gold.open(encoding="utf-8") as lines:
        save(fit(list(read_examples(lines))), arguments.output)


if __name__ == "__main__":
    main()
