"""Readers and exports of other distributions: those of the documentation, and broken ones."""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from newsquotes.articles import Article, count_inputs, plugins, read_articles
from newsquotes.cli import app
from newsquotes.errors import InputError, UsageError
from newsquotes.exports import export, plugin_formats
from newsquotes.settings import Settings
from typer.testing import CliRunner

from tests.samples import harbour

PAGE: Final = Path(__file__).parents[2] / "docs" / "pages" / "how-to" / "plugins.md"
FILES: Final = dict(
    re.findall(
        r'^```\w+ title="([^"]+)"\n(.*?)^```$', PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL
    )
)
MAIL: Final = b"""Message-ID: <pier@post.example>
From: Vale Post <desk@post.example>
Subject: Pier lost
Date: Fri, 03 May 2024 09:00:00 +0000
Content-Type: text/plain; charset="utf-8"
Content-Transfer-Encoding: quoted-printable

=E2=80=9CWe lost the pier,=E2=80=9D said Mara Okoro.
"""

type Install = Callable[[dict[str, str], dict[str, dict[str, str]]], None]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    """Makes modules, and a distribution with these entry points, that can be imported."""
    site = tmp_path / "site"
    made: set[str] = set()

    def forget() -> None:
        plugins.plugin_suffixes.cache_clear()
        plugin_formats.cache_clear()
        for name in made:
            sys.modules.pop(name, None)

    def install(modules: dict[str, str], points: dict[str, dict[str, str]]) -> None:
        info = site / "press_desk-1.0.dist-info"
        info.mkdir(parents=True)
        (info / "METADATA").write_text("Metadata-Version: 2.1\nName: press-desk\nVersion: 1.0\n")
        lines = [
            line
            for group, named in points.items()
            for line in (f"[{group}]", *(f"{name} = {value}" for name, value in named.items()))
        ]
        (info / "entry_points.txt").write_text("\n".join(lines))
        for name, code in modules.items():
            (site / f"{name}.py").write_text(code, encoding="utf-8")
            made.add(name)
        monkeypatch.syspath_prepend(str(site))
        forget()

    yield install
    forget()


@pytest.fixture
def documented(install: Install) -> None:
    """What the page of the documentation makes."""
    points: dict[str, Any] = tomllib.loads(FILES["project/pyproject.toml"])["project"]
    modules = {Path(name).stem: FILES[name] for name in FILES if name.endswith(".py")}
    install(modules, points["entry-points"])


def read(folder: Path, name: str = "a.eml", data: bytes = MAIL) -> list[Article | InputError]:
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(data)
    return list(read_articles([folder], Settings()))


@pytest.mark.usefixtures("documented")
def test_a_reader_is_found_by_its_suffix(tmp_path: Path) -> None:
    (article,) = read(tmp_path / "in")
    assert isinstance(article, Article), article
    assert (article.title, article.published) == ("Pier lost", "2024-05-03T09:00:00+00:00")
    assert article.text.endswith("“We lost the pier,” said Mara Okoro.\n")
    assert (article.publisher, article.language) == ("Vale Post <desk@post.example>", "en")
    assert count_inputs([tmp_path / "in"]) is None
    (failure,) = read(tmp_path / "none", "a.oft")
    assert isinstance(failure, InputError)
    assert ".eml" in failure.message


def test_without_it_the_suffix_is_unknown(tmp_path: Path) -> None:
    (failure,) = read(tmp_path / "in")
    assert isinstance(failure, InputError)
    assert failure.code == "unsupported-format"


def test_a_reader_may_take_the_place_of_ours(tmp_path: Path, install: Install) -> None:
    code = (
        "from newsquotes.articles import articles_in\n"
        "def read(source, settings):\n"
        "    yield from articles_in('It rained.', source, settings, sha256='0' * 64)\n"
    )
    install({"press_pdf": code}, {"newsquotes.readers": {".PDF": "press_pdf:read"}})
    (article,) = read(tmp_path / "in", "a.pdf", b"%PDF-1.7")
    assert isinstance(article, Article)
    assert (article.id, article.text) == ("a", "It rained.")


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("import nowhere_to_be_found", "cannot be loaded"),
        ("x = 1", "cannot be loaded"),
        ("def read(source, settings):\n    raise ValueError('mould')\n    yield", "mould"),
        ("def read(source, settings):\n    return None", "raised TypeError"),
    ],
)
def test_a_broken_reader_costs_its_files(
    tmp_path: Path, install: Install, code: str, words: str
) -> None:
    install({"press_bad": code}, {"newsquotes.readers": {"eml": "press_bad:read"}})
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "b.txt").write_text("It rained.")
    failure, article = read(tmp_path / "in")
    assert isinstance(failure, InputError)
    assert words in failure.message
    assert isinstance(article, Article)


@pytest.mark.usefixtures("documented")
def test_an_export_is_found_by_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("harbour.json").write_text(harbour().model_dump_json(), encoding="utf-8")
    for _ in range(2):  # it replaces its own
        done = CliRunner().invoke(app, ["export", "harbour.json", "--to", "quote-list"])
        assert done.exit_code == 0, done.output
    text = Path("newsquotes-quote-list.quotes.txt").read_text(encoding="utf-8")
    assert text.startswith("Quotes\nIlse Brand: “We 🚢 built it,")
    wrong = CliRunner().invoke(app, ["export", "harbour.json", "--to", "quote-lists"])
    assert wrong.exit_code == 2
    assert "'quote-list'" in wrong.output


@pytest.mark.parametrize("code", ["import nowhere_to_be_found", "SUFFIX = None", "x = 1"])
def test_a_broken_export_is_told(tmp_path: Path, install: Install, code: str) -> None:
    install({"press_bad": code}, {"newsquotes.exports": {"bad": "press_bad"}})
    with pytest.raises(UsageError, match=r"'bad', press_bad, .* repair"):
        export([harbour()], "bad", tmp_path / "out")
