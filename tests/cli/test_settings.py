"""The settings file, and messages for programs."""

from __future__ import annotations

import json
import re
import tomllib
from inspect import signature
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import pytest
from newsquotes.cli.config import PARAMETERS
from newsquotes.cli.extract import extract
from newsquotes.cli.progress import Progress
from newsquotes.errors import ExitCode, FailureCode, InputError, Stage
from newsquotes.exports import FORMATS, FormatName
from newsquotes.schemas.outcome import Done
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
        (
            "speed = 9\n",
            "error: s.toml sets speed, which is not an option; the options are: any_language, ",
        ),
        ("limit = ", "error: s.toml cannot be read ("),
        ("limit = 0\n", "error: --limit: Input should be greater than 0 (got 0).\n"),
        ("timeout = inf\n", "error: --timeout: Input should be less than or equal to 1000000000 "),
        (f"limit = {10**23}\n", "error: --limit: Input should be less than or equal to "),
        (f"max_bytes = {2**63 - 1}\n", "error: --max-bytes: Input should be less than or equal "),
        ("jobs = 100_000_000\n", "error: --jobs: Input should be less than or equal to 4096 "),
        (f'shard = "1/{5000 * "9"}"\n', "error: --shard: write i/n, such as 2/8, with numbers of "),
        ('map = "prose=x"\n', "error: --map: write FIELD=COLUMN, for each field once, of text, "),
        ("limit = " + 9999 * "[", "error: s.toml cannot be read ("),
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


