"""Each format read back with the library that people read it with."""

from __future__ import annotations

import csv
import gc
import json
import resource
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from newsquotes.errors import UsageError
from newsquotes.evaluation.brat import read_annotations
from newsquotes.evaluation.citron import read_citron
from newsquotes.exports import FORMATS, export, suffix
from newsquotes.exports.xlsx import write_workbook
from newsquotes.schemas.record import Record
from newsquotes.schemas.tables import TABLES, parts

from tests.samples import bare, entity, harbour, quote, record, span

HARBOUR = harbour()
RECORDS = [HARBOUR, bare()]


def written(to: str, tmp_path: Path) -> Path:
    target = tmp_path / f"out{suffix(to) or ''}"
    export(iter(RECORDS), to, target)
    leftovers = {path.name for path in tmp_path.rglob(".*")}
    listed = {".newsquotes-files.json", ".newsquotes-lock"}
    assert leftovers == (listed if suffix(to) is None else set())
    return target


def lines(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


# A database of DuckDB has an identifier of its own.
@pytest.mark.parametrize("to", [to for to in FORMATS if to != "duckdb"])
def test_the_same_records_give_the_same_bytes(to: str, tmp_path: Path) -> None:
    for name in ("a", "b"):
        export(iter(RECORDS), to, tmp_path / name)
    files = [
        sorted(p for p in (tmp_path / n).rglob("*") if p.is_file()) or [tmp_path / n] for n in "ab"
    ]
    assert [f.read_bytes() for f in files[0]] == [f.read_bytes() for f in files[1]]


@pytest.mark.parametrize("to", FORMATS)
def test_no_records_make_a_file_that_can_be_read(to: str, tmp_path: Path) -> None:
    export([], to, tmp_path / "out")
    assert (tmp_path / "out").exists()
    if to == "label-studio":
        assert json.loads((tmp_path / "out").read_text()) == []
    if to == "jsonld":
        assert json.loads((tmp_path / "out").read_text())["@graph"] == []


@pytest.mark.parametrize("to", FORMATS)
def test_a_target_of_the_wrong_kind_is_refused(to: str, tmp_path: Path) -> None:
    target = tmp_path / "there"
    if suffix(to) is None:
        target.write_text("")
    else:
        target.mkdir()
    with pytest.raises(UsageError, match="Choose another output"):
        export(RECORDS, to, target)


def test_an_unknown_format_is_refused_with_the_choices(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"'excel'; choose one of csv, parquet"):
        export(RECORDS, "excel", tmp_path / "x")


def table_rows(record: Record) -> dict[str, int]:
    return {
        "articles": 1,
        "entities": len(record.entities),
        "mentions": sum(len(e.mentions) for e in record.entities),
        "quotes": len(record.quotes),
    }


def test_csv_by_the_standard_reader(tmp_path: Path) -> None:
    folder = written("csv", tmp_path)
    read = {}
    for table, columns in TABLES.items():
        with (folder / f"{table}.csv").open(newline="", encoding="utf-8") as file:
            read[table] = list(csv.DictReader(file))
        assert all(list(row) == list(columns) for row in read[table])
    assert {t: len(read[t]) - (t == "articles") for t in table_rows(HARBOUR)} == table_rows(HARBOUR)
    assert read["articles"][0]["text"] == HARBOUR.text
    assert read["articles"][1]["title"] == ""
    for row in read["contents"]:
        assert HARBOUR.text[int(row["start"]) : int(row["end"])] == row["text"]


TOGETHER = "“We won,” said Ana Ruiz and Jon Lind."


def together() -> Record:
    """Two people who say the same words."""
    ruiz, lind = span(TOGETHER, "Ana Ruiz"), span(TOGETHER, "Jon Lind")
    other = {"mention": lind, "entity": "e2", "name": "Jon Lind", "resolution": "name"}
    return record(
        "together",
        TOGETHER,
        entities=[
            entity(1, "person", "Ana Ruiz", [ruiz]) | {"pronouns": ["she", "they"]},
            entity(2, "person", "Jon Lind", [lind]),
        ],
        quotes=[
            quote(
                1,
                [span(TOGETHER, "“We won,”")],
                cue=span(TOGETHER, "said") | {"lemma": "say"},
                source=ruiz,
                speaker=("e1", "Ana Ruiz", "name"),
                co_speakers=[other | {"confidence": 0.7}],
            )
            | {"stance": "denied"}
        ],
    )


def test_joint_speakers_and_pronouns_are_exported(tmp_path: Path) -> None:
    for to in ("csv", "brat", "citron", "jsonld", "prodigy"):
        export([together()], to, tmp_path / to)
    with (tmp_path / "csv" / "quotes.csv").open(newline="", encoding="utf-8") as file:
        (row,) = csv.DictReader(file)
    assert (row["speaker"], row["co_speakers"], row["speaker_confidence"]) == (
        *("Ana Ruiz", "Jon Lind"),
        "",
    )
    with (tmp_path / "csv" / "entities.csv").open(newline="", encoding="utf-8") as file:
        assert [row["pronouns"] for row in csv.DictReader(file)] == ["she; they", ""]
    names = ["Ana Ruiz", "Jon Lind"]
    brat = read_annotations(
        "together", tmp_path / "brat" / "together.txt", tmp_path / "brat" / "together.ann"
    )
    assert [span.text for span in brat.quotes[0].source] == names
    citron = read_citron(tmp_path / "citron" / "together.json")
    assert [span.text for span in citron.quotes[0].source] == names
    (task,) = lines(tmp_path / "prodigy")
    assert sum(span["label"] == "SOURCE" for span in task["spans"]) == 2
    quotation = json.loads((tmp_path / "jsonld").read_text("utf-8"))["@graph"][-1]
    assert len(quotation["creator"]) == 2
    assert quotation["additionalType"][1] == "urn:newsquotes:denied"


def test_csv_by_pandas(tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas")
    quotes = pandas.read_csv(written("csv", tmp_path) / "quotes.csv", keep_default_na=False)
    assert list(quotes["speaker"]) == [q.speaker.name or "" for q in HARBOUR.quotes]
    assert list(quotes["confidence"]) == [q.confidence for q in HARBOUR.quotes]


def test_parquet_by_pyarrow(tmp_path: Path) -> None:
    pq = pytest.importorskip("pyarrow.parquet")
    folder = written("parquet", tmp_path)
    entities = pq.read_table(folder / "entities.parquet").to_pylist()
    assert [e["name"] for e in entities] == [e.name for e in HARBOUR.entities]
    assert entities[0]["aliases"] == ["Brand"]
    assert entities[0]["geonames_id"] is None
    assert entities[3]["latitude"] == 59.91
    assert pq.read_table(folder / "articles.parquet")["text"].to_pylist() == [
        r.text for r in RECORDS
    ]


def test_parquet_by_duckdb(tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    folder = written("parquet", tmp_path)
    counted = duckdb.sql(
        f"select speaker, count(*) from '{folder}/quotes.parquet' group by 1 order by 2 desc, 1"
    ).fetchall()
    assert counted[0] == ("Ilse Brand", 3)


@pytest.mark.parametrize(("to", "most"), [("sqlite", 1_000), ("duckdb", 100_000)])
def test_databases_on_a_full_disk(tmp_path: Path, to: str, most: int) -> None:
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, limits[1]))
    try:
        with pytest.raises(OSError, match=r"disk I/O error|File too large"):
            export([harbour()], to, tmp_path / "x")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert list(tmp_path.iterdir()) == []


def test_sqlite(tmp_path: Path) -> None:
    with closing(sqlite3.connect(written("sqlite", tmp_path))) as database:
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        found = database.execute(
            "SELECT quotes.quote, quotes.speaker FROM quotes_fts "
            "JOIN quotes ON quotes.rowid = quotes_fts.rowid WHERE quotes_fts MATCH 'built stays'"
        ).fetchall()
        assert found == [("q1", "Ilse Brand")]
        aliases = database.execute("SELECT value FROM entities, json_each(aliases)").fetchall()
        assert aliases == [("Brand",)]
        assert database.execute("SELECT count(*), max(title) FROM statements").fetchone() == (
            5,
            HARBOUR.article.title,
        )
        # Datasette searches a table for which it finds an index declared in these words.
        (declared,) = database.execute(
            "SELECT count(*) FROM sqlite_master "
            """WHERE sql LIKE '%VIRTUAL TABLE%USING FTS%content="quotes"%'"""
        ).fetchone()
        assert declared == 1


def test_duckdb(tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    path = written("duckdb", tmp_path)
    with duckdb.connect(path, read_only=True) as database:
        asked = "SELECT speaker, title FROM statements WHERE content LIKE '%built%'"
        assert database.sql(asked).fetchall() == [("Ilse Brand", HARBOUR.article.title)]
        assert database.sql("SELECT unnest(aliases) FROM entities").fetchall() == [("Brand",)]
        for table, columns in TABLES.items():
            assert database.table(table).columns == list(columns)
    export(iter(RECORDS), "duckdb", path)  # it is ours to replace
    other = tmp_path / "other.duckdb"
    with duckdb.connect(other) as database:
        database.execute("CREATE TABLE articles (text VARCHAR)")
    with pytest.raises(UsageError, match="is in the way"):
        export(iter(RECORDS), "duckdb", other)


def test_xmi_by_cassis(tmp_path: Path) -> None:
    cassis = pytest.importorskip("cassis")
    folder = written("xmi", tmp_path)
    with (folder / "TypeSystem.xml").open("rb") as file:
        types = cassis.load_typesystem(file)
    with (folder / "harbour.xmi").open("rb") as file:
        cas = cassis.load_cas_from_xmi(file, types)
    assert cas.sofa_string == HARBOUR.text
    mentions = {(m.begin, m.end, m.entity, m.form) for m in cas.select("newsquotes.Mention")}
    assert mentions == {
        (m.start, m.end, e.id, m.form.value) for e in HARBOUR.entities for m in e.mentions
    }
    assert {part.get_covered_text() for part in cas.select("newsquotes.Part")} == {
        span.text for quote in HARBOUR.quotes for _, span in parts(quote)
    }
    links = cas.select("newsquotes.PartOf")
    assert {
        (link.Governor.part, link.Governor.quote == link.Dependent.quote) for link in links
    } == {("content", True)}
    # In the file, offsets count UTF-16 code units: the ship before it is two.
    (cue,) = [one for one in cas.select("newsquotes.Part") if one.get_covered_text() == "told"]
    assert f'begin="{cue.begin + 1}"' in (folder / "harbour.xmi").read_text("utf-8")


def test_xmi_of_characters_that_xml_has_not(tmp_path: Path) -> None:
    cassis = pytest.importorskip("cassis")
    export([record("odd", "One\x01two\uffff.")], "xmi", tmp_path)
    with (tmp_path / "TypeSystem.xml").open("rb") as file:
        types = cassis.load_typesystem(file)
    with (tmp_path / "odd.xmi").open("rb") as file:
        assert cassis.load_cas_from_xmi(file, types).sofa_string == "One\ufffdtwo\ufffd."


def test_a_workbook_has_texts_and_no_formulas(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.load_workbook(written("xlsx", tmp_path))
    assert book.sheetnames == list(TABLES)
    (content,) = [
        cell for row in book["quotes"] for cell in row if str(cell.value).startswith("=HYPERLINK")
    ]
    assert content.data_type == "s"
    assert book["quotes"].max_row == 6
    assert [cell.value for cell in book["quotes"][1]] == list(TABLES["quotes"])


def test_a_cell_of_a_workbook_is_cut_where_it_must(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    export([record("long", "a" * 40_000)], "xlsx", tmp_path / "x.xlsx")
    (text,) = [c.value for c in openpyxl.load_workbook(tmp_path / "x.xlsx")["articles"][2]][-1:]
    assert (len(text), text[-1]) == (32_767, "…")


def test_prodigy(tmp_path: Path) -> None:
    first, second = lines(written("prodigy", tmp_path))
    assert first["text"] == HARBOUR.text
    assert second["spans"] == []
    for found in first["spans"]:
        assert set(found) >= {"start", "end", "label"}
        assert 0 <= found["start"] < found["end"] <= len(first["text"])
    labels = {found["label"] for found in first["spans"]}
    assert labels >= {"PERSON", "PLACE", "ORGANIZATION", "CONTENT", "CUE", "SOURCE", "ADDRESSEE"}


def test_citron_by_our_own_reader(tmp_path: Path) -> None:
    folder = written("citron", tmp_path)
    article = read_citron(folder / "harbour.json")
    assert article.text == HARBOUR.text
    assert [q.content for q in article.quotes] == [q.content for q in HARBOUR.quotes]
    assert [q.source[0].text for q in article.quotes] == [
        "Ilse Brand",
        "Brand",
        "Jon Alder",
        "She",
        "nobody",
    ]
    document = json.loads((folder / "harbour.json").read_text("utf-8"))
    assert document["quotes"][1]["coreferences"][0]["text"] == "Ilse Brand"
    assert len(document["coreference_groups"]) == len(HARBOUR.entities)


def test_brat_by_our_own_reader(tmp_path: Path) -> None:
    folder = written("brat", tmp_path)
    article = read_annotations("harbour", folder / "harbour.txt", folder / "harbour.ann")
    assert article.text == HARBOUR.text
    words = [[span.text for span in q.content] for q in article.quotes]
    # A line break belongs to no fragment.
    assert words[0] == ["“We 🚢 built it,", "and it’s ours,”", "“It stays.”"]
    assert [q.cue[0].text for q in article.quotes] == ["told", "said", "said", "fears", "said"]
    for line in (folder / "harbour.ann").read_text("utf-8").split("\n"):
        if line.startswith("T"):
            _, bound, text = line.split("\t")
            fragments = [tuple(map(int, f.split())) for f in bound.partition(" ")[2].split(";")]
            assert " ".join(HARBOUR.text[s:e] for s, e in fragments) == text


def test_label_studio(tmp_path: Path) -> None:
    first, second = json.loads(written("label-studio", tmp_path).read_text("utf-8"))
    results = first["predictions"][0]["result"]
    assert second["predictions"][0]["result"] == []
    ids = [r["id"] for r in results if r["type"] == "labels"]
    assert len(set(ids)) == len(ids)
    for result in results:
        if result["type"] == "labels":
            value = result["value"]
            assert first["data"]["text"][value["start"] : value["end"]] == value["text"]
        else:
            assert {result["from_id"], result["to_id"]} <= set(ids)


def test_jsonld_by_rdflib(tmp_path: Path) -> None:
    rdflib = pytest.importorskip("rdflib")
    graph = rdflib.Graph().parse(written("jsonld", tmp_path), format="json-ld")
    schema = rdflib.Namespace("https://schema.org/")
    quotations = list(graph.subjects(rdflib.RDF.type, schema.Quotation))
    assert len(quotations) == len(HARBOUR.quotes)
    said = set(
        graph.query(
            "prefix s: <https://schema.org/> select ?text where "
            "{ ?q a s:Quotation; s:text ?text; s:creator/s:name 'Jon Alder' }"
        )
    )
    assert [str(row.text) for row in said] == ["“no” to Oslo"]
    article = rdflib.URIRef("https://gull.example/harbour?a=1&b=2")
    assert str(graph.value(article, schema.headline)) == HARBOUR.article.title


def test_jsonld_by_pyld(tmp_path: Path) -> None:
    pyld = pytest.importorskip("pyld")
    document = json.loads(written("jsonld", tmp_path).read_text("utf-8"))
    expanded = pyld.jsonld.expand(document)
    assert "https://schema.org/NewsArticle" in expanded[0]["@type"]


ANNOTATION = {
    "type": "object",
    "required": ["@context", "id", "type", "target", "body"],
    "properties": {
        "@context": {"const": "http://www.w3.org/ns/anno.jsonld"},
        "id": {"type": "string", "pattern": "^(urn|https?):"},
        "type": {"const": "Annotation"},
        "target": {
            "type": "array",
            "minItems": 1,
            "items": {"required": ["source", "selector"]},
        },
    },
}


def test_webannotation_against_its_model(tmp_path: Path) -> None:
    annotations = lines(written("webannotation", tmp_path))
    for annotation in annotations:
        jsonschema.validate(annotation, ANNOTATION)
        for target in annotation["target"]:
            position, words = target["selector"]
            start, end = position["start"], position["end"]
            assert HARBOUR.text[start:end] == words["exact"]
            assert HARBOUR.text[:start].endswith(words["prefix"])
            assert HARBOUR.text[end:].startswith(words["suffix"])
    assert len({annotation["id"] for annotation in annotations}) == len(annotations)


def test_docbin_by_spacy(tmp_path: Path) -> None:
    import spacy
    from spacy.tokens import DocBin

    vocab = spacy.blank("en").vocab
    first, second = DocBin().from_disk(written("docbin", tmp_path)).get_docs(vocab)
    assert (first.text, second.text) == (HARBOUR.text, "Nothing.")
    assert first.user_data["newsquotes"] == "harbour"
    assert {span.text for span in first.ents} >= {"Ilse Brand", "Jon Alder", "Oslo"}
    contents = [(span.id_, span.label_) for span in first.spans["contents"]]
    assert contents == [
        ("q1", "DIRECT"),
        ("q1", "DIRECT"),
        ("q2", "MIXED"),
        ("q3", "MIXED"),
        ("q4", "INDIRECT"),
        ("q5", "INDIRECT"),
    ]


def test_articles_are_grouped_by_their_metadata(tmp_path: Path) -> None:
    article = harbour().article.model_copy(update={"metadata": {"section": "Küste", "pages": "2"}})
    export([harbour().model_copy(update={"article": article}), bare()], "sqlite", tmp_path / "a.db")
    with closing(sqlite3.connect(tmp_path / "a.db")) as database:
        query = "SELECT metadata ->> 'section', count(*) FROM articles GROUP BY 1 ORDER BY 1"
        assert database.execute(query).fetchall() == [(None, 1), ("Küste", 1)]
    export([bare()], "csv", tmp_path / "csv")
    with (tmp_path / "csv" / "articles.csv").open(encoding="utf-8", newline="") as file:
        assert next(csv.DictReader(file))["metadata"] == ""


def test_a_workbook_on_a_full_disk_is_one_error(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("needs a device that is always full")
    with pytest.raises(OSError, match="No space left"):
        write_workbook(Path("/dev/full"), {"sheet": ["name"]}, [("sheet", ["x" * 20_000])])
    gc.collect()
    assert "Exception ignored" not in capfd.readouterr().err
