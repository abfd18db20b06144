"""The network of the tagger: that of spaCy's ``ner``, whose embedding also reads our word lists."""

from __future__ import annotations

from typing import Any, Final, cast

from spacy.ml.featureextractor import FeatureExtractor
from spacy.ml.models.parser import build_tb_parser_model
from spacy.ml.models.tok2vec import MaxoutWindowEncoder, build_Tok2Vec_model
from spacy.ml.staticvectors import StaticVectors
from thinc.api import (
    HashEmbed,
    Maxout,
    Model,
    chain,
    concatenate,
    list2ragged,
    ragged2list,
    with_array,
)

from .first_look import FirstLook
from .lexicon_layer import WIDTH as LEXICON_WIDTH
from .lexicon_layer import lexicon_layer

WIDTH: Final = 96
DEPTH: Final = 4
PIECES: Final = 3
TABLES: Final = {"NORM": 5000, "PREFIX": 1000, "SUFFIX": 2500, "SHAPE": 2500}
"""Attributes of a word, and the number of rows in the hashed table of each."""

_FIRST_SEED: Final = 8  # those of spaCy.MultiHashEmbed.v2, so that its tables can be taken over


def build_network() -> Model[Any, Any]:
    """The network with weights not yet set. Its layers are those of the ``ner`` of en_core_web_md.

    ``WIDTH``, ``DEPTH`` and ``PIECES`` are the width of a word's vector, the number of convolutions
    and the pieces of each maxout layer.
    """
    tok2vec = build_Tok2Vec_model(_embedding(), MaxoutWindowEncoder(WIDTH, 1, PIECES, DEPTH))
    network: Model[Any, Any] = build_tb_parser_model(
        tok2vec,
        state_type="ner",
        extra_state_tokens=False,
        hidden_width=64,
        maxout_pieces=2,
        use_upper=True,
    )
    network._func = FirstLook(network._func)
    return network


def _embedding() -> Model[Any, Any]:
    tables: list[Model[Any, Any]] = [
        HashEmbed(WIDTH, rows, column=column, seed=_FIRST_SEED + column, dropout=0.0)
        for column, rows in enumerate(TABLES.values())
    ]
    hashed: Model[Any, Any] = chain(
        FeatureExtractor(list(TABLES)), cast("Any", list2ragged()), with_array(concatenate(*tables))
    )
    width = WIDTH * (len(tables) + 1) + LEXICON_WIDTH
    return chain(
        concatenate(hashed, StaticVectors(WIDTH, dropout=0.0), lexicon_layer()),
        with_array(Maxout(WIDTH, width, nP=PIECES, dropout=0.0, normalize=True)),
        cast("Any", ragged2list()),
    )
