"""Which gold format is this? One function for all of them."""

from __future__ import annotations

import json
from pathlib import Path

from ..errors import UsageError
from .brat import is_split, read_split
from .citron import read_citron
from .gold import GOLD_SCHEMA_NAME, GoldArticle, parse_own, read_exactly, read_own


def read_gold(path: Path) -> list[GoldArticle]:
    """All gold articles under a path, sorted by id.

    Args:
        path: a folder with ``text/`` and ``attributions/`` (brat), a JSON file of Citron's or our
            own format, a JSON Lines file of our own, or a folder of JSON files (searched
            recursively).

    Raises:
        UsageError: if there is none, two have the same id, or one does not hold.
    """
    if is_split(path):
        articles = read_split(path)
    else:
        files = sorted(path.rglob("*.json")) if path.is_dir() else [path]
        found = (article for file in files for article in _read_json(file))
        articles = sorted(found, key=lambda article: article.id)
    if not articles:
        raise UsageError(
            f"{path} holds no gold annotations; give a folder with text/ and attributions/ "
            "(brat), or JSON files in Citron's or our own format."
        )
    ids = [article.id for article in articles]
    twice = sorted({identity for identity in ids if ids.count(identity) > 1})
    if twice:
        raise UsageError(f"{path} holds {', '.join(twice)} twice; ids must be unique.")
    return articles


def _read_json(path: Path) -> list[GoldArticle]:
    if path.suffix == ".jsonl":
        lines = read_exactly(path).split("\n")
        return [parse_own(line, f"{path}:{n}", path) for n, line in enumerate(lines, 1) if line]
    try:
        content = json.loads(read_exactly(path))
    except json.JSONDecodeError as error:
        raise UsageError(f"{path} is not JSON: {error}.") from error
    own = isinstance(content, dict) and content.get("schema_name") == GOLD_SCHEMA_NAME
    return [read_own(path) if own else read_citron(path)]
