"""Archives and compressed files: every file in them is accounted for, and none may swell."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import random
import tarfile
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard
from newsquotes.articles import Article, count_inputs, read_articles, unpacking
from newsquotes.errors import InputError
from newsquotes.settings import Settings

LINES: Final = b"".join(
    json.dumps({"id": f"n{number}", "text": f"It rained {number} times."}).encode() + b"\n"
    for number in range(20)
)
FILES: Final = {
    "./a.txt": b"It rained in Vale.",
    "inner/b.jsonl": LINES,
    "inner/deep/c.json.gz": gzip.compress(b'{"id": "c", "text": "It rained in Harl."}'),
    "inner/pier.gif": b"GIF89a",
    ".hidden/d.txt": b"x",
    "__MACOSX/inner/._b.jsonl": b"x",
}
COMPRESS: Final[dict[str, Callable[[bytes], bytes]]] = {
    ".gz": gzip.compress,
    ".bz2": bz2.compress,
    ".xz": lzma.compress,
    ".zst": zstandard.ZstdCompressor().compress,
}


def zipped(files: Mapping[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.mkdir("folder")
        for name, data in files.items():
            archive.writestr(name.removeprefix("./"), data)
    return stream.getvalue()


def tarred(files: Mapping[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        link = tarfile.TarInfo("link.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return stream.getvalue()


ARCHIVES: Final = {
    "a.zip": zipped(FILES),
    "a.tar": tarred(FILES),
    "a.tgz": gzip.compress(tarred(FILES)),
    "a.zip.gz": gzip.compress(zipped(FILES)),
    "nested.zip": zipped({"x.tar.xz": lzma.compress(tarred(FILES))}),
    "nested.tar": tarred({"x.zip": zipped(FILES)}),
    **{f"a.tar{suffix}": pack(tarred(FILES)) for suffix, pack in COMPRESS.items()},
}


def read(folder: Path, name: str, data: bytes, **settings: int) -> list[Article | InputError]:
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(data)
    return list(read_articles([folder], Settings(**settings)))


@pytest.mark.parametrize("name", ARCHIVES)
def test_every_file_is_read_as_from_a_folder(tmp_path: Path, name: str) -> None:
    found = read(tmp_path, name, ARCHIVES[name])
    articles = [item for item in found if isinstance(item, Article)]
    inside = "/x.zip" if name == "nested.tar" else "/x.tar.xz" if "nested" in name else ""
    assert [article.text for article in articles if article.source.endswith("a.txt")] == [
        "It rained in Vale."
    ]
    assert articles[0].source == f"{name}{inside}/a.txt"
    assert [article.id for article in articles[1:]] == [*(f"n{n}" for n in range(20)), "c"]
    (failure,) = (item for item in found if isinstance(item, InputError))
    assert (failure.source, failure.code) == (
        f"{name}{inside}/inner/pier.gif",
        "unsupported-format",
    )


@pytest.mark.parametrize("suffix", COMPRESS)
def test_any_format_may_be_compressed(tmp_path: Path, suffix: str) -> None:
    data = COMPRESS[suffix](LINES[:1_000]) + COMPRESS[suffix](LINES[1_000:])
    found = read(tmp_path, f"a.jsonl{suffix}", data)
    assert [item.id for item in found if isinstance(item, Article)] == [f"n{n}" for n in range(20)]
    table = io.BytesIO()
    pq.write_table(pa.table({"id": ["p"], "text": ["It rained."]}), table)
    packed = COMPRESS[suffix](table.getvalue())
    (article,) = read(tmp_path / "table", f"a.parquet{suffix}", packed)
    assert isinstance(article, Article), article
    assert (article.id, article.text) == ("p", "It rained.")


def test_what_is_packed_is_not_counted_before(tmp_path: Path) -> None:
    read(tmp_path, "a.zip", ARCHIVES["a.zip"])
    assert count_inputs([tmp_path]) is None
    read(tmp_path / "text", "a.txt.xz", lzma.compress(b"It rained."))
    assert count_inputs([tmp_path / "text"]) == 1


@pytest.mark.parametrize("suffix", COMPRESS)
@pytest.mark.parametrize("keep", [0.3, 0.9, -1])
def test_what_is_cut_off_is_told(tmp_path: Path, suffix: str, keep: float) -> None:
    data = random.Random(1).randbytes(40_000).hex().encode()
    packed = COMPRESS[suffix](b'{"id": "a", "text": "One."}\n{"text": "' + data + b'"}\n')
    end = -1 if keep < 0 else int(len(packed) * keep)
    found = read(tmp_path, f"a.jsonl{suffix}", packed[:end])
    code = "bad-gzip" if suffix == ".gz" else "bad-archive"
    assert isinstance(found[-1], InputError)
    assert (found[-1].source, found[-1].code) == (f"a.jsonl{suffix}", code)
    assert suffix.removeprefix(".")[0] in found[-1].message


@pytest.mark.parametrize("name", [*ARCHIVES, "a.jsonl.gz", "a.jsonl.xz", "a.jsonl.zst"])
@pytest.mark.parametrize("seed", range(12))
def test_damage_anywhere_ends_no_run(tmp_path: Path, name: str, seed: int) -> None:
    pack = COMPRESS.get(Path(name).suffix)
    data = bytearray(ARCHIVES.get(name) or (pack(LINES) if pack else b""))
    dice = random.Random(seed)
    for _ in range(1 + seed % 3):
        data[dice.randrange(len(data))] = dice.randrange(256)
    found = read(tmp_path, name, bytes(data))
    assert found
    for item in found:
        assert isinstance(item, Article) or item.message.endswith(".")


@pytest.mark.parametrize(
    "name", ["a.zip", "a.wacz", "a.tar", "a.tar.gz", "a.jsonl.bz2", "a.txt.xz"]
)
@pytest.mark.parametrize("data", [b"", b"It rained.", b"\x1f\x8b\x08\x00" + b"x" * 64])
def test_what_is_no_archive(tmp_path: Path, name: str, data: bytes) -> None:
    (failure,) = read(tmp_path, name, data)
    assert isinstance(failure, InputError)
    assert failure.code in {"bad-archive", "bad-gzip", "empty"}


@pytest.mark.parametrize("data", [zipped({}), tarred({}), zipped({".x": b"x"})])
def test_an_archive_without_a_file_is_a_failure(tmp_path: Path, data: bytes) -> None:
    (failure,) = read(tmp_path, "a.zip" if data.startswith(b"PK") else "a.tar", data)
    assert isinstance(failure, InputError)
    assert (failure.source, failure.code) == (next(tmp_path.iterdir()).name, "empty")


def test_a_broken_file_in_an_archive_costs_itself(tmp_path: Path) -> None:
    data = ARCHIVES["a.zip"].replace(b"n7", b"n8")
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w") as archive:
        for number in range(3):
            archive.writestr(f"{number}.txt", f"It rained {number} times.")
    data = stored.getvalue().replace(b"It rained 1", b"It snowed 1")
    first, second, third = read(tmp_path, "a.zip", data)
    assert isinstance(first, Article)
    assert isinstance(third, Article)
    assert isinstance(second, InputError)
    assert (second.source, second.code) == ("a.zip/1.txt", "bad-archive")


def test_the_list_of_an_archive_inside_is_not_that_of_all(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("b.txt", "It snowed.")
    with zipfile.ZipFile(tmp_path / "whole.zip", "w") as archive:
        archive.writestr("a.txt", "It rained.")
        archive.writestr("inner.zip", inner.getvalue())
    data = (tmp_path / "whole.zip").read_bytes()
    (tmp_path / "whole.zip").unlink()
    (failure,) = read(tmp_path, "cut.zip", data[: data.rindex(b"PK\x01\x02")])
    assert isinstance(failure, InputError)
    assert (failure.source, failure.code) == ("cut.zip", "bad-archive")


def test_an_encrypted_file_costs_itself(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.txt": b"It rained.", "b.txt": b"It snowed."}))
    for mark in (b"PK\x03\x04", b"PK\x01\x02"):
        at = data.index(b"a.txt", data.index(mark))
        start = data.rindex(mark, 0, at)
        data[start + (6 if mark == b"PK\x03\x04" else 8)] |= 1
    first, second = read(tmp_path, "a.zip", bytes(data))
    assert isinstance(first, InputError)
    assert (first.source, first.code) == ("a.zip/a.txt", "unreadable")
    assert isinstance(second, Article)


def test_names_in_archives_reach_nothing_outside(tmp_path: Path) -> None:
    names = {
        "../../up.txt": b"It rained.",
        "/etc/abs.txt": b"It snowed.",
        "c\n<d>.txt": b"It hailed.",
    }
    for name, data in (("a.zip", zipped(names)), ("b.tar", tarred(names))):
        for item in read(tmp_path / name, name, data):
            assert isinstance(item, Article), item
            assert "/" not in item.id
            assert item.source.startswith(f"{name}/")
        assert [path.name for path in (tmp_path / name).iterdir()] == [name]


BOMB: Final = b'{"text": "' + b"a" * 60_000_000 + b'"}'


@pytest.mark.parametrize("suffix", COMPRESS)
def test_what_grows_too_large_is_refused(tmp_path: Path, suffix: str) -> None:
    (failure,) = read(tmp_path, f"a.json{suffix}", COMPRESS[suffix](BOMB), max_bytes=10**9)
    assert isinstance(failure, InputError)
    assert (failure.code, "grows to more" in failure.message) == ("too-large", True)


@pytest.mark.parametrize("pack", [zipped, lambda files: gzip.compress(tarred(files))])
def test_an_archive_that_swells_is_refused(
    tmp_path: Path, pack: Callable[[Mapping[str, bytes]], bytes]
) -> None:
    data = pack({"a.txt": b"It rained.", "b.json": BOMB})
    name = "a.zip" if data.startswith(b"PK") else "a.tar.gz"
    found = read(tmp_path, name, data, max_bytes=10**9)
    assert isinstance(found[-1], InputError)
    assert (found[-1].code, "grows to more" in found[-1].message) == ("too-large", True)


def test_archives_in_archives_have_an_end(tmp_path: Path) -> None:
    data = zipped({"a.txt": b"It rained."})
    for _ in range(5):
        data = zipped({"a.zip": data, "b.txt": b"It snowed."})
    found = read(tmp_path, "a.zip", data)
    assert [item.code for item in found if isinstance(item, InputError)] == ["too-large"]
    assert sum(isinstance(item, Article) for item in found) == 3


def test_there_may_not_be_too_many_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "MOST_FILES", 5)
    inner = zipped({f"{number}.txt": b"It rained." for number in range(3)})
    for name, pack in (("a.zip", zipped), ("a.tar", tarred)):
        found = read(tmp_path / name, name, pack({f"{number}.zip": inner for number in range(3)}))
        assert isinstance(found[-1], InputError)
        assert (found[-1].code, "files" in found[-1].message) == ("too-large", True)
        assert sum(isinstance(item, Article) for item in found) < 6


def warc_page(title: str) -> bytes:
    page = (
        f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1><p>It rained in "
        "Vale, said Mara Okoro, who keeps the harbour there and the rain as well.</p></article>"
        "</body></html>"
    ).encode()
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page
    return (
        b"WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
        b"WARC-Date: 2024-05-03T09:00:00Z\r\nWARC-Target-URI: https://vale.example/rain\r\n"
        b"Content-Type: application/http; msgtype=response\r\n"
        b"Content-Length: " + str(len(http)).encode() + b"\r\n\r\n" + http + b"\r\n\r\n"
    )


def test_a_web_archive_of_webrecorder(tmp_path: Path) -> None:
    files = {
        "datapackage.json": b"{}",
        "pages/pages.jsonl": b'{"id": "pages"}',
        "archive/data.warc.gz": gzip.compress(warc_page("Rain")),
    }
    (article,) = read(tmp_path, "a.wacz", zipped(files))
    assert isinstance(article, Article), article
    assert (article.title, article.url) == ("Rain", "https://vale.example/rain")
    assert article.source == "a.wacz/archive/data.warc.gz:1"


@pytest.mark.parametrize("pages", [1, 3])
def test_pages_before_the_cut_of_a_web_archive_are_kept(tmp_path: Path, pages: int) -> None:
    whole = b"".join(gzip.compress(warc_page(f"Rain {n}")) for n in range(pages))
    cut = gzip.compress(warc_page("Snow"))[:-40]
    *found, last = read(tmp_path, "a.warc.gz", whole + cut)
    titles = [item.title for item in found if isinstance(item, Article)]
    assert titles == [f"Rain {n}" for n in range(pages)]
    assert isinstance(last, InputError)
    assert (last.source, last.code) == ("a.warc.gz", "bad-gzip")


def test_a_long_archive_is_read_in_little_memory(tmp_path: Path) -> None:
    """It comes one by one: the first is there before the last is looked at."""
    data = gzip.compress(
        tarred({f"{n}.txt": f"It rained {n} times.".encode() for n in range(3_000)})
    )
    (tmp_path / "a.tar.gz").write_bytes(data[: len(data) // 2])
    articles = read_articles([tmp_path], Settings())
    assert isinstance(next(articles), Article)
    *_, last = articles
    assert isinstance(last, InputError)
