"""Gold attributions in brat standoff, in the layout of the PolNeAR corpus.

A split's folder holds ``text/<id>.txt`` and ``attributions/<id>_<annotator>.ann`` (annotators are
four hexadecimal digits). Text-bound annotations ``T`` are *Content*, *Source* and *Cue*; events
``E`` connect them. Text marked *Discard* is left out of all measures. If an article has several
annotators, the alphabetically first one counts. The format: https://brat.nlplab.org/standoff.html
"""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from ..errors import UsageError
from ..schemas.faults import first_fault
from ..schemas.record import Span
from ..spans import Offsets, merge
from .gold import GoldArticle, GoldQuote, read_exactly, span

TEXTS = "text"
ANNOTATIONS = "attributions"

_FILE = re.compile(r"(?P<id>.+)_(?P<annotator>[0-9a-f]{4})\.ann")
_TEXT_BOUND = re.compile(r"T\d+")
_EVENT = re.compile(r"E\d+")
_ROLE = re.compile(r"(Content|Source|Cue)\d*")


class _Bound(NamedTuple):
    label: str
    spans: list[Offsets]


def is_split(folder: Path) -> bool:
    """Whether a folder has the layout of a split."""
    return (folder / TEXTS).is_dir() and (folder / ANNOTATIONS).is_dir()


def read_split(folder: Path) -> list[GoldArticle]:
    """All annotated articles of a split, sorted by id.

    Raises:
        UsageError: a file name has no annotator, a text is missing, or a line or offset is
            invalid.
    """
    chosen: dict[str, Path] = {}
    for path in sorted((folder / ANNOTATIONS).glob("*.ann")):
        name = _FILE.fullmatch(path.name)
        if name is None:
            raise UsageError(f"{path}: the name should be <id>_<four hexadecimal digits>.ann.")
        chosen.setdefault(name["id"], path)
    return [
        read_annotations(identity, folder / TEXTS / f"{identity}.txt", chosen[identity])
        for identity in sorted(chosen)
    ]


def read_annotations(identity: str, text_path: Path, path: Path) -> GoldArticle:
    """One article and one annotator's view of it.

    Raises:
        UsageError: a file cannot be read, or a line or offset is invalid.
    """
    text = read_exactly(text_path)
    try:
        bound, events = _parse(read_exactly(path))
        quotes = [quote for event in events if (quote := _quote(text, event, bound))]
        discarded = [s for label, spans in bound.values() if label == "Discard" for s in spans]
        return GoldArticle(
            id=identity,
            text=text,
            quotes=tuple(sorted(quotes, key=lambda q: (q.content[0].start, q.content[0].end))),
            ignored=_spans(text, discarded),
        )
    except (ValidationError, ValueError) as error:
        raise UsageError(f"{path} does not fit {text_path.name}: {first_fault(error)}.") from error


def _parse(annotations: str) -> tuple[dict[str, _Bound], list[str]]:
    bound: dict[str, _Bound] = {}
    events: list[str] = []
    for line in annotations.split("\n"):
        identity, _, rest = line.rstrip("\r").partition("\t")
        body = rest.partition("\t")[0]
        if _TEXT_BOUND.fullmatch(identity):
            label, _, offsets = body.partition(" ")
            fragments = (fragment.split() for fragment in offsets.split(";"))
            bound[identity] = _Bound(label, merge((int(s), int(e)) for s, e in fragments))
        elif _EVENT.fullmatch(identity):
            events.append(body)
    return bound, events


def _quote(text: str, event: str, bound: dict[str, _Bound]) -> GoldQuote | None:
    """The attribution of an event; None for a cue that introduces no content."""
    parts: defaultdict[str, list[Offsets]] = defaultdict(list)
    for argument in event.split()[1:]:
        name, _, target = argument.partition(":")
        role = _ROLE.fullmatch(name)
        if role and target in bound:
            parts[role[1]] += bound[target].spans
    if not parts["Content"]:
        return None
    return GoldQuote(
        content=_spans(text, parts["Content"]),
        source=_spans(text, parts["Source"]),
        cue=_spans(text, parts["Cue"]),
    )


def _spans(text: str, ranges: list[Offsets]) -> tuple[Span, ...]:
    return tuple(span(text, start, end) for start, end in merge(ranges))
