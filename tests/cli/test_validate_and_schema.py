"""``newsquotes validate`` and ``newsquotes schema``."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from newsquotes.errors import ExitCode

if TYPE_CHECKING:
    from conftest import Command


@pytest.fixture
def out(newsquotes: Command, articles: Path, tmp_path: Path) -> Path:
    (articles / "bad.txt").write_bytes(b"")
    newsquotes("extract", articles, "-o", tmp_path / "out", "-q")
    return tmp_path / "out"


def change(path: Path, **fields: Any) -> None:
    path.write_text(json.dumps({**json.loads(path.read_bytes()), **fields}), encoding="utf-8")


def test_sound_records(newsquotes: Command, out: Path) -> None:
    result = newsquotes("validate", out)
    assert (result.exit_code, result.stdout) == (ExitCode.OK, "")
    assert result.stderr == "2 checked, 0 with faults\n"
    assert newsquotes("validate", out / "wire.json", "--quiet").stderr == ""
    assert newsquotes("validate", "--run", out).exit_code == ExitCode.OK


def test_faults_name_file_field_and_fault(newsquotes: Command, out: Path) -> None:
    wire = out / "wire.json"
    change(wire, body={"start": 3, "end": 9999}, extra=1)
    result = newsquotes("validate", out)
    assert result.exit_code == ExitCode.SOME_FAILED
    assert result.stdout == f"{wire}: extra: Extra inputs are not permitted\n"
    record = json.loads((out / "harbour.json").read_bytes())
    span = record["entities"][0]["mentions"][0]
    span["text"] = "X" * len(span["text"])
    wire.write_text(json.dumps(record), encoding="utf-8")
    (out / "harbour.json").unlink()
    result = newsquotes("validate", out)
    assert (
        f"{wire}: entities.0.mentions.0: text[{span['start']}:{span['end']}] is " in result.stdout
    )
    assert result.stderr == "1 checked, 1 with faults\n"


def test_an_id_that_is_not_the_file_name(newsquotes: Command, out: Path) -> None:
    (out / "wire.json").rename(out / "other.json")
    result = newsquotes("validate", out)
    assert result.stdout == (
        f"{out}/other.json: id: is 'wire', but the file is named 'other.json'\n"
    )


def test_a_run_with_something_lost(newsquotes: Command, out: Path) -> None:
    (out / "wire.json").unlink()
    (out / "failures.jsonl").write_text("", encoding="utf-8")
    result = newsquotes("validate", "--run", out)
    assert result.exit_code == ExitCode.SOME_FAILED
    assert result.stdout == (
        f"{out}/run.json: inputs.2.id: there is no sound record 'wire'\n"
        f"{out}/failures.jsonl: its failures (0) are not those that run.json lists (1)\n"
    )


def test_a_record_of_another_run(newsquotes: Command, articles: Path, out: Path) -> None:
    (articles / "wire.txt").rename(articles / "moved.txt")
    newsquotes("extract", articles, "-o", out, "-q")
    result = newsquotes("validate", "--run", out)
    assert result.exit_code == ExitCode.SOME_FAILED
    assert result.stdout == (
        f"{out}/run.json: inputs: the record 'wire' belongs to another run; delete it, or choose "
        f"another output for that run\n"
    )


def test_a_run_in_shards(newsquotes: Command, articles: Path, tmp_path: Path) -> None:
    out = tmp_path / "sharded"
    newsquotes("extract", articles, "-o", out, "--shard", "1/2")
    result = newsquotes("validate", "--run", out)
    assert result.exit_code == ExitCode.SOME_FAILED
    assert result.stdout == f"{out}/shard-2-of-2: is missing\n"
    newsquotes("extract", articles, "-o", out, "--shard", "2/2")
    result = newsquotes("validate", "--run", out)
    assert (result.exit_code, result.stderr) == (ExitCode.OK, "2 checked, 0 with faults\n")


def test_shards_that_do_not_go_together(
    newsquotes: Command, articles: Path, tmp_path: Path
) -> None:
    out = tmp_path / "sharded"
    for shard in ("1/2", "2/2", "1/1"):
        newsquotes("extract", articles, "-o", out, "--shard", shard)
    result = newsquotes("validate", "--run", out)
    assert result.exit_code == ExitCode.SOME_FAILED
    assert f"{out}: holds shards of several runs (of 1, 2)\n" in result.stdout
    assert f"/wire.json: id: 'wire' is also in {out}/shard-" in result.stdout


@pytest.mark.parametrize(
    ("make", "code", "message"),
    [
        (False, 2, "error: {path} does not exist; check the path.\n"),
        (True, 4, "error: No record in {path}; check the path.\n"),
    ],
)
def test_nothing_to_validate(
    newsquotes: Command, tmp_path: Path, make: bool, code: int, message: str
) -> None:
    path = tmp_path / "x"
    if make:
        path.mkdir()
    result = newsquotes("validate", path)
    assert (result.exit_code, result.stderr) == (code, message.format(path=path))


@pytest.mark.parametrize("part", ["record", "run", "failure"])
def test_schemas_are_valid_and_hold_for_what_is_written(
    newsquotes: Command, out: Path, part: str
) -> None:
    result = newsquotes("schema", part)
    assert result.exit_code == ExitCode.OK
    schema = json.loads(result.stdout)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"]
    jsonschema.Draft202012Validator.check_schema(schema)
    example = {"record": "harbour.json", "run": "run.json", "failure": "failures.jsonl"}[part]
    jsonschema.validate(json.loads((out / example).read_bytes()), schema)


@pytest.mark.parametrize(
    "arguments", [["--help"], ["extract", "--help"], ["schema"], ["validate", "nothing"]]
)
def test_quick_answers_do_not_import_spacy(arguments: list[str], tmp_path: Path) -> None:
    code = (
        "import resource, sys\nfrom newsquotes.cli import main\n"
        f"sys.argv = ['newsquotes', *{arguments!r}]\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "used = resource.getrusage(resource.RUSAGE_SELF)\n"
        "heavy = {'spacy', 'thinc', 'numpy'} & sys.modules.keys()\n"
        "print(used.ru_utime + used.ru_stime, *heavy, file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, text=True, cwd=tmp_path
    )
    seconds, *heavy = done.stderr.splitlines()[-1].split()
    assert not heavy
    # Half a second is the promise; a loaded machine's clock may run slower than its user's.
    assert float(seconds) < 1.0
