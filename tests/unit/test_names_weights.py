"""The tagger's weights: small, checked, and refused with one clear line where they do not hold."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import spacy
from newsquotes.errors import UsageError, WeightsError
from newsquotes.settings import Settings
from newsquotes.spacy_model.loading import NAMES, load
from newsquotes.spacy_model.lookup import find_model
from newsquotes.stages.names.weights import DEFAULT_WEIGHTS, learned, load_tagger
from spacy.language import Language

MEGABYTE = 10**6


@pytest.fixture(scope="module")
def bare() -> Language:
    return spacy.load(find_model("en_core_web_md").path, exclude=["parser", "tagger", "ner"])


def stored() -> dict[str, Any]:
    with np.load(DEFAULT_WEIGHTS, allow_pickle=False) as arrays:
        return {name: arrays[name] for name in arrays.files}


def test_the_weights_are_small() -> None:
    assert DEFAULT_WEIGHTS.stat().st_size <= 12 * MEGABYTE
    assert DEFAULT_WEIGHTS.with_name("MODEL_CARD.md").exists()


def test_all_learned_numbers_come_from_the_file(bare: Language) -> None:
    tagger = load_tagger(bare.vocab, "names")
    arrays = stored()
    for name, array in learned(tagger.model).items():
        assert np.array_equal(array, arrays[name].astype(np.float32)), name


def changed(path: Path, **changes: Any) -> Path:
    arrays = stored() | changes
    np.savez(path, **arrays)
    return path


def test_weights_that_do_not_hold_are_refused(bare: Language, tmp_path: Path) -> None:
    arrays = stored()
    name = next(key for key in arrays if key != "meta")
    other = json.loads(str(arrays["meta"])) | {"format": "something else"}
    (tmp_path / "text.npz").write_text("no archive", encoding="utf-8")
    (tmp_path / "cut.npz").write_bytes(DEFAULT_WEIGHTS.read_bytes()[:5000])
    broken = [
        (tmp_path / "absent.npz", "No such file"),
        (tmp_path / "text.npz", "holds no weights"),
        (tmp_path / "cut.npz", "holds no weights"),
        (changed(tmp_path / "digest.npz", **{name: arrays[name] + 1}), "digest"),
        (changed(tmp_path / "format.npz", meta=np.array(json.dumps(other))), "format"),
    ]
    for path, reason in broken:
        with pytest.raises(WeightsError, match=reason) as caught:
            load_tagger(bare.vocab, "names", path)
        assert "\n" not in str(caught.value)


def test_a_model_without_vectors_is_refused() -> None:
    with pytest.raises(WeightsError, match="no word vectors"):
        load_tagger(spacy.blank("en").vocab, "names")


def test_a_setting_names_other_weights(tmp_path: Path) -> None:
    path = tmp_path / "weights.npz"
    path.write_bytes(DEFAULT_WEIGHTS.read_bytes())
    settings = Settings(names_weights=str(path))
    before = settings.sha256
    assert before != Settings().sha256
    config = load(settings).get_pipe_config(NAMES)
    assert config["weights"] == str(path)
    path.write_bytes(b"other")
    assert settings.sha256 != before
    path.unlink()
    with pytest.raises(UsageError, match="cannot be read"):
        assert settings.sha256
