"""Names that the model left out or cut short, found by what stands beside them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ...lexicons import load_terms
from ...lexicons.gazetteer import find_places, place_key
from ...lexicons.personal_names import gender_of_first_name
from ..token_columns import Words
from .acronyms import with_acronyms
from .boundaries import PLACE_LABELS, Candidate, is_personal_name, tidied
from .clues import PERSON, PLACE, SURE, clues_beside, place_fame

_SURE_PLACE = 2.5  # how well known and how plainly used as a place
_INITIAL = re.compile(r"[A-Z]\.?")
_BODIES = PLACE_LABELS | {"ORG"}
_OF_COUNTIES = frozenset({"police", "constabulary", "council"})
_MAX_NAME = 9  # tokens; hyphens count
_MAX_PLAIN_NAME = 4


def with_missing_names(words: Words, found: Iterable[Candidate]) -> list[Candidate]:
    """``found`` with people's names made whole, and the names that stand out without the model.

    Those are the names after titles, after first names, before an age or an office, datelines,
    and acronyms in brackets with what they stand for.
    """
    result = with_datelines(words, found)
    taken = {index for c in result for index in range(c.start, c.end)}
    offices: set[int] = set()  # "District Collector" before a name
    for at, c in enumerate(result):
        if c.label in PLACE_LABELS and _is_airport(words, c, taken):
            result[at] = Candidate(c.start, c.end + 1, "FAC")
            taken.add(c.end)
        elif c.label in _BODIES and _is_body(words, c, taken):
            result[at] = Candidate(
                _pair_start(words, c, result[at - 1] if at else c), c.end + 1, "ORG"
            )
            taken.update(range(result[at].start, result[at].end))
        elif c.label == "ORG" and words.lower[c.end - 1] in load_terms("titles"):
            if at + 1 < len(result) and result[at + 1].start == c.end:
                offices.add(at)
        elif c.label == "PERSON":
            longer = (_made_whole if c.end - c.start == 1 else _with_last_word)(words, c, taken)
            longer = _behind_title(words, longer, taken)
            result[at] = longer = _with_initials(words, longer, taken)
            taken.update(range(longer.start, longer.end))
    result = [c for at, c in enumerate(result) if at not in offices]
    free = [index for index in words.names if index not in taken and words.text[index][0].isupper()]
    for find in (_titled, _in_full, _organizations, _places):
        for candidate in find(words, free, taken):
            result += tidied(words, candidate)
            taken.update(range(candidate.start, candidate.end))
    return with_acronyms(words, result)


def _is_airport(words: Words, c: Candidate, taken: set[int]) -> bool:
    """Whether a town's airport is meant: "Dhaka airport"."""
    if c.end >= len(words.text) or words.text[c.end] != "airport" or c.end in taken:
        return False
    places = find_places(place_key(" ".join(words.text[c.start : c.end])))
    return any(place.kind == "city" for place in places)


def _made_whole(words: Words, c: Candidate, taken: set[int]) -> Candidate:
    """A lone word with the first name that the model left before it ("Per" Zetterquist)."""
    index = c.start - 1
    if (
        index < 0
        or index in taken
        or not words.text[index].istitle()
        or words.lower[index] in load_terms("titles")
        or words.lower[index] in load_terms("roles")
        or words.lower[index] in load_terms("name_openers")
        or not gender_of_first_name(words.lower[index])
        or (not words.named[index] and words.begins_sentence(index))
    ):
        return c
    return c._replace(start=index)


def _behind_title(words: Words, c: Candidate, taken: set[int]) -> Candidate:
    """A name with the first name left between it and a title: MP "Tarek" Al-Masri."""
    first = c.start - 1
    if (
        first >= 1
        and not taken.intersection((first, first - 1))
        and words.named[first]
        and words.text[first].istitle()
        and words.lower[first] not in load_terms("titles")
        and words.lower[first] not in load_terms("roles")
        and words.lower[first] not in load_terms("not_names")
        and words.lower[first - 1] in load_terms("titles")
        and words.text[first - 1][0].isupper()
    ):
        return c._replace(start=first)
    return c


