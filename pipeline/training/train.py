"""Train from a folder of annotated articles to weights and a model card."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from ..errors import UsageError
from ..evaluation.evaluate import evaluate
from ..evaluation.extract_gold import extract_gold
from ..evaluation.gold_formats import read_gold
from ..settings import Settings
from ..spacy_model.loading import load
from ..stages import AFTER_MODEL, factory_name
from ..stages.attribution.predictor import Finder
from ..stages.attribution.weights import DEFAULT_WEIGHTS, Trained, model_name, read, save
from ..stages.attribution.word_features import Floats
from ..stages.weight_files import CARD
from .calibration import THRESHOLD, calibrate, cases
from .card import WEIGHTS_NAME, model_card
from .examples import Example, analyse, count_strings, make_example
from .fit import Hyperparameters, fit, initial
from .going_on import FOLDS, go_on, halved, sized

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from ..evaluation.counts import Figures
    from ..evaluation.gold import GoldArticle

HELD_OUT: Final = 16
"""One in this many articles is held out of training, to calibrate the confidence on."""
VECTOR_WIDTH: Final = 64
_WORD: Final = re.compile(r"[a-z][a-z'’.-]{0,17}")


@dataclass(frozen=True, slots=True)
class Start:
    """The earlier weights that a training goes on from.

    ``weights`` is a file, or None for the package's own weights. ``beside`` are articles of another
    annotation, mixed in so that less is forgotten.
    """

    weights: Path | None = None
    beside: Sequence[Path] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of a training: the weights, and facts for the model card.

    ``calibrated`` describes the articles that the confidence was fitted on, and ``start`` what the
    training went on from, if anything.
    """

    trained: Trained
    articles: int
    calibrated: str
    losses: list[tuple[float, float]]
    start: str | None = None


def train_and_describe(
    data: Sequence[Path],
    dev: Path | None,
    output: Path,
    model: str,
    settings: Hyperparameters,
    about: str,
    report: Callable[[str], None],
    start: Start | None = None,
) -> None:
    """Train on ``data``, measure on ``dev`` if it is given, write weights and card.

    Args:
        data: gold that ``newsquotes evaluate`` reads.
        dev: gold to measure on, in the same formats.
        output: the folder for weights.npz and MODEL_CARD.md; made if it does not exist.
        model: spaCy package or path; its token vectors, word vectors and parses are the input.
        settings: sizes, rates, seed.
        about: a description of the articles, for the card.
        report: called with lines that tell the progress.
        start: the weights to go on from; by default, everything is learned from ``data``.

    Raises:
        UsageError: the data cannot be read, the weights to go on from are of another model, or the
            output cannot be written.
        ModelMissingError: the model cannot be loaded.
        WeightsError: the weights to go on from are damaged.
    """
    gold = [article for path in data for article in read_gold(path)]
    beside = [article for path in start.beside for article in read_gold(path)] if start else []
    weights = read(start.weights or DEFAULT_WEIGHTS) if start else None
    nlp = load(model)
    later = AFTER_MODEL[AFTER_MODEL.index("attribution") :]
    report(f"Analysing {len(gold) + len(beside)} articles")
    with nlp.select_pipes(disable=[factory_name(stem) for stem in later]):
        docs = list(analyse(nlp, gold))
        further = list(analyse(nlp, beside))
    began = time.monotonic()
    if weights is None:
        outcome = train_on(docs, gold, nlp, settings, report)
    else:
        settings = sized(settings, weights)
        both = (docs, gold), (further, beside)
        outcome = train_further(*both, weights, nlp, settings, report)
    seconds = time.monotonic() - began
    try:
        output.mkdir(parents=True, exist_ok=True)
        save(outcome.trained, output / WEIGHTS_NAME)
        digest = sha256((output / WEIGHTS_NAME).read_bytes()).hexdigest()
        # First without figures, because the measuring checks the weights against their card.
        card = model_card(outcome, settings, about, seconds, None, digest)
        (output / CARD).write_text(card, encoding="utf-8")
        if dev is not None:
            figures = _measure(dev, model, output / WEIGHTS_NAME)
            card = model_card(outcome, settings, about, seconds, figures, digest)
            (output / CARD).write_text(card, encoding="utf-8")
    except OSError as error:
        raise UsageError(
            f"{output} cannot be written ({error.strerror}); check the path and its permissions."
        ) from error


def _measure(data: Path, model: str, weights: Path) -> Figures:
    settings = Settings(model=model, weights=str(weights))
    gold = read_gold(data)
    records = {one.id: one for one in extract_gold(load(settings), gold, settings)}
    return evaluate(gold, records).figures()


