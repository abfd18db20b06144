"""Learn how sure attribution may be of what it finds: the confidence of ``stages/attribution``.

    python tools/fit_confidence.py GOLD... [--once GOLD...] --texts DIR... --beside GOLD
        [--threshold N] [--write]

Annotations are in a format that ``newsquotes evaluate`` reads. Those of GOLD must not have been
trained on; those of ``--once`` neither, which one reader alone annotated, and which count for half.
Of ``--beside``, the articles that the weights were trained on, only those are used that their
training held out, and they count for less still. Prints how five folds by article turn out, by
threshold; ``--write`` learns from all articles, replaces the package's weights and prints their
digest for the model card.
"""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import typer
from newsquotes.evaluation.confidence import Rated, area_under_curve, calibration_error
from newsquotes.evaluation.gold import GoldArticle
from newsquotes.evaluation.gold_formats import read_gold
from newsquotes.spacy_model.loading import load
from newsquotes.stages import AFTER_MODEL, factory_name
from newsquotes.stages.attribution.predictor import Finder
from newsquotes.stages.attribution.weights import DEFAULT_WEIGHTS, Trained, read, save
from newsquotes.training.calibration import Case, calibrate, cases
from newsquotes.training.examples import analyse, gold_attributions, make_example
from newsquotes.training.train import HELD_OUT
from spacy.language import Language

FOLDS = 5
WEIGHT_ONCE = 0.5
WEIGHT_BESIDE = 0.3
"""Annotators of other articles count more words as reports than readers of world news do."""
THRESHOLDS = (0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6)


def cases_of(
    nlp: Language, articles: Sequence[GoldArticle], trained: Trained, weight: float
) -> list[tuple[list[Case], int]]:
    """The cases of each article, and the number of its gold attributions."""
    later = AFTER_MODEL[AFTER_MODEL.index("attribution") :]
    with nlp.select_pipes(disable=[factory_name(stem) for stem in later]):
        docs = list(analyse(nlp, articles))
    reader, labels = trained.reader(), len(trained.strings["dep"]) + 1
    found = Finder(trained, use_tensor=True).find(docs)
    result = []
    for doc, article, (words, candidates) in zip(docs, articles, found, strict=True):
        example = make_example(doc, article, reader, labels)
        own = list(cases(doc, words, candidates, example, weight))
        result.append((own, len(gold_attributions(example))))
    return result


def rated(found: Sequence[Case], trained: Trained) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    sums = [
        float(one.traits @ trained.confidence) + sum(trained.forms.get(f, 0.0) for f in one.forms)
        for one in found
    ]
    return 1 / (1 + np.exp(-np.array(sums)))


def report(name: str, ratings: np.ndarray, right: np.ndarray, gold: int) -> None:
    pairs = [Rated(*pair) for pair in zip(ratings.tolist(), right.tolist(), strict=True)]
    typer.echo(
        f"{name}: {len(pairs)} finds, area under the curve {area_under_curve(pairs):.3f}, "
        f"calibration error {calibration_error(pairs):.3f}"
    )
    for threshold in THRESHOLDS:
        kept = right[ratings >= threshold]
        precision, recall = kept.mean(), kept.sum() / gold
        f1 = 2 * precision * recall / (precision + recall)
        typer.echo(f"  {threshold:.2f}  {100 * precision:.1f} {100 * recall:.1f} {100 * f1:.1f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--once", nargs="*", type=Path, default=[])
    parser.add_argument("--texts", nargs="*", type=Path, default=[])
    parser.add_argument("--beside", type=Path)
    parser.add_argument("--threshold", type=float)
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    trained = read()
    nlp = load()
    own = [
        of_article
        for paths, weight in ((args.gold, 1.0), (args.once, WEIGHT_ONCE))
        for path in paths
        for of_article in cases_of(nlp, read_gold(path, args.texts), trained, weight)
    ]
    others = read_gold(args.beside)[::HELD_OUT] if args.beside else []
    beside = cases_of(nlp, others, trained, WEIGHT_BESIDE)
    order = np.random.default_rng(0).permutation(len(own) + len(beside))
    both = [*own, *beside]
    ratings = [np.zeros(len(found)) for found, _ in both]
    for fold in range(FOLDS):
        learned = [one for at in order[np.arange(len(both)) % FOLDS != fold] for one in both[at][0]]
        confidence, forms = calibrate(learned)
        fitted = replace(trained, confidence=confidence, forms=forms)
        for at in order[fold::FOLDS]:
            ratings[at] = rated(both[at][0], fitted)
    for name, part in (("own", range(len(own))), ("beside", range(len(own), len(both)))):
        if part:
            right = np.array([one.right for at in part for one in both[at][0]])
            gold = sum(both[at][1] for at in part)
            report(name, np.concatenate([ratings[at] for at in part]), right, gold)
    if args.write:
        confidence, forms = calibrate([one for found, _ in both for one in found])
        least = trained.threshold if args.threshold is None else args.threshold
        save(replace(trained, confidence=confidence, forms=forms, threshold=least), DEFAULT_WEIGHTS)
        typer.echo(f"sha256 {hashlib.sha256(DEFAULT_WEIGHTS.read_bytes()).hexdigest()}")


if __name__ == "__main__":
    main()
