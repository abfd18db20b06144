"""Fit the network by gradient descent, with JAX on the CPU.

The loss is the cross-entropy of "is the head of a cue" over all words, plus the negative log
likelihood of the labels around each gold cue. The optimiser is AdamW (Loshchilov and Hutter 2019)
with a cosine schedule; the result is the moving average of the weights (Polyak and Juditsky 1992).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Final

import jax
import jax.numpy as jnp
import numpy as np
import optax

from ..stages.attribution.network import (
    LABELS,
    OF_HEADS,
    embed,
    encode,
    neighbours,
    project,
    score_cues,
    score_windows,
    tables,
)
from ..stages.attribution.pair_features import (
    DISTANCE,
    EDGES,
    PLACES,
    QUOTATIONS,
    WINDOW,
    Pairs,
    relations,
)
from ..stages.attribution.shapes import READS
from ..stages.attribution.word_features import FLAGS, SYMBOLIC, Bools, Floats, join
from .examples import Example

type Weights = dict[str, Any]

EMBEDDING_WIDTHS: Final = {"lower": 48, "suffix": 24, "shape": 12, "tag": 16, "dep": 16, "ent": 8}
jax.tree_util.register_dataclass(Pairs, [f.name for f in fields(Pairs)], [])


@dataclass(frozen=True, slots=True, kw_only=True)
class Hyperparameters:
    """Sizes and rates of a training; the defaults are those used for the package's weights.

    ``beside`` is the number of articles of another annotation that are mixed into each epoch, if
    any are given.
    """

    width: int = 96
    layer_width: int = 128
    layers: int = 2
    hidden: int = 64
    cue_hidden: int = 64
    epochs: int = 16
    articles_at_once: int = 8
    learning_rate: float = 2e-3
    weight_decay: float = 0.01
    dropout: float = 0.25
    feature_dropout: float = 0.1
    tensor_dropout: float = 0.25
    window_weight: float = 0.15
    averaging: float = 0.998
    beside: int = 90
    seed: int = 0


FURTHER: Final = Hyperparameters(epochs=4, learning_rate=7e-4)
"""Those of a training that goes on from earlier weights."""


def initial(
    settings: Hyperparameters,
    sizes: Mapping[str, int],
    vectors: Floats,
    tensor_width: int,
    random: np.random.Generator,
) -> Weights:
    """Random weights. ``sizes`` is the number of strings of each vocabulary, including 0."""

    def normal(*shape: int, scale: float | None = None) -> Floats:
        scale = shape[0] ** -0.5 if scale is None else scale
        return random.normal(0, scale, shape).astype(np.float32)

    width, hidden = settings.width, settings.hidden
    weights: Weights = {
        f"embed_{name}": normal(sizes[name], EMBEDDING_WIDTHS[name], scale=0.1) for name in SYMBOLIC
    }
    dense = len(FLAGS) + sizes["dep"] + tensor_width
    # Scaled as if all features were one row of the input layer's matrix.
    parts = sum(EMBEDDING_WIDTHS.values()) + dense + vectors.shape[1]
    spread = parts**-0.5
    for name, dimension in EMBEDDING_WIDTHS.items():
        weights[f"input_{name}"] = normal(dimension, width, scale=spread)
        if name in OF_HEADS:
            weights[f"input_head_{name}"] = normal(dimension, width, scale=spread)
    weights |= {
        "vectors": vectors,
        "input_vectors": normal(vectors.shape[1], width, scale=spread),
        "input_dense": normal(dense, width, scale=spread),
        "input_b": np.zeros(width),
    }
    for layer in range(settings.layers):
        weights |= {
            f"layer{layer}_scale": np.ones(width),
            f"layer{layer}_shift": np.zeros(width),
            f"layer{layer}_w": normal(READS * width, settings.layer_width),
            f"layer{layer}_b": np.zeros(settings.layer_width),
            f"layer{layer}_out": normal(
                settings.layer_width, width, scale=0.3 * settings.layer_width**-0.5
            ),
        }
    weights |= {
        "cue_w": normal(width, settings.cue_hidden),
        "cue_b": np.zeros(settings.cue_hidden),
        "cue_out": normal(settings.cue_hidden, scale=0.01),
        "cue_bias": np.array(-3.0),
        "pair_word": normal(width, hidden),
        "pair_cue": normal(width, hidden),
        "pair_b": np.zeros(hidden),
        "pair_relation": normal(relations(sizes["dep"]), hidden, scale=0.1),
        "pair_edge": normal(EDGES, hidden, scale=0.1),
        "pair_distance": normal(int(DISTANCE.max()) + 1, hidden, scale=0.1),
        "pair_place": normal(PLACES, hidden, scale=0.1),
        "pair_quotation": normal(QUOTATIONS, hidden, scale=0.1),
        "label_w": normal(hidden, LABELS, scale=0.1),
        "label_b": np.zeros(LABELS),
        "transitions": np.eye(LABELS),
    }
    for layer in range(2):
        weights[f"window{layer}_w"] = normal(3 * hidden, hidden)
        weights[f"window{layer}_b"] = np.zeros(hidden)
    return {name: jnp.asarray(value, jnp.float32) for name, value in weights.items()}


def fit(
    examples: Sequence[Example],
    weights: Weights,
    settings: Hyperparameters,
    report: Callable[[int, float, float], None],
    beside: Sequence[Example] = (),
) -> dict[str, Floats]:
    """Trained weights.

    Args:
        examples: the training articles.
        weights: initial weights, from :func:`initial` or from an earlier training.
        settings: the rates and the seed.
        report: called after each epoch with its number and the two losses per gold cue.
        beside: further articles; each epoch uses a new sample of them.
    """
    random = np.random.default_rng(settings.seed)
    room = _room([*examples, *beside], settings)
    sample = beside[: settings.beside]
    steps = settings.epochs * sum(1 for _ in _batches([*examples, *sample], room, random))
    schedule = optax.warmup_cosine_decay_schedule(
        0.0,
        settings.learning_rate,
        min(100, steps // 10),
        steps + settings.epochs,
        settings.learning_rate * 0.02,
    )
    # The table of vectors is fixed, not trained.
    learned = {name: name != "vectors" for name in weights}
    rule = optax.chain(
        optax.clip_by_global_norm(1.0),
        optax.adamw(schedule, b2=0.99, weight_decay=settings.weight_decay),
    )
    optimiser = optax.chain(
        optax.masked(rule, learned),
        optax.masked(optax.set_to_zero(), {name: not yes for name, yes in learned.items()}),
    )
    state = optimiser.init(weights)

    @jax.jit
    def step(
        weights: Weights, state: Any, average: Weights, batch: Any, key: Any, rate: Any
    ) -> Any:
        (_, losses), slopes = jax.value_and_grad(_loss, has_aux=True)(weights, batch, key, settings)
        change, state = optimiser.update(slopes, state, weights)
        weights = optax.apply_updates(weights, change)
        average = jax.tree.map(lambda old, new: old * rate + new * (1 - rate), average, weights)
        return weights, state, average, losses

    key = jax.random.PRNGKey(settings.seed)
    average = weights
    done = 0
    for epoch in range(settings.epochs):
        sums = np.zeros(3)
        if beside:
            chosen = random.permutation(len(beside))[: settings.beside].tolist()
            sample = [beside[number] for number in chosen]
        for group in _batches([*examples, *sample], room, random):
            key, now = jax.random.split(key)
            batch = _pack(group, room, settings, random)
            rate = min(settings.averaging, (1 + done) / (10 + done))
            weights, state, average, losses = step(weights, state, average, batch, now, rate)
            sums += [float(losses[0]), float(losses[1]), sum(len(e.cues) for e in group)]
            done += 1
        report(epoch, sums[0] / sums[2], sums[1] / sums[2])
    return {name: np.asarray(value, np.float32) for name, value in average.items()}


def _room(examples: Sequence[Example], settings: Hyperparameters) -> tuple[int, int]:
    """The numbers of words and cues that batches are padded to: each shape is compiled once."""
    words = max(len(example.words) for example in examples)
    cues = max(len(example.cues) for example in examples)
    mean_words = sum(len(example.words) for example in examples) / len(examples)
    mean_cues = sum(len(example.cues) for example in examples) / len(examples)
    wanted = settings.articles_at_once
    return max(words, round(mean_words * wanted * 1.25)), max(cues, round(mean_cues * wanted * 1.5))


def _batches(
    examples: Sequence[Example], room: tuple[int, int], random: np.random.Generator
) -> Iterator[list[Example]]:
    group: list[Example] = []
    words = cues = 0
    for number in random.permutation(len(examples)).tolist():
        example = examples[number]
        more_words, more_cues = words + len(example.words), cues + len(example.cues)
        if group and (more_words > room[0] or more_cues > room[1]):
            yield group
            group, more_words, more_cues = [], len(example.words), len(example.cues)
        group.append(example)
        words, cues = more_words, more_cues
    yield group


def _pack(
    group: Sequence[Example],
    room: tuple[int, int],
    settings: Hyperparameters,
    random: np.random.Generator,
) -> dict[str, Any]:
    """One batch as arrays padded to ``room``."""
    words = join([example.words for example in group])
    count, size = len(words), room[0]
    starts = np.cumsum([0, *(len(example.words) for example in group)])
    seen = (random.random(len(group)) >= settings.tensor_dropout).astype(np.float32)
    is_cue = np.zeros(size, np.float32)
    counts = np.zeros(size, np.float32)
    cues = np.concatenate([e.cues + s for e, s in zip(group, starts, strict=False)])
    is_cue[cues] = 1
    counts[:count] = ~np.concatenate([example.ignored for example in group])
    pairs, inside = dense(_join(group, starts.tolist()), room[1])
    return {
        "words": {
            "symbols": _filled(words.symbols.T, size).T,
            "head": _filled(words.head, size),
            "flags": _filled(words.flags, size),
            "frame": _filled(words.frame, size),
            "vector": _filled(words.vector, size),
            "tensor": _filled(words.tensor * seen[words.doc][:, None], size),
        },
        "around": [_around(index, count, size) for index in neighbours(words, settings.layers)],
        "is_cue": is_cue,
        "counts": counts,
        "cues": _filled(cues, room[1]),
        "cue_counts": (np.arange(room[1]) < len(cues)).astype(np.float32),
        "labels": _filled(np.concatenate([example.labels for example in group]), room[1]),
        "pairs": pairs,
        "inside": inside,
    }


def dense(pairs: Pairs, cues: int) -> tuple[Pairs, Bools]:
    """The features of pairs, each of shape (cues, WINDOW), and a mask of the pairs that exist."""
    inside = np.zeros((cues, WINDOW), bool)
    place = pairs.cue, pairs.column
    inside[place] = True
    arrays = {}
    for field in fields(Pairs):
        arrays[field.name] = np.zeros((cues, WINDOW), np.int32)
        arrays[field.name][place] = getattr(pairs, field.name)
    return Pairs(**arrays), inside


def _join(group: Sequence[Example], starts: Sequence[int]) -> Pairs:
    joined = {
        field.name: np.concatenate([getattr(example.pairs, field.name) for example in group])
        for field in fields(Pairs)
    }
    sizes = [len(example.pairs.cue) for example in group]
    joined["word"] += np.repeat(np.array(starts[: len(group)], np.int32), sizes)
    firsts = np.cumsum([0, *(len(example.cues) for example in group)], dtype=np.int32)
    joined["cue"] += np.repeat(firsts[:-1], sizes)
    return Pairs(**joined)


def _filled(array: Any, size: int) -> Any:
    return np.pad(array, [(0, size - len(array)), *[(0, 0)] * (array.ndim - 1)])


def _around(index: Any, count: int, size: int) -> Any:
    """Replace ``count``, the index for "no word", by ``size``, its index in padded arrays."""
    return np.pad(
        np.where(index == count, size, index), [(0, size - count), (0, 0)], constant_values=size
    )


def _loss(weights: Weights, batch: Any, key: Any, settings: Hyperparameters) -> Any:
    keys = iter(jax.random.split(key, 32))

    def drop(x: Any, factor: float) -> Any:
        rate = settings.dropout * factor
        return x * jax.random.bernoulli(next(keys), 1 - rate, x.shape) / (1 - rate)

    def drop_parts(x: Any, factor: float) -> Any:
        """Dropout of whole features of a word, so that none is relied on alone."""
        rate = settings.feature_dropout * factor
        return x * jax.random.bernoulli(next(keys), 1 - rate, (len(x), 1)) / (1 - rate)

    words = batch["words"]
    x = embed(weights, project(weights), words, xp=jnp, drop=drop_parts)
    encoded = encode(weights, x, batch["around"], xp=jnp, drop=drop)
    logits = score_cues(weights, encoded, xp=jnp)
    cue_loss = (optax.sigmoid_binary_cross_entropy(logits, batch["is_cue"]) * batch["counts"]).sum()
    scores = score_windows(
        weights,
        tables(weights, xp=jnp),
        encoded,
        batch["cues"],
        batch["pairs"],
        batch["inside"],
        xp=jnp,
        drop=drop,
    )
    unlikely = _unlikelihood(scores, weights["transitions"], batch["labels"])
    window_loss = (unlikely * batch["cue_counts"]).sum()
    total = (cue_loss + settings.window_weight * window_loss) / 100
    return total, (cue_loss, window_loss)


def _unlikelihood(scores: Any, transitions: Any, labels: Any) -> Any:
    """Negative log likelihood of label sequences, shape (windows,)."""
    path = jnp.take_along_axis(scores, labels[..., None], 2)[..., 0].sum(1)
    path += transitions[labels[:, :-1], labels[:, 1:]].sum(1)

    def step(reached: Any, here: Any) -> Any:
        return jax.nn.logsumexp(reached[:, :, None] + transitions, 1) + here, None

    reached, _ = jax.lax.scan(step, scores[:, 0], jnp.moveaxis(scores[:, 1:], 1, 0))
    return jax.nn.logsumexp(reached, 1) - path
