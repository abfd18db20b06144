"""``newsquotes evaluate``: figures, pages, floors, exit codes and messages."""

from __future__ import annotations

import json
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from newsquotes.errors import ExitCode
from newsquotes.evaluation.error_report import mistakes, render
from newsquotes.evaluation.evaluate import evaluate
from newsquotes.evaluation.gold_formats import read_gold
from newsquotes.schemas.record import Record

if TYPE_CHECKING:
    from click.testing import Result
    from spacy.language import Language

type Command = Callable[..., Result]

TEXT = (
    "Mara Okoro said it was <b>time</b> & tide. “Time, then,” she said.\n\n"
    "Jon Bell thinks it is late.\n"
)


def span(part: str) -> dict[str, object]:
    start = TEXT.index(part)
    return {"start": start, "end": start + len(part), "text": part}


GOLD = {
    "schema_name": "newsquotes.gold",
    "id": "one",
    "text_file": "one.txt",
    "entities": [
        {
            "type": "person",
            "name": "Mara Okoro",
            "mentions": [span("Mara Okoro") | {"form": "name"}],
        }
    ],
    "quotes": [
        {
            "content": [span("it was <b>time</b> & tide")],
            "source": [span("Mara Okoro")],
            "cue": [span("said")],
            "speaker": "Mara Okoro",
            "mode": "speech",
        },
        {"content": [span("“Time, then,”")], "source": [span("she")], "mode": "speech"},
        {"content": [span("it is late")], "source": [span("Jon Bell")], "mode": "thought"},
    ],
}


def record_json() -> dict[str, object]:
    def quote(number: int, part: str, source: str | None, confidence: float) -> dict[str, object]:
        return {
            "id": f"q{number}",
            "type": "indirect",
            "mode": "speech",
            "content": [span(part)],
            "cue": None,
            "speaker": {
                "mention": span(source) if source else None,
                "entity": None,
                "name": None,
                "resolution": "unresolved",
            },
            "addressee": None,
            "confidence": confidence,
            "rule": "made",
        }

    return {
        "schema_name": "newsquotes.record",
        "schema_version": "1.0.0",
        "id": "one",
        "article": {
            "source": "one.txt",
            "sha256": "0" * 64,
            "media_type": "text/plain",
            "encoding": "utf-8",
            "title": None,
            "published": None,
            "published_raw": None,
            "publisher": None,
            "authors": [],
            "url": None,
            "language": "en",
        },
        "text": TEXT,
        "body": {"start": 0, "end": len(TEXT)},
        "entities": [],
        "quotes": [
            quote(1, "it was <b>time</b> & tide", "Mara Okoro", 0.9),
            quote(2, "“Time, then,”", "Mara Okoro", 0.4),
            quote(3, "Jon Bell", None, 0.2),
        ],
        "warnings": [],
        "provenance": {
            "pipeline": {"name": "newsquotes", "version": "0"},
            "model": {"name": "m", "version": "1"},
            "components": [],
            "settings_sha256": "0" * 64,
        },
    }


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    folder = tmp_path / "gold"
    folder.mkdir()
    (folder / "one.txt").write_text(TEXT, encoding="utf-8")
    (folder / "one.json").write_text(json.dumps(GOLD), encoding="utf-8")
    return folder


@pytest.fixture
def records(tmp_path: Path) -> Path:
    folder = tmp_path / "records"
    folder.mkdir()
    (folder / "one.json").write_text(json.dumps(record_json()), encoding="utf-8")
    return folder


def test_figures_of_existing_records(newsquotes: Command, gold: Path, records: Path) -> None:
    result = newsquotes("evaluate", gold, "--records", records, "--json", "--bootstrap", 20)
    assert result.exit_code == ExitCode.OK
    figures = json.loads(result.stdout)
    assert figures["content_span"]["relaxed"] == {
        "p": 0.6667, "r": 0.6667, "f1": 0.6667, "pred": 3, "gold": 3,
    }  # fmt: skip
    assert figures["attribution"]["source_overlap"]["f1"] == 0.3333
    assert figures["f1_95_interval"]["attribution.source_overlap"] == [0.3333, 0.3333]
    assert figures["entities"]["exact"]["person"]["r"] == 0.0
    assert figures["confidence"]["auc"] == 1.0
    assert figures["missing_records"] == []


