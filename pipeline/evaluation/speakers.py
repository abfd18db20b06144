"""The speaker measure: contents found, and found with the right name of the speaker.

Contents are paired by :mod:`newsquotes.evaluation.alternatives`. A name is right if it is one of
the gold names, ignoring case, accents, titles and a possessive mark. If there is no gold name, the
speaker must be unnamed.

``quotes.content``
    Contents found.
``quotes.with_name``
    Contents found whose speaker has the right name, or is rightly unnamed.
``speaker.by_mention``
    Of the pairs with a gold name, the share with the right name, by the form of the source:
    ``name``, ``pronoun``, ``description`` ("the minister"), or ``none`` if a quote continues.
``speaker.unnamed``
    Of the pairs without a gold name, the share whose speaker is unnamed.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final, Literal

from ..lexicons import load_terms
from ..lexicons.personal_names import split_titles
from ..spans import overlap
from .alternatives import Settled
from .attribution import QuoteSpans
from .confidence import Rated
from .coreference import PRONOUNS
from .counts import Sheet

type Mention = Literal["name", "pronoun", "description", "none"]

_PRONOUNS: Final = PRONOUNS | {"i", "me", "we", "us", "who", "whom", "it"}
_ARTICLES: Final = frozenset({"a", "an", "one"})
_WORD: Final = re.compile(r"\w+")
_POSSESSIVE: Final = re.compile(r"[’']s?$")


def mention_of(text: str, quote: QuoteSpans) -> Mention:
    """The form of the source of a quote.

    >>> mention_of("The minister said no.", QuoteSpans(content=((18, 20),), source=((0, 12),)))
    'description'
    """
    if not quote.source:
        return "none"
    words = _WORD.findall(text[min(quote.source)[0] : max(quote.source)[1]])
    if len(words) == 1 and words[0].casefold() in _PRONOUNS:
        return "pronoun"
    if words and words[0].casefold() in load_terms("determiners") | _ARTICLES:
        words = words[1:]
    capital = any(c.isupper() for word in words for c in word)
    return "name" if capital else "description"


def name_key(name: str | None) -> str | None:
    """The key by which names are compared, without titles, case and accents."""
    if name is None:
        return None
    plain = unicodedata.normalize("NFKD", _POSSESSIVE.sub("", name.strip().casefold()))
    words, _ = split_titles("".join(c for c in plain if not unicodedata.combining(c)).split())
    return " ".join(_WORD.findall(" ".join(words).removeprefix("the ")))


def score_speakers(text: str, settled: Settled) -> Sheet:
    """All counts of one article."""
    sheet = Sheet()
    right = {i for i, j in settled.pairs.items() if _right(settled.gold[i], settled.predicted[j])}
    for name, count in (("content", len(settled.pairs)), ("with_name", len(right))):
        sheet.tally(
            f"quotes.{name}",
            right=count,
            predicted=len(settled.predicted),
            gold=len(settled.gold),
        )
    for i in settled.pairs:
        quote = settled.gold[i]
        named = f"by_mention.{mention_of(text, quote)}" if quote.speaker else "unnamed"
        sheet.share(f"speaker.{named}", i in right)
    return sheet


def _right(gold: QuoteSpans, predicted: QuoteSpans) -> bool:
    names = gold.speaker, *gold.speaker_also
    return name_key(predicted.speaker) in set(map(name_key, names))


def rated_speakers(settled: Settled) -> list[Rated]:
    """How sure each speaker's name is, and whether it is right.

    Only pairs with overlapping sources count, because a confidence is about one mention, and only
    those whose predicted speaker has a name.
    """
    pairs = [(settled.gold[i], settled.predicted[j]) for i, j in settled.pairs.items()]
    return [
        Rated(predicted.speaker_confidence, _right(gold, predicted))
        for gold, predicted in pairs
        if predicted.speaker is not None and predicted.speaker_confidence is not None
        if not gold.source or any(overlap(a, b) for a in gold.source for b in predicted.source)
    ]