def _is_body(words: Words, c: Candidate, taken: set[int]) -> bool:
    """Whether a body of the place or firm is meant: "Somerset" Police, which the model cut."""
    return (
        c.end < len(words.text)
        and c.end not in taken
        and words.text[c.end].istitle()
        and words.named[c.end]
        and words.lower[c.end] in load_terms("organization_words")
        and not (c.end + 1 < len(words.text) and words.named[c.end + 1])
    )


def _pair_start(words: Words, c: Candidate, before: Candidate) -> int:
    """Where the name of a body of two counties begins: "Avon and" Somerset Police."""
    joined = before.end == c.start - 1 and words.lower[c.start - 1] == "and"
    return before.start if joined and words.lower[c.end] in _OF_COUNTIES else c.start


def _with_last_word(words: Words, c: Candidate, taken: set[int]) -> Candidate:
    """A name with the second family name that the model left after it: María López "García"."""
    end = c.end
    if (
        end >= len(words.text)
        or end in taken
        or not words.named[end]
        or not words.text[end].istitle()
        or not words.text[end].isalpha()
        or not words.text[c.end - 1].istitle()
        or words.lower[end] in load_terms("not_names")
        or words.lower[end] in load_terms("organization_words")
        or words.lower[end] in load_terms("place_nouns")
        or words.lower[end] in load_terms("roles")
        or (end + 1 < len(words.text) and (end + 1 in taken or words.named[end + 1]))
    ):
        return c
    return c._replace(end=end + 1)


def _with_initials(words: Words, c: Candidate, taken: set[int]) -> Candidate:
    """A name with what the model left before it: "Kamr-ul-" Hassan, "S M" Kamr-ul-Hassan."""
    text, start = words.text, c.start
    while (
        start >= 4
        and text[start - 1] == text[start - 3] == "-"
        and all(words.glued[start - 3 : start + 1])
        and words.lower[start - 2] in load_terms("name_particles")
        and text[start - 4][0].isupper()
        and taken.isdisjoint(range(start - 4, start))
    ):
        start -= 4
    initial = start
    while initial and _INITIAL.fullmatch(text[initial - 1]) and words.named[initial - 1]:
        initial -= 1
    # "Plan B Smith" is no name.
    if initial < start and taken.isdisjoint(range(initial, start)):
        before = words.lower[initial - 1] if initial else ""
        if not initial or not words.named[initial - 1] or before in load_terms("titles"):
            start = initial
    return c._replace(start=start)


def with_datelines(words: Words, found: Iterable[Candidate]) -> list[Candidate]:
    """``found`` with the town and the agency of datelines: "DAKAR (Sahel Press) —"."""
    added: list[Candidate] = []
    for index in words.starts:
        text = words.text[index]
        if not text.isupper() or len(text) < 3:
            continue
        if words.glued[index] and index and not words.text[index - 1].isspace():
            continue
        # A dateline begins a paragraph.
        if added and index < added[-1].end:
            continue
        end = index + 1
        while end < len(words.text) and words.text[end].isupper() and words.text[end].isalpha():
            end += 1
        known = words.text[end : end + 1] in ([","], ["("]) or place_fame(words.text[index:end])
        if not known or not _dateline_follows(words, end):
            continue
        added.append(Candidate(index, end, "GPE"))
        if "(" in words.text[end : end + 4]:
            opening = words.text.index("(", end)
            closing = next(
                (i for i in range(opening, opening + 6) if words.text[i : i + 1] == [")"]), None
            )
            if closing is not None and closing - opening > 1:
                added.append(Candidate(opening + 1, closing, "ORG"))
    if not added:
        return list(found)
    covered = {index for c in added for index in range(c.start, c.end)}
    kept = [c for c in found if covered.isdisjoint(range(c.start, c.end))]
    return [*kept, *added]