def test_table(newsquotes: Command, gold: Path, records: Path) -> None:
    result = newsquotes("evaluate", gold, "--records", records, "--bootstrap", 20)
    assert result.exit_code == ExitCode.OK
    lines = [" ".join(line.split()) for line in result.stdout.splitlines()]
    assert "1 article, 3 gold attributions, 3 predicted" in lines
    assert "attribution (content + source) 33.3 33.3 33.3 3 3 33.3–33.3" in lines
    assert "right source among matches: 50.0 % of 2" in lines
    assert "confidence: AUC 1.000 (1.000–1.000), calibration error 0.233 (0.233–0.233)" in lines
    assert "left open where the speaker has no name: 100.0 % (100.0–100.0) of 1" in lines
    assert max(map(len, result.stdout.splitlines())) <= 80


def test_gold_that_tells_of_entities_only(
    newsquotes: Command, gold: Path, records: Path, tmp_path: Path
) -> None:
    (gold / "one.json").write_text(json.dumps(GOLD | {"quotes": None}), encoding="utf-8")
    arguments = ("evaluate", gold, "--records", records, "--errors", tmp_path / "page.html")
    figures = json.loads(newsquotes(*arguments, "--json").stdout)
    assert figures["docs"] == 1
    assert "attribution" not in figures
    assert figures["entities"]["exact"]["person"]["gold"] == 1
    result = newsquotes(*arguments)
    assert result.exit_code == ExitCode.OK
    assert "attribution (content" not in result.stdout


