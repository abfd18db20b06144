"""Inputs and outputs at addresses, of a server that speaks S3."""

from __future__ import annotations

import gzip
import re
import socket
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

import fsspec
import pytest
import s3fs
from fsspec import config
from moto.server import ThreadedMotoServer
from newsquotes import read_records
from newsquotes.errors import ExitCode
from newsquotes.schemas.run import Manifest
from newsquotes.storage import waiting

from tests.samples import harbour

if TYPE_CHECKING:
    from conftest import Command


@pytest.fixture
def bucket(articles: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The file system of a server that holds ``articles`` in the bucket ``news``."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    for name, value in {
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        "AWS_ACCESS_KEY_ID": "x",
        "AWS_SECRET_ACCESS_KEY": "x",
        "AWS_DEFAULT_REGION": "us-east-1",
        "NO_PROXY": "127.0.0.1",
    }.items():
        monkeypatch.setenv(name, value)
    waiting.limit_waiting("s3://news")
    fsspec.filesystem("s3").clear_instance_cache()
    system = fsspec.filesystem("s3")
    system.mkdir("news")
    for path in sorted(articles.iterdir()):
        system.pipe(f"news/{path.name}", path.read_bytes())
    yield system
    system.invalidate_cache()
    system.rm("news", recursive=True)  # the server keeps its buckets from one start to the next
    system.clear_instance_cache()
    server.stop()


@pytest.mark.parametrize(
    ("address", "kind", "option"),
    [
        ("s3://news", "s3", "config_kwargs"),
        ("https://example.org", "http", "client_kwargs"),
        ("gs://news", "gs", "requests_timeout"),
        ("gcs://news", "gs", "requests_timeout"),
        ("az://news", "abfs", "read_timeout"),
        ("abfs://news", "abfs", "connection_timeout"),
        ("sftp://host/news", "sftp", "timeout"),
    ],
)
def test_waiting_is_limited_unless_the_user_says_how(
    monkeypatch: pytest.MonkeyPatch, address: str, kind: str, option: str
) -> None:
    monkeypatch.setattr("fsspec.config.conf", {kind: {"mine": 1}})
    waiting.limit_waiting(address)
    assert option in fsspec.config.conf[kind]
    assert fsspec.config.conf[kind]["mine"] == 1
    monkeypatch.setattr("fsspec.config.conf", {kind: {option: "mine"}})
    waiting.limit_waiting(address)
    assert fsspec.config.conf[kind][option] == "mine"


def test_the_same_records_as_from_a_local_folder(
    newsquotes: Command, articles: Path, bucket: Any, tmp_path: Path
) -> None:
    for name, data in (
        ("deep/packed.txt.gz", gzip.compress(b"Ann Lee said it rained.\n")),
        ("broken.txt.gz", b"\x1f\x8b\x08"),
        (".hidden.txt", b"Not to be read."),
    ):
        bucket.pipe(f"news/{name}", data)
        (articles / name).parent.mkdir(exist_ok=True)
        (articles / name).write_bytes(data)
    here, there = tmp_path / "here", tmp_path / "there"
    assert newsquotes("extract", articles, "-o", here).exit_code == ExitCode.SOME_FAILED
    result = newsquotes("extract", "s3://news", "-o", there)
    assert result.exit_code == ExitCode.SOME_FAILED, result.stderr
    for name in ("harbour.json", "wire.json", "deep__packed.json", "failures.jsonl"):
        assert (there / name).read_bytes() == (here / name).read_bytes()
    assert len(list(read_records(there))) == 3


def test_a_single_file(newsquotes: Command, bucket: Any, tmp_path: Path) -> None:
    assert newsquotes("extract", "s3://news/wire.txt", "-o", tmp_path / "out").exit_code == 0
    assert [record.id for record in read_records(tmp_path / "out")] == ["wire"]


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("s3://news/nothing", "s3://news/nothing does not exist, or is empty; check the address."),
        ("s3://nowhere", "s3://nowhere cannot be listed (The specified bucket does not exist)"),
        ("nowhere://a", "nowhere://a cannot be read (Protocol not known: nowhere); check the"),
    ],
)
def test_what_is_not_there(
    newsquotes: Command, bucket: Any, tmp_path: Path, address: str, message: str
) -> None:
    result = newsquotes("extract", address, "-o", tmp_path / "out")
    assert result.exit_code == ExitCode.USAGE
    assert message in result.stderr


