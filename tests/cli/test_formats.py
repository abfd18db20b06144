"""``--format``, ``--compress`` and ``--shard``: the same records, read back, resumed, queried."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pytest
from newsquotes import read_records
from newsquotes.errors import ExitCode
from newsquotes.runs.validation import check_run
from newsquotes.schemas.run import Manifest
from newsquotes.schemas.tables import TABLES
from newsquotes.writers import jsonl, parquet

from tests import in_process

if TYPE_CHECKING:
    from conftest import Command

FORMATS = [
    ["--format", "json"],
    ["--format", "jsonl"],
    ["--format", "jsonl", "--compress", "gzip"],
    ["--format", "jsonl", "--compress", "zstd"],
    ["--format", "parquet"],
]


@pytest.fixture(autouse=True)
def small_shards(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three inputs per shard."""
    for writer in (jsonl.JsonLines, parquet.ParquetTables):
        init = writer.__init__
        monkeypatch.setattr(
            writer,
            "__init__",
            lambda self, folder, init=init, **options: init(self, folder, **{**options, "size": 3}),
        )


@pytest.fixture
def eight(tmp_path: Path) -> Path:
    """Seven sound lines and a bad one."""
    path = tmp_path / "lines.jsonl"
    texts = [f"“It rained on day {n},” Mara Okoro said in Oslo." for n in range(8)]
    lines = [json.dumps({"id": f"day-{n}", "text": text}) for n, text in enumerate(texts)]
    lines[4] = "{"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def content(out: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(out)): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file() and path.name != "run.json" and not path.name.startswith(".")
    }


def outcomes(out: Path) -> list[str]:
    return [
        item.outcome
        for item in Manifest.model_validate_json((out / "run.json").read_bytes()).inputs
    ]


def assert_sound(out: Path, *, partial: bool = False) -> None:
    checked = check_run(out, partial=partial)
    assert [str(fault) for one in checked for fault in one.faults] == []


@pytest.mark.parametrize("options", FORMATS, ids=lambda options: "-".join(options[1::2]))
def test_every_format_gives_the_same_records_again_and_again(
    newsquotes: Command, eight: Path, tmp_path: Path, options: list[str]
) -> None:
    plain, out = tmp_path / "plain", tmp_path / "out"
    newsquotes("extract", eight, "-o", plain, "-j", 1)
    assert newsquotes("extract", eight, "-o", out, "-j", 1, *options).exit_code == 1
    assert_sound(out)
    assert list(read_records(out)) == list(read_records(plain))
    first = content(out)
    newsquotes("extract", eight, "-o", out, "-j", 1, *options)
    assert sorted(set(outcomes(out))) == ["failed", "kept"]
    assert content(out) == first
    newsquotes("extract", eight, "-o", out, "-j", 1, *options, "--force")
    assert content(out) == first


