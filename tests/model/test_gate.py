"""The quality gate: figures on our own gold articles never fall.

``newsquotes evaluate tests/cases/gold --floors tests/cases/floors.json --raise`` (or
``make floors``) measures, and pins what is better than before. A floor is lowered by hand
only, with the reason in the commit.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from newsquotes.evaluation.evaluate import evaluate
from newsquotes.evaluation.extract_gold import extract_gold
from newsquotes.evaluation.floors import digest, falls, gated, read_floors
from newsquotes.evaluation.gold_formats import read_gold
from newsquotes.settings import Settings

if TYPE_CHECKING:
    from spacy.language import Language

CASES = Path(__file__).parents[1] / "cases"


def test_no_figure_falls(nlp: Language) -> None:
    gold = read_gold(CASES / "gold")
    floors = read_floors(CASES / "floors.json")
    assert floors.gold_sha256 == digest(gold), "gold has changed: measure anew (make floors)"
    records = {record.id: record for record in extract_gold(nlp, gold, Settings())}
    assert falls(floors, gated(evaluate(gold, records).figures())) == []
