"""The commands that read records: show, report, speakers, export."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from newsquotes.cli import app
from newsquotes.exports.csv import inert
from newsquotes.report.selection import select
from typer.testing import CliRunner

from tests.samples import bare, entity, harbour, record, span


def newsquotes(*arguments: object) -> tuple[int, str, str]:
    """Exit code, standard output, standard error."""
    done = CliRunner().invoke(app, [str(argument) for argument in arguments])
    return done.exit_code, done.stdout, done.stderr


@pytest.fixture
def records(tmp_path: Path) -> Path:
    folder = tmp_path / "records"
    folder.mkdir()
    for one in (harbour(), bare()):
        (folder / f"{one.id}.json").write_text(one.model_dump_json(), encoding="utf-8")
    return folder


COMMANDS = {
    "show": ["show"],
    "report": ["report", "-o", "report.html"],
    "speakers": ["speakers"],
    "export": ["export", "--to", "prodigy", "-o", "out.jsonl"],
}


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_nothing_there(command: list[str], tmp_path: Path) -> None:
    assert newsquotes(*command, "no/such") == (
        2,
        "",
        "error: no/such does not exist; check the path.\n",
    )
    (tmp_path / "empty").mkdir()
    assert newsquotes(*command, "empty") == (4, "", "error: No record in empty; check the path.\n")


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_a_faulty_record_is_told_of_and_the_others_are_used(
    command: list[str], records: Path
) -> None:
    (records / "broken.json").write_text("{", encoding="utf-8")
    code, _, err = newsquotes(*command, records)
    assert code == 1
    assert err.startswith(f"error: {records / 'broken.json'}: ")


def test_show(records: Path) -> None:
    code, out, err = newsquotes("show", records / "harbour.json")
    assert (code, err) == (0, "")
    assert out.count(next(line for line in out.splitlines() if line)) == 1  # the title
    assert "Brand said that Jon Alder had said “no” to Oslo[q2][q3]." in out
    assert "\x1b" not in out
    assert "\x1b[" in newsquotes("show", "--colour", records / "harbour.json")[1]


def test_report(records: Path, tmp_path: Path) -> None:
    assert newsquotes("report", records, "-o", "r.html", "--title", "<T>") == (
        0,
        "",
        "r.html shows 2 of 2 articles\n",
    )
    page = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert "<title>&lt;T&gt;</title>" in page
    assert newsquotes("report", records, "-o", "r.html", "--limit", 1)[2] == (
        "r.html shows 1 of 2 articles\n"
    )
    code, _, err = newsquotes("report", records, "-o", "no/such/r.html")
    assert code == 5
    assert err == (
        "error: no/such/r.html cannot be written (No such file or directory); "
        "choose another output.\n"
    )


def test_speakers_as_csv(records: Path) -> None:
    code, out, _ = newsquotes("speakers", records)
    assert code == 0
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [(row["name"], row["quotes"], row["direct"]) for row in rows] == [
        ("Ilse Brand", "3", "1"),
        ("Jon Alder", "1", "0"),
    ]
    assert rows[0]["aliases"] == "Brand"


def test_speakers_as_json(records: Path, tmp_path: Path) -> None:
    assert newsquotes("speakers", records, "-o", "s.json") == (0, "", "")
    first, _ = json.loads((tmp_path / "s.json").read_text(encoding="utf-8"))
    assert first == {
        "name": "Ilse Brand",
        "aliases": ["Brand"],
        "roles": ["harbour master"],
        "articles": 1,
        "quotes": 3,
        "direct": 1,
        "indirect": 1,
        "mixed": 1,
        "article_ids": ["harbour"],
    }
    assert newsquotes("speakers", records, "--to", "json")[1].startswith("[\n")


def test_speakers_lists_the_unquoted_on_demand(tmp_path: Path) -> None:
    text = "Jon Alder came."
    people = [entity(1, "person", "Jon Alder", [span(text, "Jon Alder")])]
    path = tmp_path / "came.json"
    path.write_text(record("came", text, entities=people).model_dump_json(), encoding="utf-8")
    assert newsquotes("speakers", path)[1].count("\n") == 1
    assert newsquotes("speakers", path, "--all")[1].endswith("Jon Alder,,,1,0,0,0,0,came\n")


def test_export(records: Path, tmp_path: Path) -> None:
    assert newsquotes("export", records, "--to", "csv", "-o", "tables") == (
        0,
        "",
        "2 records written to tables as csv\n",
    )
    assert min(p.name for p in (tmp_path / "tables").glob("[!.]*")) == "articles.csv"
    assert newsquotes("export", records, "--to", "jsonld", "-q") == (0, "", "")
    assert (tmp_path / "newsquotes-jsonld.jsonld").is_file()


def test_speakers_as_a_workbook(records: Path, tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    assert newsquotes("speakers", records, "-o", "s.xlsx") == (0, "", "")
    sheet = openpyxl.load_workbook(tmp_path / "s.xlsx")["speakers"]
    assert [cell.value for cell in sheet[2]][:5] == ["Ilse Brand", "Brand", "harbour master", 1, 3]
    assert newsquotes("speakers", records, "--to", "xlsx")[0] == 2


def test_csv_for_excel(records: Path, tmp_path: Path) -> None:
    assert newsquotes("export", records, "--to", "csv", "--bom", "-o", "t")[0] == 0
    assert (tmp_path / "t" / "quotes.csv").read_bytes().startswith("\ufeffarticle,".encode())
    assert newsquotes("export", records, "--to", "citron", "--bom", "-o", "c") == (
        2,
        "",
        "error: A byte order mark is for csv, not for citron; leave it out.\n",
    )


def test_csv_without_formulas(records: Path, tmp_path: Path) -> None:
    one = json.loads((records / "bare.json").read_text(encoding="utf-8"))
    one["article"]["title"] = '=HYPERLINK("http://a.example","x")'
    (records / "bare.json").write_text(json.dumps(one), encoding="utf-8")
    for options, before in (((), ""), (("--no-formulas",), "'")):
        folder = f"t{len(options)}"
        assert newsquotes("export", records, "--to", "csv", "-o", folder, *options)[0] == 0
        with (tmp_path / folder / "articles.csv").open(encoding="utf-8", newline="") as file:
            titles = {row["title"] for row in csv.DictReader(file)}
        assert f'{before}=HYPERLINK("http://a.example","x")' in titles
    code, _, err = newsquotes("export", records, "--to", "brat", "--no-formulas", "-o", "b")
    assert (code, err) == (
        2,
        "error: Formulas are for spreadsheets, not for brat; leave --no-formulas out.\n",
    )
    assert newsquotes("speakers", records, "--no-formulas") == newsquotes("speakers", records)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-2+3", "@SUM(A1)", "\t=1", " =1", "＝1", "\r1"])
def test_what_a_spreadsheet_takes_for_a_formula(text: str) -> None:
    assert inert(text) == f"'{text}"


@pytest.mark.parametrize("cell", ["Rain = wet", "“No”", "", -3, 0.5, None])
def test_what_no_spreadsheet_takes_for_a_formula(cell: object) -> None:
    assert inert(cell) == cell


def test_what_is_no_record_is_called_what_it_is(tmp_path: Path) -> None:
    (tmp_path / "run.json").write_text('{"schema_name": "newsquotes.run"}', encoding="utf-8")
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "a.json").write_text('{"title": "Rain"}', encoding="utf-8")
    assert newsquotes("show", "run.json") == (
        1,
        "",
        "error: run.json: describes a run and is not a record; give the folder that it is in\n",
    )
    assert newsquotes("report", "articles", "-o", "r.html") == (
        1,
        "",
        "error: articles/a.json: is not a record; newsquotes extract makes records of articles\n",
    )
    assert not (tmp_path / "r.html").exists()


def test_one_is_not_many(records: Path) -> None:
    (records / "bare.json").unlink()
    told = "1 record written to out.jsonl as prodigy\n"
    assert newsquotes("export", records, "--to", "prodigy", "-o", "out.jsonl") == (0, "", told)
    assert newsquotes("report", records)[2] == "report.html shows 1 of 1 article\n"


def test_speakers_writes_what_the_suffix_says_or_refuses(records: Path, tmp_path: Path) -> None:
    code, _, err = newsquotes("speakers", records, "-o", "s.ods")
    assert (code, err) == (
        2,
        "error: s.ods has an unknown suffix; use one of .csv, .json, .xlsx, or give --to.\n",
    )
    assert not (tmp_path / "s.ods").exists()
    assert newsquotes("speakers", records, "-o", "s.ods", "--to", "csv")[0] == 0


def test_export_to_a_format_that_is_not_there(records: Path) -> None:
    code, _, err = newsquotes("export", records, "--to", "excel")
    assert code == 2
    told = " ".join(err.replace("│", " ").split())  # typer breaks the lines of its panels
    assert "'excel' is not one of csv, parquet," in told


@pytest.mark.parametrize(
    ("options", "shown"),
    [
        (["--speaker", "ilse"], 1),
        (["--speaker", "BRÁND"], 1),
        (["--speaker", "Okoro"], 0),
        (["--from", "2100"], 0),
        (["--to", "2024-05-03"], 0),
    ],
)
def test_a_page_of_some_records(records: Path, options: list[str], shown: int) -> None:
    done = newsquotes("report", records, "-o", "r.html", *options)
    assert done[2].startswith(f"r.html shows {shown} of {shown} article"), done


@pytest.mark.parametrize(
    ("published", "options", "wanted"),
    [
        ("2024-05-03", {"first": "2024-05-03", "last": "2024-05-03"}, True),
        ("2024-05-03T09:00:00Z", {"last": "2024-05"}, True),
        ("2024-05-03", {"first": "2024-05-04"}, False),
        ("2024-06-01", {"last": "2024-05"}, False),
        (None, {"first": "2024"}, False),
    ],
)
def test_records_of_a_span_of_time(
    published: str | None, options: dict[str, str], wanted: bool
) -> None:
    one = harbour()
    one = one.model_copy(
        update={"article": one.article.model_copy(update={"published": published})}
    )
    assert bool(list(select([one], **options))) is wanted


def test_a_day_that_is_none_is_refused(records: Path) -> None:
    code, _, err = newsquotes("report", records, "-o", "r.html", "--from", "May")
    assert (code, err) == (
        2, "error: May is not a date; write it as 2024-05-03 or 2024-05.\n",
    )  # fmt: skip
