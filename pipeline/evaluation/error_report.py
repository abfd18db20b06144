"""A page of errors: misses, false finds and wrong sources, each in its context.

One self-contained HTML file, without scripts or links; everything is escaped.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import Final

from ..spans import Offsets
from .attribution import Comparison, TokenAttribution
from .evaluate import Evaluated, Evaluation

CONTEXT: Final = 160
"""Characters of context shown on either side of an attribution."""

_STYLE: Final = """
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 62rem; margin: 2rem auto; padding: 0 1rem; }
article { border: 1px solid #8886; border-radius: .4rem; padding: .6rem 1rem; margin: 1rem 0; }
h3 { margin: 0; font-size: 1rem; }
p { margin: .4rem 0; white-space: pre-wrap; }
p b { display: inline-block; min-width: 6rem; }
mark { color: inherit; background: none; border-bottom: .2rem solid; }
mark.content { border-color: #2a9d5c; }
mark.cue { border-color: #d98a00; }
mark.source { border-color: #3b7dd8; }
mark.source.content { border-style: double; }
"""

_ROLES: Final = ("content", "cue", "source")


@dataclass(frozen=True, slots=True)
class Mistake:
    """A miss, a false find, or a match with a wrong source, which has both sides."""

    kind: str
    gold: TokenAttribution | None
    predicted: TokenAttribution | None

    @property
    def position(self) -> Offsets:
        shown = self.gold or self.predicted
        assert shown is not None
        return shown.spans.content[0]


def mistakes(comparison: Comparison) -> list[Mistake]:
    """All errors that lower ``attribution.source_overlap``, in the order of the text."""
    matched = set(comparison.matches.values())
    found = [
        Mistake("wrong source", comparison.gold[i], comparison.predicted[j])
        for i, j in comparison.matches.items()
        if not comparison.right(i, j)
    ]
    found += [
        Mistake("miss", gold, None)
        for i, gold in enumerate(comparison.gold)
        if i not in comparison.matches
    ]
    found += [
        Mistake("false find", None, predicted)
        for j, predicted in enumerate(comparison.predicted)
        if j not in matched
    ]
    return sorted(found, key=lambda mistake: mistake.position)


def render(evaluation: Evaluation) -> str:
    """The page, as HTML."""
    return "\n".join(_page(evaluation)) + "\n"


def _page(evaluation: Evaluation) -> Iterator[str]:
    found = [
        (article, mistakes(article.comparison))
        for article in evaluation.articles
        if article.comparison is not None
    ]
    yield "<!doctype html>"
    yield '<html lang="en"><head><meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>Mistakes</title><style>{_STYLE}</style></head><body>"
    yield "<h1>Mistakes</h1>"
    yield f"<p>{sum(len(some) for _, some in found)} in {len(found)} articles. "
    yield '<mark class="content">content</mark> <mark class="cue">cue</mark> '
    yield '<mark class="source">source</mark></p>'
    for article, some in found:
        if some:
            yield from _section(article, some)
    yield "</body></html>"


def _section(article: Evaluated, some: Sequence[Mistake]) -> Iterator[str]:
    yield f"<section><h2>{escape(article.gold.id)}</h2>"
    for mistake in some:
        yield f"<article><h3>{escape(mistake.kind)}</h3>"
        for label, attribution in (("gold", mistake.gold), ("predicted", mistake.predicted)):
            if attribution is not None:
                yield f"<p><b>{label}</b> {_in_context(article.gold.text, attribution)}</p>"
        yield "</article>"
    yield "</section>"


def _in_context(text: str, attribution: TokenAttribution) -> str:
    """The attribution's words, marked by their roles, with some context on either side."""
    roles = {role: getattr(attribution.spans, role) for role in _ROLES}
    spans = [span for some in roles.values() for span in some]
    start = max(0, min(span[0] for span in spans) - CONTEXT)
    end = min(len(text), max(span[1] for span in spans) + CONTEXT)
    cuts = sorted({start, end, *(edge for span in spans for edge in span)})
    pieces = ["…" if start else ""]
    for left, right in pairwise(cuts):
        held = [r for r, some in roles.items() if any(s <= left and right <= e for s, e in some)]
        piece = escape(text[left:right])
        pieces.append(f'<mark class="{" ".join(held)}">{piece}</mark>' if held else piece)
    pieces.append("…" if end < len(text) else "")
    return "".join(pieces)
