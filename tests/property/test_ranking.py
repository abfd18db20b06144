"""The ranker of antecedents: chances that add up, weights that survive the disk."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from newsquotes.errors import WeightsError
from newsquotes.stages.people.ranking import Option, Ranker, Rankers, read, save

names = st.sampled_from(["near", "far", "subject", "nobody", "unseen"])
options = st.lists(st.lists(names), min_size=1, max_size=6).map(
    lambda found: [Option(None, features) for features in found]
)
weights = st.dictionaries(names, st.floats(-20, 20), max_size=4)


@given(weights, options, st.floats(0.1, 3), st.floats(-3, 3))
def test_chances_add_up(
    learned: dict[str, float], found: list[Option], slope: float, shift: float
) -> None:
    ranker = Ranker(learned, slope, shift)
    chances = ranker.probabilities(found)
    assert sum(chances) == pytest.approx(1)
    assert 0 <= ranker.choose(found).confidence <= 1


@given(st.lists(st.floats(0, 1), min_size=2), st.floats(0.1, 3), st.floats(-3, 3))
def test_calibration_keeps_the_order(chances: list[float], slope: float, shift: float) -> None:
    ranker = Ranker({}, slope, shift)
    ordered = sorted(chances)
    calibrated = [ranker.calibrated(chance) for chance in ordered]
    assert calibrated == sorted(calibrated)


def test_weights_survive_the_disk(tmp_path: Path) -> None:
    stored = Rankers(Ranker({"near": 1.25}, 0.5, 0.1), Ranker({"far": -2.0}))
    save(stored, tmp_path / "weights.json")
    assert read(tmp_path / "weights.json") == stored


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        '{"format": "other"}',
        '{"format": "newsquotes.coreference/1", "pronouns": {}}',
        '{"format": "newsquotes.coreference/1", "pronouns": {"weights": {"a": NaN}, "slope": 1, '
        '"shift": 0}, "descriptions": {"weights": {}, "slope": 1, "shift": 0}}',
    ],
)
def test_what_is_no_weights_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "weights.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(WeightsError):
        read(path)


def test_missing_weights_are_refused(tmp_path: Path) -> None:
    with pytest.raises(WeightsError):
        read(tmp_path / "none.json")
