"""Readers: from files, folders and standard input to :class:`Article`.

What a reader of your own needs is here too, see :mod:`newsquotes.articles.plugins`.
"""

from .base import Article, Note
from .databases import articles_in
from .mapped import article_from
from .plugins import Reader
from .reading import READERS, count_inputs, read_articles
from .source import Source, decode, read_bytes

__all__ = [
    "READERS",
    "Article",
    "Note",
    "Reader",
    "Source",
    "article_from",
    "articles_in",
    "count_inputs",
    "decode",
    "read_articles",
    "read_bytes",
]
