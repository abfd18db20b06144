"""From an article to its ``Doc``, however long it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from .articles.base import Article
from .spans import Offsets
from .stages import AFTER_MODEL, factory_name
from .stages.annotations import ATTRIBUTES, Copy, add_note, keep_text, shifted
from .stages.paragraphs.layout import read_layout

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc


type Component = Callable[[Doc], Doc]

LONGEST: Final = 500
"""Characters without white space that the tokenizer gets at a time; addresses are shorter."""

MARKS: Final = 50
"""The same for characters that are neither letters nor digits."""

_UNBROKEN: Final = re.compile(rf"(?P<marks>[^\w\s]{{{MARKS + 1},}}+)|\S{{{LONGEST + 1},}}+")

_GLUED: Final = re.compile(r"[A-Z](?:(?<=[.,!?][\"”’»].)|(?<=[\"”’»][-–—~].)|(?<=[\"”’»] [-–—~].))")
"""Where a name stands right behind a closing mark, or behind that and a dash: "late,”Ruiz said".

It begins with the capital, because looking back first at each place takes many times as long.
"""

_GLUED_MARK: Final = re.compile(
    r"(?P<behind>[\"”“„](?<=[.,!?:;].)(?=\w))|(?P<before>[“„](?<=\w.)(?=\w))"
)
"""A mark with a word right behind it, and a stop or a word right before: "Ruiz said:“We shall"."""

BY_PART: Final = ("quotations", "attribution")
"""Stages behind the model that need no more than a part of a long article."""

_REPEATED: Final = "This paragraph stands in the article before; its quotes are reported once."


def make_doc(nlp: Language, article: Article) -> Doc:
    """The Doc that the pipeline starts from: same offsets as the article's text."""
    prose, repeated = read_layout(article.prose, article.body[0])
    doc = tokenized(nlp, prose)
    keep_text(doc, prose)
    doc._.body_start = article.body[0]
    _note_repeats(doc, repeated)
    return doc


def tokenized(nlp: Language, text: str) -> Doc:
    """Like ``nlp.make_doc``, in time proportional to the length of the text.

    spaCy's tokenizer strips one mark after the other from a string without white space, and copies
    the rest each time; so a row of many marks, or a string of absurd length, is cut. So is a word
    that is glued to a quotation mark, which the tokenizer takes for a part of it.
    """
    starts = [0, *(found.start() for found in _GLUED.finditer(text))]
    starts += (
        mark.end() if mark["behind"] else mark.start() for mark in _GLUED_MARK.finditer(text)
    )
    for run in _UNBROKEN.finditer(text) if max(map(len, text.split()), default=0) > MARKS else ():
        size = MARKS if run["marks"] else LONGEST
        starts += range(run.start() + size, run.end(), size)
    if len(starts) == 1:
        return nlp.make_doc(text)
    from spacy.tokens import Doc

    pieces = [text[start:end] for start, end in pairwise([*sorted(set(starts)), len(text)])]
    return Doc.from_docs([nlp.make_doc(piece) for piece in pieces], ensure_whitespace=False)


def analyse(nlp: Language, article: Article, max_chars: int) -> Doc:
    """The Doc of ``article`` with all that the pipeline finds.

    An article longer than ``max_chars`` characters is analysed in parts, cut between paragraphs, so
    that memory is bounded; the stages that decide who is who then get the whole again.
    """
    if len(article.text) <= max_chars:
        return nlp(make_doc(nlp, article))
    from spacy.tokens import Doc

    by_part, behind = _divided(nlp)
    parts: list[Doc] = []
    lists = [attribute for attribute in ATTRIBUTES if attribute.offsets]
    found: dict[str, list[Any]] = {attribute.name: [] for attribute in lists}
    prose, repeated = read_layout(article.prose, article.body[0])
    for start, end in cut(prose, max_chars):
        part = tokenized(nlp, prose[start:end])
        part._.body_start = max(0, article.body[0] - start)
        for component in by_part:
            part = component(part)
        for attribute in lists:
            of_part = getattr(part._, attribute.name)
            found[attribute.name] += (shifted(one, attribute, start) for one in of_part)
        # Of no use to the stages that see the whole, and most of the memory; a view would keep it.
        part.tensor = part.tensor[:0].copy()
        part.user_data.clear()
        parts.append(part)
    doc = Doc.from_docs(parts, ensure_whitespace=False)
    parts.clear()
    doc._.body_start = article.body[0]
    for name, joined in found.items():
        setattr(doc._, name, joined)
    _note_repeats(doc, repeated)
    for component in behind:
        doc = component(doc)
    return doc


def _divided(nlp: Language) -> tuple[list[Component], list[Component]]:
    """The components that see the parts of a long article, and those that see the whole again.

    From the first of our stages that needs the whole, all do: a user's own stand among them.
    """
    whole = {factory_name(stem) for stem in AFTER_MODEL if stem not in BY_PART}
    names = [name for name, _ in nlp.pipeline]
    first = next((place for place, name in enumerate(names) if name in whole), len(names))
    components = [component for _, component in nlp.pipeline]
    return components[:first], components[first:]


def _note_repeats(doc: Doc, repeated: Sequence[Offsets]) -> None:
    doc._.copies = [Copy(start=start, end=end) for start, end in repeated]
    for start, end in repeated:
        add_note(doc, code="repeated-text", message=_REPEATED, start=start, end=end)


def cut(text: str, size: int) -> Iterator[Offsets]:
    """Ranges that cover ``text``, at most ``size`` long: cut behind an empty line, else behind a
    line break, else behind white space, else anywhere.
    """
    start = 0
    while len(text) - start > size:
        end = start + size
        for mark in ("\n\n", "\n", " "):
            found = text.rfind(mark, start + size // 2, end)
            if found != -1:
                end = found + len(mark)
                break
        yield start, end
        start = end
    yield start, len(text)
