"""What the build adds to the pages: those made from the code, and what stands elsewhere already.

On a page, ``{{ name }}`` stands for what :data:`PIECES` makes.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from mkdocs.structure.files import File, Files

sys.path.insert(0, str(Path(__file__).parent))

import measured
import reference

ROOT: Final = Path(__file__).parents[1]

PAGES: Final[dict[str, Callable[[], str]]] = {
    "reference/commands.md": reference.commands,
    "reference/record.md": reference.record,
    "reference/settings.md": reference.settings,
    "reference/stages.md": reference.stages,
    "reference/python.md": reference.python,
    "model-card.md": measured.model_card,
    "designs.md": lambda: measured.CARD.with_name("DESIGNS.md").read_text(encoding="utf-8"),
    "contributing.md": lambda: (ROOT / "docs" / "CONTRIBUTING.md").read_text(encoding="utf-8"),
}

PIECES: Final[dict[str, Callable[[], str]]] = {
    "extras": reference.extras,
    "quality on our own articles": measured.own_articles,
    "results of the model card": measured.results,
    "speed": measured.speed,
    "picture of the stages": lambda: (ROOT / "docs" / "stages.svg").read_text(encoding="utf-8"),
}


def on_files(files: Files, config: Any) -> Files:
    """Add the pages that are made."""
    for path, make in PAGES.items():
        files.append(File.generated(config, path, content=make()))
    return files


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Put the pieces into their places."""
    return re.sub(
        r"^\{\{ (.+?) \}\}$", lambda match: PIECES[match[1]](), markdown, flags=re.MULTILINE
    )
