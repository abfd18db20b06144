"""Finds turns of transcripts and interviews: what follows a label such as ``PENCE:``, ``Q:``."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import Final

from ...lexicons import load_terms
from ...spans import Offsets, touches, trim
from ..annotations import Paragraph
from .certain import SENTENCE_END, Certain
from .interviews import last_name, most_named

_LABEL: Final = re.compile(
    r"""["“”'‘]?\s*[*_]{0,3}
    (?:\[[^\]\n]{1,20}\]\s*|[(]?\d{1,2}:\d{2}(?::\d{2})?[)]?\s+(?:[–—-]\s*)?)?      # 02:50:05
    (?P<label>[QA](?=\.\s)
        |(?P<record>(?:M[rR]?[sS]?|D[rR]|T[hH][eE])\.?\s[A-Z][A-Z’'-]{2,30})(?=\.\s)  # Mr. RUIZ.
        |\w[\w.'’-]*+(?:\s(?!\d)\w[\w.'’-]*+){0,6})                 # PENCE, GOV. ANA RUIZ, Ana Ruiz
    (?P<title>(?:,\s?[^:,()\n]{1,60}|\s?\([^()\n]{1,60}\)){0,5})    # , CHAIRMAN (ph)
    (?P<colon>:|(?<=\b[QA])\.|(?(record)\.|(?!)))[*_]{0,3}(?=\s|$)
    """,
    re.VERBOSE,
)
_DIRECTION: Final = re.compile(r"(?:(?:\([^()\n]*\)|\[[^][\n]*\])[\s.]*)+")
"""A stage direction at the start of a turn, which nobody says: "(Laughing)"."""
_BRACKET: Final = re.compile(r"\(([^()]+)\)")
_QUESTIONS: Final = frozenset({"Q", "Question"})
_ANSWERS: Final = frozenset({"A", "Answer"})
_TURN_END: Final = (*SENTENCE_END, *"-–—)]")
_LONGEST_LABEL: Final = 4
"""Words in the longest name that is not in capitals and has no title before it."""
_FEWEST_TURNS: Final = 3
"""This many turns in a row with names of people make a transcript, even if none speaks twice."""


def find_transcripts(
    text: str, paragraphs: Sequence[Paragraph], people: Sequence[Offsets] = ()
) -> list[Certain]:
    """The words after ``NAME:`` at the start of paragraphs, if several have such a label.

    Labels in capitals count if there are two of them. Others count if they alternate (two of them
    come back), or if three in a row are names of people, of two people or more. Most turns must end
    as sentences do and not be lists of names, since facts and teams have labels as well.

    A paragraph without a label belongs to the last one if it continues a quotation, or if that
    label has a paragraph to itself.

    Args:
        text: the text of the article.
        paragraphs: its paragraphs.
        people: the offsets at which it names people, in order. If a label is ``A:`` or initials,
            the speaker is looked for among them.
    """
    labelled = [_match(text, paragraph) for paragraph in paragraphs]
    labels = {label["label"] for label in labelled[1:] if label}
    for at, paragraph in enumerate(paragraphs):
        label = labelled[at]
        # An interview without a headline begins with its first turn.
        if paragraph["kind"] == "title" and (at or not label or label["label"] not in labels):
            labelled[at] = None
    for at, label in enumerate(labelled):
        has_words = label is not None and trim(text, (label.end(), paragraphs[at]["end"]))
        if has_words and has_words[0] == has_words[1] and None not in labelled[at + 1 : at + 2]:
            labelled[at] = None  # nobody's words stand behind it
    pairs = list(zip(paragraphs, labelled, strict=True))
    turns = [text[p["start"] : p["end"]].rstrip("\"”'’*_ ") for p, label in pairs if label]
    if 2 * sum(turn.endswith((*_TURN_END, ":")) for turn in turns) < len(turns):
        return []
    if 2 * sum(map(_is_list, turns)) > len(turns):
        return []
    counted = _counted(text, labelled, people)
    first = next((label for label in counted if label), None)
    if first is None:
        return []
    above = [span for span in people if span[1] <= first.start()]
    found: list[Certain] = []
    last: re.Match[str] | None = None
    waits = False
    for paragraph, label in zip(paragraphs, counted, strict=True):
        start, end = paragraph["start"], paragraph["end"]
        if label:
            last = label
            start = label.end("colon")
        elif last is None or not (waits or (text[start] in '"“' and text[last.start()] in '"“')):
            last = None
            continue
        content = trim(text, (start, end), "*_")
        waits = label is not None and content[0] == content[1]
        if direction := _DIRECTION.match(text, *content):
            content = (direction.end(), content[1])
        if any(c.isalnum() for c in text[slice(*content)]):
            source = _source(text, last, above)
            found.append(Certain([content], source, last.span("colon"), "transcript"))
    return found


def _match(text: str, paragraph: Paragraph) -> re.Match[str] | None:
    """The label of a paragraph, if it has one that could name a speaker."""
    found = _LABEL.match(text, paragraph["start"], paragraph["end"])
    if found is None or found["label"].lower() in load_terms("fact_labels"):
        return None
    words = found["label"].split()
    if _is_capitals(found["label"]):
        return found
    capitals = all(word[0].isupper() or word in _small_words() for word in words)
    has_title = words[0] == "The" or words[0].lower() in load_terms("titles")
    return found if capitals and (has_title or len(words) <= _LONGEST_LABEL) else None


@cache
def _small_words() -> frozenset[str]:
    return load_terms("name_particles") | load_terms("name_joiners") | {"the"}


def _is_capitals(label: str) -> bool:
    """Whether a label of two letters or more is in capitals, except for a "Mc" or "de"."""
    letters = [character for character in label if character.isalpha()]
    upper = sum(character.isupper() for character in letters)
    return len(letters) > 1 and label[0].isupper() and 5 * upper >= 4 * len(letters)


def _is_list(turn: str) -> bool:
    """Whether a label is followed by a list of names: "Forwards: Ada Quist (Marn), …"."""
    words = turn.partition(":")[2].split()
    names = sum(word.strip("(“\"'")[:1].isupper() for word in words)
    commas = sum(word.endswith((",", ";", "),")) for word in words)
    return commas > 1 and 4 * names > 3 * len(words) and not turn.isupper()


def _counted(
    text: str, labelled: Sequence[re.Match[str] | None], people: Sequence[Offsets]
) -> list[re.Match[str] | None]:
    """The labels that name a speaker; None in the place of all others."""
    keys = [last_name(label["label"]) if label else "" for label in labelled]
    times = Counter(filter(None, keys))
    alternating = sum(1 for n in times.values() if n > 1) > 1
    capitals = sum(1 for label in labelled if label and _is_capitals(label["label"]))
    persons = _in_a_row(
        [label is not None and _is_person(text, label.span("label"), people) for label in labelled],
        keys,
    )

    def tells(label: re.Match[str], key: str) -> bool:
        comes_back = alternating and times[key] > 1 and not label["title"].startswith(",")
        return comes_back or (capitals > 1 and _is_capitals(label["label"]))

    return [
        label if label and (person or tells(label, key)) else None
        for label, key, person in zip(labelled, keys, persons, strict=True)
    ]


def _in_a_row(persons: Sequence[bool], keys: Sequence[str]) -> list[bool]:
    """For each label, whether it is in a long enough row of people, of two different ones or more.

    Args:
        persons: for each label, whether it is a person.
        keys: the last names in the labels.
    """
    found = [False] * len(persons)
    start = 0
    for at in range(len(persons) + 1):
        if at < len(persons) and persons[at]:
            continue
        if at - start >= _FEWEST_TURNS and len(set(keys[start:at])) > 1:
            found[start:at] = [True] * (at - start)
        start = at + 1
    return found


def _is_person(text: str, span: Offsets, people: Sequence[Offsets]) -> bool:
    words = text[slice(*span)].lower().split()
    titles = load_terms("titles") | load_terms("courtesy_titles")
    office = words[0] == "the" and any(word in titles for word in words)
    return office or words[0] in titles or touches(people, span)


def _source(text: str, label: re.Match[str], above: Sequence[Offsets]) -> Offsets:
    """The span that names the speaker of a label.

    It is the name in the label's brackets, a person named above the interview, or the label itself.
    """
    name = label["label"]
    if name.startswith("The ") and (holder := _BRACKET.match(label["title"].lstrip())):
        start = label.start("title") + label["title"].index("(") + 1
        if len(holder[1].split()) > 1:
            return (start, start + len(holder[1]))
    if name in _ANSWERS:
        return most_named(text, above) or label.span("label")
    if name.isupper() and len(name.replace(".", "")) in (2, 3):
        initials = name.replace(".", "")
        same = [span for span in above if _initials(text[slice(*span)]) == initials]
        if len({text[slice(*span)] for span in same}) == 1:
            return same[0]
    return label.span("label")


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split() if word[0].isupper())
