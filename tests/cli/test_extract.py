"""``newsquotes extract``: exit codes, whole messages, both outputs, second and stopped runs."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from newsquotes import read_records
from newsquotes.cli import main
from newsquotes.engines.batches import merge
from newsquotes.errors import ExitCode
from newsquotes.schemas.record import Record
from newsquotes.schemas.run import Failure, Manifest

from tests import in_process

if TYPE_CHECKING:
    from conftest import Command

ROOT = Path(__file__).parents[2]
SEED = ROOT / "seeds" / "000_c54c2a8a42594d80.txt"


def files(folder: Path) -> dict[str, bytes]:
    """The records in a folder, by file name."""
    return {
        path.name: path.read_bytes()
        for path in sorted(folder.glob("*.json"))
        if path.name != "run.json"
    }


def manifest(folder: Path) -> Manifest:
    return Manifest.model_validate_json((folder / "run.json").read_bytes())


def failures(folder: Path) -> list[Failure]:
    lines = (folder / "failures.jsonl").read_text(encoding="utf-8").splitlines()
    return [Failure.model_validate_json(line) for line in lines]


def test_all_good(newsquotes: Command, articles: Path, tmp_path: Path) -> None:
    result = newsquotes("extract", articles, "-o", tmp_path / "out")
    assert result.exit_code == ExitCode.OK, result.stderr
    assert result.stdout == ""
    assert list(files(tmp_path / "out")) == ["harbour.json", "wire.json"]
    assert failures(tmp_path / "out") == []
    made = manifest(tmp_path / "out")
    assert made.status == "complete"
    assert [(i.source, i.outcome, i.id) for i in made.inputs] == [
        ("harbour.txt", "written", "harbour"),
        ("wire.txt", "written", "wire"),
    ]
    words = [line.split() for line in result.stderr.splitlines() if line.strip()]
    assert ["inputs", "2"] in words
    assert ["records", "written", "2"] in words
    assert ["failures", "0"] in words
    record = next(read_records(tmp_path / "out"))
    assert record.article.title == "Harbour reopens after storm"
    assert (record.article.published, record.article.publisher) == (
        "2024-05-03",
        "The Quill Bay Courier",
    )


def test_the_second_run_keeps_what_is_right(
    newsquotes: Command, articles: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    newsquotes("extract", articles, "-o", out)
    before = files(out)
    (out / "wire.json").write_bytes(before["wire.json"][:-40])
    inode = (out / "harbour.json").stat().st_ino
    result = newsquotes("extract", articles, "-o", out)
    assert result.exit_code == ExitCode.OK
    assert [item.outcome for item in manifest(out).inputs] == ["kept", "written"]
    assert files(out) == before
    assert (out / "harbour.json").stat().st_ino == inode


def test_force_gives_the_same_bytes(newsquotes: Command, articles: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    newsquotes("extract", articles, "-o", out)
    before = files(out)
    newsquotes("extract", articles, "-o", out, "--force")
    assert [item.outcome for item in manifest(out).inputs] == ["written", "written"]
    assert files(out) == before


def test_a_changed_input_or_setting_is_done_again(
    newsquotes: Command, articles: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    newsquotes("extract", articles, "-o", out)
    (articles / "wire.txt").write_text('"It snowed," Ann Lee said.\n', encoding="utf-8")
    newsquotes("extract", articles, "-o", out)
    assert [item.outcome for item in manifest(out).inputs] == ["kept", "written"]
    assert b"snowed" in files(out)["wire.json"]
    newsquotes("extract", articles, "-o", out, "--max-chars", 5000)
    assert [item.outcome for item in manifest(out).inputs] == ["written", "written"]


def test_some_failed(newsquotes: Command, articles: Path, tmp_path: Path) -> None:
    (articles / "bad.txt").write_bytes(b"a\0b")
    result = newsquotes("extract", articles, "-o", tmp_path / "out")
    assert result.exit_code == ExitCode.SOME_FAILED
    message = "This is binary data, not text; convert it to plain text, JSON or HTML."
    assert f"failed bad.txt: binary: {message}\n" in result.stderr
    (failure,) = failures(tmp_path / "out")
    assert failure.model_dump(mode="json") == {
        "source": "bad.txt",
        "stage": "read",
        "code": "binary",
        "message": message,
    }
    assert manifest(tmp_path / "out").counts.records == 2


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["none.txt"], 2, "error: none.txt does not exist; check the path.\n"),
        (
            ["articles", "--model", "no_such_model"],
            3,
            "error: The spaCy model 'no_such_model' is not installed. Give --model an installed "
            "spaCy model or the path of one.\n",
        ),
        (
            ["articles", "--model", "en_core_web_none"],
            3,
            "error: The spaCy model 'en_core_web_none' is not installed. Install it: python -m "
            "spacy download en_core_web_none; or give --model another installed spaCy model, or "
            "the path of one.\n",
        ),
        (["empty"], 4, "error: No input in empty; name files, or folders that hold some.\n"),
        (
            ["articles", "--limit", "0"],
            2,
            "error: --limit: Input should be greater than 0 (got 0).\n",
        ),
        (
            ["articles", "-o", "articles/harbour.txt"],
            2,
            "error: The output articles/harbour.txt cannot be written (File exists); "
            "check its permissions or choose another with -o.\n",
        ),
    ],
)
def test_what_ends_the_command(
    newsquotes: Command,
    articles: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    code: int,
    message: str,
) -> None:
    monkeypatch.chdir(articles.parent)
    Path("empty").mkdir()
    result = newsquotes("extract", *arguments)
    assert (result.exit_code, result.stdout, result.stderr) == (code, "", message)


def test_unknown_options_are_usage_errors(newsquotes: Command, articles: Path) -> None:
    assert newsquotes("extract", articles, "--no-such-option").exit_code == ExitCode.USAGE
    assert newsquotes("extract").exit_code == ExitCode.USAGE


def test_a_model_without_what_we_need(newsquotes: Command, articles: Path, tmp_path: Path) -> None:
    import spacy

    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    nlp.to_disk(tmp_path / "model")
    result = newsquotes("extract", articles, "-o", tmp_path / "o", "--model", tmp_path / "model")
    assert result.exit_code == ExitCode.MODEL_MISSING
    assert result.stderr == (
        f"error: The spaCy model '{tmp_path}/model' has no tagger, parser, ner; "
        "choose one that has.\n"
    )


def test_standard_streams(newsquotes: Command) -> None:
    lines = [{"id": "a", "text": '"It rained," Ann Lee said.'}, {"id": "b"}, {"text": "Sun."}]
    given = "\n".join(map(json.dumps, lines)).encode()
    result = newsquotes("extract", "-", "-o", "-", "--quiet", input=given)
    assert result.exit_code == ExitCode.SOME_FAILED
    first, second = (Record.model_validate_json(line) for line in result.stdout.splitlines())
    assert (first.id, second.id) == ("a", "stdin-3")
    told = "failed -:2: no-text: No text; give 'text', or 'title' and 'body' (found: id).\n"
    assert result.stderr == told


def test_gzip_in(newsquotes: Command, tmp_path: Path) -> None:
    packed, out = tmp_path / "wire.txt.gz", tmp_path / "out"
    packed.write_bytes(gzip.compress(b'"It rained," Ann Lee said.\n'))
    assert newsquotes("extract", packed, "-o", out, "-q").exit_code == ExitCode.OK
    (record,) = read_records(out)
    assert (record.id, record.article.source) == ("wire", "wire.txt.gz")


def test_limit_and_verbose(newsquotes: Command, articles: Path, tmp_path: Path) -> None:
    result = newsquotes("extract", articles, "-o", tmp_path / "out", "--limit", 1, "-v")
    assert result.exit_code == ExitCode.OK
    assert result.stderr.startswith("wrote harbour: ")
    assert list(files(tmp_path / "out")) == ["harbour.json"]
    assert manifest(tmp_path / "out").status == "limited"


def test_quiet_says_nothing(newsquotes: Command, articles: Path, tmp_path: Path) -> None:
    result = newsquotes("extract", articles, "-o", tmp_path / "out", "--quiet")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")


def test_dry_run_writes_nothing(newsquotes: Command, articles: Path, tmp_path: Path) -> None:
    (articles / "bad.txt").write_bytes(b"")
    result = newsquotes("extract", articles, "-o", tmp_path / "out", "--dry-run")
    assert result.exit_code == ExitCode.SOME_FAILED
    assert result.stderr == (
        "failed bad.txt: empty: There is no text in it; remove it or put the article in.\n"
        "would write harbour.json from harbour.txt\n"
        "would write wire.json from wire.txt\n"
        "2 articles, 1 failure; model en_core_web_md 3.8.0\n"
    )
    assert not (tmp_path / "out").exists()


def test_fail_fast_stops_at_the_first(newsquotes: Command, articles: Path, tmp_path: Path) -> None:
    (articles / "i-bad.txt").write_bytes(b"")
    result = newsquotes("extract", articles, "-o", tmp_path / "out", "--fail-fast")
    assert result.exit_code == ExitCode.SOME_FAILED
    assert list(files(tmp_path / "out")) == ["harbour.json"]
    assert manifest(tmp_path / "out").status == "stopped"


def test_a_record_that_cannot_be_written(
    newsquotes: Command, articles: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    (out / "wire.json").mkdir(parents=True)
    result = newsquotes("extract", articles, "-o", out)
    assert result.exit_code == ExitCode.SOME_FAILED
    (failure,) = failures(out)
    assert (failure.source, failure.stage, failure.code) == ("wire.txt", "write", "write")
    assert not list(out.glob(".newsquotes-tmp*"))


def test_two_runs_do_not_share_an_output(
    newsquotes: Command, articles: Path, tmp_path: Path
) -> None:
    from newsquotes.storage.lock import held

    with held(tmp_path / "out"):
        result = newsquotes("extract", articles, "-o", tmp_path / "out")
    assert result.exit_code == ExitCode.USAGE
    assert result.stderr == (
        f"error: Another command is writing to {tmp_path}/out; "
        "wait for it or choose another with -o.\n"
    )


def command(*arguments: object, **options: Any) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "newsquotes", *map(str, arguments)],
        capture_output=True,
        check=False,
        **options,
    )


def test_the_real_command_on_the_seed(tmp_path: Path) -> None:
    first = command("extract", SEED, "-o", tmp_path / "one")
    assert (first.returncode, first.stdout) == (0, b"")
    second = command("extract", "-", "-o", "-", input=SEED.read_bytes())
    assert second.returncode == 0
    (written,) = files(tmp_path / "one").values()
    assert json.loads(second.stdout)["entities"] == json.loads(written)["entities"]


def test_a_duplicate_leaves_the_record_of_its_id(newsquotes: Command, tmp_path: Path) -> None:
    """Two JSON files with one id have the same source, too: it is the id."""
    articles, out = tmp_path / "articles", tmp_path / "out"
    articles.mkdir()
    for name in ("a", "b"):
        text = f"Title\n\n“It rained,” Ann Lee said in {name}."
        (articles / f"{name}.json").write_text(json.dumps({"id": "same", "text": text}), "utf-8")
    for _ in range(2):
        assert newsquotes("extract", articles, "-o", out).exit_code == ExitCode.SOME_FAILED
        assert "in a." in (out / "same.json").read_text(encoding="utf-8")
        assert newsquotes("validate", "--run", out).exit_code == ExitCode.OK


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM, signal.SIGQUIT, signal.SIGALRM])
def test_interrupted(tmp_path: Path, sign: signal.Signals) -> None:
    out = tmp_path / "out"
    line = json.dumps({"text": '"It rained," Ann Lee said. ' * 20}).encode() + b"\n"
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "newsquotes",
            "extract",
            "-",
            "-o",
            out,
            "-j",
            "1",
            "--batch-size",
            "4",
        ],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # Tests that a script runs in the background inherit that SIGINT is ignored.
        preexec_fn=lambda: signal.signal(sign, signal.SIG_DFL),
    )
    assert process.stdin is not None
    assert process.stderr is not None
    process.stdin.write(line * 8)
    process.stdin.flush()
    deadline = time.monotonic() + 60
    while len(files(out)) < 8 and time.monotonic() < deadline:
        time.sleep(0.05)
    os.kill(process.pid, sign)
    process.stdin.close()
    said = process.stderr.read().decode()
    process.stderr.close()
    assert process.wait(timeout=60) == ExitCode.INTERRUPTED
    assert said.endswith(
        "error: Interrupted. What is written is whole; run the same command again to continue.\n"
    )
    assert len(list(read_records(out))) == 8
    assert manifest(out).status == "interrupted"


def test_interrupted_before_it_begins(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("newsquotes.cli.app", interrupted)
    monkeypatch.setattr("newsquotes.cli.signal.signal", lambda *_: None)
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == ExitCode.INTERRUPTED
    assert capsys.readouterr().err == "error: Interrupted.\n"


def test_an_input_that_gets_lost_is_told(
    newsquotes: Command, articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(in_process, "merge", lambda batch, made: [*merge(batch, made)][1:])
    result = newsquotes("extract", articles, "-o", tmp_path / "out")
    assert result.exit_code == ExitCode.INTERNAL
    assert "error: 2 inputs were read, but 1 are accounted for; report it as a" in result.stderr
    assert manifest(tmp_path / "out").status == "failed"


def test_a_text_of_a_megabyte(newsquotes: Command, tmp_path: Path) -> None:
    """In parts through the model; one of 20 MB is no different, but takes minutes."""
    told = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "seeds").glob("*.txt"))]
    body = "\n\n".join(story.partition("\n\n")[2].strip() for story in told)
    text = "All that was in the papers\n\n" + "\n\n".join([body] * (1_000_000 // len(body) + 1))
    (tmp_path / "long.txt").write_bytes(text.encode())
    result = newsquotes("extract", tmp_path / "long.txt", "-o", tmp_path / "out")
    assert result.exit_code == ExitCode.OK, result.stderr
    assert newsquotes("validate", "--run", tmp_path / "out").exit_code == ExitCode.OK
    (record,) = read_records(tmp_path / "out")
    assert record.text == text
    assert record.quotes[-1].content[0].start > 950_000


def test_the_summary_tells_what_columns_were_read_as(newsquotes: Command, tmp_path: Path) -> None:
    table = tmp_path / "a.csv"
    table.write_text("nr,headline,content,section\n7,Rain,It rained.,local\n", encoding="utf-8")
    told = "columns of a.csv: title=headline,body=content; as metadata: nr, section\n"
    result = newsquotes("extract", table, "-o", tmp_path / "out")
    assert result.stderr.endswith(told)
    account = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))
    assert account["columns"] == [
        {
            "source": "a.csv",
            "tables": 1,
            "fields": {"title": "headline", "body": "content"},
            "metadata": ["nr", "section"],
        }
    ]
    assert told in newsquotes("extract", table, "--dry-run").stderr
    assert "columns" not in newsquotes("extract", table, "-o", tmp_path / "out", "-q").stderr
