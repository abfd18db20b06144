"""Where the system has neither POSIX's modules nor its calls, as Windows: the same records."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

WITHOUT = """
import os, signal, sys

for name in ("fcntl", "resource", "termios", "tty", "pty", "pwd", "grp", "readline", "syslog"):
    sys.modules[name] = None
for name in ("killpg", "setpgid", "getpgid", "sched_getaffinity", "mkfifo", "getuid", "geteuid"):
    delattr(os, name)
for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_DIRECTORY"):
    delattr(os, name)
for name in ("SIGHUP", "SIGALRM", "setitimer", "alarm", "pthread_sigmask"):
    delattr(signal, name)
"""
"""Python runs it as it starts, in workers as well. Windows lacks more, and has other paths."""

LIBRARY = """
import newsquotes
from newsquotes import extract, extract_many, load

nlp = load()
text = "“It rained,” said Mara Okoro."
assert extract(nlp, text).quotes[0].speaker.name == "Mara Okoro"
assert [record.quotes[0].text for record in extract_many(nlp, [text])] == ["“It rained,”"]
for name in newsquotes.__all__:
    getattr(newsquotes, name)
"""


@pytest.fixture
def elsewhere(tmp_path: Path) -> dict[str, str]:
    """The environment of such a system."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site/sitecustomize.py").write_text(WITHOUT, "utf-8")
    return {**os.environ, "PYTHONPATH": str(tmp_path / "site")}


def test_the_library(elsewhere: dict[str, str]) -> None:
    subprocess.run([sys.executable, "-c", LIBRARY], check=True, env=elsewhere)


def test_the_command(elsewhere: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name in ("a.txt", "b.txt"):
        (tmp_path / f"in/{name}").write_text("“It rained,” said Mara Okoro.", "utf-8")

    def newsquotes(*arguments: str, there: bool = True) -> None:
        command = [sys.executable, "-m", "newsquotes", *arguments]
        subprocess.run(command, check=True, cwd=tmp_path, env=elsewhere if there else None)

    newsquotes("extract", "in", "-o", "here", "-q", there=False)
    newsquotes("extract", "in", "-o", "out", "-j", "2", "--batch-size", "1", "-q")
    for name in ("a.json", "b.json"):
        assert (tmp_path / "out" / name).read_bytes() == (tmp_path / "here" / name).read_bytes()
    newsquotes("extract", "in", "-o", "out", "-q")
    newsquotes("validate", "--run", "out")
    for _ in range(2):
        newsquotes("report", "out", "-o", "page.html", "-q")
        newsquotes("export", "out", "--to", "csv", "-o", "tables", "-q")
    assert not list(tmp_path.glob(".newsquotes*"))
