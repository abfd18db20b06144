"""Tables: one article per row, columns found or named, a wrong row costs itself."""

from __future__ import annotations

import base64
import csv
import gzip
import io
import random
import tracemalloc
import zlib
from collections.abc import Callable
from datetime import date
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.feather
import pyarrow.parquet as pq
import pytest
import xlsxwriter
from newsquotes.articles import Article, count_inputs, read_articles
from newsquotes.articles.delimited import read_delimited
from newsquotes.articles.source import Source
from newsquotes.articles.tables import read_parquet
from newsquotes.errors import FailureCode, InputError
from newsquotes.runs.columns import ColumnsSeen
from newsquotes.settings import Settings
from pydantic import ValidationError

from tests.documents import as_ods

BODY: Final = "The kiln reopened.\n\n“We fire at noon,” said Tamsin Okell, the potter."
ROWS: Final[list[dict[str, Any]]] = [
    {"id": "k1", "headline": "Kiln reopens", "date": date(2024, 5, 3), "outlet": "Vale Post",
     "content": BODY, "section": "Local"},
    {"id": "k2", "headline": "No story", "date": None, "outlet": "Vale Post", "content": "",
     "section": None},
    {"id": "k3", "headline": "Goat, lost", "date": date(2024, 5, 4), "outlet": "Vale Post",
     "content": "“It ate the map,” Ann Lee said; nobody laughed.", "section": "Local"},
]  # fmt: skip


def read(path: Path, **settings: Any) -> list[Article | InputError]:
    return list(read_articles([path], Settings(**settings)))


def outcomes(items: list[Article | InputError]) -> list[str]:
    return [item.id if isinstance(item, Article) else item.code.value for item in items]


def delimited(delimiter: str, encoding: str = "utf-8") -> Callable[[Path], None]:
    def write(path: Path) -> None:
        with path.open("w", encoding=encoding, newline="") as file:
            rows = csv.DictWriter(file, list(ROWS[0]), delimiter=delimiter)
            rows.writeheader()
            rows.writerows(ROWS)

    return write


def gzipped(path: Path) -> None:
    delimited(",")(path)
    path.write_bytes(gzip.compress(path.read_bytes()))


def parquet(path: Path) -> None:
    pq.write_table(pa.Table.from_pylist(ROWS), path)


def feather(path: Path) -> None:
    pa.feather.write_feather(pa.Table.from_pylist(ROWS), path)


def arrow_stream(path: Path) -> None:
    table = pa.Table.from_pylist(ROWS)
    with pa.ipc.new_stream(path, table.schema) as writer:
        writer.write_table(table)


def workbook(path: Path) -> None:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, list(ROWS[0]))
        for number, row in enumerate(ROWS, 1):
            for column, cell in enumerate(row.values()):
                if isinstance(cell, date):
                    sheet.write_datetime(number, column, cell, day)
                else:
                    sheet.write(number, column, cell)


FORMATS: Final[dict[str, Callable[[Path], None]]] = {
    "a.csv": delimited(","), "semicolons.csv": delimited(";"), "a.tsv": delimited("\t"),
    "bars.csv": delimited("|"), "bom.csv": delimited(",", "utf-8-sig"),
    "wide.csv": delimited(";", "utf-16"), "old.csv": delimited(",", "cp1252"),
    "a.csv.gz": gzipped, "saved.txt": delimited(","), "a.parquet": parquet, "a.feather": feather,
    "a.arrow": arrow_stream, "a.xlsx": workbook,
}  # fmt: skip


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_gives_the_same_articles(tmp_path: Path, name: str) -> None:
    FORMATS[name](tmp_path / name)
    items = read(tmp_path)
    assert outcomes(items) == ["k1", "no-text", "k3"]
    kiln, _, goat = items
    assert isinstance(kiln, Article)
    assert isinstance(goat, Article)
    assert kiln.text == f"Kiln reopens\n\n{BODY}"
    assert kiln.text[slice(*kiln.body)] == BODY
    assert (kiln.title, kiln.publisher, kiln.metadata) == (
        "Kiln reopens", "Vale Post", {"section": "Local"},
    )  # fmt: skip
    assert (kiln.published or "")[:10] == "2024-05-03"
    assert goat.title == "Goat, lost"
    assert [note.code for note in kiln.notes] == ["encoding-fallback"] * (name == "old.csv")


