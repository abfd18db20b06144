"""Faults injected for real. Whatever happens: whole records only, and every input accounted for."""

from __future__ import annotations

import gzip
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from newsquotes.runs.validation import check_run
from newsquotes.schemas.run import RUN_FILE, Manifest

if TYPE_CHECKING:
    from conftest import Commands

type Write = Callable[[int], Path]


def records(folder: Path) -> dict[str, bytes]:
    """All that a run leaves and promises to be the same each time: records and failures."""
    return {
        path.name: path.read_bytes()
        for path in folder.iterdir()
        if path.name != RUN_FILE and not path.name.startswith(".newsquotes-lock")
    }


def failed(out: Path) -> dict[str, str]:
    """The code of each failure, by source."""
    lines = (out / "failures.jsonl").read_text(encoding="utf-8").splitlines()
    return {line["source"]: line["code"] for line in map(json.loads, lines)}


def assert_nothing_lost(out: Path, inputs: int) -> None:
    """Records and failures add up to the inputs, and every record holds."""
    manifest = Manifest.model_validate_json((out / "run.json").read_bytes())
    assert manifest.counts.inputs == inputs
    assert [str(fault) for checked in check_run(out) for fault in checked.faults] == []
    assert not list(out.glob(".newsquotes-tmp*"))


def workers(parent: int) -> list[int]:
    """The process ids of the workers of a run."""
    try:
        children = Path(f"/proc/{parent}/task/{parent}/children").read_text("ascii").split()
        return [
            int(child)
            for child in children
            if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()
        ]
    except FileNotFoundError:
        return []


def written(out: Path) -> int:
    """How many records there are so far."""
    return sum(path.name.startswith("a") for path in out.iterdir()) if out.is_dir() else 0


def wait_until(
    condition: Callable[[], bool], process: subprocess.Popen[bytes] | None = None
) -> None:
    """Until it holds, or ``process`` has ended."""
    deadline = time.monotonic() + 120
    while not condition() and (process is None or process.poll() is None):
        assert time.monotonic() < deadline
        time.sleep(0.01)


def wait_until_gone(pids: list[int]) -> None:
    """Workers end with their parent, and soon after it where it could not see to that."""
    deadline = time.monotonic() + 30
    while any(Path(f"/proc/{pid}").exists() for pid in pids):
        assert time.monotonic() < deadline, "workers outlive their parent"
        time.sleep(0.05)


def test_components_that_raise_hang_and_kill(
    extract: Commands, write_articles: Write, tmp_path: Path
) -> None:
    inputs = write_articles(40)
    for number, word in (
        (3, "RAISE"),
        (7, "HANG"),
        (11, "KILL"),
        (12, "KILL"),
        (20, "HALF"),
        (21, "STOP"),
        (22, "FORK"),
        (30, "RAISE"),
    ):
        (inputs / f"a{number:05d}.txt").write_text(f"They said {word}.\n", encoding="utf-8")
    out = tmp_path / "out"
    done = extract.run(inputs, "-o", out, "-j", 2, "--timeout", 8, "--batch-size", 8)
    assert done.returncode == 1, done.stderr.decode()
    assert failed(out) == {
        "a00003.txt": "processing",
        "a00007.txt": "timeout",
        "a00011.txt": "worker-died",
        "a00012.txt": "worker-died",
        "a00020.txt": "worker-died",
        "a00021.txt": "timeout",
        "a00022.txt": "timeout",
        "a00030.txt": "processing",
    }
    assert_nothing_lost(out, 40)
    assert b"A component raised RuntimeError: as asked; report it as a bug." in done.stderr


def test_memory_that_runs_out(extract: Commands, write_articles: Write, tmp_path: Path) -> None:
    inputs = write_articles(6)
    (inputs / "a00002.txt").write_text("They said EAT.\n", encoding="utf-8")
    limit = 4_000_000_000

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))

    done = extract.run(inputs, "-o", tmp_path / "out", "-j", 1, preexec_fn=limited)
    assert done.returncode == 1, done.stderr.decode()
    assert failed(tmp_path / "out") == {"a00002.txt": "processing"}
    assert_nothing_lost(tmp_path / "out", 6)


