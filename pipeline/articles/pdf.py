"""PDF is refused with advice: what is column, heading or caption in it needs a person's look."""

from __future__ import annotations

from collections.abc import Iterator

from ..errors import FailureCode, InputError
from ..settings import Settings
from .base import Article
from .source import Source


def refuse_pdf(source: Source, settings: Settings) -> Iterator[Article | InputError]:
    """Always one failure."""
    del settings
    message = "PDF is not read: convert it to text or HTML (docling, pdftotext), and check it."
    yield source.failure(FailureCode.UNSUPPORTED_FORMAT, message)
