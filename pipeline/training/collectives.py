"""Train the weights that resolve sources such as "it" or "the group" to an organisation.

Examples are annotated sources without a name, and named sources whose name is hidden: where an
article repeats the name of an organisation as the source of a quote, it could have written "it".
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

import numpy as np

from ..evaluation.attribution import same_name
from ..lexicons import load_terms
from ..spans import Offsets
from ..stages.people.ranking import Option, Ranker
from ..stages.speakers.collectives import Asked, Options, Reporters, chooser
from ..stages.speakers.component import find_speakers
from .answers import MentionExample, Trial
from .coreference import FOLDS, fit

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from ..stages.annotations import AttributedQuote

REGULARIZATION: Final = 2.0
"""L2 penalty on the weights; chosen by cross-validation over articles."""
_LEAST: Final = 2
_TIMES: Final = 3
"""The weight of an annotated example, relative to one with a hidden name."""
_OVERLAP: Final = 0.3


class GoldSpeaker(NamedTuple):
    """The content of an annotated attribution, and all right names of its speaker."""

    content: tuple[Offsets, ...]
    names: frozenset[str]


class Collected(NamedTuple):
    """An example, and whether it was annotated."""

    example: MentionExample
    annotated: bool


def collect(doc: Doc, gold: Sequence[GoldSpeaker] | None, seed: int = 0) -> list[Collected]:
    """The examples in an analysed ``doc``: those of ``gold``, and those with hidden names.

    Earlier decisions are taken from the gold annotation where it has them.
    """
    found: list[Collected] = []
    bodies = (*doc._.organizations, *doc._.places)
    names = {one["id"]: (one["name"], *one["aliases"]) for one in bodies}

    def choose(
        asked: Asked, options: Options, contents: Sequence[Offsets]
    ) -> tuple[str | None, float]:
        meant = _meant(contents, gold or ())
        if meant is None:
            return None, 1.0
        right = [
            number
            for number, (body, _) in enumerate(options[:-1])
            if any(same_name(x, y) for x in names[str(body)] for y in meant.names)
        ] or [len(options) - 1]
        found.append(
            Collected(MentionExample([f for _, f in options], frozenset(right)), annotated=True)
        )
        return options[right[0]][0], 1.0

    quotes = find_speakers(doc, choose, 0.0)
    found += _hidden(doc, quotes, random.Random(seed))  # noqa: S311
    return found


def _meant(contents: Sequence[Offsets], gold: Sequence[GoldSpeaker]) -> GoldSpeaker | None:
    """The annotated attribution whose content overlaps these spans most."""
    overlaps = [_overlap(contents, one.content) for one in gold]
    best = max(range(len(gold)), key=overlaps.__getitem__, default=None)
    return None if best is None or overlaps[best] < _OVERLAP else gold[best]


def _overlap(first: Sequence[Offsets], second: Sequence[Offsets]) -> float:
    """Intersection over union in characters (Jaccard)."""
    both = sum(max(0, min(a[1], b[1]) - max(a[0], b[0])) for a in first for b in second)
    return both / max(1, sum(end - start for start, end in (*first, *second)) - both)


def _hidden(
    doc: Doc, quotes: Sequence[AttributedQuote], chance: random.Random
) -> Iterator[Collected]:
    """Examples made from named sources by hiding the name."""
    reporters = Reporters(doc, chooser(Ranker({})), 0.0)
    bodies = {one["id"] for one in (*doc._.organizations, *doc._.places)}
    for quote in quotes:
        speaker, source = quote["speaker"], quote["source"]
        span = doc.char_span(*source, alignment_mode="expand") if source else None
        if span and speaker in bodies and quote["resolution"] in {"name", "alias"}:
            assert speaker is not None
            if reporters.candidates.before(speaker, span.start):
                asked = _unnamed(span.start, reporters.candidates.kinds(speaker), chance)
                options = reporters.options(asked, quote["content"])
                right = frozenset(n for n, option in enumerate(options) if option[0] == speaker)
                if right:
                    yield Collected(MentionExample([f for _, f in options], right), annotated=False)
        reporters.note(speaker, range(span.start, span.end) if span else range(0))


def _unnamed(start: int, kinds: Sequence[str], chance: random.Random) -> Asked:
    """Phrases that could be used in place of a name."""
    general = load_terms("organization_nouns")
    places = load_terms("place_nouns")
    noun = chance.choice(["", "", chance.choice(sorted(general)), *kinds[:1]])
    if not noun:
        return Asked("it", "it", start, "")
    form: Literal["general", "place", "kind"] = "kind"
    if noun in general or noun in places:
        form = "general" if noun in general else "place"
    return Asked(form, noun, start, "the")


def train_collectives(collected: Sequence[Collected], prior: Ranker | None = None) -> Ranker:
    """A ranker trained on examples, with uncalibrated probabilities.

    With ``prior``, it departs from weights that were learned before.
    """
    examples = [one.example for one in collected for _ in range(_TIMES if one.annotated else 1)]
    known = None if prior is None else prior.weights
    return Ranker(fit(examples, REGULARIZATION, _LEAST, known))


def cross_validate_collectives(
    collected: Sequence[Sequence[Collected]], prior: Ranker | None = None
) -> list[Trial]:
    """The results on annotated examples, with weights trained on other articles.

    Args:
        collected: the examples of each article.
        prior: weights to depart from.
    """
    trials: list[Trial] = []
    order = np.random.default_rng(0).permutation(len(collected)).tolist()
    for fold in range(FOLDS):
        held_out = order[fold::FOLDS]
        rest = sorted(set(order) - set(held_out))
        ranker = train_collectives([one for i in rest for one in collected[i]], prior)
        for example in (one.example for i in held_out for one in collected[i] if one.annotated):
            chances = ranker.probabilities([Option(None, f) for f in example.options])
            best = max(range(len(chances)), key=chances.__getitem__)
            answered = best < len(chances) - 1
            trials.append(Trial("nominal", chances[best], best in example.right, answered))
    return trials