@pytest.fixture
def sound(
    extract: Commands, write_articles: Write, tmp_path: Path
) -> tuple[Path, dict[str, bytes]]:
    """Articles, one of them bad, and what an undisturbed run makes of them."""
    inputs = write_articles(150)
    (inputs / "a00050.txt").write_bytes(b"\0")
    out = tmp_path / "undisturbed"
    assert extract.run(inputs, "-o", out, "-j", 1).returncode == 1
    assert_nothing_lost(out, 150)
    return inputs, records(out)


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A temporary folder for commands, in which nothing may stay behind."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    yield folder
    assert not list(folder.iterdir())


@pytest.mark.usefixtures("temporary")
def test_kill_9(extract: Commands, sound: tuple[Path, dict[str, bytes]], tmp_path: Path) -> None:
    """Of workers: they are replaced. Of the parent: whole records, and the next run goes on."""
    inputs, expected = sound
    rng = random.Random(5)
    out = tmp_path / "workers"
    process = extract.start(inputs, "-o", out, "-j", 2, "--batch-size", 8, "--quiet")
    killed = 0
    for threshold in (1, 60):
        wait_until(lambda threshold=threshold: written(out) >= threshold, process)  # type: ignore[misc]
        if (alive := workers(process.pid)) and process.poll() is None:
            os.kill(rng.choice(alive), signal.SIGKILL)
            killed += 1
    _, errors = process.communicate(timeout=120)
    assert (process.returncode, killed) == (1, 2), errors.decode()
    assert_nothing_lost(out, 150)
    assert records(out) == expected

    out = tmp_path / "parent"
    for threshold in (1, 70):
        process = extract.start(inputs, "-o", out, "-j", 2, "--batch-size", 8, "--quiet")
        wait_until(lambda threshold=threshold: written(out) >= threshold, process)  # type: ignore[misc]
        alive = workers(process.pid)
        os.kill(process.pid, signal.SIGKILL)
        process.communicate()
        for path in out.glob("a*.json"):
            assert path.read_bytes() == expected[path.name]
        wait_until_gone(alive)
    assert extract.run(inputs, "-o", out, "-j", 1, "--quiet").returncode == 1
    assert_nothing_lost(out, 150)
    assert records(out) == expected


