"""Read gold annotations in any of their formats."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from ..errors import UsageError
from .brat import is_split, read_split
from .citron import read_citron
from .conll import SUFFIXES, read_conll
from .gold import GOLD_SCHEMA_NAME, GoldArticle, parse_own, read_exactly, read_own
from .labelled import LabelledText
from .standoff import is_standoff, read_standoff
from .worldwide import is_worldwide, read_worldwide

FORMATS: Final = (
    "a folder with text/ and attributions/ (brat), JSON files in Citron's or our own format, "
    "JSON Lines beside texts, names in columns as CoNLL has them, or a folder with "
    "original_articles/ and processed_annotated/"
)


def read_gold(path: Path, texts: Sequence[Path] = ()) -> list[GoldArticle]:
    """All gold articles under a path, sorted by id.

    Args:
        path: a folder with ``text/`` and ``attributions/`` (brat) or with ``original_articles/``
            and ``processed_annotated/``; a JSON file in Citron's or our own format; a JSON Lines
            file in our own format or with separate texts; any other file in CoNLL's format; or a
            folder of such files, which is searched recursively.
        texts: further folders in which to look for the texts that annotations refer to.

    Raises:
        UsageError: there is none, two have the same id, or one is invalid.
    """
    articles = _unique(path, [article for found in _read(path, texts) for article in found])
    return sorted(articles, key=lambda article: article.id)


def read_labelled(path: Path) -> list[LabelledText]:
    """All texts with labelled names under a path, in the formats that have only names.

    Raises:
        UsageError: there is none, two have the same id, or one is invalid.
    """
    if is_worldwide(path):
        texts = read_worldwide(path)
    else:
        files = [path]
        if path.is_dir():
            files = sorted(file for file in path.rglob("*") if file.suffix in SUFFIXES)
        texts = [text for file in files for text in read_conll(file)]
    return _unique(path, texts)


def _read(path: Path, texts: Sequence[Path]) -> Iterator[list[GoldArticle]]:
    if is_split(path):
        yield read_split(path)
    elif is_worldwide(path):
        yield [text.gold() for text in read_worldwide(path)]
    elif path.is_dir():
        for file in path.rglob("*"):
            if file.suffix in (".json", ".jsonl", *SUFFIXES):
                yield _read_file(file, texts)
    else:
        yield _read_file(path, texts)


def _read_file(path: Path, texts: Sequence[Path]) -> list[GoldArticle]:
    if path.suffix == ".jsonl":
        return _read_lines(path, texts)
    if path.suffix == ".json":
        return [_read_json(path)]
    return [text.gold() for text in read_conll(path)]


def _unique[Item: (GoldArticle, LabelledText)](path: Path, articles: list[Item]) -> list[Item]:
    if not articles:
        raise UsageError(f"{path} holds no gold annotations; give {FORMATS}.")
    counts = Counter(article.id for article in articles)
    twice = sorted(identity for identity, count in counts.items() if count > 1)
    if twice:
        raise UsageError(f"{path} holds {', '.join(twice)} twice; ids must be unique.")
    return articles


def _read_lines(path: Path, texts: Sequence[Path]) -> list[GoldArticle]:
    lines = read_exactly(path).split("\n")
    if is_standoff(lines[0]):
        return read_standoff(path, texts)
    return [parse_own(line, f"{path}:{n}", path) for n, line in enumerate(lines, 1) if line]


def _read_json(path: Path) -> GoldArticle:
    try:
        content = json.loads(read_exactly(path))
    except json.JSONDecodeError as error:
        raise UsageError(f"{path} is not JSON: {error}.") from error
    own = isinstance(content, dict) and content.get("schema_name") == GOLD_SCHEMA_NAME
    return read_own(path) if own else read_citron(path)
