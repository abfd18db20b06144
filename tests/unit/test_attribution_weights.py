"""Weights as a file: what is written is what is read, and nothing in it is ever executed."""

from __future__ import annotations

import json
import os
import zipfile
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from builders import blank
from newsquotes.errors import WeightsError
from newsquotes.stages.attribution.shapes import shapes
from newsquotes.stages.attribution.weights import Trained, model_name, read, save
from newsquotes.stages.attribution.word_features import SYMBOLIC
from newsquotes.stages.weight_files import card_row

FREE = {
    **{f"embed_{name}": (4, 2) for name in SYMBOLIC},
    "input_b": (3,),
    "pair_b": (5,),
    "cue_b": (2,),
    "vectors": (3, 4),
    "layer0_scale": (3,),
    "layer0_b": (6,),
}
"""Shapes of a small network; all others follow from these."""


def trained() -> Trained:
    random = np.random.default_rng(0)
    small = Trained(
        weights={name: np.zeros(shape, np.float32) for name, shape in FREE.items()},
        strings={name: [name, "sagt’s", ""] for name in SYMBOLIC},
        vector_keys=np.array([3, 2**64 - 1], dtype=np.uint64),
        vector_rows=np.array([2, 1], dtype=np.uint32),
        confidence=np.array([0.25, -1.5, 1, 0, 2, 3], np.float32),
        threshold=0.31,
        tensor_model="en_core_web_md-3.8.0",
        tensor_width=96,
    )
    weights = {
        name: random.normal(size=shape).astype(np.float16).astype(np.float32)
        for name, shape in sorted(shapes(small).items())
    }
    return replace(small, weights=weights)


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
    with pytest.raises(WeightsError, match=r"none\.npz holds no weights .*, or train again\."):
        read(tmp_path / "none.npz")