def is_stopped(pid: int) -> bool:
    """Whether a process has got SIGSTOP."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[0] == "T"
    except (FileNotFoundError, ProcessLookupError):
        return False


@pytest.mark.usefixtures("temporary")
@pytest.mark.parametrize("stops", [3, pytest.param(50, marks=pytest.mark.soak)])
def test_workers_stopped_at_random_moments(
    extract: Commands, write_articles: Write, tmp_path: Path, stops: int
) -> None:
    """Whatever they are about, ``--timeout`` holds; an article that had one to itself may fail."""
    count = 200  # few, as one that is stopped while it loads is the last of its run
    inputs, out = write_articles(count), tmp_path / "out"
    assert extract.run(inputs, "-o", tmp_path / "undisturbed", "-j", 1).returncode == 0
    expected = records(tmp_path / "undisturbed")
    rng = random.Random(stops)
    arguments = (inputs, "-o", out, "-j", 2, "--batch-size", 8, "--quiet", "--timeout", 5)
    stopped = 0
    while stopped < stops:
        process = extract.start(*arguments, "--force")
        while process.poll() is None:
            time.sleep(rng.uniform(0.1, 1.5))
            going = [pid for pid in workers(process.pid) if not is_stopped(pid)]
            if len(going) == 2 and process.poll() is None:  # one stopped as it loads stays so
                os.kill(rng.choice(going), signal.SIGSTOP)
                stopped += 1
        _, errors = process.communicate(timeout=600)
        assert process.returncode in (0, 1), errors.decode()
        assert set(failed(out).values()) <= {"timeout"}
        assert_nothing_lost(out, count)
        made = {name: data for name, data in records(out).items() if name.startswith("a")}
        assert made.items() <= expected.items()


@pytest.mark.usefixtures("temporary")
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("least", [0, 1])
def test_interrupted(
    extract: Commands, write_articles: Write, tmp_path: Path, sign: signal.Signals, least: int
) -> None:
    """As workers load, or one of them hangs: all end at once, with an account of what was done."""
    inputs, out = write_articles(40), tmp_path / "out"
    (inputs / "a00020.txt").write_text("They said HANG.\n", encoding="utf-8")
    process = extract.start(
        *(inputs, "-o", out, "-j", 2, "--batch-size", 8, "--quiet"),
        start_new_session=True,
        # Tests that a script runs in the background inherit that SIGINT is ignored.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    wait_until(lambda: len(workers(process.pid)) == 2 and written(out) >= least, process)
    alive = workers(process.pid)
    os.killpg(process.pid, sign)  # as a terminal does: to all that belong to the command
    _, errors = process.communicate(timeout=120)
    assert process.returncode == 130, errors.decode()
    assert errors.endswith(b"run the same command again to continue.\n")
    wait_until_gone(alive)  # one that is just being spawned notices by itself
    manifest = Manifest.model_validate_json((out / "run.json").read_bytes())
    assert manifest.status == "interrupted"
    assert manifest.counts.inputs <= written(out)  # those of a batch in the middle come next time


def descendants(pid: int) -> Iterator[int]:
    """Processes that a process started, and those that they did."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    except FileNotFoundError:
        return
    for child in map(int, children):
        yield child
        yield from descendants(child)


def actors(parent: int) -> list[int]:
    """The process ids of the actors of a run with Ray."""
    named = [(pid, Path(f"/proc/{pid}/cmdline")) for pid in descendants(parent)]
    return [pid for pid, name in named if name.exists() and b"ray::MapWorker" in name.read_bytes()]


def assert_gone(pids: list[int]) -> None:
    assert pids
    wait_until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in pids))


def test_ray(extract: Commands, write_articles: Write, tmp_path: Path) -> None:
    """Workers that die and hang, an actor that is killed: the records are those of one process."""
    pytest.importorskip("ray", reason="an extra")
    inputs, out = write_articles(40), tmp_path / "out"
    (inputs / "a00006.txt").write_bytes(b"\0")
    assert extract.run(inputs, "-o", tmp_path / "local", "-j", 1, "--quiet").returncode == 1
    expected = records(tmp_path / "local")
    faults = {12: ("RAISE", "processing"), 36: ("KILL", "worker-died"), 39: ("HANG", "timeout")}
    codes = {"a00006.txt": "binary"}
    for number, (word, code) in faults.items():
        (inputs / f"a{number:05d}.txt").write_text(f"They said {word}.\n", encoding="utf-8")
        codes[f"a{number:05d}.txt"] = code
        del expected[f"a{number:05d}.json"]
    options = ("-j", 2, "--engine", "ray", "--timeout", 5, "--batch-size", 4, "--quiet")
    process = extract.start(inputs, "-o", out, *options)
    wait_until(lambda: written(out) > 0, process)
    os.kill(actors(process.pid)[0], signal.SIGKILL)
    wait_until(lambda: written(out) > 30, process)
    of_ray = [*descendants(process.pid)]
    _, errors = process.communicate(timeout=300)
    assert process.returncode == 1, errors.decode()
    assert failed(out) == codes
    assert_nothing_lost(out, 40)
    del expected["failures.jsonl"]
    assert {name: data for name, data in records(out).items() if name in expected} == expected
    assert {line.partition(b" ")[0] for line in errors.splitlines()} == {b"failed"}
    assert_gone(of_ray)


