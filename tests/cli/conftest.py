"""Running the command in this process, with the session's model."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from newsquotes.cli import app
from newsquotes.engines.pool import PoolEngine
from newsquotes.settings import RunOptions, Settings
from typer.testing import CliRunner

from tests import in_process

if TYPE_CHECKING:
    from click.testing import Result
    from newsquotes.engines.base import PreparedEngine
    from spacy.language import Language

type Command = Callable[..., Result]

MODEL = "en_core_web_md"

STORY = """Harbour reopens after storm
Publishing date: 3 May 2024
Published in: The Quill Bay Courier

“We are glad to be open again,” Mara Okoro, the harbour master, said on Friday.

Fishermen in Quill Bay said that the work had taken too long.
"""


@pytest.fixture
def newsquotes(nlp: Language, monkeypatch: pytest.MonkeyPatch) -> Command:
    """``newsquotes(*arguments, input=None)``: the command's result, with both its streams."""
    real = in_process.load
    monkeypatch.setattr(
        in_process,
        "load",
        lambda settings: real(settings) if settings.weights or settings.model != MODEL else nlp,
    )

    def engine(
        settings: Settings, options: RunOptions, *, indent: int | None, jobs: int
    ) -> PreparedEngine:
        # What asks for workers gets them; anything else need not wait for one to load its model.
        if options.jobs not in (None, 1) or options.timeout != RunOptions().timeout:
            return PoolEngine(settings, options, indent=indent, jobs=jobs)
        return in_process.InProcess(settings, options, indent=indent)

    monkeypatch.setattr("newsquotes.runs.run.PoolEngine", engine)

    def invoke(*arguments: object, input: bytes | None = None) -> Result:  # noqa: A002
        return CliRunner().invoke(app, [str(argument) for argument in arguments], input=input)

    return invoke


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """A folder with two sound articles."""
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "harbour.txt").write_text(STORY, encoding="utf-8")
    (folder / "wire.txt").write_text('"It rained," Ann Lee said.\n', encoding="utf-8")
    return folder