@pytest.mark.parametrize(
    ("title", "text", "encoding"),
    [
        ("Zoë".encode(), "“No,” said Zoë.".encode(), "utf-8"),
        ("Zoë".encode("cp1252"), "“No,” said Zoë.".encode("cp1252"), "cp1252"),
        ("Zoë".encode(), "“No,” said Zoë.".encode("cp1252"), "utf-8, cp1252"),
        (b"Zoe", "“No,” said ".encode() + "Zoë.".encode("cp1252"), "utf-8, cp1252"),
        ("Zoë".encode("cp1252"), "“No,” said Zoë.".encode(), "utf-8, cp1252"),
    ],
)
def test_each_row_names_all_its_encodings(
    tmp_path: Path, title: bytes, text: bytes, encoding: str
) -> None:
    rows = (
        b'title,text\nGo\xc3\xabt,"A goat was lost, and found."\n' + title + b',"' + text + b'"\n'
    )
    (tmp_path / "a.csv").write_bytes(rows)
    goat, article = read(tmp_path)
    assert isinstance(goat, Article)
    assert isinstance(article, Article)
    assert (goat.title, goat.encoding) == ("Goët", "utf-8")
    assert (article.text[slice(*article.body)], article.encoding) == ("“No,” said Zoë.", encoding)
    assert article.title in {"Zoe", "Zoë"}
    assert [note.code for note in article.notes] == ["encoding-fallback"] * (encoding != "utf-8")


def test_the_user_names_columns(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        "nr,kop,tekst,text,title\n7,Kiln reopens,“No.” said Ann Lee.,a note,internal\n",
        encoding="utf-8",
    )
    (article,) = read(tmp_path, map="body=tekst, title=kop,id=nr")
    assert isinstance(article, Article)
    assert (article.id, article.title) == ("7", "Kiln reopens")
    assert article.text == "Kiln reopens\n\n“No.” said Ann Lee."


@pytest.mark.parametrize(
    ("header", "mapping", "fields", "metadata"),
    [
        ("id,title,text,date,desk", None, "text=text,title=title,id=id,published=date", "desk"),
        ("Headline;Full text;Outlet;Desk", None, "title=Headline,body=Full text,publisher=Outlet",
         "Desk"),
        ("nr,kop,tekst,text,title,url", "body=tekst,title=kop", "body=tekst,title=kop,url=url",
         "nr"),
        ("text,body,content", None, "text=text", "body,content"),
    ],
)  # fmt: skip
def test_it_is_told_what_columns_are_read_as(
    tmp_path: Path, header: str, mapping: str | None, fields: str, metadata: str
) -> None:
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text(f"{header}\n", encoding="utf-8")
    seen = ColumnsSeen()
    list(read_articles([tmp_path], Settings(map=mapping), tell=seen.add))
    (told,) = seen.told()
    assert {f"{field}={column}" for field, column in told.fields.items()} == {*fields.split(",")}
    assert ",".join(told.metadata) == metadata
    assert (told.source, told.tables) == ("a.csv", 2)


@pytest.mark.parametrize(
    ("mapping", "told"),
    [
        (None, "first (found: nr, kop, tekst)"),
        ("text=story", "no column 'story' (found: nr, kop, tekst)"),
    ],
)
def test_a_table_without_a_text_says_what_it_has(
    tmp_path: Path, mapping: str | None, told: str
) -> None:
    (tmp_path / "a.csv").write_text("nr,kop,tekst\n7,Kiln,No\n", encoding="utf-8")
    (failure,) = read(tmp_path, map=mapping)
    assert isinstance(failure, InputError)
    assert failure.code is FailureCode.BAD_TABLE
    assert told in failure.message


@pytest.mark.parametrize("mapping", ["text", "=a", "text=", "colour=red", "text=a,text=b"])
def test_a_mapping_that_makes_no_sense_is_refused(mapping: str) -> None:
    with pytest.raises(ValidationError, match="map"):
        Settings(map=mapping)


def test_a_wrong_row_costs_itself(tmp_path: Path) -> None:
    lines = [
        b"id,text",
        b"a,\xe2\x80\x9cNo\xe2\x80\x9d was all Ann Lee said.",
        b"b,one,two,three",
        b"c,\x93Never\x94 was all Ann Lee said.",
        b"d,\x81\x8d\x90 Ann Lee",
        b'e,"Line one\nline two"',
        b"f," + b"x" * 9_000,
        b"",
        b"g,It rained.",
    ]
    (tmp_path / "a.csv").write_bytes(b"\r\n".join(lines))
    items = read(tmp_path, max_bytes=5_000)
    codes = ["bad-row", "undecodable", "bad-row"]
    assert outcomes(items) == ["a", codes[0], "c", codes[1], "e", codes[2], "g"]
    assert isinstance(items[4], Article)
    assert items[4].text == "Line one\nline two"


