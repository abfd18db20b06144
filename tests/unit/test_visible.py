"""What a terminal would obey is shown instead, wherever something of an article is shown."""

from __future__ import annotations

import io
import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from newsquotes.cli.output import LogFormat, complain, log_as, say, standard_output
from newsquotes.errors import FailureCode, InputError, Stage
from newsquotes.report.visible import VisibleOutput, visible_line, visible_text

from tests.samples import record

HOSTILE = "\x1b]0;P\x07a\nb\x9b2J\u202ec\u2066d\x7f\r\u2028e"


def obeyed(text: str) -> list[str]:
    """What in the text a terminal would obey, but for line breaks."""
    codes = [*range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(32)]
    return [char for char in text if ord(char) in codes and char not in "\n\t"]


def test_one_line() -> None:
    assert visible_line(HOSTILE) == (r"\x1b]0;P\x07a\nb\x9b2J\u202ec\u2066d\x7f\r\u2028e")
    assert visible_line("Zoë said “no” — 🚢 شروق") == "Zoë said “no” — 🚢 شروق"


def test_a_text_keeps_its_lines() -> None:
    assert visible_text("a\r\n\tb\x1b\u202ec") == "a\n\tb␛�c"


def test_bytes_cut_inside_characters_are_shown_whole() -> None:
    terminal = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="")
    output = VisibleOutput(terminal)
    for byte in "Zoë\x1b 🚢\n".encode():
        assert output.write(bytes([byte])) == 1
    output.flush()
    assert terminal.buffer.getvalue().decode() == "Zoë␛ 🚢\n"  # type: ignore[attr-defined]


@pytest.mark.parametrize("log_format", LogFormat)
def test_messages(log_format: LogFormat, capsys: pytest.CaptureFixture[str]) -> None:
    log_as(log_format)
    try:
        say(HOSTILE)
        complain(HOSTILE)
    finally:
        log_as(LogFormat.TEXT)
    told = capsys.readouterr().err
    assert obeyed(told) == []
    assert len(told.splitlines()) == 2
    if log_format is LogFormat.JSON:
        assert [json.loads(line)["message"] for line in told.splitlines()] == [HOSTILE] * 2


@pytest.mark.parametrize("command", ["show", "speakers --all", "copies", "validate", "export"])
def test_commands_on_a_terminal(command: str, tmp_path: Path) -> None:
    """For real, as a terminal is what matters here."""
    hostile = record("a", f"Rain\n\n“No,” said Mara{HOSTILE}.\n", title=HOSTILE)
    text = hostile.model_dump_json()
    lines = [text, text.replace('"id":"a"', '"id":"b"'), '{"\\u001b":1, "\u202e": 2}']
    (tmp_path / "r.jsonl").write_text("\n".join(lines), encoding="utf-8")
    words = [*command.split(), "r.jsonl"]
    if command == "export":
        words += ["--to", "prodigy", "-o", "-"]
    primary, secondary = pty.openpty()
    try:
        subprocess.run(
            [sys.executable, "-m", "newsquotes", *words],
            cwd=tmp_path,
            stdout=secondary,
            stderr=secondary,
            stdin=subprocess.DEVNULL,
            env={**os.environ, "TERM": "dumb", "NO_COLOR": "1"},
            check=False,
            timeout=60,
        )
        os.close(secondary)
        shown = b""
        while True:
            try:
                shown += os.read(primary, 100_000)
            except OSError:  # the end of it, for a terminal
                break
    finally:
        os.close(primary)
    told = shown.decode()
    assert "Traceback" not in told
    assert "r.jsonl" in told
    assert obeyed(told.replace("\r\n", "\n")) == []


def test_a_file_has_what_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", stream)
    assert standard_output() is stream.buffer


@pytest.mark.parametrize("command", ["show", "speakers", "validate"])
def test_narrow_encodings(command: str, tmp_path: Path) -> None:
    one = record("a", "Zoë\n\n“No,” said Zoë.\n", title="Zoë 🚢")
    (tmp_path / "a.json").write_text(one.model_dump_json(), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "newsquotes", command, "a.json"],
        cwd=tmp_path,
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        check=False,
        timeout=60,
    )
    assert (done.returncode, b"Traceback" in done.stderr) == (0, False), done.stderr
    if command == "show":
        assert b"Zo? ?" in done.stdout


def test_a_failure_on_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    from newsquotes.cli.progress import Progress

    failed = InputError(HOSTILE, Stage.READ, FailureCode.EMPTY, f"It is {HOSTILE!s}.")
    with Progress(total=1, quiet=True, verbose=False) as progress:
        progress.observe([failed])
    told = capsys.readouterr().err
    assert len(told.splitlines()) == 1
    assert obeyed(told) == []
