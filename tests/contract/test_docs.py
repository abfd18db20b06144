"""The documentation is so: its commands and snippets run, in order, page by page; it builds."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import newsquotes
import pytest
from newsquotes import extract
from newsquotes.exports import csv
from newsquotes.schemas.tables import TABLES
from newsquotes.settings import RunOptions, Settings

if TYPE_CHECKING:
    from spacy.language import Language

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted((DOCS / "pages").rglob("*.md"))
BLOCK = re.compile(
    r"(?:^<!-- (?P<note>[^\n]*) -->\n)?"
    r"^```(?P<language>\w+)(?: title=\"(?P<title>[^\"\n]+)\")?\n(?P<body>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
ENVIRONMENT = {
    **os.environ,
    "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
    "COLUMNS": "80",
}


@dataclass
class Page:
    """A page's blocks run one after the other: same folder, same names in Python."""

    folder: Path
    names: dict[str, Any] = field(default_factory=dict)

    def run(self, block: re.Match[str]) -> None:
        language, title, body = block["language"], block["title"], block["body"]
        note = block["note"] or ""
        if title:
            path = self.folder / title
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(body, encoding="utf-8")
            CHECKS.get(language, lambda _: None)(body)
        elif note.startswith(("not run", "run in PostgreSQL")):
            assert len(note) > len("not run: "), f"say why this is not run:\n{body}"
        elif language == "console":
            prefix = ""
            if note == "run with project/ installed":
                install(self.folder / "project")
                prefix = "export PYTHONPATH=project; "
            for command, output in commands(body):
                shown = run(prefix + command, self.folder)
                assert matches(output, shown), f"{command}\ngives\n{shown}\nnot\n{output}"
        elif language == "python":
            exec(compile(body, "<snippet>", "exec"), self.names)
        elif language == "sql":
            assert duckdb.sql(body).fetchall()
        else:
            raise AssertionError(f"nothing runs a block of {language!r}:\n{body}")


def install(project: Path) -> None:
    """Write what pip would: the entry points, beside the modules, which are there already."""
    with (project / "pyproject.toml").open("rb") as file:
        about = tomllib.load(file)["project"]
    folder = project / f"{about['name'].replace('-', '_')}-{about['version']}.dist-info"
    folder.mkdir()
    points = [
        f"[{group}]\n" + "".join(f"{name} = {value}\n" for name, value in named.items())
        for group, named in about["entry-points"].items()
    ]
    (folder / "entry_points.txt").write_text("\n".join(points), encoding="utf-8")
    (folder / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {about['name']}\nVersion: {about['version']}\n", "utf-8"
    )


def _check_settings(body: str) -> None:
    assert tomllib.loads(body).keys() <= {*Settings.model_fields, *RunOptions.model_fields}


CHECKS = {
    "json": json.loads,
    "python": lambda body: compile(body, "<file>", "exec"),
    "toml": _check_settings,
}


def commands(body: str) -> Iterator[tuple[str, str]]:
    """Each command of a console block with the output shown below it."""
    for part in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
        command, _, output = re.sub(r"\\\n", "", part).partition("\n")
        yield command, output.strip()


def matches(pattern: str, shown: str) -> bool:
    """Whether the output is as shown, "…" standing for anything; nothing shown is not compared."""
    wanted = ".*".join(map(re.escape, pattern.split("…")))
    return not pattern or re.fullmatch(wanted, shown.strip(), re.DOTALL) is not None


def run(command: str, cwd: Path, **settings: Any) -> str:
    done = subprocess.run(
        ["bash", "-c", command], cwd=cwd, env=ENVIRONMENT, capture_output=True, check=False,
        encoding="utf-8", **settings,
    )  # fmt: skip
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def runs(page: Path) -> bool:
    """Whether it has blocks; those of the eight programs run apart from each other, below."""
    return page.name != "python.md" and BLOCK.search(page.read_text(encoding="utf-8")) is not None


