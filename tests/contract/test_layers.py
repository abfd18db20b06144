"""Imports run downwards between rooms, and no two rooms import each other."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Final

import pytest
from newsquotes.stages import grammar
from spacy.glossary import GLOSSARY

PACKAGE = Path(__file__).parents[2] / "pipeline"

LAYERS: Final = (
    ("__main__",),
    ("cli",),
    ("benchmark",),
    ("runs",),
    ("many",),
    ("engines", "training"),
    ("evaluation",),
    ("extraction",),
    ("analysis",),
    ("spacy_model",),
    ("stages",),
    ("exports", "writers"),
    ("report",),
    ("copies", "cross_document", "data_frames"),
    ("articles",),
    ("storage",),
    ("schemas",),
    ("lexicons",),
    ("settings",),
    ("blas", "errors", "spans"),
)
"""Rooms and loose modules from top to bottom: each may import what stands below it."""

LEVEL: Final = {room: level for level, rooms in enumerate(LAYERS) for room in rooms}

EXCEPTIONS: Final = {
    ("schemas", "report"),
    ("schemas", "exports"),
}
"""``Record._repr_html_`` and ``Record.to_doc`` import what they need when somebody calls them."""


def room_of(path: Path) -> str:
    part = path.relative_to(PACKAGE).parts[0]
    return part.removesuffix(".py")


def imports(path: Path) -> Iterator[str]:
    """The rooms that a module imports, at its head or inside functions, types included."""
    depth = len(path.relative_to(PACKAGE).parts)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level == depth:
            if node.module:
                yield node.module.partition(".")[0]
            else:
                yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("newsquotes"):
            yield "an absolute import of newsquotes"


ARROWS: Final = {
    (room_of(path), target)
    for path in sorted(PACKAGE.rglob("*.py"))
    if room_of(path) != "__init__"
    for target in imports(path)
    if target != room_of(path) and target != "__version__"
}


def test_every_room_has_a_layer() -> None:
    rooms = {room_of(path) for path in PACKAGE.rglob("*.py")} - {"__init__"}
    assert rooms == set(LEVEL)


@pytest.mark.parametrize("arrow", sorted(ARROWS), ids=" -> ".join)
def test_imports_run_downwards(arrow: tuple[str, str]) -> None:
    above, below = arrow
    assert arrow in EXCEPTIONS or LEVEL[above] < LEVEL[below], f"{above} imports {below}"


def packages_of_stages() -> dict[str, set[str]]:
    """The packages in ``stages/``, and which of them each imports."""
    found: dict[str, set[str]] = {}
    for path in sorted((PACKAGE / "stages").glob("*/*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.level == 2 and node.module:
                found.setdefault(path.parent.name, set()).add(node.module.partition(".")[0])
    return found


def test_no_two_stages_import_each_other() -> None:
    try:
        TopologicalSorter(packages_of_stages()).prepare()
    except CycleError as error:
        pytest.fail(f"a cycle of stages: {' -> '.join(error.args[1])}")


NAMES_OF_OURS: Final = {
    "__init__.py",
    "attribution/predictor.py",
    "attribution/word_features.py",
    "entities/full_names.py",
    "entities/name_clues.py",
    "names/lexicon_layer.py",
    "people/context.py",
}
"""Where a long tuple names our own stages or features: identifiers, not vocabulary."""


ALTERNATIVES: Final = re.compile(r"[a-z][a-z?' -]*(?:\|[a-z][a-z?' -]*)+")
"""Words in a pattern of which one has to match."""


def words_together(tree: ast.AST) -> Iterator[tuple[int, list[str]]]:
    """Literal collections of lower-case words, each with its line; types and labels left out.

    They may be sets, lists, tuples, the keys of a dictionary, a text that is split at its blanks,
    or the alternatives of a pattern.
    """
    types = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.Subscript) and getattr(node.value, "id", "") == "Literal"
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            for found in ALTERNATIVES.findall(node.value):
                yield node.lineno, found.split("|")
        if isinstance(node, ast.Attribute) and node.attr == "split":
            text = getattr(node.value, "value", None)
            yield node.lineno, text.split() if isinstance(text, str) else []
        if isinstance(node, ast.Dict):
            elements = [key for key in node.keys if key is not None]
        elif isinstance(node, ast.Set | ast.List | ast.Tuple) and id(node) not in types:
            elements = node.elts
        else:
            continue
        words = [
            one.value
            for one in elements
            if isinstance(one, ast.Constant)
            and isinstance(one.value, str)
            and one.value.isalpha()
            and one.value.islower()
        ]
        if any(word not in GLOSSARY for word in words):
            yield node.lineno, words


def test_no_word_list_stands_in_the_code_of_stages() -> None:
    """Words are data: more than five of them together belong in a lexicon."""
    root = PACKAGE / "stages"
    found = [
        f"{path.relative_to(root)}:{line} {words}"
        for path in sorted(root.rglob("*.py"))
        if str(path.relative_to(root)) not in NAMES_OF_OURS
        for line, words in words_together(ast.parse(path.read_text(encoding="utf-8")))
        if len(words) > 5
    ]
    assert found == []


def test_word_lists_are_seen() -> None:
    code = 'A = {"pear", "plum", "fig", "apple", "grape", "lemon"}\nB = ("nsubj", "dobj")'
    assert [len(words) for _, words in words_together(ast.parse(code))] == [6]


@pytest.mark.parametrize(
    "code",
    [
        '{"pear": 1, "plum": 2, "fig": 3}',
        '("pear", "plum", "fig")',
        '"pear plum fig".split()',
        r're.compile(r"\b(?:pears?|plum|fig)\b")',
    ],
)
def test_word_lists_are_seen_in_every_form(code: str) -> None:
    assert 3 in [len(words) for _, words in words_together(ast.parse(code))]


def test_what_grammar_names_is_not_written_out_elsewhere() -> None:
    """Two sets of labels that should be one drift apart."""
    named = {value: name for name, value in vars(grammar).items() if isinstance(value, frozenset)}
    root = PACKAGE / "stages"
    found = [
        f"{path.relative_to(root)}:{node.lineno} is {named[labels]}"
        for path in sorted(root.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Set)
        and (labels := frozenset(getattr(one, "value", None) for one in node.elts)) in named
        and path.name != "grammar.py"
    ]
    assert found == []
