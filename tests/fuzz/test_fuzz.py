"""Fuzzing with atheris, where it is installed (it has no wheels for some systems)."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

SECONDS = int(os.environ.get("FUZZ_SECONDS", "1800"))


@pytest.mark.soak
@pytest.mark.skipif(find_spec("atheris") is None, reason="needs atheris")
@pytest.mark.parametrize("target", ["readers", "marks"])
def test_nothing_is_found(target: str, tmp_path: Path) -> None:
    script = Path(__file__).with_name("targets.py")
    limits = [f"-max_total_time={SECONDS}", "-timeout=20", "-max_len=2000"]
    done = subprocess.run(
        [sys.executable, script, target, *limits],
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode(errors="replace")[-3000:]
