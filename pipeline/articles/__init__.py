"""Readers: from files, folders and standard input to :class:`Article`."""

from .base import Article, Note
from .reading import READERS, count_inputs, read_articles

__all__ = ["READERS", "Article", "Note", "count_inputs", "read_articles"]