def test_a_pyproject_whose_tool_is_no_table(
    newsquotes: Command, articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(articles.parent)
    Path("pyproject.toml").write_text("tool = 5\n", encoding="utf-8")
    result = newsquotes("extract", articles)
    assert result.exit_code == ExitCode.USAGE
    assert result.stderr == "error: pyproject.toml: tool must be a table; correct it.\n"


def test_a_file_of_the_working_folder_is_named(
    newsquotes: Command, articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(articles.parent)
    Path("newsquotes.toml").write_text("limit = 1\n", encoding="utf-8")
    result = newsquotes("extract", articles, "-o", "a")
    assert re.search(r"settings +newsquotes\.toml", result.stderr)
    run = json.loads(Path("a/run.json").read_text(encoding="utf-8"))
    assert (run["settings_file"], run["options"]["limit"]) == ("newsquotes.toml", 1)
    result = newsquotes("extract", articles, "-o", "b", "--isolated")
    assert "newsquotes.toml" not in result.stderr
    run = json.loads(Path("b/run.json").read_text(encoding="utf-8"))
    assert (run["settings_file"], run["options"]["limit"]) == (None, None)


def test_settings_are_shown_with_where_they_are_from(
    newsquotes: Command, articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(articles.parent)
    Path("newsquotes.toml").write_text('limit = 1\nformat = "jsonl"\n', encoding="utf-8")
    result = newsquotes("extract", articles, "--show-settings", "--threshold", "0.5")
    assert result.exit_code == ExitCode.OK
    assert not Path("outputs").exists()
    told = {tuple(re.split(r"  +# ", line)) for line in result.stdout.splitlines()}
    assert told >= {
        ("limit = 1", "newsquotes.toml"),
        ('format = "jsonl"', "newsquotes.toml"),
        ("threshold = 0.5", "command line"),
        ("resume = true", "default"),
        ("# weights", "default"),
    }
    assert tomllib.loads(result.stdout)["threshold"] == 0.5
    shown = newsquotes("extract", articles, "--show-settings", "--isolated").stdout
    assert "# limit" in shown
    assert "newsquotes.toml" not in shown


def test_faults_of_a_file_are_messages_too(
    newsquotes: Command, articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(articles.parent)
    Path("newsquotes.toml").write_text("limit = ", encoding="utf-8")
    result = newsquotes("extract", articles, "--log-format", "json")
    assert json.loads(result.stderr)["event"] == "error"


@pytest.mark.parametrize("name", [*Settings.model_fields, *RunOptions.model_fields])
def test_every_setting_is_an_option(name: str) -> None:
    """A file may set it, and what is no parameter of the command would be passed over."""
    assert PARAMETERS.get(name, name) in signature(extract).parameters


def test_the_choices_of_an_option_are_shown(newsquotes: Command) -> None:
    shown = newsquotes("extract", "--help").output
    assert "<json|jsonl|parquet>" in shown
    assert [group for group in ("What is read", "What is written") if group not in shown] == []
    result = newsquotes("extract", "x", "--format", "cvs")
    assert result.exit_code == ExitCode.USAGE
    assert "'cvs' is not one of 'json'," in result.output
    assert get_args(FormatName) == tuple(FORMATS)


def test_warnings_are_messages_too(newsquotes: Command, articles: Path, tmp_path: Path) -> None:
    newsquotes("extract", articles, "-o", articles / "outputs")
    for log_format in ("text", "json"):
        result = newsquotes("extract", articles, "-o", tmp_path / "o", "--log-format", log_format)
        told = result.stderr.splitlines()[0]
        if log_format == "json":
            assert json.loads(told)["event"] == "warning"
        else:
            assert told.startswith("warning: ")


@pytest.mark.parametrize("command", [[], ["extract"], ["show"], ["evaluate"]])
def test_flags_do_not_look_as_if_they_took_a_value(newsquotes: Command, command: list[str]) -> None:
    shown = newsquotes(*command, "--help").output
    assert "--help" in shown
    assert "bool" not in shown


def test_metrics(newsquotes: Command, articles: Path, tmp_path: Path) -> None:
    parser = pytest.importorskip("prometheus_client.openmetrics.parser")
    (articles / "bad.txt").write_bytes(b"")
    path = tmp_path / "newsquotes.prom"
    for kept in (0, 2):
        newsquotes("extract", articles, "-o", tmp_path / "out", "--metrics", path)
        families = parser.text_string_to_metric_families(path.read_text("utf-8"))
        found = {
            (sample.name, *sample.labels.values()): sample.value
            for family in families
            for sample in family.samples
        }
        assert found["newsquotes_inputs",] == 3
        assert found["newsquotes_running",] == 0
        assert found["newsquotes_articles_total", "kept"] == kept
        assert found["newsquotes_articles_total", "written"] == 2 - kept
        assert found["newsquotes_failures_total", "read", "empty"] == 1
        assert (found["newsquotes_words_total",] > 20) == (kept == 0)
    path.write_text("precious\n", encoding="utf-8")
    result = newsquotes("extract", articles, "-o", tmp_path / "out", "--metrics", path)
    assert result.exit_code == ExitCode.USAGE
    assert "is in the way" in result.stderr
    missing = tmp_path / "no" / "such.prom"
    result = newsquotes("extract", articles, "-o", tmp_path / "out", "--metrics", missing)
    assert result.exit_code == ExitCode.OUTPUT
    assert "such.prom cannot be written" in result.stderr


def test_metrics_do_not_tell_a_number_of_inputs_that_is_passed(tmp_path: Path) -> None:
    from newsquotes.runs.metrics import MetricsFile

    path = tmp_path / "newsquotes.prom"
    metrics = MetricsFile(path, total=1)  # one file, which holds two articles
    done = Done(id="a", source="a", data=b"", entities=1, quotes=2)
    for told in (True, False):
        metrics.observe([done])
        metrics.write()
        assert ("newsquotes_inputs 1" in path.read_text("utf-8")) is told


def test_a_progress_line_tells_the_rate_and_what_is_left(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    now = 0.0
    monkeypatch.setattr("newsquotes.cli.progress.time.monotonic", lambda: now)
    failed = InputError("x", Stage.READ, FailureCode.EMPTY, "Empty.")
    done = Done(id="a", source="a", data=b"", entities=1, quotes=2)
    with Progress(total=3_500, quiet=False, verbose=False) as progress:
        now = 4.0
        progress.observe([done] * 100)
        now = 14.0
        progress.observe([done] * 200 + [failed])
    assert capsys.readouterr().err.splitlines() == [
        "failed x: empty: Empty.",
        "301 of 3,500 articles, 20.0 per second, 1 failure, 0:02:40 left",
    ]


def test_a_progress_line_does_not_tell_a_total_that_is_passed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    now = 0.0
    monkeypatch.setattr("newsquotes.cli.progress.time.monotonic", lambda: now)
    done = Done(id="a", source="a", data=b"", entities=1, quotes=2)
    with Progress(total=1, quiet=False, verbose=False) as progress:  # one file of many articles
        now = 11.0
        progress.observe([done])
        now = 22.0
        progress.observe([done])
    told = capsys.readouterr().err.splitlines()
    assert told == ["1 of 1 article", "2 articles, 0.1 per second"]


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