@pytest.mark.parametrize(
    "lines",
    [
        ["sep=;", "id;text", "a;“No” said Ann Lee.", "b;It rained."],
        ["Export of 3 May 2024", "", "id,text", "a,“No” said Ann Lee.", "b,It rained."],
        ['"id", "text"', '"a", "“No” said Ann Lee."', '"b", "It rained."'],
    ],
)
def test_the_header_is_found(tmp_path: Path, lines: list[str]) -> None:
    (tmp_path / "a.csv").write_text("\n".join(lines), encoding="utf-8")
    items = read(tmp_path)
    assert outcomes(items) == ["a", "b"]
    assert isinstance(items[0], Article)
    assert items[0].text == "“No” said Ann Lee."


def test_marks_that_are_escaped_by_a_backslash(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text('id,text\na,"\\"No,\\" said Ann Lee."\n', encoding="utf-8")
    (article,) = read(tmp_path)
    assert isinstance(article, Article)
    assert article.text == '"No," said Ann Lee.'


@pytest.mark.parametrize("text", ['"“No,” said Ann Lee.', '"He said "no" twice."'])
def test_a_mark_in_the_wrong_place_costs_its_row(tmp_path: Path, text: str) -> None:
    rows = f'id,text\na,{text}\nb,"It rained."\nc,"It snowed."\n'
    (tmp_path / "a.csv").write_text(rows, encoding="utf-8")
    assert outcomes(read(tmp_path)) == ["bad-row", "b", "c"]


def test_a_mark_that_is_never_closed_costs_its_row(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text('id,text\na,"No\nb,Yes\nc,It rained.\n', encoding="utf-8")
    assert outcomes(read(tmp_path)) == ["bad-row", "b", "c"]


def test_the_sheet_with_the_texts_is_read(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        book.add_worksheet("Notes").write_row(0, 0, ["Exported on", "3 May 2024"])
        sheet = book.add_worksheet("Articles")
        sheet.write_row(0, 0, ["id", "text"])
        sheet.write_row(1, 0, ["a", BODY])
    assert outcomes(read(tmp_path)) == ["a"]


XLS: Final = (
    "c-"
    "rk)O=uHA6#izDG)ZaGZJP?MT9$%UYY@bXmv)<i_M)MBX_10%%^pHaA~6T`VzuTd2%Z!#g<ib0dhrK6=*@#r(Sslq"
    "l6v%1Q1H-Z`{rd<(w{>ET7Q^tm^W|VyqS5K_vUS8-!Hb7W}kGGu?YhRpyEZ*P$LsmqyB>l>i0a!`fY@&r}0lA8X-"
    "qEgz&QYU0C{1`nwDRkArWB0?Sm#aT%#x*0pvKLu`X1qz(N<1s;+lhEBGsjp-"
    "$(?MxR~^A*!UmfT_5Pr4;>9*cIW?}UotF{6k3VvzGb<1wFEats}KE2H?vT~XByA(_uOQ-"
    "5bicd!X_AioW}SvT)Yl@KQf&f&Xf0pI+S`r6X+-IWWF{KrOlcpLdWBM3~xyT}1vq~ux-"
    "R2`gLMH1A>l_E2fCZ^zCEl>bB?GXE{6mm#lzh&VH9AuEDxs%9Jv2YqLm7{2s37ZeNx#55}bKo}-"
    "O{0bRRt|rYQuykll@DhoM(hhLndYQkP5lR?weWCLj-bIY?lFGSKBh;Q-r`yJGT+5CPC-"
    "j;??{JYPR+2+ZSL)*b&fMW+6Qa+L&O)qo_*e3{9+#_etx)oJwE@*o<$GsR+`4kGJ}LjhzIv2Uf6ysRGL^~+PNiVL"
    "=02e?y2`%3)XngK>Hz4eUiH)l)l(TU$DNR^ablnHx3wWc*@%|So0EXgocKOhK7cQhK9x;gHV6o1M033Qdfkq`mVD"
    "^wW2?h{I@tq*T@_SbZI<ESH}YKxK>yE>_JHQbBP^}@xK>JjMD0POk#rVn5;W~>53<6f6tBwn!oM{)w_PB9y@>Y`s"
    ">So!z%"
)
"""A workbook of Excel 97, packed by zlib: a header and one row."""


def test_a_workbook_of_old(tmp_path: Path) -> None:
    (tmp_path / "a.xls").write_bytes(zlib.decompress(base64.b85decode(XLS)))
    (article,) = read(tmp_path)
    assert isinstance(article, Article), article
    assert article.text == "“No,” said Ann Lee."


def test_an_open_document_sheet(tmp_path: Path) -> None:
    rows = [["id", "text"], ["a", "“No,” said Ann Lee."]]
    (tmp_path / "a.ods").write_bytes(as_ods(rows))
    (article,) = read(tmp_path / "a.ods")
    assert isinstance(article, Article), article
    assert article.text == "“No,” said Ann Lee."


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.csv", b"", "empty"),
        ("a.csv", b"id,text\n", "empty"),
        ("a.csv", b"\x89PNG\r\n\x1a\n\0\0", "bad-table"),
        ("a.csv", b"\xff\xfei", "undecodable"),
        ("a.csv.gz", gzip.compress(b"id,text\na,Story" * 900, mtime=0)[:60], "bad-gzip"),
        ("a.parquet", b"PAR1 but no more", "bad-table"),
        ("a.parquet", b"", "bad-table"),
        ("a.arrow", b"ARROW1\0\0", "bad-table"),
        ("a.feather", b"no", "bad-table"),
        ("a.xlsx", b"PK\x03\x04", "bad-table"),
        ("a.xlsx", b"text", "bad-table"),
    ],
)
def test_broken_twins(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    (tmp_path / name).write_bytes(content)
    assert code in outcomes(read(tmp_path))


@pytest.mark.parametrize("name", ["a.parquet", "a.feather", "a.xlsx"])
@pytest.mark.parametrize("seed", range(8))
def test_damage_anywhere_is_a_failure(tmp_path: Path, name: str, seed: int) -> None:
    path = tmp_path / name
    FORMATS[name](path)
    chance = random.Random(seed)
    data = bytearray(path.read_bytes())
    for _ in range(12):
        data[chance.randrange(len(data))] = chance.randrange(256)
    path.write_bytes(bytes(data[: chance.randrange(len(data))] if seed % 2 else data))
    assert all(isinstance(item, Article | InputError) for item in read(tmp_path))


def test_a_workbook_that_swells_is_refused(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["id", "text"])
        for number in range(1, 9):
            sheet.write_row(number, 0, [str(number), f"{number}" * 32_000])
    assert outcomes(read(tmp_path, max_bytes=10_000)) == ["too-large"]


def test_how_many_rows_is_not_known_before(tmp_path: Path) -> None:
    delimited(",")(tmp_path / "a.csv")
    assert count_inputs([tmp_path]) is None


def test_long_tables_are_read_in_bounded_memory(tmp_path: Path) -> None:
    row = "“It ate the map” was what Ann Lee said. " * 1_000
    with (tmp_path / "a.csv").open("w", encoding="utf-8") as file:
        file.write("id,text\n")
        file.writelines(f"a{number},{row}\n" for number in range(60))
    assert (tmp_path / "a.csv").stat().st_size > 2_500_000
    items = read_delimited(
        Source("a.csv", "a", partial((tmp_path / "a.csv").open, "rb")), Settings()
    )
    assert isinstance(next(items), Article)
    tracemalloc.start()
    assert sum(isinstance(item, Article) for item in items) == 59
    assert tracemalloc.get_traced_memory()[1] < 1_500_000
    tracemalloc.stop()


def test_a_long_parquet_file_is_read_in_bounded_memory(tmp_path: Path) -> None:
    chance = random.Random(7)
    texts = [f"“No,” she said. {chance.randbytes(5_000).hex()}" for _ in range(1_000)]
    table = pa.table({"text": texts})
    pq.write_table(table, tmp_path / "a.parquet", row_group_size=50)
    del table, texts
    with (tmp_path / "a.parquet").open("rb") as file:
        size = len(file.read())
    source = Source("a.parquet", "a", partial((tmp_path / "a.parquet").open, "rb"))
    tracemalloc.start()
    for _ in islice(read_parquet(source, Settings(raw_text=True)), 1_000):
        pass
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < size / 4


def test_rows_come_as_they_are_asked_for(tmp_path: Path) -> None:
    class Counted(io.BytesIO):
        taken = 0

        def readinto(self, buffer: Any) -> int:
            size = super().readinto(buffer)
            self.taken += size
            return size

    stream = Counted(b"id,text\n" + b"a,It rained on the kiln.\n" * 100_000)
    next(read_delimited(Source("a.csv", "a", lambda: stream), Settings()))
    assert stream.taken < 200_000


def test_a_line_without_end_is_refused_before_it_fills_the_memory(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f"title,text\nA,It rained.\nB,{'x,' * 500}\nC,So.\n", "utf-8")
    first, failed, last = read_articles([tmp_path], Settings(max_bytes=400))
    assert isinstance(first, Article)
    assert isinstance(last, Article)
    assert isinstance(failed, InputError)
    assert (failed.source, failed.code) == ("a.csv:2", FailureCode.BAD_ROW)
    with (tmp_path / "a.csv").open("wb") as file:
        file.truncate(2**40)  # a sparse file, all zeros
    (failed,) = read_articles([tmp_path], Settings())
    assert isinstance(failed, InputError)
    assert failed.code is FailureCode.BINARY
