"""Resolve I and my in a direct quotation to its speaker."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from spacy.tokens import Doc

from .context import Context
from .discourse import Discourse
from .named_people import Person


class Voice(NamedTuple):
    """Tokens ``start`` to ``end`` (exclusive) that quote one person."""

    start: int
    end: int
    person: Person


def find_voices(doc: Doc, context: Context, discourse: Discourse) -> Iterator[Voice]:
    """The quoted spans of ``doc`` whose source is one of the people.

    A quotation without a source has the speaker of the one before it in the same or the previous
    paragraph.
    """
    last: Person | None = None
    last_paragraph = 0
    numbers = range(len(context.reports))
    found = doc._.attributions
    for number in sorted(numbers, key=lambda n: found[n]["content"][0]):
        attribution, report = found[number], context.reports[number]
        transcribed = attribution["rule"] == "transcript"
        if not report.is_direct and not transcribed:
            continue
        content = attribution["content"]
        first, end = context.tokens(content[0][0], content[-1][1])
        if not first < end:
            continue
        paragraph = context.paragraph[first]
        if report.source is not None:
            who = discourse.speaker(report)
            person = who if isinstance(who, Person) else None
        else:
            person = last if paragraph - last_paragraph <= 1 else None
        last, last_paragraph = person, context.paragraph[end - 1]
        if person is None:
            continue
        if transcribed:
            # Everything after a speaker's label is said, without quotation marks.
            for part in content:
                yield Voice(*context.tokens(*part), person)
        for tokens in context.quotations(content):
            yield Voice(*tokens, person)


def find_speakers(tokens: Sequence[int], voices: Iterator[Voice]) -> dict[int, Person]:
    """The speaker of each of the sorted tokens; of nested quotations, the innermost."""
    found: dict[int, Person] = {}
    for voice in voices:
        for token in tokens[bisect_left(tokens, voice.start) : bisect_left(tokens, voice.end)]:
            found[token] = voice.person
    return found
