"""The engine ray, where there is no Ray to be had; at work it is seen in ``tests/faults``."""

from __future__ import annotations

import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from newsquotes.errors import ExitCode

if TYPE_CHECKING:
    from conftest import Command


def test_without_the_extra(
    newsquotes: Command, articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    result = newsquotes("extract", articles, "-o", tmp_path / "out", "--engine", "ray")
    assert result.exit_code == ExitCode.USAGE
    assert "needs an extra: pip install 'newsquotes[ray]'." in result.stderr


@pytest.mark.parametrize("address", ["127.0.0.1:9", "nonsense"])
def test_no_cluster(newsquotes: Command, articles: Path, tmp_path: Path, address: str) -> None:
    pytest.importorskip("ray", reason="an extra")
    options = ("--engine", "ray", "--ray-address", address)
    result = newsquotes("extract", articles, "-o", tmp_path / "out", *options)
    assert result.exit_code == ExitCode.USAGE, result.stderr
    assert "error: Ray cannot be reached or started (" in result.stderr


def test_a_cluster_that_does_not_answer(
    newsquotes: Command, articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("ray", reason="an extra")
    monkeypatch.setattr("newsquotes.engines.ray.PATIENCE", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"127.0.0.1:{silent.getsockname()[1]}"
        options = ("--engine", "ray", "--ray-address", address)
        result = newsquotes("extract", articles, "-o", tmp_path / "out", *options)
    assert result.exit_code == ExitCode.USAGE, result.stderr
    assert f"({address} accepts connections but does not answer)" in result.stderr


def test_no_client(newsquotes: Command, articles: Path, tmp_path: Path) -> None:
    pytest.importorskip("ray", reason="an extra")
    options = ("--engine", "ray", "--ray-address", "ray://127.0.0.1:10001")
    result = newsquotes("extract", articles, "-o", tmp_path / "out", *options)
    assert result.exit_code == ExitCode.USAGE, result.stderr
    assert "run the command on a machine of the cluster" in result.stderr
