"""Interviews that are printed as questions and answers without any labels."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from ...spans import Offsets
from ..annotations import Paragraph
from .certain import Certain

_ADDRESSES: Final = re.compile(r"\b(?:you|your|yours|yourself)\b", re.IGNORECASE)
_ANSWERS: Final = re.compile(r"\b(?:I|[Mm]e|[Mm]y|[Mm]ine|[Ww]e|us|[Oo]urs?)\b")
_QUOTED: Final = re.compile(r"[\"“”„«»‘「]")
_FEWEST_QUESTIONS: Final = 2
_LONGEST_QUESTION: Final = 60
"""In words."""


def find_interview(
    text: str, paragraphs: Sequence[Paragraph], people: Sequence[Offsets]
) -> list[Certain]:
    """The answers in an interview whose questions are paragraphs of their own, without labels.

    There must be two questions, each with an answer below it. Half of the questions say "you", half
    of the answers "I" or "we", and neither has quotation marks, so that lists of what readers ask
    about an illness are none. Who answers is the person named most often above the first question.

    Args:
        text: of the article.
        paragraphs: its paragraphs.
        people: where it names people, in order.
    """
    asked = [_is_question(text, paragraph) for paragraph in paragraphs]
    if sum(asked) < _FEWEST_QUESTIONS:
        return []
    first = asked.index(True)
    above = [span for span in people if span[1] <= paragraphs[first]["start"]]
    speaker = most_named(text, above)
    if speaker is None:
        return []
    answers: list[tuple[int, list[Offsets]]] = []
    for at in range(first, len(paragraphs)):
        if asked[at]:
            answers.append((at, []))
        else:
            answers[-1][1].append((paragraphs[at]["start"], paragraphs[at]["end"]))
    words = [text[spans[0][0] : spans[-1][1]] for _, spans in answers if spans]
    questions = [text[paragraphs[at]["start"] : paragraphs[at]["end"]] for at, _ in answers]
    whole = len(words) == len(questions) and not any(map(_QUOTED.search, words))
    if not whole or not _half(_ADDRESSES, questions) or not _half(_ANSWERS, words):
        return []
    ends = [paragraphs[at]["end"] for at, _ in answers]
    return [
        Certain(spans, speaker, (end - 1, end), "transcript")
        for (_, spans), end in zip(answers, ends, strict=True)
    ]


def most_named(text: str, people: Sequence[Offsets]) -> Offsets | None:
    """The first full name of the person whose last name stands most often in ``people``."""
    times = Counter(last_name(text[slice(*span)]) for span in people)
    full = [span for span in people if " " in text[slice(*span)]]
    return max(full, key=lambda span: times[last_name(text[slice(*span)])], default=None)


def last_name(name: str) -> str:
    """The last word of a name, for comparing."""
    return name.split()[-1].strip(".").casefold()


def _is_question(text: str, paragraph: Paragraph) -> bool:
    words = text[paragraph["start"] : paragraph["end"]]
    asks = words.endswith("?") and paragraph["kind"] == "body"
    return asks and not _QUOTED.search(words) and len(words.split()) <= _LONGEST_QUESTION


def _half(form: re.Pattern[str], parts: Sequence[str]) -> bool:
    return 2 * sum(form.search(part) is not None for part in parts) >= len(parts)