def _dateline_follows(words: Words, end: int) -> bool:
    """Whether what stands from token ``end`` on ends a dateline within a few words."""
    if end >= len(words.text) or words.text[end] not in {",", "(", "—", "–", "-", "--"}:
        return False
    for text in words.text[end : end + 10]:
        if text in {"—", "–", "-", "--"}:
            return True
        if text in {".", "?", "!", ":", ";", "\n"}:
            return False
    return False


def _titled(words: Words, free: Iterable[int], taken: set[int]) -> Iterator[Candidate]:
    """The name in "General S M Kamr-ul-Hassan"."""
    titles = load_terms("titles")
    start = 0
    for index in free:
        if words.lower[index] not in titles or index in taken:
            continue
        # Of a row of titles each has the same name after it.
        start = max(start, index + 1)
        while start < len(words.text) and words.lower[start] in titles:
            start += 1
        end = _name_end(words, start, taken)
        if end > start and words.named[end - 1] and is_personal_name(words.text[start:end]):
            yield Candidate(start, end, "PERSON")


def _in_full(words: Words, free: Iterable[int], taken: set[int]) -> Iterator[Candidate]:
    """Two to four capitalised words: a first name before, or an age or an office after them."""
    text = words.text
    for index in free:
        if index in taken or text[index].isupper() or words.lower[index] in load_terms("not_names"):
            continue
        before = index - 1
        if (
            before >= 0
            and words.named[before]
            and text[before][0].isupper()
            and before not in taken
        ):
            continue
        end = _name_end(words, index, taken)
        if not 2 <= end - index <= _MAX_PLAIN_NAME or end in taken or text[index + 1].isupper():
            continue
        if (
            words.named[end - 1]
            and is_personal_name(text[index:end])
            and (
                gender_of_first_name(words.lower[index])
                or clues_beside(words, index, end)[PERSON] >= SURE
            )
        ):
            yield Candidate(index, end, "PERSON")


def _organizations(words: Words, free: Iterable[int], taken: set[int]) -> Iterator[Candidate]:
    """Capitalised words of which the last says what it is: "Harbour Workers' Guild"."""
    for index in free:
        if index in taken or (index and words.named[index - 1]) or words.text[index].isupper():
            continue
        end = _name_end(words, index, taken)
        if (
            end - index >= 2
            and end not in taken
            and words.text[end - 1].istitle()
            and words.lower[end - 1] in load_terms("organization_words")
        ):
            yield Candidate(index, end, "ORG")


def _places(words: Words, free: Iterable[int], taken: set[int]) -> Iterator[Candidate]:
    """Names in the gazetteer, the surer the better known: "Wall Street", "out of Tromsø"."""
    for index in free:
        if index in taken or (index and index - 1 not in taken and words.named[index - 1]):
            continue
        if words.lower[index] in load_terms("not_names"):
            continue  # "in March" is in no town of that name
        end = _name_end(words, index, taken)
        fame = place_fame(words.text[index:end])
        if end in taken or not fame:
            continue
        clue = clues_beside(words, index, end)[PLACE]
        if (clue >= 1 or end - index > 1) and fame + max(0.0, clue) >= _SURE_PLACE:
            yield Candidate(index, end, "GPE")


def _name_end(words: Words, start: int, taken: set[int]) -> int:
    """Where the capitalised words from ``start`` on end; hyphens and what they join included."""
    end = start
    while end < len(words.text) and end - start < _MAX_NAME and end not in taken:
        text = words.text[end]
        if not (words.named[end] and text[0].isupper()):
            # "Kamr-ul-Hassan" is several tokens.
            joined = text == "-" or (words.text[end - 1] == "-" and text.isalpha())
            if end == start or not words.glued[end] or not joined:
                break
        end += 1
    return end
