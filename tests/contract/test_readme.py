"""What the README and the page on codes say is so: commands run, excerpts and lists are true."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from newsquotes import extract
from newsquotes.articles.text import article_of
from newsquotes.errors import ExitCode, FailureCode
from newsquotes.settings import RunOptions, Settings

if TYPE_CHECKING:
    from spacy.language import Language

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = ROOT / "docs" / "pages"
CODES = (PAGES / "reference" / "codes.md").read_text(encoding="utf-8")
SEED = ROOT / "seeds" / "000_c54c2a8a42594d80.txt"


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.DOTALL | re.MULTILINE)


def commands() -> list[str]:
    return [
        line.removeprefix("$ ").split("#")[0].strip()
        for block in blocks("console")
        for line in block.splitlines()
    ]


def table(heading: str) -> list[list[str]]:
    """The cells of the table whose heading's row begins so."""
    start = CODES.index(f"| {heading} |")
    lines = CODES[start:].split("\n\n")[0].splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


@pytest.fixture(scope="module")
def workplace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the seeds, in which the commands are run one after the other."""
    folder = tmp_path_factory.mktemp("readme")
    (folder / "seeds").symlink_to(ROOT / "seeds")
    return folder


def run(command: str, cwd: Path) -> None:
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    done = subprocess.run(
        ["bash", "-c", command], cwd=cwd, env=environment, capture_output=True, check=False
    )
    assert done.returncode == 0, f"{command}\n{done.stderr.decode()}"


def test_the_commands_run(workplace: Path) -> None:
    found = commands()
    assert found[:2] == ["make run", "make test"]
    for command in found[2:]:
        assert "newsquotes" in shlex.split(command)
        run(command, workplace)
    # What `make run` does; running make itself here would run this test again.
    run("newsquotes extract seeds -o outputs", workplace)
    assert (workplace / "outputs" / "000_c54c2a8a42594d80.json").is_file()


def test_the_python_runs(workplace: Path) -> None:
    (block,) = blocks("python")
    subprocess.run([sys.executable, "-c", block], cwd=workplace, check=True, capture_output=True)


def test_the_settings_are_settings() -> None:
    import tomllib

    for block in blocks("toml"):
        assert tomllib.loads(block).keys() <= {*Settings.model_fields, *RunOptions.model_fields}


def test_exit_codes() -> None:
    assert [int(row[0]) for row in table("exit code")] == list(ExitCode)


def test_failure_codes() -> None:
    told = re.search(r"\| code \| stage \| meaning \|\n.*?\n\n", CODES + "\n\n", re.DOTALL)
    assert told is not None
    assert re.findall(r"^\| `([\w-]+)`", told[0], re.MULTILINE) == sorted(FailureCode)


def test_warning_codes() -> None:
    told = {code for row in table("code") for code in re.findall(r"`([\w-]+)`", row[0])}
    given = {
        code
        for path in (ROOT / "pipeline").rglob("*.py")
        for code in re.findall(
            r"(?:\bNote\(\s*|add_note\([^()]*code=)\"([\w-]+)\"", path.read_text(encoding="utf-8")
        )
    }
    assert given
    assert given == told


def test_rules(nlp: Language) -> None:
    told = {rule for row in table("rule") for rule in re.findall(r"`([\w-]+)`", row[0])}
    for seed in sorted((ROOT / "seeds").glob("*.txt")):
        record = extract(nlp, seed.read_text(encoding="utf-8"))
        assert {quote.rule for quote in record.quotes} <= told


def assert_excerpt(part: Any, whole: Any, path: str) -> None:
    """``part`` is ``whole`` but for what is cut at "…", and for ids and confidences, which move
    when something else in the article is found better.
    """
    if isinstance(part, dict):
        assert list(part) == list(whole), path
        for key, value in part.items():
            if key not in {"confidence", "entity", "id"}:
                assert_excerpt(value, whole[key], f"{path}.{key}")
    elif isinstance(part, list):
        cut = bool(part) and part[-1] == "…"
        assert cut or len(part) == len(whole), path
        for number, value in enumerate(part[:-1] if cut else part):
            assert_excerpt(value, whole[number], f"{path}.{number}")
    elif isinstance(part, str) and part.endswith("…"):
        assert whole.startswith(part[:-1]), path
    else:
        assert part == whole, path


def test_excerpts(nlp: Language) -> None:
    record = extract(nlp, article_of(SEED.read_text(encoding="utf-8"), identity="seed"))
    data = json.loads(record.model_dump_json())
    (quote,) = map(json.loads, blocks("json"))
    page = (PAGES / "index.md").read_text(encoding="utf-8")
    (entity,) = map(
        json.loads, re.findall(r"^```json [^\n]*\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    )
    start = quote["content"][0]["start"]
    found = next(q for q in data["quotes"] if q["content"][0]["start"] == start)
    assert_excerpt(quote, found, "quote")
    found = next(e for e in data["entities"] if e["name"] == entity["name"])
    assert_excerpt(entity, found, "entity")


def test_no_link_is_dead_where_the_readme_stands_alone() -> None:
    """On the page of the package index, nothing lies beside it."""
    assert re.findall(r"\]\((?!https://)", README) == []
    listed = README.partition("## Read on")[2].partition("## ")[0]
    for name in re.findall(r"`([\w/-]+(?:\.md|/))`", listed):
        beside = ROOT if name.startswith("docs/") else PAGES
        assert (beside / name).exists(), name
