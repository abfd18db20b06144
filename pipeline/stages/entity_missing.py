"""Names that the model left out, found by what stands beside them or elsewhere in the article."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence

from spacy.strings import get_string_id
from spacy.tokens import Doc

from pipeline.lexicons import load_terms
from pipeline.stages.entity_clues import PERSON, Words, clues_beside
from pipeline.stages.entity_spans import NAME_TAGS, PLACE_LABELS, Candidate, is_name
from pipeline.stages.names import gender_of_first_name, parse_name

_NAME_TAG_IDS = frozenset(map(get_string_id, NAME_TAGS))
_SURE = 2.0  # a clue stronger than that the name is said to say something
_MAX_NAME = 9  # tokens; hyphens count


def read_words(doc: Doc) -> Words:
    """The words of ``doc``, read once for all rules."""
    texts = [token.text for token in doc]
    tags = [tag in _NAME_TAG_IDS for tag in doc.to_array("TAG").tolist()]
    return Words(texts, [text.lower() for text in texts], tags)


def with_missing_names(doc: Doc, words: Words, found: Iterable[Candidate]) -> list[Candidate]:
    """``found`` and the names after titles, after first names, and of bracketed acronyms."""
    result = list(found)
    taken = {index for c in result for index in range(c.start, c.end)}
    for find in (_titled, _with_first_name):
        for candidate in find(doc, words, taken):
            result.append(candidate)
            taken.update(range(candidate.start, candidate.end))
    result.sort()
    return list(_with_acronyms(words, result))


def _titled(doc: Doc, words: Words, taken: set[int]) -> Iterator[Candidate]:
    """The name in "General S M Kamr-ul-Hassan"."""
    titles = load_terms("titles")
    for index, named in enumerate(words.named):
        if not named or words.lower[index] not in titles or index in taken:
            continue
        start = index + 1
        while start < len(words.text) and words.lower[start] in titles:
            start += 1
        end = _name_end(doc, words, start, taken)
        if end > start and words.named[end - 1] and is_name(words.text[start:end]):
            yield Candidate(start, end, "PERSON")


def _with_first_name(doc: Doc, words: Words, taken: set[int]) -> Iterator[Candidate]:
    """Capitalised words of which the first is a common first name ("Amneh Jafari")."""
    for index, named in enumerate(words.named):
        if not named or index in taken or gender_of_first_name(words.lower[index]) is None:
            continue
        text = words.text
        if text[index].isupper() or not text[index][0].isupper():
            continue
        if (
            index
            and words.named[index - 1]
            and text[index - 1][0].isupper()
            and index - 1 not in taken
        ):
            continue
        end = _name_end(doc, words, index, taken)
        if (
            2 <= end - index <= 4
            and words.named[end - 1]
            and end not in taken
            and not text[index + 1].isupper()
        ):
            yield Candidate(index, end, "PERSON")


def _name_end(doc: Doc, words: Words, start: int, taken: set[int]) -> int:
    end = start
    while end < len(words.text) and end - start < _MAX_NAME and end not in taken:
        text = words.text[end]
        if not (words.named[end] and text[0].isupper()):
            # "Kamr-ul-Hassan" is several tokens.
            glued = end > start and not doc[end - 1].whitespace_
            if not glued or not (text == "-" or (words.text[end - 1] == "-" and text.isalpha())):
                break
        end += 1
    return end


def _with_acronyms(words: Words, found: Sequence[Candidate]) -> Iterator[Candidate]:
    """Full names and acronyms in brackets vouch for each other: "Tehreek-e-Insaf (PTI)"."""
    owner = {index: c for c in found for index in range(c.start, c.end)}
    added: dict[int, Candidate] = {}
    for index in range(1, len(words.text) - 2):
        if words.text[index] != "(" or words.text[index + 2] != ")":
            continue
        acronym = words.text[index + 1]
        if not _ACRONYM.fullmatch(acronym):
            continue
        start = _initials_start(words, index, acronym.replace(".", "").upper())
        before = owner.get(index - 1)
        if start is not None and not (
            before and before.label in PLACE_LABELS and before.start == start
        ):
            added[start] = Candidate(start, index, "ORG")
            added[index + 1] = Candidate(index + 1, index + 2, "ORG")
        elif before and before.label == "ORG":
            added[index + 1] = Candidate(index + 1, index + 2, "ORG")
    covered = {i for c in added.values() for i in range(c.start, c.end)}
    kept = [c for c in found if covered.isdisjoint(range(c.start, c.end))]
    yield from sorted([*kept, *added.values()])


_ACRONYM = re.compile(r"[A-Z][A-Za-z.&-]{1,7}")
_SMALL_WORDS = frozenset(
    {"of", "for", "and", "the", "in", "on", "to", "de", "e", "&", "-", "/", "al", "du", "des", "la"}
)


def _initials_start(words: Words, end: int, acronym: str) -> int | None:
    """Where the words before ``end`` begin whose initials are ``acronym``, or None."""
    letters = [c for c in acronym if c.isalpha()]
    index = end - 1
    while letters and index >= 0 and end - index < 14:
        word = words.text[index]
        if word[0].isupper() and word[0] == letters[-1]:
            letters.pop()
        elif words.lower[index] not in _SMALL_WORDS and not word[0].isupper():
            if word[0].upper() != letters[-1]:
                return None
            letters.pop()
        elif word[0].isupper():
            return None
        index -= 1
    start = index + 1
    return start if not letters and words.text[start][0].isupper() and end - start > 1 else None


def initials(name: str) -> str:
    """The first letters of the capitalised words of ``name``, in capitals."""
    words = name.replace("-", " ").split()
    return "".join(word[0] for word in words if word[0].isupper())


def with_repeats(words: Words, found: Iterable[Candidate]) -> list[Candidate]:
    """Names of the article wherever else they stand, and the surnames of its people."""
    result = list(found)
    names, surnames = _names_to_repeat(words, result)
    starts: dict[str, list[tuple[str, ...]]] = {}
    for longest in sorted(names, key=len, reverse=True):
        starts.setdefault(longest[0], []).append(longest)
    owner = {index: n for n, c in enumerate(result) for index in range(c.start, c.end)}
    for index, word in enumerate(words.text):
        if word not in starts:
            continue
        if index in owner:
            c = result[owner[index]]
            if c.end - c.start == 1 and word in surnames and c.label != "PERSON":
                result[owner[index]] = c._replace(label="PERSON")
            continue
        for name in starts[word]:
            start, end = index, index + len(name)
            if tuple(words.text[start:end]) != name or not words.named[end - 1]:
                continue
            if (
                names[name] == "PERSON"
                and len(name) == 1
                and _first_name_before(words, start, owner)
            ):
                start -= 1
            after_entity = end - start > 1 and start - 1 in owner
            if owner.keys().isdisjoint(range(start, end)) and (
                after_entity or not _touches_name(words, start, end)
            ):
                owner.update(dict.fromkeys(range(start, end), len(result)))
                result.append(Candidate(start, end, names[name]))
                break
    return sorted(result)


def _names_to_repeat(
    words: Words, found: Iterable[Candidate]
) -> tuple[dict[tuple[str, ...], str], set[str]]:
    """Labels of the names (as tuples of words) worth looking for, and which are surnames."""
    names: dict[tuple[str, ...], str] = {}
    surnames: set[str] = set()
    for c in found:
        text = tuple(words.text[c.start : c.end])
        if c.label == "NORP" or not any(words.named[c.start : c.end]):
            continue
        lone = len(text) == 1
        if not lone or (_said(words, c) if c.label == "PERSON" else len(text[0]) > 2):
            names.setdefault(text, c.label)
        if c.label == "PERSON" and len(text) > 1 and parse_name(text).full:
            if len(text[-1]) >= 3 and text[-1][0].isupper():
                surnames.add(text[-1])
            if gender_of_first_name(text[0].lower()):
                names.setdefault(text[:1], "PERSON")
    return names | dict.fromkeys(((surname,) for surname in surnames), "PERSON"), surnames


def _said(words: Words, c: Candidate) -> bool:
    """Whether more than the model's word for it makes a lone word a person's name."""
    return clues_beside(words, c.start, c.end)[PERSON] >= _SURE


def _first_name_before(words: Words, index: int, owner: Container[int]) -> bool:
    """Whether an unclaimed capitalised word stands before, not at a sentence's start."""
    return (
        index > 1
        and index - 1 not in owner
        and words.named[index - 1]
        and words.text[index - 1].istitle()
        and words.lower[index - 1] not in load_terms("titles")
        and words.lower[index - 1] not in load_terms("not_names")
    )


def _touches_name(words: Words, start: int, end: int) -> bool:
    """Whether other words of a name stand right before or after."""
    before = (
        start > 0
        and words.named[start - 1]
        and words.lower[start - 1] not in load_terms("titles")
        and words.lower[start - 1] not in load_terms("roles")
    )
    after = end < len(words.text) and words.named[end]
    return before or after
