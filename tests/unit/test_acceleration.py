"""The model sped up: what it remembers, and that this changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from newsquotes.benchmark.parity import stock
from newsquotes.settings import Settings
from newsquotes.spacy_model import fast_tok2vec as acceleration
from spacy.tokens import Doc

if TYPE_CHECKING:
    from spacy.language import Language

TEXTS = (
    "The mayor of Brackwater, Ines Calder, said on Monday that the ferry would run again.",
    "",
    "“Don't wait,” said Calder.\n\nNobody did.",
    "Ferry ferry FERRY",
)


@pytest.fixture(scope="module")
def plain() -> Language:
    """The model as spaCy loads it."""
    return stock(Settings())


def vectors(nlp: Language, component: str, docs: list[Doc]) -> list[np.ndarray[Any, Any]]:
    """What the component's token vectors are."""
    for node in nlp.get_pipe(component).model.walk():  # type: ignore[attr-defined]
        if node.has_ref("embed") and node.has_ref("encode"):
            found: list[np.ndarray[Any, Any]] = node.predict(docs)
            return found
    raise AssertionError(f"{component} has no token vectors of its own")


@pytest.mark.parametrize("remembered", [40_000, 3])
def test_token_vectors_stay_the_same(
    plain: Language, remembered: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(acceleration, "REMEMBERED", remembered)
    nlp = stock(Settings())
    acceleration.accelerate(nlp)
    # Once more, when words are remembered; or forgotten again, where there is little room.
    for texts in (TEXTS, TEXTS[::-1], TEXTS):
        for component in ("tok2vec", "newsquotes_names"):
            ours = vectors(nlp, component, [nlp.make_doc(text) for text in texts])
            theirs = vectors(plain, component, [plain.make_doc(text) for text in texts])
            for one, other in zip(ours, theirs, strict=True):
                np.testing.assert_allclose(one, other, rtol=1e-4, atol=1e-4)


def test_memory_is_used_again() -> None:
    ops = acceleration._Reusing()
    first = ops.alloc2f(4, 8, zeros=False)
    assert np.shares_memory(first, ops.alloc2f(2, 8, zeros=False))
    larger = ops.alloc2f(40, 8, zeros=False)
    assert larger.shape == (40, 8)
    zeros = ops.alloc2f(2, 8)
    assert not zeros.any()
    assert not np.shares_memory(larger, zeros)
