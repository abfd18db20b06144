"""The packaged weights: their size, what their card says, the rules that are told of."""

from __future__ import annotations

import ast
import re
from hashlib import sha256
from pathlib import Path

import pytest
from newsquotes.stages.attribution.weights import DEFAULT_WEIGHTS, read
from newsquotes.stages.weight_files import card_row, told_digest

ROOT = Path(__file__).parents[2]
CARD = DEFAULT_WEIGHTS.with_name("MODEL_CARD.md")
CODE = sorted((ROOT / "pipeline" / "stages" / "attribution").glob("*.py"))
MEGABYTE = 10**6


def told_rules() -> set[str]:
    """The rules in the table of the page on codes."""
    page = (ROOT / "docs/pages/reference/codes.md").read_text(encoding="utf-8")
    table = page[page.index("| rule |") :].split("\n\n")[0]
    return {rule for row in table.splitlines() for rule in re.findall(r"`([\w-]+)`", row)}


def written_rules() -> set[str]:
    """The rules in the code: what a Certain ends with, ``rule=``, and what rule_name returns."""
    found = set()
    for path in CODE:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            parts: list[ast.AST] = []
            if isinstance(node, ast.Call):
                parts += [keyword.value for keyword in node.keywords if keyword.arg == "rule"]
                if isinstance(node.func, ast.Name) and node.func.id == "Certain" and node.args:
                    parts.append(node.args[-1])
            elif isinstance(node, ast.FunctionDef) and node.name == "rule_name":
                parts += [part for part in ast.walk(node) if isinstance(part, ast.Return)]
            for part in parts:
                for leaf in ast.walk(part):
                    if isinstance(leaf, ast.Constant) and isinstance(leaf.value, str):
                        found.add(leaf.value)
    return found


def test_every_rule_is_told_and_no_other() -> None:
    assert written_rules() == told_rules()
    assert len(told_rules()) >= 6


def test_the_weights_are_small() -> None:
    assert DEFAULT_WEIGHTS.stat().st_size <= 10 * MEGABYTE


@pytest.mark.parametrize(
    "name",
    [
        "attribution/weights.npz",
        "entities/weights.json",
        "names/weights.npz",
        "people/weights.json",
        "speakers/weights.json",
    ],
)
def test_the_card_tells_the_digest(name: str) -> None:
    path = ROOT / "pipeline" / "stages" / name
    digest = sha256(path.read_bytes()).hexdigest()
    assert told_digest(path) == digest, f"put this line in the card: {card_row(path.name, digest)}"


def card() -> str:
    return CARD.read_text(encoding="utf-8")


no_card = pytest.mark.xfail(
    not CARD.exists(), reason="the card comes with the final weights", strict=True
)


@no_card
@pytest.mark.parametrize(
    "told",
    [
        r"\| articles \| \S.* \|",
        r"\| trained on \| \d+ articles \|",
        r"\| calibrated on \| \d+ articles",
        r"\| seed \| \d+ \|",
        r"\| epochs \| \d+ \|",
        r"\| attribution \(content and source\) \| \d+\.\d \| \d+\.\d \| \d+\.\d \|",
        r"\| direct quotation and source \|",
        r"\| content tokens, indirect \|",
        r"\| cue \|",
        r"area under the curve 0\.\d+",
        r"expected calibration error 0\.\d+",
        r"\| confidence \| attributions \| mean confidence \| share right \|",
        r"## Limits",
    ],
)
def test_the_card_tells(told: str) -> None:
    assert re.search(told, card()), told


@no_card
def test_the_card_is_of_these_weights() -> None:
    trained = read()
    assert f"| spaCy model | {trained.tensor_model} |" in card()
    numbers = sum(array.size for array in trained.weights.values())
    assert f"| numbers | {numbers:,}, " in card()
    assert ", ".join(f"{weight:.3f}" for weight in trained.confidence.tolist()) in card()
    assert f"attributions below {trained.threshold} are not reported" in card()


@no_card
def test_the_card_names_no_path() -> None:
    assert not re.search(r"(?:^|[\s(`])(?:\.\.)?/\w+/", card(), re.MULTILINE)
