"""What readers of formats do not check: the language of a text, and whether it is an article."""

from __future__ import annotations

from dataclasses import replace

from ..errors import FailureCode, InputError, Stage
from ..settings import Settings
from .base import Article
from .language import in_language
from .suspicion import suspicions


def noticed(article: Article, settings: Settings) -> Article:
    """``article`` with its language, and with notes about what is suspicious in its text.

    Raises:
        InputError: no-text; not-english, unless the settings take any language.
        EngineError: the model that tells languages apart cannot be loaded.
    """
    if not any(map(str.isalnum, article.text[slice(*article.body)])):
        message = "There are no words in it; remove it or put the article in."
        raise InputError(article.source, Stage.READ, FailureCode.NO_TEXT, message, article.id)
    article = in_language(article, settings)
    return replace(article, notes=article.notes + suspicions(article))
