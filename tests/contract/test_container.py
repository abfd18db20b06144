"""The steps of the Containerfile, run here: what it copies is there, what it runs works."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "Containerfile").read_text(encoding="utf-8")
STEPS = [
    tuple(line.split(maxsplit=1)) for line in TEXT.splitlines() if line and not line.startswith("#")
]
BUILD = STEPS[: [step[0] for step in STEPS].index("FROM", 1)]
FINAL = STEPS[len(BUILD) :]


def given(name: str) -> str:
    (value,) = (rest for step, rest in FINAL if step == name)
    return value


def test_the_image_is_small_and_runs_without_rights() -> None:
    assert {rest.split()[0] for step, rest in STEPS if step == "FROM"} == {
        "docker.io/library/python:3.12-slim"
    }
    names = [step for step, _ in FINAL]
    assert "RUN" not in names[names.index("USER") :]
    assert f"RUN useradd --uid 10001 --create-home {given('USER')}" in TEXT
    # Nothing of the build but the environment comes along.
    assert [rest for step, rest in FINAL if step == "COPY"] == [
        "--from=build /opt/newsquotes /opt/newsquotes"
    ]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The environment that the steps of the first stage make.

    Packages are not downloaded again: those of this environment stand in, which are of one lock.
    """
    source, target = tmp_path_factory.mktemp("src"), tmp_path_factory.mktemp("opt")
    for step, rest in BUILD:
        if step == "COPY":
            *files, to = rest.split()
            for name in files:
                if (ROOT / name).is_dir():
                    ignored = shutil.ignore_patterns("__pycache__")
                    shutil.copytree(ROOT / name, source / to, ignore=ignored)
                else:
                    shutil.copy(ROOT / name, source / to)
        elif step == "RUN":
            command = rest.replace("/opt/newsquotes", str(target))
            if "--require-hashes" in command:
                assert (source / "requirements.lock").is_file()
                assert "-r requirements.lock" in command
                names = {"base": str(target), "platbase": str(target)}
                site = Path(sysconfig.get_path("purelib", vars=names))
                there = sysconfig.get_path("purelib")
                (site / "dependencies.pth").write_text(_all_of(there), encoding="utf-8")
                continue
            path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
            subprocess.run(
                shlex.split(command), cwd=source, check=True, capture_output=True,
                env={**os.environ, "PATH": path, "PIP_NO_INDEX": "1"},
            )  # fmt: skip
    return target


def _all_of(site: str) -> str:
    """The folder of packages and those that its own ``.pth`` files name, but for the checkout's."""
    more = [
        line
        for file in Path(site).glob("*.pth")
        for line in file.read_text(encoding="utf-8").splitlines()
        if Path(line).is_dir() and "tools/src" not in line
    ]
    return "".join(f"{path}\n" for path in [site, *more])


def test_a_container_works_without_a_network(installed: Path, tmp_path: Path) -> None:
    unshare = shutil.which("unshare")
    blocked = [unshare, "--map-root-user", "--net"] if unshare else []
    if (
        not blocked
        or subprocess.run([*blocked, "true"], check=False, capture_output=True).returncode
    ):
        pytest.skip("unshare cannot take the network away here")
    (tmp_path / "articles").mkdir()
    article = "Rain\n\n“It rained,” said Mara Okoro in Lagos.\n"
    (tmp_path / "articles" / "rain.txt").write_text(article, encoding="utf-8")
    environment = dict(re.findall(r"(\w+)=(\S+)", given("ENV")))
    environment["PATH"] = environment["PATH"].replace("/opt/newsquotes", str(installed))
    (entry,) = json.loads(given("ENTRYPOINT"))
    for arguments in (json.loads(given("CMD")), ["extract", "articles", "-o", "outputs"]):
        done = subprocess.run(
            [*blocked, str(installed / "bin" / entry), *arguments],
            cwd=tmp_path, env=environment, check=False, capture_output=True, text=True,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
    record = json.loads((tmp_path / "outputs" / "rain.json").read_text(encoding="utf-8"))
    assert record["quotes"][0]["speaker"]["name"] == "Mara Okoro"