@pytest.mark.soak
@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGINT])
def test_ray_stopped(
    extract: Commands, write_articles: Write, tmp_path: Path, by: signal.Signals
) -> None:
    """A run with Ray that is stopped leaves whole records, and nothing of Ray."""
    pytest.importorskip("ray", reason="an extra")
    inputs, out = write_articles(400), tmp_path / "out"
    assert extract.run(inputs, "-o", tmp_path / "local", "-j", 1, "--quiet").returncode == 0
    command = (inputs, "-o", out, "--engine", "ray", "--batch-size", 4, "--quiet")
    process = extract.start(*command, start_new_session=True)
    wait_until(lambda: written(out) > 0, process)
    of_ray = [*descendants(process.pid)]
    if by == signal.SIGINT:
        os.killpg(process.pid, by)  # as a terminal does
    else:
        process.send_signal(by)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130, errors.decode()
    assert_gone(of_ray)
    assert extract.run(*command).returncode == 0
    assert_nothing_lost(out, 400)
    assert records(out) == records(tmp_path / "local")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 256 KiB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", disk], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("mounting a small file system needs privileges")
    yield disk
    subprocess.run(["umount", disk], check=True)


def test_a_full_disk_and_a_read_only_one(
    extract: Commands, sound: tuple[Path, dict[str, bytes]], small_disk: Path
) -> None:
    inputs, expected = sound
    done = extract.run(inputs, "-o", small_disk, "-j", 1, "--batch-size", 8, "--quiet")
    assert done.returncode == 5
    assert Manifest.model_validate_json((small_disk / RUN_FILE).read_bytes()).status == "failed"
    assert b"cannot be written (No space left on device); make room or choose" in done.stderr
    made = list(small_disk.glob("a*.json"))
    assert made
    assert all(path.read_bytes() == expected[path.name] for path in made)
    subprocess.run(["mount", "-o", "remount,size=16m", small_disk], check=True)
    assert extract.run(inputs, "-o", small_disk, "-j", 1, "--quiet").returncode == 1
    assert_nothing_lost(small_disk, 150)
    assert records(small_disk) == expected
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    done = extract.run(inputs, "-o", small_disk, "-j", 1)
    assert done.returncode == 2
    assert b"cannot be written (Read-only file system); check its permissions" in done.stderr