@pytest.mark.parametrize(
    "page", list(filter(runs, PAGES)), ids=lambda page: str(page.relative_to(DOCS / "pages"))
)
def test_the_snippets_run(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    place = Page(tmp_path)
    text = page.read_text(encoding="utf-8")
    if "tests/cases/" in text:  # as in a checkout
        (tmp_path / "tests").symlink_to(ROOT / "tests")
    blocks = list(BLOCK.finditer(text))
    assert len(blocks) * 2 == len(re.findall("^```", text, re.MULTILINE)), "a block unlike others"
    for block in blocks:
        place.run(block)


def test_the_eight_programs_are_whole_and_short(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    text = (DOCS / "pages" / "how-to" / "python.md").read_text(encoding="utf-8")
    place = Page(tmp_path)
    programs = 0
    for block in BLOCK.finditer(text):
        place.names.clear()  # nothing is left from the program before
        place.run(block)
        if block["language"] == "python":
            programs += 1
            assert len([line for line in block["body"].splitlines() if line.strip()]) <= 6
    assert programs == 8


def test_few_blocks_are_not_run() -> None:
    left_out = [
        note
        for page in PAGES
        for note in re.findall(r"^<!-- not run: (.+) -->$", page.read_text("utf-8"), re.MULTILINE)
    ]
    assert len(left_out) <= 6


def test_targets_of_make_are_there() -> None:
    targets = re.findall(r"^(\w+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    for page in [*PAGES, DOCS / "CONTRIBUTING.md", ROOT / "README.md"]:
        told = re.findall(r"(?:(?<!`)`|^\$ )make (\w+)", page.read_text("utf-8"), re.MULTILINE)
        assert set(told) <= set(targets), page


def test_output_is_compared() -> None:
    body = "$ echo one \\\n  two\none two\n$ true\n$ seq 3\n1\n…\n"
    assert list(commands(body)) == [("echo one   two", "one two"), ("true", ""), ("seq 3", "1\n…")]
    assert matches("1\n…", "1\n2\n3\n")
    assert not matches("1\n2", "1\n2\n3\n")


def test_troubleshooting_is_by_messages_that_there_are() -> None:
    text = (DOCS / "pages" / "troubleshooting.md").read_text(encoding="utf-8")
    told = re.findall(r"^### (.+)$", text.partition("## Results")[0], re.MULTILINE)
    assert len(told) > 10
    code = "\n".join(path.read_text("utf-8") for path in (ROOT / "pipeline").rglob("*.py"))
    code = re.sub(r'"\s*\n\s*f?"', "", code)  # strings that go on in the next line
    for message in told:
        for part in re.split(r"…|, (?=timeout)", message):
            assert part.strip(" '") in code, message


# -- PostgreSQL -----------------------------------------------------------------------------------


def _postgres(program: str) -> str | None:
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return shutil.which(program, path=os.pathsep.join([os.environ["PATH"], *map(str, versions)]))


@pytest.fixture
def postgres(tmp_path: Path) -> Iterator[dict[str, str]]:
    """A database ``news`` of its own, reached over a socket; the variables that lead to it."""
    programs = {name: _postgres(name) for name in ("initdb", "pg_ctl", "psql")}
    if missing := [name for name, path in programs.items() if path is None]:
        pytest.skip(f"PostgreSQL is not installed ({', '.join(missing)} not found)")
    # It refuses to run as root.
    user = {"user": "postgres"} if os.geteuid() == 0 else {}
    folder = Path(subprocess.run(["mktemp", "-d"], capture_output=True, check=True, text=True,
                                 **user).stdout.strip())  # fmt: skip
    where = {"PGHOST": str(folder), "PGUSER": "news"}
    data, options = f"{folder}/data", f"-c listen_addresses= -k {folder}"
    run(f"{programs['initdb']} -D {data} -U news --no-sync >{folder}/init", folder, **user)
    run(f"{programs['pg_ctl']} -D {data} -w -o '{options}' -l {folder}/log start", folder, **user)
    try:
        run(f"{programs['psql']} -h {folder} -U news postgres -c 'CREATE DATABASE news'", tmp_path)
        yield where
    finally:
        run(f"{programs['pg_ctl']} -D {data} -m immediate stop", folder, **user)
        run(f"rm -r {folder}", tmp_path, **user)


def test_postgres(
    postgres: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, nlp: Language
) -> None:
    text = (DOCS / "pages" / "how-to" / "postgresql.md").read_text(encoding="utf-8")
    for name, value in postgres.items():
        monkeypatch.setitem(ENVIRONMENT, name, value)
    place = Page(tmp_path)
    for block in BLOCK.finditer(text):
        if block["title"]:
            place.run(block)
    article = (tmp_path / "articles" / "rain.txt").read_text(encoding="utf-8")
    (tmp_path / "csv").mkdir()
    record = extract(nlp, article)
    csv.export([record], tmp_path / "csv")
    (tmp_path / "records.jsonl").write_text(f"{record.model_dump_json()}\n", encoding="utf-8")
    load, update, search, whole = re.findall(r"^\$ (psql .+)$", text, re.MULTILINE)
    assert "Mara Okoro" in run(load, tmp_path)
    counted = "psql news -Atc 'SELECT count(*), count(speaker_confidence) FROM quotes'"
    before = run(counted, tmp_path)
    for _ in range(2):
        run(update, tmp_path)
        assert run(counted, tmp_path) == before == "2|2\n"
    assert "had rained for a week" in run(search, tmp_path)
    assert "Tomas Lind" in run(whole, tmp_path)


def test_the_tables_for_postgresql_have_the_columns_of_the_export() -> None:
    text = (DOCS / "pages" / "how-to" / "postgresql.md").read_text(encoding="utf-8")
    made = dict(re.findall(r"CREATE TABLE (\w+) \(\n(.*?)\n\);", text, re.DOTALL))
    assert list(made) == ["articles", "entities", "quotes"]
    for table, definition in made.items():
        columns = re.sub(r"PRIMARY KEY \(.*?\)", "", definition).split(",")
        names = [column.split()[0] for column in columns if column.strip()]
        assert names == list(TABLES[table]), table


# -- the site -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    for module in ("mkdocs", "material"):
        if find_spec(module) is None:
            pytest.skip(f"{module} is not installed; make lock and make environment bring it")
    folder = tmp_path_factory.mktemp("site")
    command = f"NO_MKDOCS_2_WARNING=1 python -m mkdocs build --strict -q -f {DOCS}/mkdocs.yml"
    run(f"{command} -d {folder}", ROOT)
    return folder


def test_the_site_builds_and_loads_nothing_from_elsewhere(site: Path) -> None:
    for path in site.rglob("*.html"):
        page = path.read_text(encoding="utf-8")
        assert not re.findall(r"<(?:script|img|iframe|link)\b[^>]*(?:src|href)=\"?(?:https?:)?//",
                              page)  # fmt: skip


def test_the_examples_of_the_reference_are_shown_as_code(site: Path) -> None:
    page = (site / "reference" / "python.html").read_text(encoding="utf-8")
    docstrings = "".join(getattr(newsquotes, name).__doc__ for name in newsquotes.__all__)
    assert page.count('<span class="gp">&gt;&gt;&gt; </span>') >= docstrings.count(">>> ") > 40
    assert "Attributes:" not in page
    assert all(f'id="{name}"' in page for name in ("articlefrom_text", "recordto_doc"))


@pytest.mark.parametrize("part", ["record", "run", "failure"])
def test_every_field_and_word_of_the_schemas_is_described(part: str) -> None:
    schema = json.loads((ROOT / "pipeline" / "schemas" / f"{part}.json").read_text("utf-8"))
    for name, model in {part: schema, **schema["$defs"]}.items():
        # Kinds of failures, and where they happened, have a page of their own.
        assert model.get("description") or name in {"FailureCode", "Stage"}, name
        for field_name, described in model.get("properties", {}).items():
            assert described.get("description"), f"{name}.{field_name}"
        for word in model.get("enum", []) if name not in {"FailureCode", "Stage"} else []:
            assert f"*{word}*:" in model["description"], f"{name}: {word}"


def test_the_reference_is_whole(site: Path) -> None:
    reference = (site / "reference" / "commands.html").read_text(encoding="utf-8")
    listed = run("newsquotes --help", ROOT)
    names = re.findall(r"^│ ([a-z]+) ", listed, re.MULTILINE)
    assert "extract" in names
    assert [name for name in names if f'id="newsquotes-{name}"' not in reference] == []
    settings = (site / "reference" / "settings.html").read_text(encoding="utf-8")
    for name in [*Settings.model_fields, *RunOptions.model_fields]:
        assert f"<code>{name}</code>" in settings
