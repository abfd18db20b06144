"""Finds quotations that the line or the words before them introduce, with or without a verb."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from ...lexicons import load_terms
from ...spans import Offsets, merge, overlap, touches
from ..annotations import Attribution, Paragraph, Quotation
from ..grammar import FINITE_OR_BARE
from .asides import by_aside
from .candidates import find_subject
from .certain import has_letter, paragraph_at
from .content_spans import content_type
from .conversion import Introduction, trimmed
from .cues import cue_lemma, find_addressee, find_mode, noun_phrase
from .floating import is_short
from .word_features import Words, token_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_CLOSING: Final = "\"'”’»“‘」』 "
_LONGEST_SUBJECT: Final = 15
"""Words in the longest subject."""
_LONGEST_SIGNER: Final = 15
"""Tokens in the longest name after a quotation, with titles and offices."""
_LONGEST_HEADING: Final = 20
"""Tokens in the longest line that names a speaker."""


def find_introduced(
    doc: Doc,
    text: str,
    words: Words,
    marks: Sequence[Quotation],
    found: Sequence[Attribution],
) -> list[Attribution]:
    """Quotations right after a colon or a reporting verb: "Ruiz made one remark: “…”".

    Only quotations that are not yet attributed are looked at. The source is the subject of the
    sentence before the colon, in the same paragraph or at the end of the one above, or the subject
    of the verb, which may have it in common with others ("I laughed and said, “…”"). A name is
    enough before a colon ("And from Ruiz: “…”") and after a quotation that ends in a comma
    ("“Wait,” Ana Ruiz.").

    Args:
        doc: the article.
        text: its text.
        words: its words.
        marks: its outermost quotations.
        found: the attributions that are already known.
    """
    taken = merge(span for one in found for span in one["content"])
    result: list[Attribution] = []
    content: list[Offsets] = []
    for mark in marks:
        span = (mark["start"], mark["end"])
        if touches(taken, span):
            content = []
            continue
        content = [*content, span] if mark["continues"] else [span]
        end = span[0]
        while end > 0 and text[end - 1].isspace():
            end -= 1
        by = _by_name(doc, words, text, end) or _by_naming(doc, words, text, end)
        if by is None and not is_short(text, span):
            by = by_verb(doc, words, text, end)
        by = by or _by_comma(doc, words, text, span) or _by_name_behind(doc, text, span)
        by = by or _by_aside(doc, text, span)
        if by is None or overlap(by.source, span):
            continue
        result.append(by.attribution(content, content_type(text, content, marks)))
    return result


def by_verb(doc: Doc, words: Words, text: str, end: int) -> Introduction | None:
    """The introduction by a clause that ends at character ``end``.

    It ends in its verb of speech, or in a colon. None if there is no such clause, or no subject.
    """
    colon = text[end - 1 : end] == ":"
    last = _word_at(words, end if colon or text[end - 1 : end] != "," else end - 1)
    if last is None:
        return None
    if colon:
        last = _root(words, last)
    else:
        token = doc[int(words.token[last])]
        if not token.tag_.startswith("VB") or cue_lemma(token) not in load_terms("cues_speech"):
            return None
    subject = find_subject(words, last)
    if subject is None:
        return None
    first, until = int(words.first[subject]), int(words.last[subject])
    source = trimmed(text, (int(words.start[first]), int(words.end[until])))
    if source is None:
        return None
    verb = doc[int(words.token[last])]
    lemma = cue_lemma(verb)
    return Introduction(
        source,
        (verb.idx, verb.idx + len(verb)),
        lemma,
        find_mode(lemma, doc[int(words.token[subject])]),
        find_addressee(doc, verb, lemma),
    )


def _by_name(doc: Doc, words: Words, text: str, end: int) -> Introduction | None:
    """The introduction by a line without a verb that ends at character ``end``.

    Examples are "And from Chairwoman Ruiz:" and "Her verdict?".
    """
    colon = _word_at(words, end) if text[end - 1 : end] in {":", "?"} else None
    if colon is None:
        return None
    first = int(words.first[_root(words, colon)])
    line = doc[int(words.token[first]) : int(words.token[colon])]
    if any(word.tag_ in FINITE_OR_BARE and not _is_aside(word) for word in line):
        return None
    for label in ("PERSON", "ORG"):
        names = [entity for entity in line.ents if entity.label_ == label]
        if names:
            source = (names[-1].start_char, names[-1].end_char)
            return Introduction(source, (end - 1, end), ":")
    owner = next((word for word in line if word.dep_ == "poss" or word.tag_ == "PRP$"), None)
    owner = owner or next((word for word in line if _is_origin(word)), None)
    if owner is None:
        return None
    return Introduction(noun_phrase(doc, owner), (end - 1, end), ":")


def _by_comma(doc: Doc, words: Words, text: str, quotation: Offsets) -> Introduction | None:
    """The clause right after a quotation that opens a sentence and ends in a comma.

    The comma shows that the clause reports, whatever its verb: "“Gone,” Ruiz captioned a photo".
    """
    start, end = quotation
    before = text[text.rfind("\n", 0, start) + 1 : start].rstrip()
    if (before and before[-1] not in ".!?") or text[start:end].rstrip(_CLOSING)[-1:] != ",":
        return None
    first = int(np.searchsorted(words.start, end))
    for verb in range(first + 1, min(first + _LONGEST_SUBJECT, len(words))):
        if words.paragraph[verb] != words.paragraph[first]:
            break
        token = doc[int(words.token[verb])]
        # "Was" of "was quoted as saying" has no subject of its own.
        last = int(words.head[verb]) if token.dep_ == "auxpass" else verb
        subject = int(words.subject[last])
        if token.tag_ not in FINITE_OR_BARE or not first <= subject < verb:
            continue
        if int(words.first[subject]) > first:
            break
        source = trimmed(text, (int(words.start[first]), int(words.end[verb - 1])))
        said = doc[int(words.token[last])]
        cue = (token.idx, said.idx + len(said))
        return Introduction(source, cue, cue_lemma(said)) if source else None
    return None


def _by_naming(doc: Doc, words: Words, text: str, end: int) -> Introduction | None:
    """The introduction by "what … called" before the quotation: "what it called “a farce”"."""
    last = _word_at(words, end)
    if last is None or token_of(doc, words, last).lower_ not in load_terms("naming_forms"):
        return None
    subject = int(words.subject[last])
    first = int(words.first[subject])
    if subject == last or first == 0 or token_of(doc, words, first - 1).lower_ != "what":
        return None
    source = (int(words.start[first]), int(words.end[int(words.last[subject])]))
    verb = token_of(doc, words, last)
    return Introduction(source, (verb.idx, verb.idx + len(verb)), cue_lemma(verb))


def _by_name_behind(doc: Doc, text: str, quotation: Offsets) -> Introduction | None:
    """The person whose name is all that follows a quotation that ends in a comma."""
    start, end = quotation
    if is_short(text, quotation) or text[start:end].rstrip(_CLOSING)[-1:] != ",":
        return None
    stop = text.find("\n", end)
    line = doc.char_span(end, len(text) if stop < 0 else stop, alignment_mode="contract")
    if line is None or len(line) > _LONGEST_SIGNER or any(w.tag_ in FINITE_OR_BARE for w in line):
        return None
    people = [entity for entity in line.ents if entity.label_ == "PERSON"]
    if len(people) != 1 or text[people[0].end_char : line.end_char].strip(" ."):
        return None
    return Introduction((people[0].start_char, people[0].end_char))


def _by_aside(doc: Doc, text: str, quotation: Offsets) -> Introduction | None:
    aside = by_aside(doc, text, quotation)
    if aside is None:
        return None
    cue = aside.cue
    if cue is None:
        return Introduction(aside.source)
    return Introduction(aside.source, (cue.idx, cue.idx + len(cue)), cue_lemma(cue))


def _word_at(words: Words, end: int) -> int | None:
    """The index of the word that ends at character ``end``, or None."""
    last = int(np.searchsorted(words.start, end - 1, side="right")) - 1
    return last if last >= 0 and int(words.end[last]) == end else None


def _root(words: Words, word: int) -> int:
    while int(words.head[word]) != word:
        word = int(words.head[word])
    return word


def _is_aside(word: Token) -> bool:
    """Whether a word is in a relative clause, as "lost" in "And this from Ruiz, who lost:"."""
    return word.dep_ == "relcl" or any(above.dep_ == "relcl" for above in word.ancestors)


def _is_origin(word: Token) -> bool:
    return word.dep_ == "pobj" and word.head.lower_ in {"from", "by", "of"}


def find_headed(
    doc: Doc, text: str, marks: Sequence[Quotation], found: Sequence[Attribution]
) -> list[Attribution]:
    """Quotations in paragraphs of their own, below a line that names their speaker.

    Such lines are "From the desk of Ana Ruiz." and "Ana Ruiz, 34, nurse". If an unattributed
    quotation stands above the first of these lines, the article puts names below the words, so
    nothing is found.
    """
    taken = merge(span for one in found for span in one["content"])
    paragraphs: list[Paragraph] = doc._.paragraphs
    alone: dict[int, Quotation] = {}
    for mark in marks:
        at = paragraph_at(paragraphs, mark["start"])
        if at is None or touches(taken, (mark["start"], mark["end"])):
            continue
        start, end = paragraphs[at]["start"], paragraphs[at]["end"]
        if start == mark["start"] and not has_letter(text, mark["end"], end):
            alone[at] = mark
    result: list[Attribution] = []
    last = -1
    for at, mark in alone.items():
        span = (mark["start"], mark["end"])
        if mark["continues"] and last == at - 1:
            result[-1]["content"].append(span)
            last = at
            continue
        source = _heading(doc, paragraphs[at - 1]) if at and at - 1 not in alone else None
        if source is None:
            continue
        if not result and at - 2 in alone:
            return []
        last = at
        result.append(Introduction(source).attribution([span], "direct"))
    return result


def _heading(doc: Doc, paragraph: Paragraph) -> Offsets | None:
    """The person's name in a paragraph that only says whose words follow; else None."""
    line = doc.char_span(paragraph["start"], paragraph["end"], alignment_mode="expand")
    if line is None or paragraph["kind"] == "title" or len(line) > _LONGEST_HEADING:
        return None
    name = next((entity for entity in line.ents if entity.label_ == "PERSON"), None)
    if (
        name is None
        or any(word.tag_ in FINITE_OR_BARE for word in line)
        or line[-1].text in {"?", ":"}
    ):
        return None
    before = doc[line.start : name.start]
    leads = line[0].lower_ == "from" or all(word.text[0].isupper() for word in before)
    return (name.start_char, name.end_char) if leads else None
