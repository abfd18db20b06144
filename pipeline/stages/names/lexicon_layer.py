"""Features of words from word lists, which the network reads beside the embeddings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, Final, cast

import numpy as np
from numpy.typing import NDArray
from spacy.strings import StringStore
from thinc.api import Model, Ragged

from ...lexicons import load_terms
from ...lexicons.gazetteer import find_places, gazetteer_words, place_key

type Floats = NDArray[np.float32]

LISTS: Final = (
    "first_names_female",
    "first_names_male",
    "first_names_either",
    "nicknames",
    "name_particles",
    "name_suffixes",
    "titles",
    "roles",
    "person_nouns",
    "place_nouns",
    "organization_words",
    "organization_nouns",
    "industries",
    "demonyms",
    "not_names",
    "cues_speech",
)
"""Lexicons; each is one feature."""

PLACES: Final = ("country", "region", "large", "known", "city", "thing", "begins", "ends")
"""Features from the gazetteer; the last two are for names of several words."""

WIDTH: Final = len(LISTS) + len(PLACES)
REMEMBERED: Final = 40_000
_LARGE, _KNOWN = 1_000_000, 100_000  # inhabitants


def word_features(lower: str) -> Floats:
    """The features of a lower-case word: 1 if it is in a list, else 0."""
    features = np.zeros(WIDTH, np.float32)
    for column, name in enumerate(LISTS):
        features[column] = lower in load_terms(name)
    key = place_key(lower) if lower[:1].isalpha() else ""
    if not key:
        return features
    for place in find_places(key):
        features[len(LISTS) + PLACES.index(_kind(place.kind, place.population))] = 1
    first, last = gazetteer_words()
    features[-2], features[-1] = key in first, key in last
    return features


def _kind(kind: str, population: int) -> str:
    if kind == "city":
        return "large" if population >= _LARGE else "known" if population >= _KNOWN else "city"
    return kind if kind in PLACES else "thing"


class _Table:
    """The features of the words seen so far, by spaCy's hash of the lower-case word."""

    def __init__(self) -> None:
        self._rows: dict[int, Floats] = {}

    def of(self, keys: Sequence[int], strings: StringStore) -> Floats:
        rows = self._rows
        if len(rows) > REMEMBERED:
            rows.clear()
        for key in keys:
            if key not in rows:
                rows[key] = word_features(strings[key])
        return np.stack([rows[key] for key in keys])


@cache
def _table() -> _Table:
    return _Table()


def lexicon_layer() -> Model[Any, Any]:
    """A layer from Docs to :func:`word_features`, without trained weights."""
    layer: Model[Any, Any] = Model("lexicon_features", _forward, dims={"nO": WIDTH})
    return layer


def _forward(
    model: Model[Any, Any], docs: Any, is_train: bool
) -> tuple[Ragged, Callable[..., Any]]:
    keys = np.concatenate([doc.to_array(["LOWER"]).ravel() for doc in docs])
    features = (
        _table().of(keys.tolist(), docs[0].vocab.strings)
        if len(keys)
        else np.zeros((0, WIDTH), np.float32)
    )
    lengths = model.ops.asarray1i([len(doc) for doc in docs])

    def nothing_to_learn(_: Any) -> list[Any]:
        return []

    return Ragged(cast("Any", features), lengths), nothing_to_learn
