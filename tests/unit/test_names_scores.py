"""How sure the tagger is, and what becomes of it."""

from __future__ import annotations

from math import exp

import numpy as np
import pytest
from newsquotes.stages.entities.boundaries import EntityCandidate
from newsquotes.stages.entities.tagger_scores import clues_of_scores
from newsquotes.stages.names.first_look import GROUPS, likely

from tests.builders import make_doc

SORTS = [sort for sort, _ in GROUPS]


def test_labels_of_a_sort_are_taken_together() -> None:
    moves = ["B-PERSON", "I-PERSON", "U-PERSON", "B-GPE", "U-LOC", "B-DATE", "U-", "O"]
    (row,) = likely(np.zeros((1, len(moves)), np.float32), moves)
    found = dict(zip([*SORTS, "number"], map(exp, row), strict=True))
    # Six moves are open where no name is; each is as likely as the others.
    expected = {"PERSON": 2, "PLACE": 2, "number": 1, "no name": 1}
    for sort, chance in found.items():
        assert chance == pytest.approx(expected.get(sort, 0) / 6, abs=0.01)


def test_clues_are_of_the_first_word_and_of_the_last() -> None:
    doc = make_doc("Ada Quist saw Oslo.")
    doc._.name_scores = [
        {"start": start, "scores": [-float(start)] * (len(SORTS) + 1)} for start in (0, 4, 14)
    ]
    names = [EntityCandidate(0, 2, "PERSON"), EntityCandidate(3, 4, "GPE")]
    two, one = clues_of_scores(doc, names)
    assert (two["score:PERSON more"], two["last score:PERSON"]) == (0, -1)
    assert one["score:PLACE one"] == -3.5
    assert not any("last" in clue for clue in one)


def test_without_scores_the_label_counts() -> None:
    doc = make_doc("Ada saw Oslo.")
    names = [EntityCandidate(0, 1, "UNCLAIMED"), EntityCandidate(2, 3, "LOC")]
    unclaimed, place = clues_of_scores(doc, names)
    assert max(unclaimed, key=unclaimed.__getitem__) == "score:no name one"
    assert max(place, key=place.__getitem__) == "score:PLACE one"
