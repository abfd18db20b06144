"""Names in the column format of CoNLL-2003, with one token and its tag per line.

The first column is the token, the last its tag (``B-PER``, ``I-PER``, ``O``); columns between
them are not read. An empty line ends a sentence, and ``-DOCSTART-`` or ``# newdoc`` begins an
article; other lines ``# name = value`` are skipped. Tjong Kim Sang & De Meulder (CoNLL 2003).

The format does not record spaces; they are restored by rules. A sentence without a final
punctuation mark or without lower-case letters, such as a headline, becomes its own paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from ..errors import UsageError
from .gold import read_exactly
from .labelled import Label, LabelledText, runs

SUFFIXES: Final = (".conll", ".bio", ".iob", ".iob2")
"""Suffixes of the files in a folder that are read as this format."""

_NO_BLANK_BEFORE: Final = re.compile(
    r"[.,;:!?)\]}%]|\.\.\.|n't|['’](?:s|ll|re|ve|m|d)", re.IGNORECASE
)
_NO_BLANK_AFTER: Final = re.compile(r"[(\[{#]|(?:US|A|C|NZ|HK|S)?\$")
_ENDS: Final = frozenset((".", "...", "!", "?", '"', "''", "”"))
_EITHER: Final = '"'
_OPENING, _CLOSING = frozenset(("``", "“")), frozenset(("''", "”"))
_COMMENT: Final = re.compile(r"# (newdoc\b|\w+ = )")

type Rows = list[tuple[str, str]]
"""The tokens of a sentence with their tags."""


def read_conll(path: Path) -> list[LabelledText]:
    """All articles of a file; an id is the file's name and a number.

    Raises:
        UsageError: it cannot be read, or a line has no tag.
    """
    try:
        articles = enumerate(_articles(read_exactly(path)))
        return [_text(f"{path.stem}-{number:04}", article) for number, article in articles]
    except ValueError as error:
        raise UsageError(
            f"{path} is not in CoNLL's format, with one token and its tag per line: {error}."
        ) from error


def _articles(content: str) -> Iterator[list[Rows]]:
    sentences: list[Rows] = [[]]
    for number, line in enumerate(content.splitlines(), 1):
        comment = _COMMENT.match(line)
        if line.startswith("-DOCSTART-") or (comment and comment[1] == "newdoc"):
            if any(sentences):
                yield [rows for rows in sentences if rows]
            sentences = [[]]
        elif not line.strip():
            sentences.append([])
        elif not comment:
            columns = line.split()
            if len(columns) < 2:
                raise ValueError(f"line {number} is {line!r}")
            sentences[-1].append((columns[0], columns[-1]))
    if any(sentences):
        yield [rows for rows in sentences if rows]


def _text(identity: str, sentences: Sequence[Rows]) -> LabelledText:
    text = ""
    labels: list[Label] = []
    for rows in sentences:
        tokens = [token for token, _ in rows]
        starts: list[int] = []
        for gap, token in zip(_gaps(tokens), tokens, strict=True):
            text += gap
            starts.append(len(text))
            text += token
        labels += (
            Label(starts[first], starts[end - 1] + len(tokens[end - 1]), label)
            for first, end, label in runs([tag for _, tag in rows])
        )
        goes_on = tokens[-1] in _ENDS and any(token.islower() for token in tokens)
        text += " " if goes_on else "\n\n"
    return LabelledText(identity, text.rstrip() + "\n", tuple(labels))


def _gaps(tokens: Sequence[str]) -> Iterator[str]:
    """The white space before each token of a sentence: a space or nothing."""
    quoted = False
    before = ""
    for token in tokens:
        closes = token in _CLOSING or (token == _EITHER and quoted)
        opened = before in _OPENING or (before == _EITHER and quoted)
        possessive = token in {"'", "’"} and before.endswith(("s", "S"))
        joined = (
            not before
            or opened
            or closes
            or possessive
            or _NO_BLANK_BEFORE.fullmatch(token)
            or _NO_BLANK_AFTER.fullmatch(before)
        )
        yield "" if joined else " "
        if token in {*_OPENING, *_CLOSING, _EITHER}:
            quoted = not closes
        before = token
