"""Weights as a file: what is written is what is read, and nothing in it is ever executed."""

from __future__ import annotations

import os
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from builders import blank
from newsquotes.errors import UsageError
from newsquotes.stages.attribution.weights import Trained, model_name, read, save
from newsquotes.stages.attribution.word_features import SYMBOLIC


def trained() -> Trained:
    random = np.random.default_rng(0)
    return Trained(
        weights={
            "b": random.normal(size=(3, 4)).astype(np.float16).astype(np.float32),
            "a": np.zeros(2, np.float32),
        },
        strings={name: [name, "sagt’s", ""] for name in SYMBOLIC},
        vector_keys=np.array([3, 2**64 - 1], dtype=np.uint64),
        vector_rows=np.array([2, 1], dtype=np.uint32),
        confidence=np.array([0.25, -1.5], np.float32),
        threshold=0.31,
        tensor_model="en_core_web_md-3.8.0",
        tensor_width=96,
    )


def arrays(path: Path) -> dict[str, np.ndarray]:
    with np.load(path, allow_pickle=False) as stored:
        return {name: stored[name] for name in stored.files}


def test_what_is_saved_is_read(tmp_path: Path) -> None:
    before = trained()
    save(before, tmp_path / "weights.npz")
    after = read(tmp_path / "weights.npz")
    assert list(after.weights) == list(before.weights)
    for name, array in before.weights.items():
        assert after.weights[name].dtype == np.float32
        assert np.array_equal(after.weights[name], array)
    assert after.strings == before.strings
    for name in ("vector_keys", "vector_rows", "confidence"):
        assert np.array_equal(getattr(after, name), getattr(before, name))
        assert getattr(after, name).dtype == getattr(before, name).dtype
    for name in ("threshold", "tensor_model", "tensor_width"):
        assert getattr(after, name) == getattr(before, name)


def test_the_same_weights_give_the_same_bytes(tmp_path: Path) -> None:
    first, second, third = (tmp_path / name for name in ("1.npz", "2.npz", "3.npz"))
    save(trained(), first)
    save(trained(), second)
    save(read(first), third)
    assert first.read_bytes() == second.read_bytes() == third.read_bytes()


def test_no_time_is_in_the_file(tmp_path: Path) -> None:
    save(trained(), tmp_path / "weights.npz")
    with zipfile.ZipFile(tmp_path / "weights.npz") as stored:
        assert {entry.date_time for entry in stored.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_what_is_stored_is_numbers_and_strings(tmp_path: Path) -> None:
    save(trained(), tmp_path / "weights.npz")
    assert {array.dtype.kind for array in arrays(tmp_path / "weights.npz").values()} <= set("fuU")


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"none\.npz holds no weights .*; train them again\."):
        read(tmp_path / "none.npz")


@pytest.mark.parametrize("content", [b"", b"no weights", b"PK\x03\x04 and then nothing"])
def test_a_file_that_is_no_archive(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "weights.npz"
    path.write_bytes(content)
    with pytest.raises(UsageError, match=r"weights\.npz holds no weights"):
        read(path)


def test_a_file_cut_short(tmp_path: Path) -> None:
    path = tmp_path / "weights.npz"
    save(trained(), path)
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(UsageError, match="holds no weights"):
        read(path)


def test_a_damaged_file(tmp_path: Path) -> None:
    path = tmp_path / "weights.npz"
    save(trained(), path)
    data = bytearray(path.read_bytes())
    place = data.index(b"weights/b.npy") + 60
    data[place : place + 8] = b"\xff" * 8
    path.write_bytes(bytes(data))
    with pytest.raises(UsageError, match="holds no weights"):
        read(path)


@pytest.mark.parametrize(
    "meta",
    ['{"format": "newsquotes.attribution/0"}', "{}", "[]", "nonsense", '"newsquotes"'],
)
def test_another_format(tmp_path: Path, meta: str) -> None:
    path = tmp_path / "weights.npz"
    save(trained(), path)
    stored = arrays(path) | {"meta": np.array(meta)}
    np.savez(path, **stored)
    with pytest.raises(UsageError, match="train"):
        read(path)


@pytest.mark.parametrize("name", ["meta", "confidence", "vector_keys", "vector_rows"])
def test_an_incomplete_file(tmp_path: Path, name: str) -> None:
    path = tmp_path / "weights.npz"
    save(trained(), path)
    np.savez(path, **{key: value for key, value in arrays(path).items() if key != name})
    with pytest.raises(UsageError, match="holds no weights"):
        read(path)


class Hostile:
    """Leaves a file behind if it is ever unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (str(self.path),)


@pytest.mark.parametrize("name", ["weights/b", "meta", "strings/lower"])
def test_no_pickle_is_ever_read(tmp_path: Path, name: str) -> None:
    path, trace = tmp_path / "weights.npz", tmp_path / "executed"
    save(trained(), path)
    stored = arrays(path) | {name: np.array([Hostile(trace)], dtype=object)}
    np.savez(path, allow_pickle=True, **stored)
    with pytest.raises(UsageError, match="holds no weights"):
        read(path)
    assert not trace.exists()


def test_objects_are_never_written(tmp_path: Path) -> None:
    bad = replace(trained(), vector_keys=np.array([object()], dtype=object))
    with pytest.raises(ValueError, match="allow_pickle"):
        save(bad, tmp_path / "weights.npz")


def test_the_packaged_weights_fit_the_reader() -> None:
    packaged = read()
    assert packaged.reader() is not None
    assert set(packaged.strings) == set(SYMBOLIC)
    assert 0 < packaged.threshold < 1
    assert all(np.isfinite(array).all() for array in packaged.weights.values())
    assert len(packaged.vector_keys) == len(packaged.vector_rows)
    assert int(packaged.vector_rows.max()) < len(packaged.weights["vectors"])


def test_name_of_a_model() -> None:
    nlp = blank()
    assert model_name(nlp) == f"en_{nlp.meta['name']}-{nlp.meta['version']}"