def test_fresh_extraction(
    newsquotes: Command, gold: Path, nlp: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newsquotes.spacy_model.loading.load", lambda _: nlp)
    result = newsquotes("evaluate", gold, "--json")
    assert result.exit_code == ExitCode.OK
    figures = json.loads(result.stdout)
    assert (figures["docs"], figures["gold_attributions"]) == (1, 3)
    assert figures["entities"]["exact"]["person"]["pred"] >= 1


def test_a_missing_record_counts_as_empty_and_is_told(
    newsquotes: Command, gold: Path, records: Path
) -> None:
    (gold / "two.json").write_text(json.dumps(GOLD | {"id": "two"}), encoding="utf-8")
    result = newsquotes("evaluate", gold, "--records", records, "--json")
    assert result.exit_code == ExitCode.OK
    assert result.stderr == (
        "1 of 2 gold articles have no record (two); they count as articles in which nothing was "
        "found\n"
    )
    figures = json.loads(result.stdout)
    assert figures["missing_records"] == ["two"]
    assert figures["attribution"]["source_overlap"]["gold"] == 6


COLUMNS = """-DOCSTART- -X- O

Mara B-PER
Okoro I-PER
, O
who O
lives O
in O
London B-LOC
, O
said O
that O
it O
rained O
. O
"""


def test_names_in_columns_against_the_bare_model(
    newsquotes: Command, nlp: Language, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from newsquotes.spacy_model import loading

    monkeypatch.setattr(loading, "load", lambda settings: nlp)
    path = tmp_path / "news.conll"
    path.write_text(COLUMNS, encoding="utf-8")
    result = newsquotes("evaluate", tmp_path, "--bare", "--json", "--bootstrap", 5)
    assert result.exit_code == ExitCode.OK, result.output
    figures = json.loads(result.stdout)
    for whose in (figures, figures["bare"]):
        assert whose["docs"] == 1
        assert whose["entities"]["exact"]["place"] == {
            "p": 1.0, "r": 1.0, "f1": 1.0, "pred": 1, "gold": 1,
        }  # fmt: skip
        assert whose["f1_95_interval"]["entities.exact.place"] == [1.0, 1.0]
    assert "gold_attributions" not in figures
    result = newsquotes("evaluate", path, "--bare")
    assert result.exit_code == ExitCode.OK, result.output
    shown = result.stdout
    assert shown.startswith("1 article\n")
    assert "all, bare model" in shown
    assert "attribution" not in shown


def test_usage_errors(newsquotes: Command, gold: Path, records: Path, tmp_path: Path) -> None:
    def error_of(*arguments: object) -> str:
        result = newsquotes("evaluate", *arguments)
        assert result.exit_code == ExitCode.USAGE
        return " ".join(result.stderr.split())

    (tmp_path / "empty").mkdir()
    assert "holds no gold annotations" in error_of(tmp_path / "empty")
    assert "absent cannot be read" in error_of(tmp_path / "absent")
    assert "absent.npz" in error_of(gold, "--weights", tmp_path / "absent.npz")
    assert error_of(gold, "--raise") == "error: --raise needs --floors FILE: which floors to raise."
    assert "absent.json cannot be read" in error_of(
        gold, "--records", records, "--floors", tmp_path / "absent.json"
    )
    assert "cannot be written" in error_of(
        gold, "--records", records, "--errors", tmp_path / "no" / "page.html"
    )
    (records / "one.json").write_text(json.dumps(record_json() | {"text": TEXT + " "}))
    assert "has a text that differs from that of its gold article" in error_of(
        gold, "--records", records
    )
    (records / "one.json").write_text("{}")
    assert "newsquotes validate lists them" in error_of(gold, "--records", records)
    (records / "one.json").write_text(json.dumps(record_json() | {"id": "other"}))
    assert "None of the 1 gold articles (one, …) has a record" in error_of(
        gold, "--records", records
    )


def test_floors(newsquotes: Command, gold: Path, records: Path, tmp_path: Path) -> None:
    floors = tmp_path / "floors.json"
    arguments = ("evaluate", gold, "--records", records, "--json", "--floors", floors)
    assert newsquotes(*arguments, "--raise").exit_code == ExitCode.OK
    pinned = floors.read_text(encoding="utf-8")
    assert json.loads(pinned)["figures"]["attribution.source_overlap.p"] == 0.3333
    assert newsquotes(*arguments).exit_code == ExitCode.OK

    floors.write_text(pinned.replace('source_overlap.p": 0.3333', 'source_overlap.p": 0.3334'))
    for extra in ((), ("--raise",)):
        result = newsquotes(*arguments, *extra)
        assert result.exit_code == ExitCode.SOME_FAILED
        assert result.stderr == (
            "below its floor: attribution.source_overlap.p: 0.3333, floor 0.3334\n"
        )

    (gold / "one.json").write_text(json.dumps(GOLD | {"quotes": []}), encoding="utf-8")
    result = newsquotes(*arguments)
    assert result.exit_code == ExitCode.USAGE
    assert "were measured on other gold articles" in result.stderr
    assert newsquotes(*arguments, "--raise").exit_code == ExitCode.OK
    assert newsquotes(*arguments).exit_code == ExitCode.OK


class _Reader(HTMLParser):
    """Collects tags and text, and holds the page to closing what it opens."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag not in {"script", "link", "img", "iframe", "b2"}
        assert not {name for name, _ in attrs} & {"src", "href", "style", "onclick"}
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def test_page_of_mistakes(newsquotes: Command, gold: Path, records: Path, tmp_path: Path) -> None:
    page = tmp_path / "mistakes.html"
    result = newsquotes("evaluate", gold, "--records", records, "--errors", page)
    assert result.exit_code == ExitCode.OK
    html = page.read_text(encoding="utf-8")
    reader = _Reader()
    reader.feed(html)
    assert reader.open == []
    assert "3 in 1 articles" in reader.text
    for kind in ("wrong source", "miss", "false find"):
        assert f"<h3>{kind}</h3>" in html
    assert '<mark class="content">“Time, then,”</mark>' in html
    assert '<mark class="source">she</mark>' in html
    assert "was &lt;b&gt;time&lt;/b&gt; &amp; tide" in html
    assert "<b>time" not in html


def test_mistakes_are_in_the_order_of_the_text(gold: Path) -> None:
    record = Record.model_validate_json(json.dumps(record_json()))
    evaluation = evaluate(read_gold(gold), {"one": record})
    (article,) = evaluation.articles
    assert article.comparison is not None
    found = mistakes(article.comparison)
    assert [mistake.kind for mistake in found] == ["wrong source", "false find", "miss"]
    assert render(evaluation).endswith("</html>\n")
