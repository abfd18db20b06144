"""Running the command in this process, with the session's model."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from newsquotes.cli import app
from typer.testing import CliRunner

if TYPE_CHECKING:
    from click.testing import Result
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
    from newsquotes.engines import local

    real = local.load
    monkeypatch.setattr(
        local,
        "load",
        lambda settings: real(settings) if settings.weights or settings.model != MODEL else nlp,
    )

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