def test_a_full_temporary_folder(
    extract: Commands,
    sound: tuple[Path, dict[str, bytes]],
    small_disk: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Too small for what workers answer, and for what they are given: the run says what to do."""
    inputs, expected = sound
    monkeypatch.setenv("TMPDIR", str(small_disk))
    told = b"temporary file (No space left on device); make room, or name another folder"
    arguments = (inputs, "-o", tmp_path / "out", "-j", 2, "--quiet")
    done = extract.run(*arguments)
    assert (done.returncode, told in done.stderr) == (6, True), done.stderr.decode()
    (inputs / "long.txt").write_text("They said so. " * 30_000, encoding="utf-8")
    done = extract.run(*arguments, "--batch-size", 1)
    assert (done.returncode, told in done.stderr) == (6, True), done.stderr.decode()
    assert not list(small_disk.iterdir())
    (inputs / "long.txt").unlink()
    # Room for the model that tells languages apart, too, which is unpacked there.
    subprocess.run(["mount", "-o", "remount,size=128m", small_disk], check=True)
    assert extract.run(*arguments).returncode == 1
    assert_nothing_lost(tmp_path / "out", 150)
    assert records(tmp_path / "out") == expected


def test_shards_on_a_full_disk(extract: Commands, write_articles: Write, small_disk: Path) -> None:
    """What a shard held that could not be written is not counted as written."""
    inputs = write_articles(150)
    arguments = (inputs, "-o", small_disk, "-j", 1, "--batch-size", 8, "--format", "jsonl", "-q")
    done = extract.run(*arguments)
    assert (done.returncode, b"No space left on device" in done.stderr) == (5, True)
    assert not list(small_disk.glob("part-*"))
    (fault,) = (str(fault) for one in check_run(small_disk) for fault in one.faults)
    assert "run.json: status: is 'failed': the run saw 0 inputs, perhaps not all" in fault
    # The recipe for Airflow takes 1 from the run for no reason to stop, and nothing from this.
    command = [sys.executable, "-m", "newsquotes", "validate", "--run", small_disk]
    assert subprocess.run(command, check=False, capture_output=True).returncode == 1
    subprocess.run(["mount", "-o", "remount,size=16m", small_disk], check=True)
    assert extract.run(*arguments).returncode == 0
    assert_nothing_lost(small_disk, 150)


@pytest.mark.parametrize(
    ("sound", "bad"), [(200, 100), pytest.param(20_000, 10_000, marks=pytest.mark.soak)]
)
def test_many_broken_inputs(
    extract: Commands, write_articles: Write, tmp_path: Path, sound: int, bad: int
) -> None:
    inputs = write_articles(sound)
    packed = gzip.compress(b"They said so. " * 50)
    broken: list[tuple[str, bytes, str]] = [
        (".txt", b"", "empty"),
        (".txt", b"a\0b", "binary"),
        (".txt", b"caf\x81", "undecodable"),
        (".txt.gz", packed[:-9], "bad-gzip"),
        (".json", b'{"text": ', "bad-json"),
        (".json", b'{"text": "\\ud800"}', "lone-surrogate"),
        (".json", b'{"title": "only"}', "no-text"),
        (".odt", b"x", "unsupported-format"),
    ]
    expected = {}
    for number in range(bad):
        suffix, data, code = broken[number % len(broken)]
        (inputs / f"b{number:05d}{suffix}").write_bytes(data)
        expected[f"b{number:05d}{suffix}"] = code
    done = extract.run(inputs, "-o", tmp_path / "out", "-j", 2, "--quiet", timeout=7200)
    assert done.returncode == 1
    assert failed(tmp_path / "out") == expected
    assert_nothing_lost(tmp_path / "out", sound + bad)


@pytest.mark.parametrize(
    ("stops", "growth"),
    [((500, 1_500), 0.1), pytest.param((2_000, 20_000), 0.1, marks=pytest.mark.soak)],
)
def test_the_memory_of_a_worker_is_flat(stops: tuple[int, int], growth: float) -> None:
    command = [sys.executable, Path(__file__).with_name("memory.py"), *map(str, stops)]
    done = subprocess.run(command, capture_output=True, check=True, text=True)
    early, late = map(int, done.stdout.split())
    assert late < early * (1 + growth), f"{early / 1e6:.0f} MB, then {late / 1e6:.0f} MB"


@pytest.mark.soak
@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_kills_at_random_moments(
    extract: Commands, write_articles: Write, tmp_path: Path, form: str
) -> None:
    """Of workers and parents, over and over: the end is that of a run that nobody disturbed."""
    inputs = write_articles(3_000)
    common = (inputs, "--format", form, "--batch-size", 16, "--quiet")
    assert extract.run(*common, "-o", tmp_path / "undisturbed", timeout=3600).returncode == 0
    expected = records(tmp_path / "undisturbed")
    rng = random.Random(7)
    out = tmp_path / "out"
    kills = 0
    while kills < 50:
        process = extract.start(*common, "-o", out, "-j", 2)
        while process.poll() is None and kills < 50:
            time.sleep(rng.uniform(0.2, 8))
            victims = [*workers(process.pid), process.pid]
            if process.poll() is None:
                os.kill(rng.choice(victims), signal.SIGKILL)
                kills += 1
        process.communicate()
        if process.returncode == 0:
            assert_nothing_lost(out, 3_000)
            assert records(out) == expected
            shutil.rmtree(out)
    extract.run(*common, "-o", out, timeout=3600)
    assert_nothing_lost(out, 3_000)
    assert records(out) == expected