def train_on(
    docs: Sequence[Doc],
    gold: Sequence[GoldArticle],
    nlp: Language,
    settings: Hyperparameters,
    report: Callable[[str], None],
) -> Outcome:
    """Train the attribution weights.

    Args:
        docs: the articles, analysed by the stages before attribution.
        gold: their annotations; ``docs[i]`` belongs to ``gold[i]``.
        nlp: the pipeline that analysed them.
        settings: sizes, rates, seed.
        report: called with a line of progress after each epoch.

    Raises:
        UsageError: there are too few articles, or no attributions in them.
    """
    training = [i for i in range(len(gold)) if i % HELD_OUT]
    held_out = [i for i in range(len(gold)) if not i % HELD_OUT]
    strings = count_strings(docs[i] for i in training)
    vectors, keys, rows = compress_vectors(nlp, VECTOR_WIDTH)
    width = docs[0].tensor.shape[1]
    blank = Trained(
        weights={},
        strings=strings,
        vector_keys=keys,
        vector_rows=rows,
        confidence=np.zeros(0, np.float32),
        threshold=THRESHOLD,
        tensor_model=model_name(nlp),
        tensor_width=width,
    )
    reader = blank.reader()
    sizes = {name: len(found) + 1 for name, found in strings.items()}
    examples: list[Example] = [
        make_example(doc, article, reader, sizes["dep"])
        for doc, article in zip(docs, gold, strict=True)
    ]
    if not any(len(examples[i].cues) for i in training):
        raise UsageError("No article of the training data has an attribution with a cue.")
    losses: list[tuple[float, float]] = []

    def note(epoch: int, cue_loss: float, window_loss: float) -> None:
        losses.append((cue_loss, window_loss))
        report(f"Epoch {epoch + 1}: cue loss {cue_loss:.3f}, window loss {window_loss:.3f}")

    random = np.random.default_rng(settings.seed)
    start = initial(settings, sizes, vectors, width, random)
    weights = fit([examples[i] for i in training], start, settings, note)
    fitted = replace(blank, weights=halved(weights))
    found = Finder(fitted, use_tensor=True).find([docs[i] for i in held_out])
    confidence, forms = calibrate(
        [
            one
            for i, (words, candidates) in zip(held_out, found, strict=True)
            for one in cases(docs[i], words, candidates, examples[i])
        ]
    )
    trained = replace(fitted, confidence=confidence, forms=forms)
    calibrated = f"{len(held_out)} articles held out of training"
    return Outcome(trained, len(training), calibrated, losses)


def train_further(
    own: tuple[Sequence[Doc], Sequence[GoldArticle]],
    beside: tuple[Sequence[Doc], Sequence[GoldArticle]],
    start: Trained,
    nlp: Language,
    settings: Hyperparameters,
    report: Callable[[str], None],
) -> Outcome:
    """Train attribution weights further; see :func:`~.going_on.go_on`.

    Args:
        own: the articles to learn from, as the stages before attribution leave them, and their
            annotations.
        beside: the same of what is mixed in.
        start: the weights to go on from.
        nlp: what analysed the articles.
        settings: rates and seed, and the sizes of ``start``.
        report: called with a line of progress after each epoch.

    Raises:
        UsageError: ``start`` is of another model than ``nlp``, or the articles are too few.
    """
    if start.tensor_model != model_name(nlp):
        raise UsageError(
            f"The weights to start from were made for {start.tensor_model}, not for "
            f"{model_name(nlp)}; give the model that they were made for."
        )
    if len(own[0]) < FOLDS:
        raise UsageError(f"Starting from earlier weights takes {FOLDS} articles or more.")
    reader = start.reader()
    labels = len(start.strings["dep"]) + 1
    examples, others = (
        [make_example(doc, article, reader, labels) for doc, article in zip(*pair, strict=True)]
        for pair in (own, beside)
    )
    losses: list[tuple[float, float]] = []

    def note(part: str, epoch: int, cue_loss: float, window_loss: float) -> None:
        if not part:
            losses.append((cue_loss, window_loss))
        report(f"{part}Epoch {epoch + 1}: cue loss {cue_loss:.3f}, window loss {window_loss:.3f}")

    trained = go_on(examples, own[0], others, start, settings, note)
    calibrated = f"{len(examples)} articles, each by weights that had not seen it"
    told = f"earlier weights; {settings.beside} of {len(others)} further articles in each epoch"
    return Outcome(trained, len(examples), calibrated, losses, told)


def compress_vectors(
    nlp: Language, width: int
) -> tuple[Floats, NDArray[np.uint64], NDArray[np.uint32]]:
    """The model's word vectors by their first principal components, with unit variance.

    Returns:
        the table, shape (rows + 1, width), row 0 for words without a vector; the hashes of the
        lower-case words in it; the row of each.
    """
    data = nlp.vocab.vectors.data
    centred = data - data.mean(0)
    _, _, directions = np.linalg.svd(centred, full_matrices=False)
    table = centred @ directions[:width].T
    table = np.concatenate([np.zeros((1, width)), table / table.std()]).astype(np.float32)
    strings = nlp.vocab.strings
    pairs = sorted(
        (key, row + 1)
        for key, row in nlp.vocab.vectors.key2row.items()
        if row >= 0 and _WORD.fullmatch(strings[key])
    )
    keys = np.array([key for key, _ in pairs], dtype=np.uint64)
    rows = np.array([row for _, row in pairs], dtype=np.uint32)
    return table, keys, rows
