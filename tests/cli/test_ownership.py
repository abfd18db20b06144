"""Nobody's files are replaced or deleted but those that the program wrote itself."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from newsquotes.articles import read_articles
from newsquotes.errors import ExitCode, UsageError
from newsquotes.schemas.run import Manifest
from newsquotes.settings import Settings
from newsquotes.storage import ownership

if TYPE_CHECKING:
    from conftest import Command


def content(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize("form", ["json", "jsonl", "parquet"])
@pytest.mark.parametrize("output", [".", "..", "../d", "link"])
def test_an_output_that_is_or_holds_an_input_is_refused(
    newsquotes: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str, output: str
) -> None:
    folder = tmp_path / "d"
    folder.mkdir()
    (folder / "s.json").write_text('{"text": "They said so.", "mine": "precious"}', "utf-8")
    (folder / "part-00000.jsonl").write_text('{"text": "They said so."}\n', "utf-8")
    (folder / "link").symlink_to(folder)
    monkeypatch.chdir(folder)
    before = content(tmp_path)
    for given in (folder, "s.json", "./part-00000.jsonl"):
        result = newsquotes("extract", given, "-o", output, "--format", form)
        assert result.exit_code == ExitCode.USAGE
        assert f"error: The output {output} is, or lies above, the input {given}" in result.stderr
        assert content(tmp_path) == before


@pytest.mark.parametrize(
    ("name", "form", "seen"),
    [
        ("package.json", "json", True),
        ("run.json", "json", True),
        ("failures.jsonl", "json", True),
        ("part-00003.jsonl", "jsonl", True),
        ("part-00000-5e2c-c000.jsonl", "jsonl", True),
        ("sales.jsonl.gz", "json", True),
        ("quotes/part-00001.parquet", "parquet", True),
        ("quotes/prices.parquet", "parquet", True),
        ("sales/part-00001.parquet", "parquet", False),
        ("articles/part-00001.parquet.bak", "parquet", False),
        ("part-00000.jsonl.bak", "jsonl", False),
        ("part-x.txt", "jsonl", False),
    ],
)
def test_files_of_others_stay(
    newsquotes: Command, articles: Path, tmp_path: Path, name: str, form: str, seen: bool
) -> None:
    out = tmp_path / "out"
    (out / name).parent.mkdir(parents=True)
    (out / name).write_bytes(b'{"scripts": {}}\n')
    before = content(out)
    result = newsquotes("extract", articles, "-o", out, "--format", form, "--force")
    assert result.exit_code == (ExitCode.USAGE if seen else ExitCode.OK), result.stderr
    if seen:
        assert f"error: {out / name} is in the way: newsquotes did not write" in result.stderr
        assert content(out) == before
    else:
        assert (out / name).read_bytes() == before[name]


def test_a_parquet_file_of_others_among_our_tables(
    newsquotes: Command, articles: Path, tmp_path: Path
) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    out = tmp_path / "out"
    arguments = ("extract", articles, "-o", out, "--format", "parquet", "-q")
    assert newsquotes(*arguments).exit_code == ExitCode.OK
    foreign = out / "quotes" / "part-00007.parquet"
    pq.write_table(pa.table({"price": [1, 2]}), foreign)
    before = foreign.read_bytes()
    result = newsquotes(*arguments)
    assert result.exit_code == ExitCode.USAGE
    assert f"{foreign} is in the way" in result.stderr
    assert foreign.read_bytes() == before


def test_a_pipe_among_the_records_is_refused(
    newsquotes: Command, articles: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    newsquotes("extract", articles, "-o", out, "-q")
    os.mkfifo(out / "a2.json")
    assert newsquotes("extract", articles, "-o", out).exit_code == ExitCode.USAGE
    result = newsquotes("validate", out)
    assert result.exit_code == ExitCode.SOME_FAILED
    assert f"{out}/a2.json: cannot be read" in result.stdout
    assert newsquotes("speakers", out).exit_code == ExitCode.SOME_FAILED


@pytest.mark.parametrize("name", ["run.json", "failures.jsonl"])
@pytest.mark.parametrize("kind", ["pipe", "folder"])
def test_what_is_no_file_where_the_account_goes_is_refused_at_once(
    newsquotes: Command, articles: Path, tmp_path: Path, name: str, kind: str
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    if kind == "pipe":
        os.mkfifo(out / name)
    else:
        (out / name).mkdir()
    result = newsquotes("extract", articles, "-o", out)
    assert result.exit_code == ExitCode.USAGE
    assert f"error: {out}/{name} is in the way" in result.stderr
    assert len(list(out.iterdir())) == 1


def test_an_output_that_is_a_loop_of_links_is_refused(
    newsquotes: Command, articles: Path, tmp_path: Path
) -> None:
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    result = newsquotes("extract", articles, "-o", tmp_path / "a")
    assert result.exit_code == ExitCode.USAGE
    assert f"error: The output {tmp_path}/a cannot be written" in result.stderr


@pytest.mark.parametrize("form", ["json", "jsonl", "parquet"])
def test_an_output_among_the_inputs_is_passed_over(
    newsquotes: Command, articles: Path, form: str, caplog: pytest.LogCaptureFixture
) -> None:
    out = articles / "a-out"
    for outcome in ("written", "kept"):
        result = newsquotes("extract", articles, "-o", out, "--format", form)
        assert result.exit_code == ExitCode.OK, result.stderr
        made = Manifest.model_validate_json((out / "run.json").read_bytes())
        assert [item.outcome for item in made.inputs] == [outcome] * 2
    assert f"{out} is skipped: it holds records." in caplog.text


def test_a_lock_that_is_a_link_is_not_followed(
    newsquotes: Command, articles: Path, tmp_path: Path
) -> None:
    precious, out = tmp_path / "precious", tmp_path / "out"
    precious.write_text("mine", encoding="utf-8")
    out.mkdir()
    (out / ".newsquotes-lock").symlink_to(precious)
    result = newsquotes("extract", articles, "-o", out)
    assert result.exit_code == ExitCode.USAGE
    assert f"{out}/.newsquotes-lock is a link" in result.stderr
    assert precious.read_text(encoding="utf-8") == "mine"


def test_a_planted_temporary_file_is_not_followed(
    newsquotes: Command, articles: Path, tmp_path: Path
) -> None:
    out, precious = tmp_path / "out", tmp_path / "precious"
    precious.write_text("mine", encoding="utf-8")
    newsquotes("extract", articles, "-o", out, "-q")
    page = tmp_path / "report.html"
    (tmp_path / ".newsquotes-tmp-report.html").symlink_to(precious)
    assert newsquotes("report", out, "-o", page, "-q").exit_code == ExitCode.OK
    assert precious.read_text(encoding="utf-8") == "mine"
    assert not page.is_symlink()


def test_what_is_no_regular_file_is_written_into(
    newsquotes: Command, articles: Path, tmp_path: Path
) -> None:
    out, pipe = tmp_path / "out", tmp_path / "pipe"
    newsquotes("extract", articles, "-o", out, "-q")
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        result = newsquotes("speakers", out, "-o", pipe, "--to", "json")
        assert result.exit_code == ExitCode.OK, result.output
        assert [row["name"] for row in json.loads(os.read(reader, 1 << 20))]
    finally:
        os.close(reader)
    assert pipe.is_fifo()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("export", "--to", "brat", "-o", "articles"), "articles/harbour.txt is in the way"),
        (("export", "--to", "docbin", "-o", "articles/wire.txt"), "articles/wire.txt is in the"),
        (("export", "--to", "prodigy", "-o", "out/x.jsonl"), "out/x.jsonl is one of the"),
        (("export", "--to", "citron", "-o", "out"), "out is one of the inputs"),
        (("export", "--to", "csv", "-o", "."), ". is one of the inputs"),
        (("report", "-o", "articles/wire.txt"), "articles/wire.txt is in the way"),
        (("report", "-o", "out/run.json"), "out/run.json is one of the inputs"),
        (("speakers", "-o", "mine.csv"), "mine.csv is in the way"),
        (("speakers", "-o", "mine.json"), "mine.json is in the way"),
        (("speakers", "-o", "mine.xlsx"), "mine.xlsx is in the way"),
    ],
)
def test_what_other_commands_did_not_write_stays(
    newsquotes: Command,
    articles: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    told: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    newsquotes("extract", articles, "-o", "out", "-q")
    (tmp_path / "mine.csv").write_text("name,votes\nAnn,3\n", "utf-8")
    (tmp_path / "mine.json").write_text('[\n  {\n    "name": "Ann"\n  }\n]\n', "utf-8")
    (tmp_path / "mine.xlsx").write_bytes(b"PK\x03\x04 something else")
    before = content(tmp_path)
    result = newsquotes(arguments[0], "out", *arguments[1:])
    assert result.exit_code == ExitCode.USAGE, result.output
    assert f"error: {told}" in result.stderr
    assert content(tmp_path) == before


@pytest.mark.parametrize(
    "arguments",
    [
        ("export", "--to", "jsonld"),
        ("export", "--to", "csv"),
        ("report",),
        ("speakers", "--to", "csv"),
        ("speakers", "--to", "json"),
        ("speakers", "--to", "xlsx"),
    ],
    ids=" ".join,
)
def test_the_same_command_again_replaces_what_it_wrote(
    newsquotes: Command, articles: Path, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    newsquotes("extract", articles, "-o", tmp_path / "out", "-q")
    command = (arguments[0], tmp_path / "out", *arguments[1:], "-o", tmp_path / "made")
    assert newsquotes(*command).exit_code == ExitCode.OK
    before = content(tmp_path)
    assert newsquotes(*command).exit_code == ExitCode.OK
    assert content(tmp_path) == before


def test_a_dash_is_standard_output(newsquotes: Command, articles: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    newsquotes("extract", articles, "-o", out, "-q")
    page = newsquotes("report", out, "-o", "-")
    assert page.stdout_bytes.startswith(b"<!doctype html>")
    assert "- shows 2 of 2 articles" not in page.stdout
    tasks = newsquotes("export", out, "--to", "prodigy", "-o", "-")
    assert {json.loads(line)["meta"]["id"] for line in tasks.stdout.splitlines()} == {
        "harbour",
        "wire",
    }
    assert "2 records written to standard output as prodigy" in tasks.stderr
    folder = newsquotes("export", out, "--to", "csv", "-o", "-")
    assert folder.exit_code == ExitCode.USAGE
    assert "csv makes a folder, which cannot go to a stream" in folder.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["articles", "out"]


def test_an_input_under_two_names_is_not_written_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where a folder is mounted twice; here, through a link that is not followed."""
    monkeypatch.setattr(ownership, "real_path", Path.absolute)
    (tmp_path / "in").mkdir()
    (tmp_path / "again").symlink_to(tmp_path / "in")
    with pytest.raises(UsageError, match="lies above"):
        ownership.check_output([tmp_path / "in"], tmp_path / "again")
    ownership.check_output([tmp_path / "in"], tmp_path / "again" / "out")


def test_records_beside_articles_are_not_read_as_articles(tmp_path: Path) -> None:
    """As they are where an older version wrote into the folder of its inputs."""
    (tmp_path / "a.txt").write_text("“No,” said Mara Okoro.", "utf-8")
    (tmp_path / "b.json").write_text('{"text": "“Yes,” said Mara Okoro."}', "utf-8")
    (tmp_path / "run.json").write_text('{"schema_name": "newsquotes.run"}', "utf-8")
    (tmp_path / "failures.jsonl").write_text("", "utf-8")
    (tmp_path / "a.json").write_text('{"schema_name": "newsquotes.record"}', "utf-8")
    items = list(read_articles([tmp_path], Settings()))
    assert [item.id for item in items] == ["a", "b"]