@pytest.mark.parametrize("content", [b"", b"no weights", b"PK\x03\x04 and then nothing"])
def test_a_file_that_is_no_archive(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "weights.npz"
    path.write_bytes(content)
    with pytest.raises(WeightsError, match=r"weights\.npz holds no weights"):
        read(path)


def test_a_file_cut_short(tmp_path: Path) -> None:
    path = tmp_path / "weights.npz"
    save(trained(), path)
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(WeightsError, match="holds no weights"):
        read(path)


def test_a_damaged_file(tmp_path: Path) -> None:
    path = tmp_path / "weights.npz"
    save(trained(), path)
    data = bytearray(path.read_bytes())
    place = data.index(b"weights/cue_w.npy") + 60
    data[place : place + 8] = b"\xff" * 8
    path.write_bytes(bytes(data))
    with pytest.raises(WeightsError, match="holds no weights"):
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
    with pytest.raises(WeightsError, match="train"):
        read(path)


@pytest.mark.parametrize("name", ["meta", "confidence", "vector_keys", "vector_rows"])
def test_an_incomplete_file(tmp_path: Path, name: str) -> None:
    path = tmp_path / "weights.npz"
    save(trained(), path)
    np.savez(path, **{key: value for key, value in arrays(path).items() if key != name})
    with pytest.raises(WeightsError, match="holds no weights"):
        read(path)


class Hostile:
    """Leaves a file behind if it is ever unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (str(self.path),)


@pytest.mark.parametrize("name", ["weights/cue_b", "meta", "strings/lower"])
def test_no_pickle_is_ever_read(tmp_path: Path, name: str) -> None:
    path, trace = tmp_path / "weights.npz", tmp_path / "executed"
    save(trained(), path)
    stored = arrays(path) | {name: np.array([Hostile(trace)], dtype=object)}
    np.savez(path, allow_pickle=True, **stored)
    with pytest.raises(WeightsError, match="holds no weights"):
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


NAN = np.full(2, np.nan, np.float16)
VAST = 10**15


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"weights/cue_b": NAN}, "weights/cue_b holds numbers that are not finite"),
        ({"confidence": np.full(6, np.inf)}, "confidence holds numbers that are not finite"),
        ({"weights/cue_b": np.zeros(2, np.complex64)}, "weights/cue_b holds no numbers"),
        ({"weights/cue_w": np.zeros((2, 3))}, r"cue_w has the shape \(2, 3\), not \(3, 2\)"),
        ({"weights/input_b": np.zeros((1, 3))}, "too many values to unpack"),
        ({"weights/vectors": np.zeros((1, 4))}, "the rows of its word vectors are not in the"),
        ({"weights/other": np.zeros(1)}, "its arrays are not the network's: other"),
        ({"weights/cue_out": None}, "its arrays are not the network's: cue_out"),
        ({"weights/pair_b": None}, "pair_b"),
        ({"strings/lower": None}, "its vocabularies are not the network's: lower"),
        ({"strings/lower": np.array(["a"])}, r"embed_lower has the shape \(4, 2\), not \(2, 2\)"),
        ({"vector_keys": np.zeros((2, 2), np.uint64)}, "the keys of its word vectors are no keys"),
        ({"vector_keys": np.zeros(2)}, "the keys of its word vectors are no keys"),
        ({"vector_rows": np.array([1, 3], np.uint32)}, "the rows of its word vectors are not"),
        ({"vector_rows": np.array([1], np.uint32)}, "the rows of its word vectors are not"),
        ({"confidence": np.zeros(5)}, r"its confidence has the shape \(5,\)"),
        ({"meta": np.array('{"threshold": 7')}, "Expecting"),
        ({"meta": np.array("[" * 100_000)}, "recursion"),
    ],
)
def test_weights_that_are_not_the_networks(
    changes: dict[str, np.ndarray | None], told: str, tmp_path: Path
) -> None:
    path = tmp_path / "weights.npz"
    save(trained(), path)
    stored = arrays(path) | changes
    np.savez(path, **{name: array for name, array in stored.items() if array is not None})
    with pytest.raises(WeightsError, match=told) as caught:
        read(path)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("threshold", 7, "its threshold is 7"),
        ("threshold", float("nan"), "its threshold is nan"),
        ("threshold", None, "holds no weights"),
        ("tensor_width", VAST, "input_dense has the shape"),
        ("tensor_width", "many", "invalid literal"),
    ],
)
def test_numbers_that_make_no_sense(field: str, value: object, told: str, tmp_path: Path) -> None:
    path = tmp_path / "weights.npz"
    save(trained(), path)
    stored = arrays(path)
    meta = json.loads(str(stored["meta"])) | {field: value}
    np.savez(path, **stored | {"meta": np.array(json.dumps(meta))})
    with pytest.raises(WeightsError, match=told):
        read(path)


def test_a_header_that_promises_terabytes(tmp_path: Path) -> None:
    path, other = tmp_path / "weights.npz", tmp_path / "other.npz"
    save(trained(), path)
    with zipfile.ZipFile(path) as stored, zipfile.ZipFile(other, "w") as written:
        for name in stored.namelist():
            data = stored.read(name)
            if name == "weights/cue_b.npy":
                data = data.replace(b"(2,), }" + b" " * 12, b"(1000000000000,), }")
            written.writestr(name, data)
    with pytest.raises(WeightsError, match="holds no weights"):
        read(other)


def test_what_is_no_file_is_not_read() -> None:
    with pytest.raises(WeightsError, match="it is no file of at most 500,000,000 bytes"):
        read(Path("/dev/zero"))


def test_weights_are_held_against_the_card_beside_them(tmp_path: Path) -> None:
    path = tmp_path / "own.npz"
    save(trained(), path)
    digest = sha256(path.read_bytes()).hexdigest()
    (tmp_path / "MODEL_CARD.md").write_text(f"# Own\n\n{card_row('own.npz', digest)}\n", "utf-8")
    read(path)
    save(replace(trained(), threshold=0.32), path)
    with pytest.raises(WeightsError, match=r"its digest is not that in MODEL_CARD\.md"):
        read(path)
    read(path.rename(tmp_path / "another.npz"))  # the card does not tell of it


def test_name_of_a_model() -> None:
    nlp = blank()
    assert model_name(nlp) == f"en_{nlp.meta['name']}-{nlp.meta['version']}"
