"""Names in the layout of English Worldwide Newswire (Shan et al. 2023).

A folder has ``original_articles/<name>.txt``, ``processed_annotated/<name>.txt.tsv`` and optionally
``regions.txt``. Each line of a ``.tsv`` has a token and its tag. The first of several tags is read;
it belongs to the outermost name. ``regions.txt`` has the names of regions, each followed by a
colon, and below it the prefixes of the names of its articles.

Tokens are looked up in the text one after the other. Text that no token covers was not annotated,
nor was a web address in the first line, and measures leave both out. An article is left out if more
than 2 % of its tokens are not in its text, or if it is RTF.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Final

from ..errors import UsageError
from ..spans import Offsets
from .gold import read_exactly
from .labelled import Label, LabelledText, runs

TEXTS: Final = "original_articles"
ANNOTATIONS: Final = "processed_annotated"
REGIONS: Final = "regions.txt"

WINDOW: Final = 400
"""Characters ahead in which a token is looked up that does not come next."""
MOST_LOST: Final = 0.02
"""The largest share of missing tokens with which an article is kept."""

_ENDING: Final = ".txt.tsv"
_ADDRESS: Final = re.compile(r"(?:https?:|www\.)\S*")
_BLANK: Final = re.compile(r"[\s\u200b\ufeff\u00ad]*")


def is_worldwide(folder: Path) -> bool:
    """Whether a folder has this layout."""
    return (folder / TEXTS).is_dir() and (folder / ANNOTATIONS).is_dir()


def read_worldwide(folder: Path) -> list[LabelledText]:
    """All articles of a corpus whose tokens are in their texts, sorted by name.

    Raises:
        UsageError: a file cannot be read, or a tag is invalid.
    """
    regions = _regions(folder / REGIONS) if (folder / REGIONS).is_file() else {}
    found = (
        _article(folder, path, regions)
        for path in sorted((folder / ANNOTATIONS).glob(f"*{_ENDING}"))
    )
    return [article for article in found if article is not None]


def _regions(path: Path) -> dict[str, str]:
    regions: dict[str, str] = {}
    region = ""
    for line in map(str.strip, read_exactly(path).splitlines()):
        if line.endswith(":"):
            region = line[:-1]
        elif line and not line.startswith("#"):
            regions[line] = region
    return regions


def _article(folder: Path, path: Path, regions: Mapping[str, str]) -> LabelledText | None:
    name = path.name.removesuffix(_ENDING)
    text = read_exactly(folder / TEXTS / f"{name}.txt")
    rows = [line.split("\t") for line in read_exactly(path).removeprefix("\ufeff").splitlines()]
    tokens = [row[0].strip() for row in rows if row[0].strip()]
    tags = [row[1] if len(row) > 1 else "O" for row in rows if row[0].strip()]
    places = align(text, tokens)
    if text.startswith("{\\rtf") or places.count(None) > MOST_LOST * len(tokens):
        return None
    address = _ADDRESS.match(text)
    body = address.end() if address else 0
    try:
        labels = tuple(
            Label(begin[0], end[1], label)
            for first, after, label in runs(tags)
            if (begin := places[first]) and (end := places[after - 1])
            if None not in places[first:after] and begin[0] >= body
        )
    except ValueError as error:
        raise UsageError(f"{path}: {error}.") from error
    fitting = (prefix for prefix in regions if name.startswith(prefix))
    longest = max(fitting, key=len, default=None)
    return LabelledText(
        name,
        text,
        labels,
        tuple(_uncovered(text, [(0, body), *(place for place in places if place)])),
        regions[longest] if longest else None,
    )


def align(text: str, tokens: Sequence[str]) -> list[Offsets | None]:
    """The span of each token; None for a token that is not in the text.

    A token comes right after the one before it, or is the nearest occurrence ahead that is followed
    by the next two tokens.
    """
    places: list[Offsets | None] = []
    position = 0
    for number, token in enumerate(tokens):
        following = tokens[number + 1 : number + 3]
        at = _next(text, position)
        if not text.startswith(token, at):
            at = text.find(token, at, (limit := at + WINDOW))
            while at >= 0 and not _followed(text, at + len(token), following):
                at = text.find(token, at + 1, limit)
        places.append((at, at + len(token)) if at >= 0 else None)
        position = at + len(token) if at >= 0 else position
    return places


def _next(text: str, position: int) -> int:
    blank = _BLANK.match(text, position)
    return blank.end() if blank else position


def _followed(text: str, position: int, tokens: Sequence[str]) -> bool:
    return re.compile(r"\s*".join(map(re.escape, ["", *tokens]))).match(text, position) is not None


def _uncovered(text: str, covered: Sequence[Offsets]) -> list[Offsets]:
    """The web address, which is the first of ``covered``, and the gaps between the others."""
    address, *tokens = covered
    gaps: list[Offsets] = [address]
    position = address[1]
    for start, end in chain(tokens, [(len(text), len(text))]):
        if start > position and text[position:start].strip():
            gaps.append((position, start))
        position = max(position, end)
    return [gap for gap in gaps if gap[0] < gap[1]]
