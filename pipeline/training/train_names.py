"""Train the name tagger from labelled texts to weights and a model card."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from itertools import batched
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..analysis import make_doc
from ..articles.text import article_of
from ..errors import InputError, UsageError
from ..evaluation.evaluate import Evaluated, Evaluation, name_spans, score_names
from ..evaluation.gold_formats import read_labelled
from ..evaluation.labelled import KINDS, LabelledText
from ..settings import Settings
from ..spacy_model.loading import load
from ..spacy_model.lookup import find_model
from ..stages import AFTER_MODEL, factory_name
from ..stages.names.weights import load_tagger, save
from ..stages.weight_files import CARD, card_row
from .card import WEIGHTS_NAME, table
from .name_examples import make_examples, without_names
from .names import PHASES, Phase, train_names

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.pipeline import EntityRecognizer
    from spacy.tokens import Doc

    from ..evaluation.counts import Figures

RESAMPLES = 1_000
_COLUMNS = ("person", "place", "organization", "micro")

type Analysed = tuple[list[LabelledText], list[Doc]]
"""Texts, and the same analysed by the model."""


def phases(epochs: int | None) -> tuple[Phase, ...]:
    """The phases of a training; the first makes this many passes over the texts."""
    if epochs is None:
        return PHASES
    first, then = PHASES
    return (
        Phase(epochs, first.rate, first.dropout),
        Phase((epochs + 1) // 2, then.rate, then.dropout),
    )


def train_names_and_describe(
    data: Sequence[Path],
    dev: Path | None,
    output: Path,
    model: str,
    settings: Sequence[Phase],
    seed: int,
    about: str,
    report: Callable[[str], None],
) -> None:
    """Train on ``data``, measure on ``dev`` if it is given, write weights and card.

    Args:
        data: corpora of names that :func:`~.read_labelled` reads.
        dev: corpora to measure on, in the same formats.
        output: the folder for weights.npz and MODEL_CARD.md; made if it does not exist.
        model: spaCy package or path, with word vectors and an ``ner`` to start from.
        settings: the phases of the training.
        seed: the seed of all random choices.
        about: a description of the texts, for the card.
        report: called with lines that tell the progress.

    Raises:
        UsageError: the data cannot be read, the model does not fit, or the output cannot be
            written.
        ModelMissingError: the model cannot be loaded.
    """
    corpora = [read_labelled(path) for path in data]
    held_out = read_labelled(dev) if dev is not None else []
    nlp = load(Settings(model=model, names="model"))
    for stem in AFTER_MODEL:
        nlp.remove_pipe(factory_name(stem))
    report(f"Analysing {sum(map(len, corpora)) + len(held_out)} articles")
    analysed = [_analyse(nlp, texts, report) for texts in corpora]
    examples = [one for texts, docs in analysed for one in make_examples(docs, texts)]
    began = time.monotonic()
    tagger, actions = train_names(nlp, examples, settings, seed, report)
    facts = {
        "articles": about,
        "trained on": f"{len(examples)} articles, "
        f"{sum(len(example.reference) for example in examples):,} words",
        "starting from": f"the ner of {find_model(model).name}",
        "phases": "; ".join(
            f"{one.epochs} epochs at {one.rate:g}, dropout {one.dropout:g}" for one in settings
        ),
        "seed": str(seed),
        "time": f"{(time.monotonic() - began) / 60:.0f} minutes",
    }
    path = output / WEIGHTS_NAME
    try:
        output.mkdir(parents=True, exist_ok=True)
        save(tagger, actions, find_model(model).name, path)
        digest = sha256(path.read_bytes()).hexdigest()
        (output / CARD).write_text(names_card(facts, digest, None), encoding="utf-8")
        if held_out:
            tagger = load_tagger(nlp.vocab, tagger.name, path)
            figures = measure(tagger, *_analyse(nlp, held_out, report)).figures(RESAMPLES)
            (output / CARD).write_text(names_card(facts, digest, figures), encoding="utf-8")
    except OSError as error:
        raise UsageError(
            f"{output} cannot be written ({error.strerror}); check the path and its permissions."
        ) from error


def _analyse(
    nlp: Language, texts: Sequence[LabelledText], report: Callable[[str], None]
) -> Analysed:
    """The texts that contain an article, and their Docs."""
    articles = []
    kept = []
    for text in texts:
        try:
            articles.append(article_of(text.text))
            kept.append(text)
        except InputError as error:
            report(f"{text.id} is left out: {error}")
    return kept, list(nlp.pipe(make_doc(nlp, article) for article in articles))


def measure(
    tagger: EntityRecognizer, texts: Sequence[LabelledText], docs: Sequence[Doc]
) -> Evaluation:
    """The figures of the tagger alone on ``texts``, of which ``docs`` are the analyses."""
    found = (doc for some in batched(map(without_names, docs), 32) for doc in tagger.pipe(some))
    articles = []
    for text, doc in zip(texts, found, strict=True):
        names = [
            name_spans(KINDS[name.label_.lower()], (name.start_char, name.end_char))
            for name in doc.ents
            if name.label_.lower() in KINDS
        ]
        gold = text.gold()
        articles.append(Evaluated(gold, None, score_names(gold, names)))
    return Evaluation(tuple(articles))


def names_card(facts: Mapping[str, str], digest: str, figures: Figures | None) -> str:
    """The model card, in Markdown.

    Args:
        facts: facts about the training.
        digest: SHA-256 of the file of weights.
        figures: from :func:`measure` on texts not trained on; None if there are none.
    """
    parts = [
        "# Weights for names",
        "Find people, places, organisations, and the words that look like names but are none of "
        "these (nationalities, faiths and peoples; works, events, laws and products). In English.",
        "## Training",
        table(["what", "value"], [[name, fact] for name, fact in facts.items()]),
        card_row(WEIGHTS_NAME, digest),
    ]
    if figures is not None:
        low, high = figures["f1_95_interval"]["entities.exact.micro"]
        parts += [
            "## Results on articles not trained on",
            "Exact F1 of the tagger alone, per cent; 95 % of the articles drawn again give "
            f"{100 * low:.1f} to {100 * high:.1f} for all names.",
            table(
                ["", "articles", "PERSON", "PLACE", "ORG", "micro"],
                [
                    _row("all", figures),
                    *(_row(region, found) for region, found in figures["regions"].items()),
                ],
            ),
        ]
    return "\n\n".join(parts) + "\n"


def _row(name: str, figures: Mapping[str, Any]) -> list[str]:
    exact = figures["entities"]["exact"]
    return [name, str(figures["docs"]), *(f"{100 * exact[kind]['f1']:.1f}" for kind in _COLUMNS)]
