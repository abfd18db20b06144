"""``--code``, ``--stages`` and ``--lexicons``: in the command's own process and in its workers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pytest
from newsquotes.errors import UsageError
from newsquotes.lexicons import EXTENSIBLE, load_terms, use_lexicons
from newsquotes.settings import Settings
from pydantic import ValidationError

CODE: Final = """
from spacy.language import Language
from newsquotes.stages.annotations import add_note

@Language.component("own_marker", requires=["doc._.quotations"], assigns=["doc._.notes"])
def mark(doc):
    for quote in doc._.quotations:
        add_note(doc, code="mark", message="A quotation.", start=quote["start"], end=quote["end"])
    return doc
"""
STORY: Final = (
    "Harbour news\n\n“We lost the pier,” skeeted Mara Okoro, the harbour master. “It was old,” "
    "Wazir Tom Ode said.\n"
)
PLACES: Final = (
    "own_marker",
    "own_marker:before=newsquotes_people",
    "own_marker:after=newsquotes_quotations",
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(STORY, encoding="utf-8")
    (tmp_path / "own.py").write_text(CODE, encoding="utf-8")
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "titles.txt").write_text("# Elders\nWazir\n\n", encoding="utf-8")
    (tmp_path / "words" / "cues_writing.txt").write_text("\ufeffskeet\n", encoding="utf-8")
    return tmp_path


def extract(folder: Path, *options: str, code: int = 0) -> dict[str, Any]:
    """The record of the one article, made by a process of its own; or what it complained of."""
    done = subprocess.run(
        [sys.executable, "-m", "newsquotes", "extract", "in", "-o", "out", "-q", *options],
        cwd=folder,
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == code, done.stderr
    if code:
        return {"stderr": done.stderr}
    found: dict[str, Any] = json.loads((folder / "out" / "a.json").read_text("utf-8"))
    return found


def marks(record: Mapping[str, Any]) -> int:
    return sum(warning["code"].startswith("mark") for warning in record["warnings"])


@pytest.mark.parametrize(("place", "jobs"), [*((place, "1") for place in PLACES), (PLACES[0], "2")])
def test_a_stage_of_ones_own_is_in_the_pipeline(folder: Path, place: str, jobs: str) -> None:
    record = extract(folder, "--code", "own.py", "--stages", place, "--jobs", jobs)
    components = record["provenance"]["components"]
    if ":" not in place:
        assert components[-1] == "own_marker"
    else:
        other = place.partition("=")[2]
        near = components[components.index("own_marker") + (1 if ":before" in place else -1)]
        assert near == other
    assert marks(record) == 2


def test_what_the_code_says_is_part_of_the_settings(folder: Path) -> None:
    options = ("--code", "own.py", "--stages", "own_marker")
    first = extract(folder, *options)
    kept = (folder / "out" / "a.json").stat().st_mtime_ns
    assert extract(folder, *options) == first
    assert (folder / "out" / "a.json").stat().st_mtime_ns == kept
    (folder / "own.py").write_text(CODE.replace('"mark"', '"mark-2"'), encoding="utf-8")
    changed = extract(folder, *options)
    assert marks(changed) == 2
    hashes = {record["provenance"]["settings_sha256"] for record in (first, changed)}
    assert len(hashes) == 2
    moved = folder / "elsewhere.py"
    (folder / "own.py").rename(moved)
    assert extract(folder, "--code", str(moved), *options[2:]) == changed


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_words_of_ones_own_are_known(folder: Path, jobs: str) -> None:
    plain = extract(folder)
    record = extract(folder, "--lexicons", "words", "--jobs", jobs)
    told = [
        [(quote["mode"], quote["speaker"]["name"]) for quote in one["quotes"]]
        for one in (plain, record)
    ]
    assert told == [
        [("speech", "Mara Okoro"), ("speech", "Wazir Tom Ode")],
        [("writing", "Mara Okoro"), ("speech", "Tom Ode")],
    ]


def test_a_long_article_passes_through_it_once(folder: Path) -> None:
    (folder / "in" / "a.txt").write_text("\n\n".join([STORY] * 40), encoding="utf-8")
    options = ("--code", "own.py", "--stages", "own_marker", "--max-chars", "1000")
    assert marks(extract(folder, *options)) == 80


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--code", "no.py"], "cannot be read"),
        (["--code", "in"], "cannot be read"),
        (["--code", "bad.py"], "cannot be run (ZeroDivisionError"),
        (["--code", "bad.py", "--jobs", "2"], "cannot be run (ZeroDivisionError"),
        (["--stages", "own_marker"], "there is no factory 'own_marker'"),
        (["--code", "own.py", "--stages", "own_marker:before=nobody"], "no component 'nobody'"),
        (["--code", "own.py", "--stages", "own_marker:before=tagger"], "reads doc._.quotations"),
        (["--code", "own.py", "--stages", "own marker"], "write NAME"),
        (["--lexicons", "no"], "cannot be read"),
        (["--lexicons", "in"], "is not named after a lexicon"),
        (["--lexicons", "own.py"], "not a folder"),
    ],
)
def test_what_cannot_be_used_ends_the_run(folder: Path, options: list[str], words: str) -> None:
    (folder / "bad.py").write_text("1 / 0", encoding="utf-8")
    told = extract(folder, *options, code=2)["stderr"]
    assert words in told
    assert "Traceback" not in told


def test_a_process_has_one_set_of_words(folder: Path) -> None:
    assert "admiral" in load_terms("titles")
    with pytest.raises(UsageError, match="start another"):
        use_lexicons(str(folder / "words"))
    use_lexicons(None)
    assert "wazir" not in load_terms("titles")


def test_every_list_that_may_be_added_to_is_there() -> None:
    assert [name for name in EXTENSIBLE if any("=" in term for term in load_terms(name))] == []


@pytest.mark.parametrize("stages", ["", "a:b", "a:before=", "a,,b", "a;b"])
def test_stages_are_names_with_places(stages: str) -> None:
    with pytest.raises(ValidationError, match="write NAME"):
        Settings(stages=stages)


def test_paths_mean_the_same_in_every_process(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    settings = Settings(code="own.py", lexicons="words", stages="a,b:after=c")
    assert (settings.code, settings.lexicons) == (str(folder / "own.py"), str(folder / "words"))
    assert [stage.name for stage in settings.own_stages] == ["a", "b"]
    before = settings.sha256
    (folder / "words" / "titles.txt").write_text("wazirs\n", encoding="utf-8")
    assert settings.sha256 != before


@pytest.mark.soak
def test_own_stages_and_words_reach_the_workers_of_ray(folder: Path) -> None:
    pytest.importorskip("ray", reason="an extra")
    own = ("--code", "own.py", "--stages", "own_marker", "--lexicons", "words")
    record = extract(folder, "--engine", "ray", "--jobs", "1", *own)
    assert record["provenance"]["components"][-1] == "own_marker"
    assert marks(record) == 2
    assert {quote["speaker"]["name"] for quote in record["quotes"]} == {"Mara Okoro", "Tom Ode"}
