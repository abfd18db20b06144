"""What a loaded pipeline can be trusted with: threads, saving, and saying what made a record."""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from newsquotes import Settings, extract, load
from newsquotes.blas import one_thread
from newsquotes.errors import UsageError
from newsquotes.stages.attribution.weights import DEFAULT_WEIGHTS
from threadpoolctl import ThreadpoolController

if TYPE_CHECKING:
    from spacy.language import Language

NAMES = ("Ann Lee", "Tomas Brandt", "Mara Okoro", "Ines Calder", "Dev Anand", "Ruth Calloway")
PLACES = ("Brackwater", "Lisbon", "Nairobi", "Ohio", "Calder Bay")


def article(number: int) -> str:
    """Articles of our own, no two of them alike, of 40 to 600 words."""
    name, place = NAMES[number % len(NAMES)], PLACES[number % len(PLACES)]
    story = (
        f"The council of {place} met on Monday for the {number}th time. “The levee will hold,” "
        f"said the mayor, {name}. Her deputy told reporters that the rain of {1900 + number} "
        f"had been worse.\n\n{name.split()[1]} said that she would ask for {number} million.\n\n"
    )
    return f"Rain in {place}\n\n" + story * (1 + number % 11)


TEXTS = [article(number) for number in range(200)]


@pytest.fixture(scope="module")
def alone(nlp: Language) -> list[str]:
    return [extract(nlp, text).model_dump_json() for text in TEXTS]


@pytest.mark.parametrize("threads", [2, 8])
def test_threads_share_a_pipeline(nlp: Language, alone: list[str], threads: int) -> None:
    # New words, and so new embeddings, in all threads at once.
    for name in ("tok2vec", "newsquotes_names"):
        for node in nlp.get_pipe(name).model.walk():  # type: ignore[attr-defined]
            if hasattr(node._func, "_remembered"):
                node._func._remembered = None
    with ThreadPoolExecutor(threads) as pool:
        together = [*pool.map(lambda text: extract(nlp, text).model_dump_json(), TEXTS + TEXTS)]
    assert [a == b for a, b in zip(alone + alone, together, strict=True)].count(False) == 0


def blas_threads() -> set[int]:
    return {
        one["num_threads"] for one in ThreadpoolController().info() if one["user_api"] == "blas"
    }


def test_products_in_one_thread() -> None:
    with ThreadpoolController().limit(limits=2, user_api="blas"):
        before = blas_threads()
        with one_thread():
            assert blas_threads() == {1}
            with one_thread():
                pass
            assert blas_threads() == {1}
        assert blas_threads() == before


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Weights of one's own, which report nothing that is not all but certain."""
    stored = dict(np.load(DEFAULT_WEIGHTS))
    meta = json.loads(str(stored["meta"]))
    meta["threshold"] = 0.9
    stored["meta"] = np.array(json.dumps(meta, sort_keys=True))
    path = tmp_path_factory.mktemp("weights") / "own.npz"
    np.savez_compressed(path, **stored)
    return path


def test_a_record_says_what_its_pipeline_was_loaded_with(weights: Path) -> None:
    settings = Settings(max_chars=2_000, weights=str(weights))
    nlp = load(settings)
    digest = settings.sha256
    record = extract(nlp, article(1))
    assert record.provenance.settings_sha256 == digest != Settings().sha256
    assert record.provenance.components == tuple(nlp.pipe_names)
    assert "newsquotes_white_space" in nlp.pipe_names
    assert "attribute_ruler" not in nlp.pipe_names
    assert extract(nlp, article(1), settings) == record
    with pytest.raises(UsageError, match=r"loaded with other settings \(weights, max_chars\)"):
        extract(nlp, article(1), Settings())


def test_the_weights_are_those_that_were_loaded(weights: Path, tmp_path: Path) -> None:
    """And not what has become of their file since."""
    own = tmp_path / "w.npz"
    own.write_bytes(weights.read_bytes())
    nlp = load(Settings(weights=str(own)))
    before = extract(nlp, article(1))
    own.write_bytes(b"")
    assert extract(nlp, article(1)) == before


IN_A_FRESH_PROCESS = """
import sys, spacy
nlp = spacy.load(sys.argv[1])
from newsquotes import extract
for text in open(sys.argv[2], encoding="utf-8").read().split("\\f"):
    print(extract(nlp, text).model_dump_json())
"""


@pytest.mark.parametrize("own_weights", [False, True])
def test_saved_and_loaded_by_spacy(weights: Path, tmp_path: Path, own_weights: bool) -> None:
    copy = tmp_path / "w.npz"
    copy.write_bytes(weights.read_bytes())
    nlp = load(Settings(max_chars=2_000, weights=str(copy) if own_weights else None))
    texts = [article(number) for number in range(20)]
    before = [extract(nlp, text).model_dump_json() for text in texts]
    nlp.to_disk(tmp_path / "saved")
    copy.unlink()
    (tmp_path / "texts").write_text("\f".join(texts), encoding="utf-8")
    command = [sys.executable, "-c", IN_A_FRESH_PROCESS, "saved", "texts"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=True, text=True)
    assert done.stdout.splitlines() == before
    assert load(str(tmp_path / "saved")).pipe_names == nlp.pipe_names


def test_the_threshold_is_a_setting() -> None:
    """What one threshold reports, a higher one reports only as far as it is sure enough."""
    text = "Ana Ruiz said the bridge is closed. Ruiz hopes for a new one, and thinks it is near."
    by_default = extract(load(), text)
    assert extract(load(Settings(threshold=0.42)), text).quotes == by_default.quotes
    assert by_default.quotes
    assert extract(load(Settings(threshold=1.0)), text).quotes == ()
    low = extract(load(Settings(threshold=0.0)), text)
    assert len(low.quotes) >= len(by_default.quotes)
    assert Settings(threshold=0.5).sha256 != Settings().sha256


def test_who_is_meant_is_left_open_below_a_setting() -> None:
    text = "Station\n\nMara Okoro met Ada Quist. She said that the station would close.\n"
    assert extract(load(Settings(speaker_threshold=0.0)), text).quotes[0].speaker.name is not None
    (quote,) = extract(load(Settings(speaker_threshold=1.0)), text).quotes
    assert (quote.speaker.name, quote.speaker.mention.text) == (None, "She")
