"""A model with a faulty component, articles, and the real command to run on them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import spacy
from newsquotes.settings import DEFAULT_MODEL
from newsquotes.spacy_model.lookup import find_model

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def faulty_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The default model with the component ``faulty`` behind its own."""
    # The stages are left out of it; loading adds them.
    sys.path.insert(0, str(HERE))
    import faulty  # noqa: F401

    nlp = spacy.load(find_model(DEFAULT_MODEL).path, exclude=["attribute_ruler", "lemmatizer"])
    nlp.add_pipe("faulty")
    path = tmp_path_factory.mktemp("model") / "faulty"
    nlp.to_disk(path)
    # An entry point makes spaCy import the component in whatever process loads the model.
    info = tmp_path_factory.mktemp("site") / "faulty-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: faulty\nVersion: 1\n", "utf-8")
    (info / "entry_points.txt").write_text("[spacy_factories]\nfaulty = faulty:faulty\n", "utf-8")
    path.with_name("pythonpath").write_text(f"{HERE}{os.pathsep}{info.parent}", "utf-8")
    return path


@dataclass(frozen=True)
class Commands:
    """Runs ``newsquotes extract`` with the faulty model."""

    model: Path

    def arguments(self, *more: object) -> dict[str, Any]:
        """What ``subprocess`` needs to run it."""
        path = self.model.with_name("pythonpath").read_text(encoding="utf-8")
        parts = ["-m", "newsquotes", "extract", "--model", self.model, *more]
        return {
            "args": [sys.executable, *map(str, parts)],
            "env": {**os.environ, "PYTHONPATH": path},
            "cwd": HERE.parents[1],
        }

    def start(self, *more: object, **options: Any) -> subprocess.Popen[bytes]:
        """Start it and go on."""
        return subprocess.Popen(**self.arguments(*more), stderr=subprocess.PIPE, **options)

    def run(self, *more: object, **options: Any) -> subprocess.CompletedProcess[bytes]:
        """Run it to its end."""
        options = {"timeout": 900, **options}
        return subprocess.run(**self.arguments(*more), capture_output=True, check=False, **options)


@pytest.fixture(scope="session")
def extract(faulty_model: Path) -> Commands:
    return Commands(faulty_model)


def article(number: int) -> str:
    return (
        f"Harbour {number} reopens\n\n“We are glad,” Mara Okoro, the harbour master, said in "
        f"Quill Bay on day {number}.\n\nAnn Lee of the Fishing Board said it had taken too long.\n"
    )


@pytest.fixture
def write_articles(tmp_path: Path) -> Callable[[int], Path]:
    """``write_articles(count)``: a folder with that many sound articles."""

    def write(count: int) -> Path:
        folder = tmp_path / "articles"
        folder.mkdir()
        for number in range(count):
            (folder / f"a{number:05d}.txt").write_text(article(number), encoding="utf-8")
        return folder

    return write
