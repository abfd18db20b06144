"""The settings file, and messages for programs."""

from __future__ import annotations

import json
from inspect import signature
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from newsquotes.cli.config import PARAMETERS
from newsquotes.cli.extract import extract
from newsquotes.errors import ExitCode
from newsquotes.settings import RunOptions, Settings

if TYPE_CHECKING:
    from conftest import Command


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("newsquotes.toml", 'format = "jsonl"\noutput = "there"\nlimit = 1\n'),
        (
            "pyproject.toml",
            '[tool.newsquotes]\nformat = "jsonl"\noutput = "there"\nlimit = 1\n',
        ),
    ],
)
def test_a_file_sets_defaults_and_the_command_line_wins(
    newsquotes: Command, articles: Path, monkeypatch: pytest.MonkeyPatch, name: str, text: str
) -> None:
    monkeypatch.chdir(articles.parent)
    Path(name).write_text(text, encoding="utf-8")
    assert newsquotes("extract", articles).exit_code == ExitCode.OK
    assert len(Path("there/part-00000.jsonl").read_text(encoding="utf-8").splitlines()) == 1
    result = newsquotes("extract", articles, "-o", "other", "--format", "json", "--limit", 2)
    assert result.exit_code == ExitCode.OK
    assert Path("other/wire.json").is_file()


def test_names_may_be_written_as_the_options_are(
    newsquotes: Command, articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(articles.parent)
    text = 'max-chars = 2000\nlog_format = "json"\noutput = "there"\n'
    Path("newsquotes.toml").write_text(text, encoding="utf-8")
    result = newsquotes("extract", articles)
    assert result.exit_code == ExitCode.OK
    assert '"event": "summary"' in result.stderr


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("speed = 9\n", "error: s.toml sets speed, which is no option; there are: any_language, "),
        ("limit = ", "error: s.toml cannot be read ("),
        ("limit = 0\n", "error: --limit: Input should be greater than 0 (got 0).\n"),
        ('weights = "none.npz"\n', "error: The weights none.npz cannot be read ("),
        (None, "error: --config: s.toml does not exist; check the path.\n"),
    ],
)
def test_faulty_files(
    newsquotes: Command,
    articles: Path,
    monkeypatch: pytest.MonkeyPatch,
    text: str | None,
    message: str,
) -> None:
    monkeypatch.chdir(articles.parent)
    if text is not None:
        Path("s.toml").write_text(text, encoding="utf-8")
    result = newsquotes("extract", articles, "--config", "s.toml")
    assert result.exit_code == ExitCode.USAGE
    assert result.stderr.startswith(message)


@pytest.mark.parametrize("name", [*Settings.model_fields, *RunOptions.model_fields])
def test_every_setting_is_an_option(name: str) -> None:
    """A file may set it, and what is no parameter of the command would be passed over."""
    assert PARAMETERS.get(name, name) in signature(extract).parameters


def test_messages_as_json(newsquotes: Command, articles: Path, tmp_path: Path) -> None:
    (articles / "bad.txt").write_bytes(b"")
    result = newsquotes("extract", articles, "-o", tmp_path / "out", "-v", "--log-format", "json")
    assert result.exit_code == ExitCode.SOME_FAILED, result.exception
    lines = [json.loads(line) for line in result.stderr.splitlines()]
    assert [line["event"] for line in lines] == ["failed", "wrote", "wrote", "summary"]
    assert all(line["time"] for line in lines)
    assert lines[0]["code"] == "empty"
    assert lines[-1]["counts"]["inputs"] == 3
    result = newsquotes("extract", "none.txt", "--log-format", "json")
    assert json.loads(result.stderr)["message"] == "none.txt does not exist; check the path."
    assert newsquotes("validate", "none").stderr.startswith("error: none does not exist")