@pytest.mark.parametrize(
    "options",
    [(), ("--format", "jsonl", "--compress", "zstd"), ("--format", "parquet")],
    ids=["json", "jsonl", "parquet"],
)
def test_outputs(
    newsquotes: Command, articles: Path, bucket: Any, tmp_path: Path, options: tuple[str, ...]
) -> None:
    """The same objects as files here; kept by the next run, but for an input that now fails."""
    here, there = tmp_path / "here", "s3://news/out"
    (articles / "torn.txt.gz").write_bytes(b"\x1f\x8b\x08")
    for out in (here, there):
        result = newsquotes("extract", articles, "-o", out, *options)
        assert result.exit_code == ExitCode.SOME_FAILED, result.stderr
    names = {path.removeprefix("news/out/") for path in bucket.find("news/out")}
    wanted = {str(path.relative_to(here)) for path in here.rglob("*") if path.is_file()}
    assert names == wanted - {".newsquotes-lock"}
    for name in names - {"run.json"}:
        assert bucket.cat(f"news/out/{name}") == (here / name).read_bytes()
    assert newsquotes("validate", "--run", there).exit_code == ExitCode.OK
    assert list(read_records(there)) == list(read_records(here))

    (articles / "wire.txt").write_bytes(b"\0")
    result = newsquotes("extract", articles, "-o", there, *options)
    assert result.exit_code == ExitCode.SOME_FAILED, result.stderr
    made = Manifest.model_validate_json(bucket.cat("news/out/run.json"))
    assert (made.counts.kept, made.counts.written, made.counts.failed) == (1, 0, 2)
    assert [record.id for record in read_records(there)] == ["harbour"]
    assert newsquotes("validate", "--run", there).exit_code == ExitCode.OK


def test_what_reads_records_reads_them_there(
    newsquotes: Command, articles: Path, bucket: Any, tmp_path: Path
) -> None:
    out = "s3://news/shards"
    for shard in ("1/2", "2/2"):
        assert newsquotes("extract", articles, "-o", out, "--shard", shard).exit_code == 0
    assert newsquotes("validate", "--run", out).exit_code == ExitCode.OK
    assert "Mara Okoro" in newsquotes("speakers", out).stdout
    assert newsquotes("report", out, "-o", tmp_path / "page.html").exit_code == ExitCode.OK
    bucket.pipe(f"{out}/shard-1-of-2/harbour.json", b"{}")
    assert newsquotes("validate", "--run", out).exit_code == ExitCode.SOME_FAILED


