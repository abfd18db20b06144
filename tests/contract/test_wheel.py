"""The wheel is whole: installed elsewhere, its command works with nothing of the checkout."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def newsquotes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The console script in an environment that holds the wheel, and sees our dependencies.

    Their folder is a plain entry of the path, behind the environment's own: the wheel comes first,
    and the checkout, which is there by a ``.pth`` file, does not come at all.
    """
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    build = [*pip, "wheel", "--no-deps", "--no-build-isolation", "--no-index", "-w", folder, ROOT]
    subprocess.run(build, check=True, cwd=folder)
    (wheel,) = folder.glob("newsquotes-*.whl")
    environment = folder / "environment"
    venv.create(environment)
    scripts = environment / ("Scripts" if sys.platform == "win32" else "bin")
    pip += ["--python", str(environment)]
    subprocess.run([*pip, "install", "--no-deps", "--no-index", wheel], check=True, cwd=folder)
    names = {"base": str(environment), "platbase": str(environment)}
    site = Path(sysconfig.get_path("purelib", vars=names))
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return scripts / "newsquotes"


def test_the_command_works_outside_the_checkout(newsquotes: Path, tmp_path: Path) -> None:
    def run(*command: object, **streams: object) -> str:
        done = subprocess.run(
            [str(part) for part in command], cwd=tmp_path, capture_output=True, check=False,
            encoding="utf-8", **streams,
        )  # type: ignore[call-overload]  # fmt: skip
        assert done.returncode == 0, done.stderr
        return str(done.stdout)

    home = run(
        newsquotes.with_name("python"), "-c", "import newsquotes; print(newsquotes.__file__)"
    )
    assert Path(home).is_relative_to(newsquotes.parents[1])
    article = "Rain\n\n“It rained,” said Mara Okoro in Lagos.\n"
    lines = run(newsquotes, "extract", "-", "-o", "-", input=article)
    assert '"name":"Mara Okoro"' in lines
    assert '"country_code":"NG"' in lines
    (tmp_path / "record.jsonl").write_text(lines, encoding="utf-8")
    run(newsquotes, "report", "record.jsonl")
    assert "Mara Okoro" in (tmp_path / "report.html").read_text(encoding="utf-8")
    assert run(newsquotes, "schema").startswith("{")


def test_the_wheel_holds_the_package_alone(newsquotes: Path) -> None:
    (wheel,) = newsquotes.parents[2].glob("*.whl")
    import zipfile

    tops = {name.partition("/")[0].partition("-")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert tops == {"newsquotes"}
