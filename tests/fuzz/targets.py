"""What to fuzz with atheris: ``python tests/fuzz/targets.py readers -max_total_time=60``."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable

import atheris

with atheris.instrument_imports(include=["newsquotes"]):
    from newsquotes.articles import Article
    from newsquotes.articles.reading import READERS
    from newsquotes.articles.source import Source
    from newsquotes.errors import InputError
    from newsquotes.settings import Settings
    from newsquotes.stages.paragraphs.component import find_paragraphs
    from newsquotes.stages.quotations.pairing import find_quotations

SUFFIXES = (".txt", ".json", ".jsonl")
SETTINGS = Settings(max_bytes=2_000)


def readers(data: bytes) -> None:
    """Whatever the bytes: articles whose parts lie in their text, or failures with a message."""
    suffix, data = SUFFIXES[data[0] % len(SUFFIXES)] if data else ".txt", data[1:]
    source = Source(f"a{suffix}", "a", lambda: io.BytesIO(data))
    items: list[Article | InputError] = []
    try:
        items.extend(READERS[suffix](source, SETTINGS))
    except InputError as error:
        items.append(error)
    for item in items:
        if isinstance(item, InputError):
            assert item.message.endswith(".")
        else:
            start, end = item.body
            assert 0 <= start < end <= len(item.text)
            assert len(item.prose) == len(item.text)
            if item.headline is not None:
                assert item.text[slice(*item.headline)] == item.title


def marks(data: bytes) -> None:
    """Whatever the text: quotations in order and within it."""
    text = data.decode("utf-8", "replace")
    found = find_quotations(text, find_paragraphs(text)).quotations
    spans = [(one["start"], one["end"]) for one in found]
    assert spans == sorted(spans, key=lambda span: (span[0], -span[1]))
    assert all(0 <= start < end <= len(text) for start, end in spans)


TARGETS: dict[str, Callable[[bytes], None]] = {"readers": readers, "marks": marks}

if __name__ == "__main__":
    atheris.Setup([sys.argv[0], *sys.argv[2:]], TARGETS[sys.argv[1]])
    atheris.Fuzz()
