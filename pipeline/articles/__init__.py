"""Readers: from files, folders and standard input to :class:`Article`."""

from pipeline.articles.base import Article, Note
from pipeline.articles.reading import READERS, count_inputs, read_articles

__all__ = ["READERS", "Article", "Note", "count_inputs", "read_articles"]