@pytest.mark.parametrize("options", FORMATS, ids=lambda options: "-".join(options[1::2]))
def test_an_interrupted_run_ends_as_one_that_was_not(
    newsquotes: Command,
    eight: Path,
    tmp_path: Path,
    options: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    whole, out = tmp_path / "whole", tmp_path / "out"
    newsquotes("extract", eight, "-o", whole, "-j", 1, *options)
    real = in_process.Worker.process
    calls = 0

    def process(self: in_process.Worker, articles: object) -> object:
        nonlocal calls
        calls += 1
        if calls == 3:
            raise KeyboardInterrupt
        return real(self, articles)  # type: ignore[arg-type]

    monkeypatch.setattr(in_process.Worker, "process", process)
    arguments = ["extract", eight, "-o", out, "-j", 1, "--batch-size", 2, *options]
    assert newsquotes(*arguments).exit_code == ExitCode.INTERRUPTED
    assert len(list(read_records(out))) == 4
    assert_sound(out, partial=True)
    (fault,) = (fault for one in check_run(out) for fault in one.faults)
    assert "status: is 'interrupted': the run saw 4 inputs" in str(fault)
    assert newsquotes(*arguments).exit_code == 1
    assert outcomes(out).count("kept") == 4
    assert content(out) == content(whole)
    assert_sound(out)


def test_an_interruption_keeps_what_was_right_before(
    newsquotes: Command, eight: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    arguments = ["extract", eight, "-o", out, "-j", 1, "--format", "jsonl"]
    newsquotes(*arguments)
    first = content(out)
    newsquotes(*arguments, "--limit", 1)
    assert len(list(read_records(out))) == 7
    newsquotes(*arguments)
    assert outcomes(out).count("kept") == 7
    assert content(out) == first


def sources(out: Path) -> set[str]:
    return {record.article.source for record in read_records(out)}


@pytest.mark.parametrize("options", FORMATS, ids=lambda options: "-".join(options[1::2]))
def test_an_input_that_now_fails_leaves_no_record(
    newsquotes: Command, articles: Path, tmp_path: Path, options: list[str]
) -> None:
    out = tmp_path / "out"
    newsquotes("extract", articles, "-o", out, "-j", 1, *options)
    assert sources(out) == {"harbour.txt", "wire.txt"}
    (articles / "harbour.txt").write_bytes(b"")
    # Whether or not the run comes to its end.
    newsquotes("extract", articles, "-o", out, "-j", 1, "--limit", 1, *options)
    assert sources(out) == {"wire.txt"}
    newsquotes("extract", articles, "-o", out, "-j", 1, *options)
    assert sources(out) == {"wire.txt"}
    assert_sound(out)


def test_the_record_of_another_input_of_the_id_stays(
    newsquotes: Command, articles: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    (articles / "wire.json").write_text("{", encoding="utf-8")
    for _ in range(2):
        newsquotes("extract", articles, "-o", out, "-j", 1)
        assert sources(out) == {"harbour.txt", "wire.txt"}
        assert_sound(out)


def test_fewer_inputs_leave_no_stale_shard(
    newsquotes: Command, eight: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    newsquotes("extract", eight, "-o", out, "-j", 1, "--format", "parquet")
    lines = eight.read_text(encoding="utf-8").splitlines()
    eight.write_text("\n".join(lines[:2]), encoding="utf-8")
    newsquotes("extract", eight, "-o", out, "-j", 1, "--format", "parquet")
    assert [record.id for record in read_records(out)] == ["day-0", "day-1"]
    assert len(list(out.rglob("part-*"))) == len(TABLES)


def test_a_folder_has_one_format(newsquotes: Command, eight: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    newsquotes("extract", eight, "-o", out, "-j", 1, "--format", "jsonl")
    result = newsquotes("extract", eight, "-o", out, "-j", 1)
    assert result.exit_code == ExitCode.USAGE
    assert result.stderr == (
        f"error: {out} holds records of the format jsonl; choose another output with -o, "
        "or --format jsonl.\n"
    )


def test_shards_are_disjoint_and_complete(newsquotes: Command, eight: Path, tmp_path: Path) -> None:
    whole, out = tmp_path / "whole", tmp_path / "out"
    newsquotes("extract", eight, "-o", whole, "-j", 1)
    for number in (1, 2, 3):
        newsquotes("extract", eight, "-o", out, "-j", 1, "--shard", f"{number}/3")
        assert_sound(out / f"shard-{number}-of-3")
    parts = [path for path in content(out) if path.endswith(".json")]
    assert sorted(Path(path).name for path in parts) == [
        path for path in content(whole) if path.endswith(".json")
    ]
    by_id = {record.id: record for record in read_records(out)}
    assert by_id == {record.id: record for record in read_records(whole)}
    result = newsquotes("extract", eight, "-o", out, "--shard", "4/3")
    assert result.stderr == "error: --shard: there is no shard 4 of 3 (got '4/3').\n"


@pytest.mark.parametrize(
    ("options", "query"),
    [
        (["--format", "json"], "select unnest(quotes).speaker.name from '{out}/day-*.json'"),
        (["--format", "jsonl"], "select unnest(quotes).speaker.name from '{out}/part-*.jsonl'"),
        (
            ["--format", "parquet"],
            "select e.name from '{out}/quotes/*.parquet' q join '{out}/entities/*.parquet' e "
            "on q.article = e.article and q.speaker_entity = e.entity",
        ),
    ],
)
def test_duckdb_reads_each(
    newsquotes: Command, eight: Path, tmp_path: Path, options: list[str], query: str
) -> None:
    out = tmp_path / "out"
    newsquotes("extract", eight, "-o", out, "-j", 1, *options)
    expected = [quote.speaker.name for record in read_records(out) for quote in record.quotes]
    found = duckdb.sql(query.format(out=out)).fetchall()
    assert sorted(str(name) for (name,) in found) == sorted(map(str, expected))