@pytest.fixture
def no_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a machine on which nobody has an account for S3."""
    monkeypatch.delenv("AWS_ACCESS_KEY_ID", raising=False)
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY", raising=False)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/none/such")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    fsspec.filesystem("s3").clear_instance_cache()


@pytest.mark.usefixtures("no_credentials")
@pytest.mark.parametrize(
    "command",
    [
        ("report",),
        ("speakers",),
        ("show",),
        ("validate",),
        ("validate", "--run"),
        ("export", "--to", "prodigy"),
        ("extract",),
    ],
)
def test_without_credentials_there_is_one_line(
    newsquotes: Command, command: tuple[str, ...]
) -> None:
    result = newsquotes(*command, "s3://news/records")
    assert result.exit_code == ExitCode.USAGE
    assert result.stderr.startswith("error: s3://news/records")
    assert "; for S3, set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or " in result.stderr
    assert result.stderr.count("\n") == 1


@pytest.mark.usefixtures("no_credentials")
def test_without_credentials_no_output_is_tried(newsquotes: Command, articles: Path) -> None:
    result = newsquotes("extract", articles, "-o", "s3://news/records", "-q")
    assert result.exit_code == ExitCode.USAGE
    assert "s3://news/records cannot be reached (" in result.stderr
    assert "; for S3, set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or " in result.stderr


def test_a_page_of_the_web_is_no_folder(
    newsquotes: Command, articles: Path, tmp_path: Path
) -> None:
    (articles / "links.txt").write_text('Said <a href="wire.txt">she</a>.', encoding="utf-8")
    handler = partial(SimpleHTTPRequestHandler, directory=str(articles))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/links.txt"
        result = newsquotes("extract", address, "-o", tmp_path / "out")
        server.shutdown()
    assert result.exit_code == ExitCode.OK, result.stderr
    assert [record.id for record in read_records(tmp_path / "out")] == ["links"]


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("s3://nowhere/out", "error: The output s3://nowhere/out cannot be written (The specified"),
        ("nowhere://a", "error: nowhere://a cannot be used ("),
    ],
)
def test_outputs_that_cannot_be(
    newsquotes: Command, articles: Path, bucket: Any, address: str, message: str
) -> None:
    result = newsquotes("extract", articles, "-o", address)
    assert result.exit_code == ExitCode.USAGE
    assert message in result.stderr


@pytest.mark.parametrize(
    "command",
    [
        ("export", "--to", "prodigy"),
        ("export", "--to", "csv"),
        ("report",),
        ("speakers", "--to", "csv"),
        ("copies",),
    ],
)
def test_what_writes_here_only(
    newsquotes: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.json").write_text(harbour().model_dump_json(), encoding="utf-8")
    result = newsquotes(*command, "a.json", "-o", "s3://news/x")
    assert (result.exit_code, result.stderr) == (
        ExitCode.USAGE,
        "error: s3://news/x is an address, and this command writes to this machine only; name a "
        "path with -o, and copy what is written there.\n",
    )
    assert [path.name for path in tmp_path.iterdir()] == ["a.json"]


@pytest.fixture
def black_hole(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """S3 at a server that accepts connections, and never answers."""
    monkeypatch.setattr(waiting, "ANSWER", 0.3)
    monkeypatch.setattr(waiting, "TELL_AFTER", 0.1)
    monkeypatch.setattr(s3fs.S3FileSystem, "retries", 2)
    monkeypatch.delitem(config.conf, "s3", raising=False)
    with socket.create_server(("127.0.0.1", 0)) as server:
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{server.getsockname()[1]}")
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "x")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "x")
        fsspec.filesystem("s3").clear_instance_cache()
        yield
        fsspec.filesystem("s3").clear_instance_cache()
    config.conf.pop("s3", None)


@pytest.mark.parametrize(
    ("command", "end"),
    [
        (("extract", "s3://news", "-o", "out"), "s3://news cannot be listed (Read timeout on "),
        (("validate", "s3://news/x"), "s3://news/x cannot be reached (Read timeout on endpoint"),
    ],
)
def test_a_store_that_never_answers(
    newsquotes: Command,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    black_hole: None,
    command: tuple[str, ...],
    end: str,
) -> None:
    """It is told that it is waited for, and that has an end."""
    monkeypatch.chdir(tmp_path)
    result = newsquotes(*command)
    assert result.exit_code == ExitCode.USAGE
    told, error = result.stderr.splitlines()
    assert re.fullmatch("warning: s3://news.* does not answer yet; waiting for it.", told)
    assert error.startswith(f"error: {end}")


def test_a_store_that_dies_while_articles_are_read(
    newsquotes: Command, bucket: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = bucket.cat_file

    def failing(self: Any, path: str, *arguments: Any, **options: Any) -> bytes:
        if "wire" in path:
            raise RuntimeError("gone away")
        return bytes(whole(path, *arguments, **options))

    monkeypatch.setattr(s3fs.core.S3File, "_fetch_range", lambda self, start, end: failing(
        self, self.path, start=start, end=end))  # fmt: skip
    result = newsquotes("extract", "s3://news", "-o", tmp_path / "out")
    assert result.exit_code == ExitCode.SOME_FAILED
    assert "failed wire.txt: unreadable: " in result.stderr
    assert "(gone away); check" in result.stderr
    assert [record.id for record in read_records(tmp_path / "out")] == ["harbour"]


def test_a_store_that_fails(
    newsquotes: Command, articles: Path, bucket: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is there is whole, and the next run goes on."""
    whole = bucket.pipe_file

    def failing(path: str, data: bytes) -> None:
        if "wire" in path:
            raise RuntimeError("gone away")
        whole(path, data)

    monkeypatch.setattr(bucket, "pipe_file", failing)
    result = newsquotes("extract", articles, "-o", "s3://news/out")
    assert result.exit_code == ExitCode.OUTPUT
    assert "error: s3://news/out cannot be written (gone away); make room or" in result.stderr
    monkeypatch.setattr(bucket, "pipe_file", whole)
    assert newsquotes("extract", articles, "-o", "s3://news/out").exit_code == ExitCode.OK
    made = Manifest.model_validate_json(bucket.cat("news/out/run.json"))
    assert (made.counts.kept, made.counts.written) == (1, 1)
